"""What every picture has in common: its size, its ink, and the way from matplotlib to a page."""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heartwork.charts.fonts import FAMILY, fallbacks, lacking
from heartwork.charts.graphemes import clusters
from heartwork.i18n.text_direction import set_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "BLUE",
    "FONT_SIZE",
    "HEIGHT",
    "INK",
    "ORANGE",
    "WIDE",
    "WIDTH",
    "Drawn",
    "Paint",
    "Picture",
    "drawn",
    "figure_of",
    "own_ids",
    "prepare",
    "svg",
]

#: Draws into an empty figure.
Paint = Callable[["Figure"], object]

#: Units of the drawing: as wide as the column of the narrowest phone (320 px, 16 px margins), where a unit is a px.
WIDTH, HEIGHT, FONT_SIZE = 288, 216, 13

#: As wide as a drawing for a page that has so many px of room, and for paper.
WIDE = 720

#: Stands for the ink of the page in the drawing; the page's own colour takes its place.
INK = "#010203"

# At least 3.6 to 1 on #faf7f2, #ffffff, #14191b and #1c2326; apart from each other for every kind of sight.
BLUE = "#1f7fb8"
ORANGE = "#c85a14"

_POINTS_PER_INCH = 72

_STYLE: Any = {
    "pdf.fonttype": 42,  # letters as letters, so that words can be searched and copied
    "svg.fonttype": "none",  # real text: it can be searched, read aloud and set in the page's own type
    "svg.hashsalt": "heartwork",  # the same picture gets the same ids
    "font.family": FAMILY,  # only measured with, the page sets its own
    "font.size": FONT_SIZE,
    "text.parse_math": False,  # a dollar is a dollar
    "text.usetex": False,
    "text.color": INK,
    "path.simplify": False,  # every value stays where it is
}


def prepare() -> None:
    """
    Load matplotlib and draw once, so that the first chart comes as fast as the next.

    On a machine that never ran matplotlib, this is also when it looks through the fonts and keeps the
    list, which may take seconds. Meant for the start of a server, before anybody waits.
    """
    svg(lambda figure: figure.add_axes((0, 0, 1, 1)).plot([0, 1], [0, 1]))


def svg(paint: Paint, *, height: float = HEIGHT, width: float = WIDTH) -> str:
    """
    A picture for an HTML page: no fixed size, the page's ink and type, nothing fetched, nothing dated.

    Args:
        paint: Draws into an empty figure of `width` x `height` units; colours itself with `INK`, `BLUE`,
            `ORANGE`.
        height: In units of the drawing.
        width: Likewise: `WIDTH`, or `WIDE` where there is room.

    Returns:
        An `<svg>` element, well-formed. Two pictures share ids: see `own_ids`.
    """
    return _for_a_page(drawn(paint, height=height, width=width, as_="svg").raw.decode("utf-8"))


@dataclass(frozen=True, slots=True, repr=False)
class Drawn:
    """
    A picture as a file.

    Args:
        raw: The file.
        missing: The letters that are boxes in it, because no font of this computer has them; of an SVG none, whose
            words are words.
    """

    raw: bytes
    missing: frozenset[str] = frozenset()


def drawn(paint: Paint, *, height: float, as_: str, width: float = WIDTH) -> Drawn:
    """
    The same as matplotlib writes it: a file by itself, on no ground, in the ink `INK`.

    Args:
        paint: As in `svg`.
        height: In units of the drawing.
        width: Likewise.
        as_: `svg`, `png` or `pdf`; a PNG has two dots for each unit of the drawing, on white, as a PDF is.
    """
    written, missing = io.BytesIO(), frozenset[str]()
    with _our_settings():
        figure = _figure(paint, height, width)
        figure.patch.set_visible(as_ != "svg")
        if as_ != "svg":
            missing = frozenset(_with_every_letter(figure))
        figure.savefig(written, format=as_, dpi=2 * _POINTS_PER_INCH, metadata=_UNSIGNED[as_])
    if as_ == "svg":
        return Drawn(_in_their_own_direction(written.getvalue().decode("utf-8")).encode("utf-8"))
    return Drawn(written.getvalue(), missing)


