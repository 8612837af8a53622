"""YAML 1.2 as plain values that remember where they stood, so that a message can point at its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from heartwork.errors import Problem

__all__ = ["YamlNode", "read", "top_level"]

#: A key at the left edge, and all lines up to the next one.
_LONG_PARTS = re.compile(r"^(sections|examples)[ \t]*:.*\n(?:[ \t#-].*\n|\n)*(?:[ \t#-].*\Z)?", re.MULTILINE)
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_LONGEST_NUMBER = 100  # what is longer is no number that anybody counts

_BEGINS = "a value cannot begin with {0}: that means something in YAML."
_QUOTE_IT = "Put quotes round the whole value."
_BLOCK = "the text after | or > begins on the next line."
#: What the reader of YAML says (a part of it), and what an author is told instead. "opens": what is wrong is where
#: the thing began, not where the reader gave up.
_IN_PLAIN_WORDS = (
    (r"character '\\t'", "here", "there is a tab here, and YAML allows only spaces.", "Put spaces in its place."),
    (r"character ['\"](.)['\"] that", "here", _BEGINS, _QUOTE_IT),
    (r"an alias|undefined alias", "here", _BEGINS.format("*"), _QUOTE_IT),
    (r"node content, but found '(.)'", "here", _BEGINS, _QUOTE_IT),
    (r"mapping keys are not allowed", "here", _BEGINS.format("?"), _QUOTE_IT),
    (r"a directive", "opens", "a line cannot begin with %: that means something in YAML.", "Take the % away."),
    (r"an anchor", "here", _BEGINS.format("&"), _QUOTE_IT),
    (r"a tag|tag handle", "here", _BEGINS.format("!"), _QUOTE_IT),
    (
        r"a second colon",
        "here",
        "a value with a colon and a space in it needs quotes.",
        "Put quotes round the whole value, from after the first colon.",
    ),
    (
        r"mapping values are not allowed",
        "here",
        "this line does not go with the one above.",
        "Begin it in the same column as the other keys of its group, and look above for a missing colon.",
    ),
    (
        r"could not find expected ':'",
        "opens",
        "there is no colon with a space after it on this line.",
        "Write it as `key: value`, or put it in quotes together with the text that it belongs to.",
    ),
    (
        r"another column",
        "here",
        "this line doesn't begin in the same column as the rest of its group.",
        "Begin lines that belong together in the same column.",
    ),
    (
        r"<block end>, but found",
        "here",
        "something follows the quote or bracket that ends a value.",
        'Put quotes round the whole value; inside double quotes, write \\" for a quote.',
    ),
    (r"a quoted scalar", "opens", "the quote that opens here is not closed.", "Close it where the text ends."),
    (
        r"a flow (mapping|sequence|node)",
        "opens",
        "the bracket that opens here is not closed, or a comma is missing in it.",
        "Close it, or put quotes round the whole value if the bracket is part of a text.",
    ),
    (
        r"a double-quoted scalar",
        "here",
        "a backslash in double quotes means something in YAML.",
        "Write it twice, or use single quotes.",
    ),
    (r"a block scalar", "opens", _BLOCK, "Begin a new line after it, indented further; or put quotes round the value."),
    (r"more indented follow up", "here", _BLOCK, "Begin its first line as far left as the others."),
    (
        r"sequence entries are not allowed",
        "here",
        "a list begins on the line below its key.",
        "Begin a new line before the hyphen, or put quotes round the value.",
    ),
    (
        r"another document",
        "here",
        "a second worksheet begins here.",
        "Keep one worksheet to a file: remove this line of hyphens, or move what follows it.",
    ),
)


@dataclass(frozen=True, slots=True)
class YamlNode:
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


def read(text: str, *, file: str, report: Callable[[Problem], None]) -> YamlNode | None:
    """
    Read one YAML document.

    Args:
        text: The document.
        file: Its path, for messages.
        report: Is told every problem: a document that is not YAML (then None is returned), a repeated key.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if node is not None:
            return _placed(node, file, report)
        what, mend, line, column = "the file is empty.", "Begin with a copy of another worksheet.", 1, 1
    except MarkedYAMLError as error:
        what, mend, line, column = _in_plain_words(error, text)
    except ReaderError as error:
        before = text[: text.find(chr(error.character))]
        what = f"there is a character here that can't be seen (U+{error.character:04X})."
        mend = "Delete it, or type this line again."
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    except (YAMLError, ValueError) as error:
        what = f"this is not YAML that can be read: {str(error).splitlines()[0]}."
        mend, line, column = "Look for what this file has and other worksheets have not.", 0, 0
    except RecursionError:
        what, mend, line, column = "this is nested too deeply to be read.", "Remove some of the brackets.", 0, 0
    report(Problem(what=what, mend=mend, file=file, line=line, column=column))
    return None


