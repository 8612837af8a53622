"""Who asks: a seat by its cookie, whoever leads the workshop by theirs; and what each of them reaches."""

from __future__ import annotations

from typing import Any, cast

import tornado.web
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from jupyter_server.base.handlers import JupyterHandler

from heartwork.server.auth import TokenIdentityProvider
from heartwork.server.workshop.kernels import HOST_OWNER, OwnedKernels
from heartwork.workshop import seats
from heartwork.workshop.room import Room
from heartwork.workshop.seats import Seat

__all__ = ["HOST_OWNER", "OwnKernelsOnly", "RoomIdentityProvider"]

_SEAT_COOKIE = "seat"


class RoomIdentityProvider(TokenIdentityProvider):
    """
    The door of a room.

    Whoever leads it comes in by an address that opens once; a participant by the cookie that they got for the code and
    a passphrase. A browser may have both. Neither opens what belongs to the other.
    """

    #: The room; set by the server.
    room: Room

    async def get_user(self, handler: tornado.web.RequestHandler) -> User | None:
        """Somebody of the room; None for everybody else."""
        owners = self.owners(handler)
        return User(username=" ".join(sorted(owners))) if owners else None

    def owners(self, handler: tornado.web.RequestHandler) -> frozenset[str]:
        """As whom this browser may open kernels."""
        seat = self.seat(handler)
        found = {seat.id} if seat else set()
        return frozenset(found | ({HOST_OWNER} if self.leads(handler) else set()))

    def leads(self, handler: tornado.web.RequestHandler) -> bool:
        """Whether this browser is the one of whoever leads the workshop."""
        return self.get_user_cookie(handler) is not None

    def seat(self, handler: tornado.web.RequestHandler) -> Seat | None:
        """The seat of this browser; None when it has none."""
        secret = handler.get_cookie(self._seat_cookie(handler))
        return seats.by_cookie(self.room, secret) if secret else None

    def sit(self, handler: JupyterHandler, secret: str) -> None:
        """
        Give a browser the cookie of its seat: gone when it is closed, for no script, for no form of another site.

        With SameSite=Strict whoever follows a link from elsewhere would be asked for the code again, and the forms that
        are open in other tabs would have grown old.
        """
        handler.set_cookie(self._seat_cookie(handler), secret, **self._options(handler))

    def stand_up(self, handler: JupyterHandler) -> None:
        """Take the cookie back."""
        handler.clear_cookie(self._seat_cookie(handler), **self._options(handler))

    def _seat_cookie(self, handler: tornado.web.RequestHandler) -> str:
        return f"{_SEAT_COOKIE}-{self.get_cookie_name(handler)}"

    def _options(self, handler: JupyterHandler) -> dict[str, Any]:
        return {
            "httponly": True,
            "samesite": "Lax",
            "secure": handler.request.protocol == "https",
            "path": handler.base_url,
        }


class OwnKernelsOnly(Authorizer):
    """Each reaches the kernels of their own pages, and nothing else that a server of Jupyter's has."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Whether it is theirs; a kernel that is not there is nobody's, and both are answered alike."""
        arguments = [*handler.path_kwargs.values(), *handler.path_args]
        if resource != "kernels" or not arguments:
            return False
        manager, door = (
            cast("OwnedKernels", handler.kernel_manager),
            cast("RoomIdentityProvider", self.identity_provider),
        )
        return manager.owner(arguments[0]) in door.owners(handler)
