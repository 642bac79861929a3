"""Administrators: roles are granted and withdrawn, and a scope is chosen while seeing how many people it is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import (
    ADMIN_PROXY,
    expect_banner,
    expect_no_banner,
    heading,
    impersonate,
    option,
    search,
    sign_in,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

ADMINISTRATORS = "/admin/user-management/administrators"
HANNAH = "Hannah Lindqvist"
OWEN = "Owen Fletcher"
A_SECOND = 1_000
"""Milliseconds within which what is no longer allowed must be gone."""


@pytest.fixture
def house(new_demo: Callable[..., Server]) -> Server:
    return new_demo()


@pytest.fixture
def page(house: Server, new_browser: NewBrowser) -> Page:
    browser = new_browser(house)
    sign_in(browser, "Super Admin")
    tab = browser.tab(ADMINISTRATORS)
    expect(row(tab, HANNAH)).to_be_visible()
    return tab


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Administrators").get_by_role("row").filter(has_text=name)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def edit_scope(page: Page, name: str) -> None:
    row(page, name).get_by_role("link", name="Edit scope").click()
    expect(heading(page)).to_have_text(f"Scope of {name}")


def department(page: Page, name: str) -> Locator:
    return page.get_by_role("list", name="Departments").get_by_role("checkbox", name=name)


def choose(page: Page, name: str) -> None:
    """A box is checked when the server says so."""
    department(page, name).click()
    expect(department(page, name)).to_be_checked()


def chosen(page: Page) -> Locator:
    return page.get_by_role("list", name="Chosen").get_by_role("listitem")


def expect_count(page: Page, people: re.Pattern[str]) -> None:
    expect(page.get_by_role("status").filter(has_text="can be impersonated")).to_have_text(people)


def review_and_save(page: Page, ends: str) -> None:
    page.get_by_role("button", name="Review").click()
    expect(dialog(page)).to_contain_text(ends)
    dialog(page).get_by_role("button", name="Save").click()
    expect(heading(page)).to_have_text("Administrators")


def test_an_hr_admins_scope_is_narrowed_while_they_impersonate_and_both_their_tabs_leave_within_a_second(
    house: Server, page: Page, new_browser: NewBrowser
) -> None:
    hannahs = new_browser(house)
    first = sign_in(hannahs, "HR Admin (department scope)")
    impersonate(first)
    second = hannahs.tab("/settings")
    expect_banner(second, "Zoë Marchand")
    edit_scope(page, HANNAH)
    page.get_by_role("button", name="Take out Sales").click()
    choose(page, "Finance")
    expect(chosen(page)).to_have_text(["Finance"])
    page.get_by_role("button", name="Review").click()
    expect(dialog(page)).to_contain_text("1 running impersonation ends at once.")
    dialog(page).get_by_role("button", name="Save").click()
    for tab in (first, second):
        expect(tab.get_by_role("region", name="Impersonation")).to_have_count(0, timeout=A_SECOND)
        expect(tab.get_by_role("alertdialog", name="Impersonation ended")).to_be_visible()
    expect(row(page, HANNAH)).to_contain_text("Finance")


def test_a_role_is_granted_with_a_scope_and_the_new_hr_admin_finds_exactly_these_people(
    house: Server, page: Page, new_browser: NewBrowser
) -> None:
    page.get_by_role("button", name="Grant a role").click()
    dialog(page).get_by_role("combobox", name="Person").fill("miguel santos")
    option(page, "Miguel Santos").click()
    dialog(page).get_by_label("Role", exact=True).select_option("HR Admin")
    dialog(page).get_by_role("button", name="Continue").click()
    expect(dialog(page)).to_contain_text("Employee → HR Admin")
    dialog(page).get_by_role("button", name="Grant").click()
    expect(page.get_by_text("An empty scope sees nobody.")).to_be_visible()
    page.get_by_label("Find departments").fill("legal")
    choose(page, "Legal & Compliance")
    expect_count(page, re.compile(r"^[1-9]\d* people covered, [1-9]\d* can be impersonated\.$"))
    review_and_save(page, "No running impersonation ends by this.")
    miguel = row(page, "Miguel Santos")
    expect(miguel).to_contain_text("Legal & Compliance")
    people = re.search(r"(\d+) people", miguel.inner_text())
    assert people is not None
    theirs = new_browser(house)
    tab = sign_in(theirs, "Manager")
    tab.goto(theirs.origin + "/admin/user-management/users")
    expect(tab.get_by_role("status").filter(has_text=f"{people[1]} people")).to_be_visible()
    tab.goto(theirs.origin + ADMIN_PROXY)
    search(tab, "zoe marchand")
    expect(option(tab, "Zoë")).to_have_count(0)


def test_a_role_is_withdrawn_and_what_ran_under_it_ends(house: Server, page: Page, new_browser: NewBrowser) -> None:
    hannah = sign_in(new_browser(house), "HR Admin (department scope)")
    impersonate(hannah)
    row(page, HANNAH).get_by_role("button", name="Withdraw").click()
    expect(dialog(page)).to_contain_text("HR Admin → Employee")
    expect(dialog(page)).to_contain_text("Sales → none")
    expect(dialog(page)).to_contain_text("1 running impersonation ends at once.")
    dialog(page).get_by_role("button", name="Withdraw").click()
    expect(row(page, HANNAH)).to_have_count(0)
    expect_no_banner(hannah)
    expect(hannah.get_by_role("navigation", name="Main").get_by_role("link", name="Admin Proxy")).to_have_count(0)


def test_nobody_changes_their_own_role(page: Page) -> None:
    own = row(page, "Dana Whitfield")
    expect(own.get_by_role("button", name="Change role")).to_be_disabled()
    expect(own).to_contain_text("Nobody can change their own role. Ask another Super Admin.")


def test_what_is_chosen_outlives_a_reload_and_somebody_elses_scope_is_shown_beside_it(
    house: Server, page: Page, new_browser: NewBrowser
) -> None:
    edit_scope(page, OWEN)
    choose(page, "Finance")
    expect(page).to_have_url(re.compile("departments="))
    page.reload()
    expect(chosen(page)).to_have_text(["Finance"])
    other = page.context.new_page()
    other.goto(page.url.partition("?")[0])
    choose(other, "Marketing")
    expect(chosen(other)).to_have_text(["Marketing"])
    review_and_save(other, "No running impersonation ends by this.")
    page.bring_to_front()
    expect(page.get_by_role("status").filter(has_text="Theirs: Marketing")).to_be_visible()
    expect(chosen(page)).to_have_text(["Finance"])
    page.get_by_role("button", name="Review").click()
    expect(dialog(page)).to_contain_text("Marketing")
    dialog(page).get_by_role("button", name="Save").click()
    expect(row(page, OWEN)).to_contain_text("Finance")
    expect(row(page, OWEN)).not_to_contain_text("Marketing")


def test_a_scope_is_chosen_with_the_keyboard_alone(page: Page) -> None:
    edit_scope(page, OWEN)
    page.get_by_label("Find departments").focus()
    page.keyboard.type("field")
    expect(page.get_by_role("list", name="Departments").get_by_role("listitem").first).to_contain_text("in Sales")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(chosen(page)).to_have_text(["Sales › Field Sales"])
    expect(department(page, "Field Sales").first).to_be_focused()
    page.get_by_role("button", name="Take out Sales › Field Sales").press("Enter")
    expect(page.get_by_text("An empty scope sees nobody.")).to_be_visible()
    expect(page.get_by_text("As it is saved")).to_be_visible()


def test_a_persons_page_leads_to_their_role_and_to_their_scope(page: Page) -> None:
    row(page, HANNAH).get_by_role("link", name=HANNAH, exact=True).click()
    expect(heading(page)).to_have_text(HANNAH)
    page.get_by_role("link", name="Change role").click()
    dialog(page).get_by_label("Role", exact=True).select_option("Admin")
    dialog(page).get_by_role("button", name="Continue").click()
    dialog(page).get_by_role("button", name="Change").click()
    expect(page.get_by_role("status").filter(has_text=f"{HANNAH}’s role is Admin now.")).to_be_visible()
    expect(row(page, HANNAH)).to_contain_text("Admin")
    expect(dialog(page)).to_have_count(0)
