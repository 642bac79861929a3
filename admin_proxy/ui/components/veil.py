"""Hides the subject's view until the server has confirmed it. See `assets/ui/veil.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import CalledWithText, Event, Flag, Text


class _Veil(rx.Component):
    library = "$/public/ui/veil.jsx"
    tag = "Veil"

    active: rx.Var[bool]
    confirmed: rx.Var[str]

    on_ask: CalledWithText


def veil(*, active: Flag, confirmed: Text, on_ask: Event) -> rx.Component:
    """One for each page that can show a subject's data.

    Args:
        active: an impersonation runs, as far as this tab knows. Decides whether the veil comes down, not when it goes.
        confirmed: the nonce of the question that the server has answered last. Set it only after everything that the
            page shows has been read again.
        on_ask: gets a nonce of at most 40 letters; asked again every few seconds until it is answered.
    """
    return _Veil.create(active=active, confirmed=confirmed, on_ask=on_ask)
