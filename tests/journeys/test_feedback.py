"""Telling a colleague something, and asking for it: what one of the two sends, the other reads, and nobody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import records
from tests.journeys.acts import ZOE, banner, heading, impersonate, option, sign_in
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

EMMA, MIGUEL = "Emma Bergström", "Miguel Santos"


def add(page: Page, field: str, typed: str, name: str) -> None:
    """Choose a colleague, by keyboard."""
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    box.fill(typed)
    expect(option(page, name)).to_be_visible()
    expect(box).not_to_have_attribute("aria-busy", "true")
    option(page, name).click()
    expect(chip(page, name)).to_be_visible()


def chip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Remove {name}")


def post(page: Page, text: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=text)


def go(page: Page, link: str, title: str = "") -> None:
    page.get_by_role("main").get_by_role("link", name=link).click()
    expect(heading(page)).to_have_text(title or link)


def open_feedback(page: Page, tab: str = "Received") -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Feedback", exact=True).click()
    expect(heading(page)).to_have_text("Feedback")
    page.get_by_role("navigation", name="Feedback").get_by_role("link", name=tab).click()
    current = page.get_by_role("navigation", name="Feedback").get_by_role("link", name=tab)
    expect(current).to_have_attribute("aria-current", "page")


def ask(page: Page, question: str, about: str = "") -> None:
    """Miguel, from the Feedback page, asks Emma."""
    go(page, "Request feedback")
    if about:
        page.get_by_label("About").select_option(label=about)
    add(page, "From", "emma b", EMMA)
    page.get_by_label("Question").fill(question)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_text("The request was sent.")).to_be_visible()


def open_request(page: Page, question: str) -> None:
    open_feedback(page, "Requests")
    post(page, question).get_by_role("link", name="Answer or decline").click()
    expect(page.get_by_role("button", name="Send answer")).to_be_visible()


def test_feedback_to_two_colleagues_is_read_by_each_and_by_nobody_else(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Employee")
    open_feedback(page)
    go(page, "Give feedback")
    page.get_by_label("Feedback", exact=True).fill("You asked the question that nobody dared to ask.")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("Choose at least one colleague")).to_be_visible()
    for typed, name in (("santos mig", MIGUEL), ("zoë m", ZOE), ("hannah l", "Hannah Lindqvist")):
        add(page, "To", typed, name)
    chip(page, "Hannah Lindqvist").focus()
    page.keyboard.press("Enter")
    expect(chip(page, "Hannah Lindqvist")).to_have_count(0)
    expect(chip(page, ZOE)).to_be_focused()
    expect(page.get_by_text("This will be sent to")).to_have_count(0)

    page.get_by_role("button", name="Send feedback").dblclick()

    expect(page.get_by_text("The feedback was sent.")).to_be_visible()
    expect(post(page, "that nobody dared to ask")).to_have_count(2)
    manager = sign_in(new_browser(demo), "Manager")
    open_feedback(manager)
    expect(post(manager, "that nobody dared to ask")).to_contain_text(EMMA)
    for persona in ("Super Admin", "HR Admin (department scope)"):
        other = sign_in(new_browser(demo), persona)
        open_feedback(other)
        expect(other.get_by_role("main").get_by_role("listitem").first).to_be_visible()
        expect(post(other, "that nobody dared to ask")).to_have_count(0)


def test_a_manager_asks_about_a_report_and_reads_the_answer(demo: Server, new_browser: NewBrowser) -> None:
    manager, employee = sign_in(new_browser(demo), "Manager"), sign_in(new_browser(demo), "Employee")
    open_feedback(manager)
    ask(manager, "How does she prepare a pitch?", about=ZOE)
    expect(post(manager, "How does she prepare a pitch?")).to_contain_text(f"About {ZOE}")

    open_request(employee, "How does she prepare a pitch?")
    expect(heading(employee)).to_have_text(f"Feedback about {ZOE}")
    expect(employee.get_by_text(f"Only {MIGUEL} and you will read the answer. {ZOE} will not.")).to_be_visible()
    employee.get_by_label("Answer", exact=True).fill("With a checklist of her own, and time to spare.")
    employee.get_by_role("button", name="Send answer").click()
    expect(employee.get_by_text("The answer was sent.")).to_be_visible()

    open_feedback(manager)
    expect(post(manager, "With a checklist of her own")).to_contain_text("How does she prepare a pitch?")
    open_feedback(manager, "Requests")
    expect(post(manager, "How does she prepare a pitch?")).to_contain_text("Answered")


def test_a_request_is_declined_with_a_word(demo: Server, new_browser: NewBrowser) -> None:
    manager, employee = sign_in(new_browser(demo), "Manager"), sign_in(new_browser(demo), "Employee")
    open_feedback(manager)
    ask(manager, "What did you think of my talk in Lisbon?")

    open_request(employee, "my talk in Lisbon")
    employee.get_by_label("Why").fill("I was ill that day.")
    employee.get_by_role("button", name="Decline").click()
    expect(employee.get_by_text("The request was declined.")).to_be_visible()
    expect(post(employee, "my talk in Lisbon")).to_have_count(0)

    open_feedback(manager, "Requests")
    expect(post(manager, "my talk in Lisbon")).to_contain_text("Declined")
    expect(post(manager, "my talk in Lisbon")).to_contain_text("I was ill that day.")


def test_what_an_administrator_sends_as_somebody_is_hers_and_the_record_names_both(
    demo: Server, new_browser: NewBrowser
) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    impersonate(page)
    open_feedback(page)
    expect(page.get_by_text("For Zoë. Only Zoë and the other person read it.")).to_be_visible()
    go(page, "Give feedback")
    add(page, "To", "emma b", EMMA)
    expect(page.get_by_role("status").filter(has_text="This will be sent")).to_have_text(
        f"This will be sent to {EMMA} as {ZOE}."
    )
    page.get_by_label("Feedback", exact=True).fill("Your sketches made the pitch.")
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("The feedback was sent.")).to_be_visible()
    expect(banner(page)).to_be_visible()

    employee = sign_in(new_browser(demo), "Employee")
    open_feedback(employee)
    expect(post(employee, "Your sketches made the pitch.")).to_contain_text(ZOE)
    expect(employee.get_by_role("main").get_by_text("Dana Whitfield")).to_have_count(0)
    ((actor, subject, after),) = records.read(
        demo,
        "SELECT actor_name, subject_name, after FROM audit_entry WHERE tag = 'feedback.feedback.given' "
        "AND object_name = ? AND session_id IS NOT NULL",
        f"Feedback to {EMMA}",
    )
    assert (actor, subject) == ("Dana Whitfield", ZOE)
    assert "sketches" not in after


def test_a_request_that_is_not_ones_own_is_not_there(demo: Server, new_browser: NewBrowser) -> None:
    browser = new_browser(demo)
    browser.expect_complaint("status of 404")
    page = sign_in(browser, "Super Admin")
    ((foreign,),) = records.read(
        demo,
        "SELECT max(request.id) FROM feedback_request AS request JOIN person ON person.id = request.asked_id "
        "WHERE person.email_key <> 'dana.whitfield@kestrel.example'",
    )
    said = []
    for number in (foreign, 99_999_999):
        page.goto(f"{demo.origin}/feedback/requests/{number}")
        expect(heading(page)).to_have_text("This page does not exist")
        said.append(re.sub(r"\s+", " ", page.get_by_role("main").inner_text()))
    assert said[0] == said[1]
