"""Finding a person while typing. See `assets/ui/combobox.jsx` for how it behaves."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.ui.components.kinds import Called, CalledWithText, Event, Flag, Text


class _Combobox(rx.Component):
    library = "$/public/ui/combobox.jsx"
    tag = "Combobox"

    label: rx.Var[str]
    hide_label: rx.Var[bool]
    hint: rx.Var[str]
    placeholder: rx.Var[str]
    results: rx.Var[list[Any]]
    answers: rx.Var[str]
    loading: rx.Var[bool]
    error: rx.Var[str]
    empty_text: rx.Var[str]
    empty_hint: rx.Var[str]
    heading: rx.Var[str]
    count_label: rx.Var[str]
    has_more: rx.Var[bool]
    text: rx.Var[str]
    auto_focus: rx.Var[bool]

    on_search: CalledWithText
    on_select: CalledWithText
    on_more: Called


def combobox(
    *,
    label: Text,
    results: rx.Var[Any],
    answers: Text,
    on_search: Event,
    on_select: Event,
    on_more: Event,
    text: Text = "",
    has_more: Flag = False,
    count_label: Text = "",
    heading: Text = "",
    empty_text: Text,
    empty_hint: Text = "",
    error: Text = "",
    loading: Flag = False,
    placeholder: Text = "",
    hint: Text = "",
    hide_label: bool = False,
    autofocus: bool = False,
    id: str = "people",  # noqa: A002
) -> rx.Component:
    """A search over people by the WAI-ARIA combobox pattern.

    Args:
        results: rows with id, name, initials, email, title and department.
        answers: the text that `results` are the answer to. While it is another than the one typed, the list is shown
            faded and nothing can be chosen from it: this is how stale answers are dropped.
        on_search: gets the text, 120 ms after the last key; also once, with the present text, when the field is
            entered and nothing was searched yet.
        on_select: gets the chosen person's id, and "" when the choice is given up by typing on.
        on_more: the end of the list came near and `has_more`; append to `results`.
        text: what is in the field at first, once the server has said so; later typing is never overwritten.
        count_label: '12 people', '100+ people'; shown below and said once, politely.
        heading: above the list while the field is empty ('Recently impersonated').
    """
    return _Combobox.create(
        id=id,
        label=label,
        hide_label=hide_label,
        hint=hint,
        placeholder=placeholder,
        results=results,
        answers=answers,
        loading=loading,
        error=error,
        empty_text=empty_text,
        empty_hint=empty_hint,
        heading=heading,
        count_label=count_label,
        has_more=has_more,
        text=text,
        auto_focus=autofocus,
        on_search=on_search,
        on_select=on_select,
        on_more=on_more,
    )
