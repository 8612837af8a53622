"""Paces: ways through the same worksheets, such as one evening or five weeks; `paces.yaml` beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from heartwork.authoring import yaml_tree
from heartwork.authoring.field_reader import FieldReader, called
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.yaml_tree import YamlNode
from heartwork.errors import KitError, Problem, did_you_mean

__all__ = ["Pace", "PacePart", "Paces", "paces", "problems"]


@dataclass(frozen=True, slots=True)
class PacePart:
    """A few worksheets that go together at this pace, by id."""

    title: str
    text: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """
    One way through.

    Args:
        id: The option of the question that chooses it.
        about: What it is like, in Markdown.
        parts: In order; what stands in none of them is not part of this pace.
    """

    id: str
    about: str
    parts: tuple[PacePart, ...]


@dataclass(frozen=True, slots=True)
class Paces:
    """All of them, and the full name of the question whose answer is one of them."""

    question: str
    paces: tuple[Pace, ...]


@cache
def paces(shelf: WorksheetLibrary) -> Paces | None:
    """The paces of a folder, in the language of the shelf; None where there are none, or something is wrong in them."""
    stamp = shelf.stamp
    if stamp not in _known:
        _known[stamp] = _read(shelf)
    return _known[stamp]


#: Paces that were read in this process, by the files as they were then; as the worksheets are known (`library`).
_known: dict[tuple[object, ...], Paces | None] = {}


def _read(shelf: WorksheetLibrary) -> Paces | None:
    try:
        plain = shelf.data("paces")
    except KitError:
        return None
    if not plain or problems(shelf):
        return None
    return Paces(
        question=plain["question"],
        paces=tuple(
            Pace(
                id=pace["id"],
                about=pace["about"],
                parts=tuple(
                    PacePart(part["title"], part.get("text", ""), tuple(part["pages"])) for part in pace["sections"]
                ),
            )
            for pace in plain["paces"]
        ),
    )


def problems(shelf: WorksheetLibrary) -> list[Problem]:
    """Everything that is wrong with the paces of a folder, beyond what is wrong with the file as YAML."""
    path = shelf.folder / "paces.yaml"
    return _Reader(path, shelf).told() if path.is_file() else []


class _Reader(FieldReader):
    def __init__(self, path: Path, shelf: WorksheetLibrary) -> None:
        super().__init__(path)
        self._shelf = shelf

    def told(self) -> list[Problem]:
        try:
            text = self.path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return []  # told where the file is read
        top = yaml_tree.read(text, file=str(self.path), report=lambda problem: None)
        if top is not None and self.expect(top, dict, "Write keys and values, one per line: `question: start.pace`."):
            self.known_keys(top, ("question", "paces"), needed=("question", "paces"))
            self.no_twins(top, "paces")
            options = self._options(top)
            self.each(top, "paces", lambda node: self._pace(node, options))
        return self.problems

    def _options(self, top: YamlNode) -> list[str] | None:
        """The options of the question that chooses a pace; None when it cannot choose one."""
        name = self.text(top, "question")
        if not name:
            return None
        worksheet_id, _, question_id = name.partition(".")
        try:
            worksheet = self._shelf.worksheet(worksheet_id)
        except KitError:
            worksheet = None
        question = None if worksheet is None or worksheet.repeats else worksheet.question(question_id)
        if question is None or question.kind.name() != "choice":
            what = f'"{name}" is not a question that chooses one of several.'
            self.problem(top.value["question"], what, "Name a choice with its worksheet: start.pace.")
            return None
        return [option.key for option in question.kind.options]  # type: ignore[attr-defined]  # a choice has them

    def _pace(self, node: YamlNode, options: list[str] | None) -> None:
        with self.inside(called("pace", node, "id")):
            self.known_keys(node, ("id", "about", "sections"), needed=("id", "about", "sections"))
            self.text(node, "about")
            id_ = self.id(node)
            if id_ and options is not None and id_ not in options:
                what = f'nothing chooses "{id_}".{did_you_mean(id_, options)}'
                self.problem(node.value["id"], what, "Give it the id of an option of the question above.")
            self.no_twins(node, "sections")
            met: set[str] = set()
            self.each(node, "sections", lambda part: self._part(part, met))

    def _part(self, node: YamlNode, met: set[str]) -> None:
        with self.inside(called("section", node, "id")):
            self.known_keys(node, ("id", "title", "text", "pages"), needed=("id", "title", "pages"))
            self.id(node)
            self.text(node, "title")
            self.text(node, "text")
            for page in self.texts(node, "pages"):
                if page not in self._shelf.ids:
                    what = f'there is no worksheet "{page}".{did_you_mean(page, self._shelf.ids)}'
                    self.problem(node.value["pages"], what, "`heartwork list` shows what there is.")
                if page in met:
                    self.problem(node.value["pages"], f'"{page}" is in this pace twice.', "Keep one of them.")
                met.add(page)
