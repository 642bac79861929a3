"""Every event handler that there is, as Reflex has them registered, and what to call them with."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from reflex_base.registry import RegistrationContext

import admin_proxy.admin_proxy  # noqa: F401 - registers them
from admin_proxy.access import permissions
from admin_proxy.access.permissions import Permission, may
from admin_proxy.identity import Identity, Party, Role
from admin_proxy.ui.session import Access, access_to

PUBLIC = {
    "admin_proxy.ui.pages.login.LoginState.load",
    "admin_proxy.ui.pages.welcome.WelcomeState.load",
    "admin_proxy.ui.session.SessionState.shows",
    "admin_proxy.ui.shell.state.ShellState.arrive",
    "admin_proxy.ui.shell.state.ShellState.confirm",
    "admin_proxy.ui.shell.state.ShellState.follow",
}
OF_REFLEX_AND_OPEN = {
    "reflex.state.State.hydrate_and_load",
    "reflex.state.OnLoadInternalState.on_load_internal",
    "reflex.state.OnLoadInternalState.set_is_hydrated",
}
OF_REFLEX_AND_CLOSED = {"setvar", "hydrate", "set_is_hydrated", "update_vars_internal", "handle_frontend_exception"}

WORDS = (
    "e", "", "no such word", "de", "'; DROP TABLE person; --", "../../etc/passwd",
    "<script>alert(1)</script>", "\u202e 🎉",
)  # fmt: skip
NUMBERS = (1, 0, -1, 2**31, 2**63, 10**40)
FORMS: tuple[dict[str, str], ...] = (
    {
        "emails": "nobody@nowhere.example, e",
        "reason": "e",
        "language": "de",
        "time_zone": "Europe/Prague",
        "person": "e",
        "impersonated": "on",
        "category": "accounts",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "day": "2026-03-02",
        "upload": "e",
        "name": "e",
        "to": "1",
        "title": "e",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "visibility": "private",
        "weight": "10",
        "unit": "number",
        "start": "0",
        "target": "10",
        "supports": "1",
        "value": "5",
        "confidence": "off_track",
        "comment": "e",
        "outcome": "dropped",
        "note": "e",
        "new_name": "e",
        "new_due_on": "",
        "due_on": "",
        "of": "3",
        "text": "e",
        "message": "e",
        "once": "0" * 32,
        "kind": "my_goals",
        "format": "csv",
    },
    {},
    {"language": "xx", "time_zone": "../../etc/passwd", "reason": "x" * 2_000, "upload": "0" * 36},
    {"to": "0,²,99999999999,'", "of": "-1", "about": "2147483648", "value": "²", "text": "x", "once": "x" * 32},
    {"__class__": "x", "": "", "language": ""},
)
JUNK: tuple[Any, ...] = (
    None, True, -1, 1.5, 1e308, "", "text", "\0", "a\0b", "\ud800", "x" * 60_000,
    [], [1], [[[["deep"]]]], {}, {"a": {"b": {"c": ["d"]}}}, {"__reflex_form_data__": "text"}, {"__proto__": None},
)  # fmt: skip


def registered() -> dict[str, Any]:
    """Each handler's function by its event name: the product's and Reflex's own, but not those of other tests."""
    handlers = RegistrationContext.get().event_handlers
    return {
        name: entry.handler.fn
        for name, entry in sorted(handlers.items())
        if not entry.handler.fn.__module__.startswith("tests.") and ".tests___" not in name
    }


def guarded() -> dict[str, Access]:
    """The mark of each handler that a guard stands before."""
    marks = {name: access_to(name) for name in registered()}
    return {name: mark for name, mark in marks.items() if mark is not None and mark.kind != "reflex"}


def unguarded() -> dict[str, str]:
    """Each handler that no guard stands before and that is not one which Reflex brings along, with what to do."""
    return {
        name: f"{name} needs a guard: @public, @signed_in or @requires"
        for name, function in registered().items()
        if name not in guarded() and not _is_of_reflex(name, function)
    }


def _is_of_reflex(name: str, function: Any) -> bool:
    """Those that a browser needs are told by their whole name; the others are refused, by whatever State they are."""
    is_known = python_name(name) in OF_REFLEX_AND_OPEN or name.rsplit(".", 1)[-1] in OF_REFLEX_AND_CLOSED
    return is_known and function.__module__.startswith("reflex.")


def public_ones() -> set[str]:
    """What anybody may call, by its name in Python."""
    return {python_name(name) for name, access in guarded().items() if access.kind == "public"}


def python_name(event_name: str) -> str:
    function = registered()[event_name]
    state = event_name.rsplit(".", 2)[-2].rsplit("____", 1)[-1]
    return f"{function.__module__}.{''.join(map(str.capitalize, state.split('_')))}.{event_name.rsplit('.', 1)[-1]}"


def right_typed(name: str) -> Iterator[dict[str, Any]]:
    """Arguments of the types that the handler names, several times."""
    fields = registered()[name].arguments.model_fields
    choices = {argument: _values(field.annotation) for argument, field in fields.items()}
    for round_ in range(max((len(values) for values in choices.values()), default=1)):
        yield {argument: values[round_ % len(values)] for argument, values in choices.items()}


def wrong(name: str) -> Iterator[dict[str, Any]]:
    """Arguments that are missing, too many, or of any other type."""
    right = next(right_typed(name))
    yield {**right, "more": 1}
    yield {**right, "self": {"identity": "somebody else"}}
    yield {**right, "identity": {"actor": 1, "subject": 2}}
    for argument in right:
        yield {other: value for other, value in right.items() if other != argument}
        for junk in JUNK:
            yield {**right, argument: junk}


def _values(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is dict:
        return FORMS
    if get_origin(kind) in (typing.Union, type(int | str)):
        return tuple(value for part in get_args(kind) for value in _values(part)[:3])
    if get_origin(kind) is Literal:
        return get_args(kind)
    if get_origin(kind) is list:
        return ([*_values(get_args(kind)[0])], [])
    values: dict[Any, tuple[Any, ...]] = {str: WORDS, int: NUMBERS, bool: (True, False), float: (1.5, -1.5)}
    assert kind in values, f"no test knows what to send for an argument of the type {kind}: say so here"
    return values[kind]


def expected(access: Access, role: Role | None, *, privacy_accepted: bool = True, leads: bool = False) -> str:
    """What the mark says happens when somebody of that role calls; None is nobody."""
    if access.kind == "public":
        return "passed"
    if role is None:
        return "nothing happens" if access.refreshes else "sign in first"
    if not privacy_accepted and not access.before_privacy:
        return "nothing happens" if access.refreshes else "privacy first"
    if access.permission is not None and not _holds(role, access.permission, leads):
        return "nothing happens" if access.refreshes else "not allowed"
    return "passed"


def is_refusal_of_a_permission(sentence: str) -> bool:
    return sentence in (
        permissions.NOT_ALLOWED, permissions.FOR_LEADS, permissions.FOR_AN_ORGANIZATION, permissions.FOR_VENDOR_STAFF,
    )  # fmt: skip


def _holds(role: Role, permission: Permission, leads: bool) -> bool:
    who = Party(id=1, organization_id=1, role=role, name="", first_name="", email="")
    return may(Identity(actor=who, subject=who, login_id="", leads=leads), permission)
