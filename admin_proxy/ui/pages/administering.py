"""What the pages about administrators have in common: addresses, a scope in words, what a change would end."""

from __future__ import annotations

import reflex as rx

from admin_proxy.accounts.scopes import Scope
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell.places import ADMINISTRATORS
from admin_proxy.words import say


def scope_href(person_id: int) -> str:
    return f"{ADMINISTRATORS.path}/{person_id}/scope"


def change_href(person_id: int) -> str:
    """Where the dialog for that person's role is open."""
    return f"{ADMINISTRATORS.path}?change={person_id}"


def in_words(scope: Scope, most: int | None = None) -> str:
    """`Engineering, Sales › Field Sales, Mentors (group) and 4 more`."""
    named = words(scope)
    if most is None or len(named) <= most:
        return ", ".join(named)
    return say("{names} and {count} more", names=", ".join(named[:most]), count=len(named) - most)


def words(scope: Scope) -> list[str]:
    return [*scope.in_words["departments"], *(say("{name} (group)", name=name) for name in scope.in_words["groups"])]


def ends(number: rx.Var[int]) -> rx.Component:
    """How many running impersonations end by what is about to be done."""
    return rx.cond(
        number == 0,
        notice(t("No running impersonation ends by this.")),
        notice(
            rx.cond(
                number == 1,
                t("1 running impersonation ends at once."),
                t("{number} running impersonations end at once.", number=number),
            ),
            tone="warn",
        ),
    )
