"""Errors: what goes wrong inside is a page with a number, and only the log knows what stands behind that number."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_proxy.ui.border.errors import Errors

SECRET = "the password is hunter2"


async def _raises(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise RuntimeError(SECRET)


async def _raises_in_starlette(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers with a bare 500 of Starlette's own, and then raises."""

    async def accident(_request: Request) -> Response:
        raise RuntimeError(SECRET)

    await Starlette(routes=[Route("/x", accident)])(scope, receive, send)


async def _answers_500(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"Traceback: {SECRET}", status_code=500)(scope, receive, send)


async def _begins_500_and_raises(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 500, "headers": []})
    raise RuntimeError(SECRET)


async def _begins_and_raises(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half of", "more_body": True})
    raise RuntimeError(SECRET)


async def _answers_404(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("Not found", status_code=404)(scope, receive, send)


async def _sent(app: ASGIApp, kind: str = "http") -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {"type": kind, "method": "GET", "path": "/x", "query_string": b"", "headers": []}
    await Errors(app)(scope, receive, send)
    return sent


def _errors(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("app", [_raises, _raises_in_starlette, _answers_500, _begins_500_and_raises])
async def test_what_goes_wrong_is_a_page_whose_number_is_in_the_log(app: ASGIApp, caplog: pytest.LogCaptureFixture):
    start, body = await _sent(app)
    page = body["body"].decode()
    assert start["status"] == 500
    assert dict(start["headers"])[b"content-type"] == b"text/html; charset=utf-8"
    assert int(dict(start["headers"])[b"content-length"]) == len(body["body"])
    [(number)] = re.findall(r"<code>([0-9a-f]{8})</code>", page)
    [record] = _errors(caplog)
    assert number in record.getMessage()
    for inside in (SECRET, "hunter2", "Traceback", "RuntimeError", "test_errors.py"):
        assert inside not in page


async def test_the_log_has_the_trace_of_an_exception(caplog: pytest.LogCaptureFixture):
    await _sent(_raises)
    [record] = _errors(caplog)
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])


async def test_each_time_it_is_another_number(caplog: pytest.LogCaptureFixture):
    pages = [(await _sent(_raises))[1]["body"] for _ in range(2)]
    assert pages[0] != pages[1]
    assert len(_errors(caplog)) == 2


async def test_nothing_is_added_to_an_answer_that_has_begun(caplog: pytest.LogCaptureFixture):
    sent = await _sent(_begins_and_raises)
    assert [message.get("status", message.get("body")) for message in sent] == [200, b"half of"]
    [record] = _errors(caplog)
    assert record.exc_info is not None


async def test_other_answers_pass_as_they_are(caplog: pytest.LogCaptureFixture):
    start, body = await _sent(_answers_404)
    assert (start["status"], body["body"]) == (404, b"Not found")
    assert _errors(caplog) == []


async def test_a_socket_is_not_answered_with_a_page():
    with pytest.raises(RuntimeError):
        await _sent(_raises, "websocket")
