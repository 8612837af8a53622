"""What is asked for when a phone is to be let in, what comes of it, and how a window shows that."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from heartwork.i18n.messages import _
from heartwork.server.instance_client import can_show

__all__ = ["MINUTES", "PhoneLink", "PhoneOptions", "say_code", "say_link"]

#: So long a link is good.
MINUTES = 10


@dataclass(frozen=True, slots=True)
class PhoneOptions:
    """
    How the pages are to be opened on a phone.

    Args:
        host: The address of this computer that the phone uses; empty for the one that phones most likely reach.
        cert: The path of a certificate (PEM); empty for none.
        key: The path of its key.
        place: The page to open, `boundaries`.
    """

    host: str = ""
    cert: str = ""
    key: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class PhoneLink:
    """
    A link that opens the pages on one phone, once.

    Args:
        address: The whole of it.
        encrypted: Whether what travels can't be read on its way.
        others: Other addresses of this computer, in numbers.
    """

    address: str
    encrypted: bool
    others: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"PhoneLink(encrypted={self.encrypted})"


def say_code(address: str) -> bool:
    """Show an address as a QR code; whether this window can."""
    if not can_show("\u2588\u2580\u2584"):
        return False
    import segno

    segno.make(address, micro=False).terminal(compact=True)
    return True


def say_link(link: PhoneLink) -> None:
    """Show the link in this window, with what can be said of who else gets in."""
    lines = [
        _(
            "For your phone, in the same network as this computer. Point its camera at the code, or open the address "
            "below it. It lets one phone in, once, within {minutes} minutes."
        ).format(minutes=MINUTES)
    ]
    sys.stdout.write("\n".join(["", *lines]) + "\n")
    sys.stdout.flush()
    say_code(link.address)
    lines = [link.address]
    if link.others:
        said = _("If your phone can't open it, try another address of this computer with --host: {numbers}")
        lines.append(said.format(numbers=", ".join(link.others)))
    lines.append(
        _(
            "What travels between the phone and this computer is encrypted with your certificate. No other device "
            "gets in with this code, once your phone has."
        )
        if link.encrypted
        else _(
            "What travels between the phone and this computer is not encrypted. Anyone on the same network who knows "
            "how could read along, your passphrase too, and could get in as your phone. Use a network that is yours "
            "alone (the hotspot of your phone), or give a certificate with --cert and --key."
        )
    )
    lines.append(_("It ends when you close the last page on this computer, or heartwork."))
    lines.append(
        _("For a new code, type heartwork open --phone in another window. The phone that was in before is out then.")
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
