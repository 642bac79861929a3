"""/welcome#token: choose a password by a one-time link. The token stays in the fragment, which no server sees."""

from __future__ import annotations

import reflex as rx

from admin_proxy.identity import Identity
from admin_proxy.ui import said
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.door import door
from admin_proxy.ui.components.field import password_field
from admin_proxy.ui.components.form import form, link_token
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import said_before
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import public
from admin_proxy.words import later

HINT = later("At least 8 characters, and none of the common ones.")


class WelcomeState(rx.State):
    sentence: str = ""

    @rx.event
    @public
    async def load(self, identity: Identity | None) -> None:  # noqa: ARG002
        self.sentence = said.unseal(self.router.url.query_parameters.get("said", ""))


seen = vars_of(WelcomeState)


def page() -> rx.Component:
    return door(
        said_before(seen.sentence),
        form(
            link_token("token"),
            password_field(t("New password"), "password", autocomplete="new-password", hint=t(HINT), large=True),
            button(t("Set password"), kind="primary", size="lg", submit=True, wide=True),
            action="/auth/password",
            check_in_browser=False,
        ),
        title=t("Choose a password"),
        about=t("Then sign in with it. The link works once, for 24 hours."),
    )
