"""Words that are typed to confirm, and lines that count as the same."""

from __future__ import annotations

import unicodedata

import pytest

from heartwork.normalization.phrases import is_one_of, line_key


@pytest.mark.parametrize(
    "typed",
    [
        "forget",
        "FORGET",
        " Forget. ",
        "ｆｏｒｇｅｔ",
        "“forget”",
        "for\u00adget",
        "forget\u200b",
        "f o r g e t",
        "olvidar",
    ],
)
def test_the_word_counts_in_any_case_width_and_language(typed: str) -> None:
    assert is_one_of(typed, ["forget", "olvidar"])


@pytest.mark.parametrize("typed", ["", "   ", "forge", "forget it", "remember", "..."])
def test_another_word_does_not(typed: str) -> None:
    assert not is_one_of(typed, ["forget", "olvidar", ""])


def test_accents_and_a_turkish_i_do_not_matter_for_a_word() -> None:
    assert is_one_of(unicodedata.normalize("NFD", "Borrá"), ["borrá"])
    assert is_one_of("ELİMİNAR", ["eliminar"])
    assert is_one_of("elımınar", ["eliminar"])


@pytest.mark.parametrize(
    "other",
    [
        unicodedata.normalize("NFD", "Ahora no, mamá"),
        "Ahora no, mamá.",
        "ahora  no,\u00a0MAMÁ…",
        "“Ahora no, mamá”",
        "“Ahora no, mamá.”",
        "\u200bAhora no, mamá ",
    ],
)
def test_lines_that_differ_in_case_form_and_full_stop_are_one(other: str) -> None:
    assert line_key(other) == line_key("Ahora no, mamá")


@pytest.mark.parametrize("other", ["Ahora no, mama", "Ahora no mamá", "¿Ahora no, mamá?", "Ahora no, mamá!"])
def test_lines_that_say_something_else_are_two(other: str) -> None:
    assert line_key(other) != line_key("Ahora no, mamá")


@pytest.mark.parametrize("line", ["...", "“”", "."])
def test_a_line_of_marks_alone_still_has_a_key(line: str) -> None:
    assert line_key(line) != ""
