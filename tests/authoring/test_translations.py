"""Worksheets in another language: the same ids, other words; what is missing is read as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from heartwork.authoring import plan_reader
from heartwork.authoring.folder_check import check
from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import Problem
from heartwork.kinds.choice import Choice
from heartwork.kinds.rows import Rows

ORIGINAL = """\
id: walk
title: A walk
about: One walk.
minutes: 5
weight: 1
sections:
  - id: there
    title: There
    questions:
      - id: pace
        kind: choice
        ask: How was it?
        hint: As you remember it.
        options: {fast: Fast, slow: Slow}
      - id: who
        kind: rows
        ask: Who was there?
        columns:
          - {id: name, kind: line, ask: Name}
"""
WHOLE = """\
id: walk
title: Un paseo
about: Un paseo solo.
sections:
  - id: there
    title: Allí
    questions:
      - id: who
        ask: ¿Quién estaba?
        columns:
          - {id: name, ask: Nombre}
      - id: pace
        ask: ¿Cómo fue?
        hint: Como lo recuerdas.
        options: {slow: Despacio, fast: Deprisa}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one worksheet, and room for its Spanish."""
    (tmp_path / "es").mkdir()
    (tmp_path / "walk.yaml").write_text(ORIGINAL, encoding="utf-8")
    return tmp_path


def translate(folder: Path, text: str) -> None:
    (folder / "es" / "walk.yaml").write_text(text, encoding="utf-8")


def told(problems: list[Problem]) -> list[tuple[str, int, str, str]]:
    return [(Path(one.file).parent.name, one.line, one.where, one.what) for one in problems]


def test_every_text_is_read_in_the_language_that_is_asked_for(folder: Path) -> None:
    translate(folder, WHOLE)

    worksheet = WorksheetLibrary(folder, language="es").worksheet("walk")

    how, who = worksheet.questions
    assert (worksheet.title, worksheet.about, worksheet.sections[0].title) == ("Un paseo", "Un paseo solo.", "Allí")
    assert (how.ask, how.hint, who.ask) == ("¿Cómo fue?", "Como lo recuerdas.", "¿Quién estaba?")
    assert isinstance(how.kind, Choice)
    assert [(option.key, option.label) for option in how.kind.options] == [("fast", "Deprisa"), ("slow", "Despacio")]
    assert isinstance(who.kind, Rows)
    assert who.kind.columns[0].ask == "Nombre"
    assert check([], WorksheetLibrary(folder)) == []


def test_answers_belong_to_the_same_worksheet_in_every_language(folder: Path) -> None:
    translate(folder, WHOLE)

    assert (
        WorksheetLibrary(folder, language="es").worksheet("walk").digest
        == WorksheetLibrary(folder).worksheet("walk").digest
    )


def test_the_title_on_its_card_is_translated_too(folder: Path) -> None:
    translate(folder, WHOLE)

    assert [card.title for card in WorksheetLibrary(folder, language="es").cards] == ["Un paseo"]


def test_what_is_missing_is_read_as_it_was_and_told(folder: Path) -> None:
    translate(folder, WHOLE.replace("        hint: Como lo recuerdas.\n", "").replace(", fast: Deprisa", ""))

    worksheet = WorksheetLibrary(folder, language="es").worksheet("walk")

    assert next(worksheet.questions).hint == "As you remember it."
    assert told(check([], WorksheetLibrary(folder))) == [
        ("es", 12, 'question "pace"', "hint is not translated."),
        ("es", 14, 'question "pace"', "options: fast is not translated."),
    ]


def test_a_question_and_a_worksheet_without_any_translation_are_told(folder: Path) -> None:
    translate(folder, WHOLE[: WHOLE.index("      - id: pace")])
    (folder / "run.yaml").write_text(ORIGINAL.replace("id: walk", "id: run"), encoding="utf-8")

    assert [(where, what) for _, _, where, what in told(check([], WorksheetLibrary(folder)))] == [
        ("", '"run" is not translated.'),
        ('question "pace"', "it is not translated."),
    ]


def test_what_has_no_place_in_the_worksheet_is_told_with_what_may_have_been_meant(folder: Path) -> None:
    wrong = WHOLE.replace("id: pace", "id: pacee").replace("title: Allí", "title: Allí\n    minutes: 4")
    translate(folder, wrong)

    problems = check([folder / "es" / "walk.yaml"], WorksheetLibrary(folder))

    assert ('section "there"', 'there is no "pacee" to translate. Did you mean "pace"?') in [
        (where, what) for _, _, where, what in told(problems)
    ]
    assert ('section "there"', 'there is nothing to translate under "minutes".') in [
        (where, what) for _, _, where, what in told(problems)
    ]


def test_a_pipe_that_leads_nowhere_is_told_in_the_translation_too(folder: Path) -> None:
    translate(folder, WHOLE.replace("¿Cómo fue?", "¿Cómo fue, {walk.pacee|tú}?"))

    assert told(check([], WorksheetLibrary(folder))) == [
        ("es", 13, 'question "pace"', 'there is no question "pacee" in "walk". Did you mean "pace"?')
    ]


def test_a_translation_that_cannot_be_read_leaves_the_worksheet_as_it_was(folder: Path) -> None:
    translate(folder, "id: [walk")

    assert WorksheetLibrary(folder, language="es").worksheet("walk").title == "A walk"
    assert len(check([], WorksheetLibrary(folder))) == 1


@pytest.mark.parametrize("language", ["", "fr", "..", "es/../es", "E S"])
def test_a_language_that_is_not_there_is_no_reason_to_stop(language: str, folder: Path) -> None:
    translate(folder, WHOLE)

    assert WorksheetLibrary(folder, language=language).worksheet("walk").title == "A walk"


LINES = """\
checked: "2026-11-24"
countries:
  - id: es
    name: Spain
    lines:
      - {id: emergency, name: Emergency, for: You are in danger now, phone: "112", note: Free}
