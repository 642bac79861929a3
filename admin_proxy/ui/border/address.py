"""Who is calling: the address that throttles count and the record names."""

from __future__ import annotations

import ipaddress
import re
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
    caller = _parsed(peer)
    if caller is None:
        return peer
    for hop in reversed([hop for hop in forwarded_for.split(",") if hop.strip()]):
        if not any(caller in network for network in trusted):
            break
        said = _parsed(hop)
        if said is None:
            break
        caller = said
    return str(caller)


def network(address: str) -> str:
    """Whom limits count: an owner of an IPv6 network has 2^64 addresses in it, which are one caller."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed.packed, 64), strict=False))
    return str(parsed or address)


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Some proxies add a port. An IPv4 address in the clothes of IPv6 is what it is; a zone is dropped."""
    bare = address.strip()
    if ported := re.fullmatch(r"\[(.*)\](?::\d+)?|([\d.]+):\d+", bare):
        bare = ported[1] or ported[2]
    try:
        parsed = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
