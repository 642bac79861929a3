"""The story by keyboard only: every step can be reached, is seen where it is, and gives the focus back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import (
    ZOE,
    banner,
    ended_popup,
    expect_banner,
    expect_home_of,
    expect_no_banner,
    heading,
    idle_popup,
    option,
    prompt,
    search_field,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

MOST_STEPS = 40

HAS_FOCUS = "element => element === document.activeElement"

# Whether what has the focus looks otherwise than it would without it: itself, or the label that stands for it.
SHOWS_FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return true; // past the last element, on the way round
    const shown = [focused, focused.closest("label"), focused.parentElement].filter(Boolean);
    const look = () => shown.map((element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(element);
        return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor].join();
    }).join();
    const withFocus = look();
    focused.blur();
    const without = look();
    focused.focus();
    return withFocus !== without;
}"""


def go_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there; wherever it comes by, it can be seen."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        assert _shows_focus(page), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate(HAS_FOCUS):
            return
    raise AssertionError(f"{target} is not reached within {MOST_STEPS} steps")


def _shows_focus(page: Page) -> bool:
    """Looked at a few times: a page that is just being filled may give the focus to another element."""
    return any(page.evaluate(SHOWS_FOCUS) for _ in range(10))


def test_the_story_by_keyboard_only(short_demo: Server, new_browser: NewBrowser) -> None:
    page = new_browser(short_demo).tab("/")
    expect(page.get_by_label("E-mail")).to_be_focused()
    go_to(page, page.get_by_role("button", name="Super Admin", exact=True), "Shift+Tab")
    page.keyboard.press("Enter")
    expect_home_of(page, "Dana Whitfield")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    go_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Admin Proxy", exact=True))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Admin Proxy")
    expect(search_field(page)).to_be_focused()

    page.keyboard.type("zo")
    expect(option(page, ZOE)).to_be_visible()
    page.keyboard.type("e")
    expect(search_field(page)).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(search_field(page)).to_have_value("zoe")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text(ZOE)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).not_to_contain_text(ZOE)
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text(ZOE)
    page.keyboard.press("Enter")
    expect(search_field(page)).to_have_value(ZOE)

    impersonate = page.get_by_role("button", name="Impersonate", exact=True)
    expect(impersonate).to_be_enabled()
    go_to(page, impersonate)
    page.keyboard.press("Enter")
    expect(prompt(page, ZOE)).to_be_visible()
    page.keyboard.press("Escape")
    expect(prompt(page, ZOE)).to_have_count(0)
    expect(impersonate).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, prompt(page, ZOE).get_by_label("Reason"))
    page.keyboard.type("By keyboard")
    go_to(page, prompt(page, ZOE).get_by_role("button", name="Accept"))
    page.keyboard.press("Enter")
    expect_home_of(page, ZOE)
    expect_banner(page, ZOE)

    settings = page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings")
    go_to(page, settings)
    expect(idle_popup(page)).to_be_visible()
    go_to(page, idle_popup(page).get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(idle_popup(page)).to_have_count(0)
    expect(settings).to_be_focused()

    expect(ended_popup(page)).to_be_visible()
    go_to(page, ended_popup(page).get_by_role("button", name="Impersonate again"))
    page.keyboard.press("Enter")
    expect(prompt(page, ZOE)).to_be_visible()
    go_to(page, prompt(page, ZOE).get_by_role("button", name="Accept"))
    page.keyboard.press("Enter")
    expect_banner(page, ZOE)
    go_to(page, banner(page).get_by_role("button", name="Stop Impersonation"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    expect_no_banner(page)


def test_the_menus_by_keyboard(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo, viewport={"width": 360, "height": 740})
    page = browser.tab("/login")
    go_to(page, page.get_by_role("button", name="Employee", exact=True), "Shift+Tab")
    page.keyboard.press("Enter")
    expect_home_of(page, "Emma Bergström")

    opener = page.get_by_role("button", name="Open navigation")
    go_to(page, opener)
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Navigation")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, sheet.get_by_role("link", name="My settings"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("My settings")
    expect(sheet).to_have_count(0)

    account = page.get_by_role("button", name="Account: Emma Bergström")
    go_to(page, account)
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("radio", name="System").first)
    page.keyboard.press("Escape")
    expect(account).to_be_focused()
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Sign in")
