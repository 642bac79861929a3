"""The story that is told in a demonstration: what to do next, above the page. It folds up, and can be put away."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import icon_button
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Event, Row
from admin_proxy.ui.components.words import t


def story(told: Row, *, on_close: Event) -> rx.Component:
    return rx.cond(
        told,
        rx.el.aside(
            rx.el.details(
                rx.el.summary(icon("chevron-right", 14), told.title, class_name="story-title"),
                rx.el.p(told.about, class_name="story-about"),
                rx.el.ol(rx.foreach(told.steps, rx.el.li), class_name="story-steps"),
                open=True,
            ),
            icon_button(t("Close the story"), "x", on_close),
            class_name="story",
            aria_label=t("Story"),
        ),
    )
