import datetime
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from heartwork.analysis.table import Column, MinimumData, Table
from heartwork.charts.chart import Chart, Choice
from heartwork.charts.xml_text import plain

NASTY = "<script>alert('1')</script> \" & \x00\ud800 ]]> --> ${x} $\\frac$"


def chart(
    words: str = "Quiet evenings", svg: str = '<svg viewBox="0 0 1 1"><g id="a"/><use href="#a"/></svg>'
) -> Chart:
    table = Table(
        title="What helped",
        question="What helped?",
        columns=(Column("what", words), Column("since", "Since", "day"), Column("tries", "Tries", "times")),
        rows=((words, "2026-05", 3), ("A walk", datetime.date(2026, 5, 2), 2.5), ("Tea", None, None)),
        entries=5,
        gate=MinimumData(needed=3, have=3, of="tries"),
    )
    choice = Choice("You could try one again.", "#boundaries", "Or not.")
    return Chart(title=words, shows=words, cannot_tell=words, choice=choice, alternative=words, table=table, svg=svg)


def parts(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)


def test_a_chart_is_a_figure_with_a_named_picture_words_and_a_table() -> None:
    figure = parts(chart().html())

    assert (figure.tag, figure.get("class")) == ("figure", "hw-chart")
    picture = figure.find(".//svg")
    assert picture is not None
    assert (picture.get("role"), picture.get("aria-label")) == ("img", "Quiet evenings")
    assert figure.findtext("figcaption/p") == "Quiet evenings"
    assert figure.findtext("figcaption/details/summary") == "The numbers as a table"


def test_the_figure_is_named_by_its_title() -> None:
    figure = parts(chart().html())

    title = figure.find("p[@class='hw-chart-title']")
    assert title is not None
    assert figure.get("aria-labelledby") == title.get("id")
    assert title.text == "Quiet evenings"


def test_the_table_has_headers_with_scope_and_a_caption() -> None:
    table = parts(chart().html()).find(".//table")

    assert table is not None
    assert table.findtext("caption") == "What helped. A dash means it was left blank."
    heads = table.findall("thead/tr/th")
    assert [(head.text, head.get("scope")) for head in heads] == [
        ("Quiet evenings", "col"),
        ("Since", "col"),
        ("Tries (times)", "col"),
    ]
    rows = table.findall("tbody/tr")
    assert [row.find("th[@scope='row']") is not None for row in rows] == [True, True, True]
    assert [[cell.text for cell in row] for row in rows] == [
        ["Quiet evenings", "May 2026", "3"],
        ["A walk", "2 May 2026", "2.5"],
        ["Tea", "–", "–"],
    ]


def test_it_ends_on_a_choice_with_a_way_out() -> None:
    choice = parts(chart().html()).find(".//p[@class='hw-chart-choice']")

    assert choice is not None
    assert "".join(choice.itertext()) == "You could try one again. Or not."
    link = choice.find("a")
    assert link is not None
    assert (link.get("href"), link.text) == ("#boundaries", "You could try one again.")


def test_the_caption_holds_all_that_is_said_below_the_picture() -> None:
    assert chart("It is.").caption == "It is. It is. You could try one again. Or not."


def test_whatever_was_written_stays_text() -> None:
    html = chart(NASTY).html()

    assert "<script" not in html
    assert parts(html).findtext("figcaption/p") == plain(NASTY)
    label = parts(html).find(".//svg")
    assert label is not None
    assert label.get("aria-label") == plain(NASTY)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://example.org", "//x", '#a" onclick="x', "boundaries", "# "]
)
def test_a_choice_never_leads_off_the_page(link: str) -> None:
    with pytest.raises(ValueError, match="a place on the page"):
        Choice("You could.", link)


def test_two_charts_share_no_id_and_the_same_chart_keeps_its_own() -> None:
    one, other, again = (parts(chart(words).html()) for words in ("One", "Other", "One"))

    def ids(figure: ElementTree.Element) -> list[str]:
        return [element.attrib["id"] for element in figure.iter() if "id" in element.attrib]

    assert len(ids(one)) == len(set(ids(one))) == 2
    assert not set(ids(one)) & set(ids(other))
    assert ids(one) == ids(again)


def test_what_points_at_an_id_follows_it() -> None:
    picture = parts(chart().html()).find(".//svg")

    assert picture is not None
    assert picture[1].get("href") == f"#{picture[0].get('id')}"


def test_without_a_picture_there_are_words_and_nothing_else() -> None:
    figure = parts(chart(svg="").html())

    assert figure.find(".//svg") is None
    assert figure.find(".//table") is None
    assert figure.findtext("figcaption/p") == "Quiet evenings"


def test_a_notebook_shows_the_same_figure() -> None:
    assert chart()._repr_html_() == chart().html()


def test_the_representation_holds_no_words_of_the_person() -> None:
    assert repr(chart()) == "Chart('What helped', drawn=True)"


def test_importing_the_charts_does_not_load_matplotlib() -> None:
    program = "import sys, heartwork.charts.tension; print('matplotlib' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
