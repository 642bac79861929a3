"""Carries news to every open tab of a login: each is made to look again, by an event that the server begins."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from reflex.app import App
from reflex_base.event import Event

from admin_proxy import live as news

_log = logging.getLogger(__name__)


class Tabs:
    """The open tabs of each login, and what makes them look again.

    Keeps, for each client token, the router data of its last event: an event that the server begins carries
    none of its own, and without it Reflex would not know the page.
    """

    def __init__(self) -> None:
        self._of_login: dict[str, dict[str, dict[str, Any]]] = {}
        self._app: App | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._follow = ""

    def note(self, login_id: str, token: str, router_data: dict[str, Any]) -> None:
        self._of_login.setdefault(login_id, {})[token] = router_data

    def open_for(self, app: App, follow: str) -> None:
        """Begin to listen, in the event loop that serves the sockets.

        Args:
            follow: full name of the handler that makes a tab look again.
        """
        self._app, self._loop, self._follow = app, asyncio.get_running_loop(), follow
        news.listen(self._told)

    def logins(self) -> list[str]:
        return list(self._of_login)

    def _told(self, login_id: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._pass_on, login_id)

    def _pass_on(self, login_id: str) -> None:
        if self._app is None:
            return
        namespace = self._app.event_namespace
        known = namespace.token_to_sid if namespace else {}
        tabs_of_login = self._of_login.get(login_id, {})
        for token in [token for token in tabs_of_login if token not in known]:
            del tabs_of_login[token]
        if not tabs_of_login:
            self._of_login.pop(login_id, None)
        for token, router_data in tabs_of_login.items():
            event = Event(name=self._follow, payload={}, router_data=dict(router_data))
            task = asyncio.ensure_future(self._app.event_processor.enqueue(token, event))
            task.add_done_callback(_log_failure)


def _log_failure(task: asyncio.Future[Any]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.error("a tab could not be told", exc_info=task.exception())


tabs = Tabs()
