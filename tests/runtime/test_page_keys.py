"""The keys of pages that may come back: kept for a day, for the person only, and gone when they were deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.runtime import instance
from heartwork.runtime.page_keys import KEPT_SECONDS, PageKeys

NOW = 1_800_000_000.0


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def test_a_page_of_the_start_before_is_known_and_each_start_has_a_key_of_its_own(answers: Path) -> None:
    first = PageKeys(answers, NOW)
    second = PageKeys(answers, NOW + 60)

    assert second.find(first.own.id) == first.own
    assert second.find(second.own.id) == second.own
    assert first.own != second.own
    assert first.tab == second.tab  # what a page left in its tab can be read by the one that comes after it


def test_a_day_after_its_heartwork_was_last_seen_a_page_is_not_known_any_more(answers: Path) -> None:
    first = PageKeys(answers, NOW)
    first.still_running(NOW + 5 * KEPT_SECONDS)

    in_time = PageKeys(answers, NOW + 6 * KEPT_SECONDS - 1)
    too_late = PageKeys(answers, NOW + 8 * KEPT_SECONDS)

    assert in_time.find(first.own.id) == first.own
    assert too_late.find(first.own.id) is None
    assert too_late.tab != first.tab


def test_a_clock_that_was_put_back_makes_no_key_last(answers: Path) -> None:
    first = PageKeys(answers, NOW)

    assert PageKeys(answers, NOW - KEPT_SECONDS).find(first.own.id) is None


def test_a_page_of_another_folder_is_not_known(answers: Path, tmp_path: Path) -> None:
    first = PageKeys(answers, NOW)

    assert PageKeys(tmp_path / "others", NOW).find(first.own.id) is None


def test_of_a_private_visit_nothing_is_noted_and_nothing_is_known_in_it(answers: Path) -> None:
    open_visit = PageKeys(answers, NOW)
    private = PageKeys(None, NOW)
    private.still_running(NOW)

    assert private.find(open_visit.own.id) is None
    assert private.find(private.own.id) == private.own
    assert PageKeys(answers, NOW).find(private.own.id) is None


def test_what_was_deleted_is_not_written_again_by_a_heartwork_that_still_runs(answers: Path) -> None:
    keys = PageKeys(answers, NOW)
    instance.clear(answers)

    keys.still_running(NOW + 60)

    assert instance.left(answers) == []
    assert PageKeys(answers, NOW + 60).find(keys.own.id) is None


def test_the_keys_can_be_read_by_the_person_only_and_stand_in_no_repr(answers: Path) -> None:
    keys = PageKeys(answers, NOW)
    (path,) = instance.left(answers)

    assert path.suffix == ".pages"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert keys.own.secret not in repr(keys.own)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"tab": "x", "keys": []}', '{"tab": "00", "keys": [{"id": 1}]}'])
def test_what_cannot_be_read_is_begun_again(answers: Path, content: str) -> None:
    PageKeys(answers, NOW)
    (path,) = instance.left(answers)
    path.write_text(content)

    keys = PageKeys(answers, NOW)

    assert PageKeys(answers, NOW).find(keys.own.id) == keys.own


def test_the_port_of_last_time_is_found_again(answers: Path, tmp_path: Path) -> None:
    instance.note_port(answers, 8871)

    assert instance.last_port(answers) == 8871
    assert instance.last_port(tmp_path / "others") is None
    instance.put(answers, "port", b"99999999")
    assert instance.last_port(answers) is None
