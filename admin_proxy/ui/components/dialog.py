"""A modal dialog, the browser's own. See `assets/ui/dialog.jsx` for what is added to it."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.kinds import Called, Event, Flag, Node, Text


class _Dialog(rx.Component):
    library = "$/public/ui/dialog.jsx"
    tag = "Dialog"

    open: rx.Var[bool]
    title: rx.Var[str]
    size: rx.Var[str]
    alert: rx.Var[bool]
    dismissible: rx.Var[bool]
    close_button: rx.Var[bool]
    on_close: Called


def dialog(
    *body: Node,
    open: Flag,  # noqa: A002
    title: Text,
    footer: tuple[Node, ...] = (),
    on_close: Event = None,
    size: Literal["sm", "md", "lg"] = "md",
    alert: bool = False,
    dismissible: bool = True,
    close_button: bool = True,
) -> rx.Component:
    """A dialog over the page while `open`.

    What is in it is made anew for each opening. It closes at once when the person closes it, with or without a
    connection; the server hears of that by `on_close`, once.

    Args:
        footer: its buttons, the one that goes on last.
        on_close: the person closed it: by Escape, by the cross, or by a button that `closes`.
        alert: it asks for an answer now; its text is read out with its title.
        dismissible: Escape closes it. Where not, its buttons must.
    """
    closing = {} if on_close is None else {"on_close": on_close}
    return _Dialog.create(
        rx.el.div(*body, class_name="dialog-body"),
        *([dialog_footer(*footer)] if footer else []),
        open=open,
        title=title,
        size=size,
        alert=alert,
        dismissible=dismissible,
        close_button=close_button,
        **closing,
    )


def dialog_footer(*buttons: Node) -> rx.Component:
    """The buttons at a dialog's end."""
    return rx.el.div(*buttons, class_name="dialog-foot")
