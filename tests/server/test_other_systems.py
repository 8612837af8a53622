"""Pages on a Mac and on Windows, as far as that can be tried here: each has an ordinary kernel, and nothing is left."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.test_app import cookie
from tests.server.test_auth import kernel_of
from tests.servers import ROOT, served

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this system cannot pass for the others")

#: Bytes that the path of a socket may have on a Mac.
_LONGEST_SOCKET = 103


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files whose name is as long as that of a Mac: 49 letters."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        made = Path(folder) / ("T" * (49 - len(folder) - 1))
        made.mkdir()
        yield made


@pytest.mark.parametrize(("system", "transport"), [("darwin", "ipc"), ("win32", "tcp")])
def test_a_page_opens_with_an_ordinary_kernel_that_only_its_person_hears(
    tmp_path: Path, temporary: Path, system: str, transport: str
) -> None:
    program = (
        f"import sys; sys.path.append({str(ROOT)!r}); from heartwork.cli import main; "
        f"from tests.other_systems import become; become({system!r}); main()"
    )

    with served(tmp_path / "answers", python=("-c", program), TMPDIR=str(temporary)) as server:
        assert kernel_of(server, cookie(server))
        (file,) = temporary.glob("pages-*/????????/*/kernel-*.json")
        told = file.read_text()
        sockets = [str(path) for path in temporary.rglob("*") if path.is_socket()]
        (kernel,) = server.kernels()
        command = Path(f"/proc/{kernel}/cmdline").read_bytes()

    assert f'"transport": "{transport}"' in told
    assert ("curve_secretkey" in told) is (transport == "tcp")
    assert max(map(len, sockets), default=0) <= _LONGEST_SOCKET
    assert b"heartwork.server.kernels.process" in command
    assert "Traceback" not in server.log.read_text()
    assert not list(temporary.glob("pages-*/????????"))
