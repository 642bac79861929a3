"""Documents: who types another name of this machine gets to the one that cookies and origins go by."""

from __future__ import annotations

from typing import Any

import pytest

from admin_proxy import config
from admin_proxy.ui.border.documents import Documents, PageDoor


async def _answer(path: str, host: str, public_url: str = "") -> tuple[int, str]:
    """Status and location of a GET; 200 is what stands behind the border."""

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    settings = config.load(host="127.0.0.1", port=3000, public_url=public_url)
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"", "client": ("127.0.0.1", 1),
        "headers": [(b"host", host.encode())],
    }  # fmt: skip
    pages = {"/login": PageDoor(public=True)}
    await Documents(behind, settings, pages.get)(scope, lambda: None, send)
    location = dict(sent[0]["headers"]).get(b"location", b"").decode()
    return sent[0]["status"], location


async def test_localhost_is_sent_to_the_address_that_was_printed():
    assert await _answer("/login", "localhost:3000") == (303, "http://127.0.0.1:3000/login")


@pytest.mark.parametrize("host", ["127.0.0.1:3000", "localhost:4000", "evil.example:3000", ""])
async def test_other_names_are_not_sent_anywhere(host):
    assert await _answer("/login", host) == (200, "")


async def test_behind_an_address_of_its_own_no_name_is_sent_anywhere():
    assert await _answer("/login", "localhost:3000", "https://people.example.org") == (200, "")
