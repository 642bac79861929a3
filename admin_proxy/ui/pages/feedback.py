"""Feedback: what I received, what I gave, who asks me and whom I asked. The address says which of these is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.feedback import reading
from admin_proxy.feedback.openness import Standing
from admin_proxy.feedback.reading import FeedbackCard, Page, RequestCard
from admin_proxy.identity import Identity, Party
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import table_footer
from admin_proxy.ui.components.tabs import query_tabs
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.pages.colleague_choice import whose
from admin_proxy.ui.session import requires
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say

VIEWS = ("received", "given", "requests")
_TONES = {Standing.WAITING: "accent", Standing.ANSWERED: "good"}


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    id: int
    other: ColleagueCard
    at: str
    about: str
    question: str
    text: str
    standing: str = ""
    tone: str = ""


class FeedbackState(rx.State):
    show: str = VIEWS[0]
    whose: str = ""
    rows: list[FeedbackRow] = []
    """Received or given; of the requests, those that the subject sent."""
    has_more: bool = False
    waiting: list[FeedbackRow] = []
    """Requests that wait for the subject's answer."""
    more_wait: bool = False
    waiting_count: int = 0

    _more: str = ""
    _more_waiting: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        wanted = self.router.url.query_parameters.get("show", "")
        self.show = wanted if wanted in VIEWS else VIEWS[0]
        self.whose = whose(identity)
        self.rows, self.waiting = [], []
        self.waiting_count = await off_loop(reading.count_asked_of_me, identity)
        await self._read(identity, "")
        if self.show == "requests":
            await self._read_waiting(identity, "")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    @rx.event
    @requires(Permission.TAKE_PART)
    async def read_more_waiting(self, identity: Identity) -> None:
        if self._more_waiting:
            await self._read_waiting(identity, self._more_waiting)

    async def _read(self, identity: Identity, cursor: str) -> None:
        reader = identity.subject
        page: Page[Any]
        if self.show == "requests":
            page = await off_loop(reading.asked_by_me, identity, cursor)
            rows = [_request(reader, one) for one in page.cards]
        else:
            read = reading.received if self.show == "received" else reading.given
            page = await off_loop(read, identity, cursor)
            rows = [_feedback(reader, one) for one in page.cards]
        self.rows = [*self.rows, *rows]
        self._more = leading_on(self.rows, page.more)
        self.has_more = bool(self._more)

    async def _read_waiting(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(reading.asked_of_me, identity, cursor)
        self.waiting = [*self.waiting, *(_request(identity.subject, one) for one in page.cards)]
        self._more_waiting = leading_on(self.waiting, page.more)
        self.more_wait = bool(self._more_waiting)


def _feedback(reader: Party, one: FeedbackCard) -> FeedbackRow:
    return FeedbackRow(one.id, one.other, when.short(reader, one.at), one.about, one.question, one.text)


def _request(reader: Party, one: RequestCard) -> FeedbackRow:
    return FeedbackRow(
        one.id, one.other, when.short(reader, one.at), one.about, one.question, one.decline_words,
        say(one.standing.value), _TONES.get(one.standing, "neutral"),
    )  # fmt: skip


seen = vars_of(FeedbackState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Feedback"),
            rx.cond(
                seen.whose != "",
                t("For {name}. Only {name} and the other person read it.", name=seen.whose),
                t("Only you and the other person read it."),
            ),
            actions=(
                link_button(t("Request feedback"), places.REQUEST_FEEDBACK.path),
                link_button(t("Give feedback"), places.GIVE_FEEDBACK.path, kind="primary"),
            ),
        ),
        query_tabs(
            t("Feedback"),
            (
                ("received", t("Received"), places.FEEDBACK.path),
                ("given", t("Given"), f"{places.FEEDBACK.path}?show=given"),
                (
                    "requests",
                    rx.cond(
                        seen.waiting_count > 0,
                        t("Requests ({waiting_count})", waiting_count=seen.waiting_count),
                        t("Requests"),
                    ),
                    f"{places.FEEDBACK.path}?show=requests",
                ),
            ),
            seen.show,
        ),
        rx.match(seen.show, ("given", _given()), ("requests", _requests()), _received()),
    )


