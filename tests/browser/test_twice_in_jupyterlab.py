"""One question twice in one window of JupyterLab: one truth, and both versions are kept."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import patient_context, until
from tests.servers import Served, lab

HAPPENS = "What keeps happening?"


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with lab(tmp_path_factory.mktemp("lab") / "answers") as server:
        yield server


@dataclass
class Desk:
    """A window of JupyterLab, and notebooks on a workbook that nobody else has."""

    server: Served
    page: Page
    answers: Path

    def notebook(self, cells: int = 1) -> str:
        """Make a notebook that shows the worksheet in so many cells; its name."""
        call = f"from heartwork import worksheet\nworksheet('boundaries', answers={str(self.answers)!r})"
        code = [nbformat.v4.new_code_cell(call) for _ in range(cells)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        name = f"{uuid.uuid4().hex[:8]}.ipynb"
        notebook = nbformat.v4.new_notebook(cells=code, metadata=kernel)
        nbformat.write(notebook, self.server.answers / "notebooks" / name)
        return name

    def kept(self) -> list[str]:
        """Every version that is on the disk, the one that is shown first."""
        if not (self.answers / "workbook.json").exists():
            return []
        document = json.loads((self.answers / "workbook.json").read_text(encoding="utf-8"))
        answer = document["worksheets"]["boundaries"]["answers"].get("happens", {})
        return [answer.get("value"), *(one["value"] for one in answer.get("also", ()))]

    def becomes(self, *versions: str) -> None:
        """Wait until just these are on the disk, in any order, and nothing waits."""
        try:
            until(lambda: sorted(self.kept()) == sorted(versions), self.page)
        except AssertionError:
            assert self.kept() == list(versions)
        for status in self.page.get_by_role("status").filter(has_text="aved").all():
            expect(status).to_contain_text("Saved")


@pytest.fixture
def desk(jupyterlab: Served, chromium: Browser, tmp_path: Path) -> Iterator[Desk]:
    context = patient_context(chromium, viewport={"width": 1400, "height": 900})
    yield Desk(jupyterlab, context.new_page(), tmp_path / "answers")
    context.close()


def opened(page: Page, server: Served, name: str, *, pages: int = 1, reset: str = "&reset") -> None:
    """Open a notebook and run all of it, until this many fields of the question are on the screen."""
    page.goto(f"{server.origin}/lab/tree/{name}?token=for-a-test{reset}")
    page.locator(".jp-Notebook").first.wait_for()
    run_all(page, pages)


def run_all(page: Page, pages: int) -> None:
    """Run the notebook in front, once it has a kernel."""
    page.evaluate("""async () => {
      await jupyterapp.restored;
      const { sessionContext } = jupyterapp.shell.currentWidget;
      await sessionContext.ready;
      await sessionContext.session.kernel.info;
      void jupyterapp.commands.execute("notebook:run-all-cells");
    }""")
    happens(page).nth(pages - 1).wait_for()


def happens(page: Page) -> Locator:
    return page.get_by_label(HAPPENS, exact=True)


def types(field: Locator, words: str) -> None:
    """At the end of what stands there, as it is on the screen now."""
    field.evaluate("(field) => field.focus({ preventScroll: true })")
    field.press("End")
    field.press_sequentially(words)


def write_unseen(field: Locator, words: str) -> None:
    """In one go: a field that is gone to first shows what the other one wrote, as soon as that has arrived."""
    field.evaluate(
        """(field, words) => {
            field.value += words;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        words,
    )


def test_two_cells_show_each_others_words_and_keep_both_versions(desk: Desk) -> None:
    page = desk.page
    opened(page, desk.server, desk.notebook(cells=2), pages=2)
    one, other = happens(page).first, happens(page).last

    types(one, "AAA")
    desk.becomes("AAA")
    expect(other).to_have_value("AAA")  # one truth: what was saved in one cell stands in the other
    types(other, " BBB")
    desk.becomes("AAA BBB")
    expect(one).to_have_value("AAA BBB")

    # Both at once, neither having seen the other's.
    write_unseen(one, " canary-one")
    write_unseen(other, " canary-two")
    desk.becomes("AAA BBB canary-one", "AAA BBB canary-two")
    expect(page.get_by_role("button", name="Use that one").first).to_be_visible()


