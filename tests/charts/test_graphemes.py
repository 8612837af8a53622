"""Words in pictures: measured and cut by what is read as one letter, in every script, and never a half of one."""

import re
from itertools import accumulate

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version
from tests.nasty import NASTY

from heartwork.charts.canvas import in_lines, shortened, width_of
from heartwork.charts.graphemes import clusters

FAMILY, HAND, FLAGS, HEART = "👨‍👩‍👧‍👦", "👍🏽", "🇪🇸🇫🇷", "❤️"
THAI, HINDI, KOREAN = "กำลังใจที่นี่", "क्षमा", "\u1112\u1161\u11ab"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (FAMILY, [FAMILY]),
        (HAND, [HAND]),
        (FLAGS, ["🇪🇸", "🇫🇷"]),
        (HEART, [HEART]),
        ("e\u0301a", ["e\u0301", "a"]),
        (KOREAN, [KOREAN]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("กำ", ["กำ"]),
    ],
)
def test_what_is_read_as_one_letter_is_one_piece(text: str, pieces: list[str]) -> None:
    assert clusters(text) == pieces


LETTERS = st.sampled_from([*"ab กำลังที่คน", *FAMILY, *HAND, *FLAGS, "\u0301", *HINDI])


@given(st.text(LETTERS, max_size=60), st.integers(5, 200))
def test_a_line_never_begins_or_ends_inside_of_a_letter(text: str, width: int) -> None:
    allowed = {cluster for word in text.split() for cluster in clusters(word)} | {"…"}

    for line in in_lines(text, width, lines=50):
        assert {cluster for word in line.split() for cluster in clusters(word)} - allowed == set()


@pytest.mark.parametrize("word", [FAMILY * 9, HAND * 9, FLAGS * 9, THAI * 9, HINDI * 9, "e\u0301" * 90])
def test_a_long_word_is_cut_between_letters_and_fits(word: str) -> None:
    whole = clusters(word)
    between = set(accumulate(map(len, whole)))

    lines = in_lines(word, 100, lines=99)

    assert "".join(lines) == word
    assert set(accumulate(map(len, lines))) <= between
    assert [line for line in lines if width_of(line) > 100] == []
    assert set(clusters(shortened(word, 50)[:-1])) <= set(whole)


def test_a_letter_is_as_wide_however_many_characters_it_is() -> None:
    assert width_of("e\u0301") == width_of("é")
    assert width_of(FAMILY) == width_of("👍") == width_of(HAND)
    assert width_of("ที่") == width_of("ท")


@pytest.mark.skipif(Version(matplotlib.__version__) < Version("3.11"), reason="they come out unjoined; README says so")
def test_letters_that_join_are_measured_as_they_are_drawn() -> None:
    joined = width_of("ببببببب")

    assert 0 < joined < 7 * width_of("ب")


@pytest.mark.parametrize("name", NASTY)
def test_any_words_have_a_width_and_lines(name: str) -> None:
    assert width_of(NASTY[name]) >= 0
    assert all(re.search(r"\S", line) or line == "" for line in in_lines(NASTY[name], 60, lines=3))
