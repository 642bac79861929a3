"""A server that dies and one that cannot be reached: nothing of the person is shown meanwhile, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import records
from tests.journeys.acts import (
    ADMIN_PROXY,
    ZOE,
    ask,
    banner,
    ended_popup,
    expect_banner,
    expect_home_of,
    expect_no_banner,
    heading,
    impersonate,
    search,
    search_field,
    sign_in,
)
from tests.journeys.conftest import NewBrowser
from tests.journeys.line import Line
from tests.serving import Server

pytestmark = pytest.mark.journey

NO_CONNECTION = r"net::ERR_(CONNECTION_|INTERNET_DISCONNECTED|NETWORK_|EMPTY_RESPONSE|SOCKET_)|WebSocket connection"


def expect_veiled(page: Page) -> None:
    """Nothing of the subject can be seen, and it says why."""
    expect(page.get_by_role("dialog", name="Reconnecting…")).to_be_visible()
    expect(page.get_by_text("zoe.marchand@kestrel.example").locator("visible=true")).to_have_count(0)
    expect(page.get_by_role("heading")).to_have_count(0)


def seconds_left(page: Page) -> int:
    clock = banner(page).get_by_text(re.compile(r"^\d+:\d\d$"))
    expect(clock).to_be_visible()
    minutes, seconds = (clock.text_content() or "").split(":")
    return int(minutes) * 60 + int(seconds)


def expires_in(server: Server) -> float:
    ((at,),) = records.read(server, "SELECT expires_at FROM impersonation_session WHERE ended_at IS NULL")
    return (datetime.fromisoformat(at).replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()


def test_a_server_that_is_killed_and_begins_again_finds_the_session_running(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    server = new_demo()
    browser = new_browser(server)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    other = browser.tab("/settings")
    expect_banner(other, ZOE)
    other.get_by_label("Time zone").select_option("Europe/Lisbon")

    server.kill()
    for tab in (page, other):
        expect_veiled(tab)
    server.begin()

    expect_home_of(page, ZOE)
    for tab in (page, other):
        expect_banner(tab, ZOE)
        assert seconds_left(tab) == pytest.approx(expires_in(server), abs=3)
    expect(heading(other)).to_have_text("My settings")
    expect(other.get_by_label("Time zone")).to_have_value("Europe/Lisbon")


def test_what_became_overdue_while_no_server_ran_is_over_when_one_begins(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    server = new_demo()
    browser = new_browser(server)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    other = browser.tab("/")
    expect_banner(other, ZOE)

    server.kill()
    as_if_it_had_begun_two_hours_ago = """
        UPDATE impersonation_session
        SET started_at = strftime('%Y-%m-%d %H:%M:%f000', started_at, '-2 hours'),
            expires_at = strftime('%Y-%m-%d %H:%M:%f000', expires_at, '-2 hours')
        WHERE ended_at IS NULL
    """
    assert records.write(server, as_if_it_had_begun_two_hours_ago) == 1
    server.begin()

    for tab in (page, other):
        expect(ended_popup(tab)).to_contain_text("the time was up")
        expect_no_banner(tab)
    assert records.endings(server, "zoe.marchand@kestrel.example")[-1] == "expired"


def test_offline_and_back(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    settings = browser.tab("/settings")
    expect_banner(settings, ZOE)
    settings.get_by_label("Time zone").select_option("Europe/Lisbon")

    browser.context.set_offline(True)
    for tab in (page, settings):
        expect_veiled(tab)
    browser.context.set_offline(False)

    expect_home_of(page, ZOE)
    for tab in (page, settings):
        expect_banner(tab, ZOE)
    expect(settings.get_by_label("Time zone")).to_have_value("Europe/Lisbon")


@pytest.fixture
def line(new_demo: Callable[..., Server]) -> Iterator[Line]:
    """A line to a demonstration of its own."""
    line = Line()
    line.server = new_demo(ADMIN_PROXY_PUBLIC_URL=line.origin)
    line.mend()
    yield line
    line.cut()


def cut_and_mend(line: Line, page: Page) -> None:
    line.cut()
    expect(page.get_by_text("Connection lost. Reconnecting…").locator("visible=true")).not_to_have_count(0)
    line.mend()
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_have_count(0)


def test_a_line_that_breaks_loses_nothing_that_was_typed(line: Line, new_browser: NewBrowser) -> None:
    browser = new_browser(line.server, origin=line.origin)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "HR Admin (department scope)")
    page.goto(line.origin + ADMIN_PROXY)
    search(page, "zoe")
    cut_and_mend(line, page)
    expect(search_field(page)).to_have_value("zoe")
    asked = ask(page)
    asked.get_by_label("Reason").fill("A report that does not arrive")

    line.cut()
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
    line.mend()

    expect(page.get_by_text("Connection lost. Reconnecting…")).to_have_count(0)
    expect(asked.get_by_label("Reason")).to_have_value("A report that does not arrive")
    asked.get_by_role("button", name="Accept").click()
    expect_banner(page, ZOE)


def test_a_line_that_breaks_hides_the_person_until_it_is_mended(line: Line, new_browser: NewBrowser) -> None:
    browser = new_browser(line.server, origin=line.origin)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    page.goto(line.origin + "/settings")
    expect_banner(page, ZOE)
    page.get_by_label("Time zone").select_option("Europe/Lisbon")

    line.cut()
    expect_veiled(page)
    line.mend()

    expect(heading(page)).to_have_text("My settings")
    expect_banner(page, ZOE)
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
