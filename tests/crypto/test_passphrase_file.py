"""A passphrase file, whichever program of whichever system wrote it."""

from __future__ import annotations

import codecs
import io

import pytest

from heartwork.crypto.passphrase_file import passphrase_lines
from heartwork.errors import KitError

WORDS = "caballo mañana"


@pytest.mark.parametrize(
    "raw",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
    ],
    ids=["plain", "utf-8 with a mark", "utf-16-le", "utf-16-be", "utf-32-le"],
)
def test_the_first_line_is_read_in_every_unicode_encoding(raw: bytes) -> None:
    assert next(passphrase_lines(io.BytesIO(raw))) == WORDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(encoding: str, end: str) -> None:
    raw = end.join(["the old one", "the new one \u0a0a", ""]).encode(encoding)

    assert list(passphrase_lines(io.BytesIO(raw))) == ["the old one", "the new one \u0a0a"]


@pytest.mark.parametrize(
    "raw",
    [WORDS.encode("latin-1"), "don’t".encode("cp1252"), WORDS.encode("utf-16-le"), b"horse\0battery\n"],
    ids=["latin-1", "cp1252", "utf-16 without its mark", "a null byte"],
)
def test_what_is_not_known_for_sure_is_said_and_not_used(raw: bytes) -> None:
    with pytest.raises(KitError, match="not in UTF-8"):
        next(passphrase_lines(io.BytesIO(raw)))


@pytest.mark.parametrize("raw", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_an_empty_file_has_no_line(raw: bytes) -> None:
    assert list(passphrase_lines(io.BytesIO(raw))) == []


def test_a_line_that_is_typed_is_used_before_the_next_is_there() -> None:
    class Typing(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            assert not self.tell(), "asked for more than the first line"
            return super().readline(size)

    assert next(passphrase_lines(Typing(b"first\nsecond\n"))) == "first"
