"""What is generated is true to its source: the bundle, and the help lines in the template."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from heartwork.authoring.library import WorksheetLibrary
from heartwork.frontend.__main__ import TEMPLATE
from heartwork.pages.help_page import help_section
from tests.missing import missing
from tests.servers import ROOT

SOURCE = ROOT / "src/heartwork"


def test_the_help_page_in_the_template_is_that_of_the_data_files() -> None:
    assert (TEMPLATE / "help.html").read_text(encoding="utf-8") == help_section(WorksheetLibrary())


def test_the_bundle_is_what_its_source_makes(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        missing("npm is not here, so the bundle cannot be made again")
    for part in ("frontend", "kinds"):
        shutil.copytree(SOURCE / part, tmp_path / part, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    frontend = tmp_path / "frontend"
    installed = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"],
        cwd=frontend,
        capture_output=True,
        timeout=300,
    )
    if installed.returncode != 0:
        missing("npm could not install what the bundle is made of")

    subprocess.run(["node", "build.mjs", str(tmp_path / "out")], cwd=frontend, check=True, timeout=120)

    if json.loads((tmp_path / "versions.json").read_text()) != json.loads(
        (SOURCE / "frontend/versions.json").read_text()
    ):
        pytest.skip("npm gives other versions now than those in the bundle; python -m heartwork.frontend takes them")
    made = {path.name: path.read_bytes() for path in [*(tmp_path / "out").iterdir(), tmp_path / "anywidget.js"]}
    kept = {path.name: path.read_bytes() for path in [*(TEMPLATE / "static").iterdir(), SOURCE / "share/anywidget.js"]}
    assert sorted(made) == sorted(kept)
    # How small Brotli makes a file depends on the version of node; what is in it does not.
    assert [name for name in made if not name.endswith(".br") and made[name] != kept[name]] == []


def test_what_is_packed_is_what_lies_beside_it() -> None:
    if shutil.which("node") is None:
        missing("node is not here, so nothing can be unpacked")
    packed = sorted((TEMPLATE / "static").glob("*.br"))
    unpack = "const z = require('zlib'); process.stdout.write(z.brotliDecompressSync(require('fs').readFileSync(0)))"

    assert packed
    for path in packed:
        done = subprocess.run(["node", "-e", unpack], input=path.read_bytes(), capture_output=True, check=True)
        assert done.stdout == path.with_suffix("").read_bytes(), path.name


def test_what_stands_in_the_first_screen_is_the_file_of_that_name_to_the_letter() -> None:
    for name in ("initial-route.js", "first.js", "page.css"):
        file = (TEMPLATE / "static" / name).read_text(encoding="utf-8")

        assert (TEMPLATE / f"inline-{name}").read_text(encoding="utf-8") == "{% raw %}" + file + "{% endraw %}"
        assert "</" not in file.replace("<\\/", "")
