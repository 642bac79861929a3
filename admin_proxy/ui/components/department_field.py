"""Choosing a department while typing. See `assets/ui/treefield.jsx` for how it behaves."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.field import field
from admin_proxy.ui.components.kinds import Called, CalledWithText, Event, Number, Text, said


class _DepartmentField(rx.Component):
    library = "$/public/ui/treefield.jsx"
    tag = "DepartmentField"

    name: rx.Var[str]
    rows: rx.Var[list[Any]]
    first: rx.Var[list[Any]]
    value: rx.Var[str]
    text: rx.Var[str]
    placeholder: rx.Var[str]
    without: rx.Var[int]
    described_by: rx.Var[str]
    invalid: rx.Var[bool]

    on_open: Called
    on_change: CalledWithText


def department_field(
    label: Text,
    name: str,
    rows: rx.Var[Any],
    *,
    first: tuple[tuple[str, Text], ...] = (),
    value: Text = "",
    text: Text = "",
    placeholder: Text = "",
    without: Number = 0,
    hint: str = "",
    error: Text = "",
    optional: bool = False,
    on_open: Event = None,
    on_change: Event = None,
) -> rx.Component:
    """One department of many; the form gets its id as `name`.

    Args:
        rows: `(id, depth, name, …)` of each, in the order of the tree.
        first: values and words of what can be chosen besides, offered before them.
        value: what is chosen at first: an id, or one of `first`.
        text: its whole path, for as long as the rows may not be there.
        without: what is not offered: this department and all below it.
        on_open: the list is opened: bring the rows now, if they are not there yet.
        on_change: another one was chosen; gets its value.
    """
    heard = {"on_open": on_open, "on_change": on_change}
    control = _DepartmentField.create(
        id=name,
        name=name,
        rows=rows,
        first=[list(one) for one in first],
        value=value,
        text=text,
        placeholder=placeholder,
        without=without,
        described_by=f"{name}-hint {name}-error" if hint else f"{name}-error",
        invalid=said(error),
        **{event: handler for event, handler in heard.items() if handler is not None},
    )
    return field(label, name, control, hint=hint, error=error, optional=optional)
