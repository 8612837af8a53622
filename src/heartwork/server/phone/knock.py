"""A heartwork that is open already lets a phone in, for who can read the note that only the person can read."""

from __future__ import annotations

import hmac
import http.client
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated

from heartwork.authoring.library import WorksheetLibrary
from heartwork.errors import KitError, Problem
from heartwork.runtime.instance import RunningInstance, knock_proof
from heartwork.server.auth import KnockHandler
from heartwork.server.instance_client import running_here
from heartwork.server.phone.link import PhoneLink, PhoneOptions, say_link
from heartwork.server.ports import HOST

__all__ = ["PhoneLinkHandler", "show_again"]

#: Bytes that an answer may have.
_LARGEST = 10_000


class PhoneLinkHandler(KnockHandler):
    """Opens the door for a phone, as it is asked for; or says in a sentence why not."""

    what = "phone"

    def initialize(self, knock: str, open_: Callable[[PhoneOptions], PhoneLink]) -> None:
        """What has to be known, and what opens it."""
        self._knock, self._open = knock, open_

    @allow_unauthenticated  # who asks has shown that they may
    async def post(self) -> None:
        """The link."""
        self.set_header("Cache-Control", "no-store")
        try:
            told: dict[str, Any] = {"link": asdict(self._open(PhoneOptions(**json.loads(self.request.body))))}
        except KitError as error:
            told = {"problem": [error.problems[0].what, error.problems[0].mend]}
        said = json.dumps(told)
        self.finish({"said": said, "proof": self.proof(said)})


def show_again(answers: Path, shelf: WorksheetLibrary, wanted: PhoneOptions, *, port: int | None) -> bool:
    """
    Where heartwork is open already for these answers and worksheets, have it open the door for a phone, and show that.

    Args:
        port: The port that was asked for; what is open on another one is not the one meant.

    Returns:
        Whether it was open.

    Raises:
        KitError: If it cannot be done, as for `heartwork.server.phone.app.Phone.open`.
    """
    running = running_here(answers, shelf, port=port)
    told = None if running is None else _asked(running, wanted)
    if told is None:
        return False
    if "problem" in told:
        what, mend = told["problem"]
        raise KitError([Problem(what=what, mend=mend)])
    link = told["link"]
    say_link(PhoneLink(link["address"], link["encrypted"], tuple(link["others"])))
    return True


def _asked(running: RunningInstance, wanted: PhoneOptions) -> dict[str, Any] | None:
    """What the one that runs answered; None when nobody answers there, or somebody else does."""
    connection = http.client.HTTPConnection(HOST, running.port, timeout=20)
    number, body = secrets.token_urlsafe(24), json.dumps(asdict(wanted))
    headers = {"X-Knock": knock_proof(running.knock, PhoneLinkHandler.what, number, body), "X-Number": number}
    try:
        connection.request("POST", "/phone", body, headers)
        answer = json.loads(connection.getresponse().read(_LARGEST))
        said = str(answer["said"])
        proof = knock_proof(running.knock, "said", number, said)
        told: dict[str, Any] = json.loads(said)
        return told if hmac.compare_digest(str(answer["proof"]).encode(), proof.encode()) else None
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return None
    finally:
        connection.close()
