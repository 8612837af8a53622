"""
Whom the Hub lets in here: asked by JupyterHub's own library (`jupyterhub.services.auth.HubOAuth`).

What is here does what `jupyterhub.singleuser.extension` does for Jupyter's large server, and is not taken from there
because it would load that server.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from unittest import mock

from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.httputil import url_concat
from tornado.web import HTTPError, RequestHandler
from traitlets import Instance, default

from heartwork.errors import KitError, Problem
from heartwork.server.auth import error_page
from heartwork.server.templates import use_language_of

__all__ = ["HubIdentityProvider"]


@contextlib.contextmanager
def _without_its_database() -> Iterator[None]:
    """
    Leave out what only the Hub itself needs: its tables, and SQLAlchemy with them.

    `jupyterhub.services.auth` loads them only because the module beside it, which compares scopes, can also read
    scopes out of the database. That is 28 MB and two seconds for each person.
    """
    names = ("sqlalchemy", "sqlalchemy.exc", "jupyterhub.orm", "jupyterhub.roles")
    if any(name in sys.modules for name in names):
        yield
        return
    for name in names:
        sys.modules[name] = ModuleType(name)
    sys.modules["sqlalchemy"].exc = sys.modules["sqlalchemy.exc"]  # type: ignore[attr-defined]
    sys.modules["sqlalchemy.exc"].SQLAlchemyError = type("SQLAlchemyError", (Exception,), {})  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


def _library() -> ModuleType:
    try:
        importlib.import_module("jupyterhub")
    except ImportError:
        what = "the library of JupyterHub is not installed where this server runs."
        raise KitError([Problem(what=what, mend='Install it: pip install "heartwork[hub]"')]) from None
    try:
        with _without_its_database():
            return importlib.import_module("jupyterhub.services.auth")
    except (ImportError, AttributeError):  # another version may need them after all
        for name in [name for name in sys.modules if name.startswith("jupyterhub.")]:
            del sys.modules[name]
        return importlib.import_module("jupyterhub.services.auth")


_auth: Any = _library()


class HubUser(User):
    """Somebody whom the Hub knows."""


class HubCallbackHandler(_auth.HubOAuthCallbackHandler):  # type: ignore[misc]
    """Where the Hub sends a browser back to, once it knows who that is."""

    def initialize(self, hub_auth: Any) -> None:
        """With which of its libraries."""
        self.hub_auth = hub_auth

    @allow_unauthenticated
    async def get(self) -> None:
        """The cookie, and on to the page."""
        await super().get()

    def write_error(self, status_code: int, **details: object) -> None:
        """In words, with the way to try again."""
        use_language_of(self)
        self.finish(error_page("broken", self.hub_auth.base_url))


class HubLogoutHandler(RequestHandler):
    """Away from here, and from the Hub."""

    def initialize(self, identity: HubIdentityProvider) -> None:
        """Who knows the cookie."""
        self._identity = identity

    @allow_unauthenticated
    def get(self) -> None:
        """The cookie goes, then the Hub's."""
        hub_auth = self._identity.hub_auth
        hub_auth.clear_cookie(self)
        self.redirect(f"{hub_auth.hub_host}{hub_auth.hub_prefix}logout")


class HubIdentityProvider(IdentityProvider):
    """Lets in whom the Hub allows to use this server, and sends everybody else there."""

    hub_auth = Instance(_auth.HubOAuth)

    @default("hub_auth")
    def _hub_auth_default(self) -> Any:
        """It reads the variables that the Hub has set."""
        return _auth.HubOAuth(parent=self)

    async def get_user(self, handler: Any) -> User | None:
        """
        Who this is.

        Raises:
            HTTPError: As the library has it; 500 and 502 where the Hub cannot be asked.
        """
        if hasattr(handler, "_heartwork_hub_user"):
            return handler._heartwork_hub_user  # type: ignore[no-any-return]
        self._send_to_hub(handler)
        self.hub_auth._patch_xsrf(handler)
        handler._heartwork_hub_user = None
        told = await self.hub_auth.get_user(handler, sync=False)
        if told is None:
            return None
        if not self.hub_auth.check_scopes(self.hub_auth.access_scopes, told):
            # Known, and not allowed: sent to the Hub, they would come back at once, and again.
            def refuse(*_where: Any, **_how: Any) -> None:
                raise HTTPError(403)

            handler.redirect = refuse
            return None
        handler._heartwork_hub_user = HubUser(username=told["name"])
        return handler._heartwork_hub_user  # type: ignore[no-any-return]

    def get_handlers(self) -> list[tuple[Any, ...]]:
        """What the Hub expects below the path of a server."""
        return [
            ("oauth_callback", HubCallbackHandler, {"hub_auth": self.hub_auth}),
            ("logout", HubLogoutHandler, {"identity": self}),
        ]

    def _send_to_hub(self, handler: Any) -> None:
        """Whoever has to log in does so at the Hub, and comes back to the page they asked for."""
        ordinary, hub_auth = handler.get_login_url, self.hub_auth
        made: list[str] = []

        def login_url() -> str:
            if made:
                return made[0]
            with mock.patch.dict(handler.application.settings, {"login_url": hub_auth.login_url}):
                url = ordinary()
            told, kept = {}, {}
            if getattr(hub_auth, "pkce_enabled", False):  # since JupyterHub 6
                verifier, challenge, method = hub_auth.generate_pkce_code_challenge()
                told = {"code_challenge": challenge, "code_challenge_method": method}
                kept = {"code_verifier": verifier}
            told["state"] = hub_auth.set_state_cookie(handler, next_url=handler.request.uri, **kept)
            made.append(url_concat(url, told))
            return made[0]

        handler.get_login_url = login_url
