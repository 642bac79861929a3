"""Forms that really submit. A form of Reflex never does; these are the browser's own, answered by a 303."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.ui.components.kinds import Node, Text


class _Form(rx.Component):
    library = "$/public/ui/form.jsx"
    tag = "Form"

    action: rx.Var[str]
    method: rx.Var[str]
    remember: rx.Var[list[str]]
    no_validate: rx.Var[bool]
    again: rx.Var[bool]


def form(
    *children: Node,
    action: str,
    method: Literal["post", "get"] = "post",
    remember: tuple[str, ...] = (),
    label: Text = "",
    inline: bool = False,
    check_in_browser: bool = True,
    again: bool = False,
) -> rx.Component:
    """A form posted to a door of the product's own. It is sent once however often its button is pressed.

    Args:
        remember: names of fields that keep what was typed, in this tab only, when the door sends back an error.
            Never a password.
        label: the form's name, where more than one stands on a page.
        inline: it adds no layout of its own, as around a single button.
        again: it can be sent as often as one likes, because a file is what it is answered with, and the page stays.
        check_in_browser: let the browser complain about what is required; off where the server's own words are better.
    """
    named = {"aria_label": label} if isinstance(label, rx.Var) or label else {}
    return _Form.create(
        *children,
        action=action,
        method=method,
        remember=list(remember),
        no_validate=not check_in_browser,
        again=again,
        class_name="form-inline" if inline else "",
        **named,
    )


def hidden(name: str, value: str | rx.Var[str]) -> rx.Component:
    """A value that goes along with a form. The server trusts it no more than what was typed."""
    return rx.el.input(type="hidden", name=name, custom_attrs={"value": value})


class _LinkToken(rx.Component):
    library = "$/public/ui/linktoken.jsx"
    tag = "LinkToken"

    field: rx.Var[str]


def link_token(field: str) -> rx.Component:
    """The secret of a one-time link, which is its fragment, as a hidden field. It goes from the address bar at once."""
    return _LinkToken.create(field=field)


def form_actions(*buttons: rx.Component) -> rx.Component:
    """The buttons at a form's end, the strong one first."""
    return rx.el.div(*buttons, class_name="form-actions")


class _Anew(rx.Component):
    library = "$/public/ui/anew.jsx"
    tag = "Anew"

    of: rx.Var[str]


def anew(*children: Node, of: Text) -> rx.Component:
    """Fields with a default are made anew when `of` changes, or they would go on showing the default before.

    Args:
        of: what is stored; empty as long as State does not know. What was typed stays meanwhile.
    """
    return _Anew.create(*children, of=of)
