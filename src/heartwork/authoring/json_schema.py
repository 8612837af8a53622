"""The JSON Schema of a worksheet, made from the kinds: editors complete and underline with it."""

from __future__ import annotations

import dataclasses
from typing import Any

from heartwork.authoring.field_reader import ID
from heartwork.conditions import TESTS
from heartwork.kinds import all_kinds
from heartwork.question import Kind

__all__ = ["schema"]


_ID = {"type": "string", "pattern": f"^{ID.pattern}$"}
_TEXT = {"type": "string", "pattern": "\\S"}
_FLAG = {"type": "boolean"}
_IDS = {"type": "array", "items": {"type": "string"}}
_LABELS = {"type": "object", "additionalProperties": _TEXT}


def schema() -> dict[str, object]:
    """
    The schema (JSON Schema 2020-12) of a worksheet's file.

    It knows every key of every kind, with what it means. What needs more than one file, or a look at an answer,
    it cannot say: that is `heartwork check`.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A worksheet of heartwork",
        **_object(
            needed=("id", "title", "about", "minutes", "weight", "sections"),
            id=_ID | {"description": "The name of the file, without .yaml."},
            title=_TEXT | {"description": "What the worksheet is called."},
            about=_TEXT | {"description": "What it is about and how it may be done, in Markdown."},
            step={"type": "integer", "minimum": 1, "maximum": 5, "description": "Which of the five steps it is."},
            minutes={"type": "integer", "minimum": 1, "maximum": 600, "description": "About how long it takes."},
            weight={"type": "integer", "minimum": 1, "maximum": 3, "description": "How heavy it may feel, 1 is light."},
            draws_on=_IDS | {"description": "Ids of sources in sources.yaml."},
            repeats=_FLAG | {"description": "Filled in again and again, one entry each time."},
            one_page=_ID
            | {"description": "Printed on one page: the question (kind: choices) whose options are its sections."},
            sections={"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/section"}},
            examples={"type": "array", "items": {"$ref": "#/$defs/example"}},
        ),
        "$defs": {
            "section": _object(
                needed=("id", "title"),
                id=_ID,
                title=_TEXT,
                text=_TEXT | {"description": "Something to read before the questions, in Markdown."},
                show_if={"$ref": "#/$defs/condition"},
                screen_only=_FLAG | {"description": "It is about the screen: a blank print goes without it."},
                questions={"type": "array", "items": {"$ref": "#/$defs/question"}},
            ),
            "question": _of_kinds(all_kinds(), column=False),
            "column": _of_kinds({name: kind for name, kind in all_kinds().items() if kind.simple}, column=True),
            "condition": _condition(),
            "example": {
                "oneOf": [
                    _object(needed=("name", "answers"), name=_TEXT, answers={"type": "object"}),
                    _object(
                        needed=("name", "entries"),
                        name=_TEXT,
                        entries={
                            "type": "array",
                            "items": _object(
                                needed=("for", "answers"), **{"for": {"type": "string"}, "answers": {"type": "object"}}
                            ),
                        },
                    ),
                ]
            },
        },
    }


def _object(*, needed: tuple[str, ...], **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


def _of_kinds(kinds: dict[str, type[Kind]], *, column: bool) -> dict[str, object]:
    """Which keys there are depends on the kind."""
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"kind": {"enum": list(kinds)}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": name}}, "required": ["kind"]},
                "then": _question(name, kind, column=column),
            }
            for name, kind in kinds.items()
        ],
    }


def _question(name: str, kind: type[Kind], *, column: bool) -> dict[str, Any]:
    keys: dict[str, Any] = {"id": _ID, "kind": {"const": name, "description": _first_line(kind)}}
    needed = ["id", "kind"]
    if kind.answers:
        keys |= {
            "ask": _TEXT | {"description": "The question itself."},
            "hint": _TEXT | {"description": "A quieter second line; may say why it is asked."},
        }
        needed.append("ask")
    if not column:
        keys["show_if"] = {"$ref": "#/$defs/condition"}
        if kind.answers:
            keys |= {
                "track": _FLAG | {"description": "Keep earlier answers, so that a change over time can be seen."},
                "visit_only": _FLAG | {"description": "Keep the answer for this visit, and never write it down."},
                "share": _FLAG | {"description": "May be volunteered in a workshop: numbers and choices only."},
                "formerly": _IDS | {"description": "Ids it had before; their answers are carried over."},
            }
    for field in dataclasses.fields(kind):
        key = field.name.rstrip("_")
        keys[key] = _OWN[field.metadata["type"]] | {"description": field.metadata["means"]}
        if field.default is dataclasses.MISSING:
            needed.append(key)
    return _object(needed=tuple(needed), **keys)


#: How each type of a kind's own keys looks in YAML; see `heartwork.question.KEY_TYPES`.
_OWN: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "integer": {"type": "integer"},
    "flag": _FLAG,
    "options": _LABELS,
    "columns": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/column"}},
    "names": _IDS,
}


def _condition() -> dict[str, Any]:
    here = {"$ref": "#/$defs/condition"}
    parts = {"type": "array", "minItems": 1, "items": here}
    name = {"type": "string", "pattern": "^[^.]+\\.[^.]+$", "description": "worksheet.question"}
    values: dict[str, Any] = {
        "answered": _FLAG,
        "at_least": {"type": "number"},
        "at_most": {"type": "number"},
    }
    tests = [_object(needed=("question", test), **{"question": name, test: values.get(test, {})}) for test in TESTS]
    return {
        "description": "When this is shown; always, without it.",
        "oneOf": [
            *tests,
            _object(needed=("all",), all=parts),
            _object(needed=("any",), any=parts),
            _object(needed=("not",), **{"not": here}),
        ],
    }


def _first_line(kind: type[Kind]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]
