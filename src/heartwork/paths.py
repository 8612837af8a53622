"""Where things are: the answers of a person, and the worksheets and notebooks of the kit."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from pathlib import Path

import platformdirs

from heartwork.atomic_files import make_private_folder
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = [
    "ANSWERS_VARIABLE",
    "DRAFT_VARIABLE",
    "HUB",
    "JUPYTER",
    "LANGUAGE_HEADER",
    "LANGUAGE_VARIABLE",
    "PASSPHRASE_VARIABLE",
    "PHONE_ENCRYPTED",
    "PHONE_PLAIN",
    "PHONE_VARIABLE",
    "PLACE_VARIABLE",
    "PRIVATE_VARIABLE",
    "REHEARSAL_VARIABLE",
    "SEAT_KEY_VARIABLE",
    "SEAT_VARIABLE",
    "SERVER_VARIABLE",
    "SHARE",
    "TEMPLATE",
    "WIDE_VARIABLE",
    "WORKSHEETS_VARIABLE",
    "WORKSHOP",
    "NameFor",
    "answers_folder",
    "at_home",
    "copy_notebooks",
    "home",
    "language",
    "name_for",
    "notebooks_folder",
    "on_a_hub",
    "on_a_phone",
    "on_a_server",
    "on_binder",
    "requires_passphrase",
    "travels_in_the_clear",
    "worksheets_folder",
    "workshop_folder",
]

ANSWERS_VARIABLE = "HEARTWORK_ANSWERS"
WORKSHEETS_VARIABLE = "HEARTWORK_WORKSHEETS"
LANGUAGE_VARIABLE = "HEARTWORK_LANGUAGE"
#: The language of one request; it goes before the variable.
LANGUAGE_HEADER = "Heartwork-Language"

#: Set for the kernels of a preview: the worksheet that is being written, wherever it lies.
DRAFT_VARIABLE = "HEARTWORK_DRAFT"
#: Set for a kernel whose page has said where it is going to be: `boundaries/limit`.
PLACE_VARIABLE = "HEARTWORK_PLACE"
#: Set for a kernel whose page has said that it has room for wide pictures.
WIDE_VARIABLE = "HEARTWORK_WIDE"
#: Set for the kernels of a private visit: they read and write no answers.
PRIVATE_VARIABLE = "HEARTWORK_PRIVATE"

#: Set in a rehearsal of a workshop: every page says that it is one.
REHEARSAL_VARIABLE = "HEARTWORK_REHEARSAL"

#: In the folder of the answers: what JupyterLab remembers when `heartwork lab` opens it.
JUPYTER = "jupyter"

#: In the platform's data folder: the workshop that was given no other folder.
WORKSHOP = "workshop"

#: Set for the kernel of a seat in a workshop: the number of the seat.
SEAT_VARIABLE = "HEARTWORK_SEAT"
#: What opens the sealed workbook of that seat; the kernel takes it out of its environment before anything else.
SEAT_KEY_VARIABLE = "HEARTWORK_SEAT_KEY"

#: Set for the kernels of a phone's pages, which are kept on the laptop: how what is written travels between the two.
PHONE_VARIABLE = "HEARTWORK_PHONE"
PHONE_ENCRYPTED, PHONE_PLAIN = "encrypted", "plain"

#: Set for kernels of the pages in a Jupyter server: the files lie on its computer, which need not be the reader's.
SERVER_VARIABLE = "HEARTWORK_JUPYTER_SERVER"
#: Its value where that server is one of a JupyterHub, and where it is lent by Binder to anybody who opens a link.
HUB, BINDER = "hub", "binder"
#: `required` where nothing is written on a server before there is a passphrase. Whoever runs it says so.
PASSPHRASE_VARIABLE = "HEARTWORK_PASSPHRASE"  # noqa: S105  its name

_PACKAGE = Path(__file__).resolve().parent

#: What Jupyter's folders of data have of ours.
SHARE = _PACKAGE / "share/jupyter"
#: The pages of the server, and what all pages load.
TEMPLATE = SHARE / "voila/templates/heartwork"


def language(given: str | None = None) -> str:
    """The language to read in: the one given, else that of the request, else `$HEARTWORK_LANGUAGE`; empty for none."""
    if given is not None:
        return given
    # As CGI has it: what a kernel is told of the request it is started for.
    of_request = os.environ.get(f"HTTP_{LANGUAGE_HEADER.upper().replace('-', '_')}", "")
    return of_request or os.environ.get(LANGUAGE_VARIABLE, "")


def on_a_server() -> bool:
    """Whether this is the kernel of a page in a Jupyter server, whose computer may be somebody else's."""
    return bool(os.environ.get(SERVER_VARIABLE))


def on_a_hub() -> bool:
    """Whether that server is one of a JupyterHub."""
    return os.environ.get(SERVER_VARIABLE) == HUB


