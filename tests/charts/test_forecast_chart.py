import re
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from heartwork.analysis.forecast import forecast
from heartwork.answers import Answer, Entry
from heartwork.charts.chart import Chart
from heartwork.charts.forecast import forecast_chart

SVG = "{http://www.w3.org/2000/svg}"


def check_in(day: int, expected: int | None, actual: int | None) -> Entry:
    values = {"expected": expected, "tension": actual}
    answers = {id_: Answer(value=value) for id_, value in values.items() if value is not None}
    return Entry(id=str(day), at="", day=f"2026-03-{day:02}", answers=answers)


def chart_of(*pairs: tuple[int | None, int | None]) -> Chart:
    return forecast_chart(forecast([check_in(day, *pair) for day, pair in enumerate(pairs, start=1)]))


def group(chart: Chart, id_: str) -> ElementTree.Element:
    found = ElementTree.fromstring(chart.svg).find(f".//{SVG}g[@id='{id_}']")
    assert found is not None
    return found


def test_every_pair_lies_where_its_two_numbers_meet() -> None:
    chart = chart_of((0, 0), (10, 10), (0, 10), (10, 0), (5, 5))

    def at(id_: str) -> tuple[float, float]:
        use = next(group(chart, id_).iter(f"{SVG}use"))
        return float(use.attrib["x"]), float(use.attrib["y"])

    (left, bottom), (right, top) = at("pair-0-0"), at("pair-10-10")
    assert left < right
    assert top < bottom
    assert at("pair-0-10") == (left, top)
    assert at("pair-10-0") == (right, bottom)
    assert at("pair-5-5") == pytest.approx(((left + right) / 2, (top + bottom) / 2), abs=0.02)


def test_pairs_that_lie_on_each_other_are_counted_beside_the_dot() -> None:
    chart = chart_of((5, 5), (5, 5), (5, 5), (1, 1), (2, 2))

    words = [text.text for text in ElementTree.fromstring(chart.svg).iter(f"{SVG}text")]
    assert words.count("3") == 1
    assert len(re.findall(r'id="pair-', chart.svg)) == 3


def test_no_words_are_written_over_a_dot() -> None:
    free, taken = chart_of(*[(5, 5)] * 5), chart_of((2, 9), (2, 9), (9, 1), (9, 1), (5, 5))

    assert "tenser than" in free.svg
    assert "tenser than" not in taken.svg
    assert "above it tenser" in taken.shows


def test_the_title_says_on_how_many_contacts_it_was_lower_than_expected() -> None:
    chart = chart_of((5, 3), (5, 4), (5, 4), (5, 5), (5, 9))

    assert chart.title == "In 3 of 5 contacts, the tension was lower than you expected."
    assert "It was higher once: 5 March 2026, when you expected 5 and it was 9." in chart.shows


@pytest.mark.parametrize(
    ("actual", "title"),
    [
        ((6, 7, 8, 5, 4), "In 3 of 5 contacts, the tension was higher than you expected."),
        ((5, 5, 5, 6, 4), "In 3 of 5 contacts, the tension was as you expected."),
        (
            (6, 6, 4, 4, 5),
            "In 5 contacts, the tension was lower than you expected twice, higher twice, and as you expected once.",
        ),
    ],
)
def test_the_title_follows_the_numbers(actual: Sequence[int], title: str) -> None:
    assert chart_of(*((5, value) for value in actual)).title == title


def test_a_contact_with_one_of_the_two_numbers_is_counted_and_not_drawn() -> None:
    chart = chart_of(*[(5, 4)] * 5, (3, None), (None, 3), (None, None))

    assert chart.shows.endswith(
        "Not in the picture: 1 with only what you expected, 1 with only how it was, 1 with neither."
    )
    assert len(re.findall(r'id="pair-', chart.svg)) == 1


def test_four_pairs_are_below_the_gate() -> None:
    chart = chart_of(*[(5, 4)] * 4)

    assert chart.svg == ""
    assert chart.shows == "It needs 5 check-ins that say both what you expected and how it was. So far: 4."
