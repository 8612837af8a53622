"""The day an entry is about: a date where the whole day is known, as much as is known where it is not."""

from __future__ import annotations

import datetime
import re

__all__ = ["known_day"]

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def known_day(written: str) -> datetime.date | str | None:
    """
    What is known of a day.

    Args:
        written: `2026-05-17`, `2026-05` or `2026`; anything else may stand there too.

    Returns:
        A date for a whole day; the text itself for a month or a year; None when there is no such day.
    """
    parts = _WRITTEN.fullmatch(written)
    if parts is None:
        return None
    year, month, day = parts.groups()
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return date if day else written
