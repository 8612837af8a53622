"""The Spanish of the kit: one word for one thing, and the stops where the Academy puts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML

from heartwork.i18n.catalogs import LOCALE
from heartwork.locale.__main__ import read
from heartwork.paths import worksheets_folder

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
    r"\((or|neutral): |needs its own|msgid|msgctxt": "what an editor wrote to a programmer is not read by a person",
    r"[Ss]i [^.,:]{0,60}\bpudiera": "si puede, or si es posible que: a danger is not made smaller",
    r"sin cerrar|[Cc]errar el archivo con": "sin protección, proteger con una contraseña",
    r"\bO hoy no\b": "o déjalo para otro día",
    r"[Ll]impiar|\bLimpio\b": "borrar",
    r"[Ss]egún tú\b": "a tu modo de ver (it mocks, in Mexico)",
    r"te va bien|te iría mejor|te vaya mejor": "te sirve",
    r"«|»": "“ ”",
    r"Pasaste\b": "dijiste “paso”",
    r"ordenador": "computadora",
    r"\b(el|un|mismo) signo que": "la señal",
    r"no disculpa\b|Entender no es disculpar": "justificar",
}


#: Where one person reads at their own seat, and is spoken to as "tú".
AT_A_SEAT = (
    "pages/participant_pages.py",
    "workshop/participant_api.py",
    "workshop/shared_answers.py",
    "workshop/reveal_text.py",
    "server/workshop/",
)

TO_A_ROOM = r"\b([Uu]stedes|[Ss]us? (pantalla|páginas?|teléfono|tarjeta)|les sostiene)\b|\b\w+(en|an)(los|las|se)\b"
TO_ONE = r"\b([Tt]ú|[Tt]us?|[Tt]e|ti|contigo|puedes|quieres|tienes)\b"


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


def test_one_person_at_a_seat_is_not_spoken_to_as_a_room() -> None:
    spoken = [
        str(message.string)
        for message in read(LOCALE / "es/LC_MESSAGES/heartwork.po")
        if message.id and any(place.startswith(AT_A_SEAT) for place, _ in message.locations)
    ]

    assert len(spoken) > 40
    assert [text for text in spoken if re.search(TO_A_ROOM, text)] == []


@pytest.mark.parametrize("plan", ["ninety-minutes", "two-hours"])
def test_a_room_is_not_spoken_to_as_one_person(plan: str) -> None:
    """What is read aloud and what is on the wall; what is said to one person is in quotation marks inside of it."""
    script = YAML(typ="safe").load(worksheets_folder() / "es/workshop" / f"{plan}.yaml")
    said = [str(part[key]) for part in script["activities"] for key in ("say", "show")]
    aloud = [re.sub(r"\*[^*]+\*", "", text) for text in said]

    assert [text for text in aloud if re.search(TO_ONE, text)] == []
