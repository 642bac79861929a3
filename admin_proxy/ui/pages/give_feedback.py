"""Feedback → Give feedback: to one colleague or several, each of whom gets it alone."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.feedback import giving
from admin_proxy.identity import Identity, Invalid
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.colleagues import once
from admin_proxy.ui.components.field import text_area_field
from admin_proxy.ui.components.form import form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.colleague_choice import choose_colleagues, ids_in, sent_as, typed_as, whose
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say


class GiveFeedbackState(rx.State):
    who: str = "you"
    note: str = ""
    error: str = ""
    error_field: str = ""

    @rx.event
    @requires(Permission.TAKE_PART)
    async def load(self, identity: Identity) -> None:
        self.note, self.error, self.error_field = sent_as(identity), "", ""
        self.who = whose(identity) or say("you")

    @rx.event
    @requires(Permission.TAKE_PART)
    async def send(self, identity: Identity, form: dict[str, str]) -> Any:
        self.error, self.error_field = "", ""
        try:
            await off_loop(giving.give, identity, ids_in(form, "to"), form.get("text", ""), form.get("once", ""))
        except Invalid as refusal:
            self.error, self.error_field = refusal.sentence, refusal.field
            return None
        session = await self.get_state(SessionState)
        session._say(say("The feedback was sent."), "good", on_next_page=True)
        return rx.redirect(f"{places.FEEDBACK.path}?show=given")


seen = vars_of(GiveFeedbackState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Give feedback"),
            t("Only {who} and whoever gets it read it. Several people get it each alone.", who=seen.who),
            path=(t(places.FEEDBACK.label),),
        ),
        card(
            typed_as(
                rx.el.form(
                    once(),
                    rx.cond(
                        (seen.error_field == "") & (seen.error != ""), notice(seen.error, tone="bad", announced=True)
                    ),
                    choose_colleagues(
                        t("To"), "to", error=rx.cond(seen.error_field == "to", seen.error, ""), note=seen.note
                    ),
                    text_area_field(
                        t("Feedback"),
                        "text",
                        hint=t("What did you see, and what did it lead to?"),
                        error=rx.cond(seen.error_field == "text", seen.error, ""),
                        max_length=giving.LONGEST,
                        rows=6,
                    ),
                    form_actions(
                        button(t("Send feedback"), kind="primary", submit=True),
                        link_button(t("Cancel"), places.FEEDBACK.path),
                    ),
                    on_submit=seen.send,
                    class_name="form",
                    custom_attrs={"noValidate": True},
                ),
            ),
        ),
    )
