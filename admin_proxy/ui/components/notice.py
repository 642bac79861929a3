"""A message on the page, where what it speaks of is. It stays until it is no longer so."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Node, Text

Tone = Literal["neutral", "good", "warn", "bad"]

_ICONS: dict[Tone, Name] = {
    "neutral": "info",
    "good": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
}


def notice(*content: Node, title: Text = "", tone: Tone = "neutral", announced: bool = False) -> rx.Component:
    """Args:
    announced: it came in answer to something, so it is read out: at once when bad, else politely.
    """
    heading = [rx.el.p(title, class_name="notice-title")] if not isinstance(title, str) or title else []
    role = {"role": "alert" if tone == "bad" else "status"} if announced else {}
    return rx.el.div(
        icon(_ICONS[tone]),
        rx.el.div(*heading, *content, class_name="notice-text"),
        class_name=f"notice notice-{tone}",
        **role,
    )


def said_before(sentence: rx.Var[str], tone: Tone = "bad") -> rx.Component:
    """What the door said that led back to this page; nothing where it said nothing."""
    return rx.cond(sentence != "", notice(sentence, tone=tone, announced=True))
