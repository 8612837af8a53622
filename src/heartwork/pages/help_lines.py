"""Help lines, as they stand in `worksheets/resources.yaml`, in HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from heartwork.words import _

__all__ = ["as_html"]

_DIGITS = re.compile(r"[\d][\d\s-]*\d")


def as_html(resources: Mapping[str, Any]) -> str:
    """
    Every country with its lines; a number can be tapped, and nothing is fetched.

    Args:
        resources: The plain values of `resources.yaml`.
    """
    countries = "".join(_country(country) for country in resources.get("countries", ()))
    elsewhere = escape(str(resources.get("elsewhere", "")))
    return f'<div class="hw-countries">{countries}</div>' + (f"<p>{elsewhere}</p>" if elsewhere else "")


def _country(country: Mapping[str, Any]) -> str:
    lines = "".join(_line(line) for line in country["lines"])
    name = escape(str(country["name"]))
    return f"<details><summary>{name}</summary><ul class='hw-lines'>{lines}</ul></details>"


def _line(line: Mapping[str, Any]) -> str:
    ways = []
    if line.get("phone"):
        ways.append(_call(str(line["phone"])))
    if line.get("text"):
        text = escape(str(line["text"]))
        ways.append(f"<span>{_('text {number}').format(number=text)}</span>")
    if line.get("web"):
        ways.append(f"<span>{escape(str(line['web']))}</span>")
    about = ". ".join(escape(str(line[key]).rstrip(".")) for key in ("for", "hours", "note") if line.get(key))
    checked = escape(str(line.get("checked", "")))
    return (
        f"<li><strong>{escape(str(line['name']))}</strong> <span class='hw-number'>{' · '.join(ways)}</span>"
        f"<span class='hw-about'>{about}. {_('Checked on {day}.').format(day=checked)}</span></li>"
    )


def _call(phone: str) -> str:
    number = _DIGITS.search(phone)
    if number is None:
        return escape(phone)
    plain = re.sub(r"\D", "", number[0])
    return f'<a href="tel:{plain}">{escape(phone)}</a>'
