"""The document of a workbook as it stands in its file, and back: UTF-8, indented, in the order of the contract."""

from __future__ import annotations

import json
import operator
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Final, NamedTuple, TypeVar

from heartwork import descent
from heartwork.workbook_format import FORMAT, VERSION, WorkbookDoc

__all__ = ["LARGEST", "Writer", "as_bytes", "is_newer", "is_too_deep", "read"]

_Item = TypeVar("_Item")

#: What is put into words part by part: each worksheet, and (true: a list of them) each entry.
_IN_PARTS = {"worksheets": False, "entries": True}

#: More bytes than a file of a lifetime has.
LARGEST = 256 * 1024 * 1024
#: Lists and objects in each other; a file of the kit has about ten.
_DEEPEST = 50

#: From so many texts in a mapping on they are written all at once.
_MANY = 8
_ALL_TEXTS = frozenset({str})
_NAMED = {None: "null", True: "true", False: "false"}

#: Beside what a document descends from: a checksum of all else in it, by which a change from outside is noticed.
_DIGEST: Final = "digest"


class _Listed(NamedTuple):
    """A list of entries, each with its words, after a comma, and their checksum; and the digest of all."""

    entries: list[object]
    words: list[bytes]
    sums: list[int]
    digest: int


_NOTHING_LISTED = _Listed([], [], [], 0)


class Writer:
    """
    Writes one document after the other, and puts into words only what is not the same as in the one before.

    What is the same is told by identity: a document is never changed, and the next one shares with it whatever
    stayed (see `heartwork.answers.Answers.with_changes`). Ten years of entries are then written in milliseconds.
    """

    def __init__(self) -> None:
        # The values themselves are kept beside their words: while they live, no other has their identity.
        self._kept: dict[int, tuple[object, bytes, int]] = {}
        self._fresh: dict[int, tuple[object, bytes, int]] = {}
        self._lists: dict[int, _Listed] = {}
        self._lists_fresh: dict[int, _Listed] = {}
        self._digest = 0

    def bytes_of(self, document: WorkbookDoc) -> bytes:
        """The file of a document; where it says what it descends from, it says too what it holds, as a number."""
        return b"".join(self._pieces(document))

    def is_intact(self, document: WorkbookDoc) -> bool:
        """Whether a document holds what it held when it was last saved: no other program or hand has changed it."""
        self._pieces(document)
        told = document.get(descent.KEY)
        return isinstance(told, dict) and told.get(_DIGEST) == self._told()

    def as_written(self, document: WorkbookDoc) -> WorkbookDoc:
        """The document whose bytes were asked for last, as it stands in them."""
        told = document.get(descent.KEY)
        if not isinstance(told, Mapping):
            return document
        written = document.copy()
        written[descent.KEY] = {**told, _DIGEST: self._told()}
        return written

    def _told(self) -> str:
        return f"{self._digest & 0xFFFF_FFFF_FFFF_FFFF:016x}"

    def _pieces(self, document: Mapping[str, object]) -> list[bytes]:
        self._fresh, self._lists_fresh, self._digest = {}, {}, 0
        pieces: list[bytes] = []  # joined once, at the end: it is millions of bytes after some years
        come_from = document.get(descent.KEY)
        if isinstance(come_from, Mapping):
            # Last, when all else has been counted into its digest.
            document = {**{key: value for key, value in document.items() if key != descent.KEY}, descent.KEY: come_from}
            told_of = [document.get(key) for key in ("id", "created", "updated", "revision")]
            self._digest = zlib.crc32(json.dumps(told_of).encode())

        def braces(members: Mapping[str, object], level: int, write: Callable[[str, object], None]) -> None:
            _put_together(pieces, b"{}", members.items(), level, lambda item: member(item, write))

        def member(item: tuple[str, object], write: Callable[[str, object], None]) -> None:
            pieces.append(_name(item[0]) + b": ")
            write(*item)

        def top(key: str, value: object) -> None:
            if key in _IN_PARTS and isinstance(value, Mapping):
                braces(value, 1, listed if _IN_PARTS[key] else part)
            elif key == descent.KEY and value is come_from and isinstance(value, Mapping):
                pieces.append(_encoded({**value, _DIGEST: self._told()}, 1))
            else:
                pieces.append(_encoded(value, 1))

        def part(key: str, value: object) -> None:
            pieces.append(self._part(value, 2, _crc(key)))

        def listed(key: str, value: object) -> None:
            if isinstance(value, list):
                self._list_of_parts(pieces, value, _crc(key))
            else:
                pieces.append(_encoded(value, 2))

        braces(document, 0, top)
        pieces.append(b"\n")
        self._kept, self._lists = self._fresh, self._lists_fresh
        return pieces

    def _list_of_parts(self, pieces: list[bytes], entries: list[object], of_list: int) -> None:
        """The parts of a list; there may be thousands, and mostly one of them is not as it was."""
        listed = self._lists_fresh[of_list] = _followed(self._lists.get(of_list, _NOTHING_LISTED), entries, of_list)
        self._digest += listed.digest
        if entries:
            pieces += (b"[", listed.words[0][1:], *listed.words[1:], b"\n    ]")
        else:
            pieces.append(b"[]")

    def _part(self, value: object, level: int, of_list: int) -> bytes:
        known = self._kept.get(id(value))
        if known is None or known[0] is not value:
            encoded = _encoded(value, level)
            known = (value, encoded, zlib.crc32(encoded))
        self._fresh[id(value)] = known
        self._digest += known[2] ^ of_list
        return known[1]