def on_a_phone() -> bool:
    """Whether these pages are read on a phone, and kept on the laptop that it reaches over a network."""
    return bool(os.environ.get(PHONE_VARIABLE))


def travels_in_the_clear() -> bool:
    """Whether others on that network could read along."""
    return os.environ.get(PHONE_VARIABLE) == PHONE_PLAIN


def on_binder() -> bool:
    """Whether it is a computer that Binder lends for a while, to anybody who opens a link."""
    return os.environ.get(SERVER_VARIABLE) == BINDER


def requires_passphrase() -> bool:
    """Whether nothing is to be written here before there is a passphrase."""
    return on_a_server() and os.environ.get(PASSPHRASE_VARIABLE) == "required"


def answers_folder(given: str | Path | None = None) -> Path:
    """
    The folder of a person's answers: the one given, else `$HEARTWORK_ANSWERS`, else the platform's data folder.

    It is not made here.

    Raises:
        KitError: If none is given, and this user has no home.
    """
    chosen = given or os.environ.get(ANSWERS_VARIABLE)
    return _expanded(chosen) if chosen else _data_folder()


def workshop_folder(given: str | Path | None = None) -> Path:
    """
    The folder of a workshop: the one given, else one of its own in the platform's data folder. It is not made.

    Raises:
        KitError: If none is given, and this user has no home.
    """
    return _expanded(given) if given else _data_folder() / WORKSHOP


def at_home(name: str) -> Path:
    """What another program keeps in the person's home; nothing is at that path where there is no home."""
    return (home() or Path(os.devnull)) / name


def home() -> Path | None:
    """The person's home; None where nobody knows of one, as for a user of some containers."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def name_for(answers: Path) -> str:
    """A name for what belongs to a folder of answers and lies elsewhere; it says nothing, not even where that is."""
    return hashlib.sha256(os.fsencode(os.path.realpath(answers))).hexdigest()[:20]


class NameFor:
    """
    `name_for` one folder of answers that is open: looked up once a second, not a few times in every save.

    It is not kept for longer, because a folder may be moved elsewhere, with a link left in its place.
    """

    def __init__(self, answers: Path) -> None:
        self._answers = answers
        self._name, self._at = "", 0.0

    def __str__(self) -> str:
        now = time.monotonic()
        if not self._name or now - self._at > 1:
            self._name, self._at = name_for(self._answers), now
        return self._name


def worksheets_folder(given: str | Path | None = None) -> Path:
    """The folder of worksheets: the one given, else `$HEARTWORK_WORKSHEETS`, else the kit's own."""
    chosen = given or os.environ.get(WORKSHEETS_VARIABLE)
    return _expanded(chosen) if chosen else _of_the_kit("worksheets")


def notebooks_folder() -> Path:
    """The folder of the kit's notebooks."""
    return _of_the_kit("notebooks")


def copy_notebooks(answers: Path) -> Path:
    """
    Copy the kit's notebooks to where they may be changed, unless they are there already.

    Args:
        answers: The folder of the answers; the notebooks go into one of their own in it.

    Returns:
        Their folder. The workbook itself is not in it, so a server of that folder does not serve answers.

    Raises:
        KitError: If they cannot be copied.
    """
    folder = answers / "notebooks"
    try:
        make_private_folder(answers)
        folder.mkdir(exist_ok=True)
        for notebook in notebooks_folder().glob("*.ipynb"):
            if not (folder / notebook.name).exists():
                shutil.copyfile(notebook, folder / notebook.name)
    except OSError as error:
        raise KitError(
            [
                Problem(
                    what=f"the notebooks cannot be copied ({error.strerror}).",
                    mend="Choose another folder with --answers.",
                    file=str(folder),
                )
            ]
        ) from error
    return folder


def _expanded(folder: str | Path) -> Path:
    """A folder that somebody named, with `~` for a home."""
    try:
        return Path(folder).expanduser().absolute()
    except RuntimeError:
        what = _("there is no home folder of that name.")
        raise KitError([Problem(what=what, mend=_("Write the path in full."), file=str(folder))]) from None


def _data_folder() -> Path:
    try:
        folder = platformdirs.user_data_dir("heartwork", appauthor=False)
    except RuntimeError:
        folder = "~"
    if folder.startswith("~"):  # never a folder of that name
        what = _("this user has no home folder, so heartwork cannot tell where your answers are.")
        mend = _("Name their folder with --answers, or in the variable {variable}.").format(variable=ANSWERS_VARIABLE)
        raise KitError([Problem(what=what, mend=mend)])
    return Path(folder)


def _of_the_kit(name: str) -> Path:
    """A folder of the kit: in a checkout the one at its top, else the copy that travels in the package."""
    in_checkout = _PACKAGE.parent.parent / name
    is_checkout = (_PACKAGE.parent.parent / "pyproject.toml").is_file() and in_checkout.is_dir()
    return in_checkout if is_checkout else _PACKAGE / "kit" / name
