"""Any value that a file may hold is told as text: one that fits its kind in words, another as it stands."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given

from heartwork.exports.plain_text import in_one_line, in_words, printable, spelt
from heartwork.question import Kind, Question
from tests.strategies import answered, json_values, kinds, texts


@given(kinds(), json_values())
def test_whatever_stands_in_the_file_can_be_told(kind: Kind, value: Any) -> None:
    assert isinstance(in_words(Question(id="a", kind=kind, ask="?"), value), str)


@given(answered())
def test_what_fits_is_told_as_its_kind_tells_it(pair: tuple[Kind, Any]) -> None:
    kind, value = pair

    assert in_words(Question(id="a", kind=kind, ask="?"), value) == kind.in_words(value)


@given(texts())
def test_what_can_be_printed_can_be_written_and_steers_no_terminal(text: str) -> None:
    shown = printable(text)

    assert len(shown) == len(text)
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f\x9b]", shown)


@given(texts())
def test_an_id_of_a_file_stays_one_short_line(text: str) -> None:
    assert len(in_one_line(text).splitlines()) <= 1
    assert len(in_one_line(text)) <= 40


def test_anything_deep_is_spelt_out() -> None:
    assert spelt({"a": [1, {"b": None}], "c": True}) == "a: 1; b: ; c: True"
