"""/privacy-policy: nobody gets past it who has not accepted the current version."""

from __future__ import annotations

import reflex as rx

from admin_proxy import words
from admin_proxy.accounts import privacy
from admin_proxy.identity import Identity
from admin_proxy.ui import said
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.door import door
from admin_proxy.ui.components.field import checkbox
from admin_proxy.ui.components.form import form, form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import said_before
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import before_privacy
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.whose import mine, them


class PrivacyState(rx.State):
    accepted: bool = False
    sentence: str = ""
    language: str = ""

    @rx.event
    @before_privacy
    async def load(self, identity: Identity) -> None:
        self.language = words.language_of(identity.subject.language)
        self.accepted = identity.subject.privacy_accepted
        self.sentence = said.unseal(self.router.url.query_parameters.get("said", ""))


seen = vars_of(PrivacyState)


def page() -> rx.Component:
    """Before it is accepted nothing else can be done; later it is a page to read, in the frame like any other."""
    return rx.cond(seen.accepted, _accepted(), _asked())


def _accepted() -> rx.Component:
    return frame(
        page_header(
            t("Privacy policy"),
            mine(t("You have accepted this version."), t("{name} has accepted this version.", name=them)),
        ),
        card(rx.el.div(*_sections(), class_name="policy")),
    )


def _asked() -> rx.Component:
    return door(
        rx.el.div(*_sections(), class_name="policy"),
        said_before(seen.sentence),
        _question(),
        title=t("Privacy policy"),
        aside=False,
        wide=True,
        language=seen.language,
    )


def _sections() -> list[rx.Component]:
    return [
        rx.el.section(rx.el.h2(t(section.heading)), *[rx.el.p(t(sentence)) for sentence in section.paragraphs])
        for section in privacy.POLICY
    ]


def _question() -> rx.Component:
    return rx.fragment(
        form(
            checkbox(t("I have read the privacy policy and accept it"), "accept", default=False),
            form_actions(button(t("Accept and continue"), kind="primary", submit=True)),
            action="/auth/privacy",
            label=t("Accept the privacy policy"),
            check_in_browser=False,
        ),
        form(
            button(t("Sign out"), kind="ghost", submit=True), action="/auth/sign-out", label=t("Sign out"), inline=True
        ),
    )
