import datetime
import re
from collections.abc import Sequence
from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heartwork.analysis.tension import tension
from heartwork.answers import Answer, Entry
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.matplotlib_svg import WIDE, WIDTH
from heartwork.charts.tension import tension_chart

DAY = datetime.date(2026, 3, 1)


def check_in(day: int | str, calm: int | None = None, actual: int | None = None) -> Entry:
    """A check-in so many days after 1 March 2026, or on a day as it was written."""
    written = day if isinstance(day, str) else str(DAY + datetime.timedelta(day))
    values = {"calm": calm, "tension": actual}
    answers = {id_: Answer(value=value) for id_, value in values.items() if value is not None}
    return Entry(id=f"{written}", at="", day=written, answers=answers)


def chart_of(*check_ins: Entry) -> Chart:
    return tension_chart(tension(check_ins))


def picture(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


def group(chart: Chart, id_: str) -> ElementTree.Element:
    found = picture(chart).find(f".//{{*}}g[@id='{id_}']")
    assert found is not None
    return found


def height(chart: Chart, value: int, of: str = "") -> float:
    path = group(chart, f"{of}at-{value}").find("{*}path")
    assert path is not None
    return float(path.attrib["d"].split()[2])


def marks(chart: Chart, id_: str) -> list[tuple[float, float]]:
    """Where the dots lie: units from the left, and the value at their height."""
    zero, ten = height(chart, 0), height(chart, 10)
    return [
        (float(use.attrib["x"]), round((float(use.attrib["y"]) - zero) / (ten - zero) * 10, 1))
        for use in group(chart, id_).iter("{http://www.w3.org/2000/svg}use")
    ]


def line(chart: Chart, id_: str) -> str:
    """Moves (M) and lines (L) of the line through the dots; empty when there is none."""
    path = group(chart, id_).find("{*}path")
    return "" if path is None else "".join(re.findall("[ML]", path.attrib["d"]))


def words(chart: Chart) -> list[str]:
    return [text.text or "" for text in picture(chart).iter("{http://www.w3.org/2000/svg}text")]


def test_every_answer_is_a_dot_at_its_value_in_the_order_of_the_days() -> None:
    chart = chart_of(check_in(9, 7, 0), check_in(0, 8, 10), check_in(3, None, 4))

    places, values = zip(*marks(chart, "tension"), strict=True)
    assert values == (10, 4, 0)
    assert places[1] - places[0] == pytest.approx((places[2] - places[0]) / 3, abs=0.05)
    assert [value for _, value in marks(chart, "calm")] == [8, 7]


def test_two_check_ins_of_one_day_stand_above_each_other() -> None:
    chart = chart_of(check_in(0, None, 2), check_in(0, None, 9), check_in(5, None, 4))

    (first, low), (second, high), _ = marks(chart, "tension")
    assert (first, low, high) == (second, 2, 9)


def test_dots_are_joined_from_five_on() -> None:
    four = [check_in(day, 5, 4) for day in range(4)]

    assert line(chart_of(*four), "tension") == ""
    assert line(chart_of(*four, check_in(4, 5, 4)), "tension") == "MLLLL"


def test_no_line_passes_a_gap() -> None:
    chart = chart_of(*(check_in(day, 6, 5) for day in (0, 1, 2, 30, 31)))

    assert line(chart, "tension") == line(chart, "calm") == "MLLML"


def test_no_line_passes_a_check_in_without_an_answer() -> None:
    chart = chart_of(*(check_in(day, 6, None if day == 2 else 5) for day in range(6)))

    assert line(chart, "tension") == "MLMLL"
    assert line(chart, "calm") == "MLLLLL"


def test_a_wide_gap_is_named_in_the_picture_and_every_gap_in_the_words() -> None:
    one = chart_of(*(check_in(day, 6, 5) for day in (0, 1, 2, 30, 31)))
    two = chart_of(*(check_in(day, 6, 5) for day in (0, 30, 60, 61, 62)))

    assert words(one).count("gap") == 1
    assert "There is a gap from 3 to 31 March 2026 (28 days)." in one.shows
    assert "There are 2 gaps of more than 21 days, the longest from 1 to 31 March 2026 (30 days)." in two.shows


def test_both_are_named_beside_the_plot_and_told_apart_without_colour() -> None:
    chart = chart_of(*(check_in(day, 8, 3) for day in range(5)))

    assert {"calm", "tension"} <= set(words(chart))
    dashed, solid = group(chart, "calm").find("{*}path"), group(chart, "tension").find("{*}path")
    assert dashed is not None
    assert solid is not None
    assert "stroke-dasharray" in dashed.attrib["style"]
    assert "stroke-dasharray" not in solid.attrib["style"]
    assert "fill-opacity: 0" in next(group(chart, "calm").iter("{http://www.w3.org/2000/svg}use")).attrib["style"]


def test_what_nobody_answered_is_not_named() -> None:
    chart = chart_of(*(check_in(day, None, 3) for day in range(3)))

    assert "calm" not in words(chart)


def test_the_ends_of_the_scale_are_in_words() -> None:
    table = tension([check_in(day, 8, 3) for day in range(3)])

    chart = tension_chart(table, low="quiet", high="at <b>breaking</b> point & beyond $any$ measure")

    assert {"0", "5", "10", "quiet", "at <b>breaking</b> point & beyond…"} <= set(words(chart))
    assert "(0: quiet, 10: at <b>breaking</b> point & beyond $any$ measure)" in chart.alternative
    assert "<b>" not in chart.html()
    ElementTree.fromstring(chart.html())


def test_the_title_says_how_far_it_was_mostly_all_in_all_and_lately() -> None:
    tense = (9, 8, 8, 7, 9, 8, 1, 4, 5, 4, 3, 4)
    chart = chart_of(*(check_in(day, 5, actual) for day, actual in enumerate(tense)))

    assert chart.title == (
        "In 12 contacts, the tension was mostly between 4 and 8. In the latest 6 it was mostly between 3 and 4."
    )
    assert "“Mostly” means the middle half of them." in chart.shows
    assert chart.cannot_tell.startswith("That doesn't say why.")


def test_with_few_contacts_the_title_says_how_far_it_ranged() -> None:
    ranged = chart_of(check_in(0, 8, 6), check_in(1, 7, 7), check_in(2, None, 3))
    still = chart_of(check_in(0, 8, 6), check_in(1, None, 6), check_in(2, None, 6))

    assert ranged.title == "In 3 contacts, the tension was between 3 and 7."
    assert still.title == "In 3 contacts, the tension was 6."


def test_the_caption_counts_what_there_is_and_what_is_not_in_the_picture() -> None:
    chart = chart_of(
        check_in(0, 8, 6),
        check_in(1, 7, 7),
        check_in(2, None, 3),
        check_in(3, 4),
        check_in("2026-05", 1, 1),
        check_in("", 2),
    )

    assert chart.shows == (
        "4 check-ins, 1 to 4 March 2026: 3 say how tense it was, 3 how calm you were after it. "
        "An ordinary or good moment: in none of the 6. "
        "Not in the picture: 1 with only a month or a year, 1 without a day."
    )


def test_the_alternative_text_tells_the_picture() -> None:
    chart = chart_of(*(check_in(day, 5, actual) for day, actual in enumerate((3, 4, 4, 5, 9))))

    assert chart.alternative == (
        "Tension and calm over time, from 0 to 10 (0: none, 10: as tense as it gets). "
        "In 5 contacts, the tension was between 3 and 9. "
        "Tension: first 3, last 9; lowest 3, on 1 March 2026; highest 9, on 5 March 2026. "
        "Calm after: first 5, last 5; lowest 5, on 1 March 2026; highest 5, on 1 March 2026. " + chart.shows
    )


def test_the_table_holds_every_check_in_with_those_not_drawn() -> None:
    chart = chart_of(check_in(0, 8, 6), check_in(1, 7, 7), check_in(2, None, 3), check_in("2026-05", 1, 1))

    rows = ElementTree.fromstring(chart.html()).findall(".//tbody/tr")

    assert [[cell.text for cell in row] for row in rows] == [
        ["1 Mar 2026", "6", "8"],
        ["2 Mar 2026", "7", "7"],
        ["3 Mar 2026", "3", "–"],
        ["May 2026", "1", "1"],
    ]


def test_below_the_gate_it_says_kindly_what_is_still_needed() -> None:
    chart = chart_of(check_in(0, 8, 6), check_in(1, 7), check_in("2026-05", 1, 1))

    assert chart.svg == ""
    assert chart.title == "It's too early for a picture."
    assert chart.shows == (
        "It needs 3 check-ins with a tension and a day. So far: 1. Not in the picture: 1 with only a month or a year."
    )
    assert chart.choice is not None
    assert chart.choice.link == "#check-in/new"


def test_no_check_ins_at_all_are_no_error() -> None:
    assert "So far: 0" in chart_of().html()


def test_the_page_may_offer_another_choice() -> None:
    table = tension([check_in(day, 8, 3) for day in range(3)])

    assert tension_chart(table, choice=Choice("Rest.")).caption.endswith("Rest.")


def test_it_is_never_called_better_or_worse() -> None:
    chart = chart_of(*(check_in(day, 9, 0) for day in range(9)))

    assert not re.search(r"wrong|mistake|should|better|worse|improv|because", chart.caption + chart.title)


def test_two_charts_of_a_page_share_no_id() -> None:
    one = chart_of(*(check_in(day, 8, 3) for day in range(5)))
    other = chart_of(*(check_in(day, 8, 4) for day in range(5)))

    ids = re.findall(r'\bid="([^"]+)"', one.html() + other.html())
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', one.html())
    assert {a or b for a, b in targets} - {"boundaries"} <= set(ids)


def test_the_same_check_ins_give_the_same_output() -> None:
    first, second = (chart_of(*(check_in(day, 8, 3) for day in range(5))).html() for _ in range(2))

    assert first == second


def test_many_check_ins_become_fine_strokes_and_none_is_left_out() -> None:
    chart = chart_of(*(check_in(day, 8, day % 11) for day in range(200)))

    assert line(chart, "tension") == line(chart, "calm") == "ML" * 200
    assert "Each thin line is one" in chart.shows
    path = group(chart, "tension").find("{*}path")
    assert path is not None
    starts = re.findall(r"M [\d.]+ ([\d.]+)", path.attrib["d"])
    zero, ten = height(chart, 0), height(chart, 10)
    assert [round((float(y) - zero) / (ten - zero) * 10) for y in starts] == [day % 11 for day in range(200)]


def test_ten_years_of_days_are_a_picture_that_a_page_can_hold() -> None:
    entries = [check_in(day, (day * 7) % 11, (day * 3) % 11) for day in range(3650)]

    assert len(tension_chart(tension(entries)).html()) < 600_000


values = st.none() | st.integers(0, 10)
some_check_ins = st.lists(
    st.builds(
        check_in,
        st.integers(-40, 90) | st.sampled_from(["2026-05", "", "9999-12-31", "0001-01-01"]),
        values,
        values,
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(some_check_ins)
def test_every_dot_is_an_answer_and_every_answer_a_dot(entries: Sequence[Entry]) -> None:
    table = tension(entries)

    chart = tension_chart(table)

    ElementTree.fromstring(chart.html())
    if not table.gate.reached:
        assert chart.svg == ""
        return
    placed = [day for day in table.values("day") if isinstance(day, datetime.date)]
    for id_ in ("calm", "tension"):
        answered = [value for value in table.values(id_)[: len(placed)] if value is not None]
        drawn = marks(chart, id_) if answered else []
        assert [value for _, value in drawn] == answered
        assert [place for place, _ in drawn] == sorted(place for place, _ in drawn)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_may_stand_at_the_ends_of_the_scale(low: str, high: str) -> None:
    table = tension([check_in(day, 8, 3) for day in range(3)])

    ElementTree.fromstring(tension_chart(table, low=low, high=high).html())


def test_what_would_be_a_blot_on_a_phone_is_still_dots_on_a_wide_page() -> None:
    table = tension([check_in(day, 8, day % 11) for day in range(365)])

    assert "Each thin line is one" in tension_chart(table).shows
    wide = tension_chart(table, width=WIDE)
    assert "Each thin line" not in wide.shows
    assert [value for _, value in marks(wide, "tension")] == [day % 11 for day in range(365)]


@settings(max_examples=20, deadline=None)
@given(st.integers(), st.integers(1, 40), st.sampled_from([WIDTH, WIDE]))
def test_ten_years_are_columns_by_month_that_leave_no_answer_out(seed: int, apart: int, width: float) -> None:
    chance = Random(seed)
    days = chance.choices(range(1, 3600, apart), k=500)
    table = tension([check_in(day, None, chance.choice([None, *range(11)])) for day in days])

    chart = tension_chart(table, width=width)

    assert "Each column is one month" in chart.shows
    by_month: dict[tuple[int, int], list[int]] = {}
    for day, value in zip(table.values("day"), table.values("tension"), strict=True):
        if isinstance(day, datetime.date) and isinstance(value, int):
            by_month.setdefault((day.year, day.month), []).append(value)
    many = [sorted(values) for values in by_month.values() if len(values) >= 5]
    few = [value for values in by_month.values() if len(values) < 5 for value in values]
    zero, ten = height(chart, 0, of="tension-"), height(chart, 10, of="tension-")

    def value_at(y: str) -> int:
        return round((float(y) - zero) / (ten - zero) * 10)

    if few:
        dots = [
            value_at(use.attrib["y"]) for use in group(chart, "tension-few").iter("{http://www.w3.org/2000/svg}use")
        ]
        assert sorted(dots) == sorted(few)
    if many:
        path = group(chart, "tension-whole").find("{*}path")
        assert path is not None
        ends = [value_at(y) for y in re.findall(r"[ML] [\d.]+ ([\d.]+)", path.attrib["d"])]
        assert sorted(zip(ends[::2], ends[1::2], strict=True)) == sorted((one[0], one[-1]) for one in many)


def test_more_years_than_there_is_room_for_are_columns_by_year() -> None:
    table = tension([check_in(day * 20, 5, day % 11) for day in range(500)])

    assert "Each column is one year" in tension_chart(table).shows
    assert "Each column is one month" in tension_chart(table, width=WIDE).shows
