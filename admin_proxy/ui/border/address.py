"""Who is calling: the address that throttles count and the record names."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from admin_proxy.config import IpNetwork, Settings


class Addresses:
    """Puts the caller's address into `scope["client"]` and removes what only proxies should have said."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._trusted = settings.trusted_proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            peer = scope["client"][0] if scope.get("client") else ""
            forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
            caller = caller_address(peer, ",".join(forwarded), self._trusted)
            headers = [pair for pair in scope["headers"] if not pair[0].startswith((b"x-forwarded-", b"forwarded"))]
            scope = {**scope, "client": (caller, 0), "headers": headers}
        await self._app(scope, receive, send)


def caller_address(peer: str, forwarded_for: str, trusted: Sequence[IpNetwork]) -> str:
    """Walk X-Forwarded-For from the right, one trusted proxy at a time; the first untrusted hop is the caller.

    Args:
        peer: address of the TCP connection.
        forwarded_for: the header's value, hops separated by commas, the nearest last; may be forged.
        trusted: networks of the own proxies. Empty: the header is not looked at.
    """
    caller = peer
    for hop in reversed([hop.strip() for hop in forwarded_for.split(",") if hop.strip()]):
        if not _is_in(caller, trusted):
            break
        try:
            caller = str(ipaddress.ip_address(hop))
        except ValueError:
            break
    return caller


def _is_in(address: str, networks: Sequence[IpNetwork]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
