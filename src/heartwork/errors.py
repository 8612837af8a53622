"""What is wrong, where, and the mend: every problem at once, for people and for programs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["KitError", "Problem", "did_you_mean"]


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One thing that is wrong.

    Args:
        what: What is wrong, in one sentence.
        mend: What to do about it, in one sentence.
        file: Path of the file, as it was given; empty when no file is meant.
        line: Line in that file, counted from 1; 0 when unknown.
        column: Column in that line, counted from 1; 0 when unknown.
        where: Place inside the file, in the author's own terms: `question "call-length"`.
    """

    what: str
    mend: str
    file: str = ""
    line: int = 0
    column: int = 0
    where: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        head = ", ".join(part for part in (place, self.where) if part)
        return f"{head}:\n  {self.what}\n  {self.mend}" if head else f"{self.what} {self.mend}"

    def as_dict(self) -> dict[str, str | int]:
        """The same facts for programs (`--json`)."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "where": self.where,
            "what": self.what,
            "mend": self.mend,
        }


class KitError(Exception):
    """
    Raised when something cannot go on; carries every problem found, never a person's words.

    Programs read `problems`; nobody needs to parse the text.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @property
    def sentences(self) -> str:
        """What is wrong and the mend, on one line and without files and lines: for a page. Not HTML."""
        return " ".join(f"{problem.what[:1].upper()}{problem.what[1:]} {problem.mend}" for problem in self.problems)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A short ' Did you mean "hint"?' when one of `known` looks like `name`, else an empty string."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""
