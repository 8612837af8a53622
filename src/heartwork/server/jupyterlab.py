"""JupyterLab in a process of its own: it ends with us, and a browser gets an address that works once."""

from __future__ import annotations

import contextlib
import http.server
import json
import secrets
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

__all__ = ["run"]

#: Seconds that JupyterLab may take to end its kernels; then it is killed.
_ENDING = 15.0
#: Seconds in which the browser has to come.
_OPENING = 120.0

#: What the computer, a terminal or a service manager ends a program with; a closed terminal is no question either.
_ENDS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def run(command: Sequence[str], environment: Mapping[str, str], *, runtime: Path, browser: bool, notebook: str) -> int:
    """
    Run JupyterLab until it ends, or we are told to.

    Args:
        command: What starts it, without a browser.
        environment: Its environment.
        runtime: Where it notes its address, and runs.
        browser: Whether to open one.
        notebook: What the browser opens, below the folder that is served.

    Returns:
        0 where it ended because it was told to; else what it returned.
    """
    own_group = {"start_new_session": True} if sys.platform != "win32" else {}
    with _told_to_end() as told:
        # In a session of its own: Ctrl+C is for us, and JupyterLab hears of it once.
        # Not in the folder of the start: Jupyter would take settings that lie there for the person's own.
        process = subprocess.Popen(command, cwd=runtime, env=dict(environment), **own_group)  # type: ignore[call-overload]  # noqa: S603  our own command
        if browser:
            threading.Thread(target=_open, args=(process, runtime, notebook), daemon=True).start()
        while process.poll() is None and not told.is_set():
            told.wait(0.2)
        if process.poll() is None:
            _end(process)
        _take_away(runtime, process.pid)
    return 0 if told.is_set() else process.returncode


@contextlib.contextmanager
def _told_to_end() -> Iterator[threading.Event]:
    """Set when somebody wants us to end."""
    told = threading.Event()
    before = {one: signal.signal(one, lambda *_: told.set()) for one in _ENDS}
    try:
        yield told
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_ENDING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _take_away(runtime: Path, pid: int) -> None:
    """What a server that had to be killed leaves: its address with the token, and the connection files of kernels."""
    for left in (*runtime.glob(f"jpserver-{pid}*"), *runtime.glob("kernel-*.json")):
        with contextlib.suppress(OSError):
            left.unlink()


def _open(process: subprocess.Popen[bytes], runtime: Path, notebook: str) -> None:
    """Once it answers, lead a browser to it by an address that is worth nothing afterwards."""
    note = runtime / f"jpserver-{process.pid}.json"
    while process.poll() is None:
        with contextlib.suppress(OSError, ValueError):
            server = json.loads(note.read_text(encoding="utf-8"))
            address = f"{server['url']}lab/tree/{quote(notebook)}?{urlencode({'token': server['token']})}"
            break
        time.sleep(0.1)
    else:
        return
    with _lead_once(address) as once:
        webbrowser.open(once)


@contextlib.contextmanager
def _lead_once(address: str) -> Iterator[str]:
    """
    An address that leads to another one, the first time it is asked for within two minutes.

    A browser is started with its address on the command line, where others on this computer could read the token of
    an ordinary one; and a file with it in, as Jupyter makes, is out of reach for browsers in a box of their own.
    """
    path = f"/{secrets.token_urlsafe(24)}"
    came = threading.Event()

    class Lead(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != path or came.is_set():
                self.send_error(404)
                return
            came.set()
            self.send_response(302)
            self.send_header("Location", address)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is noted."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lead) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
            came.wait(_OPENING)
            time.sleep(0.5)  # the answer is on its way
        finally:
            server.shutdown()
