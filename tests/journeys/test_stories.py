"""The three prepared stories of the demonstration, as `docs/demo.md` tells them: each by mouse, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from admin_proxy.demo.stories import STORIES
from tests.journeys import records
from tests.journeys.acts import (
    ZOE,
    banner,
    choose,
    expect_banner,
    expect_home_of,
    expect_no_banner,
    heading,
    option,
    prompt,
    search,
    search_field,
)
from tests.journeys.conftest import NewBrowser
from tests.journeys.test_keyboard import HAS_FOCUS, MOST_STEPS, go_to
from tests.serving import Server

pytestmark = pytest.mark.journey

JANE, EMMA, JONAS = "Jane Abernathy", "Emma Bergström", "Jonas Aldenhoff"
HERS, INGRIDS = "Host the field day in Lisbon", "Sign distributors in the Nordics"
CLOSED = "Closed together with the goals of last quarter."
WHY = "Two of her distributors have merged; agreed with Ingrid and her manager on the phone"
MISSING_GOAL, SCOPE, WHO_CHANGED_IT = STORIES


@pytest.fixture(scope="module")
def house(new_demo: Callable[..., Server]) -> Server:
    return new_demo()


@pytest.fixture
def hidden_goal(house: Server) -> None:
    hide_goal(house)


def hide_goal(house: Server) -> None:
    """Jane's goal as it is at the beginning, whoever has told the story before."""
    records.write(
        house, "UPDATE goal SET state = 'dropped', closed_at = created_at, closing_note = ? WHERE title = ?",
        CLOSED, HERS,
    )  # fmt: skip
    records.write(house, "DELETE FROM letter WHERE to_name = ?", JANE)


def told(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Story")


def menu(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main")


def why(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Why don't I see a person?")


def begin(browser_page: Page, title: str) -> Page:
    browser_page.get_by_role("button", name=title, exact=True).click()
    expect(told(browser_page)).to_contain_text(title)
    return browser_page


def begin_by_keyboard(page: Page, title: str) -> Page:
    expect(page.get_by_label("E-mail")).to_be_focused()
    press(page, page.get_by_role("button", name=title, exact=True), "Shift+Tab")
    expect(told(page)).to_contain_text(title)
    return page


def press(page: Page, target: Locator, key: str = "Tab") -> None:
    go_to(page, target, key)
    page.keyboard.press("Enter")


def press_past_days(page: Page, target: Locator) -> None:
    """A field for a day has several steps, and begins anew with the first one when the focus is looked at."""
    for _ in range(MOST_STEPS):
        if target.evaluate(HAS_FOCUS):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press("Enter")


def type_in_search(page: Page, text: str) -> None:
    go_to(page, search_field(page))
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    expect(search_field(page)).to_have_value(text)
    expect(search_field(page)).not_to_have_attribute("aria-busy", "true")


def expect_put_right(page: Page) -> None:
    """What the summary says after Stop, and what Jane was written."""
    summary = page.get_by_role("status").filter(has_text=f"You are no longer impersonating {JANE}")
    expect(summary).to_contain_text("One thing was changed.")
    changes = summary.get_by_role("list", name="What was changed")
    expect(changes).to_contain_text(re.compile(rf"Reopened a goal: {HERS}.*State Dropped → Open"))
    expect_no_banner(page)


def expect_letter(page: Page) -> None:
    letter = page.get_by_role("article").filter(has_text=JANE)
    expect(letter).to_contain_text("Dana Whitfield changed something in your name")
    expect(letter).to_contain_text("Dropped → Open")


def expect_answer(page: Page) -> None:
    """Who, as whom, what it was and is, and why."""
    main = page.get_by_role("main")
    for words in ("Changed a goal", INGRIDS, "Hannah Lindqvist", "Ingrid Solheim", WHY):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("row").filter(has_text="Target")).to_contain_text(re.compile("12.*9"))


@pytest.mark.usefixtures("hidden_goal")
def test_she_cannot_see_her_goal(house: Server, new_browser: NewBrowser) -> None:
    page = begin(new_browser(house).tab("/login"), MISSING_GOAL.title)
    expect_home_or(page, "Admin Proxy")
    choose(page, "jane a", JANE)
    page.get_by_role("button", name="Impersonate", exact=True).click()
    prompt(page, JANE).get_by_role("button", name="Accept").click()
    expect_home_of(page, JANE)
    expect_banner(page, JANE)
    expect(told(page)).to_contain_text(MISSING_GOAL.title)  # it goes along, whoever one is

    menu(page).get_by_role("link", name="Goals").click()
    expect(page.get_by_role("table", name="Goals").get_by_role("row").nth(1)).to_be_visible()
    expect(page.get_by_role("link", name=HERS)).to_have_count(0)
    page.get_by_label("Status").select_option("Any status")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name=HERS).click()
    expect(page.get_by_text("Dropped on")).to_be_visible()
    expect(page.get_by_text(CLOSED)).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text("The goal is open again.")).to_be_visible()

    banner(page).get_by_role("button", name="Stop Impersonation").click()
    expect_put_right(page)
    page.get_by_role("button", name="Account: Dana Whitfield").click()
    page.get_by_role("link", name="Demo mailbox").click()
    expect_letter(page)
    told(page).get_by_role("button", name="Close the story").click()
    expect(told(page)).to_have_count(0)
    page.reload()
    expect(heading(page)).to_have_text("Demo mailbox")
    expect(told(page)).to_have_count(0)


