"""YAML 1.2 as plain values that remember where they stood, so that a message can point at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from heartwork.problems import Problem

__all__ = ["Placed", "read", "top_level"]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Placed:
    """
    A value and where it stood.

    Args:
        value: A text, number, flag or None; a list of `Placed`; or a dict from key to `Placed`.
        line: Counted from 1.
        column: Counted from 1.
        keys: For a dict: where each key stood, as (line, column).
    """

    value: Any
    line: int
    column: int
    keys: dict[str, tuple[int, int]]

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def read(text: str, *, file: str, report: Callable[[Problem], None]) -> Placed | None:
    """
    Read one YAML document.

    Args:
        text: The document.
        file: Its path, for messages.
        report: Is told every problem: a document that is not YAML (then None is returned), a repeated key.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report(
            Problem(
                what=f"this is not YAML that can be read: {error.problem or 'something is off here'}.",
                mend="Look at this line and the one above: the indent, a missing quote, a missing colon.",
                file=file,
                line=mark.line + 1 if mark else 0,
                column=mark.column + 1 if mark else 0,
            )
        )
        return None
    except (YAMLError, ValueError) as error:  # a character that YAML does not allow, say
        report(
            Problem(
                what=f"this is not YAML that can be read: {str(error).splitlines()[0]}.",
                mend="Save the file as UTF-8 text, without control characters.",
                file=file,
            )
        )
        return None
    if node is None:
        report(Problem(what="the file is empty.", mend="Start with `heartwork new`.", file=file, line=1, column=1))
        return None
    return _placed(node, file, report)


def top_level(text: str) -> dict[str, Any]:
    """
    The plain values before `sections:` of a worksheet, read without reading the rest.

    Raises:
        YAMLError: If what comes before it is not YAML.
    """
    head = re.split(r"^sections\s*:", text, maxsplit=1, flags=re.MULTILINE)[0]
    node = YAML(typ="safe", pure=True).compose(head)
    if not isinstance(node, MappingNode):
        return {}
    value: dict[str, Any] = _placed(node, "", lambda problem: None).plain()
    return value


def _placed(node: Node, file: str, report: Callable[[Problem], None]) -> Placed:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if isinstance(node, SequenceNode):
        return Placed([_placed(item, file, report) for item in node.value], line, column, {})
    if isinstance(node, MappingNode):
        values: dict[str, Placed] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key, key_node, value_node in _pairs(node):
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in values:
                report(
                    Problem(
                        what=f'the key "{key}" stands here a second time.',
                        mend=f"Keep one; the first is in line {keys[key][0]}.",
                        file=file,
                        line=place[0],
                        column=place[1],
                    )
                )
                continue
            values[key], keys[key] = _placed(value_node, file, report), place
        return Placed(values, line, column, keys)
    return Placed(_scalar(node), line, column, {})


def _pairs(node: MappingNode) -> Iterator[tuple[str, Node, Node]]:
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, ScalarNode) else "?"
        yield str(key), key_node, value_node


def _scalar(node: Node) -> str | int | float | bool | None:
    """The YAML 1.2 core schema, but for dates: they stay text, as do yes, no, on and off."""
    text: str = node.value
    if getattr(node, "style", None) is not None:  # quoted, or a block: text as it is
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return text
