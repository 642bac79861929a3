"""What may come in over a socket: the few frames that a page sends, each written anew from what was understood.

Reflex and the protocols below it (Engine.IO 4, Socket.IO 5) take far more than any page sends: several connects on one
socket, other namespaces, binary attachments, events of any shape. Much of that is dealt with before the guards are
asked, and some of it breaks there or is written to the log as it came. So nothing else gets that far: from a frame that
no page sends, its sender loses the socket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

LONGEST = 65_536
"""Characters of a frame."""
DEEPEST = 12
"""Levels of a payload. A form is two."""
LONGEST_PATH = 8_000

_NAMESPACE = "/_event"
_PONG, _CONNECT, _LEAVE, _EVENT = "3", f"40{_NAMESPACE},", f"41{_NAMESPACE},", f"42{_NAMESPACE},"


class Malformed(Exception):  # noqa: N818
    """No page sends this."""


class Frames:
    """The frames of one socket, in the order in which they come."""

    def __init__(self, handlers: Collection[str]) -> None:
        self._handlers = handlers
        self._connected = False

    def take(self, frame: str) -> str | None:
        """The frame as it may go on; None for an event that there is no handler for, as an old page may send it.

        Raises:
            Malformed: no page sends this.
        """
        if len(frame) > LONGEST:
            raise Malformed
        if frame == _PONG or (frame == _LEAVE and self._connected):
            return frame
        if frame.startswith(_CONNECT) and not self._connected:
            self._connected = True
            return _CONNECT + self._greeting(frame.removeprefix(_CONNECT))
        if frame.startswith(_EVENT) and self._connected:
            return self._message(frame.removeprefix(_EVENT))
        raise Malformed

    def _greeting(self, text: str) -> str:
        """A page brings the event that fills it, so as not to wait for an answer first."""
        if not text:
            return ""
        said = _parsed(text)
        if not isinstance(said, dict):
            raise Malformed
        greeting: dict[str, Any] = {}
        if said.get("event") is not None and (event := self._event(said["event"])) is not None:
            greeting["event"] = event
        if isinstance(said.get("state_schema"), str):
            greeting["state_schema"] = _clean(said["state_schema"][:64])
        return json.dumps(greeting)

    def _message(self, text: str) -> str | None:
        match _parsed(text):
            case ["event", said]:
                event = self._event(said)
                return None if event is None else _EVENT + json.dumps(["event", event])
            case ["client_error", dict(said)]:
                report = {name: _clean(value) for name, value in said.items() if isinstance(value, str)}
                return _EVENT + json.dumps(["client_error", report])
            case _:
                raise Malformed

    def _event(self, said: Any) -> dict[str, Any] | None:
        match said:
            case {"name": str(name)}:
                pass
            case _:
                raise Malformed
        payload, where = said.get("payload") or {}, said.get("router_data") or {}
        if not isinstance(payload, dict) or not isinstance(where, dict):
            raise Malformed
        if name not in self._handlers:
            return None
        return {
            "name": name,
            "payload": _clean(payload),
            "router_data": {key: _path(where.get(key)) for key in ("pathname", "asPath")},
        }


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed from None


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _path(said: Any) -> str:
    if not isinstance(said, str) or not said.startswith("/") or len(said) > LONGEST_PATH:
        raise Malformed
    return readable(said)


def _clean(value: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise Malformed
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, list):
        return [_clean(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {readable(key): _clean(part, depth + 1) for key, part in value.items()}
    return value


_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def readable(text: str) -> str:
    """Without NUL and halves of surrogate pairs, which no database and no encoding takes."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)
