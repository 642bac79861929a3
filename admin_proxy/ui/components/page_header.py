"""The top of a page: where it is, what it is, and what can be done with all of it."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Node, Text


def page_header(
    title: Text, about: Text = "", *, path: tuple[Text, ...] = (), actions: tuple[Node, ...] = ()
) -> rx.Component:
    """Args:
    about: one sentence, where the title does not say it all.
    path: the menu's words above this page ('Admin', 'Program Management', 'Impersonate').
    """
    crumbs: list[rx.Component] = []
    for step in path:
        if crumbs:
            crumbs.append(icon("chevron-right", 12))
        crumbs.append(rx.el.span(step))
    words = [rx.el.h1(title, class_name="page-title")]
    if crumbs:
        words.insert(0, rx.el.p(*crumbs, class_name="crumbs"))
    if not isinstance(about, str) or about:
        words.append(rx.el.p(about, class_name="page-about"))
    end = [rx.el.div(*actions, class_name="row")] if actions else []
    return rx.el.header(rx.el.div(*words, class_name="page-head-text"), *end, class_name="page-head")
