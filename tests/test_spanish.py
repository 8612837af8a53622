"""The Spanish of the kit: one word for one thing, and the stops where the Academy puts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from heartwork.files.catalogues import LOCALE
from heartwork.files.places import worksheets_folder
from heartwork.locale.__main__ import read

#: What is not said, and what is said instead; the reasons are those of an editor who grew up with the language.
GLOSSARY = {
    r"frases? de contraseña": "contraseña",
    r"página en bruto": "página sin filtro",
    r"\b(dar|das|diste|dio)\b[^.]{0,20} a la sala": "compartir con el grupo",
    r"registros? (de un minuto|breve)": "una nota de un minuto",
    r"culpa que te pasan|(me|te) la pasan": "culpa que te cargan",
    r"Encontrar apoyo": "Buscar apoyo",
    r"portátil": "computadora",
    r"[Ss]i pudieras estar|[Ss]i quizá": "si es posible que estés",
    r"\bdiale?s?\b(?!-)": "escala",
    r"ech(ar|as|o|aría)\w* de menos|echas? en falta": "extrañar",
    r"[Qq]ué tan\b": "cuánta",
    r"Lo cedí|lo cediste": "aflojar",
    r"sellad[oa]s?": "protegido con contraseña",
    r"[Qq]uien guía": "quien dirige",
    r"\((or|neutral): ": "one of the two that an editor proposed",
    r"no disculpa\b|Entender no es disculpar": "justificar",
}


def texts() -> Iterator[tuple[str, str]]:
    """Every Spanish text that a person reads, with where it is."""
    for path in sorted((worksheets_folder() / "es").rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.lstrip().startswith(("#", "- id:", "id:")):
                yield f"{path.name}:{number}", re.sub(r"^\s*(- )?[\w-]+: ", "", line)
    for message in read(LOCALE / "es/LC_MESSAGES/heartwork.po"):
        if message.id:
            strings = [message.string] if isinstance(message.string, str) else message.string
            for text in strings:
                yield "heartwork.po", re.sub(r"\{\w+\}", "", str(text))


@pytest.mark.parametrize("wrong", GLOSSARY)
def test_one_thing_has_one_word(wrong: str) -> None:
    assert [(where, text) for where, text in texts() if re.search(wrong, text)] == [], GLOSSARY[wrong]


def test_a_full_stop_stands_outside_of_the_quotation_marks() -> None:
    """Ortografía de la lengua española, 2010: the stop closes the sentence, not the quotation."""
    assert [(where, text) for where, text in texts() if re.search(r"[^.…?!]\.”", text)] == []
