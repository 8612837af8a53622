"""The code on the wall and the number of a seat, however they are copied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.normalization.codes import MOST_CODES, codes_in, number_in

LETTERS = "ACDEFGHJKMNPQRTWXY34679"


def codes(text: str) -> tuple[str, ...]:
    return codes_in(text, letters=LETTERS, length=6)


@pytest.mark.parametrize(
    "typed",
    [
        "K7M-Q4T",
        "k7m q4t",
        "k7mq4t",
        "K7M–Q4T",
        "K7M—Q4T",
        "K7M‑Q4T",
        "K7M−Q4T",
        "K7M.Q4T",
        "K7M_Q4T",
        "Ｋ７Ｍ－Ｑ４Ｔ",
        "K7M\u200b-Q4T",
        "K7M\u00a0Q4T",
        "K7M-Q4T.",
        "“K7M-Q4T”",
        "'K7M-Q4T'",
        "«K7M-Q4T»",
        "The code is K7M-Q4T.",
        "El código de la sala es k7m-q4t, ¡hasta luego!",
        "Come to http://192.168.1.5:8866/ and type K7M-Q4T",
        "К7М-Q4Т",  # three of these are Cyrillic
        "K٧M-Q٤T",
    ],
)
def test_the_code_is_read_however_it_is_typed_or_pasted(typed: str) -> None:
    assert codes(typed)[0] == "K7MQ4T"


def test_two_short_words_do_not_hide_the_code() -> None:
    assert "K7MQ4T" in codes("they had the map and the key: k7m q4t")


@given(st.text(max_size=2000))
def test_one_text_is_a_few_guesses_at_most(text: str) -> None:
    assert len(codes(text)) <= MOST_CODES


def test_a_long_list_of_codes_is_a_few_guesses_too() -> None:
    assert len(codes(" ".join(f"K7M-Q{a}{b}" for a in LETTERS for b in LETTERS))) == MOST_CODES


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("97", 97),
        (" 97 ", 97),
        ("97.", 97),
        ("Seat 97", 97),
        ("n.º 97", 97),
        ("９７", 97),
        ("\u0669\u0667", 97),
        ("9\u200b7", 97),
        ("097", 97),
        ("", None),
        ("seat", None),
        ("9 or 7", None),
        ("²", 2),
        ("12345678901", None),
    ],
)
def test_the_number_of_a_seat_is_read_however_it_is_typed(typed: str, number: int | None) -> None:
    assert number_in(typed) == number
