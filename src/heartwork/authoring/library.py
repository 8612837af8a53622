"""A folder of worksheets: what is there, one at a time or as a list of cards."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from ruamel.yaml.error import YAMLError

from heartwork import paths
from heartwork.authoring import data_files, translations, worksheet_reader, yaml_tree
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.paths import DRAFT_VARIABLE, worksheets_folder
from heartwork.worksheet_definition import Worksheet

__all__ = ["WorksheetLibrary", "WorksheetSummary"]

#: What tells files, as they are now, from all others.
_Key: TypeAlias = tuple[object, ...]
_Read = TypeVar("_Read")

#: The order people meet them in; worksheets of one's own follow by name.
_ORDER = (
    "start", "challenges", "effects", "understand", "forgive", "letter", "want", "boundaries", "accept",
    "after-a-call", "check-in", "criticism", "making-room", "kind", "hard-to-say", "rehearsal", "easiest-first",
    "closer", "hoped-for", "past", "forgiving", "in-the-middle", "caring", "support", "takeaway", "diary",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorksheetSummary:
    """What can be said of a worksheet without reading all of it."""

    id: str
    title: str
    minutes: int
    weight: int
    step: int | None
    repeats: bool


class WorksheetLibrary:
    """
    The worksheets of one folder, each read when it is first asked for.

    Args:
        folder: Where they lie; the kit's own when None (see `heartwork.paths`).
        language: Language to read them in, `es`; `$HEARTWORK_LANGUAGE` when None. What is not translated is read in
            the worksheet's own language.
        draft: A worksheet that is being written, wherever it lies; it takes the place of one of the same name.
            `$HEARTWORK_DRAFT` when None.

    Raises:
        KitError: If there is no such folder.
    """

    def __init__(
        self, folder: str | Path | None = None, *, language: str | None = None, draft: Path | None = None
    ) -> None:
        self.folder = worksheets_folder(folder)
        self.language = paths.language(language)
        named = os.environ.get(DRAFT_VARIABLE)
        self.draft = draft or (Path(named) if named else None)
        if not self.folder.is_dir():
            raise KitError(
                [
                    Problem(
                        what="there is no such folder of worksheets.",
                        mend="Look at the path after --worksheets (or in HEARTWORK_WORKSHEETS).",
                        file=str(self.folder),
                    )
                ]
            )
        self._read: dict[str, Worksheet] = {}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of all worksheets, in the order people meet them."""
        # Names that begin with a point are what other programs leave behind: ._start.yaml, .#start.yaml.
        found = [path.stem for path in self.folder.glob("[!.]*.yaml") if path.stem not in data_files.DATA_FILES]
        if self.draft is not None and self.draft.stem not in found:
            found.append(self.draft.stem)
        place = {id_: number for number, id_ in enumerate(_ORDER)}
        return tuple(sorted(found, key=lambda id_: (place.get(id_, len(_ORDER)), id_)))

    def worksheet(self, id_: str) -> Worksheet:
        """
        One worksheet.

        Raises:
            KitError: If there is none of this id, or with everything that is wrong with its file.
        """
        if id_ not in self._read:
            if id_ not in self.ids:
                raise KitError(
                    [
                        Problem(
                            what=f'there is no worksheet "{id_}".{did_you_mean(id_, self.ids)}',
                            mend="`heartwork list` shows what there is.",
                        )
                    ]
                )
            self._read[id_] = self._in_its_language(self.path(id_))
        return self._read[id_]

    def path(self, id_: str) -> Path:
        """The file of a worksheet, whether it is there or not."""
        is_draft = self.draft is not None and self.draft.stem == id_
        return self.draft if is_draft and self.draft is not None else self.folder / f"{id_}.yaml"

    def _in_its_language(self, path: Path) -> Worksheet:
        translation = self._translation(path)
        if translation is not None:
            try:
                return _read(path, translation)
            except KitError:  # a page in another language is better than none; `heartwork check` says what is wrong
                pass
        return _read(path, None)

    def _translation(self, path: Path) -> Path | None:
        if not translations.LANGUAGE.fullmatch(self.language):
            return None
        translation = path.parent / self.language / path.name
        return translation if translation.is_file() else None

    @cached_property
    def cards(self) -> tuple[WorksheetSummary, ...]:
        """
        A card for each worksheet, in the order of `ids`, without reading the whole files.

        A file that cannot be read has no card; `heartwork check` says what is wrong with it.
        """
        cards = []
        for id_ in self.ids:
            path = self.path(id_)
            key = _key(path, self._translation(path))
            if key in _known:
                cards.append(_card_of(_known[key]))
                continue
            try:
                head = yaml_tree.top_level(path.read_text(encoding="utf-8"))
                translation = self._translation(path)
                if translation is not None:
                    title = yaml_tree.top_level(translation.read_text(encoding="utf-8")).get("title")
                    head |= {"title": title} if isinstance(title, str) else {}
            except (OSError, ValueError, RecursionError, YAMLError):
                continue
            cards.append(_card(id_, head))
        return tuple(cards)

    def data(self, name: str) -> Any:
        """
        A data file beside the worksheets (`resources`, `sources`), as plain values; empty when there is none.

        They are everybody's: not to be changed.

        Raises:
            KitError: With everything that is wrong with it as YAML.
        """
        path = self.folder / f"{name}.yaml"
        if not path.is_file():
            return {}
        translation = self._translation(path) if name in data_files.TRANSLATED else None
        return _once(_known_data, _key(path, translation), lambda: data_files.read(path, translation=translation))

    @property
    def stamp(self) -> tuple[object, ...]:
        """What tells this folder of worksheets, in this language and as its files are now, from all others."""
        paths = (self.path(name) for name in (*self.ids, *data_files.DATA_FILES))
        return tuple(_key(path, self._translation(path)) for path in paths)


#: Worksheets that were read in this process, by their files as they were then. A kernel that is a copy of a process
#: that has read them begins with them.
_known: dict[_Key | None, Worksheet] = {}
#: The same, of the data files.
_known_data: dict[_Key | None, object] = {}


def _read(path: Path, translation: Path | None) -> Worksheet:
    return _once(_known, _key(path, translation), lambda: worksheet_reader.read(path, translation=translation))


def _once(known: dict[_Key | None, _Read], key: _Key | None, read: Callable[[], _Read]) -> _Read:
    """What was read before, while its files are still the same; it is read where it was not, or nobody can tell."""
    if key is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


def _key(path: Path, translation: Path | None) -> _Key | None:
    """What tells these files, as they are now, from all others; None when they cannot be looked at."""
    try:
        files = [path.absolute(), *([translation.absolute()] if translation else [])]
        return tuple((file, (status := file.stat()).st_mtime_ns, status.st_size, status.st_ino) for file in files)
    except OSError:
        return None


def _card_of(worksheet: Worksheet) -> WorksheetSummary:
    return WorksheetSummary(
        id=worksheet.id,
        title=worksheet.title,
        minutes=worksheet.minutes,
        weight=worksheet.weight,
        step=worksheet.step,
        repeats=worksheet.repeats,
    )


def _card(id_: str, head: dict[str, object]) -> WorksheetSummary:
    def number(key: str) -> int:
        value = head.get(key)
        return value if isinstance(value, int) else 0

    return WorksheetSummary(
        id=id_,
        title=str(head.get("title") or id_),
        minutes=number("minutes"),
        weight=number("weight"),
        step=number("step") or None,
        repeats=head.get("repeats") is True,
    )
