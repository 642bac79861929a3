"""A client that speaks the socket's protocol by hand (Engine.IO 4, Socket.IO 5) and believes in no page.

It sends whatever frame it is told, with whatever origin and cookie. `settle()` waits until the server has dealt with
everything sent before: it asks a handler that anybody may call to echo a word, and a tab's events are served in turn.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

CONFIRM = "reflex___state____state.admin_proxy___ui___shell___state____shell_state.confirm"
HYDRATE = "reflex___state____state.hydrate_and_load"


class Tab:
    """One socket, as one tab of a browser would open it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.updates: list[dict[str, Any]] = []
        self.path = "/"

    @classmethod
    async def open(
        cls,
        origin: str,
        *,
        cookie: str = "",
        token: str = "",
        claims: str | None = None,
        headers: Mapping[str, str] = {},
    ) -> Tab:
        """Connect.

        Args:
            origin: the server's address.
            cookie: the login's token; empty for nobody.
            token: the client token; empty for a new one.
            claims: the Origin header; None for the server's own, empty for none.
        """
        sent = {**headers, **({"Cookie": f"admin_proxy={cookie}"} if cookie else {})}
        claimed = origin if claims is None else claims or None
        address = origin.replace("http", "ws", 1)
        connection = await connect(
            f"{address}/_event/?token={token or uuid.uuid4()}&EIO=4&transport=websocket",
            origin=claimed, additional_headers=sent, compression=None, max_size=None,
        )  # fmt: skip
        tab = cls(connection)
        await connection.recv()
        await connection.send("40/_event,")
        while not (await tab._receive()).startswith("40/_event"):
            pass
        return tab

    async def close(self) -> None:
        await self._connection.close()

    async def send(self, name: str, payload: Any = None) -> None:
        event = {"name": name, "payload": payload if payload is not None else {}}
        event["router_data"] = {"pathname": self.path, "asPath": self.path, "query": {}}
        await self.send_raw("42/_event," + json.dumps(["event", event]))

    async def send_raw(self, frame: str) -> None:
        await self._connection.send(frame)

    async def settle(self) -> list[dict[str, Any]]:
        """Wait until all that was sent is dealt with; the updates that came meanwhile."""
        word = uuid.uuid4().hex
        before = len(self.updates)
        await self.send(CONFIRM, {"question": word})
        while word not in json.dumps(self.updates[before:]):
            await self._receive()
        return self.updates[before:]

    async def ask(self, name: str, payload: Any = None) -> list[dict[str, Any]]:
        await self.send(name, payload)
        return await self.settle()

    async def _receive(self) -> str:
        frame = str(await self._connection.recv())
        if frame == "2":
            await self._connection.send("3")
        elif frame.startswith("42/_event,"):
            kind, *rest = json.loads(frame.removeprefix("42/_event,"))
            if kind == "event":
                self.updates.append(rest[0])
        return frame


def values(updates: list[dict[str, Any]], name: str) -> list[Any]:
    """Each value that a State variable was given, in order."""
    return [
        value
        for update in updates
        for variables in (update.get("delta") or {}).values()
        for variable, value in variables.items()
        if variable.removesuffix("_rx_state_") == name
    ]


def redirects(updates: list[dict[str, Any]]) -> list[str]:
    return [
        event["payload"]["path"]
        for update in updates
        for event in update.get("events") or []
        if event["name"] == "_redirect"
    ]
