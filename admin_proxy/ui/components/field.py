"""One question of a form: label, hint, control, and what is wrong with the answer beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import reflex as rx

from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Event, Flag, Node, Text, attributes, said
from admin_proxy.ui.components.words import t

InputType = Literal["text", "email", "search", "number", "date", "url", "tel"]


def field(
    label: Text, name: str, control: rx.Component, *, hint: Text = "", error: Text = "", optional: bool = False
) -> rx.Component:
    """Put label, hint and error around a control that has the id `name` and `described_by(name)`.

    Args:
        error: what is wrong and what to do, in one sentence; read out when it comes.
        optional: says so. What is required is the rule here and is not marked.
    """
    more = [rx.el.span(t("optional"), class_name="label-more")] if optional else []
    return rx.el.div(
        rx.el.label(label, *more, html_for=name, class_name="label"),
        _hint(name, hint),
        control,
        field_error(name, error),
        class_name="field",
    )


def text_field(
    label: Text,
    name: str,
    *,
    type: InputType = "text",  # noqa: A002
    value: Text | None = None,
    on_change: Event = None,
    default: Text | None = None,
    placeholder: Text = "",
    hint: Text = "",
    error: Text = "",
    optional: bool = False,
    required: bool = False,
    autocomplete: str = "off",
    autofocus: bool = False,
    max_length: int = 254,
    disabled: Flag = False,
    large: bool = False,
) -> rx.Component:
    """A line of text.

    Args:
        value: what is in it, with `on_change`, where the server follows each key.
        default: what is in it at first, where the form is sent as a whole.
        required: the browser asks for it, too. The server checks anyway.
    """
    control = rx.el.input(
        type=type,
        name=name,
        placeholder=placeholder,
        disabled=disabled,
        max_length=max_length,
        class_name="input input-lg" if large else "input",
        **_present(value=value, on_change=on_change, default_value=default),
        **_wiring(name, hint, error),
        custom_attrs=attributes(
            id=name,
            autoComplete=autocomplete,
            autoFocus=autofocus or None,
            required=required or None,
            **{"data-autofocus": "" if autofocus else None},
        ),
    )
    return field(label, name, control, hint=hint, error=error, optional=optional)


def password_field(
    label: Text,
    name: str,
    *,
    hint: Text = "",
    error: Text = "",
    autocomplete: Literal["current-password", "new-password"] = "current-password",
    required: bool = True,
    large: bool = False,
) -> rx.Component:
    """A password, which can be shown. It is never kept and never sent to State: only a form posts it."""
    control = _PasswordInput.create(
        class_name="input input-lg" if large else "input",
        custom_attrs=attributes(
            id=name, name=name, autoComplete=autocomplete, required=required or None, maxLength=1024
        ),
        **_wiring(name, hint, error),
    )
    return field(label, name, control, hint=hint, error=error)


def text_area_field(
    label: Text,
    name: str,
    *,
    value: Text | None = None,
    on_change: Event = None,
    default: Text | None = None,
    placeholder: Text = "",
    hint: Text = "",
    error: Text = "",
    optional: bool = False,
    max_length: int = 2000,
    rows: int = 3,
    autofocus: bool = False,
) -> rx.Component:
    """Some lines of text; it grows with what is typed.

    Args:
        autofocus: in a dialog, it has the focus at first.
    """
    control = rx.el.textarea(
        name=name,
        placeholder=placeholder,
        rows=str(rows),
        max_length=max_length,
        class_name="input",
        **_present(value=value, on_change=on_change, default_value=default),
        **_wiring(name, hint, error),
        custom_attrs=attributes(id=name, **{"data-autofocus": "" if autofocus else None}),
    )
    return field(label, name, control, hint=hint, error=error, optional=optional)


def select_field(
    label: Text,
    name: str,
    options: Iterable[tuple[str, Text]] | rx.Var[list[tuple[str, str]]],
    *,
    value: Text | None = None,
    on_change: Event = None,
    default: Text | None = None,
    also: Text = "",
    also_words: Text = "",
    hint: Text = "",
    error: Text = "",
    optional: bool = False,
    disabled: Flag = False,
    autofocus: bool = False,
) -> rx.Component:
    """One of several, by the browser's own list: it can be searched by typing and works on every phone.

    Args:
        options: value and words of each.
        also: a value that is there although it is no longer on offer; "" for none.
        also_words: what is read for it, where that is something else than the value.
        autofocus: in a dialog, it has the focus at first.
    """
    if isinstance(options, rx.Var):
        choices: list[Any] = [rx.foreach(options, lambda option: rx.el.option(option[1], value=option[0]))]
    else:
        choices = [rx.el.option(words, value=key) for key, words in options]
    if not isinstance(also, str) or also:
        words = also if isinstance(also_words, str) and not also_words else also_words
        choices.insert(0, rx.cond(said(also), rx.el.option(words, value=also)))
    control = rx.el.select(
        *choices,
        name=name,
        disabled=disabled,
        class_name="input",
        **_present(value=value, on_change=on_change, default_value=default),
        **_wiring(name, hint, error),
        custom_attrs={"id": name, **({"data-autofocus": ""} if autofocus else {})},
    )
    control = rx.el.span(control, icon("chevron-down"), class_name="input-wrap")
    return field(label, name, control, hint=hint, error=error, optional=optional)


def checkbox(
    label: Node,
    name: str,
    *,
    checked: Flag | None = None,
    on_change: Event = None,
    default: Flag | None = None,
    hint: Text = "",
    required: bool = False,
) -> rx.Component:
    """Yes or no. The whole line can be pressed."""
    about = [rx.el.span(hint, class_name="hint")] if not isinstance(hint, str) or hint else []
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=name,
            required=required,
            **_present(checked=checked, on_change=on_change, default_checked=default),
        ),
        rx.el.span(rx.el.span(label), *about, class_name="check-text"),
        class_name="check",
    )


def field_error(name: str, error: Text) -> rx.Component:
    """What is wrong, beside the field `name`. The place is always there, so that it is read out when it fills."""
    inside = (
        [rx.cond(said(error), rx.fragment(icon("circle-alert", 14), rx.el.span(error)))]
        if not isinstance(error, str) or error
        else []
    )
    return rx.el.p(*inside, class_name="field-error", custom_attrs={"id": f"{name}-error", "aria-live": "polite"})


class _PasswordInput(rx.Component):
    library = "$/public/ui/password.jsx"
    tag = "PasswordInput"


def _hint(name: str, hint: Text) -> rx.Component:
    if isinstance(hint, str) and not hint:
        return rx.fragment()
    return rx.el.p(hint, class_name="hint", custom_attrs={"id": f"{name}-hint"})


def _wiring(name: str, hint: Text, error: Text) -> dict[str, Any]:
    has_hint = not isinstance(hint, str) or bool(hint)
    has_error = not isinstance(error, str) or bool(error)
    wires: dict[str, Any] = {"aria_describedby": f"{name}-hint {name}-error" if has_hint else f"{name}-error"}
    if has_error:
        wires["aria_invalid"] = said(error)
    return wires


def _present(**props: Any) -> dict[str, Any]:
    return {name: value for name, value in props.items() if value is not None}
