"""deploy/Dockerfile: linted, and its steps run without Docker, in folders and an environment of their own."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

DOCKERFILE = ROOT / "deploy/Dockerfile"
#: What only an image needs: its user, and who that is.
_OF_AN_IMAGE = ("useradd",)


def steps() -> list[tuple[str, str]]:
    """Its instructions, in order: name and what follows."""
    lines = re.sub(r"\\\n", " ", DOCKERFILE.read_text(encoding="utf-8")).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line and line[0] != "#")]


@pytest.mark.skipif(shutil.which("hadolint") is None, reason="hadolint is for Linux on x86-64 only")
def test_a_linter_has_nothing_to_say() -> None:
    done = subprocess.run(["hadolint", str(DOCKERFILE)], capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stdout) == (0, "")


def test_all_that_is_copied_is_in_the_context() -> None:
    """What .dockerignore leaves out would be missing; it names what is left in."""
    ignore = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [name for step, rest in steps() if step == "COPY" for name in rest.split()[:-1]]

    assert copied
    assert [name for name in copied if f"!{name}" not in ignore or not (ROOT / name).exists()] == []


def test_its_steps_lead_to_a_server_for_one_person_of_a_hub(tmp_path: Path) -> None:
    work, environment = tmp_path / "work", tmp_path / "environment"
    work.mkdir()
    venv = [sys.executable, "-m", "venv", str(environment)]
    subprocess.run(venv, check=True, timeout=120)
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "JUPYTER"))}
    own |= {"PATH": f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    own.pop("VIRTUAL_ENV", None)

    for step, rest in steps():
        if step == "COPY":
            *names, to = rest.split()
            for name in names:
                _copied(ROOT / name, work / to if to != "./" else work / name)
        for line in rest.split("&&") if step == "RUN" else []:
            if not line.strip().startswith(_OF_AN_IMAGE):
                done = subprocess.run(shlex.split(line), cwd=work, env=own, capture_output=True, text=True, timeout=900)
                assert done.returncode == 0, done.stderr[-2000:]
    (command,) = (rest for step, rest in steps() if step == "CMD")
    words = re.findall(r'"([^"]+)"', command)
    ended = subprocess.run(words, cwd=tmp_path, env=own, capture_output=True, text=True, timeout=120)

    # There is no Hub here; that it says so shows that all it needs for one is there.
    assert ended.returncode != 0 and "is started by a JupyterHub" in ended.stderr
    assert "Traceback" not in ended.stderr


def _copied(source: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    else:
        shutil.copy(source, to)
