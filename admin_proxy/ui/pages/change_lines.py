"""What was changed in somebody's account, a line for each: when, what, and each field before → after."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.audit.reading import Change
from admin_proxy.identity import Party
from admin_proxy.impersonation.changes import Made
from admin_proxy.ui import when
from admin_proxy.ui.components.button import link
from admin_proxy.ui.components.kinds import Row


@dataclass(frozen=True, slots=True)
class ChangeRow:
    at: str
    what: str
    fields: list[Change]
    href: str = ""


def change_row(reader: Party, made: Made, subject_name: str = "", href: str = "") -> ChangeRow:
    """Args:
    subject_name: whose account it is; a change of their own details does not name them once more.
    href: where more of it is to be seen; empty where the reader sees no more.
    """
    about = f": {made.object}" if made.object and made.object != subject_name else ""
    return ChangeRow(when.short(reader, made.at), made.what + about, list(made.fields), href)


def change_line(change: Row) -> rx.Component:
    return rx.el.li(
        rx.el.span(change.at, class_name="soft numeric"),
        " ",
        rx.cond(change.href != "", link(change.what, change.href), change.what),
        rx.foreach(
            change.fields.to(list[Change]),
            lambda field: rx.el.span(
                " · ",
                rx.el.span(field.field, class_name="soft"),
                " ",
                rx.cond(field.before != "", rx.fragment(rx.el.del_(field.before), " → ")),
                rx.el.ins(field.after),
            ),
        ),
    )
