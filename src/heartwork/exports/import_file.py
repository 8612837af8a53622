"""A workbook that is brought in from a file: read with care, and what it would change told in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from heartwork.answers import Answers
from heartwork.errors import KitError, Problem
from heartwork.exports.plain_text import in_one_line
from heartwork.merging import Preview, Touched
from heartwork.storage import workbook_json
from heartwork.workbook_format import DAY, AnswerDoc, WorkbookDoc

__all__ = ["in_sentences", "read"]

#: How a file begins that an age tool has sealed: as bytes, and as text.
_SEALED = (b"age-encryption.org/", b"-----BEGIN AGE")


def read(path: Path) -> Answers:
    """
    The workbook in a file that `heartwork export` wrote, or that is a `workbook.json` itself.

    Raises:
        KitError: If it cannot be read, is no workbook, or comes from a newer heartwork.
    """
    try:
        with path.open("rb") as file:  # not by its size: a pipe or a device has none
            raw = file.read(workbook_json.LARGEST + 1)
    except OSError as error:
        raise _not_this(path, f"this file cannot be read ({error.strerror}).", "Look at the path.") from error
    if len(raw) > workbook_json.LARGEST:
        raise _not_this(path, "this file is too large to be a workbook.", "Look at the path.")
    if raw.startswith(_SEALED):
        raise _not_this(
            path,
            "this file is sealed with a passphrase.",
            "Open it with `age --decrypt` first, or run `heartwork unseal` where it comes from and export it there.",
        )
    try:
        known = workbook_json.read(raw)
        if not workbook_json.is_newer(known):
            _expect_texts(known)
    except ValueError as error:
        if "too deep" in str(error):
            what = "something in this file is nested too deeply: more than 50 lists inside one another."
            raise _not_this(path, what, "Take out what was not written by heartwork.") from None
        raise _not_this(
            path,
            "this is not a workbook of heartwork.",
            "Take a file that `heartwork export` wrote as json; csv and md are for reading, not for bringing in.",
        ) from None
    if workbook_json.is_newer(known):
        raise _not_this(path, "this file was written by a newer heartwork.", "Update heartwork, then try again.")
    return Answers(known)


def in_sentences(preview: Preview) -> Iterator[str]:
    """What bringing it in would do, line by line: ids and numbers, not a word of the person's."""
    for touched in preview.worksheets:
        yield f"{in_one_line(touched.worksheet)}:"
        for line in _lines(touched):
            yield f"  {line}"


def _lines(touched: Touched) -> Iterator[str]:
    if touched.new:
        yield f"{_count(len(touched.new), 'answer')} more ({_named(touched.new)})"
    if touched.newer:
        yield (
            f"{_count(len(touched.newer), 'answer')} newer in the file ({_named(touched.newer)}): "
            "shown from now on, what you have is kept beside it"
        )
    if touched.older:
        yield (
            f"{_count(len(touched.older), 'answer')} older in the file ({_named(touched.older)}): "
            "what you have stays, the other is kept beside it"
        )
    if touched.entries_new:
        yield f"{_count(touched.entries_new, 'entry', 'entries')} more"
    if touched.entries_changed:
        yield f"{_count(touched.entries_changed, 'entry', 'entries')} with something in it that you don't have"
    if touched.own:
        made = _count(touched.own, "question or choice", "questions or choices")
        yield f"{made} of your own, new or worded otherwise"
    if touched.marks and not touched.new:
        yield "when it was opened, or read to its end"


def _named(ids: tuple[str, ...]) -> str:
    # Ids of ours are short words; a file from elsewhere may say anything.
    return ", ".join(in_one_line(id_) for id_ in ids)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _expect_texts(document: WorkbookDoc) -> None:
    """Raise ValueError unless what is read as a text is one: a file from elsewhere may hold anything."""
    for kept in document["worksheets"].values():
        times = (kept.get("opened"), kept.get("finished"), kept.get("definition", ""))
        if not all(time is None or isinstance(time, str) for time in times):
            raise ValueError("not a time")
        _expect_answers(kept.get("answers", {}))
        _expect_answers(kept.get("own", {}))
    for entries in document["entries"].values():
        ids = [entry["id"] for entry in entries]
        if len(set(ids)) < len(ids):
            raise ValueError("one id, two entries")
        for entry in entries:
            if not isinstance(entry.get("at", ""), str) or not isinstance(entry.get(DAY, ""), str):
                raise ValueError("not a day")
            if not isinstance(entry.get("also", []), list):
                raise ValueError("not a list")
            _expect_answers(entry.get("answers", {}))


def _expect_answers(answers: Mapping[str, AnswerDoc]) -> None:
    for answer in answers.values():
        for kept in (answer, *answer.get("before", ()), *answer.get("also", ())):
            if not isinstance(kept.get("at", ""), str):
                raise ValueError("not a time")


def _not_this(path: Path, what: str, mend: str) -> KitError:
    return KitError([Problem(what=what, mend=mend, file=str(path))])
