"""How far something has got."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Number, Text


def progress(label: Text, value: Number, maximum: Number = 100, *, figure: Text = "") -> rx.Component:
    """A bar with its words above it.

    Args:
        figure: at the end of the line ('1,204 of 3,000').
    """
    return rx.el.div(
        rx.el.div(
            rx.el.span(label),
            rx.el.span(figure, class_name="soft numeric"),
            class_name="progress-head",
        ),
        rx.el.progress(value=value, max=maximum, aria_label=label, class_name="progress"),
        class_name="progress-line",
    )
