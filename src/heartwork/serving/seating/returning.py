"""Coming back to a seat by its number and passphrase: as slow, and with the same words, whichever of them is wrong."""

from __future__ import annotations

from heartwork.files.sealing import WrongPassphraseError
from heartwork.problems import KitError, Problem
from heartwork.serving.seating.desk import Desk, Sheet
from heartwork.words import _
from heartwork.workshop import attempts, seats
from heartwork.workshop.seats import Seat

__all__ = ["come_back", "open_workbook"]


async def come_back(sheet: Sheet, number: int | None, passphrase: str) -> Seat:
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
    await open_workbook(sheet, seat, passphrase, number=number)
    assert seat is not None  # no passphrase opens a seat that is not there
    return seat


async def open_workbook(sheet: Sheet, seat: Seat | None, passphrase: str, *, number: int | None) -> None:
    """
    The same for a seat that is known; a try is counted before it is made, and given back when it was right.

    Raises:
        KitError: As `come_back`.
    """
    desk: Desk = sheet.desk
    attempt = attempts.passphrase(desk.room, address=sheet.who, browser=sheet.browser, number=number)
    try:
        if attempt.shares:
            await desk.passphrases.turn(attempt.shares)
        await desk.keys.open_again(seat, passphrase, whose=(sheet.who, f"{sheet.who} {sheet.browser}", str(number)))
    except WrongPassphraseError:
        what = _("this number and this passphrase don't belong together here.")
        mend = _("Look at the number of your seat once more. In a passphrase, capitals and spaces count.")
        raise KitError([Problem(what=what, mend=mend)]) from None
    except KitError:
        attempt.give_back()
        raise
    attempt.give_back()
