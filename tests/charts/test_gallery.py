"""What holds for every chart: whatever was answered, one idea drawn, counted, named, and left to the person."""

import html
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import json_values

from heartwork.analysis.source import Source
from heartwork.answers import Answers
from heartwork.authoring.library import WorksheetLibrary
from heartwork.authoring.translations import languages
from heartwork.charts.canvas import width_of
from heartwork.charts.chart import Chart
from heartwork.charts.gallery import PATTERNS, Pattern, pattern_of
from heartwork.charts.matplotlib_svg import WIDE, WIDTH
from heartwork.i18n.catalogs import catalogue
from heartwork.i18n.messages import use_language
from heartwork.pages.author_preview import filled_in
from heartwork.pages.patterns_page import labels_of

#: English, and every language that there is.
LANGUAGES = ("", *languages(WorksheetLibrary(language="").folder))

SVG = "{http://www.w3.org/2000/svg}"

QUESTIONS = {
    "check-in": (*("expected", "tension", "calm", "set-off", "did", "limits", "phrase", "phrase-worked", "good"),),
    "want": (
        *("close-now", "close-wanted", "close-she-seems", "need-important", "need-met"),
        *("hours-now", "hours-limit", "energy-now", "energy-limit", "money-now", "money-limit"),
    ),
    "effects": ("gave-then", "gives-now", "from-me-support"),
    "understand": ("timeline", "fates"),
    "forgive": ("dial-decision", "dial-feeling", "dial-trust", "dial-contact"),
}


def document(
    answers: Mapping[str, Mapping[str, Any]], entries: list[dict[str, Any]], before: Any = None, finished: str = ""
) -> Answers:
    """A workbook with these answers, however odd, each with an earlier value."""
    at = "2026-03-01T10:00:00Z"
    empty = Answers.none_yet(now=at).document
    worksheets = {
        id_: {
            "opened": at,
            "finished": finished or None,
            "answers": {
                question: {"value": value, "at": at, "before": [{"value": before, "at": "2026-01-01T10:00:00Z"}]}
                for question, value in given_.items()
            },
        }
        for id_, given_ in answers.items()
    }
    return Answers({**empty, "worksheets": worksheets, "entries": {"check-in": entries}})


def entry(number: int, day: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    kept = {question: {"value": value} for question, value in answers.items()}
    return {"id": str(number), "at": "2026-03-01T10:00:00Z", "for": day, "answers": kept}


def a_full_life() -> Answers:
    """Answers enough for every chart."""
    entries = [
        entry(
            number,
            f"2026-{2 + number // 20:02}-{1 + number % 20:02}",
            {
                "expected": 7,
                "tension": number % 11,
                "calm": 5,
                "set-off": ["money", {"other": "Her sister"}],
                "did": ["argued", "left"],
                "limits": ("kept", "bent-by-me", "crossed-by-her")[number % 3],
                "phrase": "I'll ring on Sunday.",
                "phrase-worked": ("helped", "a-little", "not-this-time")[number % 3],
                "good": "The dog." if number % 4 == 0 else "",
            },
        )
        for number in range(40)
    ]
    dials = {f"dial-{name}": 4 for name in ("decision", "feeling", "trust", "contact")}
    answers = {
        "want": {
            "close-now": 5, "close-wanted": 3, "close-she-seems": 9,
            "need-important": {"heard": 9, "room": 6, "fun": 2}, "need-met": {"heard": 2, "room": 6, "fun": 5},
            "hours-now": 20, "hours-limit": 10, "energy-now": 3, "energy-limit": 6,
        },
        "effects": {"gave-then": {"support": ["father"]}, "gives-now": {"comfort": ["friend", "group"]}},
        "understand": {
            "timeline": [
                {"who": "grandmother", "when": "1931", "what": "Born", "was": "unknown"},
                {"who": "mother", "when": "1955-05", "what": "Born", "was": "good"},
                {"who": "me", "what": "Came here", "was": "both"},
            ],
            "fates": [
                {"what": f"Thing {fate}", "sort": "hurt", "fate": fate}
                for fate in ("repeated", "softened", "reversed", "stopped", "unknown")
            ],
        },
        "forgive": dials,
    }  # fmt: skip
    written = document(answers, entries, before=2, finished="2026-02-20T10:00:00Z")
    for name in dials:
        kept = written.document["worksheets"]["forgive"]["answers"][name]
        kept["before"] = [{"value": 1, "at": "2025-11-01T10:00:00Z"}, *kept["before"]]
    return written


def examples(shelf: WorksheetLibrary, worksheet: str) -> Iterator[Answers]:
    """A workbook for each person of a worksheet's examples; all check-ins of all people are one more."""
    filled = shelf.worksheet(worksheet)
    together = Answers.none_yet(now="2026-03-01T10:00:00Z")
    for example in filled.examples:
        changes = filled_in(filled, example)
        yield Answers.none_yet(now="2026-03-01T10:00:00Z").with_changes(changes, now="2026-03-01T10:00:00Z")
        together = together.with_changes(changes, now="2026-03-01T10:00:00Z")
    yield together


@pytest.fixture(scope="module")
def drawn() -> dict[str, Chart]:
    source = Source(written=a_full_life())
    return {pattern.id: pattern.draw(source) for pattern in PATTERNS}


each = pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.id)


