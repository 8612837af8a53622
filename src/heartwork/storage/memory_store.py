"""A store in memory only: for a visit of which nothing is written."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from heartwork.answers import stamp
from heartwork.changes import Destroyed
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.storage.answers_folder import AnswersFolder, clock
from heartwork.storage.store import Make

__all__ = ["MemoryStore"]


class MemoryStore:
    """
    Answers that are kept until the program ends, and never written; it begins empty, whatever lies on the disk.

    Its folder is one where no file can be, so that nothing can be written by mistake either.
    """

    private = True

    def __init__(self) -> None:
        self.disk = AnswersFolder(Path(os.devnull) / "nowhere")

    def change(self, make: Make, *, now: datetime.datetime | None = None) -> None:
        """Keep what `make` makes of what is kept."""
        self.disk.answers = make(self.disk.answers, stamp(now) if now else clock())

    def destroy(
        self, worksheet: str, questions: Sequence[str], entry: str | None, *, now: datetime.datetime | None = None
    ) -> list[Path]:
        """Forget an answer; there are no copies."""
        destroyed = [Destroyed(worksheet, question, entry) for question in questions]
        self.change(lambda answers, at: answers.with_changes(destroyed, now=at), now=now)
        return []

    def restore(self, copy: Path, *, now: datetime.datetime | None = None) -> None:
        """There are no copies."""

    def refresh(self, *, locked: bool = False) -> None:
        """There is nothing to read."""

    def writing(self) -> AbstractContextManager[None]:
        """
        There is nothing to write to.

        Raises:
            KitError: Always.
        """
        what = _("nothing of this visit is written, so there is nothing to lock.")
        raise KitError([Problem(what=what, mend=_("Go on."))])
