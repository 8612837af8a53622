"""Only heartwork's own is loaded: what the folder of the start, the home and the environment hold changes nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from jupyter_client.manager import KernelManager

from heartwork.server import isolation
from heartwork.server.config import POLICY
from heartwork.server.kernels.specs import OwnKernelSpecs
from tests.servers import ROOT, free_port, started

MODULES = (
    "random",
    "token",
    "select",
    "socket",
    "signal",
    "calendar",
    "runpy",
    "numpy",
    "sitecustomize",
    "usercustomize",
)
SETTINGS = ("voila", "jupyter_config", "jupyter_server_config", "jupyter_notebook_config", "ipython_config")
TAKEN_OVER = {
    "Voila": {"ip": "0.0.0.0", "tornado_settings": {"headers": {}, "allow_remote_access": True}, "base_url": "/taken/"},
    "VoilaConfiguration": {"template": "lab", "show_tracebacks": True, "file_allowlist": [".*"]},
    "KernelSpecManager": {"ensure_native_kernel": False},
}


class Strange:
    """Folders and variables of other programs; whatever of it is run leaves its name in `ran`."""

    def __init__(self, top: Path) -> None:
        self.folder, self.home, self._ran = top / "start", top / "home", top / "ran"
        for folder in (self.folder, *self._homes()):
            folder.mkdir(parents=True)
            for name in SETTINGS:
                (folder / f"{name}.py").write_text(self._leaves(f"{folder.name}/{name}"))
                (folder / f"{name}.json").write_text(json.dumps(TAKEN_OVER))
        for name in MODULES:
            (self.folder / f"{name}.py").write_text(self._leaves(name))
        self._kernel(self.home / ".local/share/jupyter/kernels/python3")
        self._template(self.home / ".local/share/jupyter/voila/templates/heartwork")
        startup = self.home / ".ipython/profile_default/startup/00.py"
        startup.parent.mkdir(parents=True)
        startup.write_text(self._leaves("startup"))
        for folder in (self.folder, self.home / ".config/matplotlib"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "matplotlibrc").write_text("backend: nowhere\nfont.size: 90\n")

    @property
    def ran(self) -> list[str]:
        return self._ran.read_text().split() if self._ran.exists() else []

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "JUPYTER_CONFIG_DIR": str(self.home / "config-dir"),
            "JUPYTER_CONFIG_PATH": str(self.home / "config-path"),
            "JUPYTER_PATH": str(self.home / ".local/share/jupyter"),
            "JUPYTER_DATA_DIR": str(self.home / ".local/share/jupyter"),
            "JUPYTER_TOKEN": "let-me-in",
            "IPYTHONDIR": str(self.home / ".ipython"),
            "PYTHONSTARTUP": str(self.folder / "random.py"),
            "PYTHONBREAKPOINT": "random.nothing",
            "MPLBACKEND": "nowhere",
            "MATPLOTLIBRC": str(self.folder),
            "VOILA_BASE_URL": "/taken/",
        }

    def _homes(self) -> list[Path]:
        return [self.home / name for name in (".jupyter", "config-dir", "config-path", ".local/etc/jupyter")]

    def _leaves(self, name: str) -> str:
        return f"with open({str(self._ran)!r}, 'a') as file:\n    file.write({name!r} + '\\n')\n"

    def _kernel(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        command = [sys.executable, "-c", self._leaves("kernel"), "{connection_file}"]
        told = {"argv": command, "display_name": "Python 3", "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(told))

    def _template(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "index.html.j2").write_text("taken over")
        (folder / "first-screen.html.j2").write_text("taken over")
        told = {"traitlet_configuration": {"template": "lab", "show_tracebacks": True}}
        (folder / "conf.json").write_text(json.dumps(told))


@pytest.fixture
def strange(tmp_path: Path) -> Strange:
    return Strange(tmp_path / "strange")


def listens_at(port: int) -> set[str]:
    """The addresses of this computer at which something listens at a port, as Linux writes them."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {
        line[1].partition(":")[0] for line in lines if line[3] == "0A" and int(line[1].partition(":")[2], 16) == port
    }


@contextmanager
def opened(strange: Strange, answers: Path, *command: str, **environment: str) -> Iterator[tuple[httpx.Client, str]]:
    """A heartwork that is started in the strange folder; a browser, and what was printed."""
    port = free_port()
    arguments = [*command, "--no-browser", "--port", str(port)]
    told = {"PYZMQ_BACKEND": "random", **strange.environment, **environment}
    server = started(arguments, answers, r"ready at (\S+)[\s\S]*Ctrl", folder=strange.folder, **told)
    try:
        with httpx.Client(follow_redirects=True, timeout=60) as browser:
            assert listens_at(port) == {"0100007F"}
            yield browser, server.log.read_text()
    finally:
        server.stop()


def assert_is_ours(page: httpx.Response) -> None:
    """It is heartwork's page, with its kernel and its widgets, and heartwork's rules for browsers."""
    assert page.status_code == 200
    assert 'id="hw-kernel"' in page.text
    assert "data-model" in page.text
    assert page.headers["Content-Security-Policy"].startswith(POLICY.partition("connect-src")[0])
    assert page.headers["Referrer-Policy"] == "same-origin"


HEARTWORK = str(Path(sys.executable).with_name("heartwork"))


