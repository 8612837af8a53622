"""The document as bytes: the same as the standard library writes, and written anew only where it changed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.changes import Answered
from heartwork.storage import workbook_json
from heartwork.storage.workbook_json import Writer, as_bytes
from tests.strategies import AWKWARD, at, documents

_HALF = re.compile("[\ud800-\udfff]|\\\\ud[89a-f]")
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


def by_the_standard_library(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


@given(st.dictionaries(st.text() | st.sampled_from(["worksheets", "entries"]), _JSON, max_size=4))
def test_any_value_is_written_as_the_standard_library_writes_it(value: dict[str, Any]) -> None:
    assert as_bytes(value) == by_the_standard_library(value)


@given(documents())
def test_any_document_is_written_as_the_standard_library_writes_it(answers: Answers) -> None:
    # Half a character: see below. Looked for in the text itself; a repr shows it in another way.
    assume(not _HALF.search(json.dumps(answers.document, ensure_ascii=False)))

    assert as_bytes(answers.document) == by_the_standard_library(answers.document)


@pytest.mark.parametrize(
    "value", [{2: "a", None: "b", True: "c"}, {"a": (1, (2,))}, {"a": [], "b": {}, "entries": {"c": []}}]
)
def test_what_json_makes_of_it_is_made_of_it_here(value: dict[str, Any]) -> None:
    assert as_bytes(value) == by_the_standard_library(value)


def test_what_no_json_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        as_bytes({"a": {1, 2}})


def test_half_a_character_costs_only_its_own_part_the_utf_8() -> None:
    answers = Answers.none_yet(now=at(0)).with_changes(
        [
            Answered(worksheet="boundaries", question="happens", value="a\ud83d"),
            Answered(worksheet="start", question="call_her", value="Māmā"),
        ],
        now=at(1),
    )

    written = as_bytes(answers.document)

    assert b'"a\\ud83d"' in written
    assert "Māmā".encode() in written
    assert workbook_json.read(written) == answers.document


@given(documents(), st.lists(st.tuples(st.integers(0, 3), st.sampled_from(AWKWARD)), max_size=8))
def test_a_writer_that_remembers_writes_what_one_without_memory_would(answers: Answers, edits: list[Any]) -> None:
    writer = Writer()
    writer.bytes_of(answers.document)
    for entry, words in edits:
        change = Answered(worksheet="check-in", question="good", value=words, entry=f"e{entry}" if entry else None)
        answers = answers.with_changes([change], now=at(2))

        assert writer.bytes_of(answers.document) == as_bytes(answers.document)


def test_only_what_changed_is_put_into_words_again(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [Answered(worksheet="check-in", question="good", value="tea", entry=f"e{n}") for n in range(100)]
    answers = Answers.none_yet(now=at(0)).with_changes(changes, now=at(1))
    writer = Writer()
    writer.bytes_of(answers.document)
    parts: list[Any] = []
    real = workbook_json._encoded
    monkeypatch.setattr(workbook_json, "_encoded", lambda value, level: (parts.append(value), real(value, level))[1])

    writer.bytes_of(answers.with_changes([changes[7]], now=at(2)).document)

    assert len([part for part in parts if isinstance(part, dict)]) == 1
