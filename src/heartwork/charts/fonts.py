"""Which font has a letter: the one that comes with matplotlib, and those of this computer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from heartwork.charts.graphemes import is_ignorable
from heartwork.i18n.messages import _

__all__ = ["FAMILY", "fallbacks", "font_of", "lacking", "letters_missing"]

#: Comes with matplotlib.
FAMILY = "DejaVu Sans"

#: What the systems have for the scripts of the world; tried before any other font, so that few files are opened.
_KNOWN = (
    *("Noto Sans", "Segoe UI", "Arial Unicode MS", "Noto Emoji", "Segoe UI Emoji", "Segoe UI Symbol", "Symbola"),
    *("Nirmala UI", "Leelawadee UI", "Thonburi", "Kohinoor", "Geeza Pro", "Microsoft YaHei", "Yu Gothic"),
    *("Malgun Gothic", "PingFang", "Hiragino", "Apple SD Gothic Neo", "Droid Sans", "WenQuanYi", "FreeSans"),
)
#: Pictures, or boxes for everything: matplotlib draws outlines.
_NOT_OUTLINES = ("color emoji", "colour emoji", "lastresort", "last resort")

#: So many letters are named; more would be a text.
_NAMED = 8


@cache
def font_of(weight: str = "normal") -> Any:
    """The font that comes with matplotlib."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FAMILY, weight=weight)))


def lacking(text: str) -> set[str]:
    """The letters of a text that the font of matplotlib lacks; spaces and what sits on no place are none."""
    font = font_of()
    return {one for one in set(text) if not (one.isspace() or is_ignorable(one) or font.get_char_index(ord(one)))}


def fallbacks(letters: Iterable[str]) -> tuple[list[str], set[str]]:
    """
    Fonts of this computer for letters that matplotlib's own lacks.

    Returns:
        Names of families, as few as do; and the letters that none of them has.
    """
    missing, chosen = set(letters), []
    for family, path in _installed() if missing else ():
        if has := missing & _letters_in(path):
            chosen.append(family)
            missing -= has
        if not missing:
            break
    return chosen, missing


def letters_missing(missing: Iterable[str]) -> str:
    """What is said of a picture in which letters are boxes; empty where none are."""
    named = sorted(set(missing))
    if not named:
        return ""
    shown = " ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")
    return _(
        "In this file some letters are boxes: {letters}. No font on this computer has them; one such as Noto would. "
        "Saved as SVG, they are letters wherever such a font is."
    ).format(letters=shown)


def _installed() -> Iterator[tuple[str, str]]:
    """The upright fonts of this computer, each family once, those first that are known for many letters."""
    from matplotlib.font_manager import fontManager

    found: dict[str, str] = {}
    for entry in fontManager.ttflist:
        drawn = not any(name in entry.name.lower() for name in _NOT_OUTLINES)
        if entry.style == "normal" and drawn and entry.name != FAMILY:
            found.setdefault(entry.name, entry.fname)
    rank = {name: place for place, name in enumerate(_KNOWN)}
    return iter(sorted(found.items(), key=lambda one: (_rank(one[0], rank), one[0])))


def _rank(family: str, rank: dict[str, int]) -> int:
    return min((place for name, place in rank.items() if family.startswith(name)), default=len(rank))


def _letters_in(path: str) -> set[str]:
    """The letters that a font has; none where it cannot be read."""
    from matplotlib.font_manager import get_font

    try:
        return {chr(code) for code in get_font(path).get_charmap()}
    except (OSError, RuntimeError, ValueError):
        return set()
