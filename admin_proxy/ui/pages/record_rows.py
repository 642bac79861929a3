"""What an entry of the record looks like, wherever it stands: on Audit Logs and in the timeline of a session."""

from __future__ import annotations

import reflex as rx

from admin_proxy.audit.reading import Change
from admin_proxy.ui.components.button import route_link
from admin_proxy.ui.components.kinds import Row
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell.places import AUDIT_LOGS

FEW = 3
"""Changed fields that a line shows by itself."""
SESSIONS = f"{AUDIT_LOGS.path}/sessions"


def who(name: rx.Var[str], email: rx.Var[str]) -> rx.Component:
    return two_lines(name, email)


def two_lines(first: rx.Var[str], second: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.span(first), rx.el.span(second, class_name="soft small", title=second), class_name="two-lines"
    )


def to_entry(entry: Row) -> rx.Component:
    """Its moment, which leads to all of it."""
    return route_link(entry.timestamp, href=f"{AUDIT_LOGS.path}/{entry.id}", class_name="link mono")


def changes(entry: Row) -> rx.Component:
    """A few stand there, the others behind a click: a person who was created has a dozen."""
    fields = entry.changes.to(list[Change])
    return rx.cond(
        fields.length() <= FEW,
        changed(fields),
        rx.el.details(rx.el.summary(t("{count} fields", count=fields.length()), class_name="link"), changed(fields)),
    )


def changed(fields: rx.Var[list[Change]]) -> rx.Component:
    return rx.el.ul(
        rx.foreach(
            fields,
            lambda change: rx.el.li(
                rx.el.span(change.field, class_name="soft"),
                " ",
                rx.cond(change.before != "", rx.fragment(rx.el.del_(change.before), " → ")),
                rx.el.ins(change.after),
            ),
        ),
        class_name="changes",
    )
