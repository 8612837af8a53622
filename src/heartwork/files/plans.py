"""
Plans of workshops: what is said and done in them, minute by minute; one YAML file each, in `worksheets/workshop/`.

A plan is written so that somebody who never led a group can read it aloud. What holds for all of them (what is agreed,
what to do when somebody cries) stands once, in `leading.yaml` beside them. `heartwork check` looks at all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from heartwork.files import translations, yaml_nodes
from heartwork.files.shelf import Shelf
from heartwork.files.yaml_nodes import Placed
from heartwork.files.yaml_values import Values, called
from heartwork.problems import KitError, Problem, did_you_mean
from heartwork.question import Question
from heartwork.sharing import may_be_shared

__all__ = [
    "FOLDER",
    "Activity",
    "Leading",
    "Plan",
    "Text",
    "files",
    "is_plan",
    "leading",
    "paths",
    "plan",
    "problems",
    "read",
    "read_leading",
    "shared_question",
]

#: In the folder of the worksheets.
FOLDER = "workshop"

_Whole = TypeVar("_Whole")

#: The file of what holds for all of them.
LEADING = "leading"

_LEADING_KEYS = ("agreement", "before", "if", "after", "debrief")
_KEYS = ("id", "title", "minutes", "about", "activities")
_ACTIVITY_KEYS = ("id", "title", "minutes", "place", "together", "say", "do", "show", "share")
_TEXT_KEYS = ("id", "title", "text")

#: How people sit together in an activity.
TOGETHER = ("alone", "pairs", "threes", "all", "break")


@dataclass(frozen=True, slots=True)
class Text:
    """A titled text, in Markdown."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Activity:
    """
    One part of a workshop.

    Args:
        id: Unique in its plan.
        title: What it is called, on the wall too.
        minutes: How long it takes.
        say: What the facilitator reads aloud, in Markdown.
        do: What they do, and look out for.
        show: One or two sentences for everybody's screen and the wall.
        place: The page that belongs to it, `boundaries/limit`; empty when none does.
        together: One of `TOGETHER`.
        share: Full names of questions that can be given to the room in it.
    """

    id: str
    title: str
    minutes: int
    say: str
    do: str = ""
    show: str = ""
    place: str = ""
    together: str = "all"
    share: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """
    What holds for every plan.

    Args:
        agreement: What is read aloud, and agreed to by staying; one sentence or two each.
        before: What to do before anybody comes.
        if_: What to do when something happens: somebody cries, somebody tells of danger.
        after: What to do when all have gone.
        debrief: Questions for whoever led it, answered on paper.
    """

    agreement: tuple[str, ...]
    before: tuple[str, ...]
    if_: tuple[Text, ...]
    after: tuple[str, ...]
    debrief: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A workshop as it can be led.

    Args:
        id: The name of its file.
        title: What it is called.
        minutes: How long all of it takes: what its activities take together.
        about: For whom it is, in Markdown.
        activities: In order.
    """

    id: str
    title: str
    minutes: int
    about: str
    activities: tuple[Activity, ...]

    def activity(self, id_: str) -> Activity | None:
        """The activity of this id; None when there is none."""
        return next((one for one in self.activities if one.id == id_), None)

    @property
    def shared(self) -> tuple[str, ...]:
        """The full names of all questions that can be given to the room, in order."""
        return tuple(dict.fromkeys(name for activity in self.activities for name in activity.share))


def paths(worksheets: Path) -> list[Path]:
    """The plans in a folder of worksheets."""
    return sorted(path for path in (worksheets / FOLDER).glob("[!.]*.yaml") if path.stem != LEADING)


def leading(shelf: Shelf) -> Leading:
    """
    What holds for every plan, in the language of the shelf where it is translated.

    Raises:
        KitError: If it is not there, or with everything that is wrong with it.
    """
    return read_leading(_path(shelf, LEADING))


def plan(shelf: Shelf, id_: str) -> Plan:
    """
    The plan of this id, in the language of the shelf where it is translated.

    Raises:
        KitError: If there is none, or with everything that is wrong with it.
    """
    known = [one.stem for one in paths(shelf.folder)]
    if id_ not in known:
        what = f'there is no plan "{id_}".{did_you_mean(id_, known)}'
        raise KitError([Problem(what=what, mend=f"There are: {', '.join(known) or 'none'}.")])
    return read(_path(shelf, id_), shelf)


def files(shelf: Shelf) -> list[Path]:
    """Every file of plans of a folder of worksheets, translated ones too; none where there are no plans."""
    folders = [shelf.folder, *(shelf.folder / language for language in translations.languages(shelf.folder))]
    listed = [(folder, paths(folder)) for folder in folders]
    return [path for folder, found in listed if found for path in (*found, folder / FOLDER / f"{LEADING}.yaml")]


def is_plan(path: Path) -> bool:
    """Whether a file is one of plans, by where it lies."""
    return path.absolute().parent.name == FOLDER


def problems(path: Path, shelf: Shelf) -> list[Problem]:
    """Everything that is wrong with one file of plans."""
    try:
        if path.stem == LEADING:
            read_leading(path)
        else:
            read(path, shelf)
    except KitError as error:
        return list(error.problems)
    return []


def read(path: Path, shelf: Shelf) -> Plan:
    """
    Read one plan.

    Args:
        shelf: The worksheets that its activities lead to.

    Raises:
        KitError: With every problem of the file.
    """
    reader = _Reader(path, shelf)
    return reader.whole(reader.plan())


def read_leading(path: Path) -> Leading:
    """
    Read what holds for every plan.

    Raises:
        KitError: With every problem of the file.
    """
    reader = _Reader(path, None)
    return reader.whole(reader.leading())


def _path(shelf: Shelf, name: str) -> Path:
    translated = shelf.folder / shelf.language / FOLDER / f"{name}.yaml"
    return translated if shelf.language and translated.is_file() else shelf.folder / FOLDER / f"{name}.yaml"


def shared_question(shelf: Shelf, name: str) -> Question | None:
    """A question by its full name, if it can be given to a room; None otherwise."""
    worksheet_id, _, question_id = name.partition(".")
    try:
        worksheet = shelf.worksheet(worksheet_id)
    except KitError:
        return None
    question = None if worksheet.repeats else worksheet.question(question_id)
    return question if question is not None and may_be_shared(question) else None


class _Reader(Values):
    def __init__(self, path: Path, shelf: Shelf | None) -> None:
        super().__init__(path)
        self._shelf = shelf

    def whole(self, found: _Whole | None) -> _Whole:
        """
        What was read, when nothing is wrong with it.

        Raises:
            KitError: With every problem of the file.
        """
        if found is None or self.problems:
            raise KitError(self.problems)
        return found

    def leading(self) -> Leading | None:
        top = self._top()
        if top is None or not self.expect(top, dict, "Write keys and values, one a line: `agreement:`."):
            return None
        self.known_keys(top, _LEADING_KEYS, needed=_LEADING_KEYS)
        self.no_twins(top, "if")
        return Leading(
            agreement=self.texts(top, "agreement"),
            before=self.texts(top, "before"),
            if_=tuple(self.each(top, "if", self._text)),
            after=self.texts(top, "after"),
            debrief=self.texts(top, "debrief"),
        )

    def plan(self) -> Plan | None:
        top = self._top()
        if top is None or not self.expect(top, dict, "Write keys and values, one a line: `title: Limits`."):
            return None
        self.known_keys(top, _KEYS, needed=_KEYS)
        id_ = self.id(top)
        if id_ and id_ != self.path.stem:
            mend = f"Write id: {self.path.stem}, or call the file {id_}.yaml."
            self.problem(top.value["id"], f'the id "{id_}" is not the name of the file.', mend)
        activities = tuple(self.each(top, "activities", self._activity))
        self.no_twins(top, "activities")
        minutes = self.integer(top, "minutes", 1, 600) or 0
        together = sum(activity.minutes for activity in activities)
        if activities and not self.problems and minutes != together:
            mend = f"Write minutes: {together}, or change the activities."
            self.problem(top.value["minutes"], f"the activities take {together} minutes, not {minutes}.", mend)
        return Plan(
            id=id_,
            title=self.text(top, "title"),
            minutes=minutes,
            about=self.text(top, "about"),
            activities=activities,
        )

    def _top(self) -> Placed | None:
        try:
            return yaml_nodes.read(
                self.path.read_text(encoding="utf-8"), file=str(self.path), report=self.problems.append
            )
        except UnicodeDecodeError:
            self.problem(None, "the file is not UTF-8 text.", "Save it as UTF-8 in your editor.")
        except OSError as error:
            self.problem(None, f"the file cannot be read ({error.strerror}).", "Look at its name, and who may read it.")
        return None

    def _text(self, node: Placed) -> Text:
        with self.inside(called("text", node, "id")):
            self.known_keys(node, _TEXT_KEYS, needed=_TEXT_KEYS)
            return Text(self.id(node), self.text(node, "title"), self.text(node, "text"))

    def _activity(self, node: Placed) -> Activity:
        assert self._shelf is not None
        with self.inside(called("activity", node, "id")):
            self.known_keys(node, _ACTIVITY_KEYS, needed=("id", "title", "minutes", "say"))
            activity = Activity(
                id=self.id(node),
                title=self.text(node, "title"),
                minutes=self.integer(node, "minutes", 1, 120) or 0,
                say=self.text(node, "say"),
                do=self.text(node, "do"),
                show=self.text(node, "show"),
                place=self.text(node, "place"),
                together=self.text(node, "together") or "all",
                share=self.texts(node, "share"),
            )
            if activity.together not in TOGETHER:
                mend = f"Take one of: {', '.join(TOGETHER)}."
                self.problem(node.value["together"], f'"{activity.together}" is no way to sit together.', mend)
            if activity.place:
                self._is_there(node.value["place"], activity.place)
            for name in activity.share:
                if shared_question(self._shelf, name) is None:
                    mend = "Name a number or a choice, with its worksheet: boundaries.readiness; mark it share: true."
                    self.problem(node.value["share"], f'"{name}" cannot be given to a room.', mend)
            return activity

    def _is_there(self, node: Placed, place: str) -> None:
        assert self._shelf is not None
        worksheet_id, _, section = place.partition("/")
        mend = "Name a worksheet, or a part of it: boundaries/limit."
        there = worksheet_id in self._shelf.ids
        if there and section:
            try:
                there = self._shelf.worksheet(worksheet_id).section(section) is not None
            except KitError:
                return  # the worksheet's own problems are told with it
        if not there:
            self.problem(node, f'there is no page "{place}".', mend)
