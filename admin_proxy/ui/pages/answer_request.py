"""Feedback → Requests → one that waits: answering it, or declining it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.feedback import answering, giving, reading
from admin_proxy.feedback.wording import NO_SUCH_REQUEST
from admin_proxy.identity import Identity, Invalid, NotFound
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.field import text_area_field
from admin_proxy.ui.components.form import form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.colleague_choice import number_in, sent_as, typed_as, whose
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say

REQUESTS = f"{places.FEEDBACK.path}?show=requests"


class AnswerRequestState(rx.State):
    requester: ColleagueCard | None = None
    about: str = ""
    question: str = ""
    asked_at: str = ""
    readers: str = ""
    """Who will read the answer."""
    note: str = ""
    answer_error: str = ""
    decline_error: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        self._begin()
        found = await off_loop(reading.asked, identity, self._request_id())
        self.requester, self.about, self.question = found.other, found.about, found.question
        self.asked_at = when.day_of(identity.subject, found.at)
        me = whose(identity) or say("you")
        others = say(" {about} will not.", about=found.about) if found.about else ""
        self.readers = say(
            "Only {name} and {me} will read the answer.{others}", name=found.other.name, me=me, others=others
        )
        self.note = sent_as(identity, found.other.name)

    @rx.event
    @requires(Permission.TAKE_PART)
    async def send(self, identity: Identity, form: dict[str, str]) -> Any:
        self._begin()
        try:
            await off_loop(answering.answer, identity, self._request_id(), form.get("text", ""))
        except Invalid as refusal:
            self.answer_error = refusal.sentence
            return None
        return await self._done(say("The answer was sent."))

    @rx.event
    @requires(Permission.TAKE_PART)
    async def decline(self, identity: Identity, form: dict[str, str]) -> Any:
        """With the words in `why`, or without any."""
        self._begin()
        try:
            await off_loop(answering.decline, identity, self._request_id(), form.get("why", ""))
        except Invalid as refusal:
            self.decline_error = refusal.sentence
            return None
        return await self._done(say("The request was declined."))

    def _begin(self) -> None:
        """What was wrong the last time is not said of this one."""
        self.answer_error = self.decline_error = ""

    async def _done(self, sentence: str) -> Any:
        session = await self.get_state(SessionState)
        session._say(sentence, "good", on_next_page=True)
        return rx.redirect(REQUESTS)

    def _request_id(self) -> int:
        """From the address; whether it is theirs to answer is decided by the verbs."""
        number = number_in(self.router.url.path.rstrip("/").rsplit("/", 1)[-1])
        if number is None:
            raise NotFound(NO_SUCH_REQUEST)
        return number


seen = vars_of(AnswerRequestState)


def page() -> rx.Component:
    return frame(
        page_header(
            rx.cond(seen.about != "", t("Feedback about {about}", about=seen.about), t("Request for feedback")),
            seen.readers,
            path=(t(places.FEEDBACK.label),),
        ),
        card(
            rx.cond(
                seen.requester,
                rx.el.div(
                    person(seen.requester.name, seen.requester.initials, seen.requester.title),
                    rx.el.p(
                        rx.cond(
                            seen.about != "",
                            t("asked about {about} on {asked_at}", about=seen.about, asked_at=seen.asked_at),
                            t("asked on {asked_at}", asked_at=seen.asked_at),
                        ),
                        class_name="soft small",
                    ),
                    rx.cond(seen.question != "", rx.el.p(seen.question, class_name="post-question")),
                    class_name="stack asked",
                ),
            ),
            typed_as(
                rx.el.form(
                    text_area_field(t("Answer"), "text", error=seen.answer_error, max_length=giving.LONGEST, rows=6),
                    rx.cond(seen.note != "", rx.el.p(seen.note, class_name="sent-as")),
                    form_actions(
                        button(t("Send answer"), kind="primary", submit=True), link_button(t("Not now"), REQUESTS)
                    ),
                    on_submit=seen.send,
                    class_name="form",
                    custom_attrs={"noValidate": True},
                ),
            ),
        ),
        card(
            typed_as(
                rx.el.form(
                    text_area_field(
                        t("Why"),
                        "why",
                        error=seen.decline_error,
                        optional=True,
                        max_length=answering.LONGEST_REASON,
                        rows=2,
                    ),
                    rx.cond(seen.note != "", rx.el.p(seen.note, class_name="sent-as")),
                    form_actions(button(t("Decline"), submit=True)),
                    on_submit=seen.decline,
                    class_name="form",
                    custom_attrs={"noValidate": True},
                ),
            ),
            title=t("Rather not?"),
            about=t("Decline, with a word or without."),
        ),
    )
