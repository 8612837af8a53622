"""The choice of a language: only what the kit offers can be chosen, whatever a page says that it shows."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

import pytest

from heartwork.i18n.catalogs import LOCALE, catalogue
from heartwork.widgets.controls import Languages


def test_a_page_cannot_bring_a_language_of_its_own() -> None:
    chosen: list[str] = []
    languages = Languages({"en": "English", "es": "Español"}, "en", chosen.append)

    languages.set_state({"choices": [["../../elsewhere", "English"]]})
    for code in ("../../elsewhere", "de", "es"):
        languages._handle_custom_msg({"type": "language", "language": code}, [])

    assert chosen == ["es"]


@pytest.mark.parametrize("code", ["../x", "/tmp/x", "es/../es", "es/", ".", "..", "e", "es\\x", "es\n"])
def test_what_is_no_code_of_a_language_is_looked_for_nowhere(tmp_path: Path, code: str) -> None:
    assert type(catalogue(code)) is NullTranslations


def test_a_catalogue_is_found_by_its_code() -> None:
    assert (LOCALE / "es").is_dir()
    assert isinstance(catalogue("es"), GNUTranslations)
    assert isinstance(catalogue("es-MX"), GNUTranslations)
