"""Which address of this computer is put on the wall, and what is offered besides."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heartwork.widgets import ActionButton, HtmlBlock
from heartwork.workshop import chosen_address, network_addresses
from heartwork.workshop.facilitator.app import FacilitatorApp, facilitator
from heartwork.workshop.network_addresses import Interface, JoinAddress, Network, join_addresses, ranked
from heartwork.workshop.room import ADDRESS_VARIABLE, ROOM_VARIABLE, Room

PATTERN = "http://*:8866/"

HOTSPOT = Interface("wlan0", "192.168.43.5")
CABLE = Interface("enp3s0", "10.20.0.7")
VPN = Interface("tun0", "10.8.0.2")
DOCKER = Interface("docker0", "172.17.0.1")


@pytest.mark.parametrize(
    ("name", "network"),
    [
        ("wlan0", Network.WIFI),
        ("wlp0s20f3", Network.WIFI),
        ("Intel(R) Wi-Fi 6 AX201 160MHz", Network.WIFI),
        ("Microsoft Wi-Fi Direct Virtual Adapter", Network.WIFI),  # the mobile hotspot of Windows
        ("bridge100", Network.WIFI),  # Internet Sharing of macOS
        ("ap0", Network.WIFI),
        ("en0", Network.CABLE),  # on a Mac either; never taken for a VPN
        ("enx3c18a0d3b2f1", Network.CABLE),
        ("usb0", Network.CABLE),
        ("Realtek PCIe GbE Family Controller", Network.CABLE),
        ("Remote NDIS based Internet Sharing Device", Network.CABLE),  # a phone at a USB port
        ("tun0", Network.VIRTUAL),
        ("utun3", Network.VIRTUAL),
        ("wg0-mullvad", Network.VIRTUAL),
        ("WireGuard Tunnel", Network.VIRTUAL),
        ("tailscale0", Network.VIRTUAL),
        ("docker0", Network.VIRTUAL),
        ("br-1f2e3d", Network.VIRTUAL),
        ("vboxnet0", Network.VIRTUAL),
        ("Hyper-V Virtual Ethernet Adapter", Network.VIRTUAL),
        ("VMware Virtual Ethernet Adapter for VMnet8", Network.VIRTUAL),
        ("vEthernet (WSL)", Network.VIRTUAL),
        ("TAP-Windows Adapter V9", Network.VIRTUAL),
        ("foo7", Network.OTHER),
    ],
)
def test_the_name_of_an_interface_tells_what_it_leads_to(name: str, network: Network) -> None:
    assert Interface(name, "192.168.1.2").network is network


def test_a_radio_is_one_whatever_it_is_called() -> None:
    assert Interface("tunnel-looking-name", "192.168.1.2", wireless=True).network is Network.WIFI


def test_the_hotspot_comes_before_the_vpn_though_the_vpn_leads_out() -> None:
    assert ranked([DOCKER, VPN, CABLE, HOTSPOT], preferred=["10.8.0.2"]) == [HOTSPOT, CABLE, VPN, DOCKER]


def test_what_nothing_is_connected_to_comes_last() -> None:
    unplugged = Interface("wlan0", "192.168.43.5", connected=False)

    assert ranked([unplugged, CABLE]) == [CABLE, unplugged]


def test_a_number_that_no_network_gave_comes_after_one_that_a_network_gave() -> None:
    made_up = Interface("wlan0", "169.254.7.7")

    assert ranked([made_up, CABLE]) == [CABLE, made_up]


def test_of_two_that_are_alike_the_one_that_leads_out_comes_first() -> None:
    first, second = Interface("wlan0", "192.168.0.2"), Interface("wlan1", "192.168.1.2")

    assert ranked([first, second], preferred=["192.168.1.2"]) == [second, first]


_NUMBERS = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)).map(str)


@given(
    st.lists(st.builds(Interface, name=st.text(max_size=8), number=_NUMBERS, connected=st.booleans()), max_size=6),
    st.lists(_NUMBERS, max_size=2),
)
def test_no_address_is_offered_that_no_phone_could_open_and_none_is_lost(
    found: list[Interface], preferred: list[str]
) -> None:
    offered = ranked(found, preferred=preferred)

    assert set(offered) <= set(found)
    for each in set(found) - set(offered):
        assert each.number.startswith(("127.", "fe8", "fe9", "fea", "feb")) or each.number in ("0.0.0.0", "::", "::1")


def test_a_pattern_without_a_choice_is_the_one_address() -> None:
    assert join_addresses("https://room.example/") == [JoinAddress("https://room.example/")]


def test_ipv6_is_offered_only_where_it_is_listened_on_and_in_brackets() -> None:
    found = [HOTSPOT, Interface("wlan0", "fd00::2"), Interface("lo", "::1"), Interface("wlan0", "fe80::1")]

    assert [each.url for each in join_addresses(PATTERN, look=lambda: found)] == ["http://192.168.43.5:8866/"]
    both = join_addresses("https://[*]:443/", look=lambda: found)
    assert [each.url for each in both] == ["https://192.168.43.5:443/", "https://[fd00::2]:443/"]


def test_a_computer_without_a_network_still_names_something() -> None:
    (only,) = join_addresses(PATTERN, look=list)

    assert only.url.startswith("http://")
    assert "*" not in only.url


# -- on the page of whoever leads


@pytest.fixture
def room(url: str) -> Iterator[Room]:
    room = Room.make(url, seats=12, plan="ninety-minutes")
    yield room
    room.engine.dispose()


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> list[Interface]:
    """What this computer has; a test can change it while it goes on."""
    found = [VPN, HOTSPOT]
    monkeypatch.setattr(network_addresses, "interfaces", lambda: found)
    return found


@pytest.fixture
def leads(room: Room, networks: list[Interface], monkeypatch: pytest.MonkeyPatch) -> FacilitatorApp:
    monkeypatch.setenv(ROOM_VARIABLE, room.name)
    monkeypatch.setenv(ADDRESS_VARIABLE, PATTERN)
    return facilitator()


def _page(leads: FacilitatorApp) -> str:
    return "".join(part.html for part in leads._body.children if isinstance(part, HtmlBlock))


def _offered(leads: FacilitatorApp) -> list[ActionButton]:
    parts = leads._body.children
    return [part for part in parts if isinstance(part, ActionButton) and part.shown and part.label.startswith("Use ")]


def test_before_shows_the_likely_address_and_one_tap_puts_another_on_the_wall(leads: FacilitatorApp) -> None:
    assert "http://192.168.43.5:8866/" in _page(leads)
    (vpn,) = _offered(leads)
    assert "10.8.0.2" in vpn.label

    vpn.act()

    assert "<strong>http://10.8.0.2:8866/</strong>" in _page(leads)
    leads.go("wall")
    assert "http://10.8.0.2:8866/" in _page(leads)
    assert "192.168.43.5" not in _page(leads)
    leads.go("now")
    assert "http://10.8.0.2:8866/" in _page(leads)


def test_a_hotspot_that_is_opened_later_is_offered_by_itself(leads: FacilitatorApp, networks: list[Interface]) -> None:
    networks.append(CABLE)

    leads.follow()

    assert any("10.20.0.7" in act.label for act in _offered(leads))


def test_an_address_that_has_gone_leaves_the_wall_for_one_that_is_there(
    leads: FacilitatorApp, networks: list[Interface]
) -> None:
    _offered(leads)[0].act()
    networks.remove(VPN)

    leads.go("wall")

    assert "http://192.168.43.5:8866/" in _page(leads)
    networks.append(VPN)
    leads.follow()
    assert "http://10.8.0.2:8866/" in _page(leads), "what was chosen comes back with its network"


def test_whether_it_opens_is_said_once_another_device_was_there(leads: FacilitatorApp, room: Room) -> None:
    leads.go("opens")
    assert "No other device has opened it yet." in _page(leads)
    assert "http://192.168.43.5:8866/opens" in _page(leads)

    chosen_address.note_opened(room, "http://10.8.0.2:8866/")
    leads.follow()
    assert "No other device has opened it yet." in _page(leads), "that was under another address"
    chosen_address.note_opened(room, "http://192.168.43.5:8866/")
    leads.follow()

    assert "It opens: another device reached this laptop" in _page(leads)


def test_where_only_this_laptop_can_open_it_before_says_how_others_could(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ROOM_VARIABLE, room.name)
    monkeypatch.setenv(ADDRESS_VARIABLE, "http://127.0.0.1:8866/")

    leads = facilitator()

    assert "Only this laptop can open it." in _page(leads)
    assert _offered(leads) == []


# -- with real interfaces, in a network of the test's own

needs_namespaces = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("ip") is None or shutil.which("unshare") is None,
    reason="making a network takes root and ip (Debian: iproute2)",
)

_LOOK = "import json; from heartwork.workshop.network_addresses import join_addresses as j; " + (
    "print(json.dumps([a.url for a in j('http://[*]:8866/')]))"
)


def _seen_in_a_network(*commands: str) -> list[str]:
    # With /sys of its own: the one outside tells of the interfaces outside.
    script = " && ".join(
        ["mount -t sysfs none /sys", "ip link set lo up", *commands, f'exec {sys.executable} -c "{_LOOK}"']
    )
    done = subprocess.run(
        ["unshare", "--net", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    if "Operation not permitted" in done.stderr or "not supported" in done.stderr or "Unknown device" in done.stderr:
        pytest.skip("this system does not let a test make a network")
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@needs_namespaces
def test_of_real_interfaces_the_one_of_the_room_comes_before_a_vpn_that_leads_out() -> None:
    found = _seen_in_a_network(
        "ip link add wlan0 type veth peer name phone && ip link set wlan0 up && ip link set phone up",
        "ip addr add 192.168.43.5/24 dev wlan0",
        "ip link add tun0 type veth peer name far && ip link set tun0 up && ip link set far up",
        "ip addr add 10.8.0.2/24 dev tun0 && ip route add default via 10.8.0.1",
    )

    assert found == ["http://192.168.43.5:8866/", "http://10.8.0.2:8866/"]


@needs_namespaces
def test_a_network_without_a_way_out_has_an_address_too() -> None:
    found = _seen_in_a_network(
        "ip link add wlan0 type veth peer name phone && ip link set wlan0 up && ip link set phone up",
        "ip addr add 192.168.43.5/24 dev wlan0 && ip addr add fd12::5/64 dev wlan0 nodad",
    )

    assert found == ["http://192.168.43.5:8866/", "http://[fd12::5]:8866/"]


@needs_namespaces
def test_a_cable_that_is_pulled_comes_last() -> None:
    found = _seen_in_a_network(
        "ip link add eth7 type veth peer name far && ip link set eth7 up && ip addr add 10.0.0.7/24 dev eth7",
        "ip link add tun0 type veth peer name away && ip link set tun0 up && ip link set away up",
        "ip addr add 10.8.0.2/24 dev tun0",
    )

    assert found == ["http://10.8.0.2:8866/", "http://10.0.0.7:8866/"]


def test_the_addresses_of_this_computer_are_found() -> None:
    assert any(each.number == "127.0.0.1" for each in network_addresses.interfaces())
