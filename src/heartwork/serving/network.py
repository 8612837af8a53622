"""Where a workshop listens: which names it answers to, how it is reached, and whether what is sent can be read."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from heartwork.problems import KitError, Problem
from heartwork.words import _

__all__ = ["Place", "certificate"]

_ANY = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened on
#: An address in numbers: who asks for that was not led here by a name that somebody else made up.
_NUMBERS = r"\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]"
#: For documentation; nothing is sent there, it only makes the system choose one of its own addresses.
_SOMEWHERE = ("192.0.2.1", 9)


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a workshop is.

    Args:
        host: The name or the number it listens on; `0.0.0.0` for all networks of this computer.
        port: Its port.
        tls: Whether it has a certificate of its own.
        behind: The address that people open, where a reverse proxy stands in front: `https://room.example/`.
    """

    host: str
    port: int
    tls: bool = False
    behind: str = ""

    @property
    def address(self) -> str:
        """What people open."""
        if self.behind:
            return self.behind if self.behind.endswith("/") else f"{self.behind}/"
        host = _own_number() if self.host in _ANY else self.host
        return f"{'https' if self.tls else 'http'}://{f'[{host}]' if ':' in host else host}:{self.port}/"

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
        what = _("this certificate and this key do not go together, or are none.")
        mend = _("Give --cert the certificate (PEM, with what signed it) and --key its key, without a passphrase.")
        raise KitError([Problem(what=what, mend=mend, file=str(cert))]) from None
    except OSError as error:
        what = _("the certificate or its key cannot be read ({why}).").format(why=error.strerror)
        mend = _("Look at the paths after --cert and --key.")
        raise KitError([Problem(what=what, mend=mend, file=str(error.filename or cert))]) from error
    return context


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_number() -> str:
    """The address of this computer in its network; its name where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
