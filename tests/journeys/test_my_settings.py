"""What is one's own: the theme of the screen, and the browsers one is signed in with."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.journeys import records
from tests.journeys.acts import ZOE, expect_banner, expect_home_of, heading, impersonate, sign_in, stop
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

# When the page first said that it is dark, by the clock that the browser's own paint timing uses.
NOTE_WHEN_DARK = """
    new MutationObserver(() => {
        if (window.darkAt === undefined && document.documentElement?.classList.contains("dark"))
            window.darkAt = performance.now();
    }).observe(document, { attributes: true, childList: true, subtree: true });
"""
FIRST_PAINT = """new Promise((resolve) => new PerformanceObserver((seen) => {
    for (const { name, startTime } of seen.getEntries()) if (name === "first-paint") resolve(startTime);
}).observe({ type: "paint", buffered: true }))"""


def test_the_theme_stays_and_is_there_before_anything_is_painted(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Employee")
    other = browser.tab("/")
    expect_home_of(other, "Emma Bergström")
    page.get_by_role("button", name="Account: Emma Bergström").click()

    page.get_by_role("radio", name="Dark").check(force=True)

    for tab in (page, other):
        expect(tab.locator("html")).to_have_css("color-scheme", "dark")
    browser.context.add_init_script(NOTE_WHEN_DARK)
    page.reload()
    expect_home_of(page, "Emma Bergström")
    assert page.evaluate("window.darkAt") <= page.evaluate(FIRST_PAINT)
    elsewhere = sign_in(new_browser(demo), "Employee")
    expect(elsewhere.locator("html")).to_have_css("color-scheme", "dark")
    elsewhere.get_by_role("button", name="Account: Emma Bergström").click()
    elsewhere.get_by_role("radio", name="System").check(force=True)
    expect(elsewhere.locator("html")).to_have_css("color-scheme", "light")


def test_the_theme_is_chosen_in_my_settings_too_and_is_the_administrators_own(
    demo: Server, new_browser: NewBrowser
) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    impersonate(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_text("The look of your own screen; Zoë’s stays as it is.")).to_be_visible()
    theme = page.get_by_role("main").get_by_role("group", name="Theme")

    theme.get_by_role("radio", name="Dark").check(force=True)

    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    stop(page)
    expect(heading(page)).to_have_text("Admin Proxy")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_text("The look of the screen, wherever you sign in.")).to_be_visible()
    expect(theme.get_by_role("radio", name="Dark")).to_be_checked()
    theme.get_by_role("radio", name="System").check(force=True)
    expect(page.locator("html")).to_have_css("color-scheme", "light")


def test_a_login_that_is_ended_elsewhere_is_over_in_its_own_browser(demo: Server, new_browser: NewBrowser) -> None:
    here, there = new_browser(demo), new_browser(demo)
    lost = sign_in(there, "Employee")
    page = sign_in(here, "Employee")
    page.goto(demo.origin + "/settings")
    own = page.get_by_role("row").filter(has_text="This one")
    expect(own).to_have_count(1)

    page.get_by_role("button", name="End all others").click()

    expect(page.get_by_role("row")).to_have_count(2)
    expect(heading(lost)).to_have_text("Sign in")
    expect(own).to_be_visible()


def test_one_login_of_several_is_ended(demo: Server, new_browser: NewBrowser) -> None:
    lost = sign_in(
        new_browser(demo, user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
        "Manager",
    )
    page = sign_in(new_browser(demo), "Manager")
    page.goto(demo.origin + "/settings")
    row = page.get_by_role("row").filter(has_text="Firefox on Linux")

    row.get_by_role("button", name="End").click()

    expect(row).to_have_count(0)
    expect(heading(lost)).to_have_text("Sign in")
    expect(heading(page)).to_have_text("My settings")


def test_saving_keeps_a_language_that_is_not_on_offer(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Employee")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_label("Language")).to_have_value("sv")

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Nothing was different, so nothing was saved.")).to_be_visible()


def test_the_language_chosen_for_somebody_is_theirs_and_they_are_told(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "HR Admin (group scope)")
    impersonate(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_text("The password belongs to the person")).to_be_visible()
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect_banner(page, ZOE)
    stop(page)
    expect(page.get_by_text("One thing was changed.")).to_be_visible()

    page.get_by_role("button", name="Account: Hugo Marchetti").click()
    page.get_by_role("link", name="Demo mailbox").click()

    letter = page.get_by_role("article").filter(has_text="Hugo Marchetti changed something in your name").first
    expect(letter).to_contain_text("Time zone")
    expect(letter).to_contain_text("Europe/Lisbon")


def test_whoever_is_signed_in_nowhere_is_said_to_be(new_demo: Callable[..., Server], new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(new_demo()), "Super Admin")
    impersonate(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_text("is not signed in at the moment")).to_be_visible()


def test_what_was_saved_elsewhere_is_not_written_over_unseen(demo: Server, new_browser: NewBrowser) -> None:
    def elsewhere(zone: str) -> None:
        records.write(demo, f"UPDATE person SET time_zone = '{zone}' WHERE role = 'customer_success_manager'")

    page = sign_in(new_browser(demo), "Customer Success Manager")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="My settings").click()
    expect(page.get_by_label("Language")).to_have_value("en")
    elsewhere("Asia/Tokyo")

    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Gespeichert.", exact=True)).to_be_visible()
    zone = page.get_by_label("Zeitzone")
    expect(zone).to_have_value("Asia/Tokyo")

    elsewhere("Europe/Lisbon")
    page.get_by_label("Sprache").select_option("en")
    zone.select_option("Europe/Paris")
    page.get_by_role("button", name="Speichern").click()

    expect(page.get_by_text("Jemand hat hier inzwischen „Europe/Lisbon“ gespeichert.")).to_be_visible()
    expect(zone).to_have_value("Europe/Paris")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Paris")


def test_nothing_can_be_chosen_before_the_page_knows_what_is_stored(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    sign_in(browser, "Employee")
    page = browser.context.new_page()
    held: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("/_event"), lambda socket: held.append(socket))
    page.goto(demo.origin + "/settings")
    time_zone = page.get_by_label("Time zone")
    expect(time_zone).to_be_disabled()

    held[-1].connect_to_server()

    expect(time_zone).to_be_enabled()
    expect(time_zone).to_have_value("Europe/Stockholm")
