"""A panel from the side, behind a button: the navigation on a phone."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Sheet(rx.Component):
    library = "$/public/ui/sheet.jsx"
    tag = "Sheet"

    label: rx.Var[str]


def sheet(*content: rx.Component, label: Text) -> rx.Component:
    """The button ('Open navigation') and the panel. It closes by itself when the page changes."""
    return _Sheet.create(*content, label=label)
