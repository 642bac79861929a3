"""Administrators at work: each signs in by HTTP, and starts, changes, continues and stops over the socket.

Each writes down what it asks for before it asks, and that it was acknowledged once the server has said so. What it
does next is drawn from the harness's seed.
"""

from __future__ import annotations

import asyncio
import http.client
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.border.client import HYDRATE, STATE, Tab, Update, redirects, values
from tests.faults.journal import Asked, Journal

PASSWORD = "correct horse battery staple 9"
SHELL = f"{STATE}.admin_proxy___ui___shell___state____shell_state"
PAGES = f"{STATE}.admin_proxy___ui___pages"
ADMIN_PROXY = "/admin/program-management/impersonate"
ACCEPT = f"{PAGES}___admin_proxy____admin_proxy_state.accept"
SAVE_SETTINGS = f"{PAGES}___my_settings____my_settings_state.save"
SET_GOAL = f"{PAGES}___goals____goals_state.create"
RENEW, STOP = f"{SHELL}.renew", f"{SHELL}.stop"
ZONES = ("Europe/Prague", "Europe/Paris", "Asia/Tokyo", "Africa/Cairo", "America/Lima", "Pacific/Auckland", "UTC")
GONE = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError)
"""What somebody notices whose server was killed."""

_marks = count(1)


@dataclass
class Administrator:
    origin: str
    email: str
    id: int
    subjects: Mapping[str, int]
    """Ids by e-mail."""
    journal: Journal
    random: Random
    about_to: Callable[[str], None]
    """Called with what it is about to ask for; `expire` when the time of its impersonation is up."""
    cookie: str = ""

    async def work(self) -> None:
        """Until the server is gone."""
        try:
            if not self.cookie:
                self.cookie = await asyncio.to_thread(self._sign_in)
            tab = await Tab.open(self.origin, cookie=self.cookie)
            while True:
                await self._do_something(tab)
        except (*GONE, TimeoutError):
            return

    async def finish(self) -> None:
        """Change something as somebody, and stop: a last letter is written, which wakes the relay."""
        self.cookie = self.cookie or await asyncio.to_thread(self._sign_in)
        tab = await Tab.open(self.origin, cookie=self.cookie)
        while not (session := _latest(tab, "session_key", "")):
            await self._start(tab)  # once more, where it was over before it was seen
        subject = self.subjects[_latest(tab, "subject_email", "")]
        await self._set_goal(tab, session, subject)
        await self._stop(tab, session, subject)
        await tab.close()

    def _sign_in(self) -> str:
        connection = http.client.HTTPConnection(self.origin.removeprefix("http://"), timeout=20)
        form = urlencode({"email": self.email, "password": PASSWORD})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        try:
            connection.request("POST", "/auth/sign-in", form, headers)
            given = re.search(r"admin_proxy=([^;]+)", connection.getresponse().headers.get("set-cookie", ""))
        except http.client.HTTPException as error:
            raise ConnectionAbortedError from error
        finally:
            connection.close()
        assert given is not None, f"{self.email} could not sign in"
        return given[1]

    async def _do_something(self, tab: Tab) -> None:
        session = _latest(tab, "session_key", "")
        if not session:
            await self._start(tab)
            return
        subject = self.subjects[_latest(tab, "subject_email", "")]
        doing = self.random.choices(
            (self._change_settings, self._set_goal, self._continue, self._stop, self._let_it_end), (4, 4, 2, 2, 1)
        )
        await doing[0](tab, session, subject)

    async def _start(self, tab: Tab) -> None:
        subject, reason = self.random.choice(list(self.subjects.values())), f"reason {next(_marks)}"
        await _visit(tab, f"{ADMIN_PROXY}?ask={subject}")
        asked = self.journal.ask("start", self.id, subject, mark=reason)
        said = await self._ask(tab, asked, ACCEPT, {"form": {"reason": reason}})
        asked.acknowledged = "/" in redirects(said)
        await _visit(tab, "/")

    async def _change_settings(self, tab: Tab, session: str, subject: int) -> None:
        await _visit(tab, "/settings")
        if _latest(tab, "session_key", "") != session:
            return  # it is over, and the page that of the administrator
        asked = self.journal.ask("change", self.id, subject, session=session, mark=self.random.choice(ZONES))
        said = await self._ask(tab, asked, SAVE_SETTINGS, {"form": {"time_zone": asked.mark}})
        asked.acknowledged = "Saved." in values(said, "notice")

    async def _set_goal(self, tab: Tab, session: str, subject: int) -> None:
        came = await _visit(tab, "/goals?new=1")
        begins_with = [form for form in values(came, "form") if isinstance(form, dict) and "target" in form]
        if not begins_with or _latest(tab, "session_key", "") != session:
            return
        asked = self.journal.ask("change", self.id, subject, session=session, mark=f"Goal {next(_marks)}")
        said = await self._ask(tab, asked, SET_GOAL, {"form": {**begins_with[-1], "title": asked.mark}})
        asked.acknowledged = any(path.startswith("/goals/") for path in redirects(said))

    async def _continue(self, tab: Tab, session: str, subject: int) -> None:
        asked = self.journal.ask("continue", self.id, subject, session=session)
        before = _latest(tab, "remaining_ms", 0)
        await self._ask(tab, asked, RENEW)
        asked.acknowledged = _latest(tab, "session_key", "") == session and _latest(tab, "remaining_ms", 0) > before
        await _visit(tab, "/")

    async def _stop(self, tab: Tab, session: str, subject: int) -> None:
        asked = self.journal.ask("stop", self.id, subject, session=session)
        said = await self._ask(tab, asked, STOP)
        asked.acknowledged = any(path.endswith("?after=stop") for path in redirects(said))
        await _visit(tab, f"{ADMIN_PROXY}?after=stop")

    async def _let_it_end(self, tab: Tab, session: str, subject: int) -> None:
        """By itself: the server sends the news to the tab."""
        await _visit(tab, "/")
        asyncio.get_running_loop().call_later(_latest(tab, "remaining_ms", 0) / 1000, self.about_to, "expire")
        await tab.until(lambda updates: values(updates, "session_key")[-1:] != [session])
        await _visit(tab, "/")

    async def _ask(self, tab: Tab, asked: Asked, name: str, payload: Any = None) -> list[Update]:
        self.about_to(asked.what)
        return await tab.ask(name, payload)


async def _visit(tab: Tab, path: str) -> list[Update]:
    """Load the page anew, as a browser does where it comes from another person's; what came until it was filled."""
    tab.path = path
    first = await tab.ask(HYDRATE, {"hashes": ["none", "of", "these"]})
    return first + await tab.settle()


def _latest(tab: Tab, name: str, otherwise: Any) -> Any:
    return (values(tab.updates, name) or [otherwise])[-1]