def enter(browser: httpx.Client, address: str) -> httpx.Response:
    """Open an address that opens once, as its page does by itself."""
    pages, _, token = address.partition("?token=")
    return browser.post(pages, data={"token": token})


STARTS = {"heartwork": [HEARTWORK], "python -m": [sys.executable, "-m", "heartwork"]}
if sys.version_info < (3, 11):  # what -m needs of Python itself is looked for in the current folder there
    del STARTS["python -m"]


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_open_takes_nothing_from_the_folder_the_home_and_the_environment(
    strange: Strange, tmp_path: Path, start: list[str]
) -> None:
    answers = tmp_path / "answers"
    with opened(strange, answers, *start, "open", "--answers", str(answers)) as (browser, printed):
        (address,) = re.findall(r"ready at (\S+)", printed)

        assert_is_ours(enter(browser, address))
        assert browser.get(address, headers={"Host": "evil.example"}).status_code == 403

    assert strange.ran == []
    assert not (strange.home / ".local/share/jupyter/nbsignatures.db").exists()


@pytest.mark.parametrize("name", ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"])
def test_nothing_can_be_written_where_jupyter_would_keep_settings_and_data(name: str, tmp_path: Path) -> None:
    folder = Path(isolation.own_environment({}, share=tmp_path)[name])

    with pytest.raises(NotADirectoryError):
        folder.mkdir(parents=True)


def test_preview_takes_nothing_from_the_folder_the_home_and_the_environment(strange: Strange, tmp_path: Path) -> None:
    (strange.folder / "boundaries.yaml").write_bytes((ROOT / "worksheets/boundaries.yaml").read_bytes())
    with opened(strange, tmp_path / "answers", HEARTWORK, "preview", "boundaries.yaml") as (browser, printed):
        (address,) = re.findall(r"ready at (\S+?)#", printed)

        assert_is_ours(enter(browser, address))

    assert strange.ran == []


def test_workshop_takes_nothing_from_the_folder_the_home_and_the_environment(strange: Strange, tmp_path: Path) -> None:
    host = tmp_path / "host"
    with opened(strange, host, HEARTWORK, "workshop", "--answers", str(host)) as (browser, printed):
        (address,) = re.findall(r"(\S+/host\?token=\S+)", printed)

        assert_is_ours(enter(browser, address))

    assert strange.ran == []


def test_what_another_program_put_on_the_module_path_does_not_come_before_pythons_own(
    strange: Strange, tmp_path: Path
) -> None:
    for name in ("sitecustomize", "usercustomize"):  # Python itself runs these, before anything of ours
        (strange.folder / f"{name}.py").unlink()
    path = os.pathsep.join(["", ".", str(strange.folder)])
    answers = tmp_path / "answers"
    with opened(strange, answers, HEARTWORK, "open", "--answers", str(answers), PYTHONPATH=path) as (browser, printed):
        (address,) = re.findall(r"ready at (\S+)", printed)

        assert_is_ours(enter(browser, address))

    assert strange.ran == []


def test_a_module_path_that_heartwork_itself_lies_on_is_kept_behind_all_others() -> None:
    said = "import sys; from heartwork.server.isolation import *; drop_foreign_modules(); print(sys.path[-1])"
    told = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    done = subprocess.run([sys.executable, "-c", said], env=told, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(ROOT / "src")


def test_a_kernel_that_is_not_forked_runs_no_startup_file_and_no_module_of_its_folder(strange: Strange) -> None:
    kernel = KernelManager(kernel_spec_manager=OwnKernelSpecs())
    kernel.start_kernel(cwd=str(strange.folder), env={**os.environ, **strange.environment})
    client = kernel.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        client.execute_interactive("import random, socket, heartwork", timeout=60)
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)

    assert strange.ran == []


def test_the_command_of_a_module_leaves_the_folder_it_is_started_in_outside(strange: Strange) -> None:
    for name in ("random", "sitecustomize", "calendar"):
        assert (strange.folder / f"{name}.py").exists()

    subprocess.run([*isolation.python("calendar"), "2026"], cwd=strange.folder, check=True, stdout=subprocess.DEVNULL)

    assert strange.ran == []


def test_lab_runs_no_module_and_takes_no_settings_of_the_folder_it_is_started_in(
    strange: Strange, tmp_path: Path
) -> None:
    """JupyterLab is the person's own: settings in their home are left to it."""
    for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config"):
        (strange.folder / f"{name}.py").write_text((strange.folder / "random.py").read_text())
        (strange.folder / f"{name}.json").write_text('{"IdentityProvider": {"token": "taken-over"}}')
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    port, answers = free_port(), tmp_path / "answers"
    command = [HEARTWORK, "lab", "--no-browser", "--port", str(port), "--answers", str(answers)]
    told = {"JUPYTER_TOKEN": "for-a-test", "JUPYTER_CONFIG_DIR": str(settings)}
    server = started(command, answers, rf"(http://127\.0\.0\.1:{port}/lab\S*)", folder=strange.folder, **told)
    try:
        asked = {"headers": {"Authorization": "token for-a-test"}, "timeout": 60}
        made = httpx.post(f"http://127.0.0.1:{port}/api/kernels", json={"name": "python3"}, **asked)
        assert made.status_code == 201
        seen = httpx.get(f"http://127.0.0.1:{port}/api/kernels/{made.json()['id']}", **asked)
        assert seen.status_code == 200
    finally:
        server.stop()

    assert strange.ran == []
