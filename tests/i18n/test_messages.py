"""The kit's own words: all are marked so that tools find them, and every catalogue is whole and fresh."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from heartwork.i18n.catalogs import LOCALE, PSEUDO, best, catalogue, direction, for_page, offered, untranslated
from heartwork.i18n.formatting import day_in_short, day_in_words, listed, number
from heartwork.i18n.messages import _, ngettext, use_language
from heartwork.locale.__main__ import KEYWORDS, as_mo, as_po, page_words, read, template, updated

SOURCE = LOCALE.parent
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/heartwork.po"))
CALLS = {*KEYWORDS}
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "node_modules" not in path.parts)
SCRIPTS = sorted(path for path in SOURCE.rglob("*.js") if not {"node_modules", "share"} & {*path.parts})


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_is_marked_can_be_found_by_tools(path: Path) -> None:
    """No f-string, no sum, no `.format` inside a mark: a tool reads the text as it stands."""
    wrong = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS
        for argument in node.args
        if isinstance(argument, ast.JoinedStr)
        or (isinstance(argument, ast.BinOp) and isinstance(argument.left, ast.Constant))
        or (isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format")
    ]

    assert wrong == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_scripts_mark_whole_texts(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert re.findall(r"(?<![\w.$])_\(`[^`]*`", source) == []
    assert re.findall(r'(?<![\w.$])_\("(?:[^"\\]|\\.)*"\s*\+', source) == []
    # Where a mark stands inside of another, or braces inside of `${...}`, the tool that gathers them sees nothing.
    marked = re.findall(r'(?<![\w.$])(?:_|ngettext)\("((?:[^"\\]|\\.)*)"', source)
    assert {text.replace('\\"', '"') for text in marked} <= _messages()


@cache
def _messages() -> set[str]:
    return {message.id if isinstance(message.id, str) else message.id[0] for message in template()}


def test_nothing_is_translated_while_modules_are_read() -> None:
    """The fork server reads all of them before it is known who will read their words."""
    script = """
import heartwork.i18n.messages as words
class Said(words.NullTranslations):
    def gettext(self, message): raise AssertionError(message)
    def ngettext(self, one, many, count): raise AssertionError(one)
words.set_language(Said())
import heartwork.notebook_api, heartwork.charts.gallery, heartwork.pages.patterns_page, heartwork.pages.app
import heartwork.server.app, heartwork.printing.worksheets, heartwork.workshop.room
"""
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_is_compiled_as_it_stands(path: Path) -> None:
    kept = GNUTranslations(BytesIO(path.with_suffix(".mo").read_bytes()))
    made = GNUTranslations(BytesIO(as_mo(read(path))))

    assert {key: text for key, text in _texts(kept).items() if key} == {
        key: text for key, text in _texts(made).items() if key
    }


def _texts(translations: GNUTranslations) -> dict[Any, str]:
    texts: dict[Any, str] = translations._catalog  # type: ignore[attr-defined]
    return texts


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_puts_in_the_same_values_and_the_same_tags(path: Path) -> None:
    wrong = []
    for message in read(path):
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        for text in texts:
            if message.id and text and _inside(text) not in [_inside(id_) for id_ in ids]:
                wrong.append(text)

    assert wrong == []


def _inside(text: str) -> tuple[set[str], list[str]]:
    return set(re.findall(r"\{\w+\}", text)), sorted(re.findall(r"</?\w+[^>]*>", text))


def test_days_and_numbers_are_spelt_as_the_reader_spells_them() -> None:
    assert (day_in_words("2026-11-20"), number(7.5)) == ("20 November 2026", "7.5")

    with use_language(catalogue("es")):
        assert day_in_words("2026-11-20") == "20 de noviembre de 2026"
        assert (day_in_words("2026-11"), day_in_words("2026")) == ("noviembre de 2026", "2026")
        assert day_in_short("2026-03-03") == "3 mar 2026"
        assert (number(7.5), number(7.0)) == ("7,5", "7")
        assert listed(["uno", "dos", "tres"]) == "uno, dos y tres"
        assert ngettext("{count} day", "{count} days", 1).format(count=1) == "1 día"
    assert _("Leave now") == "Leave now"


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en-GB,en;q=0.9,es;q=0.1", "en"),
        ("fi,es;q=0.5", "es"),
        ("es;q=0,en", "en"),
        ("fi", ""),
        ("", ""),
        ("*, ;;q=x,,", ""),
        (PSEUDO, "en"),
    ],
)
def test_the_browser_says_what_it_would_like_best(wanted: str, language: str) -> None:
    assert best(wanted) == language


def test_languages_are_offered_by_their_own_names() -> None:
    assert offered() == {"en": "English", "es": "Español"}
    assert [direction(code) for code in ("en", "es", "ar", "fa-IR", PSEUDO)] == ["ltr", "ltr", "rtl", "rtl", "rtl"]


def test_a_page_is_given_its_words_and_the_rule_for_numbers() -> None:
    spanish = for_page("es")

    assert spanish["words"]["Saved {time}"] == "Guardado {time}"
    assert spanish["words"]["{count} hour"] == ["{count} hora", "{count} horas"]
    assert spanish["plural"][:3] == "101"
    assert for_page("") == {"code": "en", "direction": "ltr", "words": {}, "plural": ""}
    assert len(str(spanish["words"])) < 12_000


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_catalogue_has_every_message_of_today(path: Path) -> None:
    """When this fails: `python -m heartwork.locale`, then translate what is empty."""
    fresh = updated(path, template())

    assert as_po(fresh) == path.read_bytes()


def test_words_inside_of_an_f_string_are_found_by_every_python() -> None:
    """They were not: the tokens of an f-string can be seen from Python 3.12 on only."""
    assert {"Which country are you in?", "Stop here"} <= {message.id for message in template()}


def test_the_page_knows_which_words_it_will_need() -> None:
    assert (LOCALE / "page.json").read_text(encoding="utf-8") == page_words()


def test_spanish_is_whole() -> None:
    empty = [
        message.id
        for message in read(LOCALE / "es/LC_MESSAGES/heartwork.po")
        if message.id and not all([message.string] if isinstance(message.string, str) else message.string)
    ]

    assert empty == []


def test_a_check_names_every_message_that_a_catalogue_leaves_open(tmp_path: Path) -> None:
    catalogue = tmp_path / "eo" / "LC_MESSAGES" / "heartwork.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(
        'msgid ""\nmsgstr ""\n"Language: eo\\n"\n\n'
        'msgid "Saved"\nmsgstr "Konservita"\n\n'
        'msgid "Help lines"\nmsgstr ""\n\n'
        'msgid "a long one"\nmsgstr ""\n"longa"\n\n'
        '#, fuzzy\nmsgid "Home"\nmsgstr "Domo"\n\n'
        'msgid "{count} part"\nmsgid_plural "{count} parts"\nmsgstr[0] "{count} parto"\nmsgstr[1] ""\n',
        encoding="utf-8",
    )

    problems = untranslated(tmp_path)

    assert [(problem.file, problem.line) for problem in problems] == [(str(catalogue), line) for line in (9, 15, 22)]


def test_no_word_of_the_kit_is_left_open() -> None:
    assert untranslated() == []
