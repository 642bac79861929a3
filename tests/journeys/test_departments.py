"""Departments: a Super Admin puts the tree in order, by keyboard, while others look on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import ended_popup, expect_banner, expect_no_banner, heading, impersonate, sign_in
from tests.journeys.conftest import Browser, NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

DEPARTMENTS = "/admin/user-management/departments"
MIGUEL = "Miguel Santos"


@pytest.fixture(scope="module")
def house(new_demo: Callable[..., Server]) -> Server:
    """A demonstration whose departments nobody else counts on."""
    return new_demo()


def departments(browser: Browser) -> Page:
    page = sign_in(browser, "Super Admin")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Departments").click()
    expect(heading(page)).to_have_text("Departments")
    expect(item(page, "Sales")).to_be_visible()
    return page


def item(page: Page, name: str) -> Locator:
    return page.get_by_role("treeitem", name=name, exact=True)


def names(page: Page) -> list[str]:
    return [str(one.get_attribute("title")) for one in page.locator(".tree-name").all()]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the Tab key does not get there")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_a_department_is_moved_by_keyboard_and_who_leaves_the_scope_is_left(
    house: Server, new_browser: NewBrowser
) -> None:
    hannah = new_browser(house)
    page = sign_in(hannah, "HR Admin (department scope)")
    impersonate(page, "miguel", MIGUEL)
    other_tab = hannah.tab("/settings")
    expect_banner(other_tab, MIGUEL)

    dana = departments(new_browser(house))
    tab_to(dana, dana.get_by_role("tree").get_by_role("treeitem").first)
    dana.keyboard.type("sales", delay=20)
    expect(item(dana, "Sales")).to_be_focused()
    expect(item(dana, "Sales")).to_have_attribute("aria-expanded", "false")
    press(dana, "ArrowRight", "ArrowRight")
    expect(item(dana, "Sales")).to_have_attribute("aria-expanded", "true")
    expect(item(dana, "Field Sales")).to_be_focused()
    press(dana, "Enter")
    dana.keyboard.type("field sales em", delay=20)
    expect(item(dana, "Field Sales EMEA")).to_be_focused()
    expect(item(dana, "Field Sales EMEA")).to_have_attribute("aria-level", "3")
    expect(item(dana, "Field Sales EMEA")).to_have_attribute("aria-selected", "true")

    tab_to(dana, dana.get_by_role("button", name="Move…"))
    press(dana, "Enter")
    expect(dialog(dana).get_by_role("combobox", name="Move to")).to_be_visible()
    tab_to(dana, dialog(dana).get_by_role("combobox", name="Move to"))
    dana.keyboard.type("marketing")
    expect(dialog(dana).get_by_role("option", name="Marketing")).to_have_attribute("aria-selected", "true")
    press(dana, "Enter")
    expect(dialog(dana).get_by_role("combobox", name="Move to")).to_have_value("Marketing")
    press(dana, "Enter")
    review = dialog(dana).get_by_role("status").filter(has_text="Marketing › Field Sales EMEA")
    expect(review).to_contain_text("Running impersonations that end at once1")
    expect_banner(page, MIGUEL)
    tab_to(dana, dialog(dana).get_by_role("button", name="Move", exact=True))
    press(dana, "Enter")

    expect(dialog(dana)).to_have_count(0)
    for tab in (page, other_tab):
        expect(ended_popup(tab)).to_contain_text(MIGUEL)
        expect_no_banner(tab)
    expect(item(dana, "Field Sales EMEA")).to_have_attribute("aria-selected", "true")
    expect(dana.get_by_role("region", name="Chosen department")).to_contain_text("Marketing ›")


def test_one_is_added_renamed_and_deleted_and_what_is_wrong_stands_beside_the_name(
    house: Server, new_browser: NewBrowser
) -> None:
    page = departments(new_browser(house))
    page.get_by_role("button", name="Add department").click()
    name = dialog(page).get_by_label("Name")
    expect(name).to_be_focused()
    name.fill("SALES")
    press(page, "Enter")
    expect(dialog(page).get_by_text("The top level has a department “Sales” already.")).to_be_visible()
    expect(name).to_have_value("SALES")
    name.fill("Studio")
    press(page, "Enter")
    expect(item(page, "Studio")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="Add below").click()
    name.fill("Sound")
    press(page, "Enter")
    expect(item(page, "Sound")).to_have_attribute("aria-level", "2")
    item(page, "Sound").click()
    press(page, "F2")
    expect(name).to_have_value("Sound")
    name.fill("Light")
    press(page, "Enter")
    item(page, "Light").click()
    press(page, "Delete")
    dialog(page).get_by_role("button", name="Delete").click()
    expect(item(page, "Light")).to_have_count(0)
    expect(item(page, "Studio")).to_be_focused()
    item(page, "Sales").click()
    expect(page.get_by_role("button", name="Delete")).to_be_disabled()
    press(page, "Delete")
    expect(page.get_by_text("It is not empty")).to_be_visible()


def test_two_are_merged_after_a_review(house: Server, new_browser: NewBrowser) -> None:
    page = departments(new_browser(house))
    page.get_by_label("Find a department").fill("acc")
    expect(page.get_by_role("status").filter(has_text="1 department found")).to_be_visible()
    press(page, "ArrowDown")
    expect(item(page, "Accounting")).to_be_focused()
    page.get_by_role("button", name="Merge into…").click()
    field = dialog(page).get_by_role("combobox", name="Merge into")
    dialog(page).get_by_role("button", name="Review").click()
    expect(dialog(page).get_by_text("Choose a department from the list.")).to_be_visible()
    field.fill("finance contr")
    dialog(page).get_by_role("option", name="Controlling").click()
    dialog(page).get_by_role("button", name="Review").click()
    expect(dialog(page).get_by_role("status")).to_contain_text("Finance › Accounting")
    dialog(page).get_by_role("button", name="Merge", exact=True).click()
    expect(item(page, "Controlling")).to_have_attribute("aria-selected", "true")
    expect(item(page, "Accounting")).to_have_count(0)


def test_who_types_goes_on_while_somebody_else_changes_the_tree(house: Server, new_browser: NewBrowser) -> None:
    dana, tomasz = departments(new_browser(house)), departments(new_browser(house))
    item(dana, "Legal & Compliance").click()
    press(dana, "F2")
    dialog(dana).get_by_label("Name").fill("Law")
    item(tomasz, "Legal & Compliance").click()
    press(tomasz, "F2")
    dialog(tomasz).get_by_label("Name").fill("Legal")
    press(tomasz, "Enter")
    expect(item(tomasz, "Legal")).to_be_visible()
    expect(dana.locator(".tree-name").get_by_text("Legal", exact=True)).to_be_attached()
    expect(dialog(dana).get_by_label("Name")).to_have_value("Law")
    press(dana, "Enter")
    expect(dialog(dana).get_by_text("Somebody has renamed it “Legal” meanwhile.")).to_be_visible()
    expect(dialog(dana).get_by_label("Name")).to_have_value("Law")
    press(dana, "Enter")
    for page in (dana, tomasz):
        expect(item(page, "Law")).to_be_visible()
    assert "Legal" not in names(dana)


def test_it_can_be_used_on_a_phone(house: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(house, viewport={"width": 360, "height": 740}, has_touch=True)
    page = sign_in(browser, "Super Admin")
    page.goto(browser.origin + DEPARTMENTS)
    item(page, "Operations").locator(".tree-twist").tap()
    item(page, "Logistics").tap()
    page.get_by_role("region", name="Chosen department").get_by_role("button", name="Move…").tap()
    field = dialog(page).get_by_role("combobox", name="Move to")
    field.tap()
    dialog(page).get_by_role("option", name="The top level").tap()
    dialog(page).get_by_role("button", name="Review").tap()
    dialog(page).get_by_role("button", name="Move", exact=True).tap()
    expect(item(page, "Logistics")).to_have_attribute("aria-level", "1")
    expect(page.get_by_text(re.compile("Logistics was moved"))).to_be_visible()
