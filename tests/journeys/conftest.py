"""What journeys can ask for: a running server with a demonstration or an empty house, and browsers to walk with.

A browser is one of its own: its cookies and its storage are nobody else's. Whatever it complains about in its console
(an error, a refused script or style) fails the journey, unless the journey says that it expects it.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.journeys import records
from tests.serving import Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 15_000

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Browser:
    """One browser with its tabs."""

    context: BrowserContext
    origin: str
    expects: list[str] = field(default_factory=list)
    """What its console may complain about, as patterns."""
    complaints: list[str] = field(default_factory=list)

    def tab(self, path: str = "/") -> Page:
        """A further one opens behind the first. What is behind is drawn once a second only: slow to press things in."""
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.goto(self.origin + path)
        self.context.pages[0].bring_to_front()
        return page

    def expect_complaint(self, pattern: str) -> None:
        self.expects.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(re.search(pattern, said) for pattern in self.expects)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


NewBrowser = Callable[..., Browser]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    # Not for the whole run: as long as Playwright is at work, no other test could have an event loop in this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_browser(chromium: Chromium) -> Iterator[NewBrowser]:
    """`new_browser(server)` opens one; at the end none of them may have complained."""
    opened: list[Browser] = []

    def open_one(server: Server, *, origin: str = "", **options: Any) -> Browser:
        context = chromium.new_context(
            **{"reduced_motion": "reduce", "viewport": {"width": 1280, "height": 800}, **options}
        )
        opened.append(Browser(context, origin or server.origin))
        return opened[-1]

    yield open_one
    complaints = [said for browser in opened for said in browser.unexpected]
    for browser in opened:
        browser.context.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(scope="package")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demonstration that has just been made, to copy from."""
    folder = tmp_path_factory.mktemp("demo-data")
    Server("demo", folder).begin().stop()
    _let_everybody_read_english(folder)
    return folder


def _let_everybody_read_english(folder: Path) -> None:
    """Journeys find things by their English words; `test_german.py` gives somebody their own language back."""
    (database,) = folder.rglob("*.db")
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE person SET language = 'en' WHERE language = 'de'")


@pytest.fixture(scope="package")
def new_demo(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """`new_demo(session_seconds=…)` starts a demonstration of one's own."""
    servers: list[Server] = []

    def begin(session_seconds: int = 0, **settings: str) -> Server:
        folder = tmp_path_factory.mktemp("demo")
        shutil.copytree(demo_data, folder, dirs_exist_ok=True)
        settings = {"ADMIN_PROXY_DEMO_SESSION_SECONDS": str(session_seconds), **settings}
        servers.append(Server("demo", folder, settings=settings))
        return servers[-1].begin()

    yield begin
    for server in servers:
        server.stop()


@pytest.fixture(scope="package")
def shared_demo(new_demo: Callable[..., Server]) -> Server:
    return new_demo()


@pytest.fixture
def demo(shared_demo: Server) -> Iterator[Server]:
    """A demonstration with sessions of the organization's length, in which nobody impersonates anybody yet.

    It is shared by journeys that leave the people and the settings of it as they were.
    """
    yield shared_demo
    records.end_all_impersonations(shared_demo)


@pytest.fixture(scope="package")
def short_demo(new_demo: Callable[..., Server]) -> Server:
    """A demonstration whose sessions run out while one watches: twelve seconds, and the idle pop-up after six."""
    return new_demo(session_seconds=12)
