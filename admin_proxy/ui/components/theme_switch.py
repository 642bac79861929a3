"""Light, dark, or as the system has it."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import CalledWithText, Event, Text


class _ThemeSwitch(rx.Component):
    library = "$/public/ui/theme.jsx"
    tag = "ThemeSwitch"

    saved: rx.Var[str]

    on_change: CalledWithText


def theme_switch(*, saved: Text = "", on_change: Event = None) -> rx.Component:
    """The choice is kept in this browser (localStorage `theme`) and is in force before the first paint.

    Args:
        saved: 'light', 'dark' or 'system' where the server knows the person's choice; it wins when it comes.
        on_change: gets the newly chosen one.
    """
    changed = {} if on_change is None else {"on_change": on_change}
    return _ThemeSwitch.create(saved=saved, **changed)
