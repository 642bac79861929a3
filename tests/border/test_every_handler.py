"""Each registered event handler, called over a raw socket by everybody, with everything.

The list is Reflex's own registry and the arguments come from the annotations, so a new handler is in these tests from
the moment it is written: without a guard, or public without being named here, it fails them.
"""

from __future__ import annotations

import asyncio
import functools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from admin_proxy.accounts import people
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Role
from tests.border.client import HYDRATE, STATE, Tab, Update, redirects, text, values
from tests.border.handlers import (
    FORMS,
    PUBLIC,
    expected,
    guarded,
    is_refusal_of_a_permission,
    public_ones,
    registered,
    right_typed,
    unguarded,
    wrong,
)
from tests.serving import Product

pytestmark = pytest.mark.border

SHELL = f"{STATE}.admin_proxy___ui___shell___state____shell_state"
AT_ONCE = 6


@dataclass(frozen=True)
class Caller:
    """Somebody who calls: whom of the cast, as whom, and the only people whom they may ever hear of.

    Of their colleagues they may hear the names, but no more.
    """

    who: str = ""
    acting_as: str = ""
    may_hear_of: frozenset[str] = frozenset()
    organization: str = "acme"

    @property
    def colleagues(self) -> frozenset[str]:
        return COLLEAGUES.get(self.organization, frozenset()) if self.who not in ("", "nora") else frozenset()


def caller(who: str = "", *others: str, acting_as: str = "", organization: str = "acme") -> Caller:
    return Caller(who, acting_as, frozenset({who, acting_as, *others} - {""}), organization)


EVERYBODY_AT_ACME = frozenset(
    ("olga", "oscar", "adam", "hana", "hugo", "henry", "sam", "fay", "ina", "zoe", "ben", "nora", "dora")
)
COLLEAGUES = {"acme": EVERYBODY_AT_ACME - {"dora"}, "globex": frozenset(("eve", "emil"))}
CALLERS = {
    "nobody": caller(),
    "an employee": caller("sam", "fay", "ina"),
    "an HR Admin of departments": caller("hana", "sam", "fay", "ina", "henry", "nora", "dora"),  # who work in Sales
    "an HR Admin of a group": caller("hugo", "zoe", "ben"),
    "an HR Admin of nothing": caller("henry"),
    "an admin": caller("adam"),
    "a Super Admin": Caller("olga", "", EVERYBODY_AT_ACME),
    "a Super Admin of another organization": caller("eve", "emil", organization="globex"),
    "a customer success manager": caller("carl", organization=""),
    "a program architect": caller("petra", organization=""),
    "somebody who has not accepted the privacy policy": caller("nora"),
    "somebody who impersonates": caller("oscar", "sam", acting_as="fay"),
}


# ------------------------------------------------------------------------------------------------ what there is


def test_there_are_handlers():
    assert len(guarded()) > 30
    assert HYDRATE in registered()


def test_a_handler_without_a_guard_is_one_of_reflexs_own():
    assert unguarded() == {}


def test_what_anybody_may_call_is_named_one_by_one():
    assert public_ones() == PUBLIC


@pytest.mark.parametrize("name", guarded())
def test_what_a_handler_takes_can_be_sent(name):
    assert list(right_typed(name))
    assert list(wrong(name))


# --------------------------------------------------------------------------------------------- everybody calls


@pytest.mark.parametrize("who", CALLERS)
async def test_refusals_are_exactly_where_the_marks_say(product: Product, new_address, who: str):
    """And what is refused changes nothing at all."""
    caller = CALLERS[who]
    refused = {name: outcome for name, outcome in expectations(product, caller).items() if outcome != "passed"}
    enter = Entrance(product, caller, new_address, len(refused))
    before = product.digests()

    async def call(name: str, outcome: str) -> None:
        tab = await enter()
        quiet = len(tab.updates)
        first, *others = right_typed(name)
        await tab.send(name, first)
        await tab.until(lambda updates: outcome_of(updates[quiet:], name) == outcome)
        for payload in (*others[:2], {}, *list(wrong(name))[:2]):
            await tab.send(name, payload)
        assert outcome_of(await tab.settle(), name) in (outcome, "passed")  # words that were said are not said again
        hears_only_of(caller, tab.updates, product)
        await tab.close()

    await in_turns(call(name, outcome) for name, outcome in refused.items())
    assert product.digests() == before
    for name in expectations(product, caller).keys() - refused:
        tab = await enter()
        assert outcome_of(await tab.ask(name, next(right_typed(name))), name) in ("passed", "nothing happens")
        hears_only_of(caller, tab.updates, product)
        await tab.close()


