"""Watching over impersonations, limiting them, seeing who was in one's account, and asking why somebody is not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import (
    ended_popup,
    expect_banner,
    expect_no_banner,
    go_to_admin_proxy,
    heading,
    impersonate,
    sign_in,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

SESSIONS = "/admin/program-management/impersonate/sessions"
ACCOUNT_ACTIVITY = "/settings/account-activity"
MIGUEL = "Miguel Santos"


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def running(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Running impersonations").get_by_role("row").filter(has_text=name)


def test_a_super_admin_ends_a_session_from_sessions_and_every_tab_hears_of_it(
    demo: Server, new_browser: NewBrowser
) -> None:
    hannah, dana = new_browser(demo), new_browser(demo)
    page = sign_in(hannah, "HR Admin (department scope)")
    watching = sign_in(dana, "Super Admin")
    menu(watching).get_by_role("link", name="Sessions").click()
    expect(heading(watching)).to_have_text("Sessions")
    also_watching = dana.tab(SESSIONS)
    expect(heading(also_watching)).to_have_text("Sessions")
    impersonate(page, "miguel", MIGUEL)
    other_tab = hannah.tab("/settings")
    expect_banner(other_tab, MIGUEL)
    for tab in (watching, also_watching):
        expect(running(tab, MIGUEL)).to_contain_text("Hannah Lindqvist")
    running(watching, MIGUEL).get_by_role("button", name="End now").click()
    asks = watching.get_by_role("dialog", name="End this impersonation?")
    asks.get_by_role("button", name="End now").click()
    expect(asks.get_by_text("Say why you end it.")).to_be_visible()
    asks.get_by_label("Reason").fill("Payroll is being closed.")
    asks.get_by_role("button", name="End now").click()
    for tab in (page, other_tab):
        expect(ended_popup(tab)).to_contain_text("has been ended by a Super Admin. Payroll is being closed.")
        expect_no_banner(tab)
    for tab in (watching, also_watching):
        expect(tab.get_by_text("Nobody is impersonating anybody")).to_be_visible()
        past = tab.get_by_role("table", name="Past impersonations").get_by_role("row").nth(1)
        expect(past).to_contain_text("Revoked")


def test_people_see_who_is_in_their_account_while_it_happens_and_afterwards(
    demo: Server, new_browser: NewBrowser
) -> None:
    miguel = sign_in(new_browser(demo), "Manager")
    menu(miguel).get_by_role("link", name="My settings").click()
    miguel.get_by_role("navigation", name="My settings").get_by_role("link", name="Account activity").click()
    expect(miguel.get_by_role("heading", name="Who has been in my account")).to_be_visible()
    page = sign_in(new_browser(demo), "HR Admin (department scope)")
    impersonate(page, "miguel", MIGUEL)
    visit = miguel.get_by_role("listitem").filter(has_text="In your account now")
    expect(visit).to_contain_text("Hannah Lindqvist")
    expect(visit).to_contain_text("Nothing was changed.")
    menu(page).get_by_role("link", name="My settings").click()
    expect(page.get_by_text("Changing it ends Miguel’s other sign-ins.")).to_be_visible()
    page.get_by_role("navigation", name="My settings").get_by_role("link", name="Account activity").click()
    expect(page.get_by_text("In Miguel’s account now")).to_be_visible()
    page.get_by_role("button", name="Stop Impersonation").click()
    expect(visit).to_have_count(0)
    expect(miguel.get_by_role("main").get_by_role("listitem").first).to_contain_text("Hannah Lindqvist")


def test_the_vendor_limits_to_super_admins_and_the_hr_admin_s_menu_entry_goes(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    demo = new_demo()
    hannah = new_browser(demo)
    page = sign_in(hannah, "HR Admin (department scope)")
    impersonate(page, "miguel", MIGUEL)
    vendor = sign_in(new_browser(demo), "Customer Success Manager")
    menu(vendor).get_by_role("link", name="Vendor console").click()
    vendor.get_by_role("button", name="Change").click()
    vendor.get_by_role("dialog").get_by_label("Limited to Super Admins").check()
    vendor.get_by_role("dialog").get_by_role("button", name="Review").click()
    asks = vendor.get_by_role("dialog", name="Change the rules of Kestrel Works?")
    expect(asks).to_contain_text("1 running impersonation ends at once.")
    expect_banner(page, MIGUEL)
    asks.get_by_role("button", name="Change").click()
    expect(ended_popup(page)).to_contain_text("Admin Proxy is limited to Super Admins in your organization.")
    ended_popup(page).get_by_role("button", name="Done").click()
    expect(menu(page).get_by_role("link", name="My settings")).to_be_visible()
    expect(menu(page).get_by_role("link", name="Admin Proxy")).to_have_count(0)
    dana = sign_in(new_browser(demo), "Super Admin")
    menu(dana).get_by_role("link", name="Audit Logs").click()
    change = dana.get_by_role("row").filter(has_text="Changed an organization setting").first
    expect(change).to_contain_text("Carla Nunes")


def test_hr_admins_hear_the_same_of_those_elsewhere_as_of_those_who_do_not_exist(
    demo: Server, new_browser: NewBrowser
) -> None:
    page = sign_in(new_browser(demo), "HR Admin (department scope)")
    go_to_admin_proxy(page)
    page.get_by_role("button", name="Why don't I see a person?").click()
    asks = page.get_by_role("dialog", name="Why don't I see a person?")
    for typed in ("emma.bergstrom@kestrel.example", "nobody.at.all@kestrel.example"):
        asks.get_by_role("combobox", name="Name or e-mail").fill(typed)
        expect(asks.get_by_text("No such person in your scope.").locator("visible=true").first).to_be_visible()


def test_a_super_admin_is_told_why_somebody_cannot_be_found(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    go_to_admin_proxy(page)
    page.get_by_role("button", name="Why don't I see a person?").click()
    asks = page.get_by_role("dialog", name="Why don't I see a person?")
    asks.get_by_role("combobox", name="Name or e-mail").fill("noor haddad")
    asks.get_by_role("option").filter(has_text="Noor Haddad").click()
    expect(asks.get_by_role("status").filter(has_text="has not accepted the privacy policy yet")).to_be_visible()
