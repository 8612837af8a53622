"""A workshop in which things go wrong: nothing that was called saved is lost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.seated import Sent
from benchmarks.workshop import Plan, lost, report, run

from heartwork.answers import Answer
from tests.servers import awaited


def test_nothing_that_was_called_saved_is_lost_when_things_go_wrong(tmp_path: Path) -> None:
    plan = Plan(people=3, seconds=15, every=0.7, seed=7)

    result = awaited(run(plan, tmp_path / "workshop"))

    assert result.acknowledged > 10
    assert (result.lost, result.waiting) == (0, 0)
    assert result.faults == {"drop": 1, "kill": 1, "restart": 1}
    assert [name for name, _taken, _kernels in result.memory] == ["start", "middle", "end"]
    assert result.memory[-1][2] == plan.people  # one for each page that is open, and none besides
    assert "of them lost" in report(plan, result)


def test_what_was_called_saved_has_to_be_there_or_followed_by_a_later_one() -> None:
    sent = [Sent("one", kept=True), Sent("one two", kept=True), Sent("one two three")]

    assert lost(sent, Answer("one two")) == 0
    assert lost(sent, Answer("one two three")) == 0
    assert lost(sent, Answer("of another page", also=({"value": "one two", "at": ""},))) == 0


def test_what_was_called_saved_and_is_not_there_is_counted() -> None:
    sent = [Sent("one", kept=True), Sent("one two", kept=True), Sent("one two three")]

    assert lost(sent, Answer("one")) == 1
    assert lost(sent, Answer("of another page")) == 2
    assert lost(sent, None) == 2
    assert lost([Sent("one")], None) == 0
