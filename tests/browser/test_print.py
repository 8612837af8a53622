"""On paper: dark ink, whatever the screen looks like."""

from collections.abc import Callable

from tests.browser.conftest import Visitor
from tests.people import write_example
from tests.servers import Served


def test_a_picture_is_printed_in_dark_ink_from_a_dark_screen(server: Served, visit: Callable[..., Visitor]) -> None:
    write_example(server.answers, "check-in", 1)
    page = visit(color_scheme="dark").open(server.url, "patterns/over-time")
    ink = "getComputedStyle(document.querySelector('.hw-chart svg')).color"
    on_screen = page.evaluate(ink)

    page.emulate_media(media="print")

    assert page.evaluate(ink) == "rgb(43, 38, 34)" != on_screen


def test_what_was_chosen_is_printed_in_light_colours_with_its_mark(
    server: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit(color_scheme="dark").open(server.url, "check-in")
    page.get_by_label("How calm are you now?").fill("3")
    page.emulate_media(media="print")

    style = "(at, what) => getComputedStyle(document.querySelector(at))[what]"
    assert page.evaluate(f"({style})('html', 'colorScheme')") == "light"
    assert page.evaluate(f"({style})('.hw-scale:not(.hw-unset) .hw-range', 'printColorAdjust')") == "exact"
