"""What stands round every page, in the language of who asked for it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from html import escape

from jinja2 import Environment, FileSystemLoader
from tornado.web import RequestHandler

from heartwork.i18n.catalogs import best, catalogue, direction, for_page
from heartwork.i18n.messages import _, set_task_language
from heartwork.paths import LANGUAGE_HEADER, LANGUAGE_VARIABLE, REHEARSAL_VARIABLE, TEMPLATE

__all__ = ["COOKIE", "GLOBALS", "entrance", "first_screen", "forget_language", "frame", "use_language_of"]

#: Where the browser keeps the language that was chosen on a page (frontend/parts/languages.js).
COOKIE = "pages-language"

_language: ContextVar[str] = ContextVar("heartwork_language", default="en")
_first_screen_sent: ContextVar[bool] = ContextVar("heartwork_first_screen_sent", default=False)


def use_language_of(handler: RequestHandler) -> None:
    """
    Speak the reader's language until this request is answered, and say it to the kernel that is started for it.

    It is what was chosen on a page of this browser, else what was said at the start, else the browser's own.
    """
    said = os.environ.get(LANGUAGE_VARIABLE, "")
    wanted = handler.request.headers.get("Accept-Language", "")
    language = best(handler.get_cookie(COOKIE) or "") or said or best(wanted) or "en"
    handler.request.headers[LANGUAGE_HEADER] = language
    _language.set(language)
    set_task_language(catalogue(language))


def forget_language(handler: RequestHandler) -> None:
    """Who came by a new address of a program that was started with a language reads in that one."""
    if os.environ.get(LANGUAGE_VARIABLE):
        handler.clear_cookie(COOKIE, path=handler.settings.get("base_url", "/"))


def _word(message: str) -> str:
    """Words of the frame; the page knows them again when another language is chosen on it."""
    return f'<span data-word="{escape(message)}">{escape(_(message))}</span>'


def _words_of_page() -> str:
    """What the scripts have to know of the language, as JSON that may stand in HTML; empty for English."""
    told = for_page(_language.get())
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c") if told["words"] else ""


#: What the templates may ask for.
GLOBALS: dict[str, object] = {
    "_": _,
    "word": _word,
    "language": _language.get,
    "direction": lambda: direction(_language.get()),
    "rehearsal": lambda: bool(os.environ.get(REHEARSAL_VARIABLE)),
    "words_of_page": _words_of_page,
    "first_screen_sent": _first_screen_sent.get,
    "help_files": lambda: [f"help.{_language.get()}.html", "help.html"],
}


@cache
def _templates() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=False)  # noqa: S701  our own words only
    environment.globals.update(GLOBALS)
    return environment


def frame(title: str, body: str, *, base_url: str = "/") -> str:
    """
    A page that needs no kernel and no script.

    Args:
        title: Its heading, HTML.
        body: What is below it, HTML.
        base_url: Below which its styles are.
    """
    return _templates().get_template("error.html").render(title=title, body=body, base_url=base_url)


def entrance(base_url: str, action: str, token: str) -> str:
    """
    The page behind an address that opens once: it sends what opens by itself, as soon as somebody sees it.

    To look at it uses nothing up.

    Args:
        base_url: Where the server's pages are.
        action: Where that is sent.
        token: What opens.
    """
    return _templates().get_template("one-time-link.html.j2").render(base_url=base_url, action=action, token=token)


def first_screen(
    base_url: str,
    arriving: str,
    *,
    key: str,
    told: Mapping[str, object] | None,
    at_a_seat: bool = False,
    on_a_server: bool = False,
    on_binder: bool = False,
    phone: Mapping[str, str] | None = None,
) -> str:
    """
    The first screen of a page with a kernel; the template goes on after it, in this task and those it starts.

    Args:
        base_url: Where the server's pages are.
        arriving: The page's name on its way (see `heartwork.server.kernels.manager.PendingPage`).
        key: What shows that a request is the page's own.
        told: What its script is told, so that it can come back (see `heartwork.server.resume`); None for nothing.
        at_a_seat: Whether it is a seat's, whose words lie on another's computer.
        on_a_server: Whether they lie where a Jupyter server runs, which may be anywhere.
        on_binder: Whether that is lent to anybody who opens a link.
        phone: What it says where it is read on a phone, see `heartwork.server.phone.door`; None anywhere else.
    """
    _first_screen_sent.set(True)
    template = _templates().get_template("first-screen.html.j2")
    where = {"at_a_seat": at_a_seat, "on_a_server": on_a_server, "on_binder": on_binder}
    about = {"arriving": arriving, "key": key, "told": json.dumps(told) if told else "", "phone": phone, **where}
    return template.render(resources={"base_url": base_url}, **about)