elsewhere: Look it up.
"""
LINES_READ = """\
countries:
  - id: es
    name: España
    lines:
      - {id: emergency, name: Emergencias, for: Estás en peligro ahora, note: Gratis}
elsewhere: Búscalo.
"""


def help_lines(folder: Path, text: str) -> None:
    (folder / "resources.yaml").write_text(LINES, encoding="utf-8")
    (folder / "es" / "resources.yaml").write_text(text, encoding="utf-8")


def test_help_lines_are_read_in_the_language_that_is_asked_for_with_the_numbers_of_the_file_itself(
    folder: Path,
) -> None:
    help_lines(folder, LINES_READ)
    translate(folder, WHOLE)

    line = {"id": "emergency", "name": "Emergencias", "for": "Estás en peligro ahora", "phone": "112", "note": "Gratis"}
    assert WorksheetLibrary(folder, language="es").data("resources") == {
        "checked": "2026-11-24",
        "countries": [{"id": "es", "name": "España", "lines": [line]}],
        "elsewhere": "Búscalo.",
    }
    assert WorksheetLibrary(folder, language="fr").data("resources")["elsewhere"] == "Look it up."
    assert check([], WorksheetLibrary(folder)) == []


def test_a_number_is_not_for_a_translation_to_change(folder: Path) -> None:
    help_lines(folder, LINES_READ.replace("note: Gratis", 'phone: "911", note: Gratis'))

    problems = check([folder / "es" / "resources.yaml"], WorksheetLibrary(folder))

    assert told(problems) == [("es", 5, 'line "emergency"', 'there is nothing to translate under "phone".')]
    assert WorksheetLibrary(folder, language="es").data("resources")["countries"][0]["lines"][0]["phone"] == "112"


@pytest.mark.parametrize(
    ("key", "own", "other", "shown"),
    [
        ("note", "Or ring 1-800-891", "O llama al 1-800-891", "O llama al 1-800-891"),
        ("note", "Or ring 1-800-891", "O llama al 1-800-981", "Or ring 1-800-891"),
        ("note", "Or ring *4141", "O llama al 4141", "Or ring *4141"),
        ("text", "START to 88788", "START al 88788", "START al 88788"),
        ("text", "START to 88788", "START al 88778", "START to 88788"),
        ("hours", "From 9 to 5", "De 9 a 17", "De 9 a 17"),
    ],
)
def test_what_is_said_with_a_number_in_it_is_read_only_with_the_same_number(
    folder: Path, key: str, own: str, other: str, shown: str
) -> None:
    help_lines(folder, LINES_READ.replace("note: Gratis", f"{key}: '{other}'"))
    (folder / "resources.yaml").write_text(LINES.replace("note: Free", f"{key}: '{own}'"), encoding="utf-8")

    problems = check([folder / "es" / "resources.yaml"], WorksheetLibrary(folder))

    assert WorksheetLibrary(folder, language="es").data("resources")["countries"][0]["lines"][0][key] == shown
    wrong = [("es", 5, 'line "emergency"', f"the numbers in {key} are not those of the file itself.")]
    assert told(problems) == ([] if shown == other else wrong)


def test_a_help_line_and_help_lines_without_any_translation_are_told(folder: Path) -> None:
    translate(folder, WHOLE)
    help_lines(folder, LINES_READ.replace("id: emergency", "id: police"))

    assert [(where, what) for _, _, where, what in told(check([], WorksheetLibrary(folder)))] == [
        ('country "es"', 'there is no "police" to translate.'),
        ('line "emergency"', "it is not translated."),
    ]

    (folder / "es" / "resources.yaml").unlink()

    assert [what for _, _, _, what in told(check([], WorksheetLibrary(folder)))] == ['"resources" is not translated.']


def test_help_lines_whose_translation_cannot_be_read_are_there_all_the_same(folder: Path) -> None:
    help_lines(folder, "countries: [")
    translate(folder, WHOLE)

    assert WorksheetLibrary(folder, language="es").data("resources") == WorksheetLibrary(folder).data("resources")
    assert len(check([], WorksheetLibrary(folder))) == 1


def test_what_a_source_found_is_read_in_the_language_and_its_year_stays(folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        "chen-2022: {author: Chen and others, year: 2022, finding: A proposal.}\n", encoding="utf-8"
    )
    (folder / "es" / "sources.yaml").write_text(
        "chen-2022: {author: Chen y otros, year: 1999, finding: Una propuesta.}\n", encoding="utf-8"
    )

    assert WorksheetLibrary(folder, language="es").data("sources") == {
        "chen-2022": {"author": "Chen y otros", "year": 2022, "finding": "Una propuesta."}
    }
    (what,) = [what for _, _, _, what in told(check([folder / "es" / "sources.yaml"], WorksheetLibrary(folder)))]
    assert what.startswith('there is nothing to translate under "year".')


PLAN = """\
id: short
title: A short one
minutes: 5
about: For a few people.
activities:
  - id: arriving
    title: Arriving
    minutes: 5
    place: walk/there
    share: []
    say: Welcome.
    do: Open the door.
