"""The invented people of the worksheets' examples, as workbooks."""

from __future__ import annotations

import uuid
from pathlib import Path

from heartwork.answers import Answered, Change
from heartwork.files.shelf import Shelf
from heartwork.files.workbook import Workbook

__all__ = ["write_example"]


def write_example(answers: Path, worksheet: str, person: int = 0) -> None:
    """Fill one worksheet in as one of its examples."""
    example = Shelf().worksheet(worksheet).examples[person]
    changes: list[Change] = [
        Answered(worksheet=worksheet, question=question, value=value) for question, value in example.answers.items()
    ]
    for entry in example.entries:
        id_ = str(uuid.uuid4())
        changes.append(Answered(worksheet=worksheet, entry=id_, question="for", value=entry["for"]))
        changes += [
            Answered(worksheet=worksheet, entry=id_, question=question, value=value)
            for question, value in entry["answers"].items()  # type: ignore[attr-defined]
        ]
    Workbook.load(answers).save(changes)
