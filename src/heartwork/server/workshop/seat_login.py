"""Coming back to a seat by its number and passphrase: as slow, and with the same words, whichever of them is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from heartwork.crypto.keypair import WrongPassphraseError
from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.server.workshop.context import RoomContext, RoomHandler
from heartwork.workshop import attempt_limit, seats
from heartwork.workshop.attempt_limit import Attempt
from heartwork.workshop.seats import Seat

__all__ = ["come_back", "open_own"]


async def come_back(sheet: RoomHandler, number: int | None, passphrase: str) -> Seat:
    """
    Open the workbook of a seat that somebody comes back to.

    Args:
        sheet: The page that asks.
        number: Of the seat; None where none was typed.
        passphrase: As it was typed.

    Raises:
        KitError: If they do not belong together, there were too many tries, or others come back at this moment.
    """
    seat = None if number is None else seats.by_number(sheet.desk.room, number)
    attempt = attempt_limit.passphrase(sheet.desk.room, address=sheet.who, browser=sheet.browser, number=number)
    whose = (sheet.who, f"{sheet.who} {sheet.browser}", str(number))
    await _open(sheet.desk, seat, passphrase, attempt, whose, seated=False)
    assert seat is not None  # no passphrase opens a seat that is not there
    return seat


async def open_own(sheet: RoomHandler, seat: Seat, passphrase: str) -> None:
    """
    The same in a browser that has the cookie of the seat: neither counted with the tries of strangers nor behind them.

    Raises:
        KitError: As `come_back`.
    """
    attempt = attempt_limit.passphrase(sheet.desk.room, address=seat.id, browser=sheet.browser, number=seat.number)
    await _open(sheet.desk, seat, passphrase, attempt, (seat.id,), seated=True)


async def _open(
    desk: RoomContext, seat: Seat | None, passphrase: str, attempt: Attempt, whose: Sequence[str], *, seated: bool
) -> None:
    """A try is counted before it is made, and given back when it was right."""
    try:
        if attempt.shares:
            await desk.passphrases.turn(attempt.shares)
        await desk.keys.open_again(seat, passphrase, whose=whose, seated=seated)
    except WrongPassphraseError:
        what = _("this number and this passphrase don't belong together here.")
        mend = _("Look at the number of your seat once more. In a passphrase, capitals and spaces count.")
        raise KitError([Problem(what=what, mend=mend)]) from None
    except KitError:
        attempt.give_back()
        raise
    attempt.give_back()
