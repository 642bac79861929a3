"""Key and value, one below the other."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Node, Text


def facts(*pairs: tuple[Text, Node]) -> rx.Component:
    """What is known of one thing, each with its name."""
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(name), rx.el.dd(value)) for name, value in pairs],
        class_name="facts",
    )


def shown(value: rx.Var[str]) -> rx.Component:
    """The value, or a dash where there is none."""
    return rx.cond(value != "", value, rx.el.span("—", class_name="soft"))
