"""Everybody can use each page, in each state it has: axe finds nothing, in light and dark, on a desk and on a phone.

The rules are those of WCAG 2.2, levels A and AA. Axe is put into the page past the page's own rules for scripts, which
the other journeys run under. The same states are held to what axe does not see: nothing scrolls sideways at 360 px,
and nothing is hidden behind the banner for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from admin_proxy.ui.border.errors import error_page
from admin_proxy.ui.shell import places
from tests.journeys import records
from tests.journeys.acts import (
    ADMIN_PROXY,
    AUDIT_LOGS,
    CSV_UPLOAD,
    ZOE,
    ask,
    banner,
    choose,
    ended_popup,
    expect_banner,
    expect_no_banner,
    heading,
    idle_popup,
    impersonate,
    option,
    search,
    search_field,
    sign_in,
    stop,
)
from tests.journeys.conftest import Browser, NewBrowser
from tests.journeys.test_csv_upload import REAL_EXPORT, upload
from tests.journeys.test_reports import MIGUELS_ADDRESS, is_generated_elsewhere
from tests.serving import Server

pytestmark = pytest.mark.journey

AXE = Axe()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# axe leaves the rules that are new in 2.2 out unless they are asked for by name.
ALL = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
# What the banner covers half of just now is small to axe, though it can be scrolled; without the banner it is measured.
UNDER_BANNER = [
    ({}, {**ALL, "rules": {"target-size": {"enabled": False}}}),
    ({"include": ["section[aria-label=Impersonation]"]}, ALL),
]
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Colours pass into others, however fast, when the theme changes; what turns for ever may go on.
NOTHING_MOVES = """document.getAnimations().every((animation) =>
    animation.playState !== "running" || animation.effect.getComputedTiming().endTime === Infinity)"""
TOMASZ = "Tomasz Wiśniewski"
"""A Super Admin: whoever sees as him has the banner on the pages of the administration as well."""


Rules = tuple[dict[str, Any], dict[str, Any]]


class Eye:
    """Looks at a page in each of the ways, and remembers what is wrong with it."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def look(self, page: Page, what: str, *, under_banner: bool = False) -> None:
        expect(page.get_by_text(re.compile("^Loading"))).to_have_count(0)
        rules = [*UNDER_BANNER] if under_banner else [({}, ALL)]
        self._run_axe(page, what, rules)
        _wear(page, "dark")
        self._run_axe(page, f"{what}, dark", [({}, COLOURS)])
        page.set_viewport_size(PHONE)
        if page.evaluate(WIDER_THAN_THE_SCREEN):
            self.found.append(f"{what}, 360 px: scrolls sideways")
        _wear(page, "light")
        _speak(page, "de")  # its words are the longer ones
        if page.evaluate(WIDER_THAN_THE_SCREEN):
            self.found.append(f"{what}, German, 360 px: scrolls sideways")
        self._run_axe(page, f"{what}, German, 360 px", rules)
        _speak(page, "en")
        page.set_viewport_size(DESK)

    def _run_axe(self, page: Page, what: str, rules: list[Rules]) -> None:
        page.wait_for_function(NOTHING_MOVES)
        for part, options in rules:
            options = {**options, "resultTypes": ["violations"]}
            for violation in AXE.run(page, part or None, options).response["violations"]:
                where = "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:3])
                self.found.append(f"{what}: {violation['id']}: {violation['help']}: {where}")


