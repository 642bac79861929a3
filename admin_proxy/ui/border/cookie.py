"""The login cookie: HttpOnly, SameSite, and bound to the host when served by https."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Scope

from admin_proxy.config import Settings


def name(settings: Settings) -> str:
    """`__Host-` makes browsers refuse the cookie from subdomains and over http (RFC 6265bis, section 4.1.3)."""
    return "__Host-admin_proxy" if settings.is_https else "admin_proxy"


def read(scope: Scope, settings: Settings) -> str:
    """The login's token, or an empty string. Two cookies of that name are somebody's trick: neither counts."""
    sent = b";".join(value for header, value in scope["headers"] if header == b"cookie").decode("latin-1")
    pairs = [pair.strip().partition("=") for pair in sent.split(";")]
    values = [value for named, _, value in pairs if named == name(settings)]
    return values[0] if len(values) == 1 else ""


def give(response: Response, token: str, settings: Settings) -> None:
    response.set_cookie(
        name(settings),
        token,
        max_age=settings.login_hours * 3600,
        path="/",
        httponly=True,
        secure=settings.is_https,
        samesite="lax",
    )


def take_back(response: Response, settings: Settings) -> None:
    response.delete_cookie(name(settings), path="/", httponly=True, secure=settings.is_https, samesite="lax")
