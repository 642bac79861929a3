"""Takes the pictures of `docs/screenshots`, which the README shows: `make screenshots`.

The demonstration's people are always the same, so the pictures change only when the product does.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect, sync_playwright

from admin_proxy.demo import stories
from tests.journeys import records
from tests.journeys.acts import (
    ADMIN_PROXY,
    AUDIT_LOGS,
    CSV_UPLOAD,
    ZOE,
    ask,
    expect_banner,
    expect_home_of,
    heading,
    impersonate,
    prompt,
    search,
    sign_in,
    stop,
)
from tests.journeys.conftest import ARGUMENTS, Browser
from tests.journeys.test_csv_upload import REAL_EXPORT, upload
from tests.serving import Server

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        server = Server("demo", Path(folder)).begin()
        records.write(server, "UPDATE person SET language = 'en' WHERE email LIKE 'zoe.marchand@%'")  # she reads German
        try:
            on_a_desk(chromium, server)
            in_the_dark(chromium, server)
            on_a_phone(chromium, server)
        finally:
            server.stop()


def on_a_desk(chromium: Chromium, server: Server) -> None:
    browser = opened(chromium, server, viewport=DESK)
    page = browser.tab("/login")
    expect(page.get_by_role("button", name="Super Admin", exact=True)).to_be_visible()
    take(page, "sign-in")
    page.get_by_role("button", name=stories.STORIES[0].title, exact=True).click()
    expect(page.get_by_role("complementary", name="Story")).to_be_visible()
    expect(heading(page)).to_have_text("Admin Proxy")
    take(page, "story")
    page.close()
    page = sign_in(browser, "Super Admin")
    go(page, server, CSV_UPLOAD)
    upload(page, REAL_EXPORT)
    expect(page.get_by_role("button", name="Apply")).to_be_visible()
    take(page, "csv-upload")
    go(page, server, ADMIN_PROXY)
    search(page, "ma")
    expect(page.get_by_role("option").nth(3)).to_be_visible()
    take(page, "search")
    ask(page)
    take(page, "prompt")
    prompt(page, ZOE).get_by_role("button", name="Accept").click()
    expect_home_of(page, ZOE)
    expect_banner(page, ZOE)
    take(page, "banner")
    stop(page)
    expect(page.get_by_text(f"You are no longer impersonating {ZOE}")).to_be_visible()
    take(page, "summary")
    go(page, server, AUDIT_LOGS)
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    take(page, "audit-logs")
    browser.context.close()


def in_the_dark(chromium: Chromium, server: Server) -> None:
    browser = opened(chromium, server, viewport=DESK, color_scheme="dark")
    impersonating(browser)
    take(browser.context.pages[0], "banner-dark")
    browser.context.close()


def on_a_phone(chromium: Chromium, server: Server) -> None:
    browser = opened(chromium, server, viewport=DESK, device_scale_factor=2)
    page = impersonating(browser)
    page.set_viewport_size(PHONE)
    take(page, "banner-phone")
    browser.context.close()


def opened(chromium: Chromium, server: Server, **options: object) -> Browser:
    return Browser(chromium.new_context(reduced_motion="reduce", **options), server.origin)  # type: ignore[arg-type]


def impersonating(browser: Browser) -> Page:
    page = sign_in(browser, "Super Admin")
    impersonate(page)
    return page


def go(page: Page, server: Server, path: str) -> None:
    page.goto(server.origin + path)
    expect(heading(page)).to_be_visible()


def take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
