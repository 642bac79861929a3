"""What may be handed to a part: a value known when the page is built, or a Var that the server fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import reflex as rx

Text = str | rx.Var[str]
Flag = bool | rx.Var[bool]
Number = int | float | rx.Var[int] | rx.Var[float]
Node = rx.Component | str | rx.Var[Any]
# An event handler of a State, a call of one with arguments, or a list of them.
Event = Any
# One row of a list in State, inside of a picture: its attributes are Vars.
Row = Any

# What a part of `assets/ui` calls, by what it hands over. Reflex reads these at run time; a checker can't.
if TYPE_CHECKING:
    Called: TypeAlias = Any
    CalledWithText: TypeAlias = Any
    CalledWithNumber: TypeAlias = Any
    CalledWithObject: TypeAlias = Any
    CalledWithTextAndNumber: TypeAlias = Any
else:
    Called = rx.EventHandler[rx.event.no_args_event_spec]
    CalledWithText = rx.EventHandler[rx.event.passthrough_event_spec(str)]
    CalledWithNumber = rx.EventHandler[rx.event.passthrough_event_spec(int)]
    CalledWithTextAndNumber = rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    CalledWithObject = rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any])]


def classes(*names: Text | None) -> list[Text]:
    """The class names that are there, for `class_name=`."""
    return [name for name in names if name is not None and not (isinstance(name, str) and not name)]


def attributes(**values: Any) -> dict[str, Any]:
    """Attributes as React spells them, without those that are not there; for `custom_attrs=`."""
    return {name: value for name, value in values.items() if value is not None}


def said(text: Text) -> rx.Var[bool]:
    """Is there anything to read?"""
    return rx.Var.create(text).to(str) != ""


def vars_of(state: type[rx.State]) -> Any:
    """A State as a picture sees it: each variable is a Var, each handler an event. A checker would see values."""
    return state
