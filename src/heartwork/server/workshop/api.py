"""What a participant's page says to the room, over HTTP, with the cookie of its seat: JSON in and out."""

from __future__ import annotations

import json

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.errors import KitError
from heartwork.i18n.messages import _
from heartwork.server.workshop.context import RoomHandler
from heartwork.workshop import participant_api

__all__ = ["RoomApiHandler"]

#: More than so many bytes no page has to say.
_MOST = 10_000


class RoomApiHandler(RoomHandler):
    """
    `POST room/<ask>`, with the header `X-XSRFToken` and JSON: what `heartwork.workshop.participant_api.answer` takes.

    200 with its answer; 409 with `{"said": ...}`, words for the person, where it cannot be done; 403 without a seat;
    429 where it says too much in a short time.
    """

    @allow_unauthenticated
    async def post(self, ask: str) -> None:
        """Answer it."""
        self.set_header("Cache-Control", "no-store")
        seat = self.door.seat(self)
        if seat is None:
            self._say(403, _("This browser has no seat in the room any more."))
            return
        if not self.desk.talks.of(seat.id).take_if_there():
            self._say(429, _("That was too often. Wait a moment."))
            return
        try:
            said: object = json.loads(self.request.body) if 0 < len(self.request.body) <= _MOST else {}
        except (ValueError, RecursionError):
            said = {}
        try:
            answer = participant_api.answer(
                self.desk.room, seat, self.desk.shelf, ask, said if isinstance(said, dict) else {}
            )
        except KitError as error:
            self._say(409, error.sentences)
        else:
            self.finish(answer)

    def write_error(self, status_code: int, **details: object) -> None:
        """No page in words: a program reads this."""
        if not self._finished:
            self.finish()

    def _say(self, status: int, words: str) -> None:
        self.set_status(status)
        self.finish({"said": words})
