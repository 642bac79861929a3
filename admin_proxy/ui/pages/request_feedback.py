"""Feedback → Request feedback: from one colleague or several, about oneself or about a direct report."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.feedback import requesting
from admin_proxy.identity import Identity, Invalid
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.colleagues import once
from admin_proxy.ui.components.field import select_field, text_area_field
from admin_proxy.ui.components.form import form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.colleague_choice import choose_colleagues, ids_in, number_in, sent_as, typed_as, whose
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say

MYSELF = "me"


class RequestFeedbackState(rx.State):
    who: str = "you"
    note: str = ""
    about: list[tuple[str, str]] = []
    """Whom the feedback can be about; empty where that is the subject alone."""
    error: str = ""
    error_field: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        self.note, self.error, self.error_field = sent_as(identity), "", ""
        self.who = whose(identity) or say("you")
        reports = await off_loop(requesting.can_ask_about, identity)
        me = (MYSELF, whose(identity) or say("Me"))
        self.about = [me, *((str(one.id), one.name) for one in reports)] if reports else []

    @rx.event
    @requires(Permission.TAKE_PART)
    async def send(self, identity: Identity, form: dict[str, str]) -> Any:
        self.error, self.error_field = "", ""
        said = form.get("about", MYSELF)
        about = None if said == MYSELF else number_in(said) or 0
        try:
            await off_loop(
                requesting.request, identity, ids_in(form, "of"), about, form.get("question", ""), form.get("once", "")
            )
        except Invalid as refusal:
            self.error, self.error_field = refusal.sentence, refusal.field
            return None
        session = await self.get_state(SessionState)
        session._say(say("The request was sent."), "good", on_next_page=True)
        return rx.redirect(f"{places.FEEDBACK.path}?show=requests")


seen = vars_of(RequestFeedbackState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Request feedback"),
            t("Only {who} and whoever answers read the answer.", who=seen.who),
            path=(t(places.FEEDBACK.label),),
        ),
        card(
            typed_as(
                rx.el.form(
                    once(),
                    rx.cond(
                        (seen.error_field == "") & (seen.error != ""), notice(seen.error, tone="bad", announced=True)
                    ),
                    rx.cond(
                        seen.about.length() > 0,
                        select_field(
                            t("About"),
                            "about",
                            seen.about,
                            hint=t("Direct reports do not see what others answer about them."),
                            error=_error("about"),
                        ),
                    ),
                    choose_colleagues(t("From"), "of", error=_error("of"), note=seen.note),
                    text_area_field(
                        t("Question"),
                        "question",
                        hint=t("What do you want to know?"),
                        error=_error("question"),
                        optional=True,
                        max_length=requesting.LONGEST,
                    ),
                    form_actions(
                        button(t("Send request"), kind="primary", submit=True),
                        link_button(t("Cancel"), places.FEEDBACK.path),
                    ),
                    on_submit=seen.send,
                    class_name="form",
                    custom_attrs={"noValidate": True},
                ),
            ),
        ),
    )


def _error(field: str) -> rx.Var[str]:
    return rx.cond(seen.error_field == field, seen.error, "")
