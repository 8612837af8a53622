"""The wheel: built from here, installed in an environment of its own, and used far from the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, urlsplit
from zipfile import ZipFile

import httpx
import pytest

import heartwork
from tests.servers import ROOT, free_port, started

#: What a wheel of this version may hold, at the top.
_TOPS = {"heartwork", f"heartwork-{heartwork.__version__}.dist-info", f"heartwork-{heartwork.__version__}.data"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as a release would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


@dataclass
class Installed:
    """An environment that holds the wheel and what it asks for, and a folder that is not the repository."""

    environment: Path
    folder: Path

    @property
    def programs(self) -> Path:
        """Where its commands are."""
        return self.environment / ("Scripts" if os.name == "nt" else "bin")

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a person who has nothing but this."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER", "HEART"))}
        home = str(self.folder / "home")
        return {**own, "HOME": home, "XDG_DATA_HOME": home, "VIRTUAL_ENV": str(self.environment)}

    def run(self, program: str, *arguments: str) -> str:
        """What a command prints; it has to succeed."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel with the versions that were tested, and without the extra for tests."""
    place = tmp_path_factory.mktemp("installed")
    environment, folder = place / "environment", place / "elsewhere"
    folder.mkdir()
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True, timeout=60)
    # By --python, not VIRTUAL_ENV: `python -m uv` takes the environment that it runs in for that.
    into = ["--quiet", "--python", str(environment), "--constraints", str(ROOT / "deploy/constraints.txt")]
    subprocess.run([*uv, "pip", "install", *into, str(wheel)], cwd=folder, check=True, timeout=600)
    return Installed(environment, folder)


def _names(wheel: Path) -> list[PurePosixPath]:
    return [PurePosixPath(name) for name in ZipFile(wheel).namelist()]


def test_the_wheel_holds_the_package_and_nothing_of_tests_or_measurements(wheel: Path) -> None:
    names = _names(wheel)

    assert {name.parts[0] for name in names} == _TOPS
    assert [
        str(name)
        for name in names
        if {"tests", "benchmarks", "node_modules", "__pycache__"} & set(name.parts) or name.name.startswith("test_")
    ] == []
    assert PurePosixPath("heartwork/py.typed") in names


@pytest.mark.parametrize("folder", ["worksheets", "notebooks"])
def test_every_worksheet_and_notebook_of_the_repository_is_in_the_wheel(wheel: Path, folder: str) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    names = {str(name) for name in _names(wheel)}

    assert tracked
    assert [name for name in tracked if f"heartwork/kit/{name}" not in names] == []


def test_what_is_installed_is_not_the_repository(installed: Installed) -> None:
    where = installed.run("python", "-c", "import heartwork; print(heartwork.__file__)").strip()

    assert Path(where).is_relative_to(installed.environment)
    assert installed.run("heartwork", "--version").split()[-1] == heartwork.__version__


def test_the_installed_kit_lists_checks_and_prints_its_worksheets(installed: Installed) -> None:
    listed = installed.run("heartwork", "list")
    installed.run("heartwork", "check")
    installed.run("heartwork", "print", "boundaries", "--output", "boundaries.pdf")

    ids = {path.stem for path in (ROOT / "worksheets").glob("*.yaml")}
    assert {"start", "boundaries"} <= {line.split()[0] for line in listed.splitlines() if line.strip()} & ids
    assert (installed.folder / "boundaries.pdf").read_bytes().startswith(b"%PDF-")


def test_the_installed_kit_opens_its_page_with_its_scripts(installed: Installed) -> None:
    answers = installed.folder / "answers"
    command = [str(installed.programs / "heartwork"), "open", "--no-browser", "--port", str(free_port())]
    variables = {name: "" for name in os.environ if name.startswith(("PYTHON", "JUPYTER"))}
    server = started(
        [*command, "--answers", str(answers)],
        answers,
        r"ready at ([^\s·⟧]+)",
        folder=installed.folder,
        **{**variables, **installed.variables},
    )
    try:
        with httpx.Client(follow_redirects=True, timeout=60) as browser:
            # As the button of the one-time link does it.
            entered = dict(parse_qsl(urlsplit(server.printed).query))
            page = browser.post(server.pages, data=entered, headers={"Origin": server.origin})
            scripts = re.findall(r'src="([^"]*/static/[^"]+\.js)', page.text)
            assert page.status_code == 200
            assert page.text.rstrip().endswith("</html>")
            assert scripts
            for script in scripts:
                assert browser.get(str(page.url.join(script))).status_code == 200
            assert server.kernels()
    finally:
        server.stop()
