"""A word about the state of something. Colour never says it alone."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.kinds import Text, classes

Tone = Literal["neutral", "accent", "good", "warn", "bad", "guise"]


def badge(label: Text, tone: Tone | rx.Var[str] = "neutral", *, dot: bool = False) -> rx.Component:
    """Args:
    tone: `guise` is kept for what has to do with impersonation.
    dot: for something that is so just now ('Running').
    """
    look = f"badge-{tone}" if isinstance(tone, str) else "badge-" + tone.to(str)
    return rx.el.span(label, class_name=classes("badge", look, "badge-dot" if dot else ""))
