"""
The person's own day and time of day. What is stored is UTC; what is shown or taken home is where they are.

A page says in which zone its browser is (`use_zone`): its kernel may run on a laptop of somebody else, or far away. In
a terminal, and until a page has said so, it is the zone of the computer.
"""

from __future__ import annotations

import datetime
import zoneinfo

__all__ = ["local_day", "local_moment", "use_zone", "zone"]

#: What a browser says that hides where it is; then the computer knows better.
_HIDDEN = {"UTC", "GMT", "Atlantic/Reykjavik"}

#: Of this process: a kernel belongs to one person. None is the zone of the computer.
_zone: datetime.tzinfo | None = None


def use_zone(name: str) -> None:
    """
    From now on in this zone.

    Args:
        name: As a browser names it, `Europe/Madrid`. One that is not known, or hides where it is, is the computer's.
    """
    global _zone
    _zone = None
    if name in _HIDDEN or name.startswith("Etc/"):
        return
    try:
        _zone = zoneinfo.ZoneInfo(name)
    except (KeyError, OSError, ValueError):  # not known here, or no name of a zone at all
        return


def zone() -> datetime.tzinfo | None:
    """The zone, for the clock (`datetime.now(zone())`); None is the computer's."""
    return _zone


def local_moment(at: str) -> datetime.datetime | None:
    """
    A moment of the file, where the person is.

    Args:
        at: `2026-11-23T14:05:00Z`.

    Returns:
        None where this is no moment.
    """
    try:
        moment = datetime.datetime.fromisoformat(at.replace("Z", "+00:00"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
        return moment.astimezone(_zone)
    except (ValueError, OverflowError, OSError):
        return None


def local_day(at: str) -> str:
    """The day of a moment where the person is, `2026-11-23`; of anything else, its first ten characters."""
    moment = local_moment(at) if "T" in at else None
    return at[:10] if moment is None else moment.date().isoformat()