@each
def test_it_is_a_named_picture_with_words_and_a_table(pattern: Pattern, drawn: Mapping[str, Chart]) -> None:
    figure = ElementTree.fromstring(drawn[pattern.id].html())

    picture = figure.find(f".//{SVG}svg")
    assert picture is not None
    assert picture.get("role") == "img"
    assert len(picture.get("aria-label", "")) > 60
    assert figure.find(".//details//table/thead/tr/th[@scope='col']") is not None
    assert figure.findtext(".//details/summary") == "The numbers as a table"


@each
def test_it_says_how_many_what_it_cannot_tell_and_ends_on_a_choice(
    pattern: Pattern, drawn: Mapping[str, Chart]
) -> None:
    chart = drawn[pattern.id]

    assert re.search(r"\d|as you last answered|latest of each", f"{chart.title} {chart.shows}", re.IGNORECASE)
    assert len(chart.cannot_tell) > 40
    assert chart.choice is not None
    assert chart.choice.link.startswith("#")
    assert chart.choice.otherwise


@each
def test_it_names_no_cause_no_norm_and_no_blame(pattern: Pattern, drawn: Mapping[str, Chart]) -> None:
    chart = drawn[pattern.id]
    said = f"{chart.title} {chart.shows} {chart.alternative}"

    causes = r"because|caus|due to|led to|leads? to|made you|makes? (you|her)|result|correlat|therefore|thanks to"
    judging = r"\b(should|better|worse|improv\w*|normal|average|healthy|toxic|fail\w*|success\w*|wrong|good job)\b"
    assert not re.search(causes, said, re.IGNORECASE)
    assert not re.search(judging, said, re.IGNORECASE)
    assert "!" not in chart.caption


@each
def test_it_takes_the_ink_of_the_page_and_at_most_three_hues(pattern: Pattern, drawn: Mapping[str, Chart]) -> None:
    svg = drawn[pattern.id].svg

    hues = {color for color in re.findall(r"#[0-9a-f]{6}\b", svg) if color != "#000000"}
    assert hues <= {"#1f7fb8", "#c85a14"}
    assert "currentColor" in svg


Box = tuple[float, float, float, float, str]


def texts(svg: str) -> list[Box]:
    """Where each text of a picture lies: left, top, right, bottom, and its words."""
    found = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        words, style = text.text or "", text.attrib["style"]
        size = float(re.search(r"font-size: ([\d.]+)px", style)[1])  # type: ignore[index]
        # 1 px to the unit on the narrowest phone.
        assert size >= 12, words
        moved = re.match(r"translate\(([\d.-]+)[ ,]+([\d.-]+)\)", text.attrib.get("transform", ""))
        x, y = map(float, moved.groups() if moved else (text.attrib["x"], text.attrib["y"]))
        wide = width_of(words, size=size, weight="bold" if re.search("font-weight: (bold|700)", style) else "normal")
        anchor = re.search(r"text-anchor: (\w+)", style)
        left = x - wide * {"middle": 0.5, "end": 1}.get(anchor[1] if anchor else "start", 0)
        # From the height of a capital to the foot of a g.
        found.append((left, y - 0.73 * size, left + wide, y + 0.22 * size, words))
    return found


def touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def cramped(svg: str) -> list[str]:
    """The texts of a picture that leave it, or lie on another one."""
    width, height = map(float, ElementTree.fromstring(svg).attrib["viewBox"].split()[2:])
    found = texts(svg)
    out = [
        f"{words!r} leaves the picture"
        for left, top, right, bottom, words in found
        if min(left, top) < -1 or right > width + 1 or bottom > height + 1
    ]
    on = [f"{one[4]!r} on {other[4]!r}" for one, other in combinations(found, 2) if touch(one, other)]
    return out + on


