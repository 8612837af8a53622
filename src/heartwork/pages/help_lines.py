"""Help lines, as they stand in `worksheets/resources.yaml`, in HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from heartwork.i18n.messages import _
from heartwork.kinds.date import Date
from heartwork.printing.help_lines import QUOTED

__all__ = ["as_html", "emergency_as_html"]

_NUMBER = re.compile(r"[+*]?\d[\d\s-]*\d")
#: What is sent to a number, where it wants a certain word: "START to 88788".
_KEYWORD = re.compile(r"^[A-Z]{2,}\b")
#: The names of so many countries fit beside their number in half a line.
_FEW = 2


def emergency_as_html(resources: Mapping[str, object]) -> str:
    """
    The emergency numbers, each with the countries in which it answers: to be found and tapped without opening anything.

    Args:
        resources: The plain values of `resources.yaml`; a country's emergency line has the id `emergency`.
    """
    where: dict[str, list[Mapping[str, object]]] = {}
    for country in _by_name(resources):
        for line in country["lines"]:
            if line.get("id") == "emergency":
                for number in _NUMBER.findall(str(line.get("phone") or "")):
                    where.setdefault(number, []).append(country)
    # The number of most countries first; one of few countries takes half a line.
    by_reach = sorted(where.items(), key=lambda item: -len(item[1]))
    rows = "".join(
        f"<li{' class=hw-many' if len(countries) > _FEW else ''}"
        f' data-countries="{escape(" ".join(str(one["id"]) for one in countries), quote=True)}">'
        f'<a class="hw-call" href="tel:{_plain(number)}">{escape(number)}</a> '
        f"<span>{escape(', '.join(str(one['name']) for one in countries))}</span></li>"
        for number, countries in by_reach
    )
    return f'<ul class="hw-emergency" aria-label="{_("Emergency numbers")}">{rows}</ul>' if rows else ""


def as_html(resources: Mapping[str, object]) -> str:
    """
    Every country in the order of its name, with its lines below it; a number can be tapped, and nothing is fetched.

    Args:
        resources: The plain values of `resources.yaml`.
    """
    countries = "".join(_country(country) for country in _by_name(resources))
    elsewhere = escape(str(resources.get("elsewhere", "")))
    another = f"<details><summary>{_('Another country')}</summary><p>{elsewhere}</p></details>" if elsewhere else ""
    return f'<div class="hw-countries">{countries}{another}</div>'


def _by_name(resources: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    # By the reader's name for it: who lives in España looks under E.
    return sorted(resources.get("countries", ()), key=lambda country: str(country["name"]))


def _country(country: Mapping[str, Any]) -> str:
    lines = "".join(_line(line) for line in country["lines"])
    name, id_ = escape(str(country["name"])), escape(str(country["id"]), quote=True)
    # Folded, because a frightened reader looks for a number, and reads past everything else.
    sources = "".join(
        f"<li>{escape(str(line['name']))}: {escape(str(line['source']).rstrip('.'))}</li>" for line in country["lines"]
    )
    return (
        f'<details data-country="{id_}"><summary>{name}</summary><ul class="hw-lines">{lines}</ul>'
        f'<details class="hw-sources"><summary>{_("Where we saw these numbers")}</summary><ul>{sources}</ul></details>'
        "</details>"
    )


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
    checked = _("Checked on {day}.").format(day=escape(Date().in_words(str(line["checked"]))))
    quoted = f" {_(QUOTED)}" if line.get("seen") == "quoted" else ""
    return (
        f"<li><strong>{escape(str(line['name']))}</strong><span>{escape(str(line['for']))}</span>{calls}{web}"
        f"<span>{about}.</span><span class='hw-about'>{checked}{quoted}</span></li>"
    )


def _call(number: str) -> str:
    said = _("Call {number}").format(number=escape(number.strip()))
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
