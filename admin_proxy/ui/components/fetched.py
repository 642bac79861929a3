"""Downloading a file by a ticket that the server hands out for it. See `assets/ui/fetched.jsx`."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Called, Event, Text


class _Fetched(rx.Component):
    library = "$/public/ui/fetched.jsx"
    tag = "Fetched"

    action: rx.Var[str]
    ticket: rx.Var[str]

    on_done: Called


def fetched(action: str, ticket: Text, *, on_done: Event) -> rx.Component:
    """Takes each new `ticket` to `action` once, and saves what comes; says here what went wrong, if anything did.

    Args:
        action: an HTTP door of the product's own. It answers with a file, or with another status than 2xx and
            `{"error": "a sentence"}`.
        ticket: opens it for a short time; empty until somebody asks for a file.
        on_done: the file is there, or it went wrong.
    """
    return _Fetched.create(action=action, ticket=ticket, on_done=on_done)
