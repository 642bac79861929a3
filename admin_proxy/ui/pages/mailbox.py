"""The demonstration's mailbox: what would have been sent. There is no such page outside of a demonstration."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.demo import mailbox, running
from admin_proxy.identity import Identity, NotFound
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import signed_in
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class LetterRow:
    subject: str
    addressee: str
    at: str
    body: str


class MailboxState(rx.State):
    letters: list[LetterRow] = []

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        if not running.is_running():
            raise NotFound(say("There is no page here."))
        self.letters = [
            LetterRow(
                letter.subject,
                f"{letter.to_name} ({letter.to_email})",
                when.moment(identity.subject, letter.at),
                letter.body,
            )
            for letter in await off_loop(mailbox.letters, identity)
        ]


seen = vars_of(MailboxState)


def page() -> rx.Component:
    return frame(
        page_header(t("Demo mailbox"), t("What would have been sent by e-mail. It is part of the demonstration only.")),
        card(
            listed(
                rx.el.ul(rx.foreach(seen.letters, _letter), class_name="letters"),
                ready=seen.is_hydrated,
                is_empty=seen.letters.length() == 0,
                empty=empty(
                    t("No mail yet"),
                    t("Change somebody’s language while impersonating, stop, and look here again."),
                    icon_name="inbox",
                ),
            ),
            flush=True,
        ),
    )


def _letter(letter: Row) -> rx.Component:
    return rx.el.li(
        rx.el.article(
            rx.el.h2(letter.subject, class_name="letter-subject"),
            rx.el.p(t("To {addressee} · {at}", addressee=letter.addressee, at=letter.at), class_name="soft small"),
            rx.el.pre(letter.body, class_name="letter-body"),
        ),
        class_name="letter",
    )
