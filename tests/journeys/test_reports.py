"""Reports: whose they are and where they go, how far they are whatever else one does, and getting the file."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from uuid_utils import uuid7

from tests.journeys import records
from tests.journeys.acts import banner, heading, impersonate, sign_in
from tests.journeys.conftest import NewBrowser
from tests.journeys.test_keyboard import go_to
from tests.serving import Server

pytestmark = pytest.mark.journey

EMMA, EMMAS_ADDRESS = "Emma Bergström", "emma.bergstrom@kestrel.example"
MIGUELS_ADDRESS = "miguel.santos@kestrel.example"


def open_reports(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports", exact=True).click()
    expect(heading(page)).to_have_text("Reports")


def generate(page: Page, report: str, form: str = "CSV") -> None:
    page.get_by_label("Report", exact=True).select_option(label=report)
    page.get_by_label("Format").select_option(label=form)
    page.get_by_role("button", name="Generate report").click()


def line(page: Page, report: str) -> Locator:
    """The newest of them."""
    return page.get_by_role("table", name="Reports").get_by_role("row").filter(has_text=report).first


def download(page: Page, report: str) -> Path:
    with page.expect_download() as coming:
        line(page, report).get_by_role("button", name="Download").click()
    return Path(coming.value.path())


def is_generated_elsewhere(server: Server, email: str, done: int) -> str:
    """A report of that person which another server is at, and has so many of its 1,000 rows."""
    report_id, now = str(uuid7()), datetime.now(UTC).replace(tzinfo=None)
    records.write(
        server,
        """
        INSERT INTO report (id, organization_id, subject_id, actor_id, login_id, address, kind, format, once, asked_at,
                            stage, due_at, claim, attempts, done, total, sentence, size, sent_to, rights)
        SELECT ?, organization_id, id, id, '', '', 'team_progress', 'csv', ?, ?, 'running', ?, ?, 1, ?, 1000, '', 0,
               '', ''
        FROM person WHERE email_key = ?
        """,
        report_id, report_id.replace("-", ""), str(now), str(now + timedelta(hours=1)), str(uuid7()), done, email,
    )  # fmt: skip
    return report_id


def test_a_report_made_as_jane_arrives_at_janes_address(demo: Server, new_browser: NewBrowser) -> None:
    administrator = new_browser(demo)
    page = sign_in(administrator, "Super Admin")
    impersonate(page, "emma b", EMMA)
    open_reports(page)
    expect(page.get_by_text(f"It goes to {EMMA} at {EMMAS_ADDRESS}, not to you")).to_be_visible()
    generate(page, "Feedback I received")
    row = line(page, "Feedback I received")
    expect(row).to_contain_text("Ready")
    expect(row).to_contain_text(f"Sent to {EMMAS_ADDRESS}")
    expect(row).to_contain_text("by Dana Whitfield")

    banner(page).get_by_role("button", name="Stop Impersonation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Admin Proxy")
    open_reports(page)
    expect(page.get_by_text("Your reports")).to_be_visible()
    expect(page.get_by_text("by Dana Whitfield")).to_have_count(0)
    page.goto(f"{demo.origin}/demo/mailbox")
    letter = page.get_by_role("article").filter(has_text="Your report is ready: Feedback I received").first
    expect(letter).to_contain_text(f"To {EMMA} ({EMMAS_ADDRESS})")
    expect(letter).to_contain_text("Dana Whitfield (dana.whitfield@kestrel.example) asked for it in your name.")
    expect(letter).to_contain_text(f"{demo.origin}/reports")

    hers = sign_in(new_browser(demo), "Employee")
    open_reports(hers)
    expect(line(hers, "Feedback I received")).to_contain_text("by Dana Whitfield")
    with download(hers, "Feedback I received").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == ["Given", "From", "Title", "About", "Question", "Feedback"]


def test_progress_survives_leaving_the_page_and_can_be_cancelled(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Manager")
    report_id = is_generated_elsewhere(demo, MIGUELS_ADDRESS, 300)
    open_reports(page)
    bar = page.get_by_role("progressbar", name="Team progress: progress")
    expect(bar).to_have_attribute("value", "30")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home", exact=True).click()
    expect(heading(page)).to_contain_text("Hello")
    open_reports(page)
    expect(bar).to_have_attribute("value", "30")
    records.write(demo, "UPDATE report SET done = 600 WHERE id = ?", report_id)
    expect(bar).to_have_attribute("value", "60")  # nobody has touched the page
    line(page, "Team progress").get_by_role("button", name="Cancel").click()
    expect(line(page, "Team progress")).to_contain_text("Cancelled")
    expect(bar).to_have_count(0)


def test_by_keyboard_only(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "HR Admin (department scope)")
    open_reports(page)
    expect(page.get_by_role("option", name="User activity")).to_be_attached()
    go_to(page, page.get_by_label("Report", exact=True))
    page.keyboard.type("User")
    go_to(page, page.get_by_label("Format"))
    go_to(page, page.get_by_role("button", name="Generate report"))
    page.keyboard.press("Enter")
    expect(line(page, "User activity")).to_contain_text("Ready")
    go_to(page, line(page, "User activity").get_by_role("button", name="Download"))
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    with Path(coming.value.path()).open(encoding="utf-8-sig", newline="") as file:
        departments = {row["Department"] for row in csv.DictReader(file)}
    assert "Sales" in departments
    assert "Engineering" not in departments


def test_days_are_asked_for_where_a_report_is_about_a_time(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    open_reports(page)
    expect(page.get_by_label("From")).to_be_hidden()
    page.get_by_label("Report", exact=True).select_option(label="Impersonation sessions")
    page.get_by_label("From").fill("2026-02-02")
    page.get_by_label("To").fill("2026-02-01")
    page.get_by_role("button", name="Generate report").click()
    expect(page.get_by_text("The last day lies before the first.")).to_be_visible()
    expect(page.get_by_label("From")).to_have_value("2026-02-02")
    page.get_by_label("To").fill("2026-02-28")
    page.get_by_role("button", name="Generate report").click()
    expect(line(page, "Impersonation sessions")).to_contain_text("2 Feb 2026 – 28 Feb 2026")
    expect(line(page, "Impersonation sessions")).to_contain_text("Ready")
