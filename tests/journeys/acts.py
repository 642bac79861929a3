"""What somebody does in a browser, and where they look, by the words on the screen and nothing else."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Browser

ADMIN_PROXY = "/admin/program-management/impersonate"
CSV_UPLOAD = "/admin/user-management/csv-upload"
AUDIT_LOGS = "/admin/program-management/reporting/audit-logs"

ZOE = "Zoë Marchand"


def sign_in(browser: Browser, persona: str) -> Page:
    """One click on the sign-in page; the tab that it leaves on Home."""
    page = browser.tab("/login")
    page.get_by_role("button", name=persona, exact=True).click()
    expect(heading(page)).to_have_text(re.compile("^Hello, "))
    return page


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def go_to_admin_proxy(page: Page) -> None:
    """By the menu: Admin → Program Management → Impersonate → Admin Proxy."""
    menu = page.get_by_role("navigation", name="Main")
    menu.get_by_role("link", name="Admin Proxy", exact=True).click()
    expect(heading(page)).to_have_text("Admin Proxy")


def search_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search people")


def option(page: Page, name: str) -> Locator:
    return page.get_by_role("option").filter(has_text=name)


def search(page: Page, text: str) -> None:
    """Returns when the list is the answer to that text; before, nothing can be chosen from it."""
    search_field(page).fill("")  # what it remembers from the last time would not be a change
    search_field(page).fill(text)
    expect(search_field(page)).not_to_have_attribute("aria-busy", "true")


def choose(page: Page, text: str, name: str) -> None:
    search(page, text)
    option(page, name).click()


def prompt(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=f"Impersonate {name}?")


def ask(page: Page, text: str = "zoe", name: str = ZOE) -> Locator:
    """On Admin Proxy: search, choose, **Impersonate**; the open prompt."""
    choose(page, text, name)
    page.get_by_role("button", name="Impersonate", exact=True).click()
    expect(prompt(page, name)).to_be_visible()
    return prompt(page, name)


def impersonate(page: Page, text: str = "zoe", name: str = ZOE) -> None:
    """From anywhere: Admin Proxy, search, choose, Impersonate, Accept; lands on Home as that person."""
    go_to_admin_proxy(page)
    ask(page, text, name).get_by_role("button", name="Accept").click()
    expect_home_of(page, name)
    expect_banner(page, name)


def expect_home_of(page: Page, name: str) -> None:
    expect(heading(page)).to_have_text(f"Hello, {name.split()[0]}")


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="Impersonation", exact=True)


def expect_banner(page: Page, name: str) -> None:
    expect(banner(page)).to_contain_text(f"You are impersonating {name}")


def expect_no_banner(page: Page) -> None:
    expect(banner(page)).to_have_count(0)


def stop(page: Page) -> None:
    page.bring_to_front()
    banner(page).get_by_role("button", name="Stop Impersonation").click()


def idle_popup(page: Page, name: str = ZOE) -> Locator:
    return page.get_by_role("alertdialog", name=f"Still impersonating {name}?")


def ended_popup(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="Impersonation ended")


def account_menu(page: Page, name: str) -> Locator:
    """Opens it."""
    page.get_by_role("button", name=f"Account: {name}").click()
    return page.get_by_role("button", name="Sign out")
