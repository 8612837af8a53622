"""
Values of a YAML file as what they should be: texts, numbers, flags, lists.

What is something else is noted, with its line and its mend, and reading goes on.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from heartwork.authoring.yaml_tree import YamlNode
from heartwork.errors import Problem, did_you_mean

__all__ = ["ID", "FieldReader", "as_written", "called", "is_mapping", "key_of"]

#: What a worksheet, a section or a question may be called.
ID = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*")


class FieldReader:
    """
    Reads the values of one file.

    Args:
        path: The file, for the messages.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        #: What was wrong, in the order in which it was met.
        self.problems: list[Problem] = []
        self._where: list[str] = []

    @contextlib.contextmanager
    def inside(self, name: str) -> Iterator[None]:
        """What is noted within is said to be in this part of the file: `question "topics"`."""
        self._where.append(name)
        try:
            yield
        finally:
            self._where.pop()

    def text(self, node: YamlNode, key: str) -> str:
        """A text without the spaces round it; empty when the key is not there."""
        placed = node.value.get(key)
        if placed is None:
            return ""
        if placed.value is None or (isinstance(placed.value, str) and not placed.value.strip()):
            mend = "Write a text after it (in quotes, if it begins with #)."
            self.problem(key_of(node, key), f"{key} is empty.", mend)
            return ""
        if isinstance(placed.value, (list, dict)):
            self.problem(placed, f"{key} is not a text.", "Put quotes round the whole value.")
            return ""
        if not isinstance(placed.value, str):
            self.problem(placed, f"{key} is not a text.", f'Put it in quotes: {key}: "{as_written(placed.value)}".')
            return ""
        value: str = placed.value.strip()
        return value

    def texts(self, node: YamlNode, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is not there."""
        placed = node.value.get(key)
        if placed is None:
            return ()
        if not isinstance(placed.value, list) or not all(isinstance(item.value, str) for item in placed.value):
            self.problem(placed, f"{key} is not a list of texts.", f"Write {key}: [one, another].")
            return ()
        return tuple(item.value for item in placed.value)

    def integer(self, node: YamlNode, key: str, lowest: int | None = None, highest: int | None = None) -> int | None:
        """A whole number between these bounds, both included; None when the key is not there."""
        placed = node.value.get(key)
        if placed is None:
            return None
        value = placed.value
        bounds = f" from {lowest} to {highest}" if lowest is not None else ""
        fits = isinstance(value, int) and not isinstance(value, bool)
        if not fits or (lowest is not None and highest is not None and not lowest <= value <= highest):
            mend = f"Write digits only, as in {key}: {lowest or 10}."
            self.problem(placed, f"{key} is not a whole number{bounds}.", mend)
            return None
        return int(value)

    def flag(self, node: YamlNode, key: str) -> bool:
        """true or false; false when the key is not there."""
        placed = node.value.get(key)
        if placed is None:
            return False
        if not isinstance(placed.value, bool):
            self.problem(placed, f"{key} is neither true nor false.", f"Write {key}: true, or leave it out.")
            return False
        return placed.value

    def id(self, node: YamlNode) -> str:
        """What stands under `id`: see `ID`."""
        id_ = self.text(node, "id")
        if id_ and not ID.fullmatch(id_):
            self.problem(
                node.value["id"],
                f'"{id_}" cannot be an id.',
                "Use small letters, digits and hyphens, beginning with a letter: call-length.",
            )
        return id_

    def each(self, node: YamlNode, key: str, read_one: Callable[[YamlNode], Any]) -> list[Any]:
        """Every item of a list of keyed things, read; what cannot be read is noted and left out."""
        placed = node.value.get(key)
        if placed is None or not self.expect(placed, list, f"Begin each item of {key} with a hyphen."):
            return []
        things = []
        for item in placed.value:
            if self.expect(item, dict, f"Write each item of {key} as keys and values, the first after its hyphen."):
                thing = read_one(item)
                if thing is not None:
                    things.append(thing)
        return things

    def known_keys(
        self, node: YamlNode, known: Iterable[str], needed: Iterable[str] = (), means: Mapping[str, str] | None = None
    ) -> None:
        """
        Note keys that are not known, and those that are needed and missing.

        Args:
            means: What a key means, for the mend where it is missing.
        """
        if not is_mapping(node):
            return
        known = tuple(known)
        for key in node.keys:
            if key not in known:
                self.problem(
                    key_of(node, key),
                    f'the key "{key}" is not known here.{did_you_mean(key, known)}',
                    f"Known keys: {', '.join(known)}.",
                )
        for key in needed:
            if key not in node.value:
                meaning = (means or {}).get(key, "")
                self.problem(node, f'the key "{key}" is missing.', f"Add {key}: ... {meaning}".strip())

    def no_twins(self, node: YamlNode, key: str) -> None:
        """Note every item of a list whose `id` an earlier one has."""
        self.no_twins_among(node.value[key].value if key in node.value else [])

    def no_twins_among(self, items: object) -> None:
        """The same for items from several lists."""
        seen: dict[object, int] = {}
        for item in items if isinstance(items, list) else []:
            if not is_mapping(item) or "id" not in item.value:
                continue
            id_ = item.value["id"]
            if not isinstance(id_.value, str):
                continue
            if id_.value in seen:
                self.problem(
                    id_,
                    f'the id "{id_.value}" is already taken on line {seen[id_.value]}.',
                    "Give this one another id: answers are stored under it.",
                )
            else:
                seen[id_.value] = id_.line

    def expect(self, node: YamlNode, type_: type, mend: str) -> bool:
        """Whether this is a mapping (`dict`) or a list (`list`), as it should be; noted when it is not."""
        if isinstance(node.value, type_):
            return True
        self.problem(node, "this is not a list." if type_ is list else "this is not made of keys and values.", mend)
        return False

    def problem(self, node: YamlNode | None, what: str, mend: str) -> None:
        """Note what is wrong at this place, or, without one, with the file."""
        self.problems.append(
            Problem(
                what=what,
                mend=mend,
                file=str(self.path),
                line=node.line if node else 0,
                column=node.column if node else 0,
                where=", ".join(self._where[-1:]),
            )
        )


def key_of(node: YamlNode, key: str) -> YamlNode:
    """Where a key stands; what has no value has no place of its own."""
    line, column = node.keys[key]
    return YamlNode(None, line, column, {})


def called(thing: str, node: YamlNode, key: str) -> str:
    """A thing by its id or name, for messages."""
    placed = node.value.get(key) if is_mapping(node) else None
    named = placed is not None and isinstance(placed.value, str)
    return f'{thing} "{placed.value}"' if placed is not None and named else f"{thing} without {key}"


def is_mapping(node: YamlNode) -> bool:
    """Whether it is made of keys and values."""
    return isinstance(node.value, Mapping)


def as_written(value: object) -> str:
    """A value as an author would type it; dots for what is made of several."""
    if value is None or isinstance(value, (list, dict)):
        return "..."
    return str(value).lower() if isinstance(value, bool) else str(value)
