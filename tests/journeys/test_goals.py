"""Goals: one from beginning to end; one that an administrator changes as Zoë; one that two people edit at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from admin_proxy.accounts import passwords
from tests.journeys import records
from tests.journeys.acts import ZOE, account_menu, heading, impersonate, sign_in, stop
from tests.journeys.conftest import NewBrowser
from tests.journeys.line import Line
from tests.journeys.test_bad_weather import NO_CONNECTION
from tests.serving import Server

pytestmark = pytest.mark.journey

GOALS, TEAM = "/goals", "/team"
SHARED = "Win eight customers in the Nordics"
HERS_ALONE = "Prepare for the role of a team lead"
MAIL, PASSWORD = "zoe.marchand@kestrel.example", "correct horse battery"


def goals_of(page: Page) -> Locator:
    return page.get_by_role("table", name="Goals")


def open_goal(page: Page, title: str, *, of: str = "") -> None:
    """From the list, by a search for its title."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Goals", exact=True).click()
    expect(heading(page)).to_have_text("Goals")
    if of:
        page.get_by_role("link", name=of).click()
        expect(page).to_have_url(re.compile("whose="))
    page.get_by_label("Search", exact=True).fill(title)
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("status").filter(has_text=re.compile("^1 goal$"))).to_be_visible()
    goals_of(page).get_by_role("link", name=title).click()
    expect(heading(page)).to_have_text(title)


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_a_goal_from_its_beginning_to_its_end(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Employee")
    page.get_by_role("main").get_by_role("link", name="All goals").click()
    page.get_by_role("link", name="New goal").click()
    form = page.get_by_role("dialog", name="New goal")
    form.get_by_label("Title").fill("Paint the lobby")
    form.get_by_label("Measured in").select_option("Money")
    form.get_by_label("Currency").select_option("EUR")
    form.get_by_label("Target").fill("1,200")
    form.get_by_role("button", name="Set goal").click()
    expect(form.get_by_text("with no sign between thousands")).to_be_visible()
    expect(form.get_by_label("Title")).to_have_value("Paint the lobby")
    form.get_by_label("Target").fill("1200")
    form.get_by_role("button", name="Set goal").click()
    expect(heading(page)).to_have_text("Paint the lobby")

    page.get_by_role("link", name="Check in").click()
    dialog(page).get_by_label("Value").fill("300")
    dialog(page).get_by_label("How is it going?").select_option("At risk")
    dialog(page).get_by_label("Comment").fill("The paint is late.")
    dialog(page).get_by_role("button", name="Check in").click()
    expect(page.get_by_role("table", name="Check-ins").get_by_role("row").nth(1)).to_contain_text("The paint is late.")
    expect(page.get_by_role("img", name=re.compile("300"))).to_be_visible()
    expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute("value", "25")

    page.get_by_label("New milestone").fill("Choose a colour")
    due = page.get_by_label("Due")
    due.fill("1800-01-01")
    page.get_by_role("button", name="Add").click()
    expect(due).to_have_accessible_description("The year must lie between 1900 and 2200.")
    expect(page.get_by_label("New milestone")).to_have_accessible_description("")
    due.fill("")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Choose a colour").click()
    expect(page.get_by_text(re.compile("^Done on"))).to_be_visible()

    page.get_by_role("link", name="Edit").click()
    dialog(page).get_by_label("Title").fill("Paint the whole lobby")
    dialog(page).get_by_role("button", name="Save").click()
    expect(heading(page)).to_have_text("Paint the whole lobby")

    page.get_by_role("link", name="Close goal…").click()
    dialog(page).get_by_label("How did it end?").select_option("Reached")
    dialog(page).get_by_role("button", name="Close goal").click()
    expect(page.get_by_text(re.compile("^Reached on"))).to_be_visible()
    expect(page.get_by_role("link", name="Check in")).to_have_count(0)
    page.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("link", name="Check in")).to_be_visible()


def test_an_administrator_changes_hers_as_zoe_and_reads_of_it_afterwards(demo: Server, new_browser: NewBrowser) -> None:
    """The private goal: nobody but Zoë and her manager sees it, and whoever acts as her."""
    page = sign_in(new_browser(demo), "Super Admin")
    page.goto(f"{demo.origin}{GOALS}?whose=everybody&text=team+lead")
    expect(page.get_by_text("No goal matches")).to_be_visible()
    impersonate(page)
    expect(page.get_by_role("main").get_by_text("for Zoë").first).to_be_visible()
    open_goal(page, HERS_ALONE)
    page.get_by_role("link", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit goal for Zoë")
    weight = form.get_by_label("Weight").input_value()
    form.get_by_label("Weight").fill("77")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("definition").filter(has_text=re.compile("^77$"))).to_be_visible()
    address = page.url

    stop(page)
    summary = page.get_by_role("status").filter(has_text=f"You are no longer impersonating {ZOE}")
    expect(summary).to_contain_text("One thing was changed.")
    expect(summary.get_by_role("list", name="What was changed")).to_contain_text(
        re.compile(rf"Changed a goal: {HERS_ALONE} · Weight {weight} → 77$")
    )
    page.get_by_role("link", name="See it in the audit log").click()
    expect(page.get_by_role("table").get_by_role("row").filter(has_text="Changed a goal")).to_contain_text("77")
    page.goto(address)
    expect(heading(page)).to_have_text("This page does not exist")


