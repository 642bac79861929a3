"""Words for a screen reader only, said once."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Announce(rx.Component):
    library = "$/public/ui/announce.jsx"
    tag = "Announce"

    message: rx.Var[str]
    message_id: rx.Var[str]


def announce(message: Text, message_id: Text) -> rx.Component:
    """Say `message` politely, once for each `message_id` in this tab, however often the page is made anew."""
    return _Announce.create(message=message, message_id=message_id)
