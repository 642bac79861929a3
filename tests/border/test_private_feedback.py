"""What Sam writes to Fay is in nothing that the server sends to anybody else: no page, no news, no file."""

from __future__ import annotations

import uuid

import httpx
import pytest

from admin_proxy.ui.routes import PAGES
from tests.border.client import STATE, Tab, text
from tests.border.handlers import guarded, right_typed
from tests.serving import Product

pytestmark = pytest.mark.border

CANARY = "Zeisigzwitschern"
GIVE = f"{STATE}.admin_proxy___ui___pages___give_feedback____give_feedback_state.send"
PATHS = [page.place.path.split("[")[0] for page in PAGES if not page.public and not page.demonstration]
READING = [name for name, access in guarded().items() if "feedback" in name and not name.endswith((".send", ".load"))]


async def opened(product: Product, who: str, address: str, acting_as: str = "", path: str = "/") -> Tab:
    token = product.sign_in(who)
    if acting_as:
        product.impersonate(token, acting_as)
    return await Tab.open(product.origin, cookie=token, address=address, path=path)


async def told_everywhere(tab: Tab) -> str:
    for path in PATHS:
        await tab.load(path)
    for name in READING:
        await tab.send(name, next(right_typed(name)))
    await tab.settle()
    return text(tab.updates)


@pytest.mark.parametrize(
    ("who", "acting_as"),
    [("ina", ""), ("zoe", ""), ("hana", ""), ("adam", ""), ("olga", ""), ("olga", "ina"), ("eve", ""), ("carl", "")],
)
async def test_nobody_else_hears_of_it(on_both: Product, new_address, who: str, acting_as: str):
    listening = await opened(on_both, who, new_address(), acting_as)
    sam = await opened(on_both, "sam", new_address(), path="/feedback/give/")
    await sam.ask(GIVE, {"form": {"to": str(on_both.cast["fay"]), "text": CANARY, "once": uuid.uuid4().hex}})
    fay = await opened(on_both, "fay", new_address())
    assert CANARY in await told_everywhere(fay)
    assert CANARY not in await told_everywhere(listening)
    for tab in (listening, sam, fay):
        await tab.close()


async def test_an_administrator_reads_it_only_as_one_of_the_two(on_both: Product, new_address):
    sam = await opened(on_both, "sam", new_address(), path="/feedback/give/")
    await sam.ask(GIVE, {"form": {"to": str(on_both.cast["fay"]), "text": CANARY, "once": uuid.uuid4().hex}})
    as_fay = await opened(on_both, "olga", new_address(), "fay")
    assert CANARY in await told_everywhere(as_fay)
    for tab in (sam, as_fay):
        await tab.close()


@pytest.mark.parametrize("format_", ["csv", "ndjson"])
async def test_the_exported_record_has_that_it_was_given_and_not_what(on_both: Product, new_address, format_: str):
    sam = await opened(on_both, "sam", new_address(), path="/feedback/give/")
    await sam.ask(GIVE, {"form": {"to": str(on_both.cast["fay"]), "text": CANARY, "once": uuid.uuid4().hex}})
    await sam.close()
    sent = {"Origin": on_both.origin, "Cookie": f"admin_proxy={on_both.sign_in('olga')}"}
    url = f"{on_both.origin}/audit/export"
    exported = httpx.post(url, data={"format": format_}, headers=sent, trust_env=False)
    assert "Feedback to Fay Fischer" in exported.text
    assert CANARY not in exported.text
