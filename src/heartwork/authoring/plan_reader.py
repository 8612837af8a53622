"""
Plans of workshops: what is said and done in them, minute by minute; one YAML file each, in `worksheets/workshop/`.

A plan is written so that somebody who never led a group can read it aloud. What holds for all of them (what is agreed,
what to do when somebody cries) stands once, in `leading.yaml` beside them. `heartwork check` looks at all of it.

A translation, `es/workshop/two-hours.yaml`, holds the same ids and only what is read: how long a part takes, its page
and what can be given in it stay in the plan itself.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from heartwork.authoring import translations, yaml_tree
from heartwork.authoring.field_reader import FieldReader, called
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.workshop_plan import TOGETHER, Activity, Leading, Plan, PlanText
from heartwork.authoring.yaml_tree import YamlNode
from heartwork.disclosure import may_be_shared
from heartwork.errors import KitError, Problem, did_you_mean
from heartwork.question import Question

__all__ = [
    "FOLDER",
    "Activity",
    "Leading",
    "Plan",
    "PlanText",
    "files",
    "is_plan",
    "leading",
    "paths",
    "plan",
    "read",
    "shared_question",
    "translated",
]

#: In the folder of the worksheets.
FOLDER = "workshop"

#: The file of what holds for all of them.
LEADING = "leading"

_LEADING_KEYS = ("agreement", "before", "if", "after", "debrief")
_KEYS = ("id", "title", "minutes", "about", "activities")
_ACTIVITY_KEYS = ("id", "title", "minutes", "place", "together", "say", "do", "show", "share")
_TEXT_KEYS = ("id", "title", "text")


def paths(worksheets: Path) -> list[Path]:
    """The plans in a folder of worksheets."""
    return sorted(path for path in (worksheets / FOLDER).glob("[!.]*.yaml") if path.stem != LEADING)


def files(shelf: WorksheetLibrary) -> list[Path]:
    """Every file of plans in the folder of worksheets, without their translations; none where there are no plans."""
    found = paths(shelf.folder)
    return [*found, shelf.folder / FOLDER / f"{LEADING}.yaml"] if found else []


def is_plan(path: Path) -> bool:
    """Whether a file is one of plans, by where it lies."""
    return path.absolute().parent.name == FOLDER


def translated(path: Path) -> Path | None:
    """The file of plans that this one is the translation of; None when it is not a translation."""
    folder = path.absolute().parent.parent
    original = folder.parent / FOLDER / path.name
    return original if translations.LANGUAGE.fullmatch(folder.name) and original.is_file() else None


def leading(shelf: WorksheetLibrary) -> Leading:
    """
    What holds for every plan, in the language of the shelf where it is translated.

    Raises:
        KitError: If it is not there, or with everything that is wrong with it.
    """
    found = _in_its_language(shelf, LEADING)
    assert isinstance(found, Leading)
    return found


def plan(shelf: WorksheetLibrary, id_: str) -> Plan:
    """
    The plan of this id, in the language of the shelf where it is translated.

    Raises:
        KitError: If there is none, or with everything that is wrong with it.
    """
    known = [one.stem for one in paths(shelf.folder)]
    if id_ not in known:
        what = f'there is no plan "{id_}".{did_you_mean(id_, known)}'
        raise KitError([Problem(what=what, mend=f"There are: {', '.join(known) or 'none'}.")])
    found = _in_its_language(shelf, id_)
    assert isinstance(found, Plan)
    return found


def _in_its_language(shelf: WorksheetLibrary, name: str) -> Plan | Leading:
    path = shelf.folder / FOLDER / f"{name}.yaml"
    translation = shelf.folder / shelf.language / FOLDER / path.name
    if translations.LANGUAGE.fullmatch(shelf.language) and translation.is_file():
        try:
            return read(path, shelf, translation=translation)
        except KitError:  # a script in another language is better than none; `heartwork check` says what is wrong
            pass
    return read(path, shelf)


def read(
    path: Path,
    shelf: WorksheetLibrary,
    *,
    translation: Path | None = None,
    missing: Callable[[Problem], None] = lambda problem: None,
) -> Plan | Leading:
    """
    Read one file of plans: a plan, or what holds for all of them.

    Args:
        shelf: The worksheets that its activities lead to.
        translation: A file with the same ids in another language; its texts take the place of the plan's own.
        missing: Is told what the translation leaves out, which is read in the plan's own language.

    Raises:
        KitError: With every problem of the file, and of its translation.
    """
    reader = _Reader(path, shelf, translation, missing)
    return reader.whole(reader.leading() if path.stem == LEADING else reader.plan())


def shared_question(shelf: WorksheetLibrary, name: str) -> Question | None:
    """A question by its full name, if it can be given to a room; None otherwise."""
    worksheet_id, _, question_id = name.partition(".")
    try:
        worksheet = shelf.worksheet(worksheet_id)
    except KitError:
        return None
    question = None if worksheet.repeats else worksheet.question(question_id)
    return question if question is not None and may_be_shared(question) else None


class _Reader(FieldReader):
    def __init__(
        self, path: Path, shelf: WorksheetLibrary, translation: Path | None, missing: Callable[[Problem], None]
    ) -> None:
        super().__init__(path)
        self._shelf, self._translation, self._missing = shelf, translation, missing

    def whole(self, found: Plan | Leading | None) -> Plan | Leading:
        """
        What was read, when nothing is wrong with it.

        Raises:
            KitError: With every problem of the file.
        """
        if found is None or self.problems:
            raise KitError(sorted(self.problems, key=lambda problem: (problem.file != str(self.path), problem.line)))
        return found

    def leading(self) -> Leading | None:
        top = self._top(translations.LEADING)
        if top is None or not self.expect(top, dict, "Write keys and values, one per line: `agreement:`."):
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
        top = self._top(translations.PLAN)
        if top is None or not self.expect(top, dict, "Write keys and values, one per line: `title: Limits`."):
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

    def _top(self, form: translations.Form) -> YamlNode | None:
        top = self._tree(self.path)
        other = self._tree(self._translation) if top is not None and self._translation is not None else None
        if top is None or other is None:
            return top
        return translations.apply_translation(
            top, other, file=str(self._translation), report=self.problems.append, missing=self._missing, form=form
        )

    def _tree(self, path: Path) -> YamlNode | None:
        try:
            return yaml_tree.read(path.read_text(encoding="utf-8"), file=str(path), report=self.problems.append)
        except UnicodeDecodeError:
            what, mend = "the file is not UTF-8 text.", "Save it as UTF-8 in your editor."
        except OSError as error:
            what, mend = f"the file cannot be read ({error.strerror}).", "Look at its name, and who may read it."
        self.problems.append(Problem(what=what, mend=mend, file=str(path)))
        return None

    def _text(self, node: YamlNode) -> PlanText:
        with self.inside(called("text", node, "id")):
            self.known_keys(node, _TEXT_KEYS, needed=_TEXT_KEYS)
            return PlanText(self.id(node), self.text(node, "title"), self.text(node, "text"))

    def _activity(self, node: YamlNode) -> Activity:
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
                mend = f"Use one of: {', '.join(TOGETHER)}."
                self.problem(node.value["together"], f'"{activity.together}" is not a way of sitting together.', mend)
            if activity.place:
                self._is_there(node.value["place"], activity.place)
            for name in activity.share:
                if shared_question(self._shelf, name) is None:
                    mend = "Name a number or a choice, with its worksheet: boundaries.readiness; mark it share: true."
                    self.problem(node.value["share"], f'"{name}" cannot be given to a room.', mend)
            return activity

    def _is_there(self, node: YamlNode, place: str) -> None:
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
