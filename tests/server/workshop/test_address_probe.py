"""Whether a phone reaches the laptop of a workshop, with a laptop and a phone that have networks of their own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from heartwork.storage import workshop_folders
from heartwork.workshop import chosen_address, tables
from heartwork.workshop.room import Room
from tests.servers import ROOT, free_port

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("nsenter") is None,
    reason="making networks takes root and ip (Debian: iproute2)",
)

LAPTOP = "192.168.43.5"


@dataclass
class Machine:
    """A network namespace, held open by a process that sleeps."""

    holder: subprocess.Popen[bytes]

    def command(self, *words: str) -> list[str]:
        """A command as it is typed on this machine."""
        return ["nsenter", "--target", str(self.holder.pid), "--net", *words]

    def run(self, line: str) -> str:
        return subprocess.run(self.command("sh", "-c", line), capture_output=True, text=True, check=True).stdout

    def get(self, url: str) -> str:
        """What a browser on this machine is sent."""
        script = f"import httpx; print(httpx.get({url!r}, timeout=20).text)"
        return subprocess.run(self.command(sys.executable, "-c", script), capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def machines() -> Iterator[tuple[Machine, Machine]]:
    """A laptop with Wi-Fi and a VPN that leads out, and a phone in that Wi-Fi."""
    with ExitStack() as stack:
        laptop, phone = (_machine(stack) for _name in range(2))
        try:
            laptop.run(
                "ip link set lo up && ip link add wlan0 type veth peer name air"
                f" && ip link set air netns {phone.holder.pid} && ip addr add {LAPTOP}/24 dev wlan0"
                " && ip link set wlan0 up && ip addr add fd12::5/64 dev wlan0 nodad"
                " && ip link add tun0 type veth peer name far && ip link set tun0 up && ip link set far up"
                " && ip addr add 10.8.0.2/24 dev tun0 && ip route add default via 10.8.0.1"
            )
            phone.run(
                "ip link set lo up && ip addr add 192.168.43.9/24 dev air && ip addr add fd12::9/64 dev air nodad"
                " && ip link set air up"
            )
        except subprocess.CalledProcessError as error:
            pytest.skip(f"this system does not let a test make a network: {error.stderr}")
        yield laptop, phone


def _machine(stack: ExitStack) -> Machine:
    holder = stack.enter_context(subprocess.Popen(["unshare", "--net", "sleep", "600"]))
    stack.callback(holder.kill)
    own = Path("/proc/self/ns/net").readlink()
    for _look in range(200):
        if Path(f"/proc/{holder.pid}/ns/net").readlink() != own:
            return Machine(holder)
        time.sleep(0.02)
    raise AssertionError("the network was not made")


@dataclass
class Started:
    """A workshop that runs on a machine."""

    said: Callable[[], str]
    folder: Path

    @property
    def url(self) -> str:
        found = re.search(r"ready at (\S+)", self.said())
        assert found is not None
        return found[1]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    with ExitStack() as stack:

        def started(machine: Machine, *options: str) -> Started:
            folder, log = tmp_path / "workshop", tmp_path / "window.log"
            command = [sys.executable, "-m", "heartwork", "workshop", "--no-browser", "--port", str(free_port())]
            with log.open("w") as out:
                process = subprocess.Popen(
                    machine.command(*command, "--answers", str(folder), *options),
                    stdout=out,
                    stderr=subprocess.STDOUT,
                    cwd=ROOT,
                )
            stack.callback(process.wait, 20)
            stack.callback(process.send_signal, signal.SIGTERM)
            end = time.monotonic() + 60
            while "Ctrl" not in log.read_text() and process.poll() is None and time.monotonic() < end:
                time.sleep(0.05)
            return Started(log.read_text, folder)

        yield started


def test_the_address_that_is_printed_is_one_that_the_phone_can_open(
    machines: tuple[Machine, Machine], start: Callable[..., Started]
) -> None:
    laptop, phone = machines
    workshop = start(laptop, "--host", "0.0.0.0")

    assert workshop.url.startswith(f"http://{LAPTOP}:")
    assert "Code of the room" in phone.get(workshop.url)
    assert "http://10.8.0.2:" in workshop.said(), "the other address is named"


def test_that_a_phone_opened_it_is_known_and_that_the_laptop_did_is_not(
    machines: tuple[Machine, Machine], start: Callable[..., Started]
) -> None:
    laptop, phone = machines
    workshop = start(laptop, "--host", "0.0.0.0")
    room = Room.still_open(tables.sqlite_url(workshop.folder / workshop_folders.ROOM), seats=30)
    assert room is not None

    assert "This is the laptop itself" in laptop.get(f"{workshop.url}opens")
    assert chosen_address.opened(room, workshop.url) is None

    assert "It opens" in phone.get(f"{workshop.url}opens")
    assert chosen_address.opened(room, workshop.url) is not None
    room.engine.dispose()


def test_all_networks_of_ipv6_and_ipv4_are_listened_on(
    machines: tuple[Machine, Machine], start: Callable[..., Started]
) -> None:
    laptop, phone = machines
    workshop = start(laptop, "--host", "::")

    port = workshop.url.rpartition(":")[2].strip("/")
    assert "Code of the room" in phone.get(f"http://[fd12::5]:{port}/")
    assert "Code of the room" in phone.get(f"http://{LAPTOP}:{port}/")


def test_an_address_that_this_computer_does_not_have_is_named_with_those_it_has(
    machines: tuple[Machine, Machine], start: Callable[..., Started]
) -> None:
    laptop, _phone = machines

    workshop = start(laptop, "--host", "192.168.99.1")

    said = workshop.said()
    assert "no address 192.168.99.1." in said
    assert LAPTOP in said
    assert "Traceback" not in said