def _in_plain_words(error: MarkedYAMLError, text: str) -> tuple[str, str, int, int]:
    """What, mend, line and column of what the reader of YAML complains about."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (-1, -1)
    said = f"{error.context or ''}: {error.problem or 'something is off'}"
    row = _LINE_END.split(text)[line]
    if "mapping values" in said and re.search(r":\s", row[:column]):
        said = "a second colon"
    if "<block end>" in said and not row[:column].strip():
        said = "another column"
    for part, place, what, mend in _IN_PLAIN_WORDS:
        found = re.search(part, said)
        if found:
            if place == "opens" and error.context_mark is not None:
                line, column = error.context_mark.line, error.context_mark.column
            return what.format(*found.groups()), mend, line + 1, column + 1
    what = f"this is not YAML that can be read: {error.problem or 'something is off here'}."
    mend = "Look at this line and the one above: the indent, a missing quote, a missing colon."
    return what, mend, line + 1, column + 1


def top_level(text: str) -> dict[str, object]:
    """
    The plain values of a worksheet but for its sections and examples, which are passed over unread.

    Raises:
        YAMLError: If it is not YAML.
    """
    head = _LONG_PARTS.sub("", text)
    node = YAML(typ="safe", pure=True).compose(head)
    if not isinstance(node, MappingNode):
        return {}
    value: dict[str, Any] = _placed(node, "", lambda problem: None).plain()
    return value


def _placed(node: Node, file: str, report: Callable[[Problem], None], met: set[int] | None = None) -> YamlNode:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    met = set() if met is None else met
    if id(node) in met:  # an alias: a few hundred letters of them can stand for a thousand million values
        what = "something that is written elsewhere in this file is repeated by its name (&name, *name)."
        report(Problem(what=what, mend="Write it out where it is meant.", file=file, line=line, column=column))
        return YamlNode(None, line, column, {})
    met.add(id(node))
    if isinstance(node, SequenceNode):
        return YamlNode([_placed(item, file, report, met) for item in node.value], line, column, {})
    if isinstance(node, MappingNode):
        values: dict[str, YamlNode] = {}
        keys: dict[str, tuple[int, int]] = {}
        for key, key_node, value_node in _pairs(node):
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in values:
                report(
                    Problem(
                        what=f'the key "{key}" is here a second time.',
                        mend=f"Keep one; the first is on line {keys[key][0]}.",
                        file=file,
                        line=place[0],
                        column=place[1],
                    )
                )
                continue
            values[key], keys[key] = _placed(value_node, file, report, met), place
        return YamlNode(values, line, column, keys)
    first = node.start_mark.buffer[node.start_mark.pointer : node.start_mark.pointer + 1]
    if first in ("&", "!"):  # a name or a type in YAML; in a worksheet, a text without its quotes
        report(
            Problem(
                what=_BEGINS.format(first),
                mend=_QUOTE_IT,
                file=file,
                line=line,
                column=column,
            )
        )
    return YamlNode(_scalar(node), line, column, {})


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
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    return text
