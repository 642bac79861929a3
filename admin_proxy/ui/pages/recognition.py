"""Recognition: thanking colleagues in public, and what others were thanked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.identity import Identity, Invalid, Party
from admin_proxy.recognition import feed, reacting, thanking
from admin_proxy.recognition.feed import RecognitionCard
from admin_proxy.recognition.tables import Kind
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.colleagues import once
from admin_proxy.ui.components.field import select_field, text_area_field
from admin_proxy.ui.components.form import anew, form_actions
from admin_proxy.ui.components.icon import Name, icon
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import table_footer
from admin_proxy.ui.components.words import t, t_with
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.colleague_choice import choose_colleagues, ids_in, number_in, sent_as, typed_as
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say

ICONS: dict[Kind, Name] = {
    Kind.APPLAUSE: "thumbs-up",
    Kind.HEART: "heart",
    Kind.CELEBRATION: "award",
    Kind.IDEA: "lightbulb",
}


@dataclass(frozen=True, slots=True)
class RecognitionRow:
    id: int
    giver: ColleagueCard
    receivers: list[str]
    value: str
    message: str
    at: str
    counts: dict[str, int]
    """By kind of reaction."""
    mine: list[str]
    """The kinds of the subject's own reactions."""


class RecognitionState(rx.State):
    rows: list[RecognitionRow] = []
    has_more: bool = False
    values: list[tuple[str, str]] = []
    note: str = ""
    form: str = ""
    """What was sent last: once that is something else, the form is made anew."""
    error: str = ""
    error_field: str = ""

    _more: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        self.note, self.error, self.error_field = sent_as(identity), "", ""
        offered = await off_loop(thanking.company_values, identity)
        self.values = [("", say("Choose a value")), *((str(one.id), one.name) for one in offered)]
        self.form = await self._sent(identity)
        await self._read(identity, "")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    @rx.event
    @requires(Permission.TAKE_PART)
    async def thank(self, identity: Identity, form: dict[str, str]) -> None:
        self.error, self.error_field = "", ""
        try:
            await off_loop(
                thanking.thank, identity, ids_in(form, "to"), number_in(form.get("value", "")),
                form.get("message", ""), form.get("once", ""),
            )  # fmt: skip
        except Invalid as refusal:
            self.error, self.error_field = refusal.sentence, refusal.field
            return
        self.form = await self._sent(identity)
        await self._read(identity, "")
        session = await self.get_state(SessionState)
        session._say(say("The thanks were sent. Everybody can read them below."), "good")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def react(
        self,
        identity: Identity,
        recognition_id: int,
        kind: Literal["applause", "heart", "celebration", "idea"],
        on: bool,
    ) -> None:
        """React so, or take that back; which of the two is what the page showed when it was pressed."""
        await off_loop(reacting.react, identity, recognition_id, Kind(kind), on=on)
        found = await off_loop(feed.one, identity, recognition_id)
        if found is not None:
            now = _row(identity.subject, found)
            self.rows = [now if row.id == now.id else row for row in self.rows]

    async def _sent(self, identity: Identity) -> str:
        return str(await off_loop(thanking.latest, identity))

    async def _read(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(feed.feed, identity, cursor)
        rows = [_row(identity.subject, one) for one in page.cards]
        self.rows = [*self.rows, *rows] if cursor else rows
        self._more = leading_on(self.rows, page.more)
        self.has_more = bool(self._more)


def _row(reader: Party, one: RecognitionCard) -> RecognitionRow:
    return RecognitionRow(
        id=one.id,
        giver=one.giver,
        receivers=[receiver.name for receiver in one.receivers],
        value=one.value,
        message=one.message,
        at=when.short(reader, one.at),
        counts={reaction.kind.value: reaction.count for reaction in one.reactions},
        mine=[reaction.kind.value for reaction in one.reactions if reaction.mine],
    )


seen = vars_of(RecognitionState)


def page() -> rx.Component:
    return frame(
        page_header(t("Recognition"), t("Thank colleagues in public. Everybody in your organization can read it.")),
        card(typed_as(anew(_form(), of=seen.form)), title=t("Say thank you")),
        card(
            listed(
                rx.fragment(
                    rx.el.ul(rx.foreach(seen.rows, _recognition), class_name="posts"),
                    rx.cond(
                        seen.has_more,
                        table_footer(
                            rx.el.span(t("{count} shown", count=seen.rows.length())),
                            button(t("Load more"), seen.read_more, size="sm"),
                        ),
                    ),
                ),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=empty(
                    t("Nobody has been thanked yet"), t("Be the first: who has earned a thank you?"), icon_name="award"
                ),
            ),
            title=t("What colleagues are thanked for"),
            flush=True,
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        once(),
        rx.cond((seen.error_field == "") & (seen.error != ""), notice(seen.error, tone="bad", announced=True)),
        choose_colleagues(t("Thank"), "to", error=_error("to"), note=seen.note),
        select_field(t("Company value"), "value", seen.values, error=_error("value")),
        text_area_field(t("What for"), "message", error=_error("message"), max_length=thanking.LONGEST, rows=3),
        form_actions(button(t("Send thanks"), kind="primary", submit=True)),
        on_submit=seen.thank,
        class_name="form",
        custom_attrs={"noValidate": True},
    )


def _recognition(row: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            avatar(row.giver.name, row.giver.initials),
            rx.el.p(
                t_with(
                    "{giver} thanked {receivers}",
                    giver=rx.el.span(row.giver.name, class_name="post-name"),
                    receivers=rx.foreach(
                        row.receivers.to(list[str]),
                        lambda name, at: rx.fragment(
                            _joint(at, row.receivers.to(list[str]).length()), rx.el.span(name, class_name="post-name")
                        ),
                    ),
                ),
                class_name="post-who",
            ),
            rx.el.span(row.at, class_name="soft small post-at"),
            class_name="post-head",
        ),
        rx.el.div(
            badge(row.value, "accent"),
            rx.el.p(row.message, class_name="post-text"),
            rx.el.div(*[_reaction(row, kind) for kind in Kind], class_name="reactions"),
            class_name="post-body",
        ),
        class_name="post",
        custom_attrs={"key": row.id},
    )


def _joint(at: Any, count: Any) -> rx.Var[str]:
    """What stands in front of a name of several."""
    return rx.cond(at == 0, "", rx.cond(at == count - 1, t(" and "), ", "))


def _reaction(row: Row, kind: Kind) -> rx.Component:
    count = row.counts.to(dict[str, int])[kind.value]
    is_mine = row.mine.to(list[str]).contains(kind.value)
    return rx.el.button(
        icon(ICONS[kind]),
        rx.el.span(t(kind.label), " ", class_name="sr-only"),
        rx.cond(count > 0, rx.el.span(count, class_name="numeric")),
        type="button",
        title=t(kind.label),
        on_click=seen.react(row.id, kind.value, ~is_mine),
        class_name="reaction",
        custom_attrs={"aria-pressed": rx.cond(is_mine, "true", "false")},
    )


def _error(field: str) -> rx.Var[str]:
    return rx.cond(seen.error_field == field, seen.error, "")
