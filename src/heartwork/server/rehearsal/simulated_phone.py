"""A phone without a screen: its cookies, the forms of a room, and a page that writes into its kernel."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, WebSocketError, websocket_connect

from heartwork import protocol
from heartwork.server.websocket_guard import PROTOCOL

__all__ = ["Phone"]

#: Seconds that an answer may take, a page too.
_PATIENCE = 60
#: Seconds between two looks whether a page is there, and how often one looks.
_AGAIN, _LOOKS = 2, 60
_REDIRECTS = 5
_PAGE = "voila/render/workbook.ipynb"
_SEAT = re.compile(r'class="hw-seat-number"[^>]*><strong>\D*(\d+)')
_FORM = re.compile(r'name="form" value="([\w-]+)"')
_KERNEL = re.compile(r'data-kernel-id="([0-9a-f-]+)"')


class Phone:
    """
    One of them.

    Args:
        address: Of the server, `http://127.0.0.1:8866/`.
    """

    def __init__(self, address: str) -> None:
        self._address, self._cookies = address, dict[str, str]()
        self._client = SimpleAsyncHTTPClient(force_instance=True)
        self._socket: WebSocketClientConnection | None = None
        self._session, self._number = uuid.uuid4().hex, 0

    # -- the forms of a room

    async def join(self, code: str, passphrase: str) -> int:
        """
        Take a seat.

        Returns:
            Its number; 0 where none was given.
        """
        await self._get("")
        page = await self._form("code", code=code)
        form = _FORM.search(page)
        if form is None:
            return 0
        seat = _SEAT.search(await self._form("passphrase", form=form[1], new=passphrase, again=passphrase))
        return int(seat[1]) if seat else 0

    async def come_back(self, number: int, passphrase: str) -> None:
        """Come back to a seat, from another phone."""
        await self._get("")
        await self._form("back", number=str(number), passphrase=passphrase)

    async def erase(self) -> None:
        """Erase what was written, and give up the seat."""
        await self._get("mine")
        await self._form("mine/erase", sure="yes")

    async def say(self, ask: str, **said: Any) -> dict[str, Any]:
        """What a page says to the room (see `heartwork.workshop.participant_api`); its answer, empty where there is
        none."""
        headers = {"X-XSRFToken": self._key, "Content-Type": "application/json"}
        answer = await self._fetch("POST", f"room/{ask}", json.dumps(said), headers)
        return dict(json.loads(answer.body)) if answer.code == 200 else {}

    # -- a page

    async def open(self) -> bool:
        """Open the pages of the seat, waiting as long as one is told to; whether they are there."""
        for _look in range(_LOOKS):
            kernel = _KERNEL.search(await self._get(_PAGE))
            if kernel is not None:
                await self._connect(kernel[1])
                return True
            await asyncio.sleep(_AGAIN)
        return False

    async def write(self, place: str, address: str, value: object) -> bool:
        """
        Go to a place, and write into a field; whether it was called saved.

        Args:
            place: `boundaries/limit`.
            address: Of the field.
            value: What is written.
        """
        part = await self._place()
        if not part:
            return False
        self._number += 1
        go = protocol.Go(type="go", place=place, moved=True, wide=False)
        self._tell(part, {"method": "custom", "content": go})
        change = protocol.Change(
            type="change", address=address, number=self._number, value=value, skipped=False, seen=None, sent=[]
        )
        self._tell(part, {"method": "custom", "content": change})
        return await self._hears(lambda _comm, told: told.get("content", {}).get("type") == "saved") is not None

    def close(self) -> None:
        """Close the page."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def _connect(self, kernel: str) -> None:
        url = f"{self._address.replace('http', 'ws', 1)}api/kernels/{kernel}/channels?session_id={self._session}"
        headers = {"Cookie": self._cookie, "Origin": self._address.rstrip("/")}
        request = HTTPRequest(url, headers=headers, connect_timeout=_PATIENCE, validate_cert=False)
        self._socket = await websocket_connect(request, subprotocols=[PROTOCOL])

    async def _place(self) -> str:
        """The part of the page by which a page says where it is; empty where the page does not answer."""
        control = uuid.uuid4().hex
        opens = {"comm_id": control, "target_name": "jupyter.widget.control", "data": {}}
        self._send("comm_open", opens, {"version": "1.0.0"})
        self._tell(control, {"method": "request_states"})
        told = await self._hears(lambda _comm, told: told.get("method") == "update_states")
        states = told.get("states", {}) if told else {}
        return next((id_ for id_, one in states.items() if one["state"].get("part") == "place"), "")

    async def _hears(self, is_it: Any) -> dict[str, Any] | None:
        """The next message to a part that is the one; None where none comes in time."""
        until = asyncio.get_running_loop().time() + _PATIENCE
        while self._socket is not None:
            left = until - asyncio.get_running_loop().time()
            try:
                raw = await asyncio.wait_for(self._socket.read_message(), left) if left > 0 else None
            except (asyncio.TimeoutError, WebSocketError):
                return None
            if not isinstance(raw, bytes):
                return None
            _channel, (header, _parent, _metadata, content, *_rest) = deserialize_msg_from_ws_v1(raw)  # type: ignore[no-untyped-call]
            if json.loads(header)["msg_type"] == "comm_msg":
                said = json.loads(content)
                if is_it(said["comm_id"], said["data"]):
                    return dict(said["data"])
        return None

    def _tell(self, comm: str, data: Mapping[str, object]) -> None:
        self._send("comm_msg", {"comm_id": comm, "data": data})

    def _send(self, kind: str, content: Mapping[str, Any], metadata: Mapping[str, str] | None = None) -> None:
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session}
        header |= {"username": "", "date": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": metadata or {}, "content": content}
        raw = serialize_msg_to_ws_v1(message, "shell", lambda part: json.dumps(part).encode())  # type: ignore[no-untyped-call]
        if self._socket is not None:
            self._socket.write_message(raw, binary=True).add_done_callback(lambda done: done.exception())

    # -- requests

    async def _get(self, path: str) -> str:
        return _text(await self._fetch("GET", path))

    async def _form(self, path: str, **fields: str) -> str:
        return _text(await self._fetch("POST", path, urlencode({"_xsrf": self._key, **fields})))

    async def _fetch(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> HTTPResponse:
        """Ask for something, and go where one is sent."""
        url = urljoin(self._address, path)
        for _time in range(_REDIRECTS):
            request = HTTPRequest(
                url, method, {"Cookie": self._cookie, **(headers or {})}, body,
                follow_redirects=False, request_timeout=_PATIENCE, validate_cert=False,  # it is this very server
            )  # fmt: skip
            answer = await self._client.fetch(request, raise_error=False)
            self._keep_cookies(answer)
            if answer.code not in (301, 302, 303):
                break
            url, method, body, headers = urljoin(url, answer.headers["Location"]), "GET", None, None
        return answer

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_list("Set-Cookie"):
            try:
                morsels = SimpleCookie(line)
            except CookieError:
                continue
            for name, morsel in morsels.items():
                if morsel.value:
                    self._cookies[name] = morsel.value
                else:
                    self._cookies.pop(name, None)

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    @property
    def _key(self) -> str:
        """What shows that a form is this phone's own."""
        return next((value for name, value in self._cookies.items() if name.startswith("page-key-")), "")


def _text(answer: HTTPResponse) -> str:
    return (answer.body or b"").decode("utf-8", "replace")
