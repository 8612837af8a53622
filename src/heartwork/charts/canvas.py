"""A sheet to draw on, measured in units of the drawing from its upper left corner."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from heartwork.charts.fonts import font_of, lacking
from heartwork.charts.graphemes import clusters, em_width, is_ignorable
from heartwork.charts.matplotlib_svg import FONT_SIZE, INK
from heartwork.charts.xml_text import plain
from heartwork.i18n.text_direction import runs_right_to_left

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SMALL", "Canvas", "in_lines", "shortened", "width_in", "width_of"]

#: The least size of words: on the narrowest phone it is as many px.
SMALL = 12


def width_of(words: str, *, size: float = FONT_SIZE, weight: str = "normal") -> float:
    """How wide these words come out, in units of the drawing: in DejaVu Sans, which is wider than most types."""
    text = plain(words)
    if runs_right_to_left(text) and not lacking(text):
        return _joined(text, weight) * size
    return sum(_cluster(cluster, weight) for cluster in clusters(text)) * size


@lru_cache(maxsize=4096)
def _joined(text: str, weight: str) -> float:
    """The width of a text whose letters join, in parts of the size of the type: as wide as it is drawn."""
    font = font_of(weight)
    font.set_size(100, 72)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # what steers a line has no glyph in any font
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")  # before 3.11
        font.set_text(text)
    return float(font.get_width_height()[0]) / 64 / 100


@lru_cache(maxsize=16384)
def _cluster(cluster: str, weight: str) -> float:
    """The width of what is read as one letter, in parts of the size of the type."""
    font = font_of(weight)
    if lacking(cluster) or "\N{VARIATION SELECTOR-16}" in cluster:
        return em_width(cluster)
    font.set_size(100, 72)
    seen = [letter for letter in cluster if not is_ignorable(letter)]
    return float(sum(font.load_char(ord(letter)).linearHoriAdvance for letter in seen)) / 65536 / 100


def shortened(words: str, width: float, *, size: float = FONT_SIZE) -> str:
    """As much of it as fits beside each other in this width; three dots stand for the rest."""
    return in_lines(words, width, lines=1, size=size)[0]


def in_lines(words: str, width: float, *, lines: int, size: float = FONT_SIZE, weight: str = "normal") -> list[str]:
    """The words in lines that fit in this width, and no more lines than this; three dots stand for the rest."""

    def fits(part: str) -> bool:
        return width_of(part, size=size, weight=weight) <= width

    done = [""]
    for word in plain(words).split():
        if fits(longer := f"{done[-1]} {word}".strip()):
            done[-1] = longer
            continue
        if done[-1]:
            done.append("")
        letters = clusters(word)
        while len(done) <= lines and not fits("".join(letters)):  # wider than a line: broken
            fit = next(
                n for n in range(1, len(letters) + 1) if n == len(letters) or not fits("".join(letters[: n + 1]))
            )
            done[-1], letters = "".join(letters[:fit]), letters[fit:]
            done.append("")
        done[-1] = "".join(letters)
        if len(done) > lines:
            break
    if len(done) <= lines:
        return [line for line in done if line] or [""]
    last = done[lines - 1]
    while last and not fits(f"{last}…"):
        last = last.rpartition(" ")[0] or "".join(clusters(last)[:-1])
    return [*done[: lines - 1], f"{last}…"]


def width_in(figure: Figure) -> float:
    """How wide a figure, or a part of one, is in units of the drawing."""
    return round(float(figure.bbox.width) / figure.dpi * 72, 3)


class Canvas:
    """
    Draws text, lines, boxes and dots; everything takes the ink of the page unless it says otherwise.

    Args:
        figure: The empty figure, as `drawing.svg` gives it.
        height: Its height in units.

    Attributes:
        width: Its width in units, as the figure has it.
    """

    def __init__(self, figure: Figure, height: float) -> None:
        self._axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self.width = width_in(figure)
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(height, 0)

    def text(
        self, x: float, y: float, words: str | Sequence[str], *, across: str = "left", strength: float = 1, **more: Any
    ) -> None:
        """
        Words, their first line with its middle at this height; several lines below each other.

        Args:
            x: Where they begin, end or have their middle, as `across` says: `left`, `right`, `center`.
            y: The middle of the first line.
            words: A line, or several.
            across: How they lie about `x`.
            strength: From 0, not to be seen, to 1.
            more: `size` in units, `weight`, `color`.
        """
        size = more.pop("size", FONT_SIZE)
        for number, line in enumerate([words] if isinstance(words, str) else words):
            below = y + number * size * 1.2
            self._axes.text(
                x,
                below,
                plain(line),
                ha=across,
                va="center_baseline",
                alpha=strength,
                **{"color": INK, "size": size, **more},
            )

    def line(self, *points: tuple[float, float], color: str = INK, width: float = 1, **more: Any) -> None:
        """A line through points; `more` is what matplotlib takes: `alpha`, `linestyle`, `gid`."""
        xs, ys = zip(*points, strict=True)
        self._axes.plot(xs, ys, color=color, linewidth=width, clip_on=False, solid_capstyle="butt", **more)

    def lines(self, pieces: Iterable[Sequence[tuple[float, float]]], *, width: float = 1, **more: Any) -> None:
        """Many lines of one look, as one thing."""
        points: list[tuple[float, float]] = []
        for piece in pieces:
            points += [*piece, (float("nan"), float("nan"))]
        if points:
            self.line(*points, width=width, **more)

    def dots(
        self,
        points: Iterable[tuple[float, float]],
        *,
        color: str = INK,
        size: float = 7,
        hollow: bool = False,
        **more: Any,
    ) -> None:
        """Marks, each with its middle at a point; `marker` names another shape than a round one."""
        points = list(points)
        if not points:
            return
        look = {"markerfacecolor": "none", "markeredgewidth": 1.6} if hollow else {"markeredgewidth": 0}
        xs, ys = zip(*points, strict=True)
        given = {"marker": "o", "clip_on": False, **look, **more}
        self._axes.plot(xs, ys, color=color, markersize=size, linestyle="none", **given)

    def boxes(self, corners: Iterable[tuple[float, float, float, float]], *, color: str = INK, **more: Any) -> None:
        """
        Boxes of one look, as one thing, each from its upper left corner: x, y, width, height.

        `more` is what matplotlib takes: `alpha`, `edgecolor`, `linewidth`, `gid`; `hollow` leaves them empty.
        """
        from matplotlib.collections import PolyCollection

        shapes = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in corners]
        if shapes:
            look = {"facecolor": color, "linewidth": 0}
            if more.pop("hollow", False):
                look = {"facecolor": "none", "edgecolor": color, "linewidth": 1.2}
            self._axes.add_collection(PolyCollection(shapes, **{**look, "clip_on": False, **more}), autolim=False)

    def circle(self, x: float, y: float, radius: float, *, color: str = INK, **more: Any) -> None:
        """A circle; `fill` makes it a disc of that strength from 0 to 1."""
        from matplotlib.patches import Circle

        fill = more.pop("fill", 0)
        if fill:
            self._axes.add_patch(Circle((x, y), radius, facecolor=color, alpha=fill, linewidth=0, clip_on=False))
        edge = {"edgecolor": color, "linewidth": 1.4, "clip_on": False, **more}
        self._axes.add_patch(Circle((x, y), radius, facecolor="none", **edge))
