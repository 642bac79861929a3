"""A guide leads through a page; a visitor sees it as the person would, and takes nothing of it away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.acts import ZOE, expect_banner, go_to_admin_proxy, heading, impersonate, sign_in, stop
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey


def guide(page: Page, title: str) -> Locator:
    return page.get_by_role("region", name=title)


def test_an_administrator_is_led_through_admin_proxy_by_keyboard(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "HR Admin (group scope)")
    go_to_admin_proxy(page)
    steps = guide(page, "Impersonate somebody")
    expect(steps).to_contain_text("1 of 3")
    expect(page.get_by_role("combobox", name="Search people")).to_have_attribute("data-guided", "")

    steps.get_by_role("button", name="Next").press("Enter")
    expect(steps).to_contain_text("Why don't I see a person?")
    page.keyboard.press("Enter")
    expect(steps).to_contain_text("3 of 3")
    steps.get_by_role("button", name="Finish").press("Enter")

    expect(steps).to_have_count(0)
    page.reload()
    expect(heading(page)).to_have_text("Admin Proxy")
    expect(page.get_by_role("combobox", name="Search people")).to_be_enabled()
    expect(steps).to_have_count(0)


@pytest.mark.parametrize(
    ("persona", "path", "title"),
    [
        ("Employee", "/goals", "Set goals and follow them"),
        ("Employee", "/feedback", "Give feedback, and ask for it"),
        ("Manager", "/team", "Look after your team"),
    ],
)
def test_each_step_points_at_something_of_its_page(
    demo: Server, new_browser: NewBrowser, persona: str, path: str, title: str
) -> None:
    page = sign_in(new_browser(demo), persona)
    page.get_by_role("navigation", name="Main").locator(f'a[href^="{path}"]').click()
    steps = guide(page, title)
    while True:
        expect(page.locator("#main [data-guided]")).to_be_in_viewport()
        if steps.get_by_role("button", name="Finish").is_visible():
            break
        step = steps.locator(".guide-step").inner_text()
        steps.get_by_role("button", name="Next").click()
        expect(steps.locator(".guide-step")).not_to_have_text(step)


def test_closing_a_guide_as_somebody_leaves_it_to_them(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    impersonate(page)
    steps = guide(page, "Find your way around")
    expect(steps).to_contain_text("This guide is for Zoë")

    steps.get_by_role("button", name="Close the guide").click()

    expect(steps).to_have_count(0)
    page.reload()
    expect_banner(page, ZOE)
    expect(steps).to_have_count(0)
    stop(page)
    expect(heading(page)).to_have_text("Admin Proxy")
    impersonate(page)
    expect(steps).to_be_visible()
