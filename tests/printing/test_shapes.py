"""Every kind of question can be printed, whatever was answered: the templates know all shapes that come."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from heartwork.printing.typeset import Block, Print, PrintOptions, render_pdf
from heartwork.question import Kind, Question
from tests.strategies import answered, kinds

WORDS = {"title": "Pages", "foot": "At the foot"}


def printed(kind: Kind, value: Any, *, large: bool = False) -> Print:
    question = Question(id="q", kind=kind, ask="What is it?")
    block: Block = {
        "block": "question",
        "ask": question.ask,
        "hint": "",
        "lead": "",
        "together": False,
        "shapes": list(question.on_paper(value, str)),
    }
    return render_pdf([block], PrintOptions(day="2026-11-24", large=large), words=WORDS)


@given(kinds(), st.booleans())
def test_every_kind_can_be_printed_blank(kind: Kind, large: bool) -> None:
    assert printed(kind, None, large=large).raw.startswith(b"%PDF")


@given(answered(), st.booleans())
def test_every_answer_that_fits_can_be_printed(pair: tuple[Kind, Any], large: bool) -> None:
    kind, value = pair
    tidy = kind.tidied(value)

    if tidy is not None:
        assert printed(kind, tidy, large=large).raw.startswith(b"%PDF")