@each
@pytest.mark.parametrize("width", [WIDTH, WIDE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_legible_lies_on_the_sheet_and_touches_no_other(
    pattern: Pattern, language: str, width: float
) -> None:
    source = Source(written=a_full_life(), labels=labels_of(WorksheetLibrary(language=language), QUESTIONS))
    with use_language(catalogue(language)):
        chart = pattern.draw(source, width=width)

    assert cramped(chart.svg) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "worksheet", [id_ for id_ in WorksheetLibrary().ids if WorksheetLibrary().worksheet(id_).examples]
)
def test_the_same_holds_for_the_people_of_every_example(worksheet: str, language: str) -> None:
    shelf = WorksheetLibrary(language=language)
    labels = labels_of(shelf, QUESTIONS)
    with use_language(catalogue(language)):
        for written in examples(shelf, worksheet):
            for pattern in PATTERNS:
                svg = pattern.draw(Source(written=written, labels=labels)).svg
                assert not svg or cramped(svg) == [], pattern.id


@each
def test_two_charts_of_a_page_share_no_id(pattern: Pattern, drawn: Mapping[str, Chart]) -> None:
    ids = [id_ for chart in drawn.values() for id_ in re.findall(r'\bid="([^"]+)"', chart.html())]

    assert len(ids) == len(set(ids))


@each
def test_without_any_answer_it_says_kindly_what_it_takes(pattern: Pattern) -> None:
    chart = pattern.draw(Source(written=Answers.none_yet(now="2026-03-01T10:00:00Z")))

    assert chart.svg == ""
    assert chart.title == "It's too early for a picture."
    assert "So far: 0" in chart.shows
    ElementTree.fromstring(chart.html())


@each
def test_it_can_be_saved_as_a_file_of_its_own(pattern: Pattern, drawn: Mapping[str, Chart]) -> None:
    svg, png = (drawn[pattern.id].file(ending).raw for ending in ("svg", "png"))

    words = " ".join(text.text or "" for text in ElementTree.fromstring(svg.decode()).iter(f"{SVG}text"))
    assert drawn[pattern.id].title.split()[0] in words
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * 288


def test_the_ids_are_known_and_each_is_there_once() -> None:
    assert len({pattern.id for pattern in PATTERNS}) == len(PATTERNS)
    assert [pattern_of(pattern.id) for pattern in PATTERNS] == list(PATTERNS)
    assert pattern_of("nothing") is None


def test_knowing_all_charts_does_not_load_matplotlib() -> None:
    program = "import sys, heartwork.pages.patterns_page; print('matplotlib' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


plausible = st.one_of(
    st.integers(0, 10),
    st.sampled_from(["kept", "bent-by-me", "helped", "money", "1962-05", "A walk"]),
    st.lists(st.sampled_from(["money", "left", "argued"]), max_size=3),
    st.dictionaries(
        st.sampled_from(["heard", "room", "support", "comfort"]), st.integers(0, 10) | st.just(["friend", "nobody"])
    ),
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "who": st.sampled_from(["mother", "me"]),
                "when": st.sampled_from(["1962", "2026-02-30", ""]),
                "what": st.text(max_size=90),
                "fate": st.sampled_from(["repeated", "other"]),
            },
        ),
        max_size=4,
    ),
)
anything = plausible | json_values()
workbooks = st.builds(
    document,
    st.fixed_dictionaries(
        {
            id_: st.dictionaries(st.sampled_from(questions), anything, max_size=len(questions))
            for id_, questions in QUESTIONS.items()
            if id_ != "check-in"
        }
    ),
    st.lists(
        st.builds(
            entry,
            st.integers(0, 99),
            st.dates().map(str) | st.sampled_from(["2026-02-20", "2026-03-05", "2026-05", "", "soon"]),
            st.dictionaries(st.sampled_from(QUESTIONS["check-in"]), anything, max_size=9),
        ),
        max_size=14,
    ),
    before=anything,
    finished=st.sampled_from(["", "2026-02-27T10:00:00Z", "not a day"]),
)


@given(workbooks)
def test_whatever_was_answered_nothing_raises_and_nothing_is_made_up(written: Answers) -> None:
    source = Source(written=written)
    for pattern in PATTERNS:
        table = pattern.table(source)

        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(one.count > 0 for one in table.left_out)
        chart = pattern.chart(table)
        assert bool(chart.svg) == table.gate.reached
        ElementTree.fromstring(chart.html())


@each
def test_in_a_file_the_title_stands_above_the_picture_and_its_words_below(
    pattern: Pattern, drawn: Mapping[str, Chart]
) -> None:
    chart = drawn[pattern.id]
    written = re.findall(
        r'font(?:-size)?: (\d+)px[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)', chart.file("svg").raw.decode()
    )
    lines = [(size, x, float(y), html.unescape(words)) for size, x, y, words in written]
    said = f"{chart.shows} {chart.cannot_tell}"

    title = [y for size, _, y, words in lines if size == "15" and words in chart.title]
    below = [y for size, x, y, words in lines if (size, x) == ("12", "7") and words in said]
    picture = [y for _, _, y, _ in lines if y not in title and y not in below]

    assert max(title) < min(picture)
    assert max(picture) < min(below)
