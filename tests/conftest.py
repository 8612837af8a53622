"""What every test can count on: nobody's own folders, and properties that are quick to try."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from heartwork.i18n.messages import set_language

# The kernels of the notebooks inherit this: they find a workbook that is empty, and nobody's own.
os.environ["HEARTWORK_ANSWERS"] = str(Path(tempfile.mkdtemp(prefix="heartwork-tests-")) / "answers")

# Deadlines measure the machine, not the kit; and a property that saves to a disk may reuse its folder.
settings.register_profile(
    "heartwork",
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("heartwork")


@pytest.fixture(autouse=True)
def nobodys_own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test meets, or leaves anything in, the folders of whoever runs it."""
    monkeypatch.delenv("HEARTWORK_ANSWERS", raising=False)
    monkeypatch.delenv("HEARTWORK_WORKSHEETS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    yield


@pytest.fixture(autouse=True)
def the_environment_stays() -> Iterator[None]:
    """A command that starts a server sets its process up for that, which is the one of the tests here."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def everybody_reads_english() -> Iterator[None]:
    """A command with `--language` speaks it in its process, which is the one of the tests here."""
    yield
    set_language(NullTranslations())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for answers that is not there yet."""
    return tmp_path / "answers"
