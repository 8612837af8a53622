"""Leave now, help and home in JupyterLab: always in sight, and nothing is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.browser.conftest import patient_context
from tests.browser.test_twice_in_jupyterlab import happens, opened, run_all, types
from tests.servers import Served, lab


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with lab(tmp_path_factory.mktemp("lab") / "answers") as server:
        yield server


@pytest.fixture
def page(jupyterlab: Served, chromium: Browser) -> Iterator[Page]:
    context = patient_context(chromium, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    opened(page, jupyterlab, "boundaries.ipynb")
    yield page
    context.close()


def by_button(page: Page) -> None:
    page.get_by_role("link", name="Leave now").click()


def by_shift_in_a_field(page: Page) -> None:
    happens(page).focus()
    for _time in range(3):
        page.keyboard.press("Shift")


def by_shift_in_a_document_of_its_own(page: Page) -> None:
    page.evaluate("""() => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      frame.style = "position: fixed; inset: 200px; z-index: 99999";
      frame.srcdoc = "<input autofocus>";
    }""")
    page.frame_locator("iframe").locator("input").click()
    page.wait_for_timeout(200)
    for _time in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("how", [by_button, by_shift_in_a_field, by_shift_in_a_document_of_its_own])
def test_leaving_saves_what_was_typed_asks_nothing_and_does_not_come_back(
    jupyterlab: Served, page: Page, how: Callable[[Page], None]
) -> None:
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", note)
    words = f"canary {how.__name__}"
    happens(page).fill("")
    types(happens(page), words)

    how(page)

    page.wait_for_url("about:blank")
    assert (asked, page.title(), jupyterlab.value("boundaries.happens")) == ([], "", words)
    page.go_back()
    page.locator(".jp-Notebook").wait_for()
    page.wait_for_timeout(3000)
    assert words not in page.content()


def test_the_ways_out_stay_in_sight_and_help_needs_no_kernel(jupyterlab: Served, page: Page) -> None:
    bar = page.locator(".hw-bar")
    page.get_by_role("link", name="Next: What sets it off").scroll_into_view_if_needed()
    for way in (bar.get_by_role("link", name="Leave now"), *bar.get_by_role("button").all()):
        expect(way).to_be_in_viewport(ratio=1)
    types(happens(page), "x")
    expect(bar).to_contain_text("Saved")

    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    bar.get_by_role("button", name="Help").click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Help lines")).to_be_visible()
    page.get_by_role("button", name="Back to where you were").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_home_is_one_touch_away(page: Page) -> None:
    page.locator(".hw-bar").get_by_role("button", name="Home").click()

    expect(page.locator(".jp-OutputArea .hw-cards").first).to_be_visible()
    expect(happens(page)).to_have_count(0)


def test_a_restarted_kernel_is_told_of_in_words(page: Page) -> None:
    alarm = page.get_by_role("alert").filter(has_text="The kernel does not answer. What you typed is still here.")
    types(happens(page), "canary")
    expect(page.locator(".hw-bar")).to_contain_text("Saved")
    expect(alarm).to_have_count(0)

    page.evaluate("void jupyterapp.commands.execute('kernelmenu:restart')")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_function("jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'")
    types(happens(page), " after it")
    expect(alarm).to_be_visible()
    expect(page.locator(".hw-bar")).to_contain_text("Not saved yet")

    run_all(page, 1)
    expect(alarm).to_have_count(0)
    expect(happens(page)).to_have_value(re.compile("canary after it$"))
    expect(page.locator(".hw-bar")).to_contain_text("Saved")


@pytest.mark.parametrize("kept", [False, True], ids=["as it is", "with the state of widgets kept in the notebook"])
def test_the_next_day_a_notebook_says_how_to_open_its_page_and_holds_no_word(
    jupyterlab: Served, page: Page, kept: bool
) -> None:
    types(happens(page), "kanarienvogel")
    expect(page.locator(".hw-bar")).to_contain_text("Saved")
    expect(page.locator(".hw-again")).to_be_hidden()
    if kept:
        page.evaluate("jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')")
        run_all(page, 1)
    page.evaluate("jupyterapp.commands.execute('docmanager:save')")
    written = (jupyterlab.answers / "notebooks/boundaries.ipynb").read_text(encoding="utf-8")
    assert ("widget-state+json" in written) is kept
    assert [
        path for path in (jupyterlab.answers / "notebooks").rglob("*.ipynb") if "kanarien" in path.read_text()
    ] == []

    page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.goto(f"{jupyterlab.origin}/lab/tree/boundaries.ipynb?token=for-a-test&reset")
    page.locator(".jp-Notebook").wait_for()
    expect(page.get_by_text("Run this cell").locator("visible=true").first).to_be_visible()
    expect(page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(0)
