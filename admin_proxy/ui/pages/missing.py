"""404: there is no such page."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.door import bare
from admin_proxy.ui.components.problem import not_found


def page() -> rx.Component:
    return bare(not_found(link_button("Back to Home", "/", kind="primary")))
