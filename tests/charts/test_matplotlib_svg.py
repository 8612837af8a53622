import re
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from heartwork.charts.matplotlib_svg import BLUE, INK, ORANGE, own_ids, prepare, svg


def luminance(color: str) -> float:
    parts = (int(color[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("hue", [BLUE, ORANGE])
@pytest.mark.parametrize("ground", ["#faf7f2", "#ffffff", "#14191b", "#1c2326"])
def test_each_hue_stands_out_on_light_and_dark(hue: str, ground: str) -> None:
    """WCAG 2.2, 1.4.11: 3 to 1."""
    darker, lighter = sorted((luminance(hue), luminance(ground)))

    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_a_picture_takes_the_width_type_and_ink_of_the_page() -> None:
    picture = svg(lambda figure: figure.text(0.1, 0.1, "words", color=INK))

    root = ElementTree.fromstring(picture)
    assert set(root.attrib) == {"viewBox", "direction", "stroke-linejoin"}
    text = root.find(".//{*}text")
    assert text is not None
    assert text.text == "words"
    assert "font-family: inherit" in text.attrib["style"]
    assert "fill: currentColor" in text.attrib["style"]


def test_a_picture_brings_nothing_that_reaches_the_page_or_the_net() -> None:
    picture = svg(lambda figure: figure.add_subplot().plot([1, 2]))

    assert "<style" not in picture
    assert "<metadata" not in picture
    assert set(re.findall(r"https?://[^\"]*", picture)) == {"http://www.w3.org/2000/svg"}


def test_the_same_drawing_gives_the_same_picture() -> None:
    first, second = (svg(lambda figure: figure.add_subplot().plot([1, 3, 2], "o")) for _ in range(2))

    assert first == second


def test_the_settings_of_the_person_stay_theirs_and_out_of_the_picture() -> None:
    calm = svg(lambda figure: figure.add_subplot().plot([1, 2]))

    with mpl.rc_context({"lines.linewidth": 9, "svg.fonttype": "path", "axes.facecolor": "red"}):
        same = svg(lambda figure: figure.add_subplot().plot([1, 2]))
        left = mpl.rcParams["lines.linewidth"]

    assert same == calm
    assert left == 9


@pytest.mark.parametrize("words", ["5 < 6 & $x^", 'font: 9px x"; id="a" #010203 0.123456', "平静", "$\\frac$"])
def test_words_stay_as_they_are(words: str) -> None:
    picture = own_ids(svg(lambda figure: figure.text(0, 0, words)), "mine-")

    assert ElementTree.fromstring(picture).findtext(".//{*}text") == words


def test_matplotlib_can_be_made_ready_ahead_of_time() -> None:
    prepare()


def test_words_from_right_to_left_are_set_apart_and_others_are_not() -> None:
    """In a picture, places are counted from the left, in a page from right to left too."""
    picture = svg(lambda figure: [figure.text(0.1, at, words) for at, words in ((0.1, "أمي."), (0.9, "Mum."))])

    root = ElementTree.fromstring(picture)
    assert root.attrib["direction"] == "ltr"
    assert {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")} == {"\u2068أمي.\u2069", "Mum."}
