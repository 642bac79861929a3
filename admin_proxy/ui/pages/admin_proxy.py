"""Admin → Program Management → Impersonate → Admin Proxy: search, prompt, Accept; and the summary after Stop."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.audit.withholding import PRIVATE_GOAL
from admin_proxy.directory import search
from admin_proxy.directory.cards import PersonCard
from admin_proxy.identity import Identity, Invalid, Party, Refused
from admin_proxy.impersonation import asking, recent, starting, viewing
from admin_proxy.impersonation.asking import Prompt
from admin_proxy.impersonation.changes import Made
from admin_proxy.impersonation.reason import LONGEST
from admin_proxy.impersonation.stopping import Summary
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.button import button, link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.combobox import combobox
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import facts
from admin_proxy.ui.components.field import text_area_field
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.change_lines import ChangeRow, change_line, change_row
from admin_proxy.ui.pages.why_not import why_not
from admin_proxy.ui.session import refreshing, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import ADMIN_PROXY, AUDIT_LOGS, GOALS, RECOGNITION, USERS
from admin_proxy.words import say


class AdminProxyState(rx.State):
    text: str = ""
    """As typed; kept with the session when it starts, so that Stop brings it back."""
    people: list[PersonCard] = []
    """What the combobox lists: matches, or the recently impersonated while nothing is typed."""
    count: str = ""
    has_more: bool = False
    answers: str = ""
    """The text that `people` answers; the combobox drops answers to older questions."""
    chosen: PersonCard | None = None
    closed: str = ""
    """Why nobody at all can be impersonated at present; empty if somebody can."""
    prompt: Prompt | None = None
    reason_error: str = ""
    summary: Summary | None = None
    made: list[ChangeRow] = []
    """What was changed in the session that the summary is about."""

    _more: str = ""

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def load(self, identity: Identity) -> Any:
        query = self.router.url.query_parameters
        self.summary, self.made, self.reason_error = None, [], ""
        if query.get("after") == "stop":
            self.summary = await off_loop(viewing.latest_summary, identity)
        if self.summary is not None:
            self.text = self.summary.search
            self.made = _rows(identity.subject, self.summary)
            self.summary = replace(self.summary, made=())  # said once is enough
        self.closed = await off_loop(asking.closed, identity)
        await self._answer(identity, self.text)
        await self._open_prompt(identity, query.get("ask", ""))

    @rx.event(supersedes=True)
    @refreshing(Permission.USE_ADMIN_PROXY)
    async def find(self, identity: Identity, text: str) -> None:
        """The field asks as soon as it stands there: after Stop, before the page is known to be one's own."""
        self.text = text
        await self._answer(identity, text)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def find_more(self, identity: Identity) -> None:
        if not self._more:
            return
        page = await off_loop(search.search, identity, self.text, self._more)
        self.people = [*self.people, *page.cards]
        self._more = leading_on(self.people, page.more)
        self.has_more = bool(self._more)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def choose(self, identity: Identity, subject_id: int | Literal[""]) -> None:  # noqa: ARG002
        """Only of those on the list; who may be impersonated is asked when the prompt opens, and at Accept."""
        self.chosen = next((person for person in self.people if person.id == subject_id), None)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def ask(self, identity: Identity) -> Any:
        """**Impersonate** opens the prompt for the chosen person. Whom it asks about stands in the address as well,
        so that a connection that was lost and is back finds it open, with the reason as far as it was typed."""
        if self.chosen is None:
            raise Invalid("", say("Choose a person first."))
        self.reason_error = ""
        await self._open_prompt(identity, str(self.chosen.id))
        return rx.redirect(f"{ADMIN_PROXY.path}?ask={self.chosen.id}")

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def cancel(self, identity: Identity) -> Any:  # noqa: ARG002
        self.prompt = None
        return rx.redirect(ADMIN_PROXY.path, replace=True)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def accept(self, identity: Identity, form: dict[str, str]) -> Any:
        """The policy is asked again; whom the prompt is about is known here and not told by the browser."""
        if self.prompt is None:
            raise Invalid("", say("Choose a person first."))
        self.reason_error = ""
        try:
            await off_loop(starting.start, identity, self.prompt.person.id, form.get("reason", ""), self.text)
        except Invalid as refusal:
            self.reason_error = refusal.sentence
            return None
        except Refused:
            self.prompt = None
            raise
        return rx.redirect("/")

    async def _open_prompt(self, identity: Identity, subject_id: str) -> None:
        """One that is open for the same person stays open; none is where there is nobody to ask about."""
        if not subject_id.isdecimal() or len(subject_id) > 11:
            self.prompt = None
            return
        try:
            self.prompt = await off_loop(asking.ask, identity, int(subject_id))
        except Refused:
            self.prompt = None
            raise

    async def _answer(self, identity: Identity, text: str) -> None:
        if not text.strip():
            self.people = list(await off_loop(recent.recent, identity))
            self.count, self._more = "", ""
        else:
            page = await off_loop(search.search, identity, text)
            self.people, self.count, self._more = list(page.cards), page.count_label, page.more
        self.has_more = bool(self._more)
        self.answers = text


