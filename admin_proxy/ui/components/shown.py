"""Says back to the server what the tab shows by now. See `assets/ui/shown.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import CalledWithText, Event, Text


class _Shown(rx.Component):
    library = "$/public/ui/shown.jsx"
    tag = "Shown"

    view: rx.Var[str]

    on_shown: CalledWithText


def shown(view: Text, *, on_shown: Event) -> rx.Component:
    """One for each page that does something in the name of whom it is shown for.

    Args:
        view: names what the State was filled as.
        on_shown: gets it once that is on the screen.
    """
    return _Shown.create(view=view, on_shown=on_shown)
