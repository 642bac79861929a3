"""A page that is not there, not allowed, or broke: what it is, what to do next, and an id to quote."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Node, Text, said
from admin_proxy.ui.components.words import t


def problem(
    code: Text, title: Text, next_step: Text, *, error_id: Text = "", actions: tuple[Node, ...] = ()
) -> rx.Component:
    """Args:
    code: '403', '404', '500'.
    title: one sentence, as the page's heading.
    next_step: what the person can do.
    error_id: what the log calls it; the person can quote it.
    """
    quoted = (
        [
            rx.cond(
                said(error_id),
                rx.el.p(t("Quote this when you ask for help: "), rx.el.code(error_id), class_name="problem-id"),
            )
        ]
        if not isinstance(error_id, str) or error_id
        else []
    )
    return rx.el.div(
        rx.el.p(code, class_name="problem-code"),
        rx.el.h1(title, class_name="problem-title"),
        rx.el.p(next_step, class_name="problem-next"),
        *quoted,
        rx.el.div(*actions, class_name="problem-actions"),
        class_name="problem",
    )


def not_found(*actions: Node) -> rx.Component:
    return problem(
        "404",
        t("There is no page at this address."),
        t("Check the address, or go on from Home."),
        actions=actions,
    )
