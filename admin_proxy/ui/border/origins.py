"""Writes and sockets only from the product's own pages.

SameSite cookies do not cover a sibling port or subdomain, so the browser's own word is asked: `Origin` must be the
product's, and `Sec-Fetch-Site`, which scripts cannot forge (Fetch Metadata, W3C), must say same-origin or none.
"""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from admin_proxy.config import Settings

_SAFE = ("GET", "HEAD", "OPTIONS")


class Origins:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._own = settings.origin.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self._is_own(scope):
            await send({"type": "websocket.close", "code": 1008, "reason": "origin"})
            return
        if scope["type"] == "http" and scope["method"] not in _SAFE and not self._is_own(scope):
            await PlainTextResponse("This request came from another site.", status_code=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_own(self, scope: Scope) -> bool:
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        sites = [value for name, value in scope["headers"] if name == b"sec-fetch-site"]
        return origins == [self._own] and all(site in (b"same-origin", b"none") for site in sites)
