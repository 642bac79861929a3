"""A private goal is in nothing that the server sends to somebody who may not see it, whatever they ask for."""

from __future__ import annotations

from datetime import date

import httpx
import pytest
from sqlmodel import Session

from admin_proxy import clock
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, Milestone
from admin_proxy.ui.shell import places
from tests.border.client import STATE, Tab, text, values
from tests.border.handlers import guarded, right_typed
from tests.serving import Product

pytestmark = pytest.mark.border

CANARY = "Kanarienvogel"
SEARCHED = "zaunkoenig"
"""Stands in its title as well, and may come back as what was asked."""
CREATE = f"{STATE}.admin_proxy___ui___pages___goals____goals_state.create"
OF_GOALS = [name for name in guarded() if any(part in name for part in ("goal_state", "goals_state", "team_state"))]


@pytest.fixture
def private(on_both: Product) -> tuple[Product, int]:
    """Fay's, with the word in everything that can be written about a goal."""
    with Session(on_both.engine) as tx:
        today = clock.now().date()
        goal = Goal(
            organization_id=on_both.cast.acme, owner_id=on_both.cast["fay"], title=f"{CANARY} {SEARCHED}",
            description=CANARY,
            is_public=False, starts_on=date(2026, 1, 1), ends_on=today, closing_note=CANARY, created_at=clock.now(),
            search_text=f" {CANARY.lower()} {SEARCHED} ",
        )  # fmt: skip
        tx.add(goal)
        tx.flush()
        assert goal.id is not None
        tx.add(
            CheckIn(
                goal_id=goal.id, author_id=goal.owner_id, at=clock.now(), value=100, comment=CANARY,
                confidence=Confidence.OFF_TRACK,
            )
        )  # fmt: skip
        tx.add(Milestone(goal_id=goal.id, owner_id=goal.owner_id, name=CANARY, due_on=today))
        tx.commit()
        return on_both, goal.id


def pages(goal_id: int, owner_id: int) -> list[str]:
    asked = ("", "&view=tree", f"&text={SEARCHED}", "&status=any", "&status=off_track", f"&after={goal_id}")
    return [
        *(f"/goals/?whose={whose}{more}" for whose in ("mine", "team", "everybody") for more in asked),
        f"/goals/?owner={owner_id}&status=any",
        f"/goals/?owner={owner_id}&new=1",
        f"/goals/{goal_id}/",
        f"/goals/{goal_id}/?do=edit",
        f"/goals/{goal_id}/?do=check-in&before=99999",
        "/team/",
        "/team/?attention=1",
        "/",
    ]


async def all_that_is_said(product: Product, who: str, goal_id: int, address: str, acting_as: str = "") -> str:
    token = product.sign_in(who)
    if acting_as:
        product.impersonate(token, acting_as)
    tab = await Tab.open(product.origin, cookie=token, address=address)
    for path in pages(goal_id, product.cast["fay"]):
        await tab.load(path)
        if path.startswith(f"/goals/{goal_id}/"):
            for name in OF_GOALS:
                await tab.send(name, {**next(right_typed(name)), **_about(name, goal_id)})
    await tab.settle()
    assert 500 not in values(tab.updates, "problem")
    await tab.close()
    return text(tab.updates)


def _about(name: str, goal_id: int) -> dict[str, int]:
    return {"milestone_id": goal_id} if name.endswith((".tick", ".open_milestone")) else {}


@pytest.mark.parametrize("who", ["ina", "zoe", "hana", "adam", "olga", "eve", "carl"])
async def test_nobody_else_hears_of_it(private: tuple[Product, int], new_address, who: str):
    product, goal_id = private
    before = product.digests()
    said = await all_that_is_said(product, who, goal_id, new_address())
    assert CANARY not in said
    after = product.digests()
    assert {table: after[table] for table in ("goal", "check_in", "milestone")} == {
        table: before[table] for table in ("goal", "check_in", "milestone")
    }


@pytest.mark.parametrize(("who", "acting_as"), [("fay", ""), ("sam", ""), ("olga", "fay")])
async def test_who_may_see_it_does(private: tuple[Product, int], new_address, who: str, acting_as: str):
    product, goal_id = private
    assert CANARY in await all_that_is_said(product, who, goal_id, new_address(), acting_as)


async def test_what_super_admins_read_and_export_of_the_record_has_none_of_its_words(on_both: Product, new_address):
    fay = await Tab.open(on_both.origin, cookie=on_both.sign_in("fay"), address=new_address(), path="/goals/?new=1")
    form = {
        "title": CANARY, "description": CANARY, "visibility": "private", "unit": "percent", "start": "0",
        "target": "90", "weight": "10", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    await fay.ask(CREATE, {"form": form})
    await fay.load("/goals/")
    await fay.settle()
    assert CANARY in text(fay.updates)

    cookie = on_both.sign_in("olga")
    olga = await Tab.open(on_both.origin, cookie=cookie, address=new_address())
    await olga.load(f"{places.AUDIT_LOGS.path}/?category=goals")
    sent = {"Origin": on_both.origin, "Cookie": f"admin_proxy={cookie}"}
    asked = {"format": "csv", "category": "goals"}
    exported = httpx.post(f"{on_both.origin}/audit/export", data=asked, headers=sent, trust_env=False)
    for read in (text(olga.updates), exported.text):
        assert "A private goal" in read
        assert CANARY not in read
    for tab in (fay, olga):
        await tab.close()
