"""Which tabs are told what: by their login, their person, their organization, and the page that they show."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from admin_proxy.live import About, News
from admin_proxy.ui.live import Tabs

HANA, ACME, GLOBEX = News(About.LOGIN, "hana"), News(About.ORGANIZATION, 1), News(About.ORGANIZATION, 2)
SESSIONS = News(About.SESSIONS, 1)


class Reflex:
    """As much of the app as tabs need: who is connected, and what is sent to whom."""

    def __init__(self, *connected: str) -> None:
        self.sent: list[tuple[str, str]] = []
        self.event_namespace = SimpleNamespace(token_to_sid={token: token for token in connected})
        self.event_processor = self

    async def enqueue(self, token, event):
        self.sent.append((token, event.name))


@pytest.fixture
def opened():
    def open_for(*connected):
        app, tabs = Reflex(*connected), Tabs()
        tabs.open_for(app, "follow")
        return app, tabs

    return open_for


async def told(app, tabs, about):
    app.sent.clear()
    tabs._told(about)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return sorted(app.sent)


async def test_each_tab_of_a_login_follows_and_no_other(opened):
    app, tabs = opened("a", "b", "c")
    for token, login in (("a", "hana"), ("b", "hana"), ("c", "sam")):
        tabs.note(token, {}, [News(About.LOGIN, login), ACME])
    assert await told(app, tabs, HANA) == [("a", "follow"), ("b", "follow")]
    assert await told(app, tabs, ACME) == [("a", "follow"), ("b", "follow"), ("c", "follow")]
    assert await told(app, tabs, GLOBEX) == []


async def test_only_tabs_that_show_a_page_about_it_read_it_again(opened):
    app, tabs = opened("a", "b")
    tabs.note("a", {}, [HANA])
    tabs.note("b", {}, [HANA])
    tabs.watch("a", SESSIONS, "sessions.refresh")
    assert await told(app, tabs, SESSIONS) == [("a", "sessions.refresh")]
    assert await told(app, tabs, HANA) == [("a", "follow"), ("b", "follow")]
    tabs.unwatch("a")
    assert await told(app, tabs, SESSIONS) == []


async def test_a_tab_shows_one_page_at_a_time(opened):
    app, tabs = opened("a")
    tabs.note("a", {}, [HANA])
    tabs.watch("a", SESSIONS, "sessions.refresh")
    tabs.watch("a", News(About.VISITS, 7), "visits.refresh")
    assert await told(app, tabs, SESSIONS) == []
    assert await told(app, tabs, News(About.VISITS, 7)) == [("a", "visits.refresh")]


async def test_what_a_tab_follows_anyway_it_goes_on_following_after_the_page(opened):
    app, tabs = opened("a")
    tabs.note("a", {}, [HANA, ACME])
    tabs.watch("a", ACME, "rules.refresh")
    assert await told(app, tabs, ACME) == [("a", "follow"), ("a", "rules.refresh")]
    tabs.unwatch("a")
    assert await told(app, tabs, ACME) == [("a", "follow")]


async def test_somebody_else_at_the_same_tab_follows_what_is_theirs(opened):
    app, tabs = opened("a")
    tabs.note("a", {}, [HANA, ACME])
    tabs.note("a", {}, [News(About.LOGIN, "eve"), GLOBEX])
    assert await told(app, tabs, HANA) == []
    assert await told(app, tabs, ACME) == []
    assert await told(app, tabs, GLOBEX) == [("a", "follow")]


async def test_a_tab_that_is_closed_is_forgotten(opened):
    app, tabs = opened("b")
    for token in ("a", "b"):
        tabs.note(token, {}, [HANA])
        tabs.watch(token, SESSIONS, "sessions.refresh")
    assert await told(app, tabs, HANA) == [("b", "follow")]
    app.event_namespace.token_to_sid["a"] = "a"
    assert await told(app, tabs, SESSIONS) == [("b", "sessions.refresh")]


async def test_closed_tabs_do_not_pile_up_where_there_are_no_news(opened):
    app, tabs = opened("b")
    tabs.note("b", {}, [HANA])
    for number in range(3_000):
        tabs.note(f"closed {number}", {}, [News(About.LOGIN, f"login {number}")])
    assert len(tabs._tabs) <= 1_001
    assert len(tabs._of_news) <= 1_001
    assert await told(app, tabs, HANA) == [("b", "follow")]


async def test_where_there_is_news_all_the_time_a_page_reads_again_now_and_then(opened):
    app, tabs = opened("a")
    tabs.note("a", {}, [HANA])
    tabs.watch("a", SESSIONS, "sessions.refresh", at_most_every=60)
    assert await told(app, tabs, SESSIONS) == [("a", "sessions.refresh")]
    assert await told(app, tabs, SESSIONS) == []
    waiting = tabs._tabs["a"].waiting
    assert await told(app, tabs, SESSIONS) == []
    assert tabs._tabs["a"].waiting is waiting  # one later look is enough for all that came
    app.sent.clear()
    waiting._run()
    await asyncio.sleep(0)
    assert app.sent == [("a", "sessions.refresh")]
    await told(app, tabs, SESSIONS)
    tabs.unwatch("a")
    assert tabs._tabs["a"].waiting is None