"""
PLAN_READ = """\
id: short
title: Uno corto
about: Para pocas personas.
activities:
  - id: arriving
    title: Llegar
    say: Qué bueno que viniste.
    do: Abre la puerta.
"""
LEADING = """\
agreement: [What is said here stays here., Pass is an answer.]
before: [Eat something.]
if:
  - {id: tears, title: Somebody cries, text: Wait for one breath.}
after: [Tidy up slowly.]
debrief: [What went well?]
"""
LEADING_READ = """\
agreement: [Lo que se dice aquí se queda aquí., Paso es una respuesta.]
before: [Come algo.]
if:
  - {id: tears, title: Alguien llora, text: Espera una respiración.}
after: [Recoge despacio.]
debrief: [¿Qué salió bien?]
"""


def workshop(folder: Path, *, plan: str = PLAN_READ, leading: str = LEADING_READ) -> None:
    """A plan of a workshop, what holds for all plans, and the Spanish of both and of the worksheet."""
    translate(folder, WHOLE)
    for place, of_plan, of_leading in ((folder, PLAN, LEADING), (folder / "es", plan, leading)):
        (place / "workshop").mkdir()
        (place / "workshop" / "short.yaml").write_text(of_plan, encoding="utf-8")
        (place / "workshop" / "leading.yaml").write_text(of_leading, encoding="utf-8")


def test_a_workshop_is_read_in_the_language_that_is_asked_for_and_led_as_its_plan_says(folder: Path) -> None:
    workshop(folder)

    plan, leading = (
        plan_reader.plan(WorksheetLibrary(folder, language="es"), "short"),
        plan_reader.leading(WorksheetLibrary(folder, language="es")),
    )

    (arriving,) = plan.activities
    assert (plan.title, plan.about, plan.minutes) == ("Uno corto", "Para pocas personas.", 5)
    assert (arriving.title, arriving.say, arriving.do) == ("Llegar", "Qué bueno que viniste.", "Abre la puerta.")
    assert (arriving.minutes, arriving.place) == (5, "walk/there")
    assert leading.agreement == ("Lo que se dice aquí se queda aquí.", "Paso es una respuesta.")
    assert (leading.if_[0].title, leading.after) == ("Alguien llora", ("Recoge despacio.",))
    assert plan_reader.plan(WorksheetLibrary(folder), "short").title == "A short one"
    assert check([], WorksheetLibrary(folder)) == []


def test_what_the_translation_of_a_workshop_leaves_out_is_read_as_it_was_and_told(folder: Path) -> None:
    workshop(
        folder,
        plan=PLAN_READ.replace("    do: Abre la puerta.\n", ""),
        leading=LEADING_READ.replace("after: [Recoge despacio.]\n", ""),
    )

    spanish = WorksheetLibrary(folder, language="es")

    assert plan_reader.plan(spanish, "short").activities[0].do == "Open the door."
    assert plan_reader.leading(spanish).after == ("Tidy up slowly.",)
    assert [(where, what) for _, _, where, what in told(check([], WorksheetLibrary(folder)))] == [
        ('activity "arriving"', "do is not translated."),
        ("", "after is not translated."),
    ]


def test_a_plan_without_any_translation_is_told(folder: Path) -> None:
    workshop(folder)
    (folder / "es" / "workshop" / "short.yaml").unlink()

    assert [what for _, _, _, what in told(check([], WorksheetLibrary(folder)))] == ['"short" is not translated.']
    assert plan_reader.plan(WorksheetLibrary(folder, language="es"), "short").title == "A short one"


def test_sentences_without_ids_are_used_only_when_each_has_its_own(folder: Path) -> None:
    workshop(folder, leading=LEADING_READ.replace(", Paso es una respuesta.", ""))

    problems = check([folder / "es" / "workshop" / "leading.yaml"], WorksheetLibrary(folder))

    assert told(problems) == [
        ("workshop", 1, "", "the number of texts in agreement is 1 here, and 2 in the file itself.")
    ]
    assert plan_reader.leading(WorksheetLibrary(folder, language="es")).agreement[0] == "What is said here stays here."


@pytest.mark.parametrize(
    ("own", "other", "what"),
    [
        ("id: arriving", "id: ariving", 'there is no "ariving" to translate. Did you mean "arriving"?'),
        ("    title: Llegar", "    title: Llegar\n    minutes: 9", 'there is nothing to translate under "minutes".'),
        ("title: Uno corto", "title: [Uno]", "title is not a text."),
        ("Abre la puerta", "Abre la puerta de {start.call_her}", 'there is no worksheet "start".'),
    ],
)
def test_what_does_not_fit_in_the_translation_of_a_workshop_is_told(
    folder: Path, own: str, other: str, what: str
) -> None:
    workshop(folder, plan=PLAN_READ.replace(own, other))

    problems = check([folder / "es" / "workshop" / "short.yaml"], WorksheetLibrary(folder))

    assert what in [problem.what for problem in problems]


def test_a_workshop_whose_translation_cannot_be_read_is_there_all_the_same(folder: Path) -> None:
    workshop(folder, plan="id: [short", leading="agreement: 5")

    assert plan_reader.plan(WorksheetLibrary(folder, language="es"), "short") == plan_reader.plan(
        WorksheetLibrary(folder), "short"
    )
    assert plan_reader.leading(WorksheetLibrary(folder, language="es")) == plan_reader.leading(WorksheetLibrary(folder))
    assert {Path(problem.file).name for problem in check([], WorksheetLibrary(folder))} == {
        "short.yaml",
        "leading.yaml",
    }
