"""A workbook from a file: read with care, and what it would change said in numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.answers import Answers
from heartwork.errors import KitError
from heartwork.exports import import_file
from heartwork.merging import Preview, Touched
from tests.nasty import MARK, NASTY
from tests.strategies import documents, json_values


def file(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "pages.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def document(**changed: Any) -> dict[str, Any]:
    return {**Answers.none_yet(now="2026-11-24T12:00:00Z").document, **changed}


def boundaries(**kept: Any) -> dict[str, Any]:
    return document(worksheets={"boundaries": {"answers": {}, **kept}})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"%PDF-1.7",
        "words",
        {},
        {"format": "heartwork-workbook"},
        document(format="another"),
        document(worksheets=[]),
        boundaries(answers=[]),
        boundaries(opened=5),
        boundaries(answers={"worst": {"value": 1, "at": 5}}),
        boundaries(answers={"worst": {"value": 1, "also": [{"at": []}]}}),
        document(entries={"check-in": [{"id": "a"}, {"id": "a"}]}),
        document(entries={"check-in": [{"id": "a", "for": 5}]}),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path, content: object) -> None:
    with pytest.raises(KitError, match="this is not a workbook of heartwork"):
        import_file.read(file(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (document(version=2), "written by a newer heartwork"),
        ({"format": "heartwork-workbook", "version": 99}, "written by a newer heartwork"),
        (b"age-encryption.org/v1\n-> X25519", "sealed with a passphrase"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----", "sealed with a passphrase"),
    ],
)
def test_what_cannot_be_opened_here_says_why_and_what_to_do(tmp_path: Path, content: object, told: str) -> None:
    with pytest.raises(KitError, match=told):
        import_file.read(file(tmp_path, content))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(KitError, match="cannot be read"):
        import_file.read(tmp_path / "nowhere.json")


def test_a_mark_at_the_front_that_an_editor_put_there_does_no_harm(tmp_path: Path) -> None:
    read = import_file.read(file(tmp_path, b"\xef\xbb\xbf" + json.dumps(document(revision=3)).encode()))

    assert read.revision == 3


@pytest.mark.parametrize("name", NASTY)
def test_no_word_of_a_refused_file_is_repeated(tmp_path: Path, name: str) -> None:
    path = file(tmp_path, document(worksheets={NASTY[name]: NASTY[name]}))

    with pytest.raises(KitError) as caught:
        import_file.read(path)

    assert MARK not in str(caught.value)


@given(st.one_of(json_values(), json_values().map(lambda value: document(worksheets={"boundaries": value}))))
def test_no_file_makes_it_fail_otherwise(tmp_path: Path, value: Any) -> None:
    try:
        import_file.read(file(tmp_path, value))
    except KitError as error:
        assert "this is not a workbook" in str(error)


@given(documents())
def test_every_workbook_of_ours_is_read(tmp_path: Path, answers: Answers) -> None:
    assert json.dumps(import_file.read(file(tmp_path, dict(answers.document))).document) == json.dumps(answers.document)


def test_what_would_change_is_said_in_numbers_and_ids() -> None:
    told = import_file.in_sentences(
        Preview(
            True,
            (
                Touched("boundaries", new=("limit", "worst"), newer=("topics",), older=("ties",)),
                Touched("check-in", entries_new=1, entries_changed=2),
                Touched("start", marks=True),
            ),
        )
    )

    assert list(told) == [
        "boundaries:",
        "  2 answers more (limit, worst)",
        "  1 answer newer in the file (topics): shown from now on, what you have is kept beside it",
        "  1 answer older in the file (ties): what you have stays, the other is kept beside it",
        "check-in:",
        "  1 entry more",
        "  2 entries with something in it that you don't have",
        "start:",
        "  when it was opened, or read to its end",
    ]


@pytest.mark.parametrize("name", NASTY)
def test_an_id_in_a_file_from_elsewhere_writes_no_lines_of_its_own_and_steers_no_terminal(name: str) -> None:
    told = list(import_file.in_sentences(Preview(True, (Touched(NASTY[name], new=(NASTY[name],)),))))

    assert len(told) == 2
    for line in told:
        assert len(line.splitlines()) == 1
        assert line.isprintable() or not set(line) & {"\x1b", "\x9b", "\x07", "\0"}
        line.encode("utf-8")
