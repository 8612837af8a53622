"""The scripts by themselves: their types, their linter, and the tests that need no browser."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable

import pytest

from heartwork.frontend.message_types import TARGET, declarations
from tests.missing import missing
from tests.servers import ROOT

FRONTEND = ROOT / "src/heartwork/frontend"
TOOLS = ("tsc", "biome")


@pytest.fixture(scope="module")
def npm() -> Callable[[str], str]:
    """Runs a script of `frontend/package.json`: what it printed, empty where all is well."""
    if shutil.which("npm") is None:
        missing("npm is not here, so nothing can check the scripts")
    if not all((FRONTEND / "node_modules/.bin" / tool).exists() for tool in TOOLS):
        install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"]
        if subprocess.run(install, cwd=FRONTEND, capture_output=True, timeout=300).returncode != 0:
            missing("npm could not install what checks the scripts")

    def run(script: str) -> str:
        done = subprocess.run(
            ["npm", "run", "--silent", script], cwd=FRONTEND, capture_output=True, text=True, timeout=300
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return run


def test_the_types_of_messages_are_those_of_the_protocol() -> None:
    assert TARGET.read_text(encoding="utf-8") == declarations()


@pytest.mark.parametrize("script", ["types", "lint", "test"])
def test_the_scripts_pass(npm: Callable[[str], str], script: str) -> None:
    assert npm(script) == ""
