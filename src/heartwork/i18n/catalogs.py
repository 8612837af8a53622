"""The kit's own words by language: catalogues in `locale/`, and what a page needs of them."""

from __future__ import annotations

import gettext
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from heartwork.errors import Problem
from heartwork.i18n.formatting import MONTHS, SHORT_MONTHS
from heartwork.i18n.messages import N_

__all__ = ["PSEUDO", "best", "catalogue", "direction", "for_page", "in_every_language", "offered", "untranslated"]

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "heartwork"

#: The language that the words are written in.
ENGLISH = "en"

#: Not a language: English between brackets, longer, from right to left. What has no brackets was never marked.
#: The code is the usual one for this, and browsers take it for that of a language.
PSEUDO = "en-XB"

#: How the code of a language looks: `es`, `pt-BR`, `zh_Hant_TW`.
_CODE = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")

#: Written from right to left.
_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}

#: The name of the language itself, in itself: Español, Deutsch, Türkçe. It stands on the button that changes to it.
_OWN_NAME = N_("English")

#: So many numbers tell the rule for numbers: from 100 on it repeats by hundreds.
_NUMBERS = 200


class _Pseudo(gettext.NullTranslations):
    """Stretches what it is given, and marks where it begins and ends; what stands in braces or tags stays."""

    def gettext(self, message: str) -> str:
        if re.fullmatch(r"\{\w+\}|\d\.\d|", message):
            return message
        if " / " in message or message in (MONTHS, SHORT_MONTHS):  # lines of a drawing; twelve names
            between = " / " if " / " in message else " "
            return between.join(f"⟦{part}⟧" for part in message.split(between))
        return f"⟦{message}{'·' * (len(re.sub(r'<[^>]*>|{[^}]*}', '', message)) // 3)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The words in a language; the English ones where there is no catalogue of it."""
    if language == PSEUDO:
        return _Pseudo()
    if not _CODE.fullmatch(language):  # it becomes a part of a path
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [language.replace("-", "_")], fallback=True)


@cache
def offered() -> dict[str, str]:
    """The languages that the kit's words are in, by code; each by its own name."""
    found = sorted(path.parent.parent.name.replace("_", "-") for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    names = {code: catalogue(code).gettext(_OWN_NAME) for code in found}
    # A catalogue that was begun, and does not even say its own name yet, is not offered.
    return {ENGLISH: _OWN_NAME, **{code: name for code, name in names.items() if name != _OWN_NAME}}


def in_every_language(message: str) -> list[str]:
    """A message in each language offered, and in the one of the page: someone may know the word from another page."""
    return [*(catalogue(code).gettext(message) for code in offered()), catalogue(PSEUDO).gettext(message)]


def best(wanted: str) -> str:
    """
    The language offered that suits what is wanted best; empty when none does.

    Args:
        wanted: What a browser says in `Accept-Language`, or a code: `es-MX,es;q=0.9,en;q=0.8`.
    """
    weighed = []
    for place, part in enumerate(wanted.split(",")[:20]):
        code, weight = re.match(r"\s*([A-Za-z*-]*)(?:\s*;\s*q=([0-9.]*))?", part).groups()  # type: ignore[union-attr]
        try:
            weighed.append((-float(weight or 1), place, code))
        except ValueError:
            continue
    for known in [code for weight, _, code in sorted(weighed) if weight]:
        while known:
            if match := next((code for code in offered() if code.lower() == known.lower()), None):
                return match
            known = known.rpartition("-")[0]
    return ""


def direction(language: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return "rtl" if language == PSEUDO or language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def for_page(language: str) -> dict[str, Any]:
    """
    What the scripts of a page have to know of a language: its code and direction, their words, the rule for numbers.

    English needs no words: they stand in the scripts themselves.
    """
    words = catalogue(language)
    told: dict[str, Any] = {"code": language or ENGLISH, "direction": direction(language), "words": {}, "plural": ""}
    if type(words) is gettext.NullTranslations:
        return told
    asked = json.loads((LOCALE / "page.json").read_text(encoding="utf-8"))
    rule = _rule(words)
    first = {rule(number): number for number in reversed(range(_NUMBERS))}
    for message in asked:
        if isinstance(message, str):
            told["words"][message] = words.gettext(message)
        else:
            told["words"][message[0]] = [words.ngettext(message[0], message[1], first[form]) for form in sorted(first)]
    told["plural"] = "".join(str(rule(number)) for number in range(_NUMBERS))
    return told


def _rule(words: gettext.NullTranslations) -> Any:
    """Which form a number takes, counted from 0."""
    return getattr(words, "plural", lambda number: int(number != 1))


def untranslated(folder: Path = LOCALE) -> list[Problem]:
    """The messages of every catalogue that have no translation, each with its line; a fuzzy one is only a guess."""
    problems = []
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
        for number, (line, following) in enumerate(pairwise(lines), start=1):
            empty = re.fullmatch(r'msgstr(\[\d\])? ""', line) and not following.startswith('"')
            if empty or re.match("#,.*\\bfuzzy\\b", line):
                mend = "Write the msgstr below its msgid, then run `python -m heartwork.locale`."
                problems.append(
                    Problem(what="these words of the pages are not translated.", mend=mend, file=str(path), line=number)
                )
    return problems
