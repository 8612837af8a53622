"""A preview for authors: the page follows its file, says what is wrong in it, and can be filled in as an example."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import ipywidgets

from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.changes import Answered, Change
from heartwork.errors import KitError, Problem
from heartwork.pages.session import Session
from heartwork.widgets import ActionButton, HtmlBlock, shared_layout
from heartwork.worksheet_definition import DAY, Example, Worksheet

__all__ = ["Preview", "filled_in"]

_SAID = (
    "<p><strong>A preview.</strong> It is read again each time you save the file. "
    "What is filled in here is thrown away when you close it.</p>"
)


class Preview:
    """
    What stands round the page of a worksheet that is being written: what is wrong above it, the people below.

    Args:
        visit: The visit; its shelf has the draft.
        draft: The file.
        again: Builds the page in view anew.
    """

    def __init__(self, visit: Session, draft: Path, again: Callable[[], None]) -> None:
        self._visit, self._draft, self._again = visit, draft, again
        self.said = HtmlBlock()
        self.people = ipywidgets.VBox(layout=shared_layout())
        self._tell()
        # In a notebook that is run without a loop of its own, nobody is there to see the file change.
        with contextlib.suppress(RuntimeError):
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    def reread(self) -> None:
        """Read the file anew, and show what is in it now."""
        old = self._visit.shelf
        self._visit.shelf = WorksheetLibrary(old.folder, language=old.language, draft=self._draft)
        self._again()
        self._tell()

    async def _watch(self) -> None:
        from watchfiles import awatch  # only here: nobody but an author needs it

        async for _ in awatch(self._draft.parent, recursive=False, watch_filter=lambda _, path: self._is_ours(path)):
            self.reread()

    def _is_ours(self, path: str) -> bool:
        # Editors write another file and rename it: both names of a rename are told, and ours is one of them.
        return Path(path).name == self._draft.name

    def _tell(self) -> None:
        problems = check([self._draft], self._visit.shelf)
        self.said.html = f'<div class="hw-note">{_SAID}{_listed(problems)}</div>'
        for act in self.people.children:
            act.close()
        with contextlib.suppress(KitError):  # then its problems are listed above
            worksheet = self._visit.shelf.worksheet(self._draft.stem)
            self.people.children = [self._as(worksheet, example) for example in worksheet.examples]
            return
        self.people.children = []

    def _as(self, worksheet: Worksheet, example: Example) -> ActionButton:
        return ActionButton(f"Fill it in as: {example.name}", lambda: self._fill_in(worksheet, example))

    def _fill_in(self, worksheet: Worksheet, example: Example) -> None:
        kept = self._visit.written.answers(worksheet.id)
        emptied = [Answered(worksheet=worksheet.id, question=id_, value=None) for id_ in kept]
        self._visit.save([*emptied, *filled_in(worksheet, example)])
        self._again()


def filled_in(worksheet: Worksheet, example: Example) -> Iterator[Change]:
    """The changes that put an invented person's answers into a workbook."""

    def one(id_: str, value: object, entry: str | None = None) -> Change | None:
        question = worksheet.question(id_)
        if question is None:
            return None
        tidy = question.kind.tidied(value)
        return Answered(worksheet=worksheet.id, question=question.id, value=tidy, entry=entry, track=question.track)

    made = [one(id_, value) for id_, value in example.answers.items()]
    for entry in example.entries:
        key = str(uuid.uuid4())
        answers = entry["answers"]
        made.append(one(DAY, entry[DAY], key))
        made += [one(id_, value, key) for id_, value in (answers.items() if isinstance(answers, dict) else ())]
    return (change for change in made if change is not None)


def _listed(problems: list[Problem]) -> str:
    """Everything that is wrong, with its line and its mend; that all is well, when nothing is."""
    if not problems:
        return "<p>No mistakes found.</p>"
    items = "".join(f"<li>{_place(problem)}{escape(problem.what)} {escape(problem.mend)}</li>" for problem in problems)
    return f"<p>Mistakes found:</p><ul>{items}</ul>"


def _place(problem: Problem) -> str:
    parts = [f"line {problem.line}" if problem.line else "", problem.where]
    place = ", ".join(escape(part) for part in parts if part)
    return f"<strong>{place[0].upper()}{place[1:]}:</strong> " if place else ""
