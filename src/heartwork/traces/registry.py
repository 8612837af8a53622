"""
What is on this computer because of the kit: what, where, since when, and what clearing it does.

Only what is surely the kit's own is ever deleted here. The answers themselves are only listed (`heartwork forget`
deletes those), and so are the workbooks of other people, from a workshop.

How a sort of trace is found and taken away is the business of the module that knows it: `export_file`,
`notebook_traces`, `instance`, `ipython_history`, `workshop_folders`.
"""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from heartwork.atomic_files import remove_whole
from heartwork.crypto.keypair import KeyPair
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.i18n.messages import N_, _
from heartwork.local_time import zone
from heartwork.paths import JUPYTER, at_home, on_a_server
from heartwork.runtime import instance, runtime_folder
from heartwork.storage import export_log, nearby_workbooks, tombstone, workshop_folders
from heartwork.traces import ipython_history, notebook_traces

__all__ = ["Trace", "clear", "traces"]


@dataclass(frozen=True, slots=True)
class Trace:
    """
    Something that the kit left, or that came to be because of it.

    Args:
        name: What it is called in `heartwork trace --clear NAME`.
        what: What it is, in a sentence or two.
        where: Paths, each perhaps with a remark; empty when there is none to name.
        since: The day of the oldest of it, `2026-11-20`; empty when unknown.
        clearing: What clearing it does, or how it goes away where the kit cannot clear it.
        can_clear: Whether `clear` may be asked for it.
    """

    name: str
    what: str
    where: tuple[str, ...]
    since: str
    clearing: str
    can_clear: bool

    def as_dict(self) -> dict[str, object]:
        """The same facts for programs (`--json`)."""
        return {
            "name": self.name,
            "what": self.what,
            "where": list(self.where),
            "since": self.since,
            "clearing": self.clearing,
            "can_clear": self.can_clear,
        }


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of trace: how it is found (files, and remarks on some of them), and how it is cleared."""

    name: str
    what: str
    clearing: str
    find: Callable[[Path], Sequence[Path]]
    clear: Callable[[Path, Sequence[Path]], None] | None = None
    remark: Callable[[Path, Path], str] = lambda folder, path: ""


def traces(folder: Path, seal: KeyPair | None = None) -> list[Trace]:
    """
    Everything that was found.

    Args:
        folder: The folder of the answers.
        seal: What opens it, where it is sealed and that is known: which files were written stands in a sealed list.
    """
    found = []
    for sort in _sorts(folder, seal):
        files = sort.find(folder)
        if files:
            where = tuple(_place(path, sort.remark(folder, path)) for path in files)
            found.append(Trace(sort.name, sort.what, where, _since(files), sort.clearing, sort.clear is not None))
    found.append(_BROWSER_OF_A_SERVER if on_a_server() else _BROWSER)
    return found


def clear(folder: Path, names: Iterable[str], seal: KeyPair | None = None) -> None:
    """
    Clear some of it.

    Args:
        folder: The folder of the answers.
        names: Names of traces; what is not there (any more) is passed over.
        seal: As for `traces`.

    Raises:
        KitError: For a name that is none, or cannot be cleared; nothing is cleared then. Or with everything that
            could not be deleted, after the rest was.
    """
    sorts = {sort.name: sort for sort in _sorts(folder, seal) if sort.clear is not None}
    chosen = list(names)
    unknown = [name for name in chosen if name not in sorts]
    if unknown:
        raise KitError([_not_clearable(name, sorts) for name in unknown])
    problems = []
    for name in chosen:
        sort = sorts[name]
        try:
            assert sort.clear is not None
            sort.clear(folder, sort.find(folder))
        except OSError as error:
            what = _('"{name}" could not be cleared ({why}).').format(name=name, why=error.strerror or error)
            problems.append(Problem(what=what, mend=_("Close other windows of heartwork or Jupyter, then try again.")))
        except KitError as error:
            problems += error.problems
    if problems:
        raise KitError(problems)


def _not_clearable(name: str, sorts: Iterable[str]) -> Problem:
    own: dict[str, _Sort | Trace] = {sort.name: sort for sort in _SORTS} | {_BROWSER.name: _BROWSER}
    if name in own:
        return Problem(what=f'"{name}" cannot be cleared from here.', mend=own[name].clearing)
    what = f'there is no trace of the name "{name}".{did_you_mean(name, sorts)}'
    return Problem(what=what, mend="`heartwork trace` shows what there is.")


def _place(path: Path, remark: str) -> str:
    return f"{path} ({remark})" if remark else str(path)


def _since(files: Iterable[Path]) -> str:
    times = []
    for path in files:
        with contextlib.suppress(OSError):
            times.append(path.lstat().st_mtime)
    return datetime.datetime.fromtimestamp(min(times), zone()).date().isoformat() if times else ""


def _there(*patterns: str) -> Callable[[Path], Sequence[Path]]:
    """Finds what matches in the folder of the answers."""
    return lambda folder: sorted({path for pattern in patterns for path in folder.glob(pattern)})


def _removed(folder: Path, files: Sequence[Path]) -> None:
    for path in files:
        remove_whole(path)


def _of_running(folder: Path) -> Sequence[Path]:
    return [*instance.left(folder), *tombstone.left(folder), *runtime_folder.leftovers()]


def _sorts(folder: Path, seal: KeyPair | None) -> Sequence[_Sort]:
    """Every sort of trace; where the folder is sealed, two of them are found by what only its key opens."""
    if seal is None and not export_log.is_locked(folder):
        return _SORTS
    in_place = {sort.name: sort for sort in (_other_copies(seal), _exports(seal))}
    return [in_place.get(sort.name, sort) for sort in _SORTS]


def _other_copies(seal: KeyPair | None) -> _Sort:
    return _Sort(
        "other-copies",
        N_(
            "Other files that hold a workbook, in the folder of your answers or next to it: copies made by "
            "sync programs, by editors, or by hand."
        ),
        N_("Those in the folder that are surely copies of your workbook are deleted; others are yours to delete."),
        lambda folder: [one.path for one in nearby_workbooks.found(folder, seal)] + nearby_workbooks.sealed(folder),
        lambda folder, files: _removed(
            folder, [path for path in nearby_workbooks.ours(folder, seal=seal) if path in files]
        ),
    )


def _exports(seal: KeyPair | None) -> _Sort:
    def find(folder: Path) -> Sequence[Path]:
        if export_log.is_locked(folder, seal):
            return [folder / export_log.SEALED_NOTES]
        return [Path(one.path) for one in export_log.noted(folder, seal)]

    def remark(folder: Path, path: Path) -> str:
        if export_log.is_locked(folder, seal):
            return _("the list of them, locked with your passphrase")
        return export_log.export_status(folder, str(path), seal)

    return _Sort(
        "exports",
        N_("Files that heartwork wrote for you: exports and prints. Copies you made of them are not known here."),
        N_("Files that are still as heartwork wrote them are deleted. Any that were changed since then stay."),
        find,
        lambda folder, files: export_log.remove_unchanged(folder, seal),
        remark,
    )


def _fonts(folder: Path) -> Sequence[Path]:
    own = os.environ.get("MPLCONFIGDIR")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or at_home(".cache")) / "matplotlib"
    return sorted((Path(own) if own else cache).glob("fontlist-*.json"))


_SORTS = (
    _Sort(
        "answers",
        N_("What you wrote."),
        N_("To delete it, with everything else: heartwork forget."),
        _there("workbook.json", "workbook.json.age", "key.age"),
    ),
    _Sort(
        "copies",
        N_("Earlier copies of it: the last good one, and one a day for 14 days."),
        N_("The copies are deleted; what you wrote stays. New copies are made as you go on writing."),
        _there("backups/*", "backups/.*"),
        _removed,
    ),
    _Sort(
        "damaged",
        N_("Files that could not be read any more and were set aside, or were left half written when a program ended."),
        N_("They are deleted. Until now, a specialist could perhaps have read something in them."),
        _there("workbook.damaged-*", ".new-*"),
        _removed,
    ),
    _other_copies(None),
    _exports(None),
    _Sort(
        "workshop",
        N_(
            "A workshop that was led from this computer: its room, and the pages of those who had a seat, each locked "
            "with a passphrase that only they know. One in another folder is not known here."
        ),
        N_(
            "It is not yours alone, so it is only shown here. To delete it, start heartwork workshop and go to "
            "“After”; or delete the folder yourself, once nobody wants to come back to their pages."
        ),
        workshop_folders.found,
        remark=lambda folder, path: workshop_folders.in_words(path),
    ),
    _Sort(
        "notebooks",
        N_("Copies of the notebooks, for JupyterLab. They may hold what you typed into them yourself."),
        N_("They go with heartwork forget; or delete them yourself."),
        notebook_traces.copies,
    ),
    _Sort(
        "outputs",
        N_("What running a notebook left in its file: outputs, and the state of its fields."),
        N_("Outputs and state are taken out; the notebooks stay."),
        notebook_traces.with_outputs,
        lambda folder, files: notebook_traces.strip(files),
    ),
    _Sort(
        "checkpoints",
        N_("Earlier versions of the notebooks that JupyterLab kept."),
        N_("They are deleted; the notebooks stay."),
        notebook_traces.checkpoints,
        lambda folder, files: notebook_traces.remove_checkpoints(files),
    ),
    _Sort(
        "lab",
        N_("What JupyterLab remembers when heartwork opens it: which notebooks were open, and how to reach them."),
        N_("It is deleted. Close JupyterLab first, or it may write it again."),
        _there(f"{JUPYTER}/*"),
        _removed,
    ),
    _Sort(
        "running",
        N_(
            "What lets you find heartwork again while it runs, lets a browser back in that was open before, "
            "and tells open windows that everything was deleted; and anything left over when it was killed or"
            " its terminal was closed. It says nothing about what you wrote, and is gone when the computer "
            "restarts."
        ),
        N_(
            "It is deleted. Pages that are open carry on. Once heartwork has been closed, a browser "
            "needs its address again."
        ),
        _of_running,
        _removed,
    ),
    _Sort(
        "history",
        N_(
            "Lines in IPython's history that name heartwork, from notebooks or consoles that heartwork did not start. "
            "Its own keep no history."
        ),
        N_("These lines are deleted; all others stay. Lines that do not name it are not known here."),
        lambda folder: list(ipython_history.histories()),
        lambda folder, files: ipython_history.clear(files),
    ),
    _Sort(
        "workspaces",
        N_("JupyterLab's own memory of files, open or opened together, in which a notebook of heartwork is named."),
        N_("It is JupyterLab's, so it is left alone: close those notebooks there, or delete the file yourself."),
        lambda folder: notebook_traces.workspaces(),
    ),
    _Sort(
        "fonts",
        N_(
            "A list of the fonts on this computer, made by matplotlib, which draws the charts. It "
            "says nothing about you."
        ),
        N_("It is shared with other programs, and harmless: it can stay."),
        _fonts,
    ),
)

_BROWSER = Trace(
    "browser",
    N_(
        "The history of your browser may show that a page of this computer (127.0.0.1) was open, and what was "
        "downloaded. It holds nothing you wrote, except an address that you chose for Leave now, "
        "the country you opened under help, and the language you chose. It cannot be seen from here."
    ),
    (),
    "",
    N_("Look for 127.0.0.1 in the history of your browser, and delete it there."),
    can_clear=False,
)

#: Where the browser is on another computer than the files.
_BROWSER_OF_A_SERVER = replace(
    _BROWSER,
    what=N_(
        "The history of your browser may show that this page was open, and what was downloaded. It holds nothing you "
        "wrote, except an address that you chose for Leave now, the country you opened under help, and the language "
        "you chose. It cannot be seen from here."
    ),
    clearing=N_("Look for the address of this page in the history of your browser, and delete it there."),
)
