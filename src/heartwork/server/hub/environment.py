"""What a JupyterHub tells the server it starts: by variables of its environment, and by nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = ["HubEnvironment"]

#: How often the Hub wants to hear of activity, in seconds, where it does not say.
_INTERVAL = 300


@dataclass(frozen=True, slots=True)
class HubEnvironment:
    """
    What was told.

    Args:
        host: Where to listen; empty for every address.
        port: The port.
        prefix: The path of this server, `/user/ann/`.
        hub: The path of the Hub itself, `/hub/`, with its host before it where that is another one.
        activity: Where activity is told; empty where the Hub does not want to hear of it.
        interval: Seconds between two times.
        server: The name of this server among those of its user; empty for the first.
        key: File of the private key, where Hub and servers talk by TLS; empty where they do not.
        certificate: File of its certificate.
        authority: File of the certificates that others must be signed by.
        token: What this server shows the Hub.
    """

    host: str
    port: int
    prefix: str
    hub: str = "/hub/"
    activity: str = ""
    interval: int = _INTERVAL
    server: str = ""
    key: str = ""
    certificate: str = ""
    authority: str = ""
    token: str = field(default="", repr=False)

    @classmethod
    def told(cls) -> HubEnvironment:
        """
        Read it.

        Raises:
            KitError: If no Hub has started this.
        """
        told = {name.removeprefix("JUPYTERHUB_"): value for name, value in os.environ.items()}
        url = urlsplit(told.get("SERVICE_URL", ""))
        if url.scheme not in ("http", "https") or not told.get("API_TOKEN") or not told.get("CLIENT_ID"):
            what = _("`heartwork hub` is started by a JupyterHub, for one of its users, and this was not.")
            mend = _("For pages of your own, type `heartwork`. For a Hub, deploy/jupyterhub/ has its settings.")
            raise KitError([Problem(what=what, mend=mend)])
        interval = told.get("ACTIVITY_INTERVAL", "")
        return cls(
            host=url.hostname or "",
            port=url.port or (443 if url.scheme == "https" else 80),
            prefix=_with_slashes(told.get("SERVICE_PREFIX", "/")),
            hub=told.get("HOST", "") + _with_slashes(f"{told.get('BASE_URL', '/')}/hub"),
            activity=told.get("ACTIVITY_URL", ""),
            interval=int(interval) if interval.isdecimal() and int(interval) else _INTERVAL,
            server=told.get("SERVER_NAME", ""),
            key=told.get("SSL_KEYFILE", ""),
            certificate=told.get("SSL_CERTFILE", ""),
            authority=told.get("SSL_CLIENT_CA", ""),
            token=told["API_TOKEN"],
        )

    @property
    def tls(self) -> dict[str, str]:
        """As ssl names them: `certfile`, `keyfile`, `ca_certs`; empty where Hub and servers do not talk by TLS."""
        if not self.certificate:
            return {}
        return {"certfile": self.certificate, "keyfile": self.key, "ca_certs": self.authority}


def _with_slashes(path: str) -> str:
    """`/user/ann/`."""
    inside = "/".join(filter(None, path.split("/")))
    return f"/{inside}/" if inside else "/"
