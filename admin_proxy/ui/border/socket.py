"""The websocket gate. Reflex never sees a cookie, and never a client token as the browser chose it.

The client token is the only key to a tab's State, stands in the URL and is chosen by the browser. Here it becomes
`HMAC(server key, login id | token)`: worthless to any other login, and to nobody at all.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import uuid
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy.accounts import logins
from admin_proxy.config import Settings
from admin_proxy.threads import off_loop
from admin_proxy.ui.border import cookie
from admin_proxy.ui.border.address import network
from admin_proxy.ui.border.frames import Frames, Malformed
from admin_proxy.ui.session import ADDRESS_HEADER, LOGIN_HEADER

SOCKET_PATH = "/_event"
FRAMES = RateLimitItemPerSecond(200, 10, namespace="frames-of-a-socket")
"""Typing fast makes ten a second."""
_KEPT_HEADERS = (b"host", b"origin", b"connection", b"upgrade", b"user-agent")

_log = logging.getLogger(__name__)
_server_key = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caller may have."""

    sockets: int
    """Open at the same time."""
    opened: RateLimitItem
    frames: RateLimitItem
    """Over all of the caller's sockets."""


OF_A_LOGIN = Limits(60, RateLimitItemPerSecond(120, 10, namespace="opened"), RateLimitItemPerSecond(600, 10))
OF_AN_ADDRESS = Limits(300, RateLimitItemPerSecond(300, 10, namespace="opened"), RateLimitItemPerSecond(1500, 10))
"""Of visitors, who may be a whole office behind one address."""


class SocketGate:
    def __init__(self, app: ASGIApp, settings: Settings, handlers: Collection[str]) -> None:
        self._app = app
        self._settings = settings
        self._handlers = handlers
        self._open: Counter[str] = Counter()
        self._limiter = FixedWindowRateLimiter(MemoryStorage())  # a moving one never forgets a caller's name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        if not scope["path"].startswith(SOCKET_PATH):
            await _refuse(send)
            return
        token = cookie.read(scope, self._settings)
        login_id = (await off_loop(logins.find, token) if token else None) or ""
        caller = login_id or network(scope["client"][0])
        limits = OF_A_LOGIN if login_id else OF_AN_ADDRESS
        if self._open[caller] >= limits.sockets or not self._limiter.hit(limits.opened, caller):
            await _refuse(send)
            return
        self._open[caller] += 1
        line = _Line(receive, send, Frames(self._handlers), lambda name: self._may_send(limits, caller, name))
        try:
            await self._app(_for_reflex(scope, login_id), line.receive, line.send)
        finally:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]

    def _may_send(self, limits: Limits, caller: str, socket: str) -> bool:
        return self._limiter.hit(FRAMES, socket) and self._limiter.hit(limits.frames, caller)


class _Line:
    """One socket: what comes in is looked at, and from the first frame that may not be sent on nothing passes."""

    def __init__(self, receive: Receive, send: Send, frames: Frames, may_send: Callable[[str], bool]) -> None:
        self._receive = receive
        self._send = send
        self._frames = frames
        self._may_send = may_send
        self._name = uuid.uuid4().hex
        self._cut = False

    async def receive(self) -> Message:
        while not self._cut:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            if not self._may_send(self._name):
                await self._cut_off("too many frames")
                break
            try:
                frame = self._frames.take(message.get("text") or "")
            except Malformed:
                await self._cut_off("a frame that no page sends")
                break
            if frame is not None:
                return {"type": "websocket.receive", "text": frame}
        return {"type": "websocket.disconnect", "code": 1008}

    async def send(self, message: Message) -> None:
        if not self._cut:
            await self._send(message)

    async def _cut_off(self, why: str) -> None:
        _log.warning("a socket is closed: %s", why)
        self._cut = True
        await self._send({"type": "websocket.close", "code": 1008, "reason": why})


async def _refuse(send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008, "reason": "refused"})


def _for_reflex(scope: Scope, login_id: str) -> Scope:
    headers = [pair for pair in scope["headers"] if pair[0] in _KEPT_HEADERS or pair[0].startswith(b"sec-websocket")]
    headers += [(LOGIN_HEADER.encode(), login_id.encode()), (ADDRESS_HEADER.encode(), scope["client"][0].encode())]
    said = parse_qs(scope["query_string"].decode("latin-1"))
    token = own_client_token(login_id, said.get("token", [""])[0])
    # Nothing else of what the client says there: `sid`, for instance, would be the id of some open connection.
    query = urlencode({"EIO": "4", "transport": "websocket", "token": token})
    return {**scope, "headers": headers, "query_string": query.encode()}


def own_client_token(login_id: str, token: str) -> str:
    """The key to a tab's State, in the shape of a UUID as Reflex makes them."""
    digest = hmac.new(_server_key, f"{login_id}|{token}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16]))
