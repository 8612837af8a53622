"""A door that takes cookies as a JupyterHub does: from a script, only with the key of the page."""

from __future__ import annotations

from typing import Any

import tornado.web
from jupyter_server.auth.identity import PasswordIdentityProvider

__all__ = ["LikeAHub"]


class LikeAHub(PasswordIdentityProvider):
    """As `jupyterhub._xsrf_utils` has it since JupyterHub 4.1 (`_needs_check_xsrf`)."""

    def get_user_cookie(self, handler: tornado.web.RequestHandler) -> Any:
        """Nobody, where the key is missing that has to come along."""
        mode = handler.request.headers.get("Sec-Fetch-Mode", "navigate")
        reads = handler.request.method in ("GET", "HEAD")
        if mode == "websocket" or (reads and mode in ("navigate", "no-cors")):
            return super().get_user_cookie(handler)
        said = handler.request.headers.get("X-XSRFToken") or handler.get_argument("_xsrf", "")
        _, token, _ = handler._decode_xsrf_token(said or "2|00|00|0")
        _, own, _ = handler._get_raw_xsrf_token()
        return super().get_user_cookie(handler) if token == own else None
