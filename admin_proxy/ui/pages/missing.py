"""404: there is no such page. Who is signed in stays in the frame: Stop is there on every page, also on this one."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.door import bare
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.problem import not_found
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import HOME
from admin_proxy.ui.shell.state import ShellState

shell = vars_of(ShellState)


def page() -> rx.Component:
    return rx.cond(shell.name != "", frame(_words()), bare(_words()))


def _words() -> rx.Component:
    return not_found(link_button(t("Back to Home"), HOME.path, kind="primary"))
