"""The checks of the handlers, checked: with a handler put in that is wrong, they say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from reflex_base.event import EventHandler
from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import Identity
from admin_proxy.ui.session import access_to, before_privacy, following, public, refreshing, requires, signed_in
from tests.border.handlers import PUBLIC, guarded, public_ones, registered, unguarded

STATE = "reflex___state____state.admin_proxy___ui___pages___planted____planted_state"

Plant = Callable[..., str]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Put a handler into Reflex's registry, as if a page of the product had it."""
    registry = RegistrationContext.get().event_handlers

    def plant(handler: Callable[..., Any], name: str = f"{STATE}.take_over") -> str:
        handler.__module__ = "admin_proxy.ui.pages.planted"
        monkeypatch.setitem(registry, name, RegisteredEventHandler(handler=EventHandler(fn=handler), states=()))
        return name

    return plant


async def take_over(self: Any, identity: Identity, words: str) -> None:
    """What no page has."""


def test_a_handler_without_a_guard_is_found(plant: Plant):
    assert unguarded() == {}
    name = plant(lambda self: None)
    assert list(unguarded()) == [name]
    assert "needs a guard" in unguarded()[name]
    assert access_to(name) is None


@pytest.mark.parametrize("name", ["setvar", "hydrate", "set_is_hydrated", "update_vars_internal"])
def test_it_is_found_under_a_name_of_reflexs_own(plant: Plant, name: str):
    planted = plant(lambda self: None, f"{STATE}.{name}")
    assert list(unguarded()) == [planted]


@pytest.mark.parametrize("guard", [signed_in, before_privacy, requires(Permission.USE_ADMIN_PROXY), refreshing()])
def test_with_a_guard_there_is_nothing_to_find(plant: Plant, guard: Callable[..., Any]):
    name = plant(guard(take_over))
    assert name in guarded()
    assert unguarded() == {}
    assert public_ones() == PUBLIC


@pytest.mark.parametrize("guard", [public, following])
def test_one_that_anybody_may_call_is_found(plant: Plant, guard: Callable[..., Any]):
    plant(guard(take_over))
    assert public_ones() - PUBLIC == {"admin_proxy.ui.pages.planted.PlantedState.take_over"}


@pytest.mark.parametrize("name", guarded())
def test_taking_the_mark_off_any_handler_is_found(monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.delattr(registered()[name], "access")
    assert name in unguarded()
