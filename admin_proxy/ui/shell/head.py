"""What every page says in its head, besides its title."""

from __future__ import annotations

import reflex as rx

_WAITS_FOR_ITS_WORDS = (
    "try{if((localStorage.language||navigator.language).slice(0,2)==='de')document.documentElement.dataset.words='waiting'}"
    "catch{}"
)
"""For a German reader: nothing of the page as it was built, in English, is seen before the German words are there."""


def head() -> list[rx.Component]:
    """For `rx.App(head_components=…)`: the sign in the tab, the colour of a phone's frame, and what waits for words.

    There is no theme script: Reflex has one of its own in each page, which sets the theme before the first paint.
    """
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
        rx.el.link(rel="alternate icon", href="/favicon.ico", sizes="32x32"),
        rx.el.meta(name="theme-color", content="#fdfdfc", custom_attrs={"media": "(prefers-color-scheme: light)"}),
        rx.el.meta(name="theme-color", content="#0f0f12", custom_attrs={"media": "(prefers-color-scheme: dark)"}),
        rx.el.script(_WAITS_FOR_ITS_WORDS),
    ]