@pytest.mark.parametrize("who", ["nobody", "an employee", "an HR Admin of departments", "a Super Admin"])
async def test_no_argument_breaks_a_handler_that_lets_its_caller_through(on_both: Product, new_address, who: str):
    caller = CALLERS[who]
    enter = Entrance(on_both, caller, new_address)
    for name, outcome in expectations(on_both, caller).items():
        if outcome == "passed":
            tab = await enter()
            for payload in (*right_typed(name), *wrong(name)):
                await tab.send(name, payload)
            assert outcome_of(await tab.settle(), name) in ("passed", "nothing happens")
            hears_only_of(caller, tab.updates, on_both)
            await tab.close()


@pytest.mark.parametrize(
    "who", ["an HR Admin of departments", "a Super Admin", "a Super Admin of another organization"]
)
async def test_no_order_of_calls_breaks_anything(on_both: Product, new_address, who: str):
    caller = CALLERS[who]
    chance = random.Random(who)
    names = [name for name, outcome in expectations(on_both, caller).items() if outcome == "passed"]
    tab = await Entrance(on_both, caller, new_address)()
    for _ in range(120):
        name = chance.choice(names)
        if chance.random() < 0.2:
            tab.path = chance.choice(PATHS)
        await tab.send(name, chance.choice(list(right_typed(name))))
    await tab.settle()
    hears_only_of(caller, tab.updates, on_both)
    await tab.close()


PATHS = (
    "/",
    "/settings/?said=x.y.z&about=done",
    "/goals/?whose=%00&owner=99999999999&text=%ff%27&status=x&ends=²&view=tree&after=0&before=-1&new=1",
    "/goals/?owner=1&new=1&after=9999999999",
    "/goals/1/?do=edit&before=9999999999",
    "/goals/²/?do=close",
    "/team/?attention=1&after=9999999999&before=x",
    "/admin/program-management/impersonate/?ask=1&after=stop",
    "/admin/program-management/impersonate/?ask=99999999999",
    "/admin/program-management/impersonate/?ask=²",
    "/admin/program-management/reporting/audit-logs/?person=%00%ff&session=%27&impersonated=1",
    "/admin/program-management/reporting/audit-logs/?since=9999-12-31&until=%00&day=0001-01-01&older=x&newer=%27",
    "/admin/program-management/reporting/audit-logs/?category=x&subcategory=%ff&action=%00&day=2026-02-30",
    "/admin/program-management/reporting/audit-logs/%27",
    "/admin/program-management/reporting/audit-logs/sessions/x",
    "/admin/user-management/administrators/?change=99999999999&role=%27&text=%00&after=-1",
    "/admin/user-management/administrators/4/scope/?departments=1,2,99999999999,²&groups=%00&instead_of=x",
    "/admin/user-management/administrators/²/scope/",
    "/admin/user-management/groups/?text=%00%ff&after=99999999999&before=²",
    "/admin/user-management/groups/1/?text='&after=-1&before=1",
    "/admin/user-management/groups/²/",
    "/reports/?said=%00",
    "/login/?next=//evil.example&said=%00",
    "/privacy-policy/?said=%F0%9F%8E%89",
    "/no/such/page?x",
)


@pytest.mark.parametrize("who", ["nobody", "an employee", "a Super Admin"])
async def test_no_address_breaks_a_page(on_both: Product, new_address, who: str):
    caller = CALLERS[who]
    tab = await Entrance(on_both, caller, new_address)()
    for path in PATHS:
        updates = await tab.load(path)
        assert values(updates, "is_hydrated")[-1:] in ([True], []), path
        assert 500 not in values(updates, "problem"), path
    hears_only_of(caller, tab.updates, on_both)
    await tab.close()


# ------------------------------------------------------------------------------------- what is no door at all


async def test_nothing_else_can_be_named(product: Product, new_address):
    states = sorted({name.rsplit(".", 1)[0] for name in registered()})
    methods = (
        "setvar", "set_name", "_show", "_say", "_begin_page", "__init__", "__class__", "__setattr__", "reset", "dict",
        "get_state", "get_delta", "get_value", "hydrate", "update_vars_internal", "handle_frontend_exception", "",
    )  # fmt: skip
    payloads = (
        {},
        {"var_name": "name", "value": "set from outside"},
        {"vars": {f"{state}.name": "set from outside" for state in states}},
        {"name": "problem", "value": 500},
        {"info": "TypeError: Cannot read properties of null", "component_stack": ""},
    )
    for who in ("nobody", "a Super Admin"):
        enter = Entrance(product, CALLERS[who], new_address, len(states))
        before = product.digests()

        async def try_all(state: str, enter=enter) -> None:
            tab = await enter()
            quiet = len(tab.updates)
            open_ones = {name for name in guarded() if name.startswith(f"{state}.")}
            for method in methods:
                if (name := f"{state}.{method}") not in open_ones:
                    for payload in payloads:
                        await tab.send(name, payload)
            await tab.settle()
            changed = {state for update in tab.updates[quiet:] for state in update.get("delta") or {}}
            assert {state.rsplit(".", 1)[-1] for state in changed} == {
                "admin_proxy___ui___shell___state____shell_state"
            }
            assert "set from outside" not in text(tab.updates)
            await tab.close()

        await in_turns(try_all(state) for state in states)
        assert product.digests() == before


