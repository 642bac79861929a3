"""Admin → Program Management → Reporting → Audit Logs: the record, narrowed down and turned to as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.audit import checking, reading
from admin_proxy.audit import filters as narrowing
from admin_proxy.audit.checking import Soundness
from admin_proxy.audit.filters import Filters
from admin_proxy.audit.reading import EntryCard
from admin_proxy.identity import Identity
from admin_proxy.live import About, News
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link, link_button, text_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.field import checkbox, select_field, text_field
from admin_proxy.ui.components.form import anew, form, hidden
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.menu import menu, menu_part
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, t_with, tn
from admin_proxy.ui.pages.audit_figures import AuditFiguresState, figures
from admin_proxy.ui.pages.record_rows import SESSIONS, changes, to_entry, two_lines, who
from admin_proxy.ui.session import refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import AUDIT_LOGS
from admin_proxy.words import later, say

NEWS_EVERY = 2.0
"""Seconds. In a busy organization something is written all the time."""
UPSIDE_DOWN = later("The last day lies before the first. Choose a later one.")


class AuditLogsState(rx.State):
    """The filters live in the URL, so that what is on the screen can be shared, reloaded and gone back to."""

    person: str = ""
    category: str = ""
    subcategory: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    impersonated_only: bool = False
    session: str = ""
    narrowed: bool = False
    zone: str = ""
    categories: list[tuple[str, str]] = []
    subcategories: list[tuple[str, str]] = []
    actions: list[tuple[str, str]] = []
    day: str = ""
    """Where somebody jumped to."""
    dates_error: str = ""
    day_error: str = ""
    entries: list[EntryCard] = []
    newer_href: str = ""
    older_href: str = ""
    newest_href: str = ""
    """Back to the first page, where this is another one."""
    new: int = 0
    """So many entries have come since."""
    new_label: str = ""
    verified: str = ""
    """When the record was verified last, in words; empty: it never was."""
    broken: str = ""
    """What was wrong with it then; empty: nothing."""
    broken_elsewhere: str = ""
    """The same of what concerns no organization."""
    unverified: str = ""
    """Why it could not be verified since; empty: it could, and not long ago."""

    _newest: str = ""

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def load(self, identity: Identity) -> Any:
        watch(self, _record_of(identity), AuditLogsState.count_new, at_most_every=NEWS_EVERY)
        filters = self._filters()
        self._show(filters)
        self.zone = identity.subject.time_zone
        self.dates_error, self.day_error = "", ""
        self._say_soundness(await off_loop(checking.soundness, identity))
        await self._read(identity, filters)
        return AuditFiguresState.draw

    @rx.event
    @refreshing(Permission.READ_AUDIT_LOGS)
    async def count_new(self, identity: Identity) -> None:
        """Something was written into the record. What is on the screen stays where it is."""
        self._say_new(await off_loop(reading.count_newer, identity, self._filters(), self._newest))

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def show_new(self, identity: Identity) -> Any:
        if self.newest_href:
            return rx.redirect(self.newest_href)
        await self._read(identity, self._filters())
        return AuditFiguresState.draw

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        said = {name: str(form.get(name, "")).strip() for name in ("person", "category", "subcategory", "action")}
        said |= {name: str(form.get(name, "")) for name in ("since", "until")}
        said |= {"impersonated": "1" if form.get("impersonated") else "", "session": self.session}
        filters = narrowing.in_words(said)
        self.dates_error = ""
        if filters.since and filters.until and filters.until < filters.since:
            self.dates_error = say(UPSIDE_DOWN)
            return None
        return rx.redirect(_href(filters))

    @rx.event
    @requires(Permission.READ_AUDIT_LOGS)
    async def go_to_day(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        """Turn to the page that begins with that day's last entry."""
        day = narrowing.day(str(form.get("day", "")))
        self.day_error = "" if day else say("Choose a day.")
        return rx.redirect(_href(self._filters(), day=day.isoformat())) if day else None

    async def _read(self, identity: Identity, filters: Filters) -> None:
        query = self.router.url.query_parameters
        older, newer, day = query.get("older", ""), query.get("newer", ""), narrowing.day(query.get("day", ""))
        self._newest = await off_loop(reading.newest, identity)
        page = await off_loop(reading.entries, identity, filters, older=older, newer=newer, day=day)
        self.entries = list(page.entries)
        self.newer_href = _href(filters, newer=page.newer) if page.newer else ""
        self.older_href = _href(filters, older=page.older) if page.older else ""
        self.newest_href = _href(filters) if older or newer or day else ""
        self.day = day.isoformat() if day else ""
        self._say_new(0)

    def _filters(self) -> Filters:
        return narrowing.in_words(self.router.url.query_parameters)

    def _show(self, filters: Filters) -> None:
        self.person, self.session, self.impersonated_only = filters.person, filters.session, filters.impersonated_only
        self.category, self.subcategory, self.action = filters.category, filters.subcategory, filters.action
        self.since, self.until = _said(filters.since), _said(filters.until)
        self.narrowed = filters.any
        self.categories = [("", say("Any category")), *_in_words(narrowing.categories())]
        self.subcategories = [("", say("Any subcategory")), *_in_words(narrowing.subcategories(filters.category))]
        self.actions = [("", say("Any action")), *_in_words(narrowing.actions(filters.category, filters.subcategory))]

    def _say_soundness(self, found: Soundness) -> None:
        self.verified, self.broken, self.broken_elsewhere = found.checked, found.problem, found.elsewhere
        self.unverified = ""
        if found.failure:
            self.unverified = say("On {failed}: {failure}.", failed=found.failed, failure=found.failure)
        elif found.is_stale:
            self.unverified = say("It should be verified every night, and was not for more than two days.")

    def _say_new(self, count: int) -> None:
        self.new = count
        self.new_label = (
            say("{count}+ new", count=count - 1) if count >= reading.MOST_NEW else say("{count} new", count=count)
        )


