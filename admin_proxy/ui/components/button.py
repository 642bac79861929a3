"""Buttons, and links that look like them. One primary button for each view; danger only for what cannot be undone."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Event, Flag, Text, attributes, classes, said
from admin_proxy.ui.components.words import t

Kind = Literal["primary", "secondary", "ghost", "danger", "stop"]
Size = Literal["sm", "md", "lg"]


def button(
    label: Text,
    on_click: Event = None,
    *,
    kind: Kind = "secondary",
    size: Size = "md",
    icon_name: Name | None = None,
    busy: Flag = False,
    disabled: Flag = False,
    reason: Text = "",
    submit: bool = False,
    closes: bool = False,
    wide: bool = False,
    name: str | None = None,
    value: Text | None = None,
    id: str | None = None,  # noqa: A002
    autofocus: bool = False,
) -> rx.Component:
    """A button that says what it does.

    Args:
        busy: it was pressed and the answer is on its way; the label stays its name.
        disabled: it cannot be pressed.
        reason: why not, in a sentence that is read beside it; a reason disables the button by itself.
        submit: it sends the form that it stands in.
        closes: it closes the dialog that it stands in at once, whether or not the server hears of it.
        name: with `value`, what a form says of the button that sent it.
        autofocus: in a dialog, it has the focus at first.
    """
    refused = said(reason) if not isinstance(reason, str) or reason else None
    parts = [icon(icon_name)] if icon_name else []
    # Without a trigger nothing is bound, and the browser's own submit goes through.
    pressed = {} if on_click is None else {"on_click": on_click}
    pressable = rx.el.button(
        *parts,
        label,
        type="submit" if submit else "button",
        disabled=_either(disabled, refused),
        class_name=classes("btn", f"btn-{kind}", f"btn-{size}", "btn-wide" if wide else ""),
        aria_busy=busy if isinstance(busy, rx.Var) or busy else None,
        custom_attrs=attributes(
            id=id,
            name=name,
            value=value,
            **{"data-close": "" if closes else None, "data-autofocus": "" if autofocus else None},
        ),
        **pressed,
    )
    if refused is None:
        return pressable
    return rx.el.div(
        pressable,
        rx.cond(refused, rx.el.p(icon("info", 14), rx.el.span(reason), class_name="reason")),
        class_name="btn-with-reason",
    )


def icon_button(
    label: Text, icon_name: Name, on_click: Event, *, size: Size = "md", disabled: Flag = False
) -> rx.Component:
    """A button with no words to see; `label` is its name and its tooltip."""
    return rx.el.button(
        icon(icon_name),
        type="button",
        on_click=on_click,
        disabled=disabled,
        title=label,
        aria_label=label,
        class_name=classes("btn", "btn-ghost", "btn-icon", f"btn-{size}"),
    )


def link_button(
    label: Text,
    href: Text,
    *,
    kind: Kind = "secondary",
    size: Size = "md",
    icon_name: Name | None = None,
    download: bool = False,
) -> rx.Component:
    """A link that looks like a button, for going somewhere. `download` leaves the page's own router out."""
    parts = [icon(icon_name)] if icon_name else []
    look = classes("btn", f"btn-{kind}", f"btn-{size}")
    if download:
        return plain_link(*parts, label, href=href, class_name=look, custom_attrs={"download": True})
    return route_link(*parts, label, href=href, class_name=look)


def link(label: Text, href: Text, *, new_tab: bool = False) -> rx.Component:
    """A link in running text."""
    if new_tab:
        return plain_link(
            label,
            icon("arrow-up-right", 14),
            rx.el.span(t(" (opens in a new tab)"), class_name="sr-only"),
            href=href,
            class_name="link",
            custom_attrs={"target": "_blank", "rel": "noreferrer"},
        )
    return route_link(label, href=href, class_name="link")


def text_button(label: Text, on_click: Event, *, expanded: rx.Var[bool] | None = None) -> rx.Component:
    """A button that looks like a link, for what opens in place ('Why don't I see a person?')."""
    return rx.el.button(
        label,
        type="button",
        on_click=on_click,
        class_name="link",
        custom_attrs=attributes(**{"aria-expanded": expanded}),
        style={"cursor": "pointer"},
    )


class _RouteLink(rx.Component):
    library = "$/public/ui/link.jsx"
    tag = "RouteLink"

    to: rx.Var[str]


def route_link(*children: object, href: Text, class_name: Text | list[Text], **props: Any) -> rx.Component:
    """A link within the application: no page load, and `aria-current="page"` by itself."""
    return _RouteLink.create(*children, to=href, class_name=class_name, **props)


class _PlainLink(rx.Component):
    library = "$/public/ui/link.jsx"
    tag = "PlainLink"

    href: rx.Var[str]


def plain_link(*children: object, href: Text, class_name: Text | list[Text], **props: Any) -> rx.Component:
    """A link that the browser follows by itself. (`rx.el.a` is one of the router's, and takes a file for a page.)"""
    return _PlainLink.create(*children, href=href, class_name=class_name, **props)


def _either(disabled: Flag, refused: rx.Var[bool] | None) -> Flag:
    if refused is None:
        return disabled
    return refused if disabled is False else rx.Var.create(disabled).to(bool) | refused
