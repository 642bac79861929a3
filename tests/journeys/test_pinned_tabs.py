"""A tab acts only as whom it was opened as: what is sent after a change is refused, and what was typed is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.journeys import records
from tests.journeys.acts import ZOE, expect_banner, expect_no_banner, heading, impersonate, sign_in, stop
from tests.journeys.conftest import Browser, NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

USERS = "/admin/user-management/users"


class HeldBack:
    """A tab whose server's words can be held back: it goes on showing, and sending, what it was opened as."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.context.new_page()
        self._holds, self._held, self._socket = False, [], None
        self.page.route_web_socket(re.compile("/_event"), self._connect)

    def hold(self) -> None:
        self._holds = True

    def let_go(self) -> None:
        self._holds = False
        for words in self._held:
            self._socket.send(words)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        server = socket.connect_to_server()
        server.on_message(self._hear)

    def _hear(self, words: Any) -> None:
        if self._holds:
            self._held.append(words)
        else:
            self._socket.send(words)


def form_for_a_new_person(page: Page, server: Server) -> Locator:
    page.goto(server.origin + USERS)
    page.get_by_role("button", name="Add person").click()
    form = page.get_by_role("dialog", name="Add person")
    form.get_by_label("First name").fill("Ludmila")
    form.get_by_label("Last name").fill("Typed-Already")
    return form


def nothing_was_saved(page: Page, name: str) -> Locator:
    kept = page.get_by_role("dialog", name="What you typed")
    expect(kept).to_contain_text(f"This page was opened as {name}. Nothing was saved.")
    return kept


def people_called_ludmila(server: Server) -> int:
    ((count,),) = records.read(server, "SELECT count(*) FROM person WHERE first_name = 'Ludmila'")
    return int(count)


def goals_called(server: Server, title: str) -> int:
    ((count,),) = records.read(server, "SELECT count(*) FROM goal WHERE title = ?", title)
    return int(count)


def test_what_was_typed_is_kept_when_another_tab_begins_to_impersonate(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo, permissions=["clipboard-read", "clipboard-write"])
    page = sign_in(browser, "Super Admin")
    typing = browser.context.new_page()
    form_for_a_new_person(typing, demo)

    impersonate(page)

    expect_banner(typing, ZOE)
    kept = nothing_was_saved(typing, "Dana Whitfield")
    expect(kept.get_by_role("textbox", name="First name")).to_have_value("Ludmila")
    typing.bring_to_front()
    kept.get_by_role("button", name="Copy Last name").click()
    expect(kept.get_by_role("button", name="Last name copied")).to_be_visible()
    assert typing.evaluate("navigator.clipboard.readText()") == "Typed-Already"
    kept.get_by_role("button", name=f"Open the page as {ZOE}").click()
    expect(heading(typing)).to_have_text("Zoë is not allowed to see this page")
    expect(kept).to_have_count(0)
    assert people_called_ludmila(demo) == 0


def test_what_was_typed_as_the_person_is_kept_when_another_tab_stops(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    typing = browser.tab("/goals?new=1")
    form = typing.get_by_role("dialog", name="New goal for Zoë")
    form.get_by_label("Title").fill("Typed for her already")
    form.get_by_label("Target").fill("77")

    stop(page)

    expect(heading(page)).to_have_text("Admin Proxy")
    kept = nothing_was_saved(typing, ZOE)
    expect_no_banner(typing)
    expect(kept.get_by_role("textbox", name="Title")).to_have_value("Typed for her already")
    expect(kept.get_by_role("textbox", name="Target")).to_have_value("77")
    typing.bring_to_front()
    kept.get_by_role("button", name="Open the page as Dana Whitfield").click()
    expect(kept).to_have_count(0)
    assert goals_called(demo, "Typed for her already") == 0


def test_what_was_on_its_way_when_the_person_was_left_is_refused_and_kept(
    demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    tab = HeldBack(browser)
    tab.page.goto(demo.origin + "/goals?new=1")
    form = tab.page.get_by_role("dialog", name="New goal for Zoë")
    form.get_by_label("Title").fill("Sent for her already")
    tab.hold()
    stop(page)
    expect(heading(page)).to_have_text("Admin Proxy")
    form.get_by_role("button", name="Set goal").click()

    tab.let_go()

    kept = nothing_was_saved(tab.page, ZOE)
    expect(kept.get_by_role("textbox", name="Title")).to_have_value("Sent for her already")
    kept.get_by_role("button", name="Done").click()
    expect_no_banner(tab.page)
    assert goals_called(demo, "Sent for her already") == 0


def test_what_was_on_its_way_when_the_impersonation_began_is_refused_and_kept(
    demo: Server, new_browser: NewBrowser
) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    tab = HeldBack(browser)
    form = form_for_a_new_person(tab.page, demo)
    form.get_by_label("E-mail").fill("ludmila@kestrel.example")
    tab.hold()
    impersonate(page)
    form.get_by_role("button", name="Add", exact=True).click()

    tab.let_go()

    kept = nothing_was_saved(tab.page, "Dana Whitfield")
    expect(kept.get_by_role("textbox", name="E-mail")).to_have_value("ludmila@kestrel.example")
    kept.get_by_role("button", name="Done").click()
    expect_banner(tab.page, ZOE)
    assert people_called_ludmila(demo) == 0


def test_what_was_saved_or_given_up_is_not_offered_again(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    typing = browser.context.new_page()
    form_for_a_new_person(typing, demo).get_by_role("button", name="Cancel").click()
    expect(typing.get_by_role("dialog")).to_have_count(0)

    impersonate(page)

    expect_banner(typing, ZOE)
    expect(typing.get_by_role("dialog")).to_have_count(0)
