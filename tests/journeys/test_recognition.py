"""Thanking colleagues in public, and what everybody sees of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import records
from tests.journeys.acts import ZOE, expect_home_of, heading, impersonate, sign_in
from tests.journeys.conftest import NewBrowser
from tests.journeys.test_feedback import EMMA, MIGUEL, add, chip, post
from tests.serving import Server

pytestmark = pytest.mark.journey


def open_recognition(page: Page) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Recognition").click()
    expect(heading(page)).to_have_text("Recognition")


def send(page: Page, message: str) -> None:
    page.get_by_label("Company value").select_option(label="Better together")
    page.get_by_label("What for").fill(message)
    page.get_by_role("button", name="Send thanks").dblclick()
    expect(page.get_by_text("The thanks were sent.")).to_be_visible()


def test_two_colleagues_are_thanked_and_everybody_reads_it_and_reacts(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Employee")
    open_recognition(page)
    page.get_by_label("What for").fill("You carried the boxes.")
    page.get_by_role("button", name="Send thanks").click()
    expect(page.get_by_text("Choose at least one colleague")).to_be_visible()
    expect(page.get_by_label("What for")).to_have_value("You carried the boxes.")
    add(page, "Thank", "santos mig", MIGUEL)
    add(page, "Thank", "zoë m", ZOE)
    send(page, "You carried the boxes to the fourth floor.")

    thanks = post(page, "to the fourth floor")
    expect(thanks).to_have_count(1)
    expect(thanks).to_contain_text(EMMA)
    expect(thanks).to_contain_text("Better together")
    expect(chip(page, ZOE)).to_have_count(0)
    expect(page.get_by_label("What for")).to_have_value("")

    other = sign_in(new_browser(demo), "Manager")
    expect(
        other.get_by_text(f"{EMMA} thanked {MIGUEL} and {ZOE}").or_(post(other, "fourth floor")).first
    ).to_be_visible()
    open_recognition(other)
    heart = post(other, "to the fourth floor").get_by_role("button", name="Heart")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text("1")
    other.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(heart).not_to_contain_text("1")


def test_as_somebody_the_thanks_are_hers_and_the_record_names_both(demo: Server, new_browser: NewBrowser) -> None:
    page = sign_in(new_browser(demo), "Super Admin")
    impersonate(page)
    open_recognition(page)
    add(page, "Thank", "emma b", EMMA)
    expect(page.get_by_role("status").filter(has_text="This will be sent")).to_have_text(
        f"This will be sent to {EMMA} as {ZOE}."
    )
    send(page, "You found the colour that we had looked for.")

    employee = sign_in(new_browser(demo), "Employee")
    expect_home_of(employee, EMMA)
    open_recognition(employee)
    expect(post(employee, "the colour that we had looked for")).to_contain_text(f"{ZOE} thanked {EMMA}")
    ((actor, subject),) = records.read(
        demo,
        "SELECT actor_name, subject_name FROM audit_entry WHERE tag = 'recognition.recognition.given' "
        "AND session_id IS NOT NULL AND object_name = ?",
        f"Recognition of {EMMA}",
    )
    assert (actor, subject) == ("Dana Whitfield", ZOE)