def _record_of(identity: Identity) -> News:
    return News(About.RECORD, identity.organization_id)


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def _href(filters: Filters, **place: str) -> str:
    query = urlencode({**filters.as_words(), **place})
    return f"{AUDIT_LOGS.path}?{query}" if query else AUDIT_LOGS.path


def _in_words(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(value, say(words)) for value, words in choices.items()]


seen = vars_of(AuditLogsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Audit Logs"),
            t("What was done, by whom, and as whom. Times are UTC, the newest first."),
            path=(t("Admin||the menu"), t("Program Management"), t("Reporting")),
            actions=(_export(),),
        ),
        _soundness(),
        _filters(),
        figures(),
        card(
            _head(),
            listed(
                _entries(),
                ready=seen.is_hydrated,
                is_empty=seen.entries.length() == 0,
                empty=empty(
                    t("No entries match"), t("Take a filter away to see more."), icon_name="scroll-text",
                    action=link_button(t("Show all"), AUDIT_LOGS.path),
                ),
            ),
            flush=True,
        ),
    )  # fmt: skip


def _soundness() -> rx.Component:
    """A line, as long as all is well."""
    is_broken = (seen.broken != "") | (seen.broken_elsewhere != "")
    return rx.fragment(
        rx.cond(
            is_broken,
            notice(
                rx.cond(
                    seen.broken != "",
                    rx.el.p(t("Found on {verified}: {broken}.", verified=seen.verified, broken=seen.broken)),
                ),
                rx.cond(
                    seen.broken_elsewhere != "",
                    rx.el.p(
                        t(
                            "In what concerns no organization, such as sign-ins with an unknown e-mail: {broken}.",
                            broken=seen.broken_elsewhere,
                        )
                    ),
                ),
                _tell(),
                title=t("The audit log is broken"),
                tone="bad",
            ),
        ),
        rx.cond(
            seen.unverified != "",
            notice(
                rx.el.p(seen.unverified),
                rx.cond(is_broken, rx.fragment(), _tell()),
                title=t("The audit log could not be fully verified"),
                tone="warn",
            ),
        ),
        rx.cond(is_broken, rx.fragment(), _last_time()),
    )


def _tell() -> rx.Component:
    return rx.el.p(
        t_with("Tell whoever runs the server: {command} says more.", command=rx.el.code("admin-proxy audit verify"))
    )


def _last_time() -> rx.Component:
    return rx.el.p(
        rx.cond(
            seen.verified == "",
            rx.cond(seen.unverified == "", t("Not verified yet. It is every night."), ""),
            rx.cond(
                seen.unverified == "",
                t("Verified on {verified}: nothing was changed, taken away or added.", verified=seen.verified),
                t("Until {verified}, nothing was changed, taken away or added.", verified=seen.verified),
            ),
        ),
        class_name="soft small",
    )