def test_a_private_goal_is_nowhere_for_a_colleague(demo: Server, new_browser: NewBrowser) -> None:
    manager = sign_in(new_browser(demo), "Manager")
    open_goal(manager, HERS_ALONE, of="My team’s goals")
    page = sign_in(new_browser(demo), "Employee")
    page.goto(manager.url)
    expect(page.get_by_text("There is no such goal.")).to_be_visible()
    page.goto(f"{demo.origin}{GOALS}?whose=everybody&status=any&text=role+of+a+team+lead")
    expect(page.get_by_text("No goal matches")).to_be_visible()


def test_two_people_edit_a_goal_at_the_same_time_and_neither_loses_anything(
    demo: Server, new_browser: NewBrowser
) -> None:
    manager = sign_in(new_browser(demo), "Manager")
    open_goal(manager, SHARED, of="My team’s goals")
    manager.get_by_role("link", name="Edit").click()
    administrator = sign_in(new_browser(demo), "Super Admin")
    impersonate(administrator)
    open_goal(administrator, SHARED)
    administrator.get_by_role("link", name="Edit").click()
    dialog(administrator).get_by_label("Description").fill("Norway first.")
    dialog(administrator).get_by_role("button", name="Save").click()
    expect(administrator.get_by_text("Norway first.")).to_be_visible()

    theirs = dialog(manager)
    theirs.get_by_label("Description").fill("Sweden first.")
    theirs.get_by_label("Weight").fill("33")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("Somebody has saved “Norway first.” here meanwhile.")).to_be_visible()
    expect(theirs.get_by_label("Description")).to_have_value("Sweden first.")
    theirs.get_by_label("Description").fill("Norway first, then Sweden.")
    theirs.get_by_role("button", name="Save").click()
    expect(manager.get_by_text("Norway first, then Sweden.")).to_be_visible()
    expect(manager.get_by_role("definition").filter(has_text=re.compile("^33$"))).to_be_visible()
    stop(administrator)


def test_zoe_herself_and_an_administrator_as_zoe_edit_her_goal_and_neither_loses_anything(
    demo: Server, new_browser: NewBrowser
) -> None:
    hers = sign_in_as_zoe(demo, new_browser)
    open_goal(hers, HERS_ALONE)
    hers.get_by_role("link", name="Edit").click()
    dialog(hers).get_by_label("Description").fill("Ask Miguel for a mentor.")
    administrator = sign_in(new_browser(demo), "Super Admin")
    impersonate(administrator)
    open_goal(administrator, HERS_ALONE)
    administrator.get_by_role("link", name="Edit").click()
    theirs = dialog(administrator)
    theirs.get_by_label("Description").fill("Begin with the workshop in May.")
    theirs.get_by_label("Weight").fill("41")
    theirs.get_by_role("button", name="Save").click()
    expect(administrator.get_by_text("Begin with the workshop in May.")).to_be_visible()

    own = dialog(hers)
    expect(own.get_by_label("Description")).to_have_value("Ask Miguel for a mentor.")  # news of it takes nothing away
    own.get_by_role("button", name="Save").click()
    expect(own.get_by_text("Somebody has saved “Begin with the workshop in May.” here meanwhile.")).to_be_visible()
    expect(own.get_by_label("Description")).to_have_value("Ask Miguel for a mentor.")
    administrator.get_by_role("link", name="Edit").click()
    own.get_by_label("Description").fill("Begin with the workshop in May. Ask Miguel for a mentor.")
    own.get_by_role("button", name="Save").click()
    expect(hers.get_by_text("Begin with the workshop in May. Ask Miguel for a mentor.")).to_be_visible()
    expect(hers.get_by_role("definition").filter(has_text=re.compile("^41$"))).to_be_visible()

    theirs.get_by_label("Description").fill("Begin with the workshop in June.")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_text("Ask Miguel for a mentor.” here meanwhile")).to_be_visible()
    expect(theirs.get_by_label("Description")).to_have_value("Begin with the workshop in June.")
    theirs.get_by_role("button", name="Cancel").click()
    stop(administrator)


