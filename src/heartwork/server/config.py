"""How Voila and Jupyter are set for pages of ours: closed to others, quiet, quick."""

from __future__ import annotations

import os
import secrets
from base64 import b64encode
from hashlib import sha256

from traitlets.config import Config

from heartwork.paths import LANGUAGE_HEADER, TEMPLATE
from heartwork.runtime import runtime_folder
from heartwork.server import LASTING, PAGES
from heartwork.server.auth import TokenIdentityProvider
from heartwork.server.forkserver import launcher
from heartwork.server.instance_client import HOST

__all__ = ["OURS_ONLY", "POLICY", "config"]


def _digests(*scripts: str) -> str:
    """The digests of scripts of the front end, as a policy names them."""
    read = [(TEMPLATE / "static" / name).read_bytes() for name in scripts]
    return " ".join(f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in read)


#: Only what a page needs, from this server only; blob: is where anywidgets of an author's own come from.
POLICY = "; ".join(
    [
        "default-src 'none'",
        # Those that stand in the page itself go by their digests (frontend/build.mjs).
        f"script-src 'self' blob: {_digests('initial-route.js', 'first.js')}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self' {socket}",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


#: Other sites can neither load anything of ours nor keep a hand on its window.
OURS_ONLY = {"Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}


def config(port: int, path: str = "/") -> Config:
    """
    Settings for a server of this computer's own pages.

    Args:
        port: Where it listens.
        path: Where its pages are; its cookies are sent there, and nowhere else.
    """
    # Cookies of all programs at this name come with each request: ours must be told from theirs.
    own = path.strip("/")[:8] or str(port)
    socket_ = f"ws://{HOST}:{port} ws://localhost:{port}"
    return Config(
        {
            "Voila": {
                "ip": HOST,
                "port": port,
                "open_browser": False,
                "base_url": path,
                "server_url": path,
                "connection_dir_root": str(runtime_folder.session()),
                "identity_provider_class": TokenIdentityProvider,
                "tornado_settings": {
                    "allow_remote_access": False,  # only requests to this computer's own names are answered
                    "xsrf_cookie_name": f"page-key-{own}",
                    "xsrf_cookie_kwargs": {"path": path, "samesite": "Lax"},
                    "log_function": lambda handler: None,  # a line for each request that was refused says nothing
                    "headers": {
                        "Content-Security-Policy": POLICY.format(socket=socket_),
                        # Other sites are told nothing. With "no-referrer" browsers would not even tell us that a form,
                        # and in Firefox the goodbye of a page, is of ours; and it would be refused.
                        "Referrer-Policy": "same-origin",
                        "X-Content-Type-Options": "nosniff",
                        # No other site is to see whether this program runs, by loading a part of it.
                        **OURS_ONLY,
                    },
                },
            },
            "VoilaConfiguration": {
                "template": "heartwork",
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "multi_kernel_manager_class": LASTING,
                "kernel_spec_manager_class": "heartwork.server.kernels.specs.OwnKernelSpecs",
                "show_tracebacks": False,
                "preheat_kernel": False,
                "file_allowlist": [],
                "http_header_envs": [LANGUAGE_HEADER],
            },
            # Where the fork server is not there, its provisioner starts kernels in the ordinary way.
            **(
                {"KernelProvisionerFactory": {"default_provisioner_name": launcher.NAME}}
                if launcher.SOCKET_VARIABLE in os.environ
                else {}
            ),
            # Our notebooks need no signature, and nothing is written into the home for one.
            "NotebookNotary": {
                "data_dir": str(runtime_folder.session()),
                "db_file": ":memory:",
                "secret": secrets.token_bytes(32),
            },
            # A kernel that died is not started anew by itself: its page opens again, and that starts another. So the
            # page has to know soon.
            "KernelRestarter": {"restart_limit": 0, "time_to_dead": 1.0},
            "MappingKernelManager": {
                "kernel_manager_class": PAGES,
                "cull_idle_timeout": 120,
                "cull_interval": 20,
                "cull_connected": False,
            },
        }
    )
