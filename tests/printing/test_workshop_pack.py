"""A workshop on paper."""

from __future__ import annotations

import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.library import WorksheetLibrary
from heartwork.printing import workshop_pack
from heartwork.printing.typeset import PrintOptions
from tests.printing.reading import pages_of, read, squeezed

LOOK = PrintOptions(day="2026-11-24")
SHELF = WorksheetLibrary()


@pytest.mark.parametrize("id_", [path.stem for path in plan_reader.paths(SHELF.folder)])
def test_the_script_holds_every_part_and_what_to_do_when_something_happens(id_: str) -> None:
    plan, leading = plan_reader.plan(SHELF, id_), plan_reader.leading(SHELF)

    text = read(workshop_pack.script(plan, leading, SHELF, LOOK, country="uk").raw)

    assert [one.title for one in plan.activities if squeezed(one.title) not in text] == []
    assert [one.title for one in leading.if_ if squeezed(one.title) not in text] == []
    assert squeezed(f"Minute {plan.minutes - plan.activities[-1].minutes} to {plan.minutes}") in text
    assert squeezed("Are you safe to go home today?") in text
    assert squeezed("116 123") in text


def test_the_agreement_is_one_sheet_with_help_lines() -> None:
    leading = plan_reader.leading(SHELF)

    made = workshop_pack.agreement(leading, SHELF, LOOK, country="uk")

    text = read(made.raw)
    assert squeezed("“Pass” is an answer like any other.") in text
    assert squeezed("116 123") in text
    assert pages_of(made.raw) == 1


def test_blank_pages_are_those_the_plan_leads_to() -> None:
    text = read(workshop_pack.blank_of_plan(plan_reader.plan(SHELF, "two-hours"), SHELF, LOOK, country="uk").raw)

    assert squeezed(SHELF.worksheet("boundaries").title) in text
    assert squeezed(SHELF.worksheet("want").title) in text
    assert squeezed(SHELF.worksheet("forgive").title) not in text
