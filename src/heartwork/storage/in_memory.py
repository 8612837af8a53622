"""A workbook in memory only: for a visit of which nothing is written."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from pathlib import Path

from heartwork.answers import Answers, stamp
from heartwork.changes import Destroyed
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.storage.workbook import Workbook

__all__ = ["PrivateWorkbook"]


class PrivateWorkbook(Workbook):
    """
    Answers that are kept until the program ends, and never written; it begins empty, whatever lies on the disk.

    It has no folder: its place is one where no file can be, so that nothing can be written by mistake either.
    """

    private = True
    sealed = False
    locked = False

    def __init__(self) -> None:
        super().__init__(Path(os.devnull) / "nowhere")

    def change(self, make: Callable[[Answers, str], Answers], *, now: datetime.datetime | None = None) -> Answers:
        """Keep what `make` makes of what is kept; see `Workbook.change`."""
        self._answers = make(self._answers, stamp(now or datetime.datetime.now(datetime.timezone.utc)))
        return self._answers

    def destroy(
        self, worksheet: str, *questions: str, entry: str | None = None, now: datetime.datetime | None = None
    ) -> list[Path]:
        """Forget an answer; there are no copies."""
        destroyed = [Destroyed(worksheet, question, entry) for question in questions]
        self.change(lambda answers, at: answers.with_changes(destroyed, now=at), now=now)
        return []

    def reload(self) -> Answers:
        """What is kept; there is nothing to read."""
        return self._answers

    def copies(self) -> list[Path]:
        """None."""
        return []

    def unlock(self, passphrase: str) -> None:
        """There is nothing to open."""

    def seal(self, passphrase: str) -> None:
        """
        There is nothing to seal.

        Raises:
            KitError: Always.
        """
        raise KitError(
            [Problem(what=_("nothing of this visit is written, so there is nothing to lock."), mend=_("Go on."))]
        )
