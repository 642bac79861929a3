"""The day on which the clocks are put back: what was first is told first, and an hour is an hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from admin_proxy.demo.organization import PASSWORD
from tests.journeys import records
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("zone", "since", "until", "told"),
    [
        ("Europe/Berlin", datetime(2025, 10, 26, 0, 50, tzinfo=UTC), datetime(2025, 10, 26, 1, 10, tzinfo=UTC),
         "02:50 (GMT+02:00)"),
        ("America/New_York", datetime(2025, 11, 2, 5, 50, tzinfo=UTC), datetime(2025, 11, 2, 6, 10, tzinfo=UTC),
         "01:50 (GMT-04:00)"),
    ],
)  # fmt: skip
def test_a_visit_in_the_hour_that_comes_twice_says_in_which_of_the_two(
    new_demo: Callable[..., Server],
    new_browser: NewBrowser,
    zone: str,
    since: datetime,
    until: datetime,
    told: str,
) -> None:
    server = new_demo()
    email = records.move_last_visit(server, zone, since, until)
    browser = new_browser(server, timezone_id="Asia/Tokyo")  # where the browser is says nothing about the person
    page = browser.tab("/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{server.origin}/")
    page.goto(f"{server.origin}/settings/account-activity")

    seen = page.get_by_role("listitem").filter(has_text=told)
    expect(seen).to_contain_text("20 minutes")
