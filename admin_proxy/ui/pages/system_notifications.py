"""Admin → Program Management → Notifications → System Notifications: what is sent and how, what got stuck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import Identity, Invalid, Party
from admin_proxy.impersonation import notice
from admin_proxy.live import About, News
from admin_proxy.notifications import system, undelivered
from admin_proxy.notifications.system import Preview, RuleCard
from admin_proxy.notifications.tables import LONGEST_WORDS
from admin_proxy.notifications.undelivered import LetterCard
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.field import checkbox, field_error, text_area_field
from admin_proxy.ui.components.form import anew, form_actions
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.notice import notice as message
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.tabs import segmented
from admin_proxy.ui.components.words import t, tn
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say, say_n

MAY = Permission.SET_NOTIFICATIONS


@dataclass(frozen=True, slots=True)
class LetterRow:
    id: str
    to_name: str
    to_email: str
    subject: str
    at: str
    trouble: str
    again: str
    """When it is tried again; empty where it is given up."""


class SystemNotificationsState(rx.State):
    rules: list[RuleCard] = []
    notifies: bool = False
    changing: RuleCard | None = None
    error_about: str = ""
    error: str = ""
    looking_at: RuleCard | None = None
    language: str = "en"
    preview: Preview | None = None
    sends: bool = True
    waiting: int = 0
    late_since: str = ""
    given_up: int = 0
    letters: list[LetterRow] = []
    has_more: bool = False

    _more: str = ""

    @rx.event
    @requires(MAY)
    async def load(self, identity: Identity) -> None:
        self.changing, self.looking_at, self.letters = None, None, []
        watch(self, News(About.ORGANIZATION, identity.organization_id), SystemNotificationsState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing(MAY)
    async def refresh(self, identity: Identity) -> None:
        await self._show(identity)

    @rx.event
    @requires(MAY)
    async def switch(self, identity: Identity, form: dict[str, Any]) -> None:
        """Impersonate Notifications on or off."""
        on = bool(form.get("notifies"))
        await off_loop(system.switch, identity, notice.KIND.key, on=on)
        await self._say(
            identity, say("Impersonate Notifications are on.") if on else say("Impersonate Notifications are off.")
        )

    @rx.event
    @requires(MAY)
    async def ask_to_change(self, identity: Identity, kind: str) -> None:  # noqa: ARG002
        self.error, self.error_about = "", ""
        self.changing = self._rule(kind)

    @rx.event
    @requires(MAY)
    async def cancel(self, identity: Identity) -> None:  # noqa: ARG002
        self.changing, self.looking_at = None, None

    @rx.event
    @requires(MAY)
    async def save(self, identity: Identity, form: dict[str, Any]) -> None:
        asked = self.changing
        if asked is None:
            return
        wanted: dict[str, Any] = {name: str(form[name]) for name in ("words_en", "words_de") if name in form}
        if not asked.is_switch:
            wanted |= {way: bool(form.get(way)) for way in ("in_app", "by_email", "is_forced")}
        try:
            await off_loop(system.change, identity, asked.kind, seen=asked, **wanted)
        except Invalid as refusal:
            self.error, self.error_about = refusal.sentence, refusal.field
            return
        self.changing = None
        await self._say(identity, say("Saved."))

    @rx.event
    @requires(MAY)
    async def look_at(self, identity: Identity, kind: str) -> None:
        self.looking_at = self._rule(kind)
        await self._preview(identity)

    @rx.event
    @requires(MAY)
    async def choose_language(self, identity: Identity, language: str) -> None:
        self.language = "de" if language == "de" else "en"
        await self._preview(identity)

    @rx.event
    @requires(MAY)
    async def send_test(self, identity: Identity) -> None:
        asked = self.looking_at
        if asked is None:
            return
        self.looking_at = None
        email = await off_loop(system.send_test, identity, asked.kind, self.language)
        await self._say(identity, say("A test is in your notifications, and on its way to {email}.", email=email))

    @rx.event
    @requires(MAY)
    async def send_again(self, identity: Identity, letter_id: str) -> None:
        await off_loop(undelivered.send_again, identity, letter_id)
        await self._say(identity, say("The letter is sent again."))

    @rx.event
    @requires(MAY)
    async def send_all_again(self, identity: Identity) -> None:
        count = await off_loop(undelivered.send_all_again, identity)
        await self._say(
            identity,
            say_n("{count} letter is sent again.", "{count} letters are sent again.", count),
        )

    @rx.event
    @requires(MAY)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    async def _say(self, identity: Identity, sentence: str) -> None:
        await self._show(identity)
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    async def _show(self, identity: Identity) -> None:
        self.rules = list(await off_loop(system.listing, identity))
        self.notifies = next(rule.is_on for rule in self.rules if rule.kind == notice.KIND.key)
        self.letters = []
        await self._read(identity, "")

    async def _read(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(undelivered.undelivered, identity, cursor)
        self.sends, self.waiting, self.given_up = page.is_sent_at_all, page.waiting, page.given_up
        self.late_since = when.short(identity.subject, page.late_since)
        self.letters = [*self.letters, *(_row(identity.subject, one) for one in page.letters)]
        self._more = leading_on(self.letters, page.more)
        self.has_more = bool(self._more)

    async def _preview(self, identity: Identity) -> None:
        if self.looking_at is not None:
            self.preview = await off_loop(system.preview, identity, self.looking_at.kind, self.language)

    def _rule(self, kind: str) -> RuleCard | None:
        return next((rule for rule in self.rules if rule.kind == kind), None)


def _row(reader: Party, one: LetterCard) -> LetterRow:
    return LetterRow(
        id=one.id,
        to_name=one.to_name,
        to_email=one.to_email,
        subject=one.subject,
        at=when.short(reader, one.written_at),
        trouble=one.trouble,
        again=when.short(reader, one.again_at),
    )


seen = vars_of(SystemNotificationsState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("System Notifications"),
            t("What your people are told in the application and by e-mail. Each change is in your audit log."),
            path=(t("Admin||the menu"), t("Program Management"), t("Notifications")),
        ),
        _waiting(),
        rx.el.div(_impersonation(), _kinds(), _letters(), class_name="stack stack-loose"),
        _change_dialog(),
        _preview_dialog(),
    )


def _waiting() -> rx.Component:
    return rx.cond(
        ~seen.sends,
        message(
            t("No mail server is set, so letters wait and nobody gets them: "),
            rx.cond(seen.waiting == 1, t("one is waiting."), t("{waiting} are waiting.", waiting=seen.waiting)),
            t(" Ask whoever runs the server."),
            tone="warn",
        ),
        rx.cond(
            seen.late_since != "",
            message(
                tn(
                    "{count} letter is waiting to be sent, since {since}. It gets out as soon as it can be sent.",
                    "{count} letters are waiting to be sent, the first since {since}. They get out as soon as they can "
                    "be sent.",
                    count=seen.waiting, since=seen.late_since,
                ),
                tone="warn",
            ),
        ),
    )  # fmt: skip


def _impersonation() -> rx.Component:
    return card(
        anew(
            rx.el.form(
                checkbox(
                    t("Impersonate Notifications"),
                    "notifies",
                    default=seen.notifies,
                    hint=t(
                        "When an impersonation ends in which something was changed, the person gets one notification "
                        "and one e-mail: who it was, when, and what was changed. Where nothing was changed, nothing is "
                        "sent."
                    ),
                ),
                form_actions(button(t("Save"), kind="primary", submit=True)),
                on_submit=seen.switch,
                class_name="form",
            ),
            of=rx.cond(seen.is_hydrated, seen.notifies.to_string(), ""),
        ),
        title=t("Impersonation"),
        about=t("What the prompt promises is kept: who begins while this is on cannot turn it off for what they do."),
    )


def _kinds() -> rx.Component:
    return card(
        table(
            t("Notifications"),
            (
                Column(t("Notification"), _kind, lead=True, width="42%"),
                Column(t("In the app"), lambda rule: _on(rule.in_app)),
                Column(t("E-mail"), lambda rule: _on(rule.by_email)),
                Column(t("For everybody"), lambda rule: rx.cond(rule.is_forced, t("Yes"), t("People choose"))),
                Column("", _actions, align="end", width="13rem"),
            ),
            seen.rules,
        ),
        title=t("What is sent"),
        flush=True,
    )


def _kind(rule: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(rule.label, class_name="strong"), rx.el.p(rule.about, class_name="soft small"), class_name="kind"
    )


def _on(way: rx.Var[bool]) -> rx.Component:
    return rx.cond(way, badge(t("On"), "good"), badge(t("Off")))


def _actions(rule: Row) -> rx.Component:
    return rx.el.div(
        button(t("Preview"), seen.look_at(rule.kind), size="sm"),
        button(t("Change"), seen.ask_to_change(rule.kind), size="sm"),
        class_name="row",
    )


def _letters() -> rx.Component:
    return card(
        listed(
            rx.fragment(
                table(
                    t("Letters that could not be delivered"),
                    (
                        Column(t("To"), _addressee, lead=True, width="26%"),
                        Column(t("Subject"), lambda letter: letter.subject),
                        Column(t("Written"), lambda letter: letter.at, width="8rem"),
                        Column(t("What went wrong"), lambda letter: letter.trouble, width="26%"),
                        Column("", _again, align="end"),
                    ),
                    seen.letters,
                ),
                rx.cond(
                    seen.has_more,
                    table_footer(
                        rx.el.span(t("{count} shown", count=seen.letters.length())),
                        button(t("Load more"), seen.read_more, size="sm"),
                    ),
                ),
            ),
            ready=seen.is_hydrated,
            is_empty=seen.letters.length() == 0,
            empty=empty(
                rx.cond(seen.late_since == "", t("Every letter got out"), t("No letter came back")),
                t("Letters that cannot be delivered are listed here."),
                icon_name="mail",
            ),
        ),
        title=t("Letters that could not be delivered"),
        about=t("They are tried again for 24 hours, then given up. What a letter says is for its addressee only."),
        actions=(rx.cond(seen.given_up > 1, button(t("Send all again"), seen.send_all_again, size="sm")),),
        flush=True,
    )


def _addressee(letter: Row) -> rx.Component:
    return rx.el.span(letter.to_name, rx.el.span(f" {letter.to_email}", class_name="soft small"))


def _again(letter: Row) -> rx.Component:
    return rx.cond(
        letter.again == "",
        button(t("Send again"), seen.send_again(letter.id), size="sm"),
        rx.el.span(t("Again at {again}", again=letter.again), class_name="soft small"),
    )


def _change_dialog() -> rx.Component:
    rule = seen.changing
    return dialog(
        rx.el.form(
            rx.cond(
                rule.is_switch,
                rx.fragment(),
                rx.fragment(
                    checkbox(t("In the app"), "in_app", default=rule.in_app),
                    checkbox(t("By e-mail"), "by_email", default=rule.by_email),
                    checkbox(
                        t("For everybody"), "is_forced", default=rule.is_forced, hint=t("People cannot switch it off.")
                    ),
                    field_error("is_forced", _error("is_forced")),
                ),
            ),
            _words_field(t("Your own words in English"), "words_en", rule.words_en),
            _words_field(t("Your own words in German"), "words_de", rule.words_de),
            dialog_footer(
                button(t("Cancel"), seen.cancel, closes=True), button(t("Save"), kind="primary", submit=True)
            ),
            on_submit=seen.save,
            class_name="form",
        ),
        open=rule.is_not_none(),
        title=rx.cond(rule, rule.label, ""),
        on_close=seen.cancel,
    )  # fmt: skip


def _words_field(label: Text, name: str, default: rx.Var[str]) -> rx.Component:
    return text_area_field(
        label, name, default=default, error=_error(name), optional=True, max_length=LONGEST_WORDS,
        hint=t("Added to the e-mail, such as whom to ask."),
    )  # fmt: skip


def _preview_dialog() -> rx.Component:
    return dialog(
        rx.el.div(
            segmented(
                t("Language"), "preview_language", (("en", "English"), ("de", "Deutsch")), seen.language,
                seen.choose_language,
            ),
            class_name="row",
        ),
        rx.el.p(seen.preview.title, class_name="strong"),
        rx.el.div(seen.preview.letter, class_name="letter-body preview"),
        open=seen.looking_at.is_not_none(),
        title=rx.cond(seen.looking_at, t("Preview: {label}", label=seen.looking_at.label), ""),
        footer=(
            button(t("Close"), seen.cancel, closes=True),
            button(t("Send me a test"), seen.send_test, kind="primary"),
        ),
        on_close=seen.cancel,
        size="lg",
    )  # fmt: skip


def _error(about: str) -> rx.Var[str]:
    return rx.cond(seen.error_about == about, seen.error, "")