@pytest.mark.usefixtures("hidden_goal")
def test_she_cannot_see_her_goal_by_keyboard(house: Server, new_browser: NewBrowser) -> None:
    page = begin_by_keyboard(new_browser(house).tab("/login"), MISSING_GOAL.title)
    type_in_search(page, "jane a")
    expect(option(page, JANE)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(search_field(page)).to_have_value(JANE)
    press(page, page.get_by_role("button", name="Impersonate", exact=True))
    press(page, prompt(page, JANE).get_by_role("button", name="Accept"))
    expect_home_of(page, JANE)
    press(page, menu(page).get_by_role("link", name="Goals"))
    expect(page.get_by_role("table", name="Goals").get_by_role("row").nth(1)).to_be_visible()
    go_to(page, page.get_by_label("Status"))
    page.keyboard.press("End")
    expect(page.get_by_label("Status")).to_have_value("any")
    press(page, page.get_by_role("button", name="Filter"))
    press(page, page.get_by_role("link", name=HERS))
    press(page, page.get_by_role("button", name="Reopen"))
    expect(page.get_by_text("The goal is open again.")).to_be_visible()
    press(page, banner(page).get_by_role("button", name="Stop Impersonation"), "Shift+Tab")
    expect_put_right(page)


def expect_home_or(page: Page, title: str) -> None:
    expect(heading(page)).to_have_text(title)


def test_an_hr_admin_finds_those_of_her_scope_only(house: Server, new_browser: NewBrowser) -> None:
    page = begin(new_browser(house).tab("/login"), SCOPE.title)
    search(page, "emma")
    expect(option(page, EMMA)).to_have_count(0)
    page.get_by_role("button", name="Why don't I see a person?").click()
    field = why(page).get_by_role("combobox", name="Name or e-mail")
    field.fill("emma.bergstrom")
    expect(why(page).get_by_text("No such person in your scope.").locator("visible=true").first).to_be_visible()
    field.fill("jonas")
    why(page).get_by_role("option").filter(has_text=JONAS).click()
    expect(why(page).get_by_role("status").filter(has_text="has not accepted the privacy policy yet")).to_be_visible()
    why(page).get_by_role("button", name="Done").click()
    expect(why(page)).to_have_count(0)
    search(page, "zoe")
    expect(option(page, ZOE)).to_be_visible()

    ((emma,),) = records.read(house, "SELECT id FROM person WHERE email LIKE 'emma.bergstrom@%'")
    page.goto(f"{house.origin}{SCOPE.path}?ask={emma}")
    expect(page.get_by_text("No such person in your scope.").locator("visible=true").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_hr_admin_finds_those_of_her_scope_only_by_keyboard(house: Server, new_browser: NewBrowser) -> None:
    page = begin_by_keyboard(new_browser(house).tab("/login"), SCOPE.title)
    type_in_search(page, "emma")
    expect(option(page, EMMA)).to_have_count(0)
    press(page, page.get_by_role("button", name="Why don't I see a person?"), "Shift+Tab")
    field = why(page).get_by_role("combobox", name="Name or e-mail")
    expect(field).to_be_focused()
    page.keyboard.type("emma.bergstrom")
    expect(why(page).get_by_text("No such person in your scope.").locator("visible=true").first).to_be_visible()
    page.keyboard.press("Control+A")
    page.keyboard.type("jonas")
    expect(why(page).get_by_role("option").filter(has_text=JONAS)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(why(page).get_by_role("status").filter(has_text="has not accepted the privacy policy yet")).to_be_visible()
    press(page, why(page).get_by_role("button", name="Done"))
    expect(why(page)).to_have_count(0)
    type_in_search(page, "zoe")
    expect(option(page, ZOE)).to_be_visible()


def test_an_audit_question_is_answered_in_three_clicks(house: Server, new_browser: NewBrowser) -> None:
    page = begin(new_browser(house).tab("/login"), WHO_CHANGED_IT.title)
    page.get_by_label("Action").select_option("Changed a goal")
    page.get_by_role("button", name="Filter").click()
    entry = page.get_by_role("row").filter(has_text=INGRIDS)
    expect(entry).to_have_count(1)
    entry.get_by_role("link").first.click()
    expect_answer(page)


def test_an_audit_question_is_answered_by_keyboard(house: Server, new_browser: NewBrowser) -> None:
    page = begin_by_keyboard(new_browser(house).tab("/login"), WHO_CHANGED_IT.title)
    go_to(page, page.get_by_label("Action"))
    page.keyboard.type("Changed a goal")
    expect(page.get_by_label("Action")).to_have_value("goals.goal.changed")
    press_past_days(page, page.get_by_role("button", name="Filter"))
    entry = page.get_by_role("row").filter(has_text=INGRIDS)
    expect(entry).to_have_count(1)
    press_past_days(page, entry.get_by_role("link").first)
    expect_answer(page)
