"""The same notebooks where other people open them: plain Voila, Voila's own template, JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbformat import NotebookNode
from playwright.sync_api import Browser, Page, TimeoutError, WebSocketRoute, expect

from tests.browser.conftest import LAPTOP, Visitor, deaf, patient_context, saved, until
from tests.servers import ROOT, Served, lab, plain_voila

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
HAPPENS = "What keeps happening?"
#: JupyterLab's own frame is not ours: no rules about whole pages.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture(scope="module")
def all_in_voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with plain_voila(tmp_path_factory.mktemp("voila") / "answers", ROOT / "notebooks") as server:
        yield server


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_opens_with_plain_voila(
    all_in_voila: Served, visit: Callable[..., Visitor], notebook: Path
) -> None:
    page = visit().open(f"{all_in_voila.origin}/voila/render/{notebook.name}")

    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()


def test_a_page_that_hears_nothing_of_its_kernel_is_asked_for_once_more(
    all_in_voila: Served, visit: Callable[..., Visitor]
) -> None:
    page = visit().page
    sockets = deaf(page, 1)
    page.clock.install()
    page.goto(f"{all_in_voila.origin}/voila/render/boundaries.ipynb")
    page.wait_for_timeout(500)
    assert page.locator("html[data-ready]").count() == 0

    page.clock.fast_forward(20_000)
    page.locator("html[data-ready]").wait_for()
    assert len(sockets) == 2
    page.get_by_label(HAPPENS, exact=True).fill("She opens my post.")
    saved(page)


def test_a_worksheet_is_saved_under_plain_voila(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    with plain_voila(tmp_path / "answers", ROOT / "notebooks/boundaries.ipynb") as server:
        page = visit().open(server.url)
        page.get_by_label(HAPPENS, exact=True).fill("She opens my post.")
        saved(page)

        assert server.value("boundaries.happens") == "She opens my post."


def test_a_worksheet_works_in_voilas_own_template(tmp_path: Path, chromium: Browser) -> None:
    # Voila's own template asks another computer for its icons; that is why we do not use it.
    with plain_voila(tmp_path / "answers", ROOT / "notebooks/boundaries.ipynb", "--template=lab") as server:
        page = patient_context(chromium, viewport=LAPTOP).new_page()
        page.goto(server.url)
        page.get_by_label(HAPPENS, exact=True).fill("She opens my post.")
        saved(page)
        assert server.value("boundaries.happens") == "She opens my post."

        page.get_by_role("link", name="Next: What sets it off").click()
        expect(page.get_by_role("heading", name="What sets it off")).to_be_focused()
        page.get_by_role("link", name="Leave now").click()
        page.wait_for_url("about:blank")


def a_notebook(folder: Path, *cells: NotebookNode) -> Path:
    notebook = folder / "mine.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), notebook)
    return notebook


def test_an_authors_plain_ipywidgets_show_in_our_template(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    notebook = a_notebook(
        tmp_path,
        nbformat.v4.new_markdown_cell("# A page of my own"),
        nbformat.v4.new_code_cell(
            "import ipywidgets as w\n"
            "out = w.Output()\n"
            "box = w.Text(description='Her name')\n"
            "slider = w.IntSlider(description='How much', value=3)\n"
            "button = w.Button(description='Say it')\n"
            "def said(_):\n"
            "    with out:\n"
            "        print('You wrote', box.value, slider.value)\n"
            "button.on_click(said)\n"
            "tabs = w.Tab([w.Label('Of then'), w.Label('Of now')], titles=['Then', 'Now'])\n"
            "choice = w.RadioButtons(options=['one', 'two'])\n"
            "w.VBox([w.HTML('<b>Some words</b>'), box, slider, choice, button, out, tabs])"
        ),
    )

    with plain_voila(tmp_path / "answers", notebook, "--template=heartwork") as server:
        page = visit().open(server.url)
        expect(page.get_by_role("heading", name="A page of my own")).to_be_visible()
        expect(page.get_by_text("Some words")).to_be_visible()
        expect(page.get_by_role("radio")).to_have_count(2)
        page.get_by_label("Her name").fill("Maureen")
        page.get_by_label("Her name").press("Tab")
        page.get_by_role("button", name="Say it").click()

        expect(page.get_by_text("You wrote Maureen 3")).to_be_visible()
        expect(page.get_by_text("Of now")).to_be_hidden()
        page.get_by_role("tab", name="Now").click()
        expect(page.get_by_text("Of now")).to_be_visible()


def test_widgets_that_are_heard_of_in_part_while_a_page_arrives_are_all_there(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """On a busy computer a page may be whole in the middle of what its kernel says while it makes the widgets."""
    joining = tmp_path / "joining"
    notebook = a_notebook(
        tmp_path,
        # While a cell runs, a page that joins has to wait; it is the first that is heard when the cell has ended.
        nbformat.v4.new_code_cell(
            "import pathlib, time\n"
            f"while not pathlib.Path({str(joining)!r}).exists():\n"
            "    time.sleep(0.05)\n"
            "time.sleep(2)"
        ),
        nbformat.v4.new_code_cell(
            "import ipywidgets as w\n"
            "both = w.Layout()\n"
            "w.VBox([w.Text(description=f'Her name {n}', layout=both) for n in range(1, 20)], layout=both)"
        ),
    )
    visitor = visit()
    page, held, opened, late = visitor.page, list[Callable[[], None]](), list[None](), True

    def hold(socket: WebSocketRoute) -> None:
        joining.touch()

        def heard(message: str | bytes) -> None:
            text = message if isinstance(message, str) else message.decode("utf-8", "replace")
            if late and len(opened) >= 5:
                held.append(lambda: socket.send(message))
            else:
                socket.send(message)
            opened.extend([None] * bool(re.search(r'"msg_type": ?"comm_open"', text)))

        there = socket.connect_to_server()
        there.on_message(heard)

    page.route_web_socket(re.compile("/channels"), hold)
    with plain_voila(tmp_path / "answers", notebook, "--template=heartwork") as server:
        page.goto(server.url)
        until(lambda: len(opened) > 5, page)
        late = False
        while held:
            held.pop(0)()

        page.locator("html[data-ready]").wait_for()
        expect(page.get_by_label("Her name 19")).to_be_visible()


# ------------------------------------------------------------------------------------------- JupyterLab


@pytest.fixture(scope="module")
def jupyterlab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with lab(tmp_path_factory.mktemp("lab") / "answers") as server:
        yield server


def run_all(page: Page, server: Served, notebook: str) -> None:
    """Open a notebook in JupyterLab and run it."""
    page.goto(f"{server.origin}/lab/tree/{notebook}?token=for-a-test&reset")
    page.locator(".jp-Notebook").wait_for()
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    for _ in range(4):  # JupyterLab may still be choosing the kernel, and then runs nothing
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            page.locator(".jp-OutputArea h1").first.wait_for()
            return
        except TimeoutError:
            page.keyboard.press("Escape")
    raise AssertionError(page.locator(".jp-Notebook").inner_text())


def test_in_jupyterlab_answers_are_saved_and_keys_stay_in_the_field(jupyterlab: Served, chromium: Browser) -> None:
    page = patient_context(chromium, viewport=LAPTOP).new_page()
    run_all(page, jupyterlab, "start.ipynb")
    page.get_by_role("heading", name="Start here").last.wait_for()

    first = page.get_by_role("radio", name="Go on from here")
    first.check()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Something lighter")).to_be_checked()
    expect(page.get_by_role("radio", name="Something lighter")).to_be_focused()  # not in the next cell

    page.locator(".jp-OutputArea").get_by_text("Part 1 of").click()
    page.get_by_role("link", name="Who this is about").click()
    page.get_by_label("What do you call her?").click()
    page.keyboard.type("a mother of b")  # letters that are commands in JupyterLab
    saved(page)

    assert jupyterlab.value("start.call_her") == "a mother of b"
    expect(page.get_by_role("link", name="Leave now")).to_be_visible()


def test_in_jupyterlab_a_scale_answers_to_arrow_keys(jupyterlab: Served, chromium: Browser) -> None:
    page = patient_context(chromium, viewport=LAPTOP).new_page()
    run_all(page, jupyterlab, "check-in.ipynb")
    scale = page.get_by_label("How much tension was there?")
    scale.wait_for()

    scale.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    saved(page)

    expect(scale).to_be_focused()
    assert jupyterlab.workbook()["entries"]["check-in"][-1]["answers"]["tension"]["value"] == 7


def test_in_jupyterlab_a_page_is_at_home_in_light_and_dark(jupyterlab: Served, chromium: Browser) -> None:
    page = patient_context(chromium, viewport=LAPTOP).new_page()
    run_all(page, jupyterlab, "want.ipynb")
    scale = page.get_by_label("How close are you now?")
    scale.wait_for()
    looks = """() => {
      const [own, lab] = [".jp-OutputArea .hw h1", ".jp-RenderedMarkdown h1"].map((at) => document.querySelector(at));
      const style = (one) => getComputedStyle(one);
      return [style(own).color === style(lab).color, style(own).fontFamily === style(lab).fontFamily,
        style(own.closest(".hw")).backgroundColor];
    }"""

    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        page.locator(".lm-Menu-item", has_text="Theme").first.hover()
        page.locator(".lm-Menu-itemLabel").get_by_text(theme, exact=True).click()
        page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")
        page.wait_for_function(f"() => ({looks})()[0]")  # its style sheet comes a moment later
        assert page.evaluate(looks) == [True, True, "rgba(0, 0, 0, 0)"]

        found = Axe().run(page, context=".hw-page", options=RULES).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
