"""Letters that matplotlib's own font lacks: from another font of the computer, or a box and a sentence."""

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib.image
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager
from matplotlib.figure import Figure

from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.changes import Answered
from heartwork.charts import fonts
from heartwork.charts.canvas import Canvas
from heartwork.charts.gallery import pattern_of
from heartwork.charts.matplotlib_svg import drawn

THAI = "ก"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with no other font."""
    own = [entry for entry in font_manager.fontManager.ttflist if entry.name == fonts.FAMILY]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", own)


@pytest.fixture
def with_thai(bare: None, tmp_path: Path) -> Iterator[str]:
    """A computer with a font that has one Thai letter, which is a full square."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(THAI): "square"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (700, 700), (700, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": square})
    builder.setupHorizontalMetrics({".notdef": (700, 0), "square": (700, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWeightClass=400)
    builder.setupPost()
    path = tmp_path / "squares.ttf"
    builder.save(path)
    font_manager.fontManager.addfont(str(path))
    yield "Squares"
    font_manager.fontManager._findfont_cached.cache_clear()


def ink(words: str) -> float:
    """How much of a picture of these words is black, and which letters are boxes in it."""

    def paint(figure: Figure) -> None:
        Canvas(figure, 40).text(10, 20, words, size=20)

    picture = matplotlib.image.imread(io.BytesIO(drawn(paint, height=40, as_="png").raw), format="png")
    return float((picture[..., 0] < 0.5).mean())


def missing(words: str, as_: str = "png") -> frozenset[str]:
    return drawn(lambda figure: figure.text(0.1, 0.5, words), height=40, as_=as_).missing


def test_what_matplotlibs_own_font_has_needs_no_other(bare: None) -> None:
    assert missing("Crème brûlée, мама, μαμά, أمي, אמא, e\u0301, ❤\ufe0f, \u200d") == frozenset()


def test_what_no_font_has_is_named_and_is_one_box_each(bare: None) -> None:
    assert missing("กับ妈妈 क्षमा") == frozenset("กบ妈मकषा")
    assert ink(THAI) == ink("ก็") == ink("妈")


def test_a_font_of_the_computer_steps_in(with_thai: str) -> None:
    assert missing(f"a{THAI}b") == frozenset()
    assert ink(THAI) > 2 * ink("▯")


def test_in_an_svg_words_are_words_and_nothing_is_missing(bare: None) -> None:
    assert missing("妈妈", "svg") == frozenset()


def test_a_font_that_cannot_be_read_is_passed_over(with_thai: str, tmp_path: Path) -> None:
    (tmp_path / "squares.ttf").write_bytes(b"no font")

    assert missing(THAI) == frozenset(THAI)


def test_the_sentence_names_a_few_letters_and_no_words() -> None:
    assert fonts.letters_missing([]) == ""
    assert fonts.letters_missing("妈ก").startswith("In this file some letters are boxes: ก 妈. No font")
    assert fonts.letters_missing("ก ข ฃ ค ฅ ฆ ง จ ฉ ช".replace(" ", "")).count(" …. ") == 1


def words_that_helped(phrase: str) -> Source:
    written = Answers.none_yet(now="2026-05-01T08:00:00Z")
    for day in range(1, 6):
        said = [
            Answered(worksheet="check-in", question=question, value=value, entry=f"entry-{day}")
            for question, value in (("phrase", phrase), ("phrase-worked", "helped"))
        ]
        written = written.with_changes(said, now=f"2026-05-{day:02}T08:00:00Z")
    return Source(written=written)


def test_saving_a_picture_with_boxes_in_it_says_so(bare: None, tmp_path: Path) -> None:
    pattern = pattern_of("worked")
    assert pattern is not None
    chart = pattern.draw(words_that_helped("ฉันรักแม่"))

    with pytest.warns(UserWarning, match="In this file some letters are boxes"):
        chart.save(tmp_path / "chart.png")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart.save(tmp_path / "chart.svg")
        pattern.draw(words_that_helped("Not now, mum")).save(tmp_path / "chart.png")
