"""Real people come in: a file is checked, looked at, applied; then somebody from it is impersonated."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import records
from tests.journeys.acts import (
    expect_banner,
    expect_home_of,
    go_to_admin_proxy,
    heading,
    impersonate,
    search,
    sign_in,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

REAL_EXPORT = Path(__file__).parent.parent / "data" / "adventureworks_people.csv"
TERRI = "Terri Duffy"
TERRI_S_ADDRESS = "terri0@adventure-works.com"


def go_to_csv_upload(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="CSV Upload").click()
    expect(heading(page)).to_have_text("CSV Upload")


def upload(page: Page, file: Path | dict[str, object]) -> None:
    page.get_by_label("Choose a CSV file").set_input_files(file)  # type: ignore[arg-type]


def expect_figures(page: Page, **figures: int) -> None:
    for name, number in figures.items():
        shown = (
            page.get_by_role("term")
            .filter(has_text=re.compile(f"^{name}$", re.I))
            .locator("xpath=following-sibling::*")
        )
        expect(shown).to_have_text(str(number))


def test_the_real_export_goes_in_as_it_is_and_somebody_from_it_is_impersonated(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    server = new_demo()
    page = sign_in(new_browser(server), "Super Admin")
    go_to_csv_upload(page)
    upload(page, REAL_EXPORT)
    expect(page.get_by_role("heading", name="What adventureworks_people.csv would do")).to_be_visible()
    expect_figures(page, new=290, changed=0, unchanged=0)
    ((before,),) = records.read(server, "SELECT count(*) FROM person")

    page.get_by_role("button", name="Apply").click()

    applied = page.get_by_role("status").filter(has_text="adventureworks_people.csv was applied")
    expect(applied).to_contain_text("290 new, 0 changed, 0 unchanged")
    assert records.read(server, "SELECT count(*) FROM person") == [(before + 290,)]

    upload(page, REAL_EXPORT)
    expect_figures(page, new=0, changed=0, unchanged=290)
    expect(page.get_by_role("button", name="Apply")).to_be_disabled()

    go_to_admin_proxy(page)
    search(page, "terri duffy")
    expect(page.get_by_role("option")).to_have_count(0)
    records.accept_privacy(server, TERRI_S_ADDRESS)
    impersonate(page, TERRI_S_ADDRESS, TERRI)
    expect_banner(page, TERRI)
    expect_home_of(page, TERRI)
    expect(page.get_by_role("main")).to_contain_text("Engineering")


def test_a_broken_file_shows_each_error_where_it_is_and_writes_nothing(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    before = records.read(demo, "SELECT count(*) FROM person")
    go_to_csv_upload(page)
    rows = (
        "employee_id,email,first_name,last_name,manager_id",
        "1,ann@broken.example,Ann,Ash,99",
        "2,ann@broken.example,Ben,Birch,1",
        "3,not an address,Cleo,Cedar,1",
    )
    upload(page, {"name": "broken.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()})

    errors = page.get_by_role("table", name="Errors in the file").get_by_role("row")
    for place, (where, what) in enumerate(
        (
            ("Line 2, column 5 (manager_id)", "'99'"),
            ("Line 3, column 2 (email)", "'ann@broken.example' is already the e-mail of Ann Ash"),
            ("Line 4, column 2 (email)", "'not an address' is not an e-mail address."),
        ),
        start=1,
    ):
        expect(errors.nth(place)).to_contain_text(where)
        expect(errors.nth(place)).to_contain_text(what)
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    assert records.read(demo, "SELECT count(*) FROM person") == before


def test_what_is_no_csv_file_at_all_is_refused_in_words(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    browser.expect_complaint("status of 422")
    page = sign_in(browser, "Super Admin")
    go_to_csv_upload(page)
    upload(page, {"name": "people.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 9})
    expect(page.get_by_role("main")).to_contain_text("PDF")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
