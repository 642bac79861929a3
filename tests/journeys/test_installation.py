"""A real installation, from nothing: two commands, a one-time link, and the product without a demonstration in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import records
from tests.journeys.acts import (
    expect_banner,
    expect_home_of,
    heading,
    impersonate,
)
from tests.journeys.conftest import NewBrowser
from tests.journeys.test_csv_upload import REAL_EXPORT, TERRI, TERRI_S_ADDRESS, go_to_csv_upload, upload
from tests.serving import Server

pytestmark = pytest.mark.journey


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Server]:
    server = Server("serve", tmp_path, settings={"ADMIN_PROXY_DEMO_SESSION_SECONDS": "5"}).begin()
    yield server
    server.stop()


def admin_proxy(server: Server, *arguments: str) -> str:
    """What the command prints."""
    where = {"ADMIN_PROXY_DATA_DIR": str(server.folder), "ADMIN_PROXY_PORT": str(server.port)}
    done = subprocess.run(
        [sys.executable, "-m", "admin_proxy", *arguments],
        env=os.environ | where, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout


def test_an_organization_is_set_up_from_nothing(installation: Server, new_browser: NewBrowser) -> None:
    admin_proxy(installation, "create-organization", "adventure-works", "Adventure Works")
    said = admin_proxy(
        installation,
        "create-admin", "--organization", "adventure-works", "--email", "ada@adventure-works.com", "--name", "Ada Root",
    )  # fmt: skip
    (link,) = re.findall(r"http\S+/welcome#\S+", said)

    page = new_browser(installation).tab(link.removeprefix(installation.origin))
    expect(heading(page)).to_have_text("Choose a password")
    expect(page).to_have_url(installation.origin + "/welcome")  # the secret does not stay in the address bar
    page.get_by_label("New password", exact=True).fill("password")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("New password", exact=True).fill("a-quiet-lantern-42")
    page.get_by_role("button", name="Set password").click()

    expect(heading(page)).to_have_text("Sign in")
    expect(page.get_by_text("Your password is set. Sign in with it.")).to_be_visible()
    expect(page.get_by_role("button", name="Super Admin")).to_have_count(0)
    page.get_by_label("E-mail").fill("ada@adventure-works.com")
    page.get_by_label("Password", exact=True).fill("a-quiet-lantern-42")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(heading(page)).to_have_text("Privacy policy")
    page.get_by_label("I have read the privacy policy and accept it").check()
    page.get_by_role("button", name="Accept and continue").click()
    expect_home_of(page, "Ada Root")
    page.get_by_role("button", name="Account: Ada Root").click()
    expect(page.get_by_role("link", name="Demo mailbox")).to_have_count(0)
    page.keyboard.press("Escape")

    go_to_csv_upload(page)
    upload(page, REAL_EXPORT)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("adventureworks_people.csv was applied")).to_be_visible()
    records.accept_privacy(installation, TERRI_S_ADDRESS)
    impersonate(page, "terri", TERRI)
    expect_banner(page, TERRI)
    expect(page.get_by_text("Employee id")).to_be_visible()
    listed = admin_proxy(installation, "audit", "list", "--organization", "adventure-works", "--person", "terri duffy")
    assert "Ada Root" in listed.splitlines()[0]


def test_a_one_time_link_works_once(installation: Server, new_browser: NewBrowser) -> None:
    admin_proxy(installation, "create-organization", "adventure-works", "Adventure Works")
    said = admin_proxy(
        installation,
        "create-admin", "--organization", "adventure-works", "--email", "ada@adventure-works.com", "--name", "Ada Root",
    )  # fmt: skip
    (link,) = re.findall(r"http\S+/welcome#\S+", said)
    browser = new_browser(installation)
    for password, outcome in (("a-quiet-lantern-42", "Sign in"), ("another-lantern-43", "Choose a password")):
        page = browser.tab(link.removeprefix(installation.origin))
        page.get_by_label("New password", exact=True).fill(password)
        page.get_by_role("button", name="Set password").click()
        expect(page.get_by_role("status").or_(page.get_by_role("alert")).locator("visible=true").first).to_be_visible()
        expect(heading(page)).to_have_text(outcome)
