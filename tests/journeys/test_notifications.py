"""What a person is told of an impersonation, where, and that nobody but they themselves can put it away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import records
from tests.journeys.acts import (
    ask,
    banner,
    expect_home_of,
    expect_no_banner,
    go_to_admin_proxy,
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


def unread_on_home(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=TITLE)


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
    expect(unread_on_home(page)).to_have_count(1)
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
    expect(unread_on_home(other)).to_have_count(2)
    bell(page).press("Enter")
    expect(heading(page)).to_have_text("Notifications")
    page.get_by_role("button", name="Mark read").first.click()
    for tab in (page, other):
        expect_unread(tab, 1)
    page.get_by_role("link", name="See details").last.click()
    expect(heading(page)).to_have_text("My settings")
    for tab in (page, other):
        expect_unread(tab, 0)
    expect(unread_on_home(other)).to_have_count(0)


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


SYSTEM = "/admin/program-management/notifications/system-notifications"


def by_the_menu(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="System Notifications").click()
    expect(heading(page)).to_have_text("System Notifications")


def test_a_super_admin_switches_it_off_and_the_prompt_says_so(house: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(house)
    page = sign_in(browser, "Super Admin")
    by_the_menu(page)
    switch = page.get_by_label("Impersonate Notifications", exact=False)
    expect(switch).to_be_checked()
    switch.uncheck()
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Impersonate Notifications are off.")).to_be_visible()
    go_to_admin_proxy(page)
    expect(ask(page, "emma", EMMA)).to_contain_text(f"{EMMA} will not be notified of what you change.")
    page.goto(browser.origin + "/admin/program-management/system-notifications")
    expect(heading(page)).to_have_text("System Notifications")
    expect(page.get_by_label("Impersonate Notifications", exact=False)).not_to_be_checked()


def test_a_preview_and_a_test_to_oneself(house: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(house)
    page = sign_in(browser, "Super Admin")
    by_the_menu(page)
    row = page.get_by_role("row").filter(has_text="Impersonate Notifications")
    row.get_by_role("button", name="Change").click()
    page.get_by_label("Your own words in German").fill("Fragen? Ada hilft.")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    row.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("dialog", name="Preview: Impersonate Notifications")
    expect(preview).to_contain_text("Jane Doe changed something in your name")
    preview.get_by_text("Deutsch").click()
    expect(preview).to_contain_text("Jane Doe hat in Ihrem Namen etwas geändert")
    expect(preview).to_contain_text("Fragen? Ada hilft.")
    preview.get_by_role("button", name="Send me a test").click()
    expect(page.get_by_text("A test is in your notifications, and on its way to dana.whitfield@")).to_be_visible()
    expect_unread(page, 1)
    page.goto(house.origin + MAILBOX)
    letter = page.get_by_role("article").filter(has_text="Test: Jane Doe hat in Ihrem Namen etwas geändert")
    expect(letter).to_contain_text("Nichts davon ist geschehen.")


def test_a_letter_that_was_given_up_is_seen_and_sent_again(house: Server, new_browser: NewBrowser) -> None:
    act_as_emma(new_browser(house), change=True)
    said = "550 No such mailbox"
    records.write(house, "UPDATE letter SET sent_at = NULL, dead_at = created_at, trouble = ?", said)
    page = sign_in(new_browser(house), "Super Admin")
    by_the_menu(page)
    row = page.get_by_role("table", name="Letters that could not be delivered").get_by_role("row")
    expect(row.filter(has_text=EMMA)).to_contain_text(said)
    row.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("The letter is sent again.")).to_be_visible()
    expect(page.get_by_text("Every letter got out")).to_be_visible()


def test_what_is_forced_cannot_be_switched_off_by_the_person(house: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(house), "Employee")
    page.goto(house.origin + SETTINGS)
    page.get_by_role("navigation", name="My settings").get_by_role("link", name="Notifications").click()
    row = page.get_by_role("row").filter(has_text="Impersonate Notifications")
    for way in ("in the app", "by e-mail"):
        choice = row.get_by_label(f"Impersonate Notifications {way}")
        expect(choice).to_be_checked()
        expect(choice).to_be_disabled()
    expect(row).to_contain_text("Your organization decides that everybody gets this.")


@pytest.mark.parametrize("role", ["HR Admin (department scope)", "Manager", "Customer Success Manager"])
def test_system_notifications_are_for_super_admins(house: Server, new_browser: NewBrowser, role: str) -> None:
    browser = new_browser(house)
    browser.expect_complaint("status of 403")
    page = sign_in(browser, role)
    expect(page.get_by_role("link", name="System Notifications")).to_have_count(0)
    page.goto(house.origin + SYSTEM)
    expect(heading(page)).to_have_text("You are not allowed to see this page")
