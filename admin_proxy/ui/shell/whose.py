"""'You' is the person in view. Whoever impersonates them would read it as themselves, and reads the name instead."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.kinds import Text, vars_of
from admin_proxy.ui.shell.state import ShellState

them = vars_of(ShellState).subject_first_name
"""The first name for the second sentence of `mine`; empty while nobody is impersonated."""


def mine(to_me: Text, of_them: Text) -> Text:
    """What is said to the person, and what is said of them to an administrator who is there in their name."""
    return rx.cond(them != "", of_them, to_me)
