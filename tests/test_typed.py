"""The package carries its types: a program that uses it is checked against them, and so is what it gets wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from heartwork.paths import TEMPLATE
from tests.servers import ROOT

GOOD = """\
from pathlib import Path

from heartwork import Workbook, chart, worksheet

mine = Workbook.load(Path("answers"))
days: list[str] = [entry.day for entry in mine.entries("check-in")]
chart("forecast").save("chart.png")
worksheet("boundaries", language="es")
"""
WRONG = GOOD + "number: int = mine.path\nmine.entrys('check-in')\n"


def checked(program: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    (tmp_path / "program.py").write_text(program)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "program.py"]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)


def test_a_program_that_uses_it_is_checked_against_its_types(tmp_path: Path) -> None:
    good, wrong = checked(GOOD, tmp_path), checked(WRONG, tmp_path)

    assert good.stdout.strip() == "Success: no issues found in 1 source file"
    assert "incompatible type" in wrong.stdout or "Incompatible types" in wrong.stdout
    assert '"Workbook" has no attribute "entrys"' in wrong.stdout


def test_what_others_look_for_travels_in_the_package(tmp_path: Path) -> None:
    assert (TEMPLATE.parents[4] / "py.typed").is_file()
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])

    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
        tile = json.loads(
            package.read(next(name for name in names if name.endswith("labextensions/heartwork/package.json")))
        )
        metadata = package.read(next(name for name in names if name.endswith("METADATA"))).decode()
    assert "heartwork/py.typed" in names
    data = [name.partition(".data/data/")[2] for name in names]
    assert "etc/jupyter/jupyter_server_config.d/heartwork.json" in data
    assert f"share/jupyter/labextensions/heartwork/{tile['jupyterlab']['_build']['load']}" in data
    assert f"Version: {tile['version']}\n" in metadata
    assert "Provides-Extra: pandas" in metadata
