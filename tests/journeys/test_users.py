"""Users: a Super Admin finds somebody, adds and invites somebody, and changes several at once after a preview."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import heading, sign_in
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

USERS = "/admin/user-management/users"


@pytest.fixture
def page(demo: Server, new_browser: NewBrowser) -> Page:
    browser = new_browser(demo)
    sign_in(browser, "Super Admin")
    tab = browser.tab(USERS)
    expect(heading(tab)).to_have_text("Users")
    return tab


def dialog(page: Page):
    return page.get_by_role("dialog")


def test_somebody_is_found_and_their_page_says_who_may_impersonate_them(page: Page) -> None:
    page.get_by_label("Search").fill("zoe marchand")
    page.get_by_label("Search").press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 person")).to_be_visible()
    page.get_by_role("link", name="Zoë Marchand").click()
    expect(heading(page)).to_have_text("Zoë Marchand")
    page.get_by_role("button", name="Show").click()
    who_may = page.get_by_role("table", name="Who may impersonate")
    expect(who_may.get_by_role("row").filter(has_text="Hannah Lindqvist")).to_contain_text("department Sales")
    page.get_by_role("main").get_by_role("link", name="Impersonate").click()
    expect(dialog(page).get_by_role("heading")).to_have_text("Impersonate Zoë Marchand?")


def test_the_list_is_as_the_address_says(page: Page) -> None:
    page.get_by_role("link", name="Last sign-in").click()
    expect(page.get_by_role("columnheader", name="Last sign-in")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Previous")).to_be_visible()
    first = page.get_by_role("row").nth(1).inner_text()
    page.reload()
    expect(page.get_by_role("row").nth(1)).to_have_text(first, use_inner_text=True)
    expect(page.get_by_role("columnheader", name="Last sign-in")).to_have_attribute("aria-sort", "descending")


def test_somebody_new_is_added_and_invited_and_what_is_wrong_stands_beside_its_field(page: Page) -> None:
    page.get_by_role("button", name="Add person").click()
    form = dialog(page)
    form.get_by_label("First name").fill("Nia")
    form.get_by_label("E-mail").fill("zoe.marchand@kestrel.example")
    form.get_by_role("button", name="Add").click()
    expect(form.get_by_text("Zoë Marchand has this e-mail")).to_be_visible()
    expect(form.get_by_label("First name")).to_have_value("Nia")
    form.get_by_label("E-mail").fill("nia@kestrel.example")
    form.get_by_role("button", name="Add").click()
    expect(heading(page)).to_have_text("Nia")
    page.get_by_role("button", name="Invite").click()
    expect(dialog(page).get_by_label("One-time link")).to_have_value(re.compile(r"/welcome#[\w-]{20,}$"))


def test_several_are_moved_after_a_preview(page: Page) -> None:
    page.goto(page.url + "?text=ayse")
    page.get_by_label("Select everybody on this page").click()
    page.get_by_role("button", name="Move to department…").click()
    dialog(page).get_by_role("combobox", name="Department").fill("facil")
    dialog(page).get_by_role("option", name="Facilities").click()
    dialog(page).get_by_role("button", name="Preview").click()
    expect(dialog(page).get_by_text("Will be changed")).to_be_visible()
    dialog(page).get_by_role("button", name="Apply").click()
    expect(page.get_by_role("status").filter(has_text="were changed")).to_be_visible()


def test_the_list_is_narrowed_down_to_a_department_that_is_found_by_typing(page: Page) -> None:
    field = page.get_by_role("combobox", name="Department")
    field.fill("sales emea")
    expect(page.get_by_role("option", name="Field Sales EMEA")).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value(re.compile("^Sales › .*Field Sales EMEA$"))
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"\?department=\d+$"))
    page.reload()
    expect(field).to_have_value(re.compile("^Sales › .*Field Sales EMEA$"))
    expect(page.get_by_role("row").nth(1)).to_contain_text("Field Sales EMEA")