def sign_in_as_zoe(demo: Server, new_browser: NewBrowser) -> Page:
    """She has no button of her own there, but a password like anybody."""
    records.write(demo, "UPDATE person SET password_hash = ? WHERE email_key = ?", passwords.hash(PASSWORD), MAIL)
    page = new_browser(demo).tab("/login")
    page.get_by_label("E-mail").fill(MAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("Hello, Zoë")
    return page


def test_what_was_typed_survives_a_page_that_is_made_anew(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Employee")
    page.goto(f"{demo.origin}{GOALS}?new=1")
    dialog(page).get_by_label("Title").fill("Learn to sail")
    dialog(page).get_by_label("Measured in").select_option("Number")
    page.reload()
    expect(dialog(page).get_by_text("What you typed before is still here.")).to_be_visible()
    expect(dialog(page).get_by_label("Title")).to_have_value("Learn to sail")
    expect(dialog(page).get_by_label("Measured in")).to_have_value("number")
    dialog(page).get_by_role("button", name="Cancel").click()
    expect(dialog(page)).to_have_count(0)
    page.get_by_role("link", name="New goal").click()
    expect(dialog(page).get_by_label("Title")).to_have_value("")


def test_so_does_what_was_typed_into_the_note_of_its_end_and_into_a_milestone(
    demo: Server, new_browser: NewBrowser
) -> None:
    page = sign_in(new_browser(demo), "Manager")
    open_goal(page, "Reorganize the territories")
    page.get_by_label("New milestone").fill("Ask everybody")
    page.get_by_role("button", name="Add").click()
    milestone = page.get_by_role("listitem").filter(has_text="Ask everybody")
    milestone.get_by_role("button", name="Edit").click()
    dialog(page).get_by_label("Milestone").fill("Ask everybody twice")
    page.reload()
    milestone.get_by_role("button", name="Edit").click()
    expect(dialog(page).get_by_label("Milestone")).to_have_value("Ask everybody twice")
    dialog(page).get_by_role("button", name="Save").click()
    expect(milestone).to_contain_text("Ask everybody twice")

    page.get_by_role("link", name="Close goal…").click()
    dialog(page).get_by_label("Note").fill("Half of it was enough.")
    page.reload()
    expect(dialog(page).get_by_label("Note")).to_have_value("Half of it was enough.")
    dialog(page).get_by_role("button", name="Cancel").click()
    expect(page).not_to_have_url(re.compile("do=close"))
    page.get_by_role("link", name="Close goal…").click()
    expect(dialog(page).get_by_label("Note")).to_have_value("")


def test_and_a_line_that_breaks(new_demo: Callable[..., Server], new_browser: NewBrowser) -> None:
    line = Line()
    line.server = new_demo(ADMIN_PROXY_PUBLIC_URL=line.origin)
    line.mend()
    browser = new_browser(line.server, origin=line.origin)
    browser.expect_complaint(NO_CONNECTION)
    page = sign_in(browser, "Manager")
    open_goal(page, "Reorganize the territories")
    page.get_by_role("link", name="Check in").click()
    dialog(page).get_by_label("Comment").fill("Two more to ask.")
    line.cut()
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
    line.mend()
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_have_count(0)
    expect(dialog(page).get_by_label("Comment")).to_have_value("Two more to ask.")
    dialog(page).get_by_role("button", name="Check in").click()
    latest = page.get_by_role("table", name="Check-ins").get_by_role("row").nth(1)
    expect(latest).to_contain_text("Two more to ask.")
    line.cut()


def test_the_team_shows_who_needs_attention_and_leads_to_their_goals(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Manager")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Team").click()
    everybody = page.get_by_role("table", name="Team").get_by_role("row")
    expect(everybody.filter(has_text=ZOE)).to_be_visible()
    count = everybody.count()
    page.get_by_role("link", name="Only who needs attention").click()
    expect(page.get_by_role("link", name="Show everybody")).to_be_visible()
    expect(everybody.nth(1)).to_be_visible()
    assert 1 < everybody.count() < count
    page.get_by_role("link", name="Show everybody").click()
    page.get_by_role("link", name=f"New goal for {ZOE}").click()
    form = page.get_by_role("dialog", name=f"New goal for {ZOE}")
    form.get_by_label("Title").fill("Learn Norwegian")
    form.get_by_label("Measured in").select_option("Done or not done")
    form.get_by_label("Supports").select_option("Grow EMEA revenue by a fifth (Miguel Santos)")
    form.get_by_role("button", name="Set goal").click()
    expect(heading(page)).to_have_text("Learn Norwegian")
    expect(page.get_by_role("link", name="Grow EMEA revenue by a fifth")).to_be_visible()


def test_nobody_without_reports_has_a_team(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    browser.expect_complaint("status of 403")
    page = sign_in(browser, "Employee")
    expect(account_menu(page, "Emma Bergström")).to_be_visible()
    expect(page.get_by_role("link", name="Team")).to_have_count(0)
    page.goto(demo.origin + TEAM)
    expect(heading(page)).to_have_text("You are not allowed to see this page")


def test_the_list_is_as_the_address_says(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Manager")
    page.goto(f"{demo.origin}{GOALS}?whose=everybody&status=off_track&view=tree")
    expect(page.get_by_role("link", name="Everybody’s goals")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Aligned to")).to_have_attribute("aria-current", "page")
    expect(page.get_by_label("Status")).to_have_value("off_track")
    expect(goals_of(page).get_by_role("row").filter(has_text="Off track").first).to_be_visible()
    page.get_by_role("link", name="List").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Previous")).to_be_visible()
    expect(page.get_by_label("Status")).to_have_value("off_track")
