"""Words that are typed to confirm something, and lines that are counted together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from heartwork.normalization.characters import straight, visible

__all__ = ["is_one_of", "line_key"]


def is_one_of(typed: str, words: Iterable[str]) -> bool:
    """Whether a word was typed, or one of several: in capitals or not, with accents or not, with signs around it."""
    return (key := _word_key(typed)) != "" and key in map(_word_key, words)


def line_key(line: str) -> str:
    """
    The same for two lines that differ only in capitals, width, kind of quotes and dashes, spaces, the quotes around
    them, and the full stop at their end.
    """
    text = straight(visible(unicodedata.normalize("NFKC", line))).casefold()
    key = " ".join(unicodedata.normalize("NFC", text).split())
    return re.sub(r"^[\s\"']+|[\s\"'.]+$", "", key) or key


def _word_key(text: str) -> str:
    """Letters and digits only, without their accents; a Turkish keyboard's i is an i."""
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    return "".join(letter for letter in apart if letter.isalnum())
