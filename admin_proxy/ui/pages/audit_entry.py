"""Audit Logs → one entry: all that the record knows of it, what was before and what is after side by side."""

from __future__ import annotations

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.audit import reading
from admin_proxy.audit.reading import Change, EntryCard
from admin_proxy.identity import Identity, Party
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import link, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.record_rows import SESSIONS
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import AUDIT_LOGS


class AuditEntryState(rx.State):
    entry: EntryCard | None = None
    reason: str = ""
    own_time: str = ""
    """The moment in the reader's time zone."""

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def load(self, identity: Identity) -> None:
        self.entry, self.reason = None, ""
        asked = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        record = await off_loop(reading.entry, identity, asked)
        self.entry, self.reason = record.entry, record.reason
        self.own_time = _own_time(identity.subject, record.entry)


def _own_time(reader: Party, entry: EntryCard) -> str:
    return f"{when.moment(reader, entry.at)} ({reader.time_zone})"


seen = vars_of(AuditEntryState)


def page() -> rx.Component:
    return frame(
        page_header(
            rx.cond(seen.entry, seen.entry.action, t("Audit entry")),
            rx.cond(seen.entry, t("{timestamp} UTC", timestamp=seen.entry.timestamp), ""),
            path=(t("Admin||the menu"), t("Program Management"), t("Reporting"), t("Audit Logs")),
            actions=(link_button(t("All entries"), AUDIT_LOGS.path, icon_name="arrow-left"),),
        ),
        listed(
            rx.fragment(rx.el.div(_who(), _what(), class_name="two-cards"), _changes()),
            ready=rx.cond(seen.entry, True, False),
        ),
    )


def _who() -> rx.Component:
    entry = seen.entry
    return card(
        facts(
            (t("User"), _person(entry.user_name, entry.user_email)),
            (
                t("Impersonated by"),
                rx.cond(
                    entry.impersonated_by_name != "",
                    _person(entry.impersonated_by_name, entry.impersonated_by_email),
                    rx.el.span(t("Nobody"), class_name="soft"),
                ),
            ),
            (
                t("Reason of the impersonation"),
                rx.cond(
                    entry.session_id == "",
                    rx.el.span("—", class_name="soft"),
                    rx.cond(seen.reason != "", seen.reason, rx.el.span(t("None was given"), class_name="soft")),
                ),
            ),
            (
                t("Session"),
                rx.cond(
                    entry.session_id != "",
                    link(t("See the whole session"), f"{SESSIONS}/{entry.session_id}"),
                    rx.el.span("—", class_name="soft"),
                ),
            ),
        ),
        title=t("Who, and why"),
    )


def _what() -> rx.Component:
    entry = seen.entry
    return card(
        facts(
            (t("Timestamp (UTC)"), rx.el.span(entry.timestamp, class_name="mono")),
            (t("Your time"), seen.own_time),
            (t("Category"), rx.el.span(entry.category, " · ", entry.subcategory)),
            (t("Action"), rx.el.span(entry.action, " ", badge(entry.tag))),
            (t("Done to"), rx.cond(entry.object != "", entry.object, rx.el.span("—", class_name="soft"))),
            (t("Note"), shown(entry.note)),
            (t("Address"), shown(entry.address)),
            (t("Entry"), rx.el.span(entry.id, class_name="mono break")),
        ),
        title=t("What"),
    )


def _changes() -> rx.Component:
    changes = seen.entry.changes.to(list[Change])
    return card(
        listed(
            table(
                t("What was changed"),
                (
                    Column(t("Field"), lambda change: change.field, lead=True, width="12rem"),
                    Column(t("Before"), lambda change: _value(change.before)),
                    Column(t("After"), lambda change: _value(change.after)),
                ),
                changes,
            ),
            is_empty=changes.length() == 0,
            empty=empty(t("No field was changed"), icon_name="file-text"),
        ),
        title=t("Before → after"),
        flush=True,
    )


def _value(value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", rx.el.span(value, class_name="whole-text"), rx.el.span(t("nothing"), class_name="soft"))


def _person(name: rx.Var[str], email: rx.Var[str]) -> rx.Component:
    return rx.el.span(name, " ", rx.el.span(email, class_name="soft"))
