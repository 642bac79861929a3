"""Groups: a Super Admin makes one, fills it by pasting and by search, and takes people out of it again."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import ZOE, expect_no_banner, heading, impersonate, sign_in
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

GROUPS = "/admin/user-management/groups"
PASTED = """Zoë Marchand <zoe.marchand@kestrel.example>
emma.bergstrom@kestrel.example, ZOE.MARCHAND@kestrel.example; nobody@kestrel.example
Jane Doe
"""


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def member(page: Page, name: str) -> Locator:
    return page.get_by_role("table", name="Members").get_by_role("row").filter(has_text=name)


def new_group(page: Page, server: Server, name: str) -> None:
    page.goto(server.origin + GROUPS)
    page.get_by_role("button", name="New group").click()
    dialog(page).get_by_label("Name").fill(name)
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(name)


def result(page: Page, text: str) -> Locator:
    return dialog(page).get_by_role("row").filter(has_text=re.compile(text))


def test_a_group_is_filled_by_pasting_with_the_keyboard_alone(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    new_group(page, demo, "Pasted by keyboard")
    expect(page.get_by_text("Nobody is in this group yet")).to_be_visible()

    page.get_by_role("button", name="Add by pasting e-mails").press("Enter")
    expect(dialog(page).get_by_label("E-mails")).to_be_focused()
    page.keyboard.insert_text(PASTED)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(dialog(page).get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")

    expect(result(page, "^1.*Zoë")).to_contain_text("Will be added")
    expect(result(page, "^2.*emma")).to_contain_text("Will be added")
    expect(result(page, "^2.*ZOE")).to_contain_text("Written twice")
    expect(result(page, "nobody@")).to_contain_text("No such person")
    expect(result(page, "Jane Doe")).to_contain_text("Not an e-mail")
    expect(dialog(page).get_by_label("E-mails")).to_have_value(PASTED)
    dialog(page).get_by_role("button", name="Add 2 people").press("Enter")

    expect(result(page, "^1.*Zoë")).to_contain_text("Added")
    dialog(page).get_by_role("button", name="Done").press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(member(page, ZOE)).to_be_visible()
    expect(member(page, "Emma Bergström")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="2 people")).to_be_visible()

    page.get_by_role("button", name="Add by pasting e-mails").press("Enter")
    expect(dialog(page).get_by_label("E-mails")).to_be_focused()
    page.keyboard.insert_text(PASTED)
    dialog(page).get_by_role("button", name="Check").press("Enter")
    expect(result(page, "^1.*Zoë")).to_contain_text("Already in it")
    expect(dialog(page).get_by_role("button", name="Nobody to add")).to_be_disabled()


def test_somebody_is_added_by_search_and_removed_again(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    new_group(page, demo, "Found by search")
    page.get_by_role("combobox").fill("noor haddad")
    expect(page.get_by_role("option").filter(has_text="Noor Haddad")).to_be_visible()
    page.keyboard.press("Enter")
    add = page.get_by_role("button", name="Add", exact=True)
    expect(add).to_be_enabled()
    add.press("Enter")
    expect(member(page, "Noor Haddad")).to_be_visible()
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("combobox")).to_have_value("")

    member(page, "Noor Haddad").get_by_role("button", name="Remove").click()
    confirmation = page.get_by_role("dialog", name="Remove Noor Haddad from Found by search?")
    expect(confirmation.get_by_text("No running impersonation ends by this.")).to_be_visible()
    confirmation.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nobody is in this group yet")).to_be_visible()


def test_what_somebody_else_does_shows_at_once_and_what_is_typed_stays(demo: Server, new_browser: NewBrowser) -> None:
    dana = sign_in(new_browser(demo), "Super Admin")
    new_group(dana, demo, "Changed by two")
    other = sign_in(new_browser(demo), "Super Admin")
    other.goto(dana.url)
    other.get_by_role("button", name="Rename").click()
    dialog(other).get_by_label("Name").fill("Mine")

    dana.get_by_role("button", name="Rename").click()
    dialog(dana).get_by_label("Name").fill("Theirs")
    dana.keyboard.press("Enter")
    expect(heading(dana)).to_have_text("Theirs")

    expect(heading(other)).to_have_text("Theirs")
    expect(dialog(other).get_by_label("Name")).to_have_value("Mine")
    other.keyboard.press("Enter")
    expect(dialog(other).get_by_text("Somebody has saved “Theirs” here meanwhile")).to_be_visible()
    expect(dialog(other).get_by_label("Name")).to_have_value("Mine")
    other.keyboard.press("Enter")
    expect(heading(other)).to_have_text("Mine")
    expect(heading(dana)).to_have_text("Mine")

    dana.get_by_role("button", name="Delete…").click()
    dialog(dana).get_by_role("button", name="Delete").click()
    expect(heading(dana)).to_have_text("Groups")
    expect(dana.get_by_text("The group Mine is deleted.")).to_be_visible()
    expect(other.get_by_text("Somebody has deleted this group meanwhile.")).to_be_visible()


def test_whoever_is_taken_out_of_the_group_that_gave_access_is_no_longer_impersonated(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    house = new_demo()
    hugo = sign_in(new_browser(house), "HR Admin (group scope)")
    impersonate(hugo)
    page = sign_in(new_browser(house), "Super Admin")
    page.goto(house.origin + GROUPS)
    page.get_by_role("link", name="Rising Leaders").click()
    page.get_by_role("button", name="Remove by pasting").click()
    dialog(page).get_by_label("E-mails").fill("zoe.marchand@kestrel.example")
    dialog(page).get_by_role("button", name="Check").click()
    expect(dialog(page).get_by_text("1 running impersonation ends at once.")).to_be_visible()
    dialog(page).get_by_role("button", name="Remove 1 person").click()
    expect(result(page, "Zoë")).to_contain_text("Removed")
    expect(hugo.get_by_role("alertdialog", name="Impersonation ended")).to_be_visible()
    expect_no_banner(hugo)