def figure_of(paint: Paint, *, height: float, width: float = WIDTH) -> Figure:
    """
    The same as a figure of matplotlib's, on white, to go on with; what is done to it is not done to the picture.

    Args:
        paint: As in `svg`.
        height: In units of the drawing.
        width: Likewise.
    """
    with _our_settings():
        figure = _figure(paint, height, width)
        _with_every_letter(figure)
    return figure


#: What a file says of itself besides the picture: nothing, not even when it was made.
_UNSIGNED: dict[str, dict[str, None]] = {
    "svg": {"Date": None},
    "png": {"Software": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
}


@contextlib.contextmanager
def _our_settings() -> Iterator[None]:
    """
    Our settings of matplotlib; a person's own stay theirs, and do not reach in here.

    Both of these are for the whole process while they last: draw in one thread.
    """
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the page's type has it
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")  # before 3.11
        yield


def _figure(paint: Paint, height: float, width: float) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH))
    paint(figure)
    return figure


def _with_every_letter(figure: Figure) -> set[str]:
    """Give the words of a figure the fonts of this computer that have their letters; those that none has are left."""
    from matplotlib.text import Text

    texts: list[Any] = figure.findobj(Text)
    families, missing = fallbacks(lacking("".join(text.get_text() for text in texts)))
    for text in texts if families or missing else ():
        text.set_fontfamily([FAMILY, *families])
        # One box for what is read as one letter, and no wider than it: matplotlib's own run over the edge.
        text.set_text("".join(_BOX if missing & set(one) else one for one in clusters(text.get_text())))
    return missing


def _in_their_own_direction(written: str) -> str:
    """The same picture with words from right to left set apart, so that their full stop stands at their end."""
    return _WORDS.sub(lambda found: f">{set_apart(found[1])}</text>", written)


#: Stands for a letter that no font has.
_BOX = "▯"

_WORDS = re.compile(r">([^<]*)</text>")


@dataclass(frozen=True, slots=True)
class Picture:
    """What draws a picture, and how high and wide it is, in units of the drawing."""

    paint: Paint
    height: float = HEIGHT
    width: float = WIDTH

    def svg(self) -> str:
        """The picture for a page."""
        return svg(self.paint, height=self.height, width=self.width)


def own_ids(picture: str, prefix: str) -> str:
    """The same picture with this before each of its ids, so that two pictures of a page do not mix."""
    return _TAG.sub(lambda tag: _ID.sub(rf"\g<0>{prefix}", tag[0]), picture)


_TAG = re.compile("<[^>]+>")
_ID = re.compile(r'\bid="|href="#|url\(#')


def _for_a_page(written: str) -> str:
    picture = _NOT_OURS.sub("", written[written.index("<svg") :])
    return _TAG.sub(_tag_for_a_page, picture).rstrip()


# The style element has one rule, for `*`: it would reach the whole page.
_NOT_OURS = re.compile(r"<metadata>.*?</metadata>\s*|<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", re.DOTALL)

# Only inside of tags: a text that happens to look like one of these stays as it is.
_REPLACED = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (
            r'<svg[^>]*(viewBox="[^"]*")[^>]*>',
            # Its places are counted from the left, in a page from right to left too.
            r'<svg xmlns="http://www.w3.org/2000/svg" \1 direction="ltr" stroke-linejoin="round">',
        ),
        (r"xlink:href", "href"),
        # Older versions of matplotlib write the one, newer ones the other.
        (r"font: (\d+|bold) ([\d.]+px)", r"font-weight: \1; font: \2"),
        (r"font: (italic|oblique) ([\d.]+px)", r"font-style: \1; font: \2"),
        (r"font: ([\d.]+)px [^;\"]*", r"font-size: \1px; font-family: inherit"),
        (r"font-family: '[^;\"]*", "font-family: inherit"),
        (re.escape(INK), "currentColor"),
        # A hundredth of a unit is finer than any screen.
        (r"(?<=\.\d\d)\d+", ""),
    )
)


def _tag_for_a_page(tag: re.Match[str]) -> str:
    rewritten = tag[0]
    for pattern, instead in _REPLACED:
        rewritten = pattern.sub(instead, rewritten)
    return rewritten
