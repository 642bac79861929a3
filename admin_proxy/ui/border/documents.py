"""Pages only for those who may see them: the answer to a document request carries the right status.

The built pages hold no data, so this is not what protects anybody's data (the handlers' guards are). It is what sends
people to the right place at once, and gives scripts and crawlers an honest 303, 403 or 404.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts import logins
from admin_proxy.config import Settings
from admin_proxy.demo import running
from admin_proxy.identity import Identity
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.threads import off_loop
from admin_proxy.ui.border import cookie

_CLOSED = ("/_upload", "/_all_routes", "/_reflex", "/_event", "/auth-codespace", "/ping")
"""Doors that Reflex opens by itself and that nothing here uses; `/_event` is one for sockets alone."""
_NOWHERE = "/404/"
_LONGEST_PATH = 1_000
_ASKS_WHETHER_CHANGED = (b"if-none-match", b"if-modified-since")


@dataclass(frozen=True, slots=True)
class PageDoor:
    """Who may see a page."""

    public: bool = False
    before_privacy: bool = False
    permission: Permission | None = None
    demonstration: bool = False
    """There is no such page anywhere else."""


class Documents:
    """Sets `scope["state"]["login_id"]` for the HTTP doors behind it, and removes the cookie from the request."""

    def __init__(self, app: ASGIApp, settings: Settings, page_at: Callable[[str], PageDoor | None]) -> None:
        self._app = app
        self._settings = settings
        self._page_at = page_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reads = scope["method"] in ("GET", "HEAD")
        path = _NOWHERE if _leads_nowhere(scope["path"]) else scope["path"]
        door = self._page_at(path.rstrip("/") or "/") if reads else None
        if door is not None and door.demonstration and not running.is_running():
            path, door = _NOWHERE, None
        login_id = await self._login(scope) if door is not None or not reads else ""
        scope = {
            **scope,
            "path": path,
            "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"],
            "state": {**scope.get("state", {}), "login_id": login_id, "address": scope["client"][0]},
        }
        if door is None:
            await self._app(scope, receive, send)
        elif reads and self._is_other_name_of_this_machine(scope):
            # Cookies and origins go by the name that was typed, and only one of the two is the product's.
            await RedirectResponse(self._settings.origin + path, status_code=303)(scope, receive, send)
        else:
            await self._page(door, login_id, scope, receive, send)

    def _is_other_name_of_this_machine(self, scope: Scope) -> bool:
        own = urlsplit(self._settings.origin)
        asked = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
        return own.hostname == "127.0.0.1" and asked == f"localhost:{own.port}"

    async def _login(self, scope: Scope) -> str:
        token = cookie.read(scope, self._settings)
        return (await off_loop(logins.find, token) if token else None) or ""

    async def _page(self, door: PageDoor, login_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        identity = await off_loop(resolve, login_id, scope["client"][0]) if login_id else None
        elsewhere = _what_comes_first(door, identity, scope)
        if elsewhere:
            await RedirectResponse(elsewhere, status_code=303)(scope, receive, send)
            return
        # The folder's own file: without the slash the static files would answer with a redirect to it.
        scope = {**scope, "path": scope["path"].rstrip("/") + "/"}
        if door.permission is not None and identity is not None and not may(identity, door.permission):
            # A browser that has the page would be answered without a body (304), which is no 403 that can be shown.
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in _ASKS_WHETHER_CHANGED]
            send = _with_status(send, 403)
        await self._app(scope, receive, send)


def _leads_nowhere(path: str) -> bool:
    """Nothing here has such a path; some of them would be answered before it comes to that."""
    return (
        path.startswith(_CLOSED)
        or path.endswith(".html")  # the pages' own files, by other names than the pages have
        or len(path) > _LONGEST_PATH
        or not path.isprintable()
    )


def _what_comes_first(door: PageDoor, identity: Identity | None, scope: Scope) -> str:
    if door.public:
        return ""
    if identity is None:
        here = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        return "/login" if here == "/" else f"/login?next={quote(here, safe='')}"
    if not door.before_privacy and not identity.actor.privacy_accepted:
        return "/privacy-policy"
    return ""


def _with_status(send: Send, status: int) -> Send:
    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            message = {**message, "status": status}
        await send(message)

    return changed
