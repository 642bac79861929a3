"""The time an impersonation has: asked for more in time, and asked for again when it is over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import (
    ZOE,
    ended_popup,
    expect_banner,
    expect_home_of,
    idle_popup,
    impersonate,
    prompt,
    sign_in,
    stop,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def test_continue_renews_in_every_tab_and_what_ends_can_be_asked_for_again(
    short_demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(short_demo)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    other = browser.tab("/")
    expect(idle_popup(page)).to_be_visible()
    expect(idle_popup(other)).to_be_visible()

    other.bring_to_front()
    idle_popup(other).get_by_role("button", name="Continue").click()

    for tab in (other, page):
        expect(idle_popup(tab)).to_have_count(0)
        expect_banner(tab, ZOE)
    for tab in (other, page):
        expect(ended_popup(tab)).to_be_visible()

    ended_popup(other).get_by_role("button", name="Impersonate again").click()

    expect(ended_popup(page)).to_have_count(0)
    prompt(other, ZOE).get_by_role("button", name="Accept").click()
    for tab in (other, page):
        expect_banner(tab, ZOE)
    expect_home_of(other, ZOE)


def test_the_idle_popup_can_be_put_away_without_an_answer_or_answered_with_stop(
    short_demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(short_demo)
    page = sign_in(browser, "HR Admin (department scope)")
    impersonate(page)
    other = browser.tab("/")

    expect(idle_popup(page)).to_contain_text(re.compile(r"The session ends in 0:0\d"))
    page.keyboard.press("Escape")
    expect(idle_popup(page)).to_have_count(0)
    expect_banner(page, ZOE)
    other.bring_to_front()
    idle_popup(other).get_by_role("button", name="Stop Impersonation").click()

    expect(other.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    expect_home_of(page, "Hannah Lindqvist")


def test_the_banner_stops_it_at_any_time(short_demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(short_demo), "HR Admin (group scope)")
    impersonate(page)
    stop(page)
    expect(page.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
