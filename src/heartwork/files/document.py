"""The document of a workbook as it stands in its file, and back: UTF-8, indented, in the order of the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from heartwork.answers import FORMAT, VERSION

__all__ = ["Writer", "as_bytes", "is_newer", "read"]


class Writer:
    """
    Writes one document after the other, and puts into words only what is not the same as in the one before.

    What is the same is told by identity: a document is never changed, and the next one shares with it whatever
    stayed (see `heartwork.answers.Answers.with_changes`). Ten years of entries are then written in milliseconds.
    """

    def __init__(self) -> None:
        # The values themselves are kept beside their words: while they live, no other has their identity.
        self._kept: dict[int, tuple[object, bytes]] = {}
        self._fresh: dict[int, tuple[object, bytes]] = {}

    def bytes_of(self, document: Mapping[str, Any]) -> bytes:
        """The file of a document."""
        self._fresh = {}
        members = []
        for key, value in document.items():
            if key == "worksheets" and isinstance(value, Mapping):
                parts = [_member(name, self._part(kept, 2)) for name, kept in value.items()]
                words = _joined(b"{", b"}", parts, 1)
            elif key == "entries" and isinstance(value, Mapping):
                parts = [_member(name, self._list(listed)) for name, listed in value.items()]
                words = _joined(b"{", b"}", parts, 1)
            else:
                words = _encoded(value, 1)
            members.append(_member(key, words))
        self._kept = self._fresh
        return _joined(b"{", b"}", members, 0) + b"\n"

    def _list(self, listed: Any) -> bytes:
        if not isinstance(listed, list):
            return _encoded(listed, 2)
        return _joined(b"[", b"]", [self._part(entry, 3) for entry in listed], 2)

    def _part(self, value: Any, level: int) -> bytes:
        known = self._kept.get(id(value))
        if known is None or known[0] is not value:
            known = (value, _encoded(value, level))
        self._fresh[id(value)] = known
        return known[1]


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """The file of one document."""
    return Writer().bytes_of(document)


def read(raw: bytes) -> dict[str, Any]:
    """
    The document in the bytes of a file.

    A document of a newer version (see `is_newer`) is not looked at any closer.

    Raises:
        ValueError: If these are not the bytes of a workbook.
    """
    try:
        document = json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("not a workbook")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("no version")
    if not is_newer(document) and not _has_the_shape(document):
        raise ValueError("not the shape of a workbook")
    return document


def is_newer(document: Mapping[str, Any]) -> bool:
    """Whether a later version of the kit wrote it: then it is only looked at, never changed."""
    return bool(document["version"] > VERSION)


def _has_the_shape(document: Mapping[str, Any]) -> bool:
    worksheets, entries = document.get("worksheets"), document.get("entries")
    return (
        isinstance(document.get("revision"), int)
        and isinstance(worksheets, dict)
        and isinstance(entries, dict)
        and all(isinstance(kept, dict) and _are_answers(kept.get("answers", {})) for kept in worksheets.values())
        and all(
            isinstance(listed, list)
            and all(
                isinstance(kept, dict) and isinstance(kept.get("id"), str) and _are_answers(kept.get("answers", {}))
                for kept in listed
            )
            for listed in entries.values()
        )
    )


def _are_answers(answers: object) -> bool:
    return isinstance(answers, dict) and all(
        isinstance(answer, dict) and all(_are_values(answer.get(key, [])) for key in ("before", "also"))
        for answer in answers.values()
    )


def _are_values(listed: object) -> bool:
    return isinstance(listed, list) and all(isinstance(item, dict) for item in listed)


# -- JSON with an indent of two, as `json.dumps(indent=2)` has it, in a third of its time


def _encoded(value: Any, level: int) -> bytes:
    text = _text(value, level, encode_basestring)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair: no UTF-8 has it, but JSON's own escapes do, and no character is lost.
        return _text(value, level, json.dumps).encode("ascii")


def _text(value: Any, level: int, quoted: Any) -> str:
    if isinstance(value, str):
        return str(quoted(value))
    if isinstance(value, Mapping):
        inner = [f"{quoted(_key(key))}: {_text(item, level + 1, quoted)}" for key, item in value.items()]
        ends = "{}"
    elif isinstance(value, (list, tuple)):
        inner = [_text(item, level + 1, quoted) for item in value]
        ends = "[]"
    else:
        return json.dumps(value)
    if not inner:
        return ends
    between = ",\n" + "  " * (level + 1)
    return f"{ends[0]}{between[1:]}{between.join(inner)}\n{'  ' * level}{ends[1]}"


def _key(key: Any) -> str:
    """Keys are texts; others become such by the rules of JSON."""
    return key if isinstance(key, str) else next(iter(json.loads(json.dumps({key: None}))))


def _member(key: Any, words: bytes) -> bytes:
    return _encoded(_key(key), 0) + b": " + words


def _joined(opens: bytes, closes: bytes, parts: Sequence[bytes], level: int) -> bytes:
    if not parts:
        return opens + closes
    between = b",\n" + b"  " * (level + 1)
    return b"".join([opens, between[1:], between.join(parts), b"\n", b"  " * level, closes])
