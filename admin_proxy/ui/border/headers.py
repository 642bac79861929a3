"""What browsers are told: what may run, who may frame, what to keep."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy.config import Settings

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HASHED_NAME = re.compile(r"^/assets/(?!reflex-env-)[^/]+-[\w-]{8,}\.(js|css|woff2)$")
"""Vite puts a hash of the content into these names, so they never change. `reflex-env` is rewritten after that."""


class Headers:
    def __init__(self, app: ASGIApp, settings: Settings, inline_scripts: Iterable[str]) -> None:
        self._app = app
        self._always = {
            "content-security-policy": content_security_policy(settings.origin, inline_scripts),
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if settings.is_https:
            self._always["strict-transport-security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]  # nothing here is for scripts of other sites
                for name, value in self._always.items():
                    headers[name] = value
                headers["cache-control"] = _how_long(scope, message["status"])
            await send(message)

        await self._app(scope, receive, with_headers)


def _how_long(scope: Scope, status: int) -> str:
    if scope["method"] not in ("GET", "HEAD") or status not in (200, 304):
        return "no-store"
    return "public, max-age=31536000, immutable" if _HASHED_NAME.match(scope["path"]) else "no-cache"


def content_security_policy(origin: str, inline_scripts: Iterable[str]) -> str:
    """Nothing but the product's own files; inline styles are Emotion's.

    Args:
        origin: `scheme://host[:port]` of the product.
        inline_scripts: `'sha256-…'` of each inline script of the built pages (CSP level 3, hash-source).
    """
    parts = urlsplit(origin)
    socket = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *sorted(inline_scripts))),
            "style-src 'self' 'unsafe-inline'",
            f"connect-src 'self' {socket}",
            "img-src 'self' data:",
            "font-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
            "manifest-src 'self'",
        )
    )


def inline_script_hashes(pages: Path) -> set[str]:
    """`'sha256-…'` of every inline script in the built pages below a folder."""
    scripts = (
        script for page in pages.rglob("*.html") for script in _INLINE_SCRIPT.findall(page.read_text(encoding="utf-8"))
    )
    return {f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts}