async def test_a_page_cannot_bring_values_for_state_along(product: Product):
    session = f"{STATE}.admin_proxy___ui___session____session_state"
    foreign = {
        f"{SHELL}.impersonating": "true",
        f"{SHELL}.may_use_admin_proxy_rx_state_": "true",
        f"{session}._seen_as": "somebody else",
        f"{session}.view": "set from outside",
        "no.such.state.x": "set from outside",
        "": "set from outside",
    }
    tab = await Tab.open(product.origin, cookie=product.sign_in("sam"))
    before = len(tab.updates)
    for name, value in foreign.items():
        await tab.send(HYDRATE, {"vars": {name: value}})
    for payload in ({"vars": [["a", "b"]]}, {"vars": "text"}, {"hashes": [["a"]]}, {"hashes": {"a": "b"}}, {"more": 1}):
        await tab.send(HYDRATE, payload)
    assert "set from outside" not in text(await tab.settle())
    assert not any(values(tab.updates[before:], "may_use_admin_proxy"))
    await tab.close()


# ----------------------------------------------------------------------------------------------------- helpers


class Entrance:
    """Opens tabs for somebody: each with a login of its own, or from an address of its own."""

    def __init__(
        self, product: Product, caller: Caller, new_address: Callable[[], str], made_beforehand: int = 0
    ) -> None:
        self._product = product
        self._caller = caller
        self._new_address = new_address
        self._tokens = [self._sign_in() for _ in range(made_beforehand)]

    def _sign_in(self) -> str:
        if not self._caller.who:
            return ""
        token = self._product.sign_in(self._caller.who)
        if self._caller.acting_as:
            self._product.impersonate(token, self._caller.acting_as)
        return token

    async def __call__(self) -> Tab:
        cookie = self._tokens.pop() if self._tokens else self._sign_in()
        return await Tab.open(self._product.origin, cookie=cookie, address=self._new_address(), path="/no/such/page")


def expectations(product: Product, caller: Caller) -> dict[str, str]:
    """What the mark of each handler says, by name."""
    role, accepted, leads = None, True, False
    if caller.who:
        with Session(product.engine) as tx:
            person = tx.get_one(Person, product.cast[caller.acting_as or caller.who])
            role, accepted = Role(person.role), bool(person.privacy_version)
            leads = people.leads(tx, person)
    return {name: expected(access, role, privacy_accepted=accepted, leads=leads) for name, access in guarded().items()}


def outcome_of(updates: Iterable[Update], name: str) -> str:
    """What the screen was told, as one of the words of `expected`."""
    updates = list(updates)
    if guarded()[name].kind == "public":
        return "passed"
    if guarded()[name].refreshes:
        told = {state for update in updates for state in update.get("delta") or {}}
        return "passed" if name.rsplit(".", 1)[0] in told else "nothing happens"
    if "/login" in redirects(updates):
        return "sign in first"
    if "/privacy-policy" in redirects(updates):
        return "privacy first"
    said = [*values(updates, "notice"), *values(updates, "problem_sentence")]
    return "not allowed" if any(map(is_refusal_of_a_permission, said)) else "passed"


def hears_only_of(caller: Caller, updates: list[Update], product: Product) -> None:
    """No name and no e-mail address of anybody else of the cast is anywhere in what the server sent."""
    sent = text(updates)
    for key, (email, name) in _everybody(product.engine).items():
        if key not in caller.may_hear_of:
            for words in (email,) if key in caller.colleagues else (email, name):
                assert words not in sent, f"{caller.who or 'nobody'} got {words}"
    if caller.organization != "acme":
        assert "acme" not in sent.lower() or caller.organization == ""


@functools.cache
def _everybody(engine: Engine) -> dict[str, tuple[str, str]]:
    """E-mail address and name of each of the cast."""
    with Session(engine) as tx:
        return {person.email.partition("@")[0]: (person.email, person.name) for person in tx.exec(select(Person))}


async def in_turns(calls: Iterable[object]) -> None:
    """A few at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(call) -> None:
        async with turn:
            await call

    await asyncio.gather(*(one(call) for call in calls))


def test_forms_name_what_the_products_forms_have():
    assert {"reason", "language", "time_zone", "person", "upload"} <= FORMS[0].keys()
