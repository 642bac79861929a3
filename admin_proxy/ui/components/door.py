"""The pages before the application: signing in, the privacy policy, a new password."""

from __future__ import annotations

import reflex as rx

from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Node, Text
from admin_proxy.ui.components.words import speak, speak_as_the_browser, t

PRODUCT = "Admin Proxy"


def mark() -> rx.Component:
    """The product's sign and name."""
    return rx.el.div(rx.el.span(class_name="mark-sign"), rx.el.span(PRODUCT), class_name="mark")


def door(
    *content: Node,
    title: Text,
    about: Text = "",
    aside: bool = True,
    wide: bool = False,
    language: rx.Var[str] | None = None,
) -> rx.Component:
    """A card in the middle of the page, with a quiet picture beside it where there is room.

    Args:
        aside: the picture and what the product is; left out where there is something to read.
        wide: for something to read.
        language: of whoever it is for, where that is known; otherwise the browser's is spoken.
    """
    spoken = speak_as_the_browser() if language is None else speak(language, language)
    words = [rx.el.h1(title, class_name="door-title")]
    if not isinstance(about, str) or about:
        words.append(rx.el.p(about, class_name="door-about"))
    card = rx.el.div(
        mark(), rx.el.div(*words), *content, class_name="door-card door-card-wide" if wide else "door-card"
    )
    main = rx.el.main(card, class_name="door-main")
    if not aside:
        return rx.el.div(main, spoken, class_name="door door-single")
    return rx.el.div(main, _aside(), spoken, class_name="door")


def bare(*content: Node) -> rx.Component:
    """A page with nothing around it but the product's name: a problem met by somebody who is not signed in."""
    return rx.el.div(
        rx.el.main(rx.el.div(mark(), *content, class_name="door-card door-card-wide"), class_name="door-main"),
        class_name="door door-single",
    )


def persona_button(role: Text, name: Text = "", *, value: str, field: str = "persona") -> rx.Component:
    """One click signs in as somebody, in a demonstration; the button is named by the role.

    Args:
        name: who it is, in a second line.
        value: what the form says under the name `field`.
    """
    who = [rx.el.span(name, class_name="person-mail", aria_hidden=True)] if not isinstance(name, str) or name else []
    return rx.el.button(
        rx.el.span(rx.el.span(role, class_name="person-name"), *who, class_name="person-text"),
        icon("arrow-right"),
        type="submit",
        name=field,
        class_name="persona",
        custom_attrs={"value": value},
    )


def personas(*buttons: rx.Component) -> rx.Component:
    return rx.el.div(*buttons, class_name="personas")


def divider(words: Text) -> rx.Component:
    """A line with words in it, between two ways to do the same."""
    return rx.el.p(words, class_name="or")


def _aside() -> rx.Component:
    return rx.el.aside(
        rx.el.div(class_name="door-art", aria_hidden=True),
        rx.el.div(
            rx.el.p(t("See exactly what they see.")),
            rx.el.p(t("Every impersonation is bounded by a policy, by time and by an audit log.")),
            class_name="door-words",
        ),
        class_name="door-aside",
        aria_label=t("About Admin Proxy"),
    )
