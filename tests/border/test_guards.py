"""The guards and what stands before every event, as Reflex calls them, without a browser or a socket."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import OnLoadInternalState
from reflex.utils.format import format_event_handler
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import BaseStateEventProcessor
from sqlalchemy.exc import DBAPIError

from admin_proxy import clock
from admin_proxy.access.permissions import Permission
from admin_proxy.accounts import logins
from admin_proxy.admin_proxy import app
from admin_proxy.identity import Forbidden, Identity, Invalid, NotFound, Party, Role, RunningSession
from admin_proxy.impersonation import starting, stopping, viewing
from admin_proxy.live import About, News
from admin_proxy.notifications import inbox
from admin_proxy.ui import session
from admin_proxy.ui.live import Tabs
from admin_proxy.ui.session import (
    ADDRESS_HEADER,
    LOGIN_HEADER,
    LONGEST_ARGUMENT,
    SessionState,
    access_to,
    before_privacy,
    following,
    public,
    requires,
    signed_in,
)
from tests import people

called: list[tuple[Any, ...]] = []
gate: dict[str, asyncio.Event] = {}


class Probe(rx.State):
    """A handler of each kind, to see what comes through."""

    seen: str = ""

    @rx.event
    async def unguarded(self) -> None:
        called.append(("unguarded",))

    @rx.event
    @public
    async def for_anybody(self, identity: Identity | None) -> None:
        called.append(("for_anybody", identity))

    @rx.event
    @signed_in
    async def say(self, identity: Identity, words: str, times: int = 1) -> None:
        called.append((words, times, identity.subject.name))
        self.seen = words

    @rx.event
    @signed_in
    async def fill(self, identity: Identity, form: dict[str, str], tags: list[str]) -> None:
        called.append((form, tags))

    @rx.event
    @before_privacy
    async def ask_before_privacy(self, identity: Identity) -> None:
        called.append(("before_privacy", identity.actor.name))

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def administer(self, identity: Identity) -> None:
        called.append(("administer", identity.subject.name))

    @rx.event
    @following
    async def look(self, identity: Identity | None) -> None:
        called.append(("look", identity.subject.name if identity else ""))

    @rx.event
    @signed_in
    async def go_wrong(self, identity: Identity, how: str) -> None:
        raise {
            "accident": RuntimeError("secret inside"),
            "unwritten": DBAPIError("INSERT", None, sqlite3.OperationalError("secret inside")),
            "forbidden": Forbidden("No."),
            "invalid": Invalid("x", "Oh."),
        }[how]

    @rx.event
    @signed_in
    async def in_steps(self, identity: Identity) -> AsyncIterator[None]:
        self.seen = "first"
        yield
        raise NotFound("It is gone.")

    @rx.event(background=True)
    @signed_in
    async def in_the_background(self, identity: Identity) -> None:
        gate["begun"].set()
        await gate["go on"].wait()
        raise Forbidden("Not for you.")


class PageProbe(rx.State):
    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        called.append(("load", identity.subject.first_name))
        if identity.subject.first_name == "Zoë":
            raise NotFound("No such page.")
        if identity.subject.first_name == "Sam":
            raise Forbidden("Not yours.")
        if identity.subject.first_name == "Ben":
            raise RuntimeError("secret inside")


class Browser:
    """Tabs of one browser, which see what the server emits."""

    def __init__(self) -> None:
        self.states = StateManagerMemory()
        self.deltas: list[dict[str, Any]] = []
        self.events: list[Any] = []
        self.processor = BaseStateEventProcessor(
            middleware=app, backend_exception_handler=app.backend_exception_handler
        )
        self.processor.configure(state_manager=self.states, event_namespace=self)  # type: ignore[arg-type]

    async def emit_update(self, update: Any, token: str) -> None:
        self.deltas.append(update.delta or {})
        self.events += update.events or []

    def event(self, handler: Any, identity: Identity | None, payload: Any = None) -> Event:
        headers = {LOGIN_HEADER: identity.login_id or "", ADDRESS_HEADER: "127.0.0.1"} if identity else {}
        where = {
            "pathname": "/nowhere",
            "asPath": "/nowhere",
            "query": {},
            "token": "tab",
            "sid": "sid",
            "ip": "127.0.0.1",
        }
        name = handler if isinstance(handler, str) else format_event_handler(handler)
        return Event(name=name, payload={} if payload is None else payload, router_data={**where, "headers": headers})

    async def begin(self, handler: Any, identity: Identity | None, payload: Any = None) -> Any:
        return await self.processor.enqueue("tab", self.event(handler, identity, payload))

    async def call(self, handler: Any, identity: Identity | None, payload: Any = None) -> None:
        await (await self.begin(handler, identity, payload)).wait_all()

    async def open(self, identity: Identity | None) -> None:
        """Load a page, as a browser does."""
        await self.call(rx.State.event_handlers["hydrate_and_load"], identity, {"hashes": ["x"]})

    async def state(self, of: type[rx.State]) -> Any:
        root = await self.states.get_state(BaseStateToken(ident="tab", cls=rx.State))
        return await root.get_state(of)

    async def notice(self) -> str:
        return str((await self.state(SessionState)).notice)

    def sent(self, name: str) -> list[Any]:
        """Values that a State variable was given on the screen, in order."""
        return [
            value
            for delta in self.deltas
            for variables in delta.values()
            for variable, value in variables.items()
            if variable.removesuffix("_rx_state_") == name
        ]

    @property
    def redirects(self) -> list[str]:
        return [event.payload["path"] for event in self.events if event.name == "_redirect"]


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    called.clear()
    gate.update({"begun": asyncio.Event(), "go on": asyncio.Event()})
    browser = Browser()
    async with browser.processor:
        yield browser
    await browser.states.close()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> dict[str, Identity]:
    """Who each login belongs to, in place of the database: what is not in it is no login."""
    who: dict[str, Identity] = {}
    monkeypatch.setattr(session, "resolve", lambda login_id, address: who.get(login_id))
    monkeypatch.setattr(viewing, "current", lambda identity: viewing.Overlay())
    monkeypatch.setattr(inbox, "unread", lambda identity: 0)
    return who


@pytest_asyncio.fixture
async def olga(browser: Browser, house: dict[str, Identity]) -> Identity:
    """Olga, with a page open in the browser."""
    identity = house["olga's"] = login_of("Olga", Role.SUPER_ADMIN)
    await browser.open(identity)
    return identity


def login_of(first_name: str, role: Role = Role.EMPLOYEE, **more: Any) -> Identity:
    name = f"{first_name} of Acme"
    who = Party(id=len(first_name), organization_id=1, role=role, name=name, first_name=first_name, email="", **more)
    return Identity(actor=who, subject=who, login_id=f"{first_name.lower()}'s")


def acting_as(identity: Identity, first_name: str) -> Identity:
    """That login, impersonating an employee."""
    now = clock.now()
    subject = login_of(first_name).subject
    return replace(identity, subject=subject, session=RunningSession(f"as {first_name}", now, now, now))


# ------------------------------------------------------------------------------------------ the mark decides


async def test_a_handler_without_a_guard_is_refused(browser, olga):
    await browser.call(Probe.event_handlers["unguarded"], olga)
    assert called == []


async def test_so_are_the_handlers_that_reflex_gives_to_every_state(browser, olga):
    into = f"{Probe.get_full_name()}.seen"
    updating = f"{rx.State.get_full_name()}.reflex___state____update_vars_internal_state.update_vars_internal"
    await browser.call(Probe.event_handlers["setvar"], olga, {"var_name": "seen", "value": "set from outside"})
    await browser.call(updating, olga, {"vars": {into: "set from outside"}})
    await browser.call(f"{rx.State.get_full_name()}.hydrate", olga)
    await browser.call(f"{rx.State.get_full_name()}.set_is_hydrated", olga, {"value": False})
    assert (await browser.state(Probe)).seen == ""
    assert (await browser.state(rx.State)).is_hydrated


def test_no_event_can_be_named_that_reaches_something_else():
    for name in ("", "__class__", "state.__init__", f"{Probe.get_full_name()}._say", f"{Probe.get_full_name()}.reset"):
        assert access_to(name) is None


async def test_what_anybody_may_call_gets_nobody_where_there_is_nobody(browser, house):
    await browser.open(None)
    await browser.call(Probe.event_handlers["for_anybody"], None)
    assert called == [("for_anybody", None)]


async def test_nobody_is_sent_to_sign_in(browser, house):
    for nobody in (None, login_of("Olga")):  # the second one's login is not in the house
        await browser.open(nobody)
        browser.events.clear()
        await browser.call(Probe.event_handlers["say"], nobody, {"words": "hello"})
        assert called == []
        assert browser.redirects == ["/login"]


async def test_who_has_not_accepted_the_privacy_policy_is_sent_there(browser, house):
    nora = house["nora's"] = login_of("Nora", Role.SUPER_ADMIN, privacy_accepted=False)
    await browser.open(nora)
    browser.events.clear()
    for handler, payload in (("say", {"words": "hello"}), ("administer", {})):
        await browser.call(Probe.event_handlers[handler], nora, payload)
    assert called == []
    assert browser.redirects == ["/privacy-policy", "/privacy-policy"]
    await browser.call(Probe.event_handlers["ask_before_privacy"], nora)
    assert called == [("before_privacy", "Nora of Acme")]


async def test_a_permission_is_the_subjects(browser, olga, house):
    await browser.call(Probe.event_handlers["administer"], olga)
    house["olga's"] = acting_as(olga, "Fay")
    await browser.open(olga)
    await browser.call(Probe.event_handlers["administer"], olga)
    assert called == [("administer", "Olga of Acme")]
    assert await browser.notice() == "This needs another role, which a Super Admin of the organization can give."


async def test_a_refusal_of_a_page_is_the_page_itself(browser, house):
    for who, problem, sentence in (("Zoë", 404, "No such page."), ("Sam", 403, "Not yours.")):
        identity = login_of(who)
        house[identity.login_id or ""] = identity
        await browser.open(identity)
        await browser.call(PageProbe.event_handlers["load"], identity)
        shown = await browser.state(SessionState)
        assert (shown.problem, shown.problem_sentence, shown.notice) == (problem, sentence, "")


def test_a_guarded_handler_takes_an_identity_and_says_what_else_it_takes():
    async def without_identity(self, words: str): ...
    async def without_type(self, identity, words): ...

    for handler, why in ((without_identity, "begins with"), (without_type, "words needs a type")):
        with pytest.raises(TypeError, match=why):
            signed_in(handler)


# ------------------------------------------------------------------------------------------------- arguments

TOO_LONG = "x" * (LONGEST_ARGUMENT + 1)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"words": None},
        {"words": 7},
        {"words": True},
        {"words": ["hello"]},
        {"words": {"hello": "you"}},
        {"words": "hello", "times": "3"},
        {"words": "hello", "times": 1.5},
        {"words": "hello", "times": True},
        {"words": "hello", "times": None},
        {"words": "hello", "more": 1},
        {"words": "hello", "identity": {"actor": "somebody else"}},
        {"words": "hello", "self": {}},
        {"words": "hello", "given": {}},
        {"words": TOO_LONG},
    ],
    ids=lambda payload: repr(payload)[:50],
)
async def test_arguments_of_other_types_are_not_understood_and_not_logged(browser, olga, payload, caplog):
    await browser.call(Probe.event_handlers["say"], olga, payload)
    assert called == []
    assert await browser.notice() == "That was not understood. Reload the page and try again."
    assert caplog.records == []


@pytest.mark.parametrize(
    "payload",
    [
        {"form": {"a": 1}, "tags": []},
        {"form": {"a": TOO_LONG}, "tags": []},
        {"form": [], "tags": []},
        {"form": {}, "tags": "abc"},
        {"form": {}, "tags": [["a"]]},
        {"form": {}, "tags": [TOO_LONG]},
        {"form": {"__reflex_form_data__": "text"}, "tags": []},
        {"form": {"__reflex_form_data__": [["a", {"b": 1}]]}, "tags": []},
        {"form": {"__reflex_form_data__": [["a"]]}, "tags": []},
        {"form": {"__reflex_form_data__": [[{}, "a"]]}, "tags": []},
        {"form": {"__reflex_form_data__": 7}, "tags": []},
        {"form": {}, "tags": {"__reflex_form_data__": 7}},
    ],
    ids=lambda payload: repr(payload)[:50],
)
async def test_nor_are_those_inside_of_a_form_or_a_list(browser, olga, payload, caplog):
    await browser.call(Probe.event_handlers["fill"], olga, payload)
    assert called == []
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_form_comes_as_a_dictionary(browser, olga):
    form = {"__reflex_form_data__": [["a", "1"], ["b", "2"], ["a", "3"]]}
    await browser.call(Probe.event_handlers["fill"], olga, {"form": form, "tags": ["x", "y"]})
    assert called == [({"a": "3", "b": "2"}, ["x", "y"])]


@pytest.mark.parametrize("payload", [None, [], ["words"], "words", 7, [["words", "hello"]]], ids=repr)
async def test_a_payload_that_is_none_is_refused(browser, olga, payload, caplog):
    event = browser.event(Probe.event_handlers["say"], olga)
    object.__setattr__(event, "payload", payload)
    await (await browser.processor.enqueue("tab", event)).wait_all()
    assert called == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(
    "payload",
    [
        {"vars": {f"{Probe.get_full_name()}.seen": "x"}},
        {"vars": {"no.such.state.x": "x"}},
        {"vars": "text"},
        {"vars": [["a", "b"]]},
        {"hashes": "text"},
        {"hashes": [1]},
        {"hashes": ["x"] * 501},
        {"more": 1},
        {"self": 1},
    ],
    ids=lambda payload: repr(payload)[:50],
)
async def test_reflexs_own_handlers_get_what_pages_send_them_and_nothing_else(browser, olga, payload, caplog):
    await browser.call(rx.State.event_handlers["hydrate_and_load"], olga, payload)
    await browser.call(OnLoadInternalState.event_handlers["on_load_internal"], olga, {"more": 1})
    await browser.call(OnLoadInternalState.event_handlers["set_is_hydrated"], olga, {"value": "yes"})
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 3
    assert (await browser.state(Probe)).seen == ""


# ------------------------------------------------------------------------------------------------- accidents


async def test_an_accident_leaves_an_id_on_the_screen_and_its_trace_in_the_log(browser, olga, caplog):
    await browser.call(Probe.event_handlers["go_wrong"], olga, {"how": "accident"})
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info
    error_id = record.getMessage().split()[1]
    assert await browser.notice() == f"Something went wrong. Nothing was changed halfway. Its number is {error_id}."
    assert "secret inside" not in str(browser.deltas)


async def test_what_could_not_be_written_down_is_said_to_be_not_done(browser, olga, caplog):
    await browser.call(Probe.event_handlers["go_wrong"], olga, {"how": "unwritten"})
    assert (await browser.notice()).startswith("This could not be written down, and what is not recorded is not done.")
    assert "secret inside" not in str(browser.deltas)


async def test_an_accident_while_a_page_loads_is_the_page_itself(browser, house, caplog):
    ben = house["ben's"] = login_of("Ben")
    await browser.open(ben)
    await browser.call(PageProbe.event_handlers["load"], ben)
    shown = await browser.state(SessionState)
    assert shown.problem == 500
    assert shown.error_id
    assert shown.error_id in caplog.records[0].getMessage()
    assert "secret inside" not in str(browser.deltas)


async def test_a_refusal_is_no_accident(browser, olga, caplog):
    await browser.call(Probe.event_handlers["go_wrong"], olga, {"how": "invalid"})
    assert await browser.notice() == "Oh."
    assert caplog.records == []


async def test_a_handler_in_steps_is_guarded_to_its_end(browser, olga, house):
    await browser.call(Probe.event_handlers["in_steps"], olga)
    assert (await browser.state(Probe)).seen == "first"
    assert await browser.notice() == "It is gone."
    house.clear()
    await browser.call(Probe.event_handlers["in_steps"], olga)
    assert (await browser.state(Probe)).seen == ""


# ------------------------------------------------------------------------- State is for one identity at a time


async def filled(browser: Browser, identity: Identity) -> None:
    await browser.call(Probe.event_handlers["say"], identity, {"words": "for Olga's eyes"})
    assert (await browser.state(Probe)).seen == "for Olga's eyes"
    called.clear()


async def emptied(browser: Browser, identity: Identity) -> None:
    await browser.call(Probe.event_handlers["look"], identity)
    assert (await browser.state(Probe)).seen == ""
    assert browser.sent("seen")[-1] == ""


CHANGES = {
    "an impersonation begins": lambda olga: acting_as(olga, "Fay"),
    "the login is over": lambda olga: None,
    "the role is another one": lambda olga: login_of("Olga", Role.ADMIN),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_state_is_emptied_when(browser, olga, house, change):
    await filled(browser, olga)
    changed = CHANGES[change](olga)
    house.pop("olga's") if changed is None else house.update({"olga's": changed})
    await emptied(browser, olga)
    assert called == [("look", changed.subject.name if changed else "")]


async def test_another_impersonation_of_the_same_person_is_another_identity(browser, olga, house):
    house["olga's"] = acting_as(olga, "Fay")
    await browser.open(olga)
    await filled(browser, olga)
    house["olga's"] = replace(house["olga's"], session=replace(house["olga's"].session, id="a later one"))
    await emptied(browser, olga)


async def test_state_follows_a_real_impersonation_from_its_start_to_its_stop_and_to_its_expiry(
    browser: Browser, cast: people.Cast, time: clock.ManualClock
):
    olga = cast.identity("olga")
    await browser.open(olga)
    await filled(browser, olga)
    starting.start(olga, cast["fay"])
    await emptied(browser, olga)
    await browser.open(olga)
    await filled(browser, olga)
    stopping.stop(olga)
    await emptied(browser, olga)
    starting.start(olga, cast["fay"])
    await browser.open(olga)
    await filled(browser, olga)
    time.advance(hours=1)  # and nobody has ended it yet
    await emptied(browser, olga)
    assert called == [("look", "Olga Orlova")]
    logins.sign_out(olga.login_id or "")
    await emptied(browser, olga)
    assert called[-1] == ("look", "")


# -------------------------------------------------------------- what was meant as somebody else is done as nobody

NOT_DONE = "This page was opened as Olga of Acme. Nothing was saved."


async def test_what_was_on_its_way_when_the_identity_changed_is_not_done(browser, olga, house):
    house["olga's"] = acting_as(olga, "Fay")
    waiting = [await browser.begin(Probe.event_handlers["say"], olga, {"words": words}) for words in ("one", "two")]
    for event in waiting:
        await event.wait_all()
    assert called == []
    assert await browser.notice() == NOT_DONE


async def test_nor_is_what_comes_after_the_news_but_before_the_page_shows_it(browser, olga, house):
    house["olga's"] = acting_as(olga, "Fay")
    await browser.call(Probe.event_handlers["look"], olga)
    await browser.call(Probe.event_handlers["say"], olga, {"words": "too early"})
    assert called == [("look", "Fay of Acme")]
    await browser.call(SessionState.event_handlers["shows"], olga, {"view": browser.sent("view")[-1]})
    await browser.call(Probe.event_handlers["say"], olga, {"words": "now"})
    assert called[1:] == [("now", 1, "Fay of Acme")]


async def test_a_page_cannot_show_what_it_was_not_told_of(browser, olga, house):
    before = browser.sent("view")[-1]
    house["olga's"] = acting_as(olga, "Fay")
    await browser.call(Probe.event_handlers["look"], olga)
    for view in (before, "", "made up"):
        await browser.call(SessionState.event_handlers["shows"], olga, {"view": view})
        await browser.call(Probe.event_handlers["say"], olga, {"words": "too early"})
    assert called == [("look", "Fay of Acme")]


async def test_a_page_that_has_just_been_loaded_shows_nothing_wrong(browser, olga, house):
    house["olga's"] = acting_as(olga, "Fay")
    await browser.open(olga)
    await browser.call(Probe.event_handlers["say"], olga, {"words": "at once"})
    assert called == [("at once", 1, "Fay of Acme")]


async def test_a_tab_that_comes_back_to_a_server_without_its_state_shows_it_first(browser, olga):
    browser.states.states.clear()
    await browser.call(rx.State.event_handlers["hydrate_and_load"], olga)
    await browser.call(Probe.event_handlers["say"], olga, {"words": "from before"})
    assert called == []
    await browser.call(SessionState.event_handlers["shows"], olga, {"view": browser.sent("view")[-1]})
    await browser.call(Probe.event_handlers["say"], olga, {"words": "now"})
    assert called == [("now", 1, "Olga of Acme")]


async def test_a_tab_that_comes_back_as_who_it_was_goes_on_where_it_was(browser, olga):
    await browser.call(rx.State.event_handlers["hydrate_and_load"], olga)
    await browser.call(Probe.event_handlers["say"], olga, {"words": "from before"})
    assert called == [("from before", 1, "Olga of Acme")]


async def test_a_page_that_loads_while_the_identity_changes_is_loaded_anew_and_says_nothing(browser, olga, house):
    house["olga's"] = acting_as(olga, "Fay")
    browser.deltas.clear()
    await browser.call(PageProbe.event_handlers["load"], olga)
    assert called == []
    assert await browser.notice() == ""
    assert browser.sent("is_hydrated")[-1] is True


async def test_what_a_background_handler_has_to_say_is_for_whom_it_began(browser, olga, house):
    running = await browser.begin(Probe.event_handlers["in_the_background"], olga)
    await gate["begun"].wait()
    house["olga's"] = acting_as(olga, "Fay")
    await browser.call(Probe.event_handlers["look"], olga)
    gate["go on"].set()
    await running.wait_all()
    assert await browser.notice() == ""
    assert "Not for you." not in browser.sent("notice")


async def test_and_is_said_while_the_tab_is_still_theirs(browser, olga):
    running = await browser.begin(Probe.event_handlers["in_the_background"], olga)
    await gate["begun"].wait()
    gate["go on"].set()
    await running.wait_all()
    assert await browser.notice() == "Not for you."


async def test_a_background_handler_is_refused_to_nobody_before_it_begins(browser, house):
    await browser.open(None)
    await browser.call(Probe.event_handlers["in_the_background"], None)
    assert not gate["begun"].is_set()


# -------------------------------------------------------------------------------------------------- open tabs


class Connections:
    """What `Tabs` looks at of an app."""

    def __init__(self, *tokens: str) -> None:
        self.token_to_sid = dict.fromkeys(tokens, "sid")
        self.event_namespace = self
        self.event_processor = self
        self.state_manager = StateManagerMemory(token_expiration=180)
        self.told: list[tuple[str, Event]] = []

    async def enqueue(self, token: str, event: Event) -> None:
        self.told.append((token, event))


async def test_tabs_that_are_gone_are_forgotten_and_the_state_of_the_others_is_kept():
    tabs, connected = Tabs(), Connections("one")
    tabs.open_for(connected, "follow")  # type: ignore[arg-type]
    for number in range(50):
        tabs.note(f"tab {number}", {}, [News(About.LOGIN, f"login {number}")])
    tabs.note("one", {}, [News(About.LOGIN, "olga's")])
    await tabs.tend_once()
    assert tabs.count() == 1
    assert len(connected.state_manager.states) == 1
    await connected.state_manager.close()


async def test_news_go_to_the_open_tabs_that_they_concern_and_to_no_other():
    tabs, connected = Tabs(), Connections("one", "two", "of eve")
    tabs.open_for(connected, "follow")  # type: ignore[arg-type]
    for token in ("one", "two", "closed"):
        tabs.note(token, {"pathname": f"/{token}"}, [News(About.LOGIN, "olga's")])
    tabs.note("of eve", {"pathname": "/"}, [News(About.LOGIN, "eve's")])
    tabs._pass_on(News(About.LOGIN, "olga's"))
    tabs._pass_on(News(About.LOGIN, "nobody's"))
    await asyncio.sleep(0)
    told = {token: (event.name, event.router_data) for token, event in connected.told}
    assert told == {"one": ("follow", {"pathname": "/one"}), "two": ("follow", {"pathname": "/two"})}
