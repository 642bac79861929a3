"""What each role finds, and the pages that are shut to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import (
    ADMIN_PROXY,
    AUDIT_LOGS,
    CSV_UPLOAD,
    ZOE,
    expect_home_of,
    go_to_admin_proxy,
    heading,
    impersonate,
    option,
    search,
    sign_in,
)
from tests.journeys.conftest import Browser, NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def expect_nobody_found(page: Page, text: str) -> None:
    search(page, text)
    expect(page.get_by_text("Nobody found whom you may impersonate.").locator("visible=true")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(0)


def expect_forbidden(browser: Browser, path: str, who: str = "You are") -> Page:
    browser.expect_complaint("status of 403")
    page = browser.tab("/")
    answer = page.goto(browser.origin + path)
    assert answer is not None
    assert answer.status == 403
    expect(heading(page)).to_have_text(f"{who} not allowed to see this page")
    expect(page.get_by_role("link", name="Back to Home")).to_be_visible()
    return page


def test_an_hr_admin_of_a_department_finds_its_people_only(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "HR Admin (department scope)")
    go_to_admin_proxy(page)
    search(page, "zoe")
    expect(option(page, ZOE)).to_be_visible()
    for elsewhere in ("emma bergstrom", "dana whitfield", "hannah lindqvist", "hugo marchetti"):
        expect_nobody_found(page, elsewhere)
    expect_forbidden(browser, AUDIT_LOGS)
    expect_forbidden(browser, CSV_UPLOAD)


def test_an_hr_admin_of_a_group_finds_its_people_only(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "HR Admin (group scope)")
    go_to_admin_proxy(page)
    search(page, "zoe")
    expect(option(page, ZOE)).to_be_visible()
    expect_nobody_found(page, "miguel santos")


@pytest.mark.parametrize("persona", ["Manager", "Employee"])
def test_others_are_offered_no_administration_and_turned_away_from_it(
    demo: Server, new_browser: NewBrowser, persona: str
) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, persona)
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="My settings")).to_be_visible()
    expect(menu.locator("a[href^='/admin'], a[href^='/vendor']")).to_have_count(0)
    for path in (ADMIN_PROXY, AUDIT_LOGS, CSV_UPLOAD):
        expect_forbidden(browser, path)


def test_a_subject_s_rights_apply_while_impersonating(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    page.goto(demo.origin + AUDIT_LOGS)
    expect(heading(page)).to_have_text("Audit Logs")
    impersonate(page)
    shut = expect_forbidden(browser, AUDIT_LOGS, "Zoë is")
    expect(shut.get_by_role("button", name="Stop Impersonation")).to_be_visible()


def test_a_new_employee_meets_the_privacy_policy_first(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    browser = new_browser(new_demo())
    page = browser.tab("/login")
    page.get_by_role("button", name="New employee (never signed in)").click()
    expect(heading(page)).to_have_text("Privacy policy")
    for path in ("/", "/settings", ADMIN_PROXY):
        page.goto(browser.origin + path)
        expect(heading(page)).to_have_text("Privacy policy")

    page.get_by_role("button", name="Accept and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to accept the privacy policy.")
    page.get_by_label("I have read the privacy policy and accept it").check()
    page.get_by_role("button", name="Accept and continue").click()

    expect_home_of(page, "Noor Haddad")


def test_a_customer_success_manager_sees_the_assigned_organizations_and_nobody_s_data(
    demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Customer Success Manager")
    expect_home_of(page, "Carla Nunes")
    expect(page.get_by_role("row").filter(has_text="Kestrel Works")).to_be_visible()
    menu = page.get_by_role("navigation", name="Main").get_by_role("link")
    expect(menu).to_have_text(["Home", "Vendor console", "My settings"])
    expect_forbidden(browser, ADMIN_PROXY)


def test_a_page_that_does_not_exist_says_so(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    browser.expect_complaint("status of 404")
    page = sign_in(browser, "Employee")
    answer = page.goto(demo.origin + "/no/such/page")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("404", exact=True)).to_be_visible()
    page.get_by_role("link", name="Back to Home").click()
    expect_home_of(page, "Emma Bergström")


def test_whoever_is_not_signed_in_goes_on_where_they_wanted_to(demo: Server, new_browser: NewBrowser) -> None:
    page = new_browser(demo).tab(AUDIT_LOGS + "?person=zoe")
    expect(heading(page)).to_have_text("Sign in")
    page.get_by_label("E-mail").fill("dana.whitfield@kestrel.example")
    page.get_by_label("Password", exact=True).fill("wrong-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("E-mail")).to_have_value("dana.whitfield@kestrel.example")

    page.get_by_label("Password", exact=True).fill("kestrel-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(heading(page)).to_have_text("Audit Logs")
    expect(page.get_by_role("textbox", name="Person")).to_have_value("zoe")
