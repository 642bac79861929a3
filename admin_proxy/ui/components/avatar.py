"""People: initials on a colour that comes from the name, and name and e-mail beside them."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.kinds import Text


class _Avatar(rx.Component):
    library = "$/public/ui/avatar.jsx"
    tag = "Avatar"

    name: rx.Var[str]
    initials: rx.Var[str]
    size: rx.Var[str]


def avatar(name: Text, initials: Text, size: Literal["sm", "md", "lg"] = "md") -> rx.Component:
    """Decoration: the name always stands beside it."""
    return _Avatar.create(name=name, initials=initials, size=size)


def person(name: Text, initials: Text, line: Text, size: Literal["sm", "md", "lg"] = "md") -> rx.Component:
    """Somebody, with a second line: the e-mail, a title, a role. Long ones are cut, and whole in the tooltip."""
    return rx.el.div(
        avatar(name, initials, size),
        rx.el.div(
            rx.el.span(name, class_name="person-name", title=name),
            rx.el.span(line, class_name="person-mail", title=line),
            class_name="person-text",
        ),
        class_name="person",
    )
