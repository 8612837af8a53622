"""A passphrase out of a file or a pipe: its first line, whichever program of whichever system wrote it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = ["passphrase_lines"]

#: What a file may begin with, and what it is in then; the longer marks first, because one begins as another does.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: A file of passphrases is not longer, in bytes.
_MOST = 64 * 1024


def passphrase_lines(file: BinaryIO) -> Iterator[str]:
    """
    The lines of a file of passphrases, read only as they are asked for: what is typed into a terminal ends with Enter.

    Args:
        file: UTF-8, or UTF-16 or UTF-32 with their mark; lines may end in any way.

    Raises:
        KitError: If it is in none of these, so that the letters are not known for sure.
    """
    first = file.readline(_MOST)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if first.startswith(mark)), (b"", "utf-8"))
    if encoding != "utf-8":  # in these a line does not end where its last byte is a line end
        first += file.read(_MOST)
        yield from _lines(first[len(mark) :], encoding)
        return
    yield from _lines(first[len(mark) :], encoding)
    while line := file.readline(_MOST):
        yield from _lines(line, encoding)


def _lines(raw: bytes, encoding: str) -> Iterator[str]:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise KitError([_unknown()]) from None
    if "\0" in text:  # of UTF-16 without its mark
        raise KitError([_unknown()])
    # Not splitlines: that one ends a line at characters that may be part of a passphrase.
    lines = re.split("\r\n|\r|\n", text)
    yield from lines if lines[-1] else lines[:-1]


def _unknown() -> Problem:
    return Problem(
        what=_("the file with the passphrase is not in UTF-8, so some of its letters can't be told for sure."),
        mend=_("Save it as UTF-8, then try again. Nothing was changed."),
    )
