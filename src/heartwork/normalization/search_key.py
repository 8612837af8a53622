"""
Texts as they are compared when somebody looks for words: case, accents, widths and spellings of one alphabet alike.

This follows the first level of the Unicode Collation Algorithm (what ICU calls primary strength), as far as the tables
of the standard library go: ICU itself has no wheels for Python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from heartwork.normalization.characters import straight, visible

__all__ = ["Query", "search_key"]

#: Letters of their own for Unicode that dictionaries and keyboards treat as another one, and the last forms of Hebrew.
_LIKE = {
    **dict(zip("øłđħŧıŀŉ", "oldhtiln", strict=True)),
    **dict(zip("ךםןףץ", "כמנפצ", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "ĳ": "ij",
    **dict.fromkeys("\u0640\u200c\u200d", ""),  # what only stretches a word, or joins its letters
}
#: Combining classes of what is more than an accent: the voicing of kana, viramas, vowels of Thai, Lao and Tibetan.
_LETTERS = frozenset((8, 9, 84, 91, 103, 118, 129, 130, 132))
#: Second and third parts of a Korean syllable, once it is taken apart.
_SYLLABLE = range(0x1160, 0x1200)
#: From here on one character can be a word: kana, ideographs, emoji; and the parts of Korean before it.
_FIRST_WITHOUT_ALPHABET = 0x2E80
_KATAKANA, _TO_HIRAGANA = range(0x30A1, 0x30F7), 0x60


class _Folded(dict[int, str]):
    """What each character becomes, by code point; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold(chr(code))
        return folded


_FOLDED = _Folded()
_DASHES = re.compile("-{2,}")
_TERMS = re.compile(r'"([^"]+)"|(\S+)')


def search_key(text: str) -> str:
    """The text as it is compared: two that differ only in case, accents, width or spacing have the same."""
    folded = text.casefold() if text.isascii() else text.translate(_FOLDED)
    key = " ".join(folded.split())
    return _DASHES.sub("-", key) if "--" in key else key


def _fold(letter: str) -> str:
    if letter.isspace():
        return " "
    apart = unicodedata.normalize("NFKD", straight(visible(letter)).casefold()).casefold()
    return "".join(_LIKE.get(one, _one_kana(one)) for one in apart if not _is_accent(one))


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) not in (0, *_LETTERS)


def _one_kana(letter: str) -> str:
    return chr(ord(letter) - _TO_HIRAGANA) if ord(letter) in _KATAKANA else letter


def _goes_on(letter: str) -> bool:
    """Whether a letter of a key belongs to the one before it: a vowel sign, a voicing mark, the end of a syllable."""
    if letter == "" or letter.isascii():
        return False
    return unicodedata.category(letter)[0] == "M" or ord(letter) in _SYLLABLE


class Query:
    """
    What is looked for: every word, anywhere in the text, as a part of a word too; words in quotes as they follow each
    other.

    Args:
        words: As they were typed.
    """

    __slots__ = ("_terms",)

    def __init__(self, words: str) -> None:
        typed = straight(words)
        terms = [search_key(quoted or word) for quoted, word in _TERMS.findall(typed)]
        self._terms = tuple(dict.fromkeys(term for term in terms if term))

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self._terms)

    @property
    def is_short(self) -> bool:
        """Whether all of it is a single letter of an alphabet or a digit: that would be found everywhere."""
        return len("".join(self._terms)) == 1 and ord(self._terms[0]) < _FIRST_WITHOUT_ALPHABET

    def is_in(self, text: str) -> bool:
        """Whether every word occurs in a text."""
        key = search_key(text)
        return all(_occurs(key, term) for term in self._terms)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the words occur in a text: from and to, in code points of the text itself, in order; none overlap."""
        key, places = _with_places(text)
        found = sorted((begin, end) for term in self._terms for begin, end in _occurrences(key, term))
        joined: list[tuple[int, int]] = []
        for begin, end in ((places[begin], places[end - 1] + 1) for begin, end in found):
            if joined and begin < joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((begin, end))
        return joined

    def firsts(self, text: str) -> list[int]:
        """Where each word occurs first in a text, in code points of the text itself."""
        key, places = _with_places(text)
        found = (next(_occurrences(key, term), None) for term in self._terms)
        return [places[one[0]] for one in found if one is not None]

    def __repr__(self) -> str:
        return f"Query(terms={len(self._terms)})"  # never the words


def _occurs(key: str, term: str) -> bool:
    return term in key and next(_occurrences(key, term), None) is not None


def _occurrences(key: str, term: str) -> Iterator[tuple[int, int]]:
    """Where a term stands in a key, with all that belongs to its last letter."""
    begin = key.find(term)
    while begin >= 0:
        end = begin + len(term)
        if not _goes_on(key[end : end + 1]):
            yield begin, end
        begin = key.find(term, begin + 1)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The key of a text, and for each character of it the place in the text that it comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _FOLDED[ord(letter)]:
            if one in " -" and letters[-1:] == [one]:
                continue
            letters.append(one)
            places.append(place)
    return "".join(letters), places
