"""A client that speaks the socket's protocol by hand (Engine.IO 4, Socket.IO 5) and believes in no page.

It sends whatever frame it is told, with whatever origin and cookie. `settle()` waits until the server has dealt with
everything sent before: it asks a handler that anybody may call to echo a word, and a tab's events are served in turn.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

STATE = "reflex___state____state"
CONFIRM = f"{STATE}.admin_proxy___ui___shell___state____shell_state.confirm"
HYDRATE = f"{STATE}.hydrate_and_load"
ON_LOAD = f"{STATE}.reflex___state____on_load_internal_state.on_load_internal"
PATIENCE = 20
"""Seconds. Nothing here waits for so long unless it fails."""

Update = dict[str, Any]


class Tab:
    """One socket, as one tab of a browser would open it."""

    def __init__(self, connection: ClientConnection, path: str) -> None:
        self._connection = connection
        self.updates: list[Update] = []
        """All that the server has sent, in order."""
        self.said: list[tuple[str, Any]] = []
        """Messages of other kinds than updates."""
        self.path = path

    @classmethod
    async def open(
        cls,
        origin: str,
        *,
        cookie: str = "",
        token: str = "",
        claims: str | None = None,
        path: str = "/",
        address: str = "",
        headers: Mapping[str, str] = {},
        query: str = "",
        hydrated: bool = True,
    ) -> Tab:
        """Connect, and load the page at `path` as a browser would.

        Args:
            origin: the server's address.
            cookie: the login's token; empty for nobody.
            token: the client token; empty for a new one.
            claims: the Origin header; None for the server's own, empty for none.
            address: where the trusted proxy says that the caller is.
            query: more of it, as it stands.
            hydrated: False: connect only, and send nothing.
        """
        sent = {**headers, **({"Cookie": f"admin_proxy={cookie}"} if cookie else {})}
        if address:
            sent["X-Forwarded-For"] = address
        claimed = origin if claims is None else claims or None
        connection = await connect(
            f"{origin.replace('http', 'ws', 1)}/_event/?token={token or uuid.uuid4()}&EIO=4&transport=websocket{query}",
            origin=claimed, additional_headers=sent, compression=None, max_size=None, proxy=None,
        )  # fmt: skip
        tab = cls(connection, path)
        await connection.recv()
        boot = {"event": tab.event(HYDRATE, {"hashes": ["none", "of", "these"]})} if hydrated else None
        await connection.send("40/_event," + (json.dumps(boot) if boot else ""))
        while not (await tab._receive()).startswith("40/_event"):
            pass
        if hydrated:
            await tab.until(lambda updates: values(updates, "is_hydrated")[-1:] == [True])
        return tab

    def event(self, name: str, payload: Any = None) -> dict[str, Any]:
        router_data = {"pathname": self.path.partition("?")[0], "asPath": self.path}
        return {"name": name, "payload": {} if payload is None else payload, "router_data": router_data}

    async def close(self) -> None:
        await self._connection.close()

    async def send(self, name: str, payload: Any = None) -> None:
        await self.send_raw("42/_event," + json.dumps(["event", self.event(name, payload)]))

    async def send_raw(self, frame: str | bytes) -> None:
        await self._connection.send(frame)

    async def settle(self) -> list[Update]:
        """Wait until all that was sent is dealt with; the updates that came meanwhile."""
        word = uuid.uuid4().hex
        before = len(self.updates)
        await self.send(CONFIRM, {"question": word})
        await self.until(lambda updates: word in values(updates[before:], "confirmed"))
        return self.updates[before:]

    async def ask(self, name: str, payload: Any = None) -> list[Update]:
        await self.send(name, payload)
        return await self.settle()

    async def load(self, path: str) -> list[Update]:
        """Go to another page, as a link within the application does; what came until it was filled."""
        self.path = path
        first = await self.ask(ON_LOAD)
        return first + await self.settle()  # what fills the page stands in line only since the first was answered

    async def until(self, holds: Callable[[list[Update]], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds(self.updates):
                await self._receive()

    async def is_closed(self) -> bool:
        """Whether the server ends the connection, after all that it still sends."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self._receive()
        except ConnectionClosed:
            return True

    async def _receive(self) -> str:
        frame = str(await self._connection.recv())
        if frame == "2":
            await self._connection.send("3")
        elif frame.startswith("42/_event,"):
            kind, *rest = json.loads(frame.removeprefix("42/_event,"))
            if kind == "event":
                self.updates.append(rest[0])
            else:
                self.said.append((kind, rest))
        return frame


def values(updates: list[Update], name: str) -> list[Any]:
    """Each value that a State variable was given, in order."""
    return [
        value
        for update in updates
        for variables in (update.get("delta") or {}).values()
        for variable, value in variables.items()
        if variable.removesuffix("_rx_state_") == name
    ]


def redirects(updates: list[Update]) -> list[str]:
    return [
        event["payload"]["path"]
        for update in updates
        for event in update.get("events") or []
        if event["name"] == "_redirect"
    ]


def text(updates: list[Update]) -> str:
    """All of it as one text to search in."""
    return json.dumps(updates, ensure_ascii=False)
