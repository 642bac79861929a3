"""Carries news to the open tabs that it concerns: each is made to look again, by an event that the server begins."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex.app import App
from reflex.istate.manager.token import BaseStateToken
from reflex_base.event import Event

from admin_proxy import live as news
from admin_proxy.live import News

_log = logging.getLogger(__name__)

TEND_EVERY = 60
"""Seconds. Reflex lets the State of a tab go three minutes after its last event (see `rxconfig.py`)."""


@dataclass(slots=True)
class _Tab:
    router_data: dict[str, Any] = field(default_factory=dict)
    """Of its last event: an event that the server begins has none, and without it Reflex would not know the page."""
    follows: frozenset[News] = frozenset()
    """What concerns whoever sits there, on whichever page."""
    watched: News | None = None
    """What the page that it shows is about."""
    refresh: str = ""
    """Full name of the page's handler that reads it again."""
    at_most_every: float = 0
    """Seconds. Where there is news all the time, the page reads again only so often."""
    refreshed_at: float = float("-inf")
    waiting: asyncio.TimerHandle | None = None


class Tabs:
    """The open tabs, by what is news to them, and what makes them look again."""

    def __init__(self) -> None:
        self._tabs: dict[str, _Tab] = {}
        self._of_news: dict[News, set[str]] = {}
        self._app: App | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._follow = ""
        self._prune_at = 1_000

    def note(self, token: str, router_data: dict[str, Any], follows: Iterable[News]) -> None:
        """A tab has sent an event.

        Args:
            follows: what concerns whoever sits there: their login, themselves, their organization.
        """
        tab = self._tabs.setdefault(token, _Tab())
        tab.router_data = router_data
        wanted = frozenset(follows)
        if wanted != tab.follows:
            self._remove(token, tab.follows - wanted)
            tab.follows = wanted
            self._add(token, wanted)
        if len(self._tabs) > self._prune_at:
            self._prune()

    def watch(self, token: str, about: News, refresh: str, at_most_every: float = 0) -> None:
        """The tab shows a page about that, and reads it again when there is news."""
        self.unwatch(token)
        if (tab := self._tabs.get(token)) is not None:
            tab.watched, tab.refresh, tab.at_most_every = about, refresh, at_most_every
            self._add(token, {about})

    def unwatch(self, token: str) -> None:
        """The tab shows another page now."""
        tab = self._tabs.get(token)
        if tab is not None and tab.watched is not None:
            self._remove(token, {tab.watched} - tab.follows)
            tab.watched, tab.refresh = None, ""
            _wait_no_longer(tab)

    def open_for(self, app: App, follow: str) -> None:
        """Begin to listen, in the event loop that serves the sockets.

        Args:
            follow: full name of the handler that makes a tab look again.
        """
        self._app, self._loop, self._follow = app, asyncio.get_running_loop(), follow
        news.listen(self._told)

    async def tend(self) -> None:
        """Keep the State of the tabs that are open, and forget those that are gone; goes on for ever.

        An open tab may stay without an event for hours. For all others the time must be short: somebody who opens
        sockets all day, with a new client token each, would fill the memory with what nobody comes back for.
        """
        while True:
            await asyncio.sleep(TEND_EVERY)
            try:
                await self.tend_once()
            except Exception:
                _log.exception("the open tabs could not be looked after; once more in %s seconds", TEND_EVERY)

    async def tend_once(self) -> None:
        if self._app is None:
            return
        self._prune()
        for token in list(self._connected()):
            await self._app.state_manager.get_state(BaseStateToken(ident=token, cls=rx.State))

    def count(self) -> int:
        return len(self._tabs)

    def _told(self, about: News) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._pass_on, about)

    def _pass_on(self, about: News) -> None:
        if self._app is None:
            return
        connected = self._connected()
        for token in list(self._of_news.get(about, ())):
            tab = self._tabs[token]
            if token not in connected:
                self._forget(token)
                continue
            if about in tab.follows:
                self._send(token, tab, self._follow)
            if about == tab.watched:
                self._refresh(token, tab)

    def _refresh(self, token: str, tab: _Tab) -> None:
        """At once, or as soon as it may be done again; what comes until then is in that."""
        if self._loop is None or tab.waiting is not None:
            return
        wait = tab.refreshed_at + tab.at_most_every - self._loop.time()
        if tab.at_most_every and wait > 0:
            tab.waiting = self._loop.call_later(wait, self._refresh_now, token, tab)
        else:
            self._refresh_now(token, tab)

    def _refresh_now(self, token: str, tab: _Tab) -> None:
        if self._loop is not None:
            tab.waiting, tab.refreshed_at = None, self._loop.time()
            self._send(token, tab, tab.refresh)

    def _send(self, token: str, tab: _Tab, handler: str) -> None:
        if self._app is not None:
            event = Event(name=handler, payload={}, router_data=dict(tab.router_data))
            task = asyncio.ensure_future(self._app.event_processor.enqueue(token, event))
            task.add_done_callback(_log_failure)

    def _connected(self) -> Any:
        namespace = self._app.event_namespace if self._app else None
        return namespace.token_to_sid if namespace else {}

    def _prune(self) -> None:
        """Forget the tabs that were closed and that no news has been for since."""
        connected = self._connected()
        for token in [token for token in self._tabs if token not in connected]:
            self._forget(token)
        self._prune_at = max(1_000, 2 * len(self._tabs))

    def _forget(self, token: str) -> None:
        tab = self._tabs.pop(token)
        _wait_no_longer(tab)
        self._remove(token, tab.follows | ({tab.watched} if tab.watched else set()))

    def _add(self, token: str, about: Iterable[News]) -> None:
        for one in about:
            self._of_news.setdefault(one, set()).add(token)

    def _remove(self, token: str, about: Iterable[News]) -> None:
        for one in about:
            tokens = self._of_news.get(one, set())
            tokens.discard(token)
            if not tokens:
                self._of_news.pop(one, None)


def _wait_no_longer(tab: _Tab) -> None:
    if tab.waiting is not None:
        tab.waiting.cancel()
        tab.waiting = None


def _log_failure(task: asyncio.Future[Any]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.error("a tab could not be told", exc_info=task.exception())


tabs = Tabs()
