"""Choosing one or several colleagues in a form. See `assets/ui/colleagues.jsx` for how it behaves."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.kinds import Called, CalledWithText, Event, Flag, Text
from admin_proxy.ui.components.words import t


class _Colleagues(rx.Component):
    library = "$/public/ui/colleagues.jsx"
    tag = "Colleagues"

    name: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    error: rx.Var[str]
    note: rx.Var[str]
    remove_label: rx.Var[str]
    chosen_label: rx.Var[str]
    placeholder: rx.Var[str]
    results: rx.Var[list[Any]]
    answers: rx.Var[str]
    empty_text: rx.Var[str]
    has_more: rx.Var[bool]

    on_search: CalledWithText
    on_more: Called


def colleagues_field(
    label: Text,
    name: str,
    *,
    results: rx.Var[Any],
    answers: Text,
    has_more: Flag,
    on_search: Event,
    on_more: Event,
    hint: Text = "",
    error: Text = "",
    note: Text = "",
) -> rx.Component:
    """A search whose answers are chosen one after the other. The form gets their ids, `3,7`, as `name`.

    Args:
        results: rows with id, name, initials and title.
        answers: the text that `results` are the answer to.
        note: said below once somebody is chosen, with their names for `{to}`.
    """
    return _Colleagues.create(
        name=name,
        label=label,
        hint=hint,
        error=error,
        note=note,
        remove_label=t("Remove {name}"),
        chosen_label=t("Chosen"),
        placeholder=t("Type a name or a title"),
        results=results,
        answers=answers,
        empty_text=rx.cond(rx.Var.create(answers).to(str) == "", t("Type a name or a title."), t("Nobody found.")),
        has_more=has_more,
        on_search=on_search,
        on_more=on_more,
    )


class _Once(rx.Component):
    library = "$/public/ui/colleagues.jsx"
    tag = "Once"


def once() -> rx.Component:
    """Inside a form that must not be done twice: a key as `once`, another one whenever the form is made anew."""
    return _Once.create()
