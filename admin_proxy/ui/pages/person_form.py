"""The form for a person, new or known: the same fields on both pages, each with what is wrong beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import reflex as rx

from admin_proxy.accounts import settings
from admin_proxy.directory import department_choices
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.department_field import department_field
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.field import select_field, text_field
from admin_proxy.ui.components.kinds import Event, Text
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.words import t

Options = list[tuple[str, str]]
Choice = tuple[int, int, str]

NEW = {"language": settings.LANGUAGES[0], "time_zone": "UTC"}
"""What the form of somebody new begins with."""


async def departments(identity: Identity) -> list[Choice]:
    """Those that can be chosen, as `department_field` takes them."""
    return [(one.id, one.depth, one.name) for one in await off_loop(department_choices.choices, identity)]


async def department_path(identity: Identity, department: str) -> str:
    """Of the one that a form begins with, or that the address says."""
    return await off_loop(department_choices.path, identity, int(department)) if department else ""


def languages(present: str) -> Options:
    offered = ((choice.value, choice.label) for choice in settings.languages())
    return _with(present, settings.language_name(present), offered)


def zones(present: str) -> Options:
    return _with(present, present, ((zone, zone.replace("_", " ")) for zone in settings.time_zones()))


def _with(present: str, words: str, offered: Iterable[tuple[str, str]]) -> Options:
    """What is offered, and what the person has already, wherever that came from: opening a form changes nothing."""
    options = list(offered)
    return options if not present or present in dict(options) else [(present, words), *options]


def person_form(seen: Any, *, title: Text, save: Text, on_submit: Event, on_close: Event) -> rx.Component:
    """Args:
    seen: the page's State, with `form_open`, `form` (field → what it begins with), `form_field`, `form_error`,
        `form_department_path`, `departments`, `bring_departments`, `form_languages` and `form_zones`.
    """

    def error(name: str) -> rx.Var[str]:
        return rx.cond(seen.form_field == name, seen.form_error, "")

    def line(label: Text, name: str, **more: Any) -> rx.Component:
        return text_field(label, name, default=seen.form[name], error=error(name), **more)

    return dialog(
        rx.el.form(
            rx.cond(
                (seen.form_field == "") & (seen.form_error != ""), notice(seen.form_error, tone="bad", announced=True)
            ),
            rx.el.div(
                line(t("First name"), "first_name", max_length=100),
                line(t("Last name"), "last_name", max_length=100),
                class_name="fields-two",
            ),
            line(t("E-mail"), "email", hint=t("What they sign in with.")),
            rx.el.div(
                line(t("Employee id"), "employee_id", optional=True, max_length=64),
                line(t("Hired on"), "hire_date", type="date", optional=True),
                class_name="fields-two",
            ),
            line(t("Title"), "title", optional=True, max_length=200),
            department_field(
                t("Department"), "department", seen.departments, first=(("", t("No department")),),
                value=seen.form["department"], text=seen.form_department_path, error=error("department"),
                on_open=seen.bring_departments,
            ),
            line(t("Manager"), "manager", optional=True, hint=t("Their e-mail or employee id.")),
            line(t("Location"), "location", optional=True, max_length=200),
            rx.el.div(
                select_field(
                    t("Language"), "language", seen.form_languages, default=seen.form["language"],
                    error=error("language"),
                ),
                select_field(
                    t("Time zone"), "time_zone", seen.form_zones, default=seen.form["time_zone"],
                    error=error("time_zone"),
                ),
                class_name="fields-two",
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(save, kind="primary", submit=True)),
            on_submit=on_submit,
            class_name="form",
            custom_attrs={"noValidate": True},
        ),
        open=seen.form_open,
        title=title,
        on_close=on_close,
        size="lg",
    )  # fmt: skip
