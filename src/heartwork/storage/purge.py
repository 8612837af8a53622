"""Destroying an answer in what lies beside a workbook: its copies, and what an interruption left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from heartwork import atomic_files
from heartwork.answers import Answers
from heartwork.changes import Destroyed
from heartwork.storage import key_backups

__all__ = ["purge_backups"]


def purge_backups(
    backups: Path,
    destroyed: Sequence[Destroyed],
    *,
    others: Iterable[Path] = (),
    read: Callable[[Path], Answers | None],
    write: Callable[[Path, Answers], None],
) -> list[Path]:
    """
    Write every copy anew without these answers; for who holds the lock.

    It looks at every copy each time, whatever the workbook holds, so that a second attempt ends what a first one
    began. The bytes are taken from the file system, not wiped from the disk.

    Args:
        backups: The folder of the copies.
        destroyed: The answers.
        others: Copies of the workbook under other names, which other programs made.
        read: What a copy holds; None when it cannot be read.
        write: Puts answers in the place of a copy, durably.

    Returns:
        The files beside the workbook that cannot be read, and may hold the answers still.

    Raises:
        OSError: If the disk did not take it.
    """
    for folder in (backups.parent, backups):
        # Half a write, or a copy under its first name: a killed process left it, and it holds every word.
        for path in (*folder.glob(".new-*"), *folder.glob(".*.new")):
            atomic_files.remove(path)
    left = sorted(backups.parent.glob("workbook.damaged-*"))
    for path in dict.fromkeys((*sorted(backups.glob("*")), *others)):
        if key_backups.is_one(path):
            continue
        before = read(path)
        if before is None:
            left.append(path)
            continue
        after = before.without(destroyed)
        if after.document != before.document:
            write(path, after)
    return left
