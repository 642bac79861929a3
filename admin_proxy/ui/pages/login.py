"""/login: e-mail and password; in the demonstration a button for each persona and each prepared story."""

from __future__ import annotations

import reflex as rx

from admin_proxy.demo import personas, running, stories
from admin_proxy.demo.personas import Persona
from admin_proxy.demo.stories import Story
from admin_proxy.identity import Identity
from admin_proxy.ui import said
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.door import divider, door, persona_button
from admin_proxy.ui.components.door import personas as personas_list
from admin_proxy.ui.components.field import password_field, text_field
from admin_proxy.ui.components.form import form, hidden
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import said_before
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import public


class LoginState(rx.State):
    sentence: str = ""
    """What the door said about the last attempt."""
    onwards: str = ""
    personas: list[Persona] = []
    stories: list[Story] = []

    @rx.event
    @public
    async def load(self, identity: Identity | None) -> None:  # noqa: ARG002
        query = self.router.url.query_parameters
        self.sentence = said.unseal(query.get("said", ""))
        self.onwards = query.get("next", "")[:500]
        self.personas = list(personas.PERSONAS) if running.is_running() else []
        self.stories = list(stories.offered())


seen = vars_of(LoginState)


def page() -> rx.Component:
    return door(
        said_before(seen.sentence),
        rx.cond(seen.personas.length() > 0, _personas()),
        _form(),
        title=t("Sign in"),
    )


def _form() -> rx.Component:
    return form(
        text_field(
            t("E-mail"), "email", type="email", autocomplete="username", required=True, autofocus=True, large=True
        ),
        password_field(t("Password"), "password", autocomplete="current-password", large=True),
        hidden("next", seen.onwards),
        button(t("Sign in"), kind="primary", size="lg", submit=True, wide=True),
        action="/auth/sign-in",
        remember=("email",),
        label=t("Sign in with a password"),
        check_in_browser=False,
    )


def _personas() -> rx.Component:
    return rx.fragment(
        form(
            personas_list(
                *[persona_button(t(persona.label), persona.name, value=persona.key) for persona in personas.PERSONAS]
            ),
            action="/auth/demo",
            label=t("Sign in as somebody of the demonstration"),
        ),
        divider(t("or begin a story")),
        form(
            personas_list(
                rx.foreach(
                    seen.stories,
                    lambda story: persona_button(story.title, story.player, value=story.key, field="story"),
                )
            ),
            action="/auth/demo",
            label=t("Begin a story of the demonstration"),
        ),
        divider(t("or with a password")),
    )
