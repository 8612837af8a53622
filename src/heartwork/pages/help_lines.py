"""Help lines, as they stand in `worksheets/resources.yaml`, in HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from heartwork.kinds.date import Date
from heartwork.words import _

__all__ = ["as_html"]

_NUMBER = re.compile(r"[+*]?\d[\d\s-]*\d")
#: What is sent to a number, where it wants a certain word: "START to 88788".
_KEYWORD = re.compile(r"^[A-Z]{2,}\b")


def as_html(resources: Mapping[str, Any]) -> str:
    """
    Every country in the order of its name, with its lines below it; a number can be tapped, and nothing is fetched.

    Args:
        resources: The plain values of `resources.yaml`.
    """
    # By the reader's name for it: who lives in España looks under E.
    by_name = sorted(resources.get("countries", ()), key=lambda country: str(country["name"]))
    countries = "".join(_country(country) for country in by_name)
    elsewhere = escape(str(resources.get("elsewhere", "")))
    another = f"<details><summary>{_('Another country')}</summary><p>{elsewhere}</p></details>" if elsewhere else ""
    return f'<div class="hw-countries">{countries}{another}</div>'


def _country(country: Mapping[str, Any]) -> str:
    lines = "".join(_line(line) for line in country["lines"])
    name, id_ = escape(str(country["name"])), escape(str(country["id"]), quote=True)
    return f'<details data-country="{id_}"><summary>{name}</summary><ul class="hw-lines">{lines}</ul></details>'


def _line(line: Mapping[str, Any]) -> str:
    ways = []
    if line.get("phone"):
        ways += [_call(number) for number in _NUMBER.findall(str(line["phone"]))]
    if line.get("text"):
        ways.append(_text(str(line["text"])))
    calls = f'<span class="hw-calls">{"".join(ways)}</span>' if ways else ""
    # No link: nobody is to be led out of these pages by a finger that slipped.
    web = f'<span class="hw-web">{escape(str(line["web"]))}</span>' if line.get("web") else ""
    about = ". ".join(escape(str(line[key]).rstrip(".")) for key in ("hours", "note") if line.get(key))
    checked = _("Checked on {day}: {source}.").format(
        day=escape(Date().in_words(str(line["checked"]))), source=escape(str(line["source"]).rstrip("."))
    )
    return (
        f"<li><strong>{escape(str(line['name']))}</strong><span>{escape(str(line['for']))}</span>{calls}{web}"
        f"<span>{about}.</span><span class='hw-about'>{checked}</span></li>"
    )


def _call(number: str) -> str:
    said = _("Ring {number}").format(number=escape(number.strip()))
    return f'<a class="hw-call" href="tel:{_plain(number)}">{said}</a>'


def _text(words: str) -> str:
    """A number to write to; its keyword, if it wants one, is put into the message."""
    said = _("Text {words}").format(words=escape(words))
    numbers, keyword = _NUMBER.findall(words), _KEYWORD.match(words)
    if not numbers:
        return f"<span>{said}</span>"
    # Both signs, because phones differ in which of them they understand.
    body = f"?&amp;body={quote(keyword[0])}" if keyword else ""
    return f'<a class="hw-call" href="sms:{_plain(numbers[-1])}{body}">{said}</a>'


def _plain(number: str) -> str:
    return re.sub(r"[^\d+*]", "", number)
