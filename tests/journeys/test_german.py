"""Whoever reads German gets it: each page, its dates and counts; an administrator keeps their own words around it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import ZOE, ask, banner, go_to_admin_proxy, heading, idle_popup, sign_in
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

PAGES = {
    "/": "Hallo, Zoë",
    "/goals": "Ziele",
    "/feedback": "Feedback",
    "/feedback/give": "Feedback geben",
    "/feedback/request": "Um Feedback bitten",
    "/recognition": "Anerkennung",
    "/notifications": "Benachrichtigungen",
    "/settings": "Meine Einstellungen",
    "/settings/notifications": "Meine Einstellungen",
    "/settings/account-activity": "Meine Einstellungen",
    "/privacy-policy": "Datenschutzerklärung",
}
A_GERMAN_DAY = re.compile(r"\b\d{2}\.\d{2}\.\d{4}\b")
LANGUAGE = "document.documentElement.lang"


@pytest.fixture(scope="module")
def demo(new_demo: Callable[..., Server]) -> Server:
    return new_demo()


def test_a_language_chosen_for_somebody_turns_the_page_at_once_and_the_banner_stays(
    demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(demo)
    page = as_german_zoe(sign_in(browser, "Super Admin"))
    expect(heading(page)).to_have_text("Meine Einstellungen")
    expect(page.get_by_text("Gespeichert.", exact=True)).to_be_visible()
    assert page.evaluate(LANGUAGE) == "de"
    expect(page).to_have_title("Meine Einstellungen · Admin Proxy")
    expect(banner(page)).to_contain_text(f"You are impersonating {ZOE}")
    expect(banner(page)).to_have_attribute("lang", "en")
    expect(banner(page).get_by_role("button", name="Stop Impersonation")).to_be_visible()

    other = browser.tab("/goals")
    other.bring_to_front()
    expect(heading(other)).to_have_text("Ziele")
    expect(banner(other)).to_contain_text(f"You are impersonating {ZOE}")
    other.get_by_role("link", name=re.compile("^Neues Ziel für Zoë")).click()
    expect(other.get_by_role("dialog", name="Neues Ziel für Zoë").get_by_label("Bis", exact=True)).to_be_visible()
    other.close()

    for path, words in PAGES.items():
        page.goto(demo.origin + path)
        expect(heading(page)).to_have_text(words)
        expect(page.get_by_role("link", name="Startseite").first).to_be_visible()
    page.goto(demo.origin + "/")
    expect(page.get_by_text(re.compile(r"\d offenes? Ziele?"))).to_be_visible()
    expect(page.get_by_text(A_GERMAN_DAY).first).to_be_visible()

    banner(page).get_by_role("button", name="Stop Impersonation").click()
    expect(heading(page)).to_have_text("Admin Proxy")
    expect(page.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    assert page.evaluate(LANGUAGE) == "en"


def test_the_pop_up_before_the_end_asks_in_the_administrators_language(
    new_demo: Callable[..., Server], new_browser: NewBrowser
) -> None:
    page = as_german_zoe(sign_in(new_browser(new_demo(session_seconds=40)), "Super Admin"))
    expect(idle_popup(page)).to_contain_text("The session ends in ", timeout=40_000)
    expect(idle_popup(page).get_by_role("button", name="Continue")).to_be_visible()


def test_before_signing_in_the_browsers_language_is_spoken(demo: Server, new_browser: NewBrowser) -> None:
    page = new_browser(demo, locale="de-AT").tab("/login")
    expect(heading(page)).to_have_text("Anmelden")
    page.get_by_label("E-Mail").fill("nobody@kestrel.example")
    page.get_by_label("Passwort", exact=True).fill("falsch")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_label("E-Mail")).to_have_value("nobody@kestrel.example")
    page.get_by_role("button", name="Super Admin", exact=True).click()
    expect(heading(page)).to_have_text("Hello, Dana")  # who is known is spoken to in their own language


def as_german_zoe(page: Page) -> Page:
    """Impersonates her and chooses German for her, in My settings."""
    go_to_admin_proxy(page)
    ask(page).get_by_role("button", name="Accept").click()
    expect(heading(page)).to_have_text(re.compile("^(Hello|Hallo), Zoë"))
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/settings", page.url))
    language = page.locator("select[name=language]")
    expect(language).to_have_value(re.compile("en|de"))
    if language.input_value() == "en":
        language.select_option("de")
        page.locator("form").filter(has=language).get_by_role("button").click()
    return page
