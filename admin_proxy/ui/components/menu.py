"""A button that discloses a few links and actions."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Event, Node, Text


class _Menu(rx.Component):
    library = "$/public/ui/menu.jsx"
    tag = "Menu"

    label: rx.Var[str]
    trigger: rx.Var[rx.Component]
    align: rx.Var[str]
    side: rx.Var[str]


def menu(
    trigger: rx.Component,
    *items: Node,
    label: Text = "",
    align: Literal["start", "end"] = "end",
    side: Literal["below", "above"] = "below",
) -> rx.Component:
    """Args:
    trigger: what stands on the button.
    label: the button's name, where the trigger has no words.
    """
    return _Menu.create(*items, label=label, trigger=trigger, align=align, side=side)


def menu_link(label: Text, href: Text, icon_name: Name) -> rx.Component:
    return route_link(icon(icon_name), label, href=href, class_name="menu-item")


def menu_action(label: Text, icon_name: Name, on_click: Event = None, *, submit: bool = False) -> rx.Component:
    """Args:
    submit: it sends the form around it, as signing out does.
    """
    pressed = {} if on_click is None else {"on_click": on_click}
    return rx.el.button(
        icon(icon_name),
        label,
        type="submit" if submit else "button",
        class_name="menu-item",
        custom_attrs={} if submit else {"data-close": ""},
        **pressed,
    )


def menu_line() -> rx.Component:
    return rx.el.div(class_name="menu-line", role="presentation")


def menu_part(*content: Node) -> rx.Component:
    """Something else than an item, as the theme switch is."""
    return rx.el.div(*content, class_name="menu-part")
