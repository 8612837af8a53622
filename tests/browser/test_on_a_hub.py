"""The pages on a real JupyterHub: each person has their own, and nobody else's, whatever ends meanwhile."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor, listen, said, saved, until
from tests.hubs import Hub, a_hub, postgresql

HAPPENS = "What keeps happening?"
PASSPHRASE = "four words for a test"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """One for the tests that do not end anything; its database is PostgreSQL."""
    with (
        postgresql() as database,
        a_hub(tmp_path_factory.mktemp("hub") / "hub", HEARTWORK_HUB_DATABASE=database.url) as started,
    ):
        yield started


def log_in(visitor: Visitor, hub: Hub, name: str, to: str = "") -> Page:
    """Log in, as a person does, and wait until the pages are there."""
    page = visitor.page
    page.goto(f"{hub.url}/hub/login?next=/hub/user-redirect/heartwork/{to}")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("any")
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/hub/login" in answer.url
    ) as answered:
        page.get_by_role("button", name="Sign in").click()
    if answered.value.status == 500:
        # Whoever asks a Hub first after its database was away is told so; who tries again is let in.
        return log_in(visitor, hub, name, to)
    page.wait_for_url(f"{hub.pages(name)}**")
    page.locator("html[data-ready]").wait_for()
    return page


def asked(url: str, **headers: str) -> int:
    """What the server answers to somebody who is no browser, by its number; redirects are not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request("GET", parts.path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


def write(page: Page, hub: Hub, name: str, words: str) -> None:
    """Write, and see that it is saved when the page says so."""
    page.goto(f"{hub.pages(name)}#boundaries")
    page.get_by_label(HAPPENS, exact=True).fill(words)
    saved(page)
    assert hub.value(name, "boundaries.happens") == words


def test_the_whole_way_for_a_person_on_a_hub(hub: Hub, visit: Callable[..., Visitor]) -> None:
    somebody = visit(accept_downloads=True)
    page = log_in(somebody, hub, "ann")

    # Who could read it is said before anything else, and a passphrase is offered.
    main = page.get_by_role("main")
    expect(main).to_contain_text("Whoever runs it can read that, unless you set a passphrase.")
    expect(page.get_by_role("heading", name="A passphrase first?")).to_be_visible()
    page.goto(f"{hub.pages('ann')}#boundaries")
    expect(main).to_contain_text("Whoever runs this JupyterHub can read what you write here, unless you")

    write(page, hub, "ann", "She rings again.")
    assert (hub.answers("ann") / "workbook.json").stat().st_mode & 0o777 == 0o600
    page.goto(f"{hub.pages('ann')}#privacy")
    expect(main).to_contain_text("In one file on the computer of this JupyterHub")
    expect(main).to_contain_text("Whoever runs this JupyterHub can open that file")
    expect(main).not_to_contain_text("this computer")

    # The kernel dies in mid-sentence: the page comes back by itself, with every word.
    page.goto(f"{hub.pages('ann')}#boundaries")
    listen(page)
    server = hub.server("ann")
    assert server is not None
    (fork_server,) = server.children()
    for kernel in fork_server.children():
        kernel.kill()
    page.get_by_label(HAPPENS, exact=True).fill("She rings again and again.")
    said(page, "Back in touch")
    until(lambda: hub.value("ann", "boundaries.happens") == "She rings again and again.", page)

    # A copy to take, and a print.
    page.goto(f"{hub.pages('ann')}#privacy")
    with page.expect_download() as copied:
        page.get_by_role("button", name=re.compile("to bring in again")).click()
    assert "again and again" in Path(copied.value.path()).read_text(encoding="utf-8")
    page.goto(f"{hub.pages('ann')}#paper/boundaries")
    with page.expect_download() as printed:
        page.get_by_role("button", name=re.compile("blank", re.I)).first.click()
    assert Path(printed.value.path()).read_bytes().startswith(b"%PDF")

    # A passphrase, which the next visit asks for.
    page.goto(f"{hub.pages('ann')}#privacy")
    page.get_by_role("button", name="Set a passphrase", exact=True).click()
    page.get_by_label("New passphrase").fill(PASSPHRASE)
    page.get_by_label("The same once more").fill(PASSPHRASE)
    page.get_by_role("button", name="Set the passphrase").click()
    expect(page.get_by_role("heading", name="Your passphrase")).to_be_visible()
    assert not (hub.answers("ann") / "workbook.json").exists()
    page.reload()
    expect(page.get_by_role("heading", name="Your pages are locked")).to_be_visible()
    page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Open", exact=True).click()

    # What is left behind is shown, and everything can be deleted.
    page.get_by_role("button", name="Show what is here").click()
    expect(main).to_contain_text("workbook.json.age")
    page.get_by_label(re.compile("forget", re.I)).fill("forget")
    page.get_by_role("button", name=re.compile("Delete everything", re.I)).click()
    until(lambda: not (hub.answers("ann") / "workbook.json.age").exists(), page)

    # Help needs no kernel, and leaving is leaving.
    for kernel in fork_server.children():
        kernel.kill()
    page.get_by_role("navigation", name="Everywhere").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1, name="Help")).to_be_visible()
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("about:blank")

    # A browser that reads Spanish gets Spanish.
    spanish = log_in(visit(locale="es-ES"), hub, "ann")
    expect(spanish.get_by_role("heading", level=1)).to_be_visible()
    expect(spanish.locator("html")).to_have_attribute("lang", "es")
    assert "rings again" not in hub.log.read_text(encoding="utf-8", errors="replace")


