"""The form for a goal, new or known: the same fields on both pages, each with what is wrong beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.goals import aligning, amounts
from admin_proxy.goals.fields import LONGEST_TEXT, LONGEST_TITLE
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.draft import draft
from admin_proxy.ui.components.field import select_field, text_area_field, text_field
from admin_proxy.ui.components.kinds import Event, Flag, Text
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.words import later, say

UNITS = (
    ("percent", later("Percent")),
    ("number", later("Number")),
    ("money", later("Money")),
    ("done", later("Done or not done")),
)
VISIBILITIES = (
    ("public", later("Public: everybody in the organization")),
    ("private", later("Private: the owner and their manager")),
)
CURRENCIES = tuple((code, code) for code in amounts.CURRENCIES)


def owner(identity: Identity) -> str:
    """Who types, as whom: drafts belong to one sign-in and, while impersonating, to that session."""
    return f"{identity.login_id}:{identity.session.id if identity.session else ''}"


async def supportable(identity: Identity, owner_id: int) -> list[tuple[str, str]]:
    found = await off_loop(aligning.choices, identity, owner_id)
    return [("", say("No goal of the manager")), *((str(one.id), f"{one.title} ({one.owner})") for one in found)]


def with_present(choices: list[tuple[str, str]], present: str, title: str) -> list[tuple[str, str]]:
    """What is offered, and what it supports already: opening a form changes nothing."""
    return choices if not present or present in dict(choices) else [*choices, (present, title)]


def goal_form(
    seen: Any,
    *,
    open: Flag,  # noqa: A002
    title: Text,
    save: Text,
    on_submit: Event,
    on_close: Event,
    draft_name: Text,
) -> rx.Component:
    """Args:
    seen: the page's State, with `form` (field → what it begins with), `form_field`, `form_error`, `form_supports`
        and `draft_owner`.
    """

    def error(name: str) -> rx.Var[str]:
        return rx.cond(seen.form_field == name, seen.form_error, "")

    def line(label: Text, name: str, **more: Any) -> rx.Component:
        return text_field(label, name, default=seen.form[name], error=error(name), **more)

    def choice(label: Text, name: str, options: Any, **more: Any) -> rx.Component:
        return select_field(label, name, options, default=seen.form[name], error=error(name), **more)

    return dialog(
        rx.el.form(
            draft(seen.draft_owner, draft_name),
            rx.cond(
                (seen.form_field == "") & (seen.form_error != ""), notice(seen.form_error, tone="bad", announced=True)
            ),
            line(t("Title"), "title", max_length=LONGEST_TITLE, autofocus=True),
            text_area_field(
                t("Description"), "description", default=seen.form["description"], error=error("description"),
                optional=True, max_length=LONGEST_TEXT, rows=2,
            ),
            rx.el.div(
                line(t("From"), "starts_on", type="date"),
                line(t("To||the last day"), "ends_on", type="date"),
                line(t("Weight (1 to 100)"), "weight", max_length=3),
                class_name="fields-two goal-three",
            ),
            rx.el.div(
                choice(t("Measured in"), "unit", t_each(UNITS)),
                rx.el.div(choice(t("Currency"), "currency", CURRENCIES), class_name="goal-currency"),
                rx.el.div(line(t("Start"), "start", max_length=20), class_name="goal-amount"),
                rx.el.div(line(t("Target"), "target", max_length=20), class_name="goal-amount"),
                class_name="fields-two goal-three",
            ),
            rx.el.div(
                choice(t("Visibility"), "visibility", t_each(VISIBILITIES)),
                choice(t("Supports"), "supports", seen.form_supports),
                class_name="fields-two",
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(save, kind="primary", submit=True)),
            on_submit=on_submit,
            class_name="form goal-form",
            custom_attrs={"noValidate": True},
        ),
        open=open,
        title=title,
        on_close=on_close,
        size="lg",
    )  # fmt: skip
