"""`info`: something to read; there is nothing to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from heartwork.i18n.messages import _
from heartwork.print_shapes import Shapes
from heartwork.question import Kind, own_key


@dataclass(frozen=True)
class Info(Kind):
    """Something to read, in Markdown; perhaps with what was written elsewhere below it. There is nothing to answer."""

    answers: ClassVar[bool] = False

    text: str = own_key("text", means="What there is to read, in Markdown.")
    recall: tuple[str, ...] = own_key(
        "names", default=(), means="Questions (worksheet.question) whose answers are shown below the text."
    )
    pages: bool = own_key(
        "flag",
        default=False,
        means="Whether the worksheets are listed below the text: those read to their end, and those begun.",
    )

    def misfit(self, value: Any) -> str:
        return _("There is nothing to answer here.")

    def in_words(self, value: object) -> str:
        return ""

    def on_paper(self, value: object) -> Shapes:
        return ()
