"""Where others can come in over a network: which names are answered to, and whether what is sent can be read."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _
from heartwork.workshop.network_addresses import ANY, ANY_IPV4, interfaces, join_addresses, ranked

__all__ = ["ListenAddress", "certificate", "expect_own", "expect_pair"]

#: What stands for every number of this computer, and how that is said in a pattern.
_ANY = {"0.0.0.0": ANY_IPV4, "::": ANY}  # noqa: S104  compared with, not listened on
#: An address in numbers: who asks for that was not led here by a name that somebody else made up.
_NUMBERS = r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]"


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """
    Where a workshop is.

    Args:
        host: The name or the number it listens on; `0.0.0.0` for all networks of this computer, `::` for those of
            IPv6 besides.
        port: Its port.
        tls: Whether it has a certificate of its own.
        behind: The address that people open, where a reverse proxy stands in front: `https://room.example/`.
        proxies: The addresses of that proxy; only what comes from them says who asks.
    """

    host: str
    port: int
    tls: bool = False
    behind: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")

    @property
    def pattern(self) -> str:
        """What people open; where each number of this computer will do, it says so (see `join_addresses`)."""
        if self.behind:
            return self.behind if self.behind.endswith("/") else f"{self.behind}/"
        host = _ANY.get(self.host) or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/"

    @property
    def addresses(self) -> list[str]:
        """Everything that people may open, the likely one first; never empty."""
        return [address.url for address in join_addresses(self.pattern)]

    @property
    def address(self) -> str:
        """What people open, as far as can be told: one of `addresses`."""
        return self.addresses[0]

    @property
    def only_here(self) -> bool:
        """Whether only this computer can open it."""
        return not self.behind and _is_here(self.host)

    @property
    def can_be_read(self) -> bool:
        """Whether what is typed travels over a network unlocked."""
        return not self.only_here and self.address.startswith("http:")

    @property
    def names(self) -> str:
        """A pattern of the names that are answered to; another site that leads here under a name of its own is not."""
        names = {self.host.lower(), urlsplit(self.address).hostname or ""} - {""}
        if self.only_here:
            names |= {"localhost", "127.0.0.1"}
        else:
            own = socket.gethostname().lower()
            names |= {own, f"{own}.local"}
        exact = [re.escape(f"[{name}]" if ":" in name else name) for name in sorted(names)]
        return f"^({'|'.join([*exact, *([_NUMBERS] if self.host in _ANY else [])])})$"


def expect_pair(cert: object, key: object) -> None:
    """
    Look whether a certificate and its key were given, or neither.

    Raises:
        KitError: If only one was.
    """
    if bool(cert) != bool(key):
        what = _("a certificate needs its key.")
        raise KitError([Problem(what=what, mend=_("Give both --cert and --key, or neither."))])


def certificate(cert: Path, key: Path) -> ssl.SSLContext:
    """
    What a certificate and its key make.

    Raises:
        KitError: If they cannot be used.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key)
    except ssl.SSLError:
        what = _("this certificate and this key don't match, or aren't valid.")
        mend = _("Give --cert the certificate (PEM, with what signed it) and --key its key, without a passphrase.")
        raise KitError([Problem(what=what, mend=mend, file=str(cert))]) from None
    except OSError as error:
        what = _("the certificate or its key cannot be read ({why}).").format(why=error.strerror)
        mend = _("Look at the paths after --cert and --key.")
        raise KitError([Problem(what=what, mend=mend, file=str(error.filename or cert))]) from error
    return context


def expect_own(host: str) -> None:
    """
    Look whether this computer can listen there, before anything is made ready.

    Raises:
        KitError: If the name leads nowhere, or to another computer; says which addresses there are.
    """
    if not host:
        return
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.bind(address)
    except (OSError, UnicodeError):
        numbers = ", ".join(dict.fromkeys(each.number for each in ranked(interfaces())))
        what = _("this computer has no address {host}.").format(host=host)
        mend = _("Give --host one that it has now ({numbers}), or 0.0.0.0 for all of them.").format(
            numbers=numbers or "127.0.0.1"
        )
        raise KitError([Problem(what=what, mend=mend)]) from None


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