def test_nobody_comes_to_the_pages_of_somebody_else(hub: Hub, visit: Callable[..., Visitor]) -> None:
    ann, bob = visit(), visit()
    write(log_in(ann, hub, "anna"), hub, "anna", "Only for me.")
    write(log_in(bob, hub, "bob"), hub, "bob", "And only for me.")
    with ann.page.expect_request(re.compile(r"/api/kernels/[\w-]+$")) as looked:
        pass
    kernel = looked.value.url.rpartition("/")[2]

    # By the address: the browser of somebody else who is logged in.
    bob.page.goto(hub.pages("anna"))
    expect(bob.page.get_by_role("heading", level=1)).to_contain_text("403")
    expect(bob.page.locator("body")).not_to_contain_text("Only for me.")

    # By cookies: all that bob's browser has, sent to ann's pages, and ann's own sent to bob's.
    def jar(visitor: Visitor) -> str:
        return "; ".join(f"{one['name']}={one['value']}" for one in visitor.context.cookies())

    places = ["", "api/kernels", f"api/kernels/{kernel}", "arriving/x"]
    for mine, theirs in ((bob, "anna"), (ann, "bob")):
        for place in places:
            assert asked(f"{hub.pages(theirs)}{place}", Cookie=jar(mine)) in (302, 403, 404)
        upgrade = {
            "Cookie": jar(mine),
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol": "v1.kernel.websocket.jupyter.org",
            "Sec-Fetch-Mode": "websocket",
            "Origin": hub.url,
        }
        where = f"{hub.pages(theirs)}api/kernels/{kernel}/channels?session_id=a"
        assert asked(where, **upgrade) in (302, 403, 404)

    # By a token of their own, made at the Hub.
    bob.page.goto(f"{hub.url}/hub/token")
    token = bob.page.evaluate(
        """async () => {
            const key = document.cookie.match(/_xsrf=([^;]*)/)[1];
            const made = await fetch(`/hub/api/users/bob/tokens?_xsrf=${key}`, {method: "POST", body: "{}"});
            return (await made.json()).token;
        }"""
    )
    assert asked(hub.pages("anna"), Authorization=f"token {token}") in (302, 403)
    # And the files of a server: there are none to be asked for.
    for place in ("files/.local/share/heartwork/workbook.json", "api/contents", "lab", "tree", "api/sessions"):
        assert asked(f"{hub.url}/user/bob/{place}", Authorization=f"token {token}") == 404
    # Nobody who is not logged in.
    assert asked(hub.pages("anna")) == 302
    assert asked(f"{hub.pages('anna')}api/kernels/{kernel}", **{"Sec-Fetch-Mode": "cors"}) in (302, 403)
    # And all of it opens for whom it belongs to, so that it is not closed to everybody.
    page = {"Cookie": jar(ann), "Sec-Fetch-Mode": "navigate"}
    assert asked(f"{hub.pages('anna')}api/kernels/{kernel}", **page) == 200


