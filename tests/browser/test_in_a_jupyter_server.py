"""The pages in a Jupyter server of somebody's own: opened by its door, under its address, beside its notebooks."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import LAPTOP, Visitor, listen, said, saved, until
from tests.servers import Served, in_jupyter

BASE = "/team/x.y@z-1/"
HAPPENS = "What keeps happening?"
LOST = "What keeps happening is that she rings again."


def asked(server: Served, path: str, **body: Any) -> Any:
    """What the Jupyter server itself says."""
    headers = {"Authorization": "token for-a-test"}
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(f"{server.pages}{path}", data, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def about_a_notebook(server: Served) -> dict[str, Any]:
    """All that a notebook of that server gets: its kernel, how that was started, and what there is to choose from."""
    before = set(own_kernels(server))
    kernel = asked(server, "api/kernels", name="python3")
    (process,) = set(own_kernels(server)) - before
    environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    changing = (b"JPY_", b"JUPYTER_SESSION", b"PYDEVD", b"KERNEL")
    command = Path(f"/proc/{process}/cmdline").read_bytes().decode()
    return {
        "environment": sorted(one for one in environment if not one.startswith(changing)),
        "command": command.replace(kernel["id"], "ID"),
        "folder": str(Path(f"/proc/{process}/cwd").readlink()),
        "transport": json.loads(Path(command.rpartition("-f\0")[2].split("\0")[0]).read_text())["transport"],
        "kernels": asked(server, "api/kernelspecs"),
        "files": [one["name"] for one in asked(server, "api/contents")["content"]],
    }


def own_kernels(server: Served) -> list[int]:
    """Process ids of the kernels of notebooks."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            continue
        if parent == server.process.pid and b"ipykernel_launcher" in command:
            found.append(int(status.parent.name))
    return found


def test_the_whole_way_in_a_jupyter_server_whose_door_is_as_narrow_as_a_hubs(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    door = "--ServerApp.identity_provider_class=tests.like_a_hub.LikeAHub"
    with in_jupyter(tmp_path / "answers", BASE, door, HEARTWORK_ANSWERS=str(tmp_path / "answers")) as server:
        pages = f"{server.pages}heartwork/"
        stranger = visit()
        stranger.page.goto(pages)
        expect(stranger.page).to_have_url(re.compile(r"/login\?next="))
        before = about_a_notebook(server)

        # In by the token, which does not stay in the address.
        somebody = visit(accept_downloads=True)
        page = somebody.open(f"{server.pages}heartwork?token=for-a-test")
        expect(page).to_have_url(pages)
        expect(page.get_by_role("main")).to_contain_text("kept on the computer that this Jupyter server runs on")
        expect(page.get_by_role("main")).not_to_contain_text("leaves this computer")

        # Written, saved; and what the door refuses to scripts does not look like an end.
        page.goto(f"{pages}#boundaries")
        page.get_by_label(HAPPENS, exact=True).fill("She rings again.")
        saved(page)
        assert server.value("boundaries.happens") == "She rings again."
        listen(page)
        with page.expect_response(re.compile(r"/api/kernels/[\w-]+$")) as looked:
            pass
        assert looked.value.status == 200
        assert page.evaluate("said") == []

        # The kernel dies in mid-sentence: the page comes back by itself, with every word.
        server.kill_kernels()
        page.get_by_label(HAPPENS, exact=True).fill(LOST)
        said(page, "Back in touch")
        saved(page)
        until(lambda: server.value("boundaries.happens") == LOST, page)

        # Where the answers are, a copy to take, a print.
        page.goto(f"{pages}#privacy")
        main = page.get_by_role("main")
        expect(main).to_contain_text("In one file on the computer that this Jupyter server runs on")
        expect(main).to_contain_text("Whoever runs that computer can open that file")
        expect(main).not_to_contain_text("this computer")
        with page.expect_download() as copied:
            page.get_by_role("button", name=re.compile("to bring in again")).click()
        assert LOST in Path(copied.value.path()).read_text(encoding="utf-8")
        page.goto(f"{pages}#paper/boundaries")
        with page.expect_download() as printed:
            page.get_by_role("button", name=re.compile("blank", re.I)).first.click()
        assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")

        # A browser that reads Spanish gets Spanish.
        spanish = visit(locale="es-ES").open(f"{server.pages}heartwork/?token=for-a-test")
        expect(spanish.get_by_role("heading", level=1, name="Tus páginas")).to_be_visible()
        spanish.goto(f"{pages}#privacy")
        expect(spanish.get_by_role("main")).to_contain_text("equipo donde funciona este servidor de Jupyter:")

        # Notebooks beside it are as they were.
        assert about_a_notebook(server) == before
        names = {path.name for path in (server.answers.with_name("jupyter")).rglob("*")}
        assert not {name for name in names if "heartwork" in name}

        # Help needs no kernel, and leaving is leaving.
        page.goto(f"{pages}#boundaries")
        expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(LOST)
        server.kill_kernels()
        page.get_by_role("navigation", name="Everywhere").get_by_role("link", name="Help").click()
        expect(page.get_by_role("heading", level=1, name="Help")).to_be_visible()
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.keyboard.press("Shift")
        page.wait_for_url("about:blank")
        assert LOST not in server.log.read_text()

        # From JupyterLab, a tile leads here, into a tab that JupyterLab has no hand on.
        lab = visit(viewport=LAPTOP)
        lab.page.goto(f"{server.pages}lab?token=for-a-test")
        with lab.context.expect_page() as opened:
            lab.page.locator(".jp-LauncherCard").filter(has_text="heartwork").click()
        expect(opened.value).to_have_url(pages)
        expect(opened.value.get_by_role("heading", level=1, name="Your pages")).to_be_visible()
        assert opened.value.evaluate("window.opener") is None


def test_on_binder_the_first_words_are_that_nothing_real_is_written_here(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    lent = {"BINDER_LAUNCH_HOST": "https://binder.example.org/", "JUPYTERHUB_API_TOKEN": "of-the-hub"}
    with in_jupyter(tmp_path / "answers", BASE, **lent) as server:
        page = visit(viewport=LAPTOP).page
        page.goto(f"{server.pages}heartwork/?token=for-a-test")
        page.locator("html[data-ready]").wait_for()
        for place in ("home", "boundaries", "privacy"):
            page.evaluate(f"location.hash = '{place}'")
            expect(page.get_by_text("This is a stranger's computer, lent by Binder")).to_be_visible()

        first = page.context.request.get(f"{server.pages}heartwork/").text()
        assert "This is a stranger's computer. Try the pages, and write nothing real." in html.unescape(first)
