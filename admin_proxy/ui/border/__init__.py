"""The border around Reflex: everything that arrives passes here first, from the outside in.

1. `headers`: what browsers are told about content, framing and caching.
2. `errors`: whatever goes wrong inside becomes a page with an id; no trace leaves the server.
3. `address`: who is calling, believing only trusted proxies.
4. `origins`: writes and sockets only from the product's own pages.
5. `socket`: the websocket gate, with a login id in place of the cookie, an own client token, limits, and only such
   frames (`frames`) as pages send.
6. `documents`: pages only for those who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from starlette.types import ASGIApp

from admin_proxy.config import Settings
from admin_proxy.ui.border.address import Addresses
from admin_proxy.ui.border.documents import Documents, PageDoor
from admin_proxy.ui.border.errors import Errors
from admin_proxy.ui.border.headers import Headers
from admin_proxy.ui.border.origins import Origins
from admin_proxy.ui.border.socket import SocketGate


def around(
    settings: Settings,
    page_at: Callable[[str], PageDoor | None],
    inline_scripts: Iterable[str],
    handlers: Collection[str],
) -> Callable[[ASGIApp], ASGIApp]:
    """What wraps Reflex's ASGI app.

    Args:
        page_at: the door of the page at a path, None where there is no page.
        inline_scripts: hashes of the built pages' inline scripts, for the content security policy.
        handlers: names of the events that have a guarded handler; others go nowhere.
    """

    def wrap(app: ASGIApp) -> ASGIApp:
        inner: ASGIApp = SocketGate(Documents(app, settings, page_at), settings, handlers)
        return Headers(Errors(Addresses(Origins(inner, settings), settings)), settings, inline_scripts)

    return wrap
