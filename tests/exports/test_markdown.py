"""Everything as Markdown: to be read, and a person's words never more than words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from heartwork.answers import Answers
from heartwork.changes import Answered
from heartwork.conditions import Comparison as Condition
from heartwork.exports.markdown import as_markdown, escaped
from heartwork.exports.plain_text import printable
from heartwork.i18n.catalogs import PSEUDO, catalogue
from heartwork.i18n.messages import set_language
from heartwork.kinds.choice import Choice
from heartwork.kinds.line import Line
from heartwork.kinds.scale import Scale
from heartwork.question import Option, Question
from heartwork.worksheet_definition import Section, Worksheet
from tests.nasty import NASTY
from tests.strategies import documents, texts

AT = "2026-11-20T10:00:00Z"

WALK = Worksheet(
    id="walk",
    title="A walk",
    about="",
    minutes=5,
    weight=1,
    sections=(
        Section(
            id="there",
            title="There",
            questions=(
                Question(id="who", kind=Line(), ask="Who walked?"),
                Question(id="how", kind=Choice(options=(Option("sea", "By the sea"), Option("no", "Not"))), ask="How?"),
                Question(
                    id="again",
                    kind=Scale(low="never", high="today"),
                    ask="Would you go again with {walk.who|her}?",
                    show_if=Condition("walk.how", "is", "sea"),
                    formerly=("once-more",),
                ),
            ),
        ),
    ),
)


def written(*changes: Answered) -> Answers:
    return Answers.none_yet(now=AT, id_="one").with_changes(changes, now=AT)


def answer(question: str, value: object, **more: object) -> Answered:
    return Answered(worksheet="walk", question=question, value=value, **more)  # type: ignore[arg-type]  # by name


def read(markdown: str) -> str:
    """Markdown as a browser would show it."""
    return MarkdownIt("commonmark").render(markdown)


def as_text(rendered: str) -> list[str]:
    """The words of a rendered page, line by line."""
    return [html.unescape(re.sub("<[^>]*>", "", line)) for line in rendered.splitlines()]


def test_question_and_answer_stand_in_words_in_the_order_of_the_page() -> None:
    told = as_markdown(
        written(answer("again", 7), answer("how", "sea"), answer("who", "Me\nand Ada")), [WALK], day="2026-11-24"
    )

    assert told == (
        "# Your pages on 24 November 2026\n\n## A walk\n\n### There\n\n"
        "**Who walked?**\n\n> Me  \n> and Ada\n\n"
        "**How?**\n\n> By the sea\n\n"
        "**Would you go again with Me and Ada?**\n\n> 7 of 10 (0: never, 10: today)\n"
    )


def test_what_is_hidden_now_and_what_is_no_longer_asked_stand_under_headings_of_their_own() -> None:
    answers = written(answer("once-more", 3), answer("how", "no"), answer("gone", ["a", {"other": "b"}]))

    told = as_markdown(answers, [WALK], day="2026-11-24")

    assert told.endswith(
        "**How?**\n\n> Not\n\n"
        "### Not shown on the page now\n\n**Would you go again with her?**\n\n> 3 of 10 (0: never, 10: today)\n\n"
        "### No longer asked\n\n**gone**\n\n> a; other: b\n"
    )


def test_what_was_left_out_before_and_also_is_said() -> None:
    answers = written(answer("who", "first"), answer("how", "sea"), answer("again", 2))
    answers = answers.with_changes(
        [answer("who", "second", seen="other"), answer("how", None, skipped=True), answer("again", 5, track=True)],
        now="2026-11-22T10:00:00Z",
    )

    told = as_markdown(answers, [WALK], day="2026-11-24")

    assert "**Who walked?**\n\n> second\n\nWritten elsewhere as well:\n\n> first\n" in told
    assert "**How?**\n\nLeft out.\n" in told
    assert "> 5 of 10 (0: never, 10: today)\n\nBefore, on 20 November 2026:\n\n> 2 of 10" in told


def test_what_was_written_in_a_page_that_is_gone_is_there() -> None:
    told = as_markdown(written(answer("who", "Ada")), [], day="2026-11-24")

    assert told.endswith("## walk\n\nThis page is no longer there; what you wrote in it is kept.\n\n**who**\n\n> Ada\n")


def test_nothing_is_said_to_be_nothing() -> None:
    assert as_markdown(written(), [WALK], day="2026-11-24").endswith("Nothing is written down yet.\n")


@pytest.mark.parametrize("name", NASTY)
def test_words_are_never_markdown_or_html(name: str) -> None:
    rendered = read(as_markdown(written(answer("who", NASTY[name])), [WALK], day="2026-11-24"))

    shape = re.sub(r"<br />\n|</p>\n<p>", " ", rendered)
    assert re.findall(r"<[^>]*>", shape) == [
        *("<h1>", "</h1>", "<h2>", "</h2>", "<h3>", "</h3>", "<p>", "<strong>", "</strong>", "</p>"),
        *("<blockquote>", "<p>", "</p>", "</blockquote>"),
    ]


@given(texts())
def test_every_character_that_can_be_read_is_there(text: str) -> None:
    def words(text: str) -> list[str]:
        return " ".join(printable(text).split()).split()

    shown = MarkdownIt("commonmark").render("\n".join(f"> {line}" for line in escaped(text).split("\n")))

    assert words(" ".join(as_text(shown))) == words(text)
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<blockquote>", "</blockquote>", "<p>", "</p>", "<br />"}


@given(documents())
def test_any_workbook_can_be_told(answers: Answers) -> None:
    as_markdown(answers, [WALK], day="2026-11-24").encode("utf-8")


def everything() -> Answers:
    """With each sentence that the kit says of an answer."""
    document = written(
        answer("who", "Ada"), answer("how", None, skipped=True), answer("again", 4), answer("gone", 2.5)
    ).document
    kept = document["worksheets"]["walk"]
    kept["finished"] = AT
    kept["answers"]["who"] |= {
        "before": [{"at": AT, "value": "Eva"}],
        "also": [{"at": AT, "value": "Ida"}],
    }
    kept["answers"]["back"] = {"value": None, "at": AT}
    document["worksheets"]["attic"] = {"answers": {"old": {"value": "kept", "at": AT}}}
    return Answers(document)


def test_in_spanish_no_english_sentence_is_left() -> None:
    set_language(catalogue("es"))

    said = as_markdown(everything(), [WALK], day="2026-11-30")

    assert said.startswith("# Tus páginas, el 30 de noviembre de 2026\n")
    assert "Antes, el 20 de noviembre de 2026:" in said
    assert "> 2,5" in said
    assert (
        re.findall(r"Left out|Taken back|Before|Written|No longer|Not shown|Read to|This page|Your pages", said) == []
    )


def test_every_sentence_of_the_kit_is_translated() -> None:
    """In brackets is what was marked for translation; the rest is of the worksheet, the person, or an id."""
    set_language(catalogue(PSEUDO))
    own = {"Ada", "Eva", "Ida", "kept", r"2\.5", "A walk", "There", "Who walked?", "How?", "By the sea"}
    own |= {"gone", "back", "attic", "old", "Would you go again with Ada?"}

    said = as_markdown(everything(), [WALK], day="2026-11-30")
    lines = {re.sub(r"^[#>* ]+|[*\\ ]+$", "", line) for line in said.split("\n")}

    assert {line for line in lines - own - {""} if "⟦" not in line} == set()
