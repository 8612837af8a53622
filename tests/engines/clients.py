"""Firefox and WebKitGTK as real clients: what both are asked here, whichever protocol each of them speaks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.missing import missing
from tests.servers import free_port

__all__ = ["Client", "firefox", "webkit"]


class _Driver(Protocol):
    """What the walk needs of a browser."""

    def navigate(self, url: str) -> None: ...
    def execute_script(self, script: str, script_args: list[Any]) -> Any: ...
    def element(self, css: str) -> Any: ...


class Client:
    """A browser with one page, which waits for what it is asked about."""

    def __init__(self, driver: _Driver) -> None:
        self._driver = driver

    def open(self, url: str, place: str = "") -> None:
        """Go to a place and wait until its page is there."""
        self._driver.navigate(f"{url}#{place}" if place else url)
        self.until("return document.documentElement.hasAttribute('data-ready')")

    def ask(self, script: str, *given: Any) -> Any:
        """What a script returns in the page."""
        return self._driver.execute_script(script, list(given))

    def until(self, script: str, *given: Any, seconds: float = 60) -> None:
        """Wait until a script returns something true in the page."""
        self.wait(lambda: self.ask(script, *given), f"never true in the page: {script}", seconds)

    def wait(self, true: Callable[[], Any], otherwise: str, seconds: float = 60) -> None:
        """Wait until something is true; `otherwise` is what the failure says."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # Between two pages a script has none to run in.
            with suppress(Exception):
                if true():
                    return
            time.sleep(0.05)
        raise AssertionError(otherwise)

    def type(self, css: str, words: str) -> None:
        """Type at the end of a field, key by key."""
        self._driver.element(css).send_keys(words)

    def click(self, css: str) -> None:
        """Click what a selector finds first, once it can be seen."""
        self.until("const e = document.querySelector(arguments[0]); return e && e.getClientRects().length > 0", css)
        self._driver.element(css).click()

    def words(self) -> str:
        """Everything that can be read on the page."""
        return str(self.ask("return document.body.innerText"))


@contextmanager
def firefox(folder: Path) -> Iterator[Client]:
    """Firefox, through Marionette; a profile of its own in `folder`."""
    path, port = _program("firefox-esr", "firefox"), free_port()
    marionette = pytest.importorskip("marionette_driver.marionette")
    profile = folder / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(
        "".join(
            f"user_pref({json.dumps(n)}, {json.dumps(v)});\n"
            for n, v in {
                "marionette.port": port,
                "app.update.disabledForTesting": True,
                "browser.shell.checkDefaultBrowser": False,
                "datareporting.policy.dataSubmissionEnabled": False,
                "network.captive-portal-service.enabled": False,
                "toolkit.telemetry.server": "",
            }.items()
        )
    )

    class Driver:
        def __init__(self) -> None:
            self.firefox = marionette.Marionette(host="127.0.0.1", port=port, startup_timeout=60)
            self.firefox.raise_for_port(timeout=60)
            self.firefox.start_session()

        def navigate(self, url: str) -> None:
            self.firefox.navigate(url)

        def execute_script(self, script: str, script_args: list[Any]) -> Any:
            return self.firefox.execute_script(script, script_args=script_args, sandbox=None)

        def element(self, css: str) -> Any:
            return self.firefox.find_element("css selector", css)

    with _running(
        [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)], folder / "firefox.log"
    ):
        driver = Driver()
        yield Client(driver)
        driver.firefox.delete_session()


@contextmanager
def webkit(folder: Path) -> Iterator[Client]:
    """WebKitGTK's small browser, through its WebDriver, on a screen of its own."""
    program, screens = _program("WebKitWebDriver"), _program("Xvfb")
    selenium = pytest.importorskip("selenium.webdriver")
    browser = next(iter(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")), None)
    assert browser is not None, "WebKitGTK without its MiniBrowser"

    class Driver:
        def __init__(self, screen: str) -> None:
            options = selenium.WebKitGTKOptions()
            options.binary_location = str(browser)
            options.add_argument("--automation")
            service = selenium.WebKitGTKService(
                program, port=free_port(), env={**os.environ, "DISPLAY": screen, "HOME": str(folder)}
            )
            self.webkit = selenium.WebKitGTK(options=options, service=service)

        def navigate(self, url: str) -> None:
            self.webkit.get(url)

        def execute_script(self, script: str, script_args: list[Any]) -> Any:
            return self.webkit.execute_script(script, *script_args)

        def element(self, css: str) -> Any:
            return self.webkit.find_element("css selector", css)

    with _screen(screens, folder) as screen:
        driver = Driver(screen)
        try:
            yield Client(driver)
        finally:
            driver.webkit.quit()


@contextmanager
def _screen(program: str, folder: Path) -> Iterator[str]:
    """A screen that nobody sees, for as long as it is needed: its name."""
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-nolisten", "tcp", "-screen", "0", "1280x800x24"]
    with _running(command, folder / "screen.log", write), os.fdopen(read) as number:
        os.close(write)
        yield f":{number.readline().strip()}"


@contextmanager
def _running(command: list[str], log: Path, *files: int) -> Iterator[None]:
    """A program for as long as it is needed; it inherits these open `files`."""
    with log.open("w") as out:
        process = subprocess.Popen(command, pass_fds=files, stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def _program(*names: str) -> str:
    """Where one of these programs is; without it the test is skipped, unless a browser has to be here."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(f"no {names[0]} here")
    return path
