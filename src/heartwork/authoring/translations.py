"""
A file in another language: `es/boundaries.yaml` holds the same ids, and only what is read.

What a translation leaves out is read in the language of the file itself; nothing is ever missing on a page.
Answers are kept by id, so the language may change midway.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from heartwork.authoring.field_reader import key_of
from heartwork.authoring.yaml_tree import YamlNode
from heartwork.errors import Problem, did_you_mean
from heartwork.kinds import all_kinds

__all__ = [
    "HELP_LINES",
    "LANGUAGE",
    "LEADING",
    "PACES",
    "PLAN",
    "SOURCES",
    "STEADY",
    "WORKSHEET",
    "Form",
    "apply_translation",
    "is_translation",
    "languages",
]

#: A folder of this name beside the worksheets holds their translations: `es`, `pt-BR`.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Report = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Form:
    """
    What a file is made of.

    Args:
        readable: What can be translated of a thing: each key, and whether it is a text, texts, labels, a thing or a
            list of things.
        called: What messages call a thing in a list: "question".
        same_numbers: Keys in whose text each number stands as it does in the file itself, or the text is not used.
    """

    readable: Callable[[YamlNode], Iterator[tuple[str, str]]]
    called: Callable[[YamlNode], str]
    same_numbers: tuple[str, ...] = ()


def languages(folder: Path) -> list[str]:
    """The languages that a folder of worksheets has translations in."""
    return sorted(
        found.name
        for found in folder.iterdir()
        if found.is_dir() and LANGUAGE.fullmatch(found.name) and any(found.glob("[!.]*.yaml"))
    )


def is_translation(path: Path) -> bool:
    """Whether a file is the translation of one in the folder above it."""
    return LANGUAGE.fullmatch(path.parent.name) is not None and (path.parent.parent / path.name).is_file()


def apply_translation(
    original: YamlNode, translation: YamlNode, *, file: str, report: Report, missing: Report, form: Form
) -> YamlNode:
    """
    A file with the texts of its translation in the place of its own.

    Args:
        original: The file, as read from YAML.
        translation: Its translation, as read from YAML.
        file: Path of the translation, for messages.
        report: Is told what is wrong with the translation.
        missing: Is told what has no translation.
        form: What the file is made of: `WORKSHEET`, `HELP_LINES`, `SOURCES`, `STEADY`, `PACES`, `PLAN` or `LEADING`.
    """
    return _Overlay(file, report, missing, form).things(original, translation, "")


class _Overlay:
    """Puts one tree over the other; what does not fit is told and left out."""

    def __init__(self, file: str, report: Report, missing: Report, form: Form) -> None:
        self._file, self._report, self._missing, self._form = file, report, missing, form

    def things(self, original: YamlNode, translation: YamlNode, where: str) -> YamlNode:
        """Something with an id (a worksheet, a section, a question, a column; a help line), or labels by key."""
        if not isinstance(original.value, dict):
            return original
        if not isinstance(translation.value, dict):
            self._say(translation, where, "this is not made of keys and values.", "Write keys and values, one a line.")
            return original
        readable = dict(self._form.readable(original))
        for key in translation.value:
            if key not in readable and key != "id":
                self._say(
                    key_of(translation, key),
                    where,
                    f'there is nothing to translate under "{key}".{did_you_mean(key, readable)}',
                    f"What is read here: {', '.join(readable) or 'nothing'}.",
                )
        values = dict(original.value)
        for key, type_ in readable.items():
            placed = translation.value.get(key)
            if type_ == "list":
                items = placed or YamlNode([], translation.line, translation.column, {})
                values[key] = self._each(original.value[key], items, where)
            elif placed is None or placed.value is None:
                self._miss(translation, where, key)
            elif type_ == "thing":
                values[key] = self.things(original.value[key], placed, f'{self._form.called(original)} "{key}"')
            elif type_ == "texts":
                values[key] = self._texts(original.value[key], placed, where, key)
            elif type_ == "labels":
                values[key] = self._labels(original.value[key], placed, where, key)
            elif not isinstance(placed.value, str) or not placed.value.strip():
                self._say(placed, where, f"{key} is not a text.", "Put quotes round the whole value.")
            elif key in self._form.same_numbers and _numbers(placed) != _numbers(original.value[key]):
                what = f"the numbers in {key} are not those of the file itself."
                self._say(placed, where, what, f"There it says: {original.value[key].value}")
            else:
                values[key] = placed
        return YamlNode(values, original.line, original.column, original.keys)

    def _each(self, originals: YamlNode, translations: YamlNode, where: str) -> YamlNode:
        """Each item of a list, matched by its id."""
        if not isinstance(originals.value, list):
            return originals
        by_id: dict[str, YamlNode] = {}
        known = [id_ for item in originals.value if (id_ := _id(item))]
        for item in translations.value if isinstance(translations.value, list) else []:
            id_ = _id(item)
            if id_ in known:
                by_id[id_] = item
                continue
            what = f'there is no "{id_}" to translate.{did_you_mean(id_, known)}' if id_ else "this has no id."
            self._say(item, where, what, "Give it the id that it has in the worksheet itself.")
        items = []
        for item in originals.value:
            id_ = _id(item)
            name = f'{self._form.called(item)} "{id_}"'
            if id_ in by_id:
                items.append(self.things(item, by_id[id_], name))
                continue
            if list(self._form.readable(item)):
                self._missing(self._problem(translations, name, "it is not translated.", "Add it, with its id."))
            items.append(item)
        return YamlNode(items, originals.line, originals.column, originals.keys)

    def _labels(self, originals: YamlNode, translations: YamlNode, where: str, key: str) -> YamlNode:
        if not isinstance(originals.value, dict) or not isinstance(translations.value, dict):
            self._say(translations, where, f"{key} is not made of keys and labels.", "Write key: label, one a line.")
            return originals
        for option in translations.value:
            if option not in originals.value:
                self._say(
                    key_of(translations, option),
                    where,
                    f'there is no "{option}" in {key}.{did_you_mean(option, originals.value)}',
                    f"There are: {', '.join(originals.value)}.",
                )
        values = dict(originals.value)
        for option in originals.value:
            label = translations.value.get(option)
            if label is not None and isinstance(label.value, str):
                values[option] = label
            else:
                self._miss(translations, where, f"{key}: {option}")
        return YamlNode(values, originals.line, originals.column, originals.keys)

    def _texts(self, originals: YamlNode, translations: YamlNode, where: str, key: str) -> YamlNode:
        """A list of texts without ids: each stands in the place of the one that it translates."""
        texts, there = translations.value, originals.value
        if not isinstance(texts, list) or not all(isinstance(one.value, str) and one.value.strip() for one in texts):
            self._say(translations, where, f"{key} is not a list of texts.", "Begin each text with a hyphen.")
        elif isinstance(there, list) and len(texts) != len(there):
            what = f"the number of texts in {key} is {len(texts)} here, and {len(there)} in the file itself."
            self._say(translations, where, what, "Translate each in its place; none of them is used until then.")
        else:
            return translations
        return originals

    def _miss(self, near: YamlNode, where: str, key: str) -> None:
        self._missing(self._problem(near, where, f"{key} is not translated.", f"Add {key}: and its text."))

    def _say(self, near: YamlNode, where: str, what: str, mend: str) -> None:
        self._report(self._problem(near, where, what, mend))

    def _problem(self, near: YamlNode, where: str, what: str, mend: str) -> Problem:
        return Problem(what=what, mend=mend, file=self._file, line=near.line, column=near.column, where=where)


def _of_a_worksheet(node: YamlNode) -> Iterator[tuple[str, str]]:
    if not isinstance(node.value, dict):
        return
    kind = node.value["kind"].value if "kind" in node.value else None
    own = {
        field.name.rstrip("_"): {"options": "labels", "columns": "list"}.get(field.metadata["type"], "text")
        for field in (dataclasses.fields(all_kinds()[kind]) if isinstance(kind, str) and kind in all_kinds() else ())
        if field.metadata["type"] in ("text", "options", "columns") and field.metadata.get("read", True)
    }
    read = {"title": "text", "about": "text", "text": "text", "ask": "text", "hint": "text"} | own
    read |= {"sections": "list", "questions": "list"}
    for key in node.value:
        if key in read:
            yield key, read[key]


def _id(node: YamlNode) -> str:
    placed = node.value.get("id") if isinstance(node.value, dict) else None
    return placed.value if placed is not None and isinstance(placed.value, str) else ""


def _of_help_lines(node: YamlNode) -> Iterator[tuple[str, str]]:
    read = dict.fromkeys(("name", "for", "hours", "note", "source", "elsewhere", "phone", "text"), "text")
    read |= {"countries": "list", "lines": "list"}
    for key, placed in node.value.items() if isinstance(node.value, dict) else ():
        is_number_alone = key in ("phone", "text") and not re.search("[a-z]", str(placed.value))
        if key in read and not is_number_alone:
            yield key, read[key]


def _of_sources(node: YamlNode) -> Iterator[tuple[str, str]]:
    for key, placed in node.value.items() if isinstance(node.value, dict) else ():
        if isinstance(placed.value, dict):
            yield key, "thing"
        elif key in ("author", "finding"):
            yield key, "text"


def _by_key(read: dict[str, str]) -> Callable[[YamlNode], Iterator[tuple[str, str]]]:
    """Things of which the same keys are read wherever they stand."""

    def readable(node: YamlNode) -> Iterator[tuple[str, str]]:
        for key in node.value if isinstance(node.value, dict) else ():
            if key in read:
                yield key, read[key]

    return readable


def _numbers(placed: YamlNode) -> list[str]:
    return re.findall(r"[*\d]+", str(placed.value))


def _is(node: YamlNode, key: str) -> bool:
    return isinstance(node.value, dict) and key in node.value


WORKSHEET = Form(_of_a_worksheet, lambda node: "question" if _is(node, "kind") else "section")
#: `resources.yaml`: numbers, addresses and sources stay in the file itself. "START to 88788" is read, "88788" is not.
HELP_LINES = Form(
    _of_help_lines,
    lambda node: "country" if _is(node, "lines") else "line",
    same_numbers=("name", "for", "note", "phone", "text"),
)
#: `sources.yaml`: what the worksheets draw on, by id. Years and addresses stay in the file itself.
SOURCES = Form(
    _of_sources,
    lambda node: "source",
)
#: `steady.yaml`: what steadies, without anything or anybody.
STEADY = Form(
    _by_key({"title": "text", "text": "text", "after": "text", "exercises": "list"}),
    lambda node: "exercise",
)
#: `paces.yaml`: ways through the worksheets.
PACES = Form(
    _by_key({"title": "text", "about": "text", "text": "text", "paces": "list", "sections": "list"}),
    lambda node: "pace" if _is(node, "sections") else "section",
)
#: `workshop/two-hours.yaml`: a plan of a workshop. Minutes, pages and what can be given stay in the file itself.
PLAN = Form(
    _by_key({"title": "text", "about": "text", "say": "text", "do": "text", "show": "text", "activities": "list"}),
    lambda node: "activity",
)
#: `workshop/leading.yaml`: what holds for every plan.
LEADING = Form(
    _by_key(
        {"title": "text", "text": "text", "if": "list"}
        | dict.fromkeys(("agreement", "before", "after", "debrief"), "texts")
    ),
    lambda node: "text",
)
