"""A heartwork that is open already gives a new address to who knocks: another browser on the same pages."""

from __future__ import annotations

import hmac
import http.client
import json
import secrets
import sys
import webbrowser
from pathlib import Path

from heartwork.authoring.library import WorksheetLibrary
from heartwork.i18n.messages import _
from heartwork.runtime.instance import RunningInstance, found, knock_proof
from heartwork.server.ports import HOST

__all__ = ["HOST", "can_show", "open_again", "open_browser", "running_here", "say_address", "say_ready"]

#: Bytes that an answer may have.
_LARGEST = 10_000


def open_again(answers: Path, shelf: WorksheetLibrary, *, port: int | None, place: str, browser: bool) -> bool:
    """
    Where heartwork is open already for these answers and worksheets, open a browser on it.

    Args:
        port: The port that was asked for; what is open on another one is not the one meant.
        place: The page to open, `boundaries`.
        browser: Whether to open a browser, or only to say the address.

    Returns:
        Whether it was open.
    """
    running = running_here(answers, shelf, port=port)
    url = "" if running is None else _new_address(running)
    if not url:
        return False
    say_address(url, place, browser=browser)
    sys.stdout.write(_("It was open already, in another window. Leave that one open while you write.") + "\n")
    sys.stdout.flush()
    return True


def running_here(answers: Path, shelf: WorksheetLibrary, *, port: int | None) -> RunningInstance | None:
    """The heartwork that is noted for these answers and worksheets, at this port if one is given; it may have ended."""
    running = found(answers)
    if running is None or (running.worksheets, running.language) != (str(shelf.folder), shelf.language):
        return None
    return running if port in (None, running.port) else None


def say_address(url: str, place: str, *, browser: bool) -> None:
    """Print an address, and open a browser there."""
    address = f"{url}#{place}" if place else url
    say_ready(address)
    if browser and not open_browser(address):
        sys.stdout.write(_("No browser could be opened from here: open that address yourself.") + "\n")


def say_ready(address: str) -> None:
    """
    Say where it is ready, as soon as it would answer.

    Programs wait for the English line, so it is the same in every language; in another one it is said before, too.
    """
    english = f"heartwork is ready at {address}"
    said = _("heartwork is ready at {address}").format(address=address)
    for line in dict.fromkeys([said, english]):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def can_show(text: str) -> bool:
    """Whether the window can show every letter of a text."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeError):
        return False
    return True


def _new_address(running: RunningInstance) -> str:
    """Asked of the one that runs; empty when nobody answers there, or somebody else does."""
    connection = http.client.HTTPConnection(HOST, running.port, timeout=5)
    number = secrets.token_urlsafe(24)
    headers = {"X-Knock": knock_proof(running.knock, "knock", number), "X-Number": number}
    try:
        connection.request("POST", "/knock", headers=headers)
        said = json.loads(connection.getresponse().read(_LARGEST))
        address = str(said["address"])
        proof = knock_proof(running.knock, "address", number, address)
        return address if hmac.compare_digest(str(said["proof"]).encode(), proof.encode()) else ""
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def open_browser(url: str) -> bool:
    """Open a browser with windows; one that would take over the terminal is left alone."""
    try:
        controller = webbrowser.get()
        if type(controller) is webbrowser.GenericBrowser:  # lynx and the like: they hold the terminal until closed
            return False
        return controller.open(url)
    except Exception:  # whatever $BROWSER makes it do: the address is said all the same
        return False
