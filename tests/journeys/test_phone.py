"""A phone, 360 × 740, by touch and nothing else: a person's work, and a story that an administrator puts right."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import banner, expect_banner, expect_home_of, expect_no_banner, heading, option, prompt
from tests.journeys.conftest import Browser, NewBrowser
from tests.journeys.test_feedback import EMMA, MIGUEL, chip, post
from tests.journeys.test_stories import CLOSED, HERS, JANE, MISSING_GOAL, expect_put_right, hide_goal
from tests.serving import Server

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDER_THAN_THE_SCREEN = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def house(new_demo: Callable[..., Server]) -> Server:
    """A demonstration of its own: a story is told in it."""
    return new_demo()


def on_a_phone(browser: Browser, button: str) -> Page:
    """Signed in by one tap."""
    page = browser.tab("/login")
    page.get_by_role("button", name=button, exact=True).tap()
    return page


def go(page: Page, name: str) -> None:
    """By the menu, which is behind its button there."""
    page.get_by_role("button", name="Open navigation").tap()
    page.get_by_role("dialog", name="Navigation").get_by_role("link", name=name, exact=True).tap()
    expect(heading(page)).to_have_text(name)
    expect(page.get_by_role("dialog", name="Navigation")).to_have_count(0)
    expect_fits(page)


def expect_fits(page: Page) -> None:
    assert not page.evaluate(WIDER_THAN_THE_SCREEN), f"{page.url} scrolls sideways"


def choose(page: Page, field: str, typed: str, name: str) -> None:
    box = page.get_by_role("combobox", name=field, exact=True)
    box.tap()
    box.fill(typed)
    expect(box).not_to_have_attribute("aria-busy", "true")
    option(page, name).tap()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_a_persons_day(house: Server, new_browser: NewBrowser) -> None:
    page = on_a_phone(new_browser(house, **PHONE), "Employee")
    expect_home_of(page, EMMA)
    expect_fits(page)
    go(page, "Goals")
    page.get_by_role("table", name="Goals").get_by_role("link").first.tap()
    page.get_by_role("link", name="Check in").tap()
    dialog(page).get_by_label("Comment").fill("Written on the train.")
    expect_fits(page)
    dialog(page).get_by_role("button", name="Check in").tap()
    expect(page.get_by_role("table", name="Check-ins").get_by_role("row").nth(1)).to_contain_text("on the train")
    expect_fits(page)

    go(page, "Feedback")
    page.get_by_role("main").get_by_role("link", name="Give feedback").tap()
    choose(page, "To", "santos mig", MIGUEL)
    expect(chip(page, MIGUEL)).to_be_visible()
    page.get_by_label("Feedback", exact=True).fill("Your plan for the tour could be read on a phone.")
    expect_fits(page)
    page.get_by_role("button", name="Send feedback").tap()
    expect(page.get_by_text("The feedback was sent.")).to_be_visible()
    expect(post(page, "could be read on a phone")).to_contain_text(MIGUEL)

    go(page, "Recognition")
    choose(page, "Thank", "santos mig", MIGUEL)
    page.get_by_label("Company value").select_option(label="Better together")
    page.get_by_label("What for").fill("You waited for the last train with me.")
    expect_fits(page)
    page.get_by_role("button", name="Send thanks").tap()
    expect(post(page, "the last train")).to_contain_text(f"{EMMA} thanked {MIGUEL}")

    thanked = on_a_phone(new_browser(house, **PHONE), "Manager")
    thanked.get_by_role("banner").get_by_role("link", name=re.compile("^Notifications")).tap()
    expect(heading(thanked)).to_have_text("Notifications")
    expect_fits(thanked)
    for words in (f"{EMMA} thanked you in public", f"{EMMA} gave you feedback"):
        notice = thanked.get_by_role("main").get_by_role("listitem").filter(has_text=words)
        notice.get_by_role("button", name="Mark read").tap()
        expect(notice.get_by_role("button", name="Mark read")).to_have_count(0)


def test_a_story_from_its_beginning_to_the_summary(house: Server, new_browser: NewBrowser) -> None:
    hide_goal(house)
    page = on_a_phone(new_browser(house, **PHONE), MISSING_GOAL.title)
    expect(heading(page)).to_have_text("Admin Proxy")
    choose(page, "Search people", "jane a", JANE)
    page.get_by_role("button", name="Impersonate", exact=True).tap()
    expect_fits(page)
    prompt(page, JANE).get_by_role("button", name="Accept").tap()
    expect_home_of(page, JANE)
    expect_banner(page, JANE)
    go(page, "Goals")
    page.get_by_label("Status").select_option("Any status")
    page.get_by_role("button", name="Filter").tap()
    page.get_by_role("link", name=HERS).tap()
    expect(page.get_by_text(CLOSED)).to_be_visible()
    expect_fits(page)
    page.get_by_role("button", name="Reopen").tap()
    expect(page.get_by_text("The goal is open again.")).to_be_visible()
    banner(page).get_by_role("button", name="Stop Impersonation").tap()
    expect_put_right(page)
    expect_no_banner(page)
    expect_fits(page)
