import datetime

import pytest

from heartwork.analysis.table import Column, Gap, MinimumData, Table, gaps_between


def table_of_limits() -> Table:
    return Table(
        title="What you did",
        question="Which limits held?",
        columns=(Column("limit", "Limit"), Column("kept", "Kept", "times", answered=5)),
        rows=(("I hang up after ten minutes", 4), ("I do not talk about my weight", 1)),
        entries=7,
        gate=MinimumData(needed=4, have=5, of="times a limit was used"),
    )


def test_a_column_is_found_by_its_id() -> None:
    table = table_of_limits()

    assert table.column("kept") == Column("kept", "Kept", "times", answered=5)
    assert table.values("kept") == (4, 1)


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="bent"):
        table_of_limits().values("bent")


def test_the_representation_holds_no_words_of_the_person() -> None:
    assert repr(table_of_limits()) == "Table('What you did', rows=2, entries=7)"


def test_a_gate_says_how_many_are_missing() -> None:
    below = MinimumData(needed=3, have=1, of="check-ins")
    reached = MinimumData(needed=3, have=9, of="check-ins")

    assert (below.missing, below.reached) == (2, False)
    assert (reached.missing, reached.reached) == (0, True)


def test_a_gap_is_longer_than_the_days_that_are_not_yet_one() -> None:
    first = datetime.date(2026, 3, 1)
    after_21_days = datetime.date(2026, 3, 22)
    after_22_days = datetime.date(2026, 4, 13)

    gaps = gaps_between([first, first, after_21_days, after_22_days], longer_than=21)

    assert gaps == (Gap(after_21_days, after_22_days),)
    assert gaps[0].days == 22


def test_no_day_and_one_day_have_no_gap() -> None:
    assert gaps_between([], longer_than=21) == ()
    assert gaps_between([datetime.date(2026, 3, 1)], longer_than=21) == ()