def _received() -> rx.Component:
    return card(
        _posts(
            _post,
            empty(
                _mine(
                    t("You have not received feedback yet"), t("{name} has not received feedback yet", name=seen.whose)
                ),
                t("Feedback that colleagues give stands here. It can also be asked for."),
                icon_name="message-square",
                action=link_button(t("Request feedback"), places.REQUEST_FEEDBACK.path, size="sm"),
            ),
        ),
        flush=True,
    )


def _given() -> rx.Component:
    return card(
        _posts(
            lambda row: _post(row, towards=True),
            empty(
                _mine(t("You have not given feedback yet"), t("{name} has not given feedback yet", name=seen.whose)),
                t("Tell a colleague what went well, or what could go better."),
                icon_name="message-square",
                action=link_button(t("Give feedback"), places.GIVE_FEEDBACK.path, size="sm"),
            ),
        ),
        flush=True,
    )


def _requests() -> rx.Component:
    return rx.fragment(
        card(
            listed(
                rx.fragment(
                    rx.el.ul(rx.foreach(seen.waiting, _waiting), class_name="posts"),
                    rx.cond(
                        seen.more_wait,
                        table_footer(
                            rx.el.span(t("{count} shown", count=seen.waiting.length())),
                            button(t("Load more"), seen.read_more_waiting, size="sm"),
                        ),
                    ),
                ),
                ready=seen.is_hydrated,
                is_empty=seen.waiting.length() == 0,
                empty=empty(
                    _mine(
                        t("Nobody is waiting for your feedback"),
                        t("{name} is not asked for feedback just now", name=seen.whose),
                    )
                ),
            ),
            title=_mine(t("Waiting for you"), t("{name} is asked by", name=seen.whose)),
            flush=True,
        ),
        card(
            _posts(
                _asked,
                empty(
                    _mine(
                        t("You have not asked for feedback yet"),
                        t("{name} has not asked for feedback yet", name=seen.whose),
                    )
                ),
            ),
            title=_mine(t("You asked"), t("{name} asked", name=seen.whose)),
            flush=True,
        ),
    )


def _posts(picture: Any, when_empty: rx.Component) -> rx.Component:
    return listed(
        rx.fragment(
            rx.el.ul(rx.foreach(seen.rows, picture), class_name="posts"),
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
        empty=when_empty,
    )


def _post(row: Row, *, towards: bool = False) -> rx.Component:
    return _framed(
        row,
        rx.cond(row.about != "", badge(t("About {about}", about=row.about))),
        rx.cond(row.question != "", rx.el.p(row.question, class_name="post-question")),
        rx.el.p(row.text, class_name="post-text"),
        lead=t("To") if towards else t("From"),
    )


def _waiting(row: Row) -> rx.Component:
    return _framed(
        row,
        rx.cond(row.about != "", badge(t("About {about}", about=row.about))),
        rx.cond(row.question != "", rx.el.p(row.question, class_name="post-text")),
        lead=t("From"),
        action=link_button(t("Answer or decline"), f"{places.FEEDBACK.path}/requests/{row.id}", size="sm"),
    )


def _asked(row: Row) -> rx.Component:
    return _framed(
        row,
        rx.el.div(
            badge(row.standing, row.tone),
            rx.cond(row.about != "", badge(t("About {about}", about=row.about))),
            class_name="row",
        ),
        rx.cond(row.question != "", rx.el.p(row.question, class_name="post-question")),
        rx.cond(row.text != "", rx.el.p(row.text, class_name="post-text")),
        lead=t("To"),
    )


def _framed(row: Row, *content: Any, lead: Text, action: rx.Component | None = None) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(lead, class_name="sr-only"),
            person(row.other.name, row.other.initials, row.other.title),
            rx.el.span(row.at, class_name="soft small post-at"),
            class_name="post-head",
        ),
        rx.el.div(*content, *([action] if action else []), class_name="post-body"),
        class_name="post",
    )


def _mine(to_me: Text, to_another: Text) -> Text:
    return rx.cond(seen.whose != "", to_another, to_me)
