"""The websocket gate: who gets in, what a client token is worth, and what a flood comes to."""

from __future__ import annotations

import json

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.border.client import CONFIRM, STATE, Tab, redirects, text, values
from tests.serving import Product

pytestmark = pytest.mark.border
SAVE = f"{STATE}.admin_proxy___ui___pages___my_settings____my_settings_state.save"


@pytest.mark.parametrize(
    "claims",
    ["", "null", "https://evil.example", "http://127.0.0.1:1", "http://localhost:{port}", "https://127.0.0.1:{port}",
     "http://127.0.0.1:{port}.evil.example", "http://127.0.0.1:{port}/"],
)  # fmt: skip
async def test_a_socket_is_opened_by_the_products_own_pages_only(product: Product, claims: str):
    with pytest.raises(InvalidStatus) as refused:
        await Tab.open(product.origin, cookie=product.sign_in("sam"), claims=claims.format(port=product.server.port))
    assert refused.value.response.status_code == 403


async def test_two_cookies_of_the_logins_name_are_nobody(product: Product):
    cookies = {"Cookie": f"admin_proxy={product.sign_in('sam')}; admin_proxy={product.sign_in('olga')}"}
    tab = await Tab.open(product.origin, headers=cookies)
    assert redirects(tab.updates) == ["/login"]
    await tab.close()


async def test_what_only_the_gate_says_is_not_believed_from_a_client(product: Product, new_address):
    login_id = product.login_id(product.sign_in("olga"))
    forged = {"x-admin-proxy-login": login_id, "X-Admin-Proxy-Login": login_id, "x-admin-proxy-address": "10.9.8.7"}
    tab = await Tab.open(product.origin, headers=forged, address=new_address())
    assert redirects(tab.updates) == ["/login"]
    assert "10.9.8.7" not in text(tab.updates)
    await tab.close()


async def test_a_stolen_client_token_is_worthless(product: Product, new_address):
    token = "7f2b3c1e-0000-4000-8000-000000000001"
    sam = await Tab.open(product.origin, cookie=product.sign_in("sam"), token=token, path="/settings/")
    assert "sam@acme.example" in text(sam.updates)
    for thief in (product.sign_in("eve"), ""):
        tab = await Tab.open(product.origin, cookie=thief, token=token, path="/settings/", address=new_address())
        assert "sam@acme.example" not in text(tab.updates)
        await tab.close()
    await sam.close()


async def test_after_signing_out_the_open_socket_is_nobodys_and_its_state_is_empty(product: Product):
    cookie = product.sign_in("sam")
    tab = await Tab.open(product.origin, cookie=cookie, path="/settings/")
    assert "sam@acme.example" in text(tab.updates)
    headers = {"Cookie": f"admin_proxy={cookie}", "Origin": product.origin}
    answer = httpx.post(f"{product.origin}/auth/sign-out", headers=headers, trust_env=False)
    assert answer.status_code == 303
    await tab.until(lambda updates: "/login" in redirects(updates))
    quiet = len(tab.updates)
    before = product.digests()
    await tab.ask(SAVE, {"form": {"language": "de"}})
    assert product.digests() == before
    assert "sam@acme.example" not in text(tab.updates[quiet:])
    assert values(tab.updates, "email")[-1] == ""
    await tab.close()


@pytest.mark.parametrize(
    "frame",
    ["2", "40/other,", "42/_event,[", '42/_event,["event",{"name":7}]', '42/_event,["event",[]]', b"\x00\x01",
     "42/_event," + "[" * 60_000, "x" * 70_000, '451-/_event,["event",{"_placeholder":true,"num":0}]'],
    ids=lambda frame: repr(frame[:30]),
)  # fmt: skip
async def test_a_frame_that_no_page_sends_costs_its_sender_the_socket(product: Product, new_address, frame):
    tab = await Tab.open(product.origin, address=new_address())
    await tab.send_raw(frame)
    assert await tab.is_closed()


async def test_a_flood_is_cut_off_and_others_do_not_notice(product: Product):
    flooding = await Tab.open(product.origin, cookie=product.sign_in("sam"))
    other = await Tab.open(product.origin, cookie=product.sign_in("olga"))
    event = flooding.event(CONFIRM, {"question": "flood"})
    frame = "42/_event," + json.dumps(["event", event])
    try:
        for _ in range(3_000):
            await flooding.send_raw(frame)
    except Exception:
        pass
    assert await other.settle()
    assert await flooding.is_closed()
    assert len(flooding.updates) < 700
    await other.close()


async def test_who_has_not_accepted_the_privacy_policy_gets_nothing_but_its_page(product: Product):
    tab = await Tab.open(product.origin, cookie=product.sign_in("nora"), path="/settings/")
    assert redirects(tab.updates) == ["/privacy-policy"]
    assert "nora@acme.example" not in text(tab.updates)
    await tab.close()
