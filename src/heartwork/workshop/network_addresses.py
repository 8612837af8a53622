"""The addresses of this computer that phones in a room may open, the likely one first."""

from __future__ import annotations

import enum
import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import ifaddr

from heartwork.i18n.messages import N_

__all__ = [
    "ANY",
    "ANY_IPV4",
    "Interface",
    "JoinAddress",
    "Network",
    "interfaces",
    "join_addresses",
    "ranked",
    "shared_part",
]

#: In a pattern, the place of a number of this computer, of IPv4 only (`http://*:8866/`) or of IPv6 too.
ANY_IPV4, ANY = "*", "[*]"

#: For documentation; nothing is sent there, it only makes the system choose one of its own addresses.
_SOMEWHERE = (("192.0.2.1", 9), socket.AF_INET), (("2001:db8::1", 9), socket.AF_INET6)

#: Where Linux says what an interface is.
_SYSTEM = Path("/sys/class/net")


class Network(enum.IntEnum):
    """What an interface leads to, the likeliest for a room of phones first."""

    WIFI = 0
    CABLE = 1
    OTHER = 2
    VIRTUAL = 3

    @property
    def label(self) -> str:
        """In words, not yet translated."""
        return _LABELS[self]


_LABELS = {
    Network.WIFI: N_("Wi-Fi or a hotspot"),
    Network.CABLE: N_("a network by cable"),
    Network.OTHER: N_("another network"),
    Network.VIRTUAL: N_("a VPN, or a network inside this computer: phones can't usually reach it"),
}

#: By the name an interface has, or the description that Windows gives it; the first that fits. What a computer calls
#: the network that it opens to others itself (a hotspot) looks virtual, so it comes first.
_KINDS = [
    (Network.WIFI, r"^bridge1\d\d$|^(ap|swlan|softap)\d|wi-?fi direct|hosted network|hotspot"),
    (
        Network.VIRTUAL,
        r"^(tun|tap|utun|ppp|wg|ipsec|gif|stf|zt|tailscale|nordlynx|proton|docker|br-|veth|virbr|vboxnet|vmnet|lxc|lxd"
        r"|cni|flannel|cali|podman|bridge|dummy|anpi|awdl|llw)"
        r"|vpn|wireguard|tap-windows|hyper-v|vethernet|virtualbox|vmware|virtual|docker|wsl|tailscale|zerotier|loopback",
    ),
    (Network.WIFI, r"^(wl|ath|ra)[a-z]*\d|wi-?fi|wireless|wlan|802\.11"),
    (Network.CABLE, r"^(en|eth|em|usb|rndis)|ethernet|gigabit|gbe|network connection|ndis"),
]


@dataclass(frozen=True, slots=True)
class Interface:
    """
    One address of one interface.

    Args:
        name: As the system calls it: `wlan0`, `en0`; on Windows its description.
        number: The address, without a zone: `192.168.43.5`.
        connected: Whether something is at its other end, as far as the system says.
        wireless: Whether the system says that it is a radio; None when it does not say.
    """

    name: str
    number: str
    connected: bool = True
    wireless: bool | None = None

    @property
    def network(self) -> Network:
        """What it leads to, as far as its name tells."""
        if self.wireless:
            return Network.WIFI
        for network, names in _KINDS:
            if re.search(names, self.name, re.IGNORECASE):
                return network
        return Network.OTHER


@dataclass(frozen=True, slots=True)
class JoinAddress:
    """
    An address that people may open to join.

    Args:
        url: The whole of it: `http://192.168.43.5:8866/`.
        network: What it leads over; None where it does not depend on this computer's networks.
        interface: The name of the interface; empty likewise.
    """

    url: str
    network: Network | None = None
    interface: str = ""


def join_addresses(pattern: str, *, look: Callable[[], Iterable[Interface]] | None = None) -> list[JoinAddress]:
    """
    What people may open, the likely one first; never empty.

    Args:
        pattern: The address, with `ANY` or `ANY_IPV4` as its host where every number of this computer will do.
        look: What says which there are; the system when None.
    """
    host = next((any_ for any_ in (ANY, ANY_IPV4) if f"//{any_}:" in pattern), "")
    if not host:
        return [JoinAddress(pattern)]
    found = [
        JoinAddress(pattern.replace(host, _in_url(each.number), 1), each.network, each.name)
        for each in ranked((look or interfaces)(), preferred=_preferred())
        if host == ANY or ":" not in each.number
    ]
    return found or [JoinAddress(pattern.replace(host, socket.gethostname(), 1))]


def ranked(found: Iterable[Interface], *, preferred: Iterable[str] = ()) -> list[Interface]:
    """
    The interfaces that a phone could reach this computer by, the likely one first.

    Args:
        found: What there is; loopback and addresses that need a zone are left out.
        preferred: The numbers that the system itself would take, for two that are alike otherwise.
    """
    first = set(preferred)

    def likelihood(each: Interface) -> tuple[object, ...]:
        number = ipaddress.ip_address(each.number)
        return (
            not each.connected,
            number.is_link_local,  # the computer made it up, because no network gave it one
            each.network,
            number.version,
            not number.is_private,
            each.number not in first,
            each.name,
            number.packed,
        )

    return sorted((each for each in found if _reachable(each.number)), key=likelihood)


def interfaces() -> list[Interface]:
    """Every address that this computer has now."""
    return [
        Interface(
            name=adapter.nice_name,
            number=str(address.ip if address.is_IPv4 else address.ip[0]),
            connected=_said(adapter.name, "carrier") != "0",
            wireless=True if (_SYSTEM / adapter.name / "phy80211").exists() else None,
        )
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
    ]


def _said(name: str, what: str) -> str:
    try:
        return (_SYSTEM / name / what).read_text(encoding="ascii").strip()
    except (OSError, ValueError):  # not Linux; or the interface is switched off, and the file cannot be read
        return ""


def _reachable(number: str) -> bool:
    address = ipaddress.ip_address(number)
    # A link-local address of IPv6 needs the name of an interface beside it, which no browser takes.
    return not (address.is_loopback or address.is_unspecified or (address.version == 6 and address.is_link_local))


def _in_url(number: str) -> str:
    return f"[{number}]" if ":" in number else number


def _preferred() -> list[str]:
    """The numbers by which this computer goes out, one of each family that leads out."""
    found = []
    for there, family in _SOMEWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect(there)
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    return found


def shared_part(number: str) -> str:
    """
    What all addresses of one device have in common: of IPv6 the first half, within which a device makes up as many as
    it likes; all of IPv4, also where it is written as IPv6.

    Args:
        number: An address; anything else stays as it is.
    """
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return number
    if isinstance(address, ipaddress.IPv4Address) or address.is_loopback:
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