def _rows(reader: Party, summary: Summary) -> list[ChangeRow]:
    """Each change, with the way to its entry in the record; for who does not read that, to the thing itself."""
    way = _entry if summary.may_see_audit_log else _thing
    return [change_row(reader, one, summary.subject_name, way(one)) for one in summary.made]


def _entry(made: Made) -> str:
    return f"{AUDIT_LOGS.path}/{made.entry_id}"


def _thing(made: Made) -> str:
    pages = {
        "person": f"{USERS.path}/{made.object_id}",
        "goal": f"{GOALS.path}/{made.object_id}",
        PRIVATE_GOAL: f"{GOALS.path}/{made.object_id}",
        "recognition": RECOGNITION.path,
    }
    return pages[made.object_kind] if made.is_in_reach else ""


seen = vars_of(AdminProxyState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Admin Proxy"),
            t("See the application as one of your people sees it, and put right what they report."),
            path=(t("Admin||the menu"), t("Program Management"), t("Impersonate")),
        ),
        rx.cond(seen.summary, _summary()),
        rx.cond(
            seen.closed != "",
            notice(seen.closed, tone="warn"),
            card(
                _search(),
                title=t("Whom do you want to impersonate?"),
                actions=(rx.el.div(why_not(), class_name="small"),),  # what is found would cover it below the field
                footer=(_impersonate(),),
            ),
        ),
        _prompt(),
    )


def _search() -> rx.Component:
    return combobox(
        label=t("Search people"),
        hide_label=True,
        placeholder=t("Name, e-mail, employee id, title or department"),
        results=seen.people,
        answers=seen.answers,
        text=seen.text,
        has_more=seen.has_more,
        count_label=seen.count,
        heading=t("Recently impersonated"),
        empty_text=t("Nobody found whom you may impersonate."),
        empty_hint=t("People appear here once they have accepted the privacy policy."),
        on_search=seen.find,
        on_select=seen.choose,
        on_more=seen.find_more,
        autofocus=True,
    )


def _impersonate() -> rx.Component:
    chosen = seen.chosen
    return rx.fragment(
        rx.cond(
            chosen,
            person(chosen.name, chosen.initials, chosen.email),
            rx.el.span(t("Nobody chosen yet"), class_name="soft"),
        ),
        button(t("Impersonate"), seen.ask, kind="primary", disabled=rx.cond(chosen, False, True)),
    )


def _prompt() -> rx.Component:
    prompt = seen.prompt
    return dialog(
        rx.el.form(
            person(prompt.person.name, prompt.person.initials, prompt.person.email, size="lg"),
            facts(
                (t("For how long"), prompt.how_long),
                (t("Recorded"), prompt.recorded),
                (t("Notification"), prompt.notification),
                (t("Reports"), prompt.reports),
            ),
            text_area_field(
                t("Reason"),
                "reason",
                hint=rx.cond(
                    prompt.reason_required, t("Your organization requires one."), t("It is recorded with the session.")
                ),
                error=seen.reason_error,
                max_length=LONGEST,
                rows=2,
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Accept"), kind="primary", submit=True)),
            on_submit=seen.accept,
            class_name="form",
        ),
        open=rx.cond(prompt, True, False),
        title=t("Impersonate {name}?", name=prompt.person.name),
        on_close=seen.cancel,
    )


def _summary() -> rx.Component:
    summary = seen.summary
    return notice(
        rx.el.p(
            t("It lasted {how_long}. ", how_long=summary.how_long),
            rx.match(
                summary.changes,
                (0, t("Nothing was changed.")),
                (1, t("One thing was changed.")),
                t("{changes} things were changed.", changes=summary.changes),
            ),
            " ",
            rx.cond(
                summary.may_see_audit_log,
                link(t("See it in the audit log"), f"{AUDIT_LOGS.path}?session={summary.session_id}"),
                rx.cond(
                    summary.may_see_subject,
                    link(
                        t("See {subject_name} in Users", subject_name=summary.subject_name),
                        f"{USERS.path}/{summary.subject_id}",
                    ),
                ),
            ),
        ),
        rx.cond(
            seen.made.length() > 0,
            rx.el.ul(rx.foreach(seen.made, change_line), class_name="changes", aria_label=t("What was changed")),
        ),
        title=t("You are no longer impersonating {subject_name}", subject_name=summary.subject_name),
        tone="good",
        announced=True,
    )