def _wear(page: Page, theme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_css("color-scheme", re.compile(f"^(light dark|{theme})$"))


def _speak(page: Page, language: Literal["en", "de"]) -> None:
    """As if another tab of the browser had turned to it; a plain page, and one that cannot load its words, stays."""
    page.evaluate(
        """(language) => {
            localStorage.setItem("language", language);
            window.dispatchEvent(new StorageEvent("storage", { key: "language", newValue: language }));
        }""",
        language,
    )
    page.wait_for_function(
        "(language) => document.documentElement.lang === language || !('__reflex' in window) || !navigator.onLine",
        arg=language,
    )


@pytest.fixture
def eye() -> Iterator[Eye]:
    eye = Eye()
    yield eye
    assert not eye.found, "\n".join(eye.found)


@pytest.fixture
def open_browser(new_browser: NewBrowser) -> Callable[[Server], Browser]:
    return lambda server: new_browser(server, bypass_csp=True, viewport=DESK)


def go(page: Page, browser: Browser, path: str) -> None:
    page.goto(browser.origin + path)
    expect(heading(page)).to_be_visible()


def visible(page: Page, words: str) -> Locator:
    return page.get_by_text(words).locator("visible=true").first


def test_before_signing_in(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    browser.expect_complaint("status of (404|500)")
    page = browser.tab("/login")
    expect(page.get_by_role("button", name="Super Admin", exact=True)).to_be_visible()
    eye.look(page, "sign-in")
    page.get_by_label("E-mail").fill("nobody@kestrel.example")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    eye.look(page, "sign-in, refused")
    go(page, browser, "/welcome#a-token-that-was-never-given-out")
    eye.look(page, "welcome")
    page.get_by_label("New password", exact=True).fill("a-quiet-lantern-42")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    eye.look(page, "welcome, refused")
    go(page, browser, "/no/such/page")
    eye.look(page, "not found")
    page.route("**/broken", lambda route: route.fulfill(status=500, body=error_page("1a2b3c4d")))
    go(page, browser, "/broken")
    eye.look(page, "an accident")


def test_before_the_privacy_policy_is_accepted(
    demo: Server, open_browser: Callable[[Server], Browser], eye: Eye
) -> None:
    page = open_browser(demo).tab("/login")
    page.get_by_role("button", name="New employee (never signed in)").click()
    expect(heading(page)).to_have_text("Privacy policy")
    eye.look(page, "privacy policy")
    page.get_by_role("button", name="Accept and continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    eye.look(page, "privacy policy, refused")


@pytest.mark.parametrize("persona", ["Manager", "Employee", "Customer Success Manager"])
def test_what_others_than_administrators_see(
    demo: Server, open_browser: Callable[[Server], Browser], eye: Eye, persona: str
) -> None:
    browser = open_browser(demo)
    browser.expect_complaint("status of (403|404)")
    page = sign_in(browser, persona)
    links = page.get_by_role("navigation", name="Main").get_by_role("link")
    for path in [str(link.get_attribute("href")) for link in links.all()]:
        go(page, browser, path)
        eye.look(page, f"{path} of {persona}")
    if persona == "Customer Success Manager":
        _look_at_the_vendor_console(page, browser, eye)
    go(page, browser, ADMIN_PROXY)
    eye.look(page, f"forbidden for {persona}")
    go(page, browser, "/no/such/page")
    eye.look(page, f"not found by {persona}")


def _look_at_the_vendor_console(page: Page, browser: Browser, eye: Eye) -> None:
    go(page, browser, places.VENDOR.path)
    page.get_by_role("row").filter(has_text="Kestrel Works").get_by_role("button", name="Change").click()
    rules = page.get_by_role("dialog", name="Rules of Kestrel Works")
    expect(rules).to_be_visible()
    eye.look(page, "vendor console, rules")
    rules.get_by_role("button", name="Review").click()
    expect(visible(page, "Nothing is different yet.")).to_be_visible()
    eye.look(page, "vendor console, nothing to change")
    rules.get_by_label("Reason required").check()
    rules.get_by_role("button", name="Review").click()
    expect(page.get_by_role("dialog", name="Change the rules of Kestrel Works?")).to_be_visible()
    eye.look(page, "vendor console, review")


def test_every_page_of_an_administrator(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    looked_at = {places.LOGIN, places.WELCOME, places.VENDOR}
    for place in places.EVERYWHERE:
        if place in looked_at or "[" in place.path:
            continue
        go(page, browser, place.path)
        eye.look(page, place.label)
        looked_at.add(place)
    go(page, browser, places.USERS.path)
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(heading(page)).not_to_have_text("Users")
    eye.look(page, places.USER.label)
    looked_at.add(places.USER)
    _look_at_feedback(page, browser, eye)
    looked_at.add(places.ANSWER_REQUEST)
    looked_at.add(places.SCOPE)  # in each of its states, in `test_administrators`
    go(page, browser, places.GROUPS.path)
    page.get_by_role("link", name="Mentors").click()
    expect(heading(page)).to_have_text("Mentors")
    eye.look(page, places.GROUP.label)
    looked_at.add(places.GROUP)
    go(page, browser, f"{places.GOALS.path}?whose=everybody")
    page.get_by_role("table", name="Goals").get_by_role("link").first.click()
    expect(heading(page)).not_to_have_text("Goals")
    eye.look(page, places.GOAL.label)
    looked_at.add(places.GOAL)
    go(page, browser, f"{AUDIT_LOGS}?impersonated=1")
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Before → after")).to_be_visible()
    eye.look(page, places.AUDIT_ENTRY.label)
    page.get_by_role("link", name="See the whole session").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    eye.look(page, places.AUDIT_SESSION.label)
    looked_at |= {places.AUDIT_ENTRY, places.AUDIT_SESSION}
    assert looked_at == set(places.EVERYWHERE)
    page.get_by_role("button", name="Account: Dana Whitfield").click()
    eye.look(page, "account menu")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="Open navigation").click()
    eye.look(page, "navigation")


def _look_at_feedback(page: Page, browser: Browser, eye: Eye) -> None:
    go(page, browser, f"{places.FEEDBACK.path}?show=given")
    eye.look(page, "feedback, given")
    go(page, browser, places.GIVE_FEEDBACK.path)
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("Write what you want to say.")).to_be_visible()
    page.get_by_role("combobox", name="To").fill("zoe")
    expect(page.get_by_role("option").first).to_be_visible()
    eye.look(page, "give feedback, refused, and searching")
    page.get_by_role("option").first.click()
    expect(page.get_by_role("button", name="Remove")).to_be_visible()
    eye.look(page, "give feedback, somebody chosen")
    go(page, browser, f"{places.FEEDBACK.path}?show=requests")
    eye.look(page, "feedback, requests")
    page.get_by_role("link", name="Answer or decline").first.click()
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()
    eye.look(page, places.ANSWER_REQUEST.label)


def test_every_page_with_the_banner(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    browser.expect_complaint("status of (403|404)")
    page = sign_in(browser, "Super Admin")
    impersonate(page, "tomasz", TOMASZ)
    for place in places.EVERYWHERE:
        if place in (places.LOGIN, places.WELCOME, places.VENDOR) or "[" in place.path:
            continue
        go(page, browser, place.path)
        expect_banner(page, TOMASZ)
        _expect_nothing_behind_the_banner(page)
        eye.look(page, f"{place.label} with the banner", under_banner=True)
    for path in (places.VENDOR.path, "/no/such/page"):
        go(page, browser, path)
        expect_banner(page, TOMASZ)
        eye.look(page, f"{path} with the banner", under_banner=True)


def _expect_nothing_behind_the_banner(page: Page) -> None:
    """Scrolled to its end, the page ends above the banner; so does whatever has the focus, wherever it is."""
    expect(page.get_by_text(re.compile("^Loading"))).to_have_count(0)
    page.set_viewport_size(PHONE)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    ends_at = "Math.max(...[...document.querySelector('main').children].map((c) => c.getBoundingClientRect().bottom))"
    begins_at = banner(page).evaluate("banner => banner.getBoundingClientRect().top")
    assert page.evaluate(ends_at) <= begins_at
    page.evaluate("window.scrollTo(0, 0)")
    focused = "(() => { const { bottom } = document.activeElement.getBoundingClientRect(); return bottom })()"
    in_main = "document.activeElement.closest('main') !== null"
    fields = page.get_by_role("main").locator("a, button, input, select, textarea").locator("visible=true").count()
    page.get_by_role("main").focus()
    for _ in range(min(fields, 30)):
        page.keyboard.press("Tab")
        assert not page.evaluate(in_main) or page.evaluate(focused) <= begins_at
    page.set_viewport_size(DESK)


def test_finding_somebody(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    go(page, browser, ADMIN_PROXY)
    search_field(page).click()
    expect(page.get_by_role("option").first).to_be_visible()
    eye.look(page, "search, recently impersonated")
    search(page, "ma")
    page.keyboard.press("ArrowDown")
    eye.look(page, "search, results")
    search(page, "xyzzy")
    expect(visible(page, "Nobody found")).to_be_visible()
    eye.look(page, "search, nobody found")
    choose(page, "zoe", ZOE)
    expect(page.get_by_role("button", name="Impersonate", exact=True)).to_be_enabled()
    eye.look(page, "search, somebody chosen")
    ask(page).get_by_role("button", name="Accept").wait_for()
    eye.look(page, "prompt")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Why don't I see a person?").click()
    why = page.get_by_role("dialog", name="Why don't I see a person?")
    expect(why).to_be_visible()
    eye.look(page, "why not, asked")
    why.get_by_role("combobox").fill("noor haddad")
    why.get_by_role("option").first.click()
    expect(why.get_by_role("status").filter(has_text="privacy policy")).to_be_visible()
    eye.look(page, "why not, answered")
    why.get_by_role("button", name="Done").click()
    impersonate(page)
    stop(page)
    expect(page.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    eye.look(page, "summary")


def test_goals_in_each_of_their_states(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Manager")
    go(page, browser, f"{places.GOALS.path}?whose=team&view=tree")
    expect(page.get_by_role("table", name="Goals").get_by_role("row").nth(3)).to_be_visible()
    eye.look(page, "goals, aligned to")
    go(page, browser, f"{places.GOALS.path}?text=xyzzy")
    expect(visible(page, "No goal matches")).to_be_visible()
    eye.look(page, "goals, none match")
    go(page, browser, f"{places.GOALS.path}?new=1")
    form = page.get_by_role("dialog", name="New goal")
    form.get_by_role("button", name="Set goal").click()
    expect(form.get_by_text("Say in a few words")).to_be_visible()
    eye.look(page, "a new goal, refused")
    go(page, browser, f"{places.GOALS.path}?text=EMEA")
    page.get_by_role("link", name="Grow EMEA revenue by a fifth").click()
    expect(page.get_by_role("img", name=re.compile("^Progress from"))).to_be_visible()
    path = page.url.removeprefix(browser.origin)
    for what, name in (("edit", "Edit goal"), ("check-in", "Check in"), ("close", "Close goal")):
        go(page, browser, f"{path}?do={what}")
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
        eye.look(page, name)
    go(page, browser, f"{places.TEAM.path}?attention=1")
    expect(page.get_by_role("table", name="Team")).to_be_visible()
    eye.look(page, "team, who needs attention")


def test_putting_departments_in_order(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    go(page, browser, places.DEPARTMENTS.path)
    tree = page.get_by_role("tree")
    tree.get_by_role("treeitem", name="Sales", exact=True).click()
    page.keyboard.press("*")
    expect(tree.get_by_role("treeitem", name="Inside Sales")).to_be_visible()
    eye.look(page, "departments, all open")
    page.get_by_label("Find a department").fill("xyzzy")
    expect(page.get_by_text("No department is called that.")).to_be_visible()
    eye.look(page, "departments, none found")
    page.get_by_label("Find a department").fill("")
    asks = page.get_by_role("dialog")
    for action, state in (("Add below", "Add"), ("Rename", "Rename")):
        page.get_by_role("button", name=action, exact=True).click()
        asks.get_by_label("Name").fill("")
        asks.get_by_role("button", name=state, exact=True).click()
        expect(asks.get_by_text("A department needs a name.")).to_be_visible()
        eye.look(page, f"departments, {action}")
        page.keyboard.press("Escape")
    for action in ("Move…", "Merge into…"):
        page.get_by_role("button", name=action, exact=True).click()
        asks.get_by_role("combobox").fill("marketing")
        expect(asks.get_by_role("option").first).to_be_visible()
        eye.look(page, f"departments, {action} to be chosen")
        page.keyboard.press("Enter")
        asks.get_by_role("button", name="Review").click()
        expect(asks.get_by_text("Running impersonations that end at once")).to_be_visible()
        eye.look(page, f"departments, {action} reviewed")
        page.keyboard.press("Escape")


def test_administrators(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    go(page, browser, f"{places.ADMINISTRATORS.path}?text=xyzzy")
    expect(visible(page, "No administrator matches")).to_be_visible()
    eye.look(page, "administrators, none")
    go(page, browser, places.ADMINISTRATORS.path)
    page.get_by_role("button", name="Grant a role").click()
    asked = page.get_by_role("dialog")
    asked.get_by_role("combobox", name="Person").fill("zoe marchand")
    option(page, ZOE).click()
    expect(asked.get_by_text("zoe.marchand@kestrel.example")).to_be_visible()
    eye.look(page, "granting a role")
    asked.get_by_role("button", name="Continue").click()
    expect(visible(page, "No running impersonation ends by this.")).to_be_visible()
    eye.look(page, "granting a role, confirmation")
    page.keyboard.press("Escape")
    page.get_by_role("row").filter(has_text="Hannah Lindqvist").get_by_role("link", name="Edit scope").click()
    page.get_by_role("button", name="Below Sales").click()
    expect(visible(page, "covered by Sales")).to_be_visible()
    eye.look(page, "scope")
    page.get_by_role("button", name="Take out Sales").click()
    expect(visible(page, "An empty scope sees nobody.")).to_be_visible()
    page.get_by_label("Find departments").fill("field")
    expect(visible(page, "in Sales")).to_be_visible()
    eye.look(page, "scope, empty, searching")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("dialog", name="Change the scope of Hannah Lindqvist?")).to_be_visible()
    eye.look(page, "scope, review")
    go(page, browser, places.SCOPE.path.replace("[person_id]", "1"))
    expect(visible(page, "is no HR Admin")).to_be_visible()
    eye.look(page, "scope of somebody who has none")


def test_a_reason_that_is_missing(
    new_demo: Callable[..., Server], open_browser: Callable[[Server], Browser], eye: Eye
) -> None:
    house = new_demo()
    records.write(house, "UPDATE organization SET reason_required = 1")
    browser = open_browser(house)
    page = sign_in(browser, "Super Admin")
    go(page, browser, ADMIN_PROXY)
    asked = ask(page)
    asked.get_by_role("button", name="Accept").click()
    expect(asked.get_by_text("Your organization requires a reason.")).to_be_visible()
    eye.look(page, "prompt, without a reason")


def test_groups(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    dialog = page.get_by_role("dialog")
    go(page, browser, places.GROUPS.path)
    page.get_by_role("button", name="New group").click()
    dialog.get_by_label("Name").fill("works council")
    dialog.get_by_role("button", name="Create").click()
    expect(visible(page, "There is a group called")).to_be_visible()
    eye.look(page, "new group, refused")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Works Council").click()
    expect(heading(page)).to_have_text("Works Council")
    page.get_by_role("combobox").fill("ma")
    expect(page.get_by_role("option").first).to_be_visible()
    eye.look(page, "group, search")
    page.keyboard.press("Enter")
    eye.look(page, "group, somebody chosen")
    page.get_by_label("Select everybody on this page").click()
    eye.look(page, "group, selected")
    page.get_by_role("button", name="Remove from group…").click()
    expect(dialog).to_be_visible()
    eye.look(page, "group, removing")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Rename").click()
    expect(dialog).to_be_visible()
    eye.look(page, "group, renaming")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Delete…").click()
    expect(dialog).to_be_visible()
    eye.look(page, "group, deleting")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove by pasting").click()
    dialog.get_by_role("button", name="Check").click()
    expect(visible(page, "Paste at least one e-mail.")).to_be_visible()
    eye.look(page, "pasting, nothing")
    dialog.get_by_label("E-mails").fill("zoe.marchand@kestrel.example\nnobody@kestrel.example\nJane")
    dialog.get_by_role("button", name="Check").click()
    expect(dialog.get_by_role("table")).to_be_visible()
    eye.look(page, "pasting, checked")


def test_lists_with_nothing_in_them(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    for path, words in (
        (f"{AUDIT_LOGS}?person=xyzzy", "No entries match"),
        (f"{AUDIT_LOGS}?impersonated=1", "Impersonated by"),
        (f"{places.USERS.path}?text=xyzzy", "Nobody matches"),
        (f"{places.GROUPS.path}?text=xyzzy", "No group matches"),
    ):
        go(page, browser, path)
        expect(visible(page, words)).to_be_visible()
        eye.look(page, path)


def test_reports_at_each_stage(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Manager")
    report_id = is_generated_elsewhere(demo, MIGUELS_ADDRESS, 300)
    go(page, browser, places.REPORTS.path)
    page.get_by_role("button", name="Generate report").click()
    expect(visible(page, f"Sent to {MIGUELS_ADDRESS}")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    eye.look(page, "reports, generating and ready")
    records.write(demo, "DELETE FROM report WHERE id = ?", report_id)


def test_uploading(new_demo: Callable[..., Server], open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(new_demo())
    browser.expect_complaint("status of 422")
    page = sign_in(browser, "Super Admin")
    go(page, browser, CSV_UPLOAD)
    upload(page, {"name": "people.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 9})
    expect(page.get_by_role("main").get_by_text("PDF document")).to_be_visible()
    eye.look(page, "upload, refused")
    page.get_by_role("button", name="Choose another file").click()
    upload(page, {"name": "broken.csv", "mimeType": "text/csv", "buffer": b"employee_id,email\n1,a@x.example\n1,b@x\n"})
    expect(page.get_by_role("table", name="Errors in the file")).to_be_visible()
    eye.look(page, "upload, errors")
    page.get_by_role("button", name="Choose another file").click()
    upload(page, REAL_EXPORT)
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    eye.look(page, "upload, preview")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("adventureworks_people.csv was applied")).to_be_visible()
    eye.look(page, "upload, applied")


def test_the_end_of_the_time(short_demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    page = sign_in(open_browser(short_demo), "Super Admin")
    impersonate(page)
    expect(idle_popup(page)).to_be_visible()
    eye.look(page, "idle pop-up")
    expect(ended_popup(page)).to_be_visible()
    eye.look(page, "ended pop-up")
    ended_popup(page).get_by_role("button", name="Done").click()
    expect_no_banner(page)


def test_a_connection_that_is_lost(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    browser.expect_complaint("ERR_INTERNET_DISCONNECTED")
    page = sign_in(browser, "HR Admin (department scope)")
    browser.context.set_offline(True)
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
    eye.look(page, "connection lost")
    browser.context.set_offline(False)
    impersonate(page)
    browser.context.set_offline(True)
    expect(page.get_by_role("dialog", name="Reconnecting…")).to_be_visible()
    eye.look(page, "veil")


def test_what_one_is_told(demo: Server, open_browser: Callable[[Server], Browser], eye: Eye) -> None:
    browser = open_browser(demo)
    page = sign_in(browser, "Super Admin")
    go(page, browser, places.SYSTEM_NOTIFICATIONS.path)
    row = page.get_by_role("row").filter(has_text="Impersonate Notifications")
    row.get_by_role("button", name="Change").click()
    expect(page.get_by_role("dialog", name="Impersonate Notifications")).to_be_visible()
    eye.look(page, "system notifications, change")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    row.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("dialog", name="Preview: Impersonate Notifications")).to_contain_text("Jane Doe")
    eye.look(page, "system notifications, preview")
    page.get_by_role("button", name="Send me a test").click()
    expect(visible(page, "A test is in your notifications")).to_be_visible()
    go(page, browser, places.NOTIFICATIONS.path)
    expect(visible(page, "Test: Jane Doe")).to_be_visible()
    eye.look(page, "notifications, one to read")
