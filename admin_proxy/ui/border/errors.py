"""Whatever goes wrong inside is logged under an id, and the page shows that id. No trace leaves the server."""

from __future__ import annotations

import logging
import secrets

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy import words
from admin_proxy.words import say

_log = logging.getLogger(__name__)


class Errors:
    """Starlette answers an accident with a bare 500 before it raises; that answer is held back for the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = failed = False

        async def watched(message: Message) -> None:
            nonlocal begun, failed
            failed = failed or (message["type"] == "http.response.start" and message["status"] == 500)
            if not failed:
                begun = True
                await send(message)

        error_id = secrets.token_hex(4)
        try:
            await self._app(scope, receive, watched)
        except Exception:
            failed = True
            _log.exception("error %s at %.200r", error_id, scope["path"])
        else:
            if failed:
                _log.error("error %s at %.200r: the answer was a 500", error_id, scope["path"])
        if failed and not begun:
            await HTMLResponse(error_page(error_id, _language(scope)), status_code=500)(scope, receive, send)


def error_page(error_id: str, language: str = "en") -> str:
    """The 500 page: plain HTML with the product's own style sheets, since nothing else can be relied upon."""
    with words.speaking(language):
        return _page(error_id)


def _language(scope: Scope) -> str:
    """The browser's: who sits before it may be what could not be found out."""
    accepted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    return words.preferred(accepted.decode("latin-1"))


def _page(error_id: str) -> str:
    number = say(
        "If it happens again, tell your administrator this number: {number}", number=f"<code>{error_id}</code>"
    )
    return f"""<!doctype html>
<html lang="{words.spoken()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{say("Something went wrong")} · Admin Proxy</title>
<style>*, ::before, ::after {{ box-sizing: border-box; margin: 0 }}</style>
<link rel="stylesheet" href="/tokens.css"><link rel="stylesheet" href="/app.css"></head>
<body><div class="door door-single"><main class="door-main" id="main"><div class="door-card door-card-wide">
<div class="mark"><span class="mark-sign"></span><span>Admin Proxy</span></div>
<div class="problem"><p class="problem-code">500</p>
<h1 class="problem-title">{say("Something went wrong")}</h1>
<p class="problem-next">{say("It is not your fault, and nothing was changed halfway. Try again in a moment.")}</p>
<p class="problem-id">{number}</p>
<div class="problem-actions"><a class="btn btn-primary btn-md" href="/">{say("Back to Home")}</a></div>
</div></div></main></div></body></html>"""
