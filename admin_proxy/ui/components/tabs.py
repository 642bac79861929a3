"""Several views of one thing (tabs, which are links), and one of a few choices (segments, which are radio buttons)."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.kinds import Event, Text


def tabs(label: Text, *views: tuple[Text, str]) -> rx.Component:
    """Args:
    views: words and address of each; the present one marks itself.
    """
    return rx.el.nav(
        *[route_link(words, href=href, class_name="tab") for words, href in views],
        class_name="tabs",
        aria_label=label,
    )


def query_tabs(label: Text, views: tuple[tuple[str, Text, str], ...], current: Text) -> rx.Component:
    """The same, where the views are told by what stands behind the `?` of one address.

    Args:
        views: name, words and address of each.
        current: the name of the present one.
    """
    is_current = rx.Var.create(current).to(str)
    return rx.el.nav(
        *[
            route_link(
                words,
                href=href,
                class_name="tab",
                custom_attrs={"aria-current": rx.cond(is_current == name, "page", "false")},
            )
            for name, words, href in views
        ],
        class_name="tabs",
        aria_label=label,
    )


def segmented(
    label: Text, name: str, choices: tuple[tuple[str, str], ...], value: Text, on_change: Event
) -> rx.Component:
    """Args:
    choices: value and words of each, four at most.
    value: the chosen one's value.
    on_change: gets the newly chosen one's value.
    """
    return rx.el.fieldset(
        rx.el.legend(label, class_name="sr-only"),
        *[
            rx.el.label(
                rx.el.input(
                    type="radio",
                    name=name,
                    value=key,
                    checked=rx.Var.create(value).to(str) == key,
                    on_change=on_change,
                    class_name="sr-only",
                ),
                rx.el.span(words),
                class_name="segment",
            )
            for key, words in choices
        ],
        class_name="segmented",
    )
