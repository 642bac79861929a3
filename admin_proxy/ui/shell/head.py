"""What every page says in its head, besides its title."""

from __future__ import annotations

import reflex as rx


def head() -> list[rx.Component]:
    """For `rx.App(head_components=…)`: the sign in the tab, and the colour of a phone's frame.

    There is no theme script: Reflex has one of its own in each page, which sets the theme before the first paint.
    """
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="alternate icon", href="/favicon.ico", sizes="32x32"),
        rx.el.meta(name="theme-color", content="#fdfdfc", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#0f0f12", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
    ]
