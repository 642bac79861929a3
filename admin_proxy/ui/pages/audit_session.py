"""Audit Logs → one impersonation: its people, reason, length and end, and everything that was done in it, in order."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.audit import reading
from admin_proxy.audit.reading import EntryCard
from admin_proxy.identity import Identity, Party
from admin_proxy.impersonation import reviewing
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.reviewing import Review
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.record_rows import changes, to_entry
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import AUDIT_LOGS, SESSIONS
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class Facts:
    id: str = ""
    actor: str = ""
    actor_initials: str = ""
    actor_email: str = ""
    subject: str = ""
    subject_initials: str = ""
    subject_email: str = ""
    reason: str = ""
    since: str = ""
    until: str = ""
    how_long: str = ""
    cause: str = ""
    tone: str = "neutral"
    sentence: str = ""
    renewals: int = 0
    changes: int = 0
    is_running: bool = False


class AuditSessionState(rx.State):
    facts: Facts = Facts()
    entries: list[EntryCard] = []
    has_more: bool = False

    _more: str = ""

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def load(self, identity: Identity) -> None:
        self.facts, self.entries, self._more, self.has_more = Facts(), [], "", False
        asked = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        self.facts = _facts(identity.subject, await off_loop(reviewing.review, identity, asked))
        await self._read(identity)

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity)

    async def _read(self, identity: Identity) -> None:
        story = await off_loop(reading.story, identity, self.facts.id, self._more)
        self.entries = [*self.entries, *story.entries]
        self._more = leading_on(self.entries, story.more)
        self.has_more = bool(self._more)


def _facts(reader: Party, one: Review) -> Facts:
    is_usual = one.cause is None or one.cause.by_the_actor or one.cause is EndCause.EXPIRED
    return Facts(
        id=one.id,
        actor=one.actor.name,
        actor_initials=one.actor.initials,
        actor_email=one.actor.email,
        subject=one.subject.name,
        subject_initials=one.subject.initials,
        subject_email=one.subject.email,
        reason=one.reason,
        since=when.moment(reader, one.since) if one.since else "",
        until=when.moment(reader, one.until),
        how_long=one.how_long,
        cause=say("Running") if one.is_running else one.end[:1].upper() + one.end[1:],
        tone="guise" if one.is_running else "neutral" if is_usual else "warn",
        sentence=one.sentence,
        renewals=one.renewals,
        changes=one.changes,
        is_running=one.is_running,
    )


seen = vars_of(AuditSessionState)


def page() -> rx.Component:
    facts = seen.facts
    return frame(
        page_header(
            rx.cond(
                facts.id != "", t("{actor} as {subject}", actor=facts.actor, subject=facts.subject), t("Impersonation")
            ),
            t("One impersonation, from its start to its end, as it stands in the record."),
            path=(t("Admin||the menu"), t("Program Management"), t("Reporting"), t("Audit Logs")),
            actions=(
                link_button(t("All sessions"), SESSIONS.path),
                link_button(t("In the audit log"), f"{AUDIT_LOGS.path}?session={facts.id}", icon_name="scroll-text"),
            ),
        ),
        listed(rx.fragment(_about(), _timeline()), ready=facts.id != ""),
    )


def _about() -> rx.Component:
    one = seen.facts
    return card(
        facts(
            (t("Administrator"), person(one.actor, one.actor_initials, one.actor_email)),
            (t("Impersonated"), person(one.subject, one.subject_initials, one.subject_email)),
            (t("Reason"), rx.cond(one.reason != "", one.reason, rx.el.span(t("None was given"), class_name="soft"))),
            (t("Began"), shown(one.since)),
            (rx.cond(one.is_running, t("Ends at the latest"), t("Ended")), one.until),
            (t("Length"), shown(one.how_long)),
            (
                t("Continued"),
                rx.match(one.renewals, (0, t("Never")), (1, t("Once")), t("{renewals} times", renewals=one.renewals)),
            ),
            (t("Changes"), one.changes.to_string()),
            (rx.cond(one.is_running, t("State"), t("Cause of the end")), badge(one.cause, one.tone)),
            (t("What the administrator was told"), shown(one.sentence)),
        ),
        title=t("The session"),
    )


def _timeline() -> rx.Component:
    return card(
        listed(
            rx.fragment(
                rx.el.ol(rx.foreach(seen.entries, _entry), class_name="timeline"),
                rx.cond(
                    seen.has_more,
                    table_footer(
                        rx.el.span(t("{count} shown", count=seen.entries.length())),
                        button(t("Load more"), seen.read_more, size="sm"),
                    ),
                ),
            ),
            is_empty=seen.entries.length() == 0,
            empty=empty(t("Nothing is recorded of it"), icon_name="scroll-text"),
        ),
        title=t("What happened"),
        about=t("Times are UTC, the oldest first."),
        flush=True,
    )


def _entry(entry: Row) -> rx.Component:
    return rx.el.li(
        to_entry(entry),
        rx.el.div(
            rx.el.p(
                rx.el.span(entry.action, class_name="strong"),
                rx.cond(entry.object != "", rx.el.span(f" · {entry.object}", class_name="soft")),
            ),
            rx.cond(entry.note != "", rx.el.p(entry.note, class_name="soft small")),
            changes(entry),
        ),
    )