def _followed(old: _Listed, entries: list[object], of_list: int) -> _Listed:
    """A list in words, by what one before it was."""
    was = old.entries
    same = bytes(map(operator.is_, entries, was))
    changed = [*_where_not(same), *range(len(was), len(entries))]
    if len(changed) > _MANY or len(entries) < len(was):
        return _looked_up(old, entries, of_list)
    words, sums, digest = [*old.words], [*old.sums], old.digest
    words += [b""] * (len(entries) - len(was))
    sums += [0] * (len(entries) - len(was))
    for place in changed:
        digest -= sums[place] ^ of_list if place < len(was) else 0
        words[place], sums[place] = _in_words(entries[place])
        digest += sums[place] ^ of_list
    return _Listed(entries, words, sums, digest)


def _where_not(same: bytes) -> Iterator[int]:
    place = same.find(0)
    while place >= 0:
        yield place
        place = same.find(0, place + 1)


def _looked_up(old: _Listed, entries: list[object], of_list: int) -> _Listed:
    known = dict(zip(map(id, old.entries), zip(old.words, old.sums, strict=True), strict=True))
    pairs = [known.get(id(entry)) or _in_words(entry) for entry in entries]
    sums = [number for _, number in pairs]
    return _Listed(entries, [words for words, _ in pairs], sums, sum(number ^ of_list for number in sums))


def _in_words(entry: object) -> tuple[bytes, int]:
    encoded = _encoded(entry, 3)
    return b",\n      " + encoded, zlib.crc32(encoded)


@lru_cache(maxsize=512, typed=True)
def _name(key: str) -> bytes:
    """The key of a worksheet, or of another part; every save writes them again."""
    return _encoded(_key(key), 0)


def _crc(key: str) -> int:
    return zlib.crc32(_name(key))


def as_bytes(document: WorkbookDoc) -> bytes:
    """The file of one document."""
    return Writer().bytes_of(document)


def read(raw: bytes) -> WorkbookDoc:
    """
    The document in the bytes of a file.

    A document of a newer version (see `is_newer`) is not looked at any closer.

    Raises:
        ValueError: If these are not the bytes of a workbook.
    """
    if len(raw) > LARGEST:
        raise ValueError("too large")
    try:
        document: WorkbookDoc = json.loads(raw.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("not a workbook")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("no version")
    if not is_newer(document) and not _has_the_shape(document):
        raise ValueError("not the shape of a workbook")
    if is_too_deep(document):
        raise ValueError("nested too deep")
    return document


def is_too_deep(value: object) -> bool:
    """Whether lists and objects lie in each other deeper than anything that a page could show."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def is_newer(document: WorkbookDoc) -> bool:
    """Whether a later version of the kit wrote it: then it is only looked at, never changed."""
    return bool(document["version"] > VERSION)


def _has_the_shape(document: Mapping[str, object]) -> bool:
    worksheets, entries = document.get("worksheets"), document.get("entries")
    return (
        isinstance(document.get("revision"), int)
        and isinstance(worksheets, dict)
        and isinstance(entries, dict)
        and all(
            isinstance(kept, dict) and _are_answers(kept.get("answers", {})) and _are_answers(kept.get("own", {}))
            for kept in worksheets.values()
        )
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


def _encoded(value: object, level: int) -> bytes:
    text = _text(value, level, encode_basestring)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        # Half of a surrogate pair: no UTF-8 has it, but JSON's own escapes do, and no character is lost.
        return _text(value, level, json.dumps).encode("ascii")


def _text(value: object, level: int, quoted: Callable[[str], str]) -> str:
    if isinstance(value, str):
        return str(quoted(value))
    if value is None or value is True or value is False:
        return _NAMED[value]
    if type(value) is int:
        return str(value)
    if isinstance(value, (dict, Mapping)):  # asking an abstract class is slow, and most are dicts
        if len(value) > _MANY and quoted is encode_basestring and _ALL_TEXTS.issuperset(map(type, value.values())):
            return _flat(value, level)
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


def _flat(value: Mapping[object, str], level: int) -> str:
    """The same for a mapping of many texts, written by the fast half of `json`, which knows no indent."""
    between = ",\n" + "  " * (level + 1)
    inner = json.dumps(dict(value), ensure_ascii=False, separators=(between, ": "))
    return f"{{{between[1:]}{inner[1:-1]}\n{'  ' * level}}}"


def _key(key: object) -> str:
    """Keys are texts; others become such by the rules of JSON."""
    return key if isinstance(key, str) else next(iter(json.loads(json.dumps({key: None}))))


def _put_together(
    pieces: list[bytes], ends: bytes, items: Collection[_Item], level: int, write: Callable[[_Item], None]
) -> None:
    """Put a mapping or a list among the pieces, with its braces or brackets; `write` puts each item there."""
    between = b",\n" + b"  " * (level + 1)
    before = ends[:1] + between[1:]
    for item in items:
        pieces.append(before)
        write(item)
        before = between
    pieces.append(b"\n" + b"  " * level + ends[1:] if items else ends)
