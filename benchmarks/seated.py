"""
Somebody at a seat of a workshop, without a browser: joins, types, and stays in touch as our page does.

What the page does stands in `heartwork/frontend/main.js` and `heartwork/frontend/fields.js`; times and rules are the
same here.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, WebSocketError, websocket_connect

from benchmarks.tasks import end
from heartwork import protocol

__all__ = ["Person", "Sent"]

_AGAIN = 4.0  # seconds before an unconfirmed change is sent once more
_SOON = 0.5  # seconds between two looks whether the passphrase has had its turn; a page looks every two
_PROBE = 4.0  # seconds between two looks whether the kernel is still there
_SENT = 12  # so many unconfirmed values are told along with a change
_PATIENCE = 30.0  # seconds that a page may take until its fields are there
_LOCKED = 300.0  # seconds that a passphrase may take, while others use theirs; a browser waits as long
_OPENING = 30.0  # seconds that opening the page once more may take
_TURN = 600.0  # seconds that somebody waits until it is their turn
_PROTOCOL = "v1.kernel.websocket.jupyter.org"
_PAGE = "voila/render/workbook.ipynb"
_LOST = (httpx.HTTPError, HTTPError, OSError, WebSocketError, TimeoutError, asyncio.TimeoutError)
_WORDS = ("she", "rang", "on", "Sunday", "and", "I", "said", "what", "I", "had", "meant", "to", "say", "before")


@dataclass(slots=True)
class Sent:
    """
    One value of one field, as it was sent.

    Args:
        value: What was sent.
        kept: Whether the kernel said that it is saved.
    """

    value: Any
    kept: bool = False


@dataclass(slots=True)
class _Waiting:
    """A change that the kernel has not confirmed."""

    value: Any
    number: int
    seen: Any
    sent: list[Any]
    began: float
    tried: float
    through_fault: bool


@dataclass
class Person:
    """
    Somebody with a seat.

    Args:
        address: Of the server.
        code: Of the room.
        passphrase: Their own.
        dice: What they do next.
        mark: Stands in everything they write, and in nothing of anybody else.
        own: The address of this computer that they come from; whichever when empty.
    """

    address: str
    code: str
    passphrase: str
    dice: random.Random
    mark: str
    own: str = ""
    number: int = 0
    #: Every value that was sent, by address of its field, in order.
    sent: dict[str, list[Sent]] = field(default_factory=dict)
    #: Seconds from a change until it was called saved: on a page in touch all the while, and through a fault.
    quick: list[float] = field(default_factory=list)
    slow: list[float] = field(default_factory=list)
    #: Seconds that it took to have the page again after its kernel went.
    again: list[float] = field(default_factory=list)
    #: How often the page said "not saved", and how often a connection was made anew in the same kernel.
    refused: int = 0
    rejoined: int = 0
    #: Seconds from the passphrase to a page that can be written in, and to a key that is locked with it on the disk.
    usable: float = 0.0
    locked: float = 0.0

    def __post_init__(self) -> None:
        self._browser = self._new_browser()
        self._socket: WebSocketClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stays: asyncio.Task[None] | None = None
        self._chose, self._ticket = 0.0, ""
        self._session, self._kernel = uuid.uuid4().hex, ""
        self._states: dict[str, dict[str, Any]] = {}
        self._waiting: dict[str, _Waiting] = {}
        self._by_number: dict[int, tuple[str, Sent]] = {}
        self._seen: dict[str, Any] = {}
        self._next, self._place = 0, ""
        self._last: dict[str, dict[str, Any]] = {}
        self._news, self._ended, self._elsewhere, self._opening = asyncio.Event(), False, False, False

    def _new_browser(self) -> httpx.AsyncClient:
        transport = httpx.AsyncHTTPTransport(local_address=self.own or None)
        return httpx.AsyncClient(base_url=self.address, follow_redirects=True, timeout=60, transport=transport)

    # -- coming in

    async def join(self) -> None:
        """
        Take a seat.

        Raises:
            RuntimeError: If there is none.
        """
        await self.knock()
        await self.choose()

    async def knock(self) -> None:
        """Type the code: what is left is to choose a passphrase."""
        await self._browser.get("")
        await self._form("code", code=self.code)

    async def choose(self) -> None:
        """
        Choose a passphrase, and take a seat with it.

        Raises:
            RuntimeError: If there is none.
        """
        self._chose = time.monotonic()
        answer = await self._form("passphrase", new=self.passphrase, again=self.passphrase, form="")
        found = re.search(r"Seat (\d+)", answer.text)
        if found is None:
            raise RuntimeError(f"No seat was given ({answer.status_code}).")
        self.number = int(found[1])

    async def open(self, place: str) -> None:
        """Open the page, go to a place, and stay in touch from then on."""
        self._place = place
        await self._open()
        self.usable = time.monotonic() - self._chose
        self._stays = asyncio.create_task(self._stay())
        self._keeper = asyncio.create_task(self._keep_in_touch())

    def close_browser(self) -> None:
        """Another browser from now on: in by the number and the passphrase; what waited in this one is gone with it."""
        self._waiting.clear()
        self._ticket = ""
        self._elsewhere = self._ended = True
        self._news.set()

    async def leave(self) -> None:
        """Close the page."""
        for task in (self._keeper, self._stays):
            if task is not None:
                await end(task)
        self._hang_up()
        await self._browser.aclose()

    async def _stay(self) -> None:
        """Ask for what lets the page in again, until no passphrase is in it any more (frontend/reentry-ticket.js)."""
        while True:
            with suppress(*_LOST, ValueError):
                said = (await self._asked_to_stay({})).json()
                self._ticket = said.get("ticket", "")
                if said.get("locked"):
                    self.locked = self.locked or time.monotonic() - self._chose
                    return
            await asyncio.sleep(_SOON)

    async def _asked_to_stay(self, said: Mapping[str, str]) -> httpx.Response:
        key = next((one.value for one in self._browser.cookies.jar if one.name.startswith("page-key-")), None)
        headers = {"X-XSRFToken": key or "", "Content-Type": "application/json"}
        return await self._browser.post("stay", json=said, headers=headers, follow_redirects=False)

    async def _form(self, path: str, **fields: str) -> httpx.Response:
        key = next((one.value for one in self._browser.cookies.jar if one.name.startswith("page-key-")), None)
        return await self._browser.post(path, data={"_xsrf": key or "", **fields}, timeout=_LOCKED)

    # -- typing

    @property
    def in_touch(self) -> bool:
        """Whether the page is joined to its kernel, and shows what that has made."""
        return self._socket is not None and not self._opening

    @property
    def waits(self) -> int:
        """How many changes wait to be saved."""
        return len(self._waiting)

    def type(self) -> None:
        """Change one field of the page that is there."""
        self._last = self._fields() or self._last  # a page that is opened again shows its old fields until then
        fields = [
            state
            for state in self._last.values()
            if state["shown"] and state["kind"] in ("text", "line", "scale", "choice")
        ]
        if fields:
            state = self.dice.choice(fields)
            self._change(state["address"], self._value(state))

    def go(self, place: str) -> None:
        """Go to another page."""
        self._flush()
        self._place = place
        self._set_place()

    def drop(self) -> None:
        """The connection goes, without a word."""
        if self._socket is not None and self._socket.protocol is not None:
            stream = cast("Any", self._socket.protocol).stream
            if stream is not None:
                stream.close()

    async def settle(self, *, patience: float) -> None:
        """Wait until the page is there and nothing waits to be saved, `patience` seconds at most."""
        until = time.monotonic() + patience
        while (self._waiting or self._ended or self._opening) and time.monotonic() < until:
            if self._keeper is not None and self._keeper.done():
                self._keeper.result()  # what went wrong in it
            await asyncio.sleep(0.05)

    def _value(self, state: Mapping[str, Any]) -> Any:
        spec, address = state["spec"], state["address"]
        if state["kind"] == "scale":
            return self.dice.randint(spec["min"], spec["max"])
        if state["kind"] == "choice":
            return self.dice.choice(spec["options"])[0]
        written = self.sent.get(address)
        before = str(written[-1].value) if written else f"{self.mark}:"
        if len(before) > 400:
            before = f"{self.mark}:"
        # The number makes every value another one.
        return f"{before} {self.dice.choice(_WORDS)} {len(written or ())}"

    def _change(self, address: str, value: Any) -> None:
        """As `edited` and `send` of the kit."""
        was, now = self._waiting.get(address), time.monotonic()
        sent = [*was.sent, was.value] if was else []
        if len(sent) > _SENT:
            del sent[_SENT // 2]
        seen = was.seen if was else self._seen.get(address)
        self._next += 1
        change = _Waiting(value, self._next, seen, sent, now, now, through_fault=not self.in_touch)
        self._waiting[address] = change
        note = Sent(value)
        self.sent.setdefault(address, []).append(note)
        self._by_number[change.number] = address, note
        self._send(address)

    def _send(self, address: str) -> None:
        change = self._waiting[address]
        change.tried = time.monotonic()
        through = next(
            (id_ for id_, state in self._fields().items() if state["address"] == address), self._part("place")
        )
        if through:
            message = protocol.Change(
                type="change",
                address=address,
                number=change.number,
                value=change.value,
                skipped=False,
                seen=change.seen,
                sent=change.sent,
            )
            self._say(through, _custom(message))

    def _flush(self) -> None:
        for address in list(self._waiting):
            self._send(address)

    # -- the page

    def _fields(self) -> dict[str, dict[str, Any]]:
        """The fields of the page in view: of two with one address the later one."""
        latest = {state["address"]: id_ for id_, state in self._states.items() if state.get("part") == "field"}
        return {id_: self._states[id_] for id_ in latest.values()}

    def _part(self, name: str) -> str:
        return next((id_ for id_, state in self._states.items() if state.get("part") == name), "")

    async def _open(self) -> None:
        """Have the page, waiting in line where there is one, and everything on it."""
        answer = await self._come_back() if self._elsewhere else None
        until = time.monotonic() + _TURN
        while True:
            if answer is None:  # a page that is never whole goes on sending signs of life
                answer = await asyncio.wait_for(self._browser.get(_PAGE), _OPENING)
            found = re.search(r'data-kernel-id="([0-9a-f-]+)"', answer.text)
            if found is not None:
                break
            if answer.status_code != 503 or time.monotonic() > until:
                raise OSError(f"no page: {answer.status_code}")
            await asyncio.sleep(float(answer.headers.get("Retry-After", 2)))
            answer = None
        self._hang_up()
        self._kernel, self._session, self._states = found[1], uuid.uuid4().hex, {}
        await self._connect()
        await self._ask_for_states()
        if self._part("passphrase"):
            self._say(
                self._part("passphrase"),
                _custom(protocol.Passphrase(type="passphrase", words={"now": self.passphrase})),
            )
            await self._until(lambda: not self._locked(), patience=_LOCKED)
        self._set_place()
        await self._until(lambda: any(self._is_here(state) for state in self._fields().values()))
        for state in self._fields().values():
            if state["address"] not in self._waiting:
                self._seen[state["address"]] = state["value"]
        self._flush()

    async def _come_back(self) -> httpx.Response:
        """In another browser: the number and the passphrase; it leads to the page."""
        await self._browser.aclose()
        self._browser = self._new_browser()
        await self._browser.get("")
        answer = await self._form("back", number=str(self.number), passphrase=self.passphrase)
        self._elsewhere = False
        return answer

    def _locked(self) -> bool:
        """Whether the page in view is the one that asks for the passphrase."""
        asks = self._part("passphrase")
        shown = {child for state in self._states.values() for child in state.get("children", ())}
        return f"IPY_MODEL_{asks}" in shown

    def _is_here(self, state: Mapping[str, Any]) -> bool:
        return str(state["address"]).startswith(f"{self._place.partition('/')[0]}.")

    def _set_place(self) -> None:
        place = self._part("place")
        if place:
            self._say(place, {"method": "update", "state": {"moved": True, "place": self._place}, "buffer_paths": []})

    async def _ask_for_states(self) -> None:
        comm = uuid.uuid4().hex
        opens = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        self._send_message("comm_open", opens, {"version": "1.0.0"})
        self._say(comm, {"method": "request_states"})
        await self._until(lambda: "place" in self._states.get(self._part("place"), {}))
        self._send_message("comm_close", {"comm_id": comm, "data": {}})

    async def _until(self, true: Callable[[], bool], *, patience: float = _PATIENCE) -> None:
        """
        Wait until the kernel has said something.

        Raises:
            OSError: If it went, or says nothing.
        """
        until = time.monotonic() + patience
        while not true():
            if self._socket is None or self._ended or time.monotonic() > until:
                raise OSError("the kernel went before its page was there")
            self._news.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), 1)

    # -- the connection

    async def _connect(self) -> None:
        cookies = "; ".join(f"{one.name}={one.value}" for one in self._browser.cookies.jar)
        url = f"{self.address.replace('http', 'ws', 1)}api/kernels/{self._kernel}/channels?session_id={self._session}"
        request = HTTPRequest(url, headers={"Cookie": cookies}, connect_timeout=20, network_interface=self.own or None)
        self._socket = await websocket_connect(request, subprotocols=[_PROTOCOL])
        self._ended = False
        self._reader = asyncio.create_task(self._read(self._socket))

    def _hang_up(self) -> None:
        socket, self._socket = self._socket, None
        if self._reader is not None:
            self._reader.cancel()
        if socket is not None:
            socket.close()

    async def _read(self, socket: WebSocketClientConnection) -> None:
        while (raw := await socket.read_message()) is not None:
            _channel, (header, _parent, _metadata, content, *_buffers) = deserialize_msg_from_ws_v1(raw)  # type: ignore[no-untyped-call]
            self._hear(json.loads(header)["msg_type"], json.loads(content))
            self._news.set()
        if socket is self._socket:
            self._socket = None
            self._fault()
            self._news.set()

    def _say(self, comm: str, data: dict[str, Any]) -> None:
        self._send_message("comm_msg", {"comm_id": comm, "data": data})

    def _send_message(self, kind: str, content: dict[str, Any], metadata: Mapping[str, str] | None = None) -> None:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session}
        header |= {"username": "", "date": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
        raw = serialize_msg_to_ws_v1(message, "shell", lambda part: json.dumps(part).encode())  # type: ignore[no-untyped-call]
        if self._socket is not None:
            with suppress(WebSocketError):  # it waits, and is sent again
                written = self._socket.write_message(raw, binary=True)
                written.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _hear(self, kind: str, content: Mapping[str, Any]) -> None:
        match kind:
            case "status" if content["execution_state"] in ("dead", "restarting", "terminating"):
                self._ended = True
            case "comm_open":
                self._states[content["comm_id"]] = content["data"].get("state", {}) | content["data"].get("told", {})
            case "comm_close":
                self._states.pop(content["comm_id"], None)
            case "comm_msg":
                self._heard(content["comm_id"], content["data"])

    def _heard(self, comm: str, data: Mapping[str, Any]) -> None:
        match data.get("method"):
            case "update_states":
                self._states |= {id_: one["state"] for id_, one in data["states"].items()}
                for id_ in [id_ for id_, state in self._states.items() if "part" in state]:
                    self._say(id_, _custom(protocol.Ask(type="ask")))
            case "update" if comm in self._states:
                self._states[comm] |= data["state"]
                if "arrived" in data["state"]:  # a browser that shows a page rests then, and says so
                    self._say(comm, _custom(protocol.AtRest(type="at-rest")))
            case "custom" if data["content"].get("type") == "told" and comm in self._states:
                told, state = data["content"]["state"], self._states[comm]
                state |= told
                if "value" in told and state.get("part") == "field" and state["address"] not in self._waiting:
                    self._seen[state["address"]] = state["value"]
            case "custom" if data["content"].get("type") == "not-saved":
                self.refused += 1
            case "custom" if data["content"].get("type") == "saved":
                self._saved(data["content"]["number"])

    def _saved(self, number: int) -> None:
        """It is said to be kept. A page forgets answers to what it has replaced since; we hold the kernel to them."""
        address, note = self._by_number[number]
        note.kept = True
        change = self._waiting.get(address)
        if change is None or change.number != number:
            return
        del self._waiting[address]
        self._seen[address] = change.value
        (self.slow if change.through_fault else self.quick).append(time.monotonic() - change.began)

    def _fault(self) -> None:
        for change in self._waiting.values():
            change.through_fault = True

    async def _keep_in_touch(self) -> None:
        """Look after the connection and the kernel, and send again what waits."""
        looked = time.monotonic()
        while True:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._news.wait(), 0.25)
            self._news.clear()
            now = time.monotonic()
            if self._ended:
                await self._reopen()
            elif self._socket is None or now - looked > _PROBE:
                looked = now
                await self._look()
            for address in [one for one, change in self._waiting.items() if now - change.tried > _AGAIN]:
                self._send(address)

    async def _look(self) -> None:
        """Is the kernel still there? Then the connection is made anew; else the page is opened again."""
        try:
            answer = await self._browser.get(f"api/kernels/{self._kernel}", follow_redirects=False)
            if answer.status_code in (302, 403, 404):
                await self._reopen()
            elif answer.is_success and self._socket is None:
                await self._connect()
                self.rejoined += 1
                self._flush()
        except _LOST:
            await asyncio.sleep(0.5)

    async def _reopen(self) -> None:
        """The kernel is gone: the page once more, and what waits through its fields."""
        began, pause = time.monotonic(), 0.5
        self._fault()
        self._ended, self._opening = False, True
        while True:
            try:
                if self._ticket and not self._elsewhere:
                    (await self._asked_to_stay({"ticket": self._ticket})).raise_for_status()
                await self._open()
            except _LOST:
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5)
            else:
                break
        self._opening = False
        self.again.append(time.monotonic() - began)


def _custom(content: protocol.FromPage) -> dict[str, Any]:
    return {"method": "custom", "content": content}
