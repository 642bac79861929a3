"""Keeps what was typed into a page that has become somebody else's. See `assets/ui/unsaved.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Number, Text


class _Unsaved(rx.Component):
    library = "$/public/ui/unsaved.jsx"
    tag = "Unsaved"

    view: rx.Var[str]
    name: rx.Var[str]
    refused_as: rx.Var[str]
    refusals: rx.Var[int]


def unsaved(*, view: Text, name: Text, refused_as: Text, refusals: Number) -> rx.Component:
    """One for each page with forms.

    Args:
        view: names what the State was filled as.
        name: whom the page is shown as now.
        refused_as: whom the page was opened as, where what it sent was refused for that reason; else empty.
        refusals: another number at each refusal.
    """
    return _Unsaved.create(view=view, name=name, refused_as=refused_as, refusals=refusals)