def test_words_in_the_middle_of_which_somebody_is_do_not_replace_those_of_the_other_cell(desk: Desk) -> None:
    page = desk.page
    opened(page, desk.server, desk.notebook(cells=2), pages=2)
    one, other = happens(page).first, happens(page).last
    types(other, "x")
    desk.becomes("x")
    expect(one).to_have_value("x")

    write_unseen(one, " AAA")  # the focus stays in the other one, which shows nothing else as long as it does
    desk.becomes("x AAA")
    page.keyboard.type(" BBB")
    desk.becomes("x AAA", "x BBB")


def test_two_notebooks_side_by_side_keep_both_versions(desk: Desk) -> None:
    page, beside = desk.page, desk.notebook()
    opened(page, desk.server, desk.notebook())
    left = page.locator(".jp-NotebookPanel").first
    page.evaluate(
        """(path) => jupyterapp.commands.execute("docmanager:open", { path, options: { mode: "split-right" } })""",
        beside,
    )
    right = page.locator(".jp-NotebookPanel").nth(1)
    right.locator(".jp-Cell .cm-content").first.click()
    page.wait_for_function("(path) => jupyterapp.shell.currentWidget.context?.path === path", arg=beside)
    run_all(page, 2)
    in_left, in_right = happens(left), happens(right)

    types(in_left, "LEFT words")
    desk.becomes("LEFT words")
    expect(in_right).to_have_value("LEFT words")
    write_unseen(in_right, " RIGHT words")
    write_unseen(in_left, " more left")
    desk.becomes("LEFT words RIGHT words", "LEFT words more left")


def test_a_second_view_of_one_output_keeps_both_versions(desk: Desk) -> None:
    page = desk.page
    opened(page, desk.server, desk.notebook())
    page.locator(".jp-OutputArea-promptOverlay").first.click(button="right")
    page.get_by_text("Create New View for Cell Output").click()
    expect(happens(page)).to_have_count(2)
    one, other = happens(page).first, happens(page).last

    types(one, "AAA")
    desk.becomes("AAA")
    expect(other).to_have_value("AAA")
    write_unseen(one, " canary-one")
    write_unseen(other, " canary-two")
    desk.becomes("AAA canary-one", "AAA canary-two")


def test_a_second_browser_window_on_one_kernel_keeps_both_versions(desk: Desk) -> None:
    page, name = desk.page, desk.notebook()
    opened(page, desk.server, name)
    page.keyboard.press("Control+s")
    second = page.context.new_page()
    second.goto(f"{desk.server.origin}/lab/workspaces/second/tree/{name}?token=for-a-test&reset")
    happens(second).wait_for()

    types(happens(page), "AAA")
    desk.becomes("AAA")
    expect(happens(second)).to_have_value("AAA")
    write_unseen(happens(page), " canary-one")
    write_unseen(happens(second), " canary-two")
    desk.becomes("AAA canary-one", "AAA canary-two")


def test_words_that_waited_for_a_restarted_kernel_are_saved_when_the_cell_is_run_again(desk: Desk) -> None:
    page = desk.page
    opened(page, desk.server, desk.notebook(cells=2), pages=2)
    types(happens(page).first, "before")
    desk.becomes("before")

    page.evaluate("void jupyterapp.commands.execute('kernelmenu:restart')")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(state="attached")
    write_unseen(happens(page).first, " and after it")
    page.wait_for_timeout(1000)
    assert desk.kept() == ["before"]

    run_all(page, 2)
    desk.becomes("before and after it")
