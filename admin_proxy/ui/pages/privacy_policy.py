"""/privacy-policy: nobody gets past it who has not accepted the current version."""

from __future__ import annotations

import reflex as rx

from admin_proxy.accounts import privacy
from admin_proxy.identity import Identity
from admin_proxy.ui import said
from admin_proxy.ui.components.button import button, link_button
from admin_proxy.ui.components.door import door
from admin_proxy.ui.components.field import checkbox
from admin_proxy.ui.components.form import form, form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import said_before
from admin_proxy.ui.session import before_privacy


class PrivacyState(rx.State):
    accepted: bool = False
    impersonating: bool = False
    sentence: str = ""

    @rx.event
    @before_privacy
    async def load(self, identity: Identity) -> None:
        self.accepted = identity.subject.privacy_accepted
        self.impersonating = identity.impersonating
        self.sentence = said.unseal(self.router.url.query_parameters.get("said", ""))


seen = vars_of(PrivacyState)


def page() -> rx.Component:
    return door(
        *[_section(section) for section in privacy.POLICY],
        said_before(seen.sentence),
        rx.cond(seen.accepted, _accepted(), _question()),
        title="Privacy policy",
        aside=False,
        wide=True,
    )


def _section(section: privacy.Section) -> rx.Component:
    return rx.el.section(rx.el.h2(section.heading), *[rx.el.p(words) for words in section.paragraphs])


def _accepted() -> rx.Component:
    return rx.el.div(
        rx.el.p("You have accepted this version.", class_name="soft"),
        link_button("Back to Home", "/", kind="primary"),
    )


def _question() -> rx.Component:
    return rx.fragment(
        form(
            checkbox("I have read the privacy policy and accept it", "accept", default=False),
            form_actions(button("Accept and continue", kind="primary", submit=True)),
            action="/auth/privacy",
            label="Accept the privacy policy",
            check_in_browser=False,
        ),
        form(button("Sign out", kind="ghost", submit=True), action="/auth/sign-out", label="Sign out", inline=True),
    )