def _export() -> rx.Component:
    """What the filters leave over, all of its pages, as a file."""
    kept = (
        ("person", seen.person), ("category", seen.category), ("subcategory", seen.subcategory),
        ("action", seen.action), ("since", seen.since), ("until", seen.until),
        ("impersonated", rx.cond(seen.impersonated_only, "1", "")), ("session", seen.session),
    )  # fmt: skip
    formats = (("csv", "CSV"), ("xlsx", "XLSX (Excel)"), ("ndjson", "NDJSON"))
    return menu(
        rx.fragment(icon("download", 14), t("Export")),
        menu_part(
            form(
                *[hidden(name, value) for name, value in kept],
                *[
                    rx.el.button(
                        words, type="submit", class_name="menu-item", custom_attrs={"name": "format", "value": key}
                    )
                    for key, words in formats
                ],
                rx.el.p(t("Everything that the filters show. The export is recorded."), class_name="soft small"),
                action="/audit/export",
                label=t("Export"),
                again=True,
            )
        ),
    )


def _filters() -> rx.Component:
    asked = "|".join(
        f"{value}"
        for value in (
            seen.person, seen.category, seen.subcategory, seen.action, seen.since, seen.until, seen.impersonated_only,
            seen.session,
        )
    )  # fmt: skip
    return anew(
        rx.el.form(
            text_field(t("Person"), "person", default=seen.person, placeholder=t("Name or e-mail"), max_length=200),
            select_field(t("Category"), "category", seen.categories, default=seen.category),
            select_field(t("Subcategory"), "subcategory", seen.subcategories, default=seen.subcategory),
            select_field(t("Action"), "action", seen.actions, default=seen.action),
            text_field(t("From"), "since", type="date", default=seen.since),
            text_field(t("To||the last day"), "until", type="date", default=seen.until, error=seen.dates_error),
            checkbox(t("Impersonated only"), "impersonated", default=seen.impersonated_only),
            button(t("Filter"), submit=True),
            rx.cond(seen.narrowed, link_button(t("Show all"), AUDIT_LOGS.path, kind="ghost")),
            rx.cond(
                seen.session != "",
                rx.el.span(
                    badge(t("One session only"), "guise"), " ", link(t("As a timeline"), f"{SESSIONS}/{seen.session}"),
                    class_name="filter-note",
                ),
            ),
            on_submit=seen.narrow,
            class_name="filters record-filters",
            custom_attrs={"role": "search", "aria-label": t("Audit log")},
        ),
        of=rx.cond(seen.is_hydrated, asked, ""),
    )  # fmt: skip


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.cond(
                seen.new > 0,
                text_button(seen.new_label, seen.show_new),
                rx.el.span(t("Days are those of {zone}.", zone=seen.zone), class_name="soft"),
            ),
            role="status",
        ),
        anew(
            rx.el.form(
                text_field(t("Go to date"), "day", type="date", default=seen.day, error=seen.day_error),
                button(t("Go"), submit=True, size="sm"),
                on_submit=seen.go_to_day,
                class_name="to-day",
            ),
            of=rx.cond(seen.is_hydrated, f"day {seen.day}", ""),
        ),
        class_name="table-head",
    )


def _entries() -> rx.Component:
    return rx.fragment(
        table(
            t("Audit log"),
            (
                Column(t("Time (UTC)"), to_entry, width="8.5rem", lead=True),
                Column(t("User"), lambda entry: who(entry.user_name, entry.user_email)),
                Column(t("Impersonated by"), _impersonated_by),
                Column(t("Category"), lambda entry: two_lines(entry.category, entry.subcategory), width="9rem"),
                Column(t("Action"), _action),
                Column(t("Done to"), lambda entry: entry.object),
                Column(t("Before → after"), changes),
            ),
            seen.entries,
        ),
        _pages(),
    )


def _pages() -> rx.Component:
    return table_footer(
        rx.el.span(tn("{count} entry", "{count} entries", seen.entries.length())),
        rx.el.nav(
            rx.cond(seen.newest_href != "", link_button(t("Newest"), seen.newest_href, size="sm", kind="ghost")),
            rx.cond(seen.newer_href != "", link_button(t("Previous"), seen.newer_href, size="sm")),
            rx.cond(seen.older_href != "", link_button(t("Next"), seen.older_href, size="sm")),
            class_name="row",
            aria_label=t("Pages"),
        ),
    )


def _impersonated_by(entry: Row) -> rx.Component:
    return rx.cond(
        entry.impersonated_by_name != "",
        rx.el.div(
            who(entry.impersonated_by_name, entry.impersonated_by_email),
            rx.cond(entry.session_id != "", link(t("Session"), f"{SESSIONS}/{entry.session_id}")),
        ),
        rx.el.span("—", class_name="soft"),
    )


def _action(entry: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(entry.action),
        rx.cond(entry.note != "", rx.el.p(entry.note, class_name="soft small clamp", title=entry.note)),
    )
