"""Says that the connection is lost, and that it is back."""

from __future__ import annotations

import reflex as rx


class _ConnectionNotice(rx.Component):
    library = "$/public/ui/connection.jsx"
    tag = "ConnectionNotice"


def connection_notice() -> rx.Component:
    """One for each page; `role="status"`."""
    return _ConnectionNotice.create()
