"""One person's pages, from the start to the end of the program: on this computer, and on a phone if that is wanted."""

from __future__ import annotations

import logging
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tornado.ioloop import PeriodicCallback

from heartwork.i18n.messages import _
from heartwork.paths import LANGUAGE_VARIABLE, PRIVATE_VARIABLE
from heartwork.runtime.instance import RunningInstance, note, note_ended, note_port
from heartwork.runtime.page_keys import PageKeys
from heartwork.server.app import Server, on_enter, prepare_process
from heartwork.server.config import config
from heartwork.server.instance_client import say_address
from heartwork.server.phone.app import Phone, place_for
from heartwork.server.phone.link import PhoneOptions, say_link
from heartwork.server.ports import free_port, port_again
from heartwork.server.resume import Resuming

__all__ = ["serve"]

#: Seconds after which it is noted that this heartwork still runs.
_NOTED_EVERY = 300


def serve(
    *,
    answers: Path,
    worksheets: Path,
    notebook: str = "workbook.ipynb",
    port: int | None = None,
    place: str = "",
    browser: bool = True,
    phone: PhoneOptions | None = None,
) -> None:
    """
    Serve the pages until interrupted.

    Args:
        answers: Folder of the answers.
        worksheets: Folder of the worksheets.
        notebook: Which of the kit's notebooks.
        port: The port; when None the one it had last, or a free one near 8866.
        place: The page to open, `boundaries`.
        browser: Whether to open a browser.
        phone: How a phone is to be let in, too; None for no phone.

    Raises:
        KitError: If the port is taken, the notebook is not there, or no phone could be let in that way.
    """
    if phone is not None:
        place_for(phone)
    path = prepare_process(answers, worksheets, notebook)
    private = bool(os.environ.get(PRIVATE_VARIABLE))
    chosen = port if port is not None else free_port() if private else port_again(answers)
    running = RunningInstance(
        port=chosen,
        knock=secrets.token_urlsafe(24),
        worksheets=str(worksheets),
        language=os.environ.get(LANGUAGE_VARIABLE, ""),
    )
    path_ = f"/{secrets.token_urlsafe(16)}/"
    server = Server(config=config(chosen, path_), log_level=logging.ERROR)
    phones = Phone(server)
    server.open_phone = phones.open
    server.resuming = Resuming(PageKeys(None if private else answers, time.time()), chosen, path_)

    def ready(address: Callable[[], str]) -> None:
        if not private:  # before anybody can know that it is ready, and end it
            note(answers, running)
            note_port(answers, chosen)
            PeriodicCallback(lambda: server.resuming.keys.still_running(time.time()), _NOTED_EVERY * 1000).start()
        say_address(address(), place, browser=browser)
        if phone is not None:
            say_link(phones.open(phone))
        if sys.stdin is not None and sys.stdin.isatty():
            sys.stdout.write(_("For another browser, press Enter: it gives you a new address.") + "\n")
            on_enter(server.ioloop, lambda _line: say_address(address(), place, browser=False))
        sys.stdout.write(_("Leave this window open while you write. Ctrl+C closes heartwork.") + "\n")
        sys.stdout.flush()

    server.ready, server.knock = ready, running.knock
    server.initialize([str(path)])
    server.cookie_secret = secrets.token_bytes(32)  # what it opened is worth nothing once this server has ended
    try:
        server.start()
    finally:
        phones.stop()
        server.resuming.keys.still_running(time.time())
        note_ended(answers, running)
