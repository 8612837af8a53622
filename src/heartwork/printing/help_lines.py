"""Help lines for paper, as they stand in `worksheets/resources.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import N_, _
from heartwork.kinds.date import Date
from heartwork.printing.typeset import Block

__all__ = ["FOR_EVERYBODY", "QUOTED", "help_block", "help_in_short", "known_country"]

#: In many countries the only line about violence at home is for women; a man who reads that needs to know the rest.
FOR_EVERYBODY = N_(
    "Some of these lines are for women. If you aren't a woman, the emergency number and the lines for anyone "
    "who wants to talk are for you too."
)


#: Of a line that was not seen on a page of those who run it, nor of a public authority.
QUOTED = N_("We saw this number where others quote it, not with those who run it.")

#: So many lines of each country, where all countries are told.
_IN_SHORT = 2


def help_block(resources: Mapping[str, Any], country: str = "", *, each: int = _IN_SHORT, dense: bool = False) -> Block:
    """
    Who answers, for the end of a print.

    Args:
        resources: The plain values of `resources.yaml`.
        country: Id of a country, whose lines are then told in full; every country in short when empty.
        each: So many lines of each country, where every country is told.
        dense: Whether the countries are set close together, in two columns.
    """
    # In the order of the reader's names for them, as on the screen.
    known = sorted(resources.get("countries", ()), key=lambda one: str(one["name"]))
    countries = [one for one in known if country in ("", one["id"])]
    return {
        "block": "help",
        "title": _("If you might be in danger, these people answer"),
        "full": bool(country),
        "dense": dense,
        "own": _("A number you can call where you are:"),
        "checked": _("Numbers change. These were looked up on {day}.").format(
            day=Date().in_words(str(resources["checked"])) if resources.get("checked") else ""
        ),
        "elsewhere": f"{_(FOR_EVERYBODY)} {resources.get('elsewhere', '')}".strip(),
        "countries": [
            # In short: the first of them, by telephone and message.
            {"name": one["name"], "lines": [_line(line) for line in one["lines"][: None if country else each]]}
            for one in countries
        ],
    }


def help_in_short(resources: Mapping[str, Any], country: str = "") -> Block:
    """The lines of a country in a few words, and room for a number; without a country, the room alone."""
    lines = [line for one in resources.get("countries", ()) if one["id"] == country for line in one["lines"]]
    return {
        "block": "help in short",
        "title": _("If you might be in danger, these people answer")
        if lines
        else _("If you might be in danger, the quickest help is the emergency number where you are."),
        "own": _("A number you can call where you are:"),
        "lines": [_line(line) for line in lines[:_IN_SHORT]],
    }


def _line(line: Mapping[str, object]) -> dict[str, str]:
    # A number stays on one line.
    phone, text = (str(line.get(key) or "").replace(" ", "\N{NO-BREAK SPACE}") for key in ("phone", "text"))
    ways = [phone] if phone else []
    if text:
        ways.append(_("text {number}").format(number=text))
    if line.get("web"):
        ways.append(str(line["web"]))
    about = ". ".join(str(line[key]).rstrip(".") for key in ("for", "hours", "note") if line.get(key))
    if line.get("seen") == "quoted":
        about = f"{about}. {_(QUOTED)}".removesuffix(".")
    return {"name": str(line["name"]), "ways": " · ".join(ways), "about": f"{about}." if about else ""}


def known_country(resources: Mapping[str, Any], country: str) -> str:
    """
    The id of a country; empty stays empty, for all of them.

    Raises:
        KitError: If there are no lines for it.
    """
    known = [one["id"] for one in resources.get("countries", ())]
    if country and country.lower() not in known:
        what = _("there are no help lines for this country here.")
        raise KitError([Problem(what=what, mend=_("The countries are: {names}.").format(names=", ".join(known)))])
    return country.lower()
