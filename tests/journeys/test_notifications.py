"""What a person is told of an impersonation, where, and that nobody but they themselves can put it away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import records
from tests.journeys.acts import (
    banner,
    expect_home_of,
    expect_no_banner,
    heading,
    impersonate,
    sign_in,
    stop,
)
from tests.journeys.conftest import Browser, NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

EMMA = "Emma Bergström"
TITLE = "Dana Whitfield changed something in your name"
ZONES = itertools.cycle(("Europe/Lisbon", "Europe/Paris", "Europe/Vienna"))
INBOX, MAILBOX, SETTINGS = "/notifications", "/demo/mailbox", "/settings"


@pytest.fixture(scope="module")
def house(new_demo: Callable[..., Server]) -> Server:
    """A demonstration of its own: letters and notifications are counted."""
    return new_demo()


@pytest.fixture(autouse=True)
def nothing_told_yet(house: Server) -> None:
    records.write(house, "DELETE FROM notification")
    records.write(house, "DELETE FROM letter")
    records.write(house, "UPDATE organization SET notify_of_changes = 1")


def bell(page: Page) -> Locator:
    return page.get_by_role("banner").get_by_role("link", name=re.compile("^Notifications"))


def expect_unread(page: Page, count: int) -> None:
    expect(bell(page)).to_have_accessible_name(f"Notifications {count} unread" if count else "Notifications")


def told(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("heading", name=re.compile(f"^{TITLE}"))


def change_something(page: Page, origin: str) -> None:
    page.goto(origin + SETTINGS)
    page.get_by_label("Time zone").select_option(next(ZONES))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def letters(page: Page, origin: str) -> Locator:
    page.goto(origin + MAILBOX)
    expect(heading(page)).to_have_text("Demo mailbox")
    return page.get_by_role("article").filter(has_text=TITLE)


def act_as_emma(admin: Browser, change: bool) -> Page:
    page = sign_in(admin, "Super Admin")
    impersonate(page, "emma", EMMA)
    if change:
        change_something(page, admin.origin)
    stop(page)
    expect_no_banner(page)
    return page


def test_exactly_one_notice_in_every_open_tab_and_one_letter(house: Server, new_browser: NewBrowser) -> None:
    emma = new_browser(house)
    page = sign_in(emma, "Employee")
    other = emma.tab(INBOX)
    expect(other.get_by_text("Nothing yet")).to_be_visible()
    expect_unread(page, 0)
    admin = act_as_emma(new_browser(house), change=True)
    for tab in (page, other):
        expect_unread(tab, 1)
    expect(told(other)).to_have_count(1)
    expect(other.get_by_role("main")).to_contain_text("Time zone: ")
    expect(letters(admin, house.origin)).to_have_count(1)


def test_marked_as_read_it_is_read_in_every_tab(house: Server, new_browser: NewBrowser) -> None:
    act_as_emma(new_browser(house), change=True)
    act_as_emma(new_browser(house), change=True)
    emma = new_browser(house)
    page = sign_in(emma, "Employee")
    other = emma.tab()
    expect_unread(other, 2)
    bell(page).press("Enter")
    expect(heading(page)).to_have_text("Notifications")
    page.get_by_role("button", name="Mark read").first.click()
    for tab in (page, other):
        expect_unread(tab, 1)
    page.get_by_role("link", name="See details").last.click()
    expect(heading(page)).to_have_text("My settings")
    for tab in (page, other):
        expect_unread(tab, 0)


def test_switched_off_nothing_comes(house: Server, new_browser: NewBrowser) -> None:
    records.write(house, "UPDATE organization SET notify_of_changes = 0")
    admin = act_as_emma(new_browser(house), change=True)
    expect(letters(admin, house.origin)).to_have_count(0)
    page = sign_in(new_browser(house), "Employee")
    expect_unread(page, 0)


def test_only_looked_nothing_comes(house: Server, new_browser: NewBrowser) -> None:
    admin = act_as_emma(new_browser(house), change=False)
    expect(letters(admin, house.origin)).to_have_count(0)
    page = sign_in(new_browser(house), "Employee")
    expect_unread(page, 0)


def test_who_impersonates_can_neither_see_nor_put_away_what_tells_of_them(
    house: Server, new_browser: NewBrowser
) -> None:
    admin = new_browser(house)
    page = act_as_emma(admin, change=True)
    impersonate(page, "emma", EMMA)
    expect_unread(page, 0)
    page.goto(house.origin + INBOX)
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    stop(page)
    expect_no_banner(page)
    emma = sign_in(new_browser(house), "Employee")
    expect_unread(emma, 1)


def test_another_administrator_sees_it_as_emma_does_and_it_stays_unread(house: Server, new_browser: NewBrowser) -> None:
    act_as_emma(new_browser(house), change=True)
    page = new_browser(house).tab("/login")
    page.get_by_label("E-mail").fill("tomasz.wisniewski@kestrel.example")
    page.get_by_label("Password", exact=True).fill("kestrel-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    impersonate(page, "emma", EMMA)
    expect_home_of(page, EMMA)
    expect_unread(page, 1)
    page.goto(house.origin + INBOX)
    expect(told(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Mark all read")).to_be_disabled()
    expect(page.get_by_text("you cannot mark them as read while impersonating")).to_be_visible()
    expect(page.get_by_role("button", name="Mark read", exact=True)).to_have_count(0)
    page.get_by_role("link", name="See details").click()
    expect(heading(page)).to_have_text("My settings")
    expect(banner(page)).to_be_visible()
    expect_unread(page, 1)
    emma = sign_in(new_browser(house), "Employee")
    expect_unread(emma, 1)
