"""Letters as a reader counts them: é, a family of emoji, a Thai vowel on its consonant are one each."""

from __future__ import annotations

import unicodedata

import regex

__all__ = ["clusters", "em_width", "is_ignorable"]

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Regional_Indicator}|\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Emoji_Modifier}")

#: Parts of the size of the type, on the wide side: a line is broken a little early rather than run over the edge.
_WIDE, _LETTER, _SIGN, _EMOJI_WIDTH = 1.0, 0.8, 0.4, 1.4


def clusters(text: str) -> list[str]:
    """The text in the pieces that are never cut (extended grapheme clusters)."""
    return [str(cluster) for cluster in _CLUSTER.findall(text)]


def is_ignorable(letter: str) -> bool:
    """Whether a letter has no width of its own: it sits on another one, or joins, or steers."""
    return unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc")


def em_width(cluster: str) -> float:
    """How wide a cluster may come out in a font that is not at hand, in parts of the size of the type."""
    if _EMOJI.search(cluster):
        return _EMOJI_WIDTH
    return sum(map(_letter_width, cluster))


def _letter_width(letter: str) -> float:
    if is_ignorable(letter):
        return 0
    if unicodedata.category(letter) == "Mc":
        return _SIGN
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER
