"""Names of sixty letters without a blank, and a thousand goals, on a phone, a tablet and a desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import records
from tests.journeys.acts import ADMIN_PROXY, banner, heading, impersonate, sign_in
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunt"
PLACES = (
    "/", "/goals", "/goals?whose=team&view=tree", "/team", "/feedback", "/recognition", "/reports", "/settings",
    "/admin/user-management/users", "/admin/user-management/departments", "/admin/user-management/groups",
    "/admin/user-management/administrators", "/admin/program-management/impersonate/sessions", ADMIN_PROXY,
    "/admin/program-management/reporting/audit-logs", "/admin/program-management/notifications/system-notifications",
)  # fmt: skip
WIDTHS = (1440, 1024, 768, 360)
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# A heading or a badge that its cell cuts off; names end in an ellipsis, which is meant. Cards hide their headings.
CUT = """[...document.querySelectorAll("th, td .badge")].filter((one) => {
    const cell = one.closest("th, td");
    if (one !== cell) return one.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
    const hidden = getComputedStyle(cell.closest("thead")).position === "absolute";
    return !hidden && cell.scrollWidth > cell.clientWidth + 1;
}).map((one) => one.textContent)"""


def make_long(server: Server) -> int:
    """Everybody around the Super Admin, and what is theirs; returns who one of them is."""
    ((dana,),) = records.read(server, "SELECT id FROM person WHERE email LIKE 'dana.whitfield@%'")
    theirs = f"(SELECT id FROM person WHERE id = {dana} OR manager_id = {dana} OR email LIKE 'zoe.marchand@%')"
    records.write(server, f"UPDATE person SET last_name = ?, title = ? WHERE id IN {theirs}", LONG, LONG)
    records.write(server, f"UPDATE goal SET title = ? WHERE owner_id IN {theirs}", LONG)
    records.write(server, "UPDATE user_group SET name = name || ?", LONG[:40])
    records.write(server, "UPDATE department SET name = name || ? WHERE parent_id IS NULL", LONG[:40])
    records.write(server, "UPDATE recognition SET message = ?", LONG * 3)
    return int(dana)


def give_goals(server: Server, owner: int, count: int) -> None:
    columns = [name for (_, name, *_) in records.read(server, "PRAGMA table_info(goal)") if name != "id"]
    made = ", ".join("title || number" if name == "title" else name for name in columns)
    records.write(
        server,
        f"INSERT INTO goal ({', '.join(columns)}) "
        f"WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < {count})"
        f" SELECT {made} FROM (SELECT * FROM goal WHERE owner_id = ? AND state = 'open' LIMIT 1), numbers",
        owner,
    )


def faults(page: Page, where: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(WIDER):
            found.append(f"{where} scrolls sideways at {width} px")
        found += [f"{where} cuts {words!r} off at {width} px" for words in page.evaluate(CUT)]
    return found


def test_nothing_is_pushed_out_of_the_page_or_cut_off(demo: Server, new_browser: NewBrowser) -> None:
    dana = make_long(demo)
    give_goals(demo, dana, 1_000)
    browser = new_browser(demo)
    page = sign_in(browser, "Super Admin")
    found = []
    for path in (*PLACES, f"/admin/user-management/users/{dana}"):
        page.goto(browser.origin + path)
        expect(heading(page)).to_be_visible()
        expect(page.get_by_text(re.compile("^Loading"))).to_have_count(0)
        found += faults(page, path)
    page.goto(browser.origin + "/goals")
    expect(page.get_by_text(re.compile(r"^1,0\d\d goals$"))).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    impersonate(page, "zoe", f"Zoë {LONG}")
    expect(banner(page)).to_be_visible()
    found += faults(page, "Home with the banner")
    assert not found, "\n".join(found)
