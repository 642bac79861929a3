"""The websocket gate. Reflex never sees a cookie, and never a client token as the browser chose it.

The client token is the only key to a tab's State, stands in the URL and is chosen by the browser. Here it becomes
`HMAC(server key, login id | token)`: worthless to any other login, and to nobody at all.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from collections import Counter
from urllib.parse import parse_qs, urlencode

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy.accounts import logins
from admin_proxy.config import Settings
from admin_proxy.threads import off_loop
from admin_proxy.ui.border import cookie
from admin_proxy.ui.session import ADDRESS_HEADER, LOGIN_HEADER

SOCKET_PATH = "/_event"
MOST_SOCKETS_PER_CALLER = 60
FRAMES = RateLimitItemPerSecond(200, 10)
"""Of one login (of one address, for visitors) in ten seconds. Typing fast makes ten a second."""
_KEPT_HEADERS = (b"host", b"origin", b"connection", b"upgrade", b"user-agent")

_server_key = secrets.token_bytes(32)


class SocketGate:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._open: Counter[str] = Counter()
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        token = cookie.read(scope, self._settings)
        login_id = (await off_loop(logins.find, token) if token else None) or ""
        caller = login_id or scope["client"][0]
        if not scope["path"].startswith(SOCKET_PATH) or self._open[caller] >= MOST_SOCKETS_PER_CALLER:
            await send({"type": "websocket.close", "code": 1008, "reason": "refused"})
            return
        self._open[caller] += 1
        try:
            await self._app(_for_reflex(scope, login_id), self._counted(receive, caller), send)
        finally:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]

    def _counted(self, receive: Receive, caller: str) -> Receive:
        """Receive as before, until there are too many frames: then the connection counts as closed."""

        async def counted() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not self._limiter.hit(FRAMES, caller):
                return {"type": "websocket.disconnect", "code": 1008}
            return message

        return counted


def _for_reflex(scope: Scope, login_id: str) -> Scope:
    headers = [pair for pair in scope["headers"] if pair[0] in _KEPT_HEADERS or pair[0].startswith(b"sec-websocket")]
    headers += [(LOGIN_HEADER.encode(), login_id.encode()), (ADDRESS_HEADER.encode(), scope["client"][0].encode())]
    query = parse_qs(scope["query_string"].decode("latin-1"))
    if tokens := query.get("token"):
        query["token"] = [own_client_token(login_id, tokens[0])]
    return {**scope, "headers": headers, "query_string": urlencode(query, doseq=True).encode()}


def own_client_token(login_id: str, token: str) -> str:
    """The key to a tab's State, in the shape of a UUID as Reflex makes them."""
    digest = hmac.new(_server_key, f"{login_id}|{token}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=digest[:16]))
