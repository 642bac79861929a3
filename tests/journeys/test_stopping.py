"""Stop, Cancel, and the reason: what an administrator finds before and after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import records
from tests.journeys.acts import (
    ADMIN_PROXY,
    AUDIT_LOGS,
    ZOE,
    ask,
    banner,
    expect_banner,
    expect_home_of,
    expect_no_banner,
    go_to_admin_proxy,
    heading,
    impersonate,
    prompt,
    search_field,
    sign_in,
    stop,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def test_stop_returns_to_the_search_as_it_was_left_with_a_summary(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    impersonate(page, "zoe march")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    page.get_by_label("Time zone").select_option("Europe/Madrid")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()

    stop(page)

    expect(heading(page)).to_have_text("Admin Proxy")
    expect_no_banner(page)
    expect(search_field(page)).to_have_value("zoe march")
    summary = page.get_by_role("status").filter(has_text=f"You are no longer impersonating {ZOE}")
    expect(summary).to_contain_text("It lasted")
    expect(summary).to_contain_text("One thing was changed.")
    summary.get_by_role("link", name="See it in the audit log").click()
    expect(heading(page)).to_have_text("Audit Logs")
    for action in ("Ended an impersonation", "Changed settings", "Started an impersonation"):
        expect(page.get_by_role("row").filter(has_text=action)).to_have_count(1)
    page.go_back()
    page.get_by_role("list", name="What was changed").get_by_role("link", name="Changed settings").click()
    expect(heading(page)).to_have_text("Changed settings")
    expect(page.get_by_role("row").filter(has_text="time zone")).to_contain_text("Europe/Madrid")


def test_an_hr_admin_goes_from_the_summary_to_what_was_changed(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "HR Admin (department scope)")
    impersonate(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()

    stop(page)

    summary = page.get_by_role("status").filter(has_text=f"You are no longer impersonating {ZOE}")
    expect(summary.get_by_role("link", name=f"See {ZOE} in Users")).to_be_visible()
    expect(summary.get_by_role("link", name="See it in the audit log")).to_have_count(0)
    summary.get_by_role("link", name="Changed settings").click()
    expect(heading(page)).to_have_text(ZOE)


def test_stop_from_another_tab_is_followed_by_all(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    other = browser.tab("/settings")
    expect_banner(other, ZOE)

    stop(other)

    expect(other.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    expect_home_of(page, "Dana Whitfield")
    expect_no_banner(page)


def test_a_page_that_only_the_administrator_may_see_gives_way_when_the_session_begins(
    demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    other = browser.tab(AUDIT_LOGS)
    expect(heading(other)).to_have_text("Audit Logs")

    impersonate(page)

    expect_banner(other, ZOE)
    expect_home_of(other, ZOE)
    stop(other)
    expect_home_of(page, "Dana Whitfield")


def test_cancel_changes_nothing(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    before = records.read(demo, "SELECT count(*) FROM impersonation_session")
    page.goto(demo.origin + ADMIN_PROXY)
    asked = ask(page)
    asked.get_by_label("Reason").fill("I am not sure yet")

    asked.get_by_role("button", name="Cancel").click()

    expect(prompt(page, ZOE)).to_have_count(0)
    expect_no_banner(page)
    expect(search_field(page)).to_have_value(ZOE)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    expect_home_of(page, "Dana Whitfield")
    assert records.read(demo, "SELECT count(*) FROM impersonation_session") == before


def test_signing_out_ends_it(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "HR Admin (department scope)")
    impersonate(page)
    other = browser.tab("/settings")
    expect_banner(other, ZOE)

    page.get_by_role("button", name=f"Account: {ZOE}").click()
    page.get_by_role("button", name="Sign out").click()

    for tab in (page, other):
        expect(heading(tab)).to_have_text("Sign in")
        expect(banner(tab)).to_have_count(0)
    assert records.endings(demo, "zoe.marchand@kestrel.example")[-1] == "signed out"


def test_a_reason_is_asked_for_where_the_organization_requires_one(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    house = new_demo()
    vendor = sign_in(new_browser(house), "Customer Success Manager")
    vendor.get_by_role("navigation", name="Main").get_by_role("link", name="Vendor console").click()
    vendor.get_by_role("row").filter(has_text="Kestrel Works").get_by_role("button", name="Change").click()
    vendor.get_by_role("dialog", name="Rules of Kestrel Works").get_by_label("Reason required").check()
    vendor.get_by_role("button", name="Review").click()
    review = vendor.get_by_role("dialog", name="Change the rules of Kestrel Works?")
    review.get_by_role("button", name="Change").click()
    expect(vendor.get_by_text("The rules of Kestrel Works are changed.")).to_be_visible()
    page = sign_in(new_browser(house), "Super Admin")
    go_to_admin_proxy(page)
    asked = ask(page)
    expect(asked.get_by_text("Your organization requires one.")).to_be_visible()

    asked.get_by_role("button", name="Accept").click()

    sentence = "Your organization requires a reason. Say why you need to impersonate."
    expect(asked.get_by_label("Reason")).to_have_accessible_description(f"Your organization requires one. {sentence}")
    expect_no_banner(page)
    asked.get_by_label("Reason").fill("An empty page, ticket 4711")
    asked.get_by_role("button", name="Accept").click()
    expect_banner(page, ZOE)
    assert records.read(house, "SELECT reason FROM impersonation_session ORDER BY started_at")[-1] == (
        "An empty page, ticket 4711",
    )
