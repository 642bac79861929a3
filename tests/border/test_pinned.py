"""A tab acts only as whom it was opened as. Each handler that acts is called from one that was opened as another.

The list is Reflex's own registry: a handler is in these tests from the moment it is written.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest
from sqlalchemy import update
from sqlmodel import Session

from admin_proxy.accounts.tables import Person
from tests.border.client import STATE, Tab, values
from tests.border.handlers import guarded, right_typed
from tests.border.twins import entries
from tests.serving import Product

pytestmark = pytest.mark.border

AT_ONCE = 6
FIND = f"{STATE}.admin_proxy___ui___pages___admin_proxy____admin_proxy_state.find"
ACTING = [name for name, access in guarded().items() if access.acts]


def test_there_are_handlers_that_act():
    assert len(ACTING) > 40


async def test_what_was_meant_as_oneself_is_not_done_as_the_person(product: Product, new_address):
    """Oscar impersonates Olga, who has all of his rights: nothing but the change of identity is in the way."""

    async def begins(token: str) -> Tab:
        tab = await Tab.open(product.origin, cookie=token, address=new_address(), path="/no/such/page")
        product.impersonate(token, "olga")
        return tab

    await nothing_is_done(product, begins, "This page was opened as Oscar Ortiz. Nothing was saved.")


async def test_what_was_meant_as_the_person_is_not_done_as_oneself(product: Product, new_address):
    async def ends(token: str) -> Tab:
        tab = await opened_as_olga(product, token, new_address())
        product.end_impersonation(token)
        return tab

    await nothing_is_done(product, ends, "This page was opened as Olga Orlova. Nothing was saved.")


async def test_nor_in_a_later_session_with_the_same_person(product: Product, new_address):
    async def anew(token: str) -> Tab:
        tab = await opened_as_olga(product, token, new_address())
        product.end_impersonation(token)
        product.impersonate(token, "olga")
        return tab

    await nothing_is_done(product, anew, "This page was opened as Olga Orlova. Nothing was saved.")


async def test_nor_once_the_impersonation_has_expired(product: Product, new_address):
    """The first who asks notes that it is over: that is all there is in the record."""

    async def expires(token: str) -> Tab:
        tab = await opened_as_olga(product, token, new_address())
        product.let_impersonation_expire(token)
        return tab

    recorded = len(entries(product))
    await nothing_is_done(product, expires, "This page was opened as Olga Orlova. Nothing was saved.", but=THE_END)
    ends = [(entry.tag, (entry.after or {})["cause"]) for entry in entries(product, recorded)]
    assert ends == [("impersonation.session.ended", "expired")] * len(ACTING)


async def test_a_search_field_that_asks_while_the_tab_changes_hands_is_no_mistake_of_anybody(
    product: Product, new_address
):
    """Stop leads to Admin Proxy, whose field asks at once: nothing was typed, so nothing was lost."""
    token = product.sign_in("oscar")
    product.impersonate(token, "olga")
    tab = await Tab.open(product.origin, cookie=token, address=new_address(), path="/no/such/page")
    product.end_impersonation(token)
    await tab.send(FIND, {"text": ""})
    await tab.settle()
    assert not any("Nothing was saved" in said for said in values(tab.updates, "notice"))
    await tab.close()


async def opened_as_olga(product: Product, token: str, address: str) -> Tab:
    """On a page that there is not, which loads nothing of its own."""
    product.impersonate(token, "olga")
    return await Tab.open(product.origin, cookie=token, address=address, path="/no/such/page")


THE_END = ("impersonation_session", "audit_entry", "audit_link", "audit_head", "audit_name")
"""Where it is written down that an impersonation is over."""


async def nothing_is_done(product: Product, opened, sentence: str, *, but: Collection[str] = ()) -> None:
    """Call each from a tab of its own.

    Args:
        but: tables that may be written to.
    """
    speak_english(product)
    tabs = {name: await opened(product.sign_in("oscar")) for name in ACTING}
    before = product.digests()
    turn = asyncio.Semaphore(AT_ONCE)

    async def call(name: str, tab: Tab) -> None:
        async with turn:
            quiet = len(tab.updates)
            for payload in list(right_typed(name))[:2]:  # the second is on its way before the first is answered
                await tab.send(name, payload)
            await tab.settle()
            assert sentence in values(tab.updates[quiet:], "notice"), name
            await tab.close()

    await asyncio.gather(*(call(name, tab) for name, tab in tabs.items()))
    after = product.digests()
    assert {table for table in after if after[table] != before[table]} <= {*but}


def speak_english(product: Product) -> None:
    """Whatever other tests have chosen in My settings: the sentence is in the language of whom the tab is for now."""
    with Session(product.engine) as tx:
        tx.execute(update(Person).values(language="en"))
        tx.commit()
