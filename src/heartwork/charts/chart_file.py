"""A chart as a file of its own: the picture with its title above and, below, what it shows and cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heartwork.charts.canvas import Canvas, in_lines
from heartwork.charts.matplotlib_svg import Drawn, Paint, Picture, drawn, figure_of
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ENDINGS", "figure", "file"]

ENDINGS = ("svg", "png", "pdf")

_EDGE = 14
_TITLE, _BELOW = 15, 12


def file(picture: Picture | None, title: str, said: str, ending: str) -> Drawn:
    """
    The file.

    Args:
        picture: The picture; None where there is too little to draw.
        title: Stands above it.
        said: Stands below it.
        ending: One of `ENDINGS`.

    Raises:
        KitError: If there is no picture yet, or for any other ending.
    """
    if ending not in ENDINGS:
        what = f"a picture is saved as {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}."
        raise KitError([Problem(what=what, mend="Use a name such as tension.png")])
    paint, height, width = _with_words(picture, title, said)
    return drawn(paint, height=height, width=width, as_=ending)


def figure(picture: Picture | None, title: str, said: str) -> Figure:
    """
    The same as a figure of matplotlib's.

    Raises:
        KitError: If there is no picture yet.
    """
    paint, height, width = _with_words(picture, title, said)
    return figure_of(paint, height=height, width=width)


def _with_words(picture: Picture | None, title: str, said: str) -> tuple[Paint, float, float]:
    """What paints the picture between its words, and how high and wide all of it is."""
    if picture is None:
        raise KitError([Problem(what=_("there is no picture of this yet."), mend=_("It needs a few more answers."))])
    above = in_lines(title, picture.width - _EDGE, lines=5, size=_TITLE)
    below = in_lines(said, picture.width - _EDGE, lines=20, size=_BELOW)
    above_height = _EDGE + len(above) * _TITLE * 1.2 + 8
    below_height = 8 + len(below) * _BELOW * 1.2 + _EDGE
    whole = above_height + picture.height + below_height

    def paint(figure: Figure) -> None:
        figure.patch.set_facecolor("white")
        # By parts of the height: a figure in a figure takes no notice of margins.
        rows: Any = figure.subfigures(3, 1, height_ratios=(above_height, picture.height, below_height))
        middle = rows[1]
        middle.patch.set_visible(False)
        picture.paint(middle)
        sheet = Canvas(figure, whole)
        sheet.text(_EDGE / 2, _EDGE + _TITLE / 2, above, size=_TITLE)
        sheet.text(_EDGE / 2, above_height + picture.height + 8 + _BELOW / 2, below, size=_BELOW, strength=0.8)

    return paint, whole, picture.width
