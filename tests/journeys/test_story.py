"""The story of the README, word by word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import (
    ZOE,
    banner,
    ended_popup,
    expect_banner,
    expect_home_of,
    expect_no_banner,
    go_to_admin_proxy,
    heading,
    idle_popup,
    option,
    prompt,
    search_field,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def test_somebody_is_impersonated_until_the_time_runs_out(short_demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(short_demo)
    page = browser.tab("/")
    expect(heading(page)).to_have_text("Sign in")
    page.get_by_role("button", name="Super Admin", exact=True).click()
    expect_home_of(page, "Dana Whitfield")
    other = browser.tab("/settings")
    expect(other.get_by_role("main").get_by_text("dana.whitfield@kestrel.example")).to_be_visible()

    find_zoe(page)
    read_and_accept(page)

    expect_home_of(page, ZOE)
    for tab in (page, other):
        expect_banner(tab, ZOE)
        expect(tab.get_by_role("main").get_by_text("zoe.marchand@kestrel.example")).to_be_visible()
        expect(tab.get_by_role("main")).not_to_contain_text("dana.whitfield@kestrel.example")
    shown = banner(page).get_by_text(re.compile(r"^0:\d\d$"))
    expect(shown).not_to_have_text(shown.inner_text())

    for tab in (page, other):
        expect(idle_popup(tab)).to_contain_text(re.compile(r"The session ends in 0:0\d"))
    for tab in (page, other):
        expect(ended_popup(tab)).to_contain_text(f"Your impersonation of {ZOE} has ended because the time was up.")
        expect_no_banner(tab)
    expect_home_of(page, "Dana Whitfield")
    expect(other.get_by_role("main").get_by_text("dana.whitfield@kestrel.example")).to_be_visible()
    ended_popup(page).get_by_role("button", name="Done").click()
    for tab in (page, other):
        expect(ended_popup(tab)).to_have_count(0)

    read_the_record(page)


def find_zoe(page: Page) -> None:
    menu = page.get_by_role("navigation", name="Main")
    for word in ("Admin", "Program Management", "Impersonate"):
        expect(menu.get_by_text(word, exact=True)).to_be_visible()
    go_to_admin_proxy(page)
    search_field(page).press_sequentially("zoe")
    for shown in ("zoe.marchand@kestrel.example", "Account Executive", "Field Sales EMEA"):
        expect(option(page, ZOE)).to_contain_text(shown)
    option(page, ZOE).click()
    page.get_by_role("button", name="Impersonate", exact=True).click()


def read_and_accept(page: Page) -> None:
    asked = prompt(page, ZOE)
    for words in (
        "12 seconds",
        "Everything you do is recorded under both your name and theirs.",
        f"{ZOE} will be notified of what you change.",
        "Reports you generate are sent to zoe.marchand@kestrel.example.",
    ):
        expect(asked.get_by_text(words)).to_be_visible()
    asked.get_by_label("Reason").fill("She reports an empty page")
    asked.get_by_role("button", name="Accept").click()


def read_the_record(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Audit Logs").click()
    expect(heading(page)).to_have_text("Audit Logs")
    ended, started, signed_in = (
        page.get_by_role("row").filter(has_text=action).first
        for action in ("Ended an impersonation", "Started an impersonation", "Signed in")
    )
    for row, action in ((ended, "Ended an impersonation"), (started, "Started an impersonation")):
        for words in (action, ZOE, "zoe.marchand@kestrel.example", "Dana Whitfield", "dana.whitfield@kestrel.example"):
            expect(row).to_contain_text(words)
    expect(ended).to_contain_text("expired")
    expect(started).to_contain_text("She reports an empty page")
    expect(signed_in).to_contain_text("Signed in")
    expect(signed_in).to_contain_text("Dana Whitfield")