def test_nothing_that_was_called_saved_is_lost_whatever_is_killed(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with postgresql() as database, a_hub(tmp_path / "hub", HEARTWORK_HUB_DATABASE=database.url) as hub:
        people = {name: visit() for name in ("cat", "dan")}
        pages = {name: log_in(visitor, hub, name) for name, visitor in people.items()}
        for name, page in pages.items():
            write(page, hub, name, f"{name} writes.")

        def go_on(when: str) -> None:
            for name, page in pages.items():
                words = f"{name} writes {when}."
                page.get_by_label(HAPPENS, exact=True).fill(words)
                until(lambda name=name, words=words: hub.value(name, "boundaries.happens") == words, page)  # type: ignore[misc]
                saved(page)

        hub.kill_proxy()
        go_on("while the proxy is started again")
        hub.kill()
        go_on("without a Hub")
        hub.start()
        go_on("with another Hub")
        database.kill()
        go_on("without a database")
        database.start()
        go_on("with the database again")
        # Somebody new gets in, and those who were there come back to what they wrote.
        write(log_in(visit(), hub, "eve"), hub, "eve", "Here too.")
        for name, page in pages.items():
            page.goto(f"{hub.pages(name)}#boundaries")
            page.reload()
            expect(page.get_by_label(HAPPENS, exact=True)).to_have_value(
                f"{name} writes with the database again.", timeout=60_000
            )


def test_what_rests_is_ended_and_whoever_writes_is_not_and_no_word_is_written_without_a_passphrase(
    tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    with a_hub(tmp_path / "hub", HEARTWORK_PASSPHRASE="required", HEARTWORK_HUB_REST="40") as hub:
        page = log_in(visit(), hub, "fay")
        for place in ("home", "boundaries", "find", "privacy"):
            page.goto(f"{hub.pages('fay')}#{place}")
            expect(page.get_by_role("heading", level=1, name="First, a passphrase")).to_be_visible()
        assert not (hub.answers("fay") / "workbook.json").exists()
        page.goto(f"{hub.pages('fay')}#help")
        expect(page.get_by_role("heading", level=1, name="Help")).to_be_visible()
        page.goto(f"{hub.pages('fay')}#boundaries")
        page.reload()  # what was asked for before may still arrive, and looks the same
        expect(page.get_by_role("heading", level=1, name="First, a passphrase")).to_be_visible()
        page.get_by_label("New passphrase").fill(PASSPHRASE)
        page.get_by_label("The same once more").fill(PASSPHRASE)
        page.get_by_role("button", name="Set the passphrase").click()
        page.get_by_label(HAPPENS, exact=True).fill("Behind a lock.")
        saved(page)
        assert [path.name for path in hub.answers("fay").glob("workbook*")] == ["workbook.json.age"]

        # Somebody who closed their page: their server ends. Fay writes on, for longer than that.
        idle = visit()
        log_in(idle, hub, "gil")
        assert hub.server("gil") is not None
        idle.page.close()
        for number in range(180):
            page.get_by_label(HAPPENS, exact=True).fill(f"Behind a lock, for the {number}th time.")
            saved(page)
            if hub.server("gil") is None:
                break
            page.wait_for_timeout(1000)
        assert hub.server("gil") is None
        assert hub.server("fay") is not None
        page.get_by_label(HAPPENS, exact=True).fill("Still here.")
        saved(page)


def test_beside_jupyterlab_the_pages_are_at_the_same_address(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    share = Path(__file__).parents[2] / "src/heartwork"
    found = {"JUPYTER_CONFIG_PATH": str(share / "etc/jupyter"), "JUPYTER_PATH": str(share / "share/jupyter")}
    kept = [f"--Spawner.env_keep={name}" for name in ("PATH", "VIRTUAL_ENV", *found)]
    stock = ["--Spawner.cmd=jupyterhub-singleuser", "--Spawner.args=--allow-root"]
    with a_hub(tmp_path / "hub", *stock, *kept, **found) as hub:
        page = log_in(visit(), hub, "hal")
        expect(page.get_by_role("main")).to_contain_text("Whoever runs it can read that, unless you set a passphrase.")
        write(page, hub, "hal", "Beside my notebooks.")
        assert json.loads((hub.answers("hal") / "workbook.json").read_text())["format"] == "heartwork-workbook"
