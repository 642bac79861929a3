"""What a list shows when it has nothing to show: it is on its way, there is none, or it went wrong."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Flag, Node, Text, said
from admin_proxy.ui.components.words import t


def empty(title: Text, text: Text = "", *, icon_name: Name = "inbox", action: Node | None = None) -> rx.Component:
    """There is none: says so, and what to do about it."""
    return _state("state", icon_name, title, text, action)


def failed(title: Text, text: Text = "", *, action: Node | None = None) -> rx.Component:
    """It could not be read: says so, and how to try again."""
    return _state("state state-bad", "circle-alert", title, text, action)


def loading(rows: int = 4, label: Text = "") -> rx.Component:
    """It is on its way: quiet lines where it will stand."""
    lines = [rx.el.div(class_name="skeleton-line") for _ in range(rows)]
    words = t("Loading…") if isinstance(label, str) and not label else label
    return rx.el.div(rx.el.span(words, class_name="sr-only"), *lines, class_name="skeleton", aria_busy=True)


def listed(
    content: rx.Component,
    *,
    ready: Flag = True,
    is_empty: Flag = False,
    empty: rx.Component | None = None,
    error: Text = "",
    on_retry: rx.Component | None = None,
) -> rx.Component:
    """The one of the four that applies: error, loading, empty, or the content.

    Args:
        error: a sentence, or "" where nothing is wrong.
        on_retry: the button that tries again, shown with the error.
    """
    shown: rx.Component = content
    if empty is not None:
        shown = rx.cond(is_empty, empty, shown)
    shown = rx.cond(ready, shown, loading())
    if not isinstance(error, str) or error:
        shown = rx.cond(said(error), failed(t("That could not be read"), error, action=on_retry), shown)
    return shown


def _state(look: str, icon_name: Name, title: Text, text: Text, action: Node | None) -> rx.Component:
    about = [rx.el.p(text, class_name="state-text")] if not isinstance(text, str) or text else []
    return rx.el.div(
        rx.el.span(icon(icon_name, 20), class_name="state-icon"),
        rx.el.p(title, class_name="state-title"),
        *about,
        *([action] if action is not None else []),
        class_name=look,
    )
