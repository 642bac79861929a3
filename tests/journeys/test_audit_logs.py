"""An auditor's way: who changed that, and why; what happened in a session; what is new; all of it as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import records
from tests.journeys.acts import (
    AUDIT_LOGS,
    ZOE,
    ask,
    expect_home_of,
    go_to_admin_proxy,
    heading,
    impersonate,
    sign_in,
    stop,
)
from tests.journeys.conftest import Browser, NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def change_time_zone(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


REASON = "Her times are an hour off, ticket 4711"


def an_impersonation(browser: Browser) -> Page:
    page = sign_in(browser, "Super Admin")
    go_to_admin_proxy(page)
    asked = ask(page)
    asked.get_by_label("Reason").fill(REASON)
    asked.get_by_role("button", name="Accept").click()
    expect_home_of(page, ZOE)
    change_time_zone(page)
    stop(page)
    expect(heading(page)).to_have_text("Admin Proxy")
    return page


def fact(page: Page, name: str) -> Locator:
    """What stands beside that name."""
    return page.get_by_role("term").filter(has_text=re.compile(f"^{name}$")).locator("xpath=following-sibling::dd")


def test_who_changed_this_and_why_in_three_clicks(new_demo: Callable[..., Server], new_browser: NewBrowser) -> None:
    demo = new_demo()
    page = an_impersonation(new_browser(demo))

    page.get_by_role("link", name="Audit Logs", exact=True).click()
    page.get_by_role("textbox", name="Person").fill("zoe marchand")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("row").filter(has_text="Changed settings").first.get_by_role("link").first.click()

    expect(heading(page)).to_have_text("Changed settings")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Dana Whitfield")
    expect(main).to_contain_text(ZOE)
    expect(fact(page, "Reason of the impersonation")).to_have_text(REASON)
    row = page.get_by_role("table", name="What was changed").get_by_role("row").filter(has_text="Time zone")
    expect(row).to_have_count(1)

    shared = new_browser(demo)
    sign_in(shared, "Super Admin")
    other = shared.tab(re.sub(r"^https?://[^/]+", "", page.url))
    expect(heading(other)).to_have_text("Changed settings")

    page.get_by_role("link", name="See the whole session").click()
    expect(heading(page)).to_have_text(f"Dana Whitfield as {ZOE}")
    expect(fact(page, "Reason")).to_have_text(REASON)
    expect(fact(page, "Cause of the end")).to_have_text("Stopped")
    expect(page.locator(".timeline > li")).to_have_count(5)
    for place, action in enumerate(
        ("Started an impersonation", "Opened a page · Home", "Opened a page · My settings", "Changed settings", "Ended")
    ):
        expect(page.locator(".timeline > li").nth(place)).to_contain_text(action)


def test_filters_by_keyboard_and_pages_both_ways(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    sign_in(browser, "Super Admin")
    page = browser.tab(AUDIT_LOGS)
    page.bring_to_front()
    expect(page.get_by_role("row").nth(50)).to_be_visible()
    first = page.get_by_role("row").nth(1).inner_text()
    page.get_by_role("link", name="Next", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("older="))
    expect(page.get_by_role("row").nth(1)).not_to_have_text(first)
    page.get_by_role("link", name="Previous", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("newer="))
    expect(page.get_by_role("row").nth(1)).to_contain_text(first.split("\n")[0])

    page.get_by_label("Category", exact=True).select_option("Impersonation")
    page.get_by_role("textbox", name="Person").press("Enter")
    expect(page).to_have_url(re.compile("category=impersonation"))
    only_of_category = page.get_by_label("Subcategory", exact=True).get_by_role("option")
    expect(only_of_category).to_have_text(["Any subcategory", "Session", "Page"])
    page.get_by_label("Action", exact=True).select_option("Ended an impersonation")
    page.get_by_role("textbox", name="Person").press("Enter")
    expect(page.get_by_role("row").filter(has_text="Started an impersonation")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="Ended an impersonation").first).to_be_visible()

    page.get_by_label("From").fill("2026-03-02")
    page.get_by_label("To", exact=True).fill("2026-03-01")
    page.get_by_role("textbox", name="Person").press("Enter")
    expect(page.get_by_text("The last day lies before the first.")).to_be_visible()
    page.get_by_label("Go to date").fill("2001-01-01")
    page.get_by_label("Go to date").press("Enter")
    expect(page.get_by_text("No entries match")).to_be_visible()


def test_what_is_new_is_announced_and_moves_nothing(demo: Server, new_browser: NewBrowser) -> None:
    watching = new_browser(demo)
    sign_in(watching, "Super Admin")
    page = watching.tab(f"{AUDIT_LOGS}?category=impersonation")
    page.bring_to_front()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    before = page.get_by_role("row").nth(1).inner_text()

    other = sign_in(new_browser(demo), "HR Admin (department scope)")
    impersonate(other)
    stop(other)
    expect(heading(other)).to_have_text("Admin Proxy")

    expect(page.get_by_role("button", name="2 new")).to_be_visible()
    assert page.get_by_role("row").nth(1).inner_text() == before
    page.get_by_role("button", name="2 new").press("Enter")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Ended an impersonation")
    expect(page.get_by_role("button", name="2 new")).to_have_count(0)


def test_figures_follow_the_filters(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    sign_in(browser, "Super Admin")
    page = browser.tab(AUDIT_LOGS)
    page.bring_to_front()
    picture = page.get_by_role("img", name="entries. Between")
    expect(picture).to_be_visible()
    everything = picture.get_attribute("aria-label")
    page.get_by_text("As a table").click()
    expect(page.get_by_role("table", name="Entries by day").get_by_role("row")).to_have_count(31)
    page.get_by_label("Category", exact=True).select_option("Impersonation")
    page.get_by_role("button", name="Filter").click()
    expect(picture).not_to_have_attribute("aria-label", everything or "")
    expect(page.get_by_role("progressbar").first).to_be_visible()
    page.get_by_role("textbox", name="Person").fill("nobody at all")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("Nobody impersonated anybody")).to_be_visible()


def test_the_filtered_rows_are_exported_and_that_is_recorded(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    demo = new_demo()
    page = an_impersonation(new_browser(demo))
    page.get_by_role("status").get_by_role("link", name="See it in the audit log").click()
    expect(heading(page)).to_have_text("Audit Logs")
    expect(page.get_by_role("row")).to_have_count(6)
    for words, ending in (("CSV", "csv"), ("XLSX (Excel)", "xlsx"), ("NDJSON", "ndjson")):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("button", name=words, exact=True).click()
        assert download.value.suggested_filename.endswith(f".{ending}")
        if ending == "csv":
            rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
            assert [row["Action"] for row in rows] == [
                "Ended an impersonation", "Changed settings", "Opened a page", "Opened a page",
                "Started an impersonation",
            ]  # fmt: skip
        page.keyboard.press("Escape")
    (count,) = records.read(demo, "SELECT count(*) FROM audit_entry WHERE tag = 'audit.log.exported'")[0]
    assert count >= 3


def test_after_an_export_the_page_goes_on_following_the_record(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    browser = new_browser(new_demo())
    sign_in(browser, "Super Admin")
    page = browser.tab(AUDIT_LOGS)
    page.bring_to_front()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download():
        page.get_by_role("button", name="CSV", exact=True).click()
    expect(page.get_by_role("button", name="1 new")).to_be_visible()


def test_an_entry_that_is_not_there_says_so(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    expect_home_of(sign_in(browser, "Super Admin"), "Dana Whitfield")
    for path in (f"{AUDIT_LOGS}/{'0' * 36}", f"{AUDIT_LOGS}/sessions/{'0' * 36}"):
        page = browser.tab(path)
        expect(page.get_by_role("main")).to_contain_text("There is no such")
