"""A part of a page that belongs together, with a heading of its own."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Node, Text


def card(
    *content: Node,
    title: Text = "",
    about: Text = "",
    actions: tuple[Node, ...] = (),
    footer: tuple[Node, ...] = (),
    flush: bool = False,
) -> rx.Component:
    """Args:
    about: one sentence under the title.
    actions: at the end of the title's line.
    flush: the content goes from edge to edge, as a table does.
    """
    head = []
    if not isinstance(title, str) or title:
        words = [rx.el.h2(title, class_name="card-title")]
        if not isinstance(about, str) or about:
            words.append(rx.el.p(about, class_name="card-about"))
        head.append(rx.el.div(rx.el.div(*words), *actions, class_name="card-head"))
    body = rx.el.div(*content, class_name="card-flush" if flush else "card-body")
    foot = [rx.el.div(*footer, class_name="card-foot")] if footer else []
    return rx.el.section(*head, body, *foot, class_name="card")
