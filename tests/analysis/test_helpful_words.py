"""Which words helped: what counts as the same line."""

import unicodedata

from heartwork.analysis.helpful_words import helpful_words
from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.changes import Answered


def tries(*phrases: str) -> list[tuple[object, ...]]:
    written = Answers.none_yet(now="2026-05-01T08:00:00Z")
    for day, phrase in enumerate(phrases, start=1):
        said = Answered(worksheet="check-in", question="phrase", value=phrase, entry=f"entry-{day}")
        written = written.with_changes([said], now=f"2026-05-{day:02}T08:00:00Z")
    return [row[:2] for row in helpful_words(Source(written=written)).rows]


def test_a_line_counts_as_one_however_it_was_typed_and_is_shown_as_it_was_written_last() -> None:
    decomposed = unicodedata.normalize("NFD", "Ahora no, mamá")

    assert tries("ahora no, mamá.", "“Ahora no, mamá”", decomposed) == [(decomposed, 3)]


def test_lines_that_say_something_else_stay_two() -> None:
    assert tries("Not now.", "Not now!") == [("Not now.", 1), ("Not now!", 1)]
