"""'Why don't I see a person?': beside the search on Admin Proxy, the policy's answer about one person."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.directory import search
from admin_proxy.directory.cards import PersonCard
from admin_proxy.identity import Identity
from admin_proxy.impersonation import explaining
from admin_proxy.impersonation.explaining import Answer
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.avatar import person
from admin_proxy.ui.components.button import button, text_button
from admin_proxy.ui.components.combobox import combobox
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import requires
from admin_proxy.words import later

QUESTION = later("Why don't I see a person?")


class WhyNotState(rx.State):
    is_open: bool = False
    people: list[PersonCard] = []
    """Only of those whom the administrator may know of."""
    answers: str = ""
    has_more: bool = False
    answer: Answer | None = None
    nobody: str = ""
    """What is said where nobody is found, in the policy's words."""

    _more: str = ""
    _text: str = ""

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def open(self, identity: Identity) -> None:
        self.people, self.answers, self.has_more, self._more, self._text = [], "", False, "", ""
        self.answer, self.nobody = None, explaining.nobody(identity)
        self.is_open = True

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        self.is_open = False

    @rx.event(supersedes=True)
    @requires(Permission.USE_ADMIN_PROXY)
    async def find(self, identity: Identity, text: str) -> None:
        self._text, self.answer = text, None
        page = await off_loop(search.known, identity, text)
        self.people, self._more, self.has_more = list(page.cards), page.more, bool(page.more)
        self.answers, self.nobody = text, explaining.nobody(identity, text)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def find_more(self, identity: Identity) -> None:
        if self._more:
            page = await off_loop(search.known, identity, self._text, self._more)
            self.people = [*self.people, *page.cards]
            self._more = leading_on(self.people, page.more)
            self.has_more = bool(self._more)

    @rx.event
    @requires(Permission.USE_ADMIN_PROXY)
    async def explain(self, identity: Identity, person_id: int | Literal[""]) -> None:
        self.answer = await off_loop(explaining.why, identity, person_id) if person_id != "" else None


seen = vars_of(WhyNotState)


def why_not() -> rx.Component:
    """The link; a dialog opens from it."""
    return rx.fragment(rx.el.span(text_button(t(QUESTION), seen.open), custom_attrs={"id": "why-not"}), _dialog())


def _dialog() -> rx.Component:
    return dialog(
        combobox(
            label=t("Name or e-mail"),
            placeholder=t("Whom do you miss?"),
            results=seen.people,
            answers=seen.answers,
            has_more=seen.has_more,
            empty_text=rx.cond(seen.answers != "", seen.nobody, t("Type a name or an e-mail.")),
            on_search=seen.find,
            on_select=seen.explain,
            on_more=seen.find_more,
            autofocus=True,
            id="missed",
        ),
        rx.cond(seen.answer, _answer()),
        dialog_footer(button(t("Done"), closes=True)),
        open=seen.is_open,
        title=t(QUESTION),
        on_close=seen.close,
    )


def _answer() -> rx.Component:
    answer: Any = seen.answer
    return rx.el.div(
        rx.cond(answer.person, person(answer.person.name, answer.person.initials, answer.person.email)),
        rx.cond(
            answer.may_be_impersonated,
            notice(answer.sentence, tone="good", announced=True),
            notice(answer.sentence, announced=True),
        ),
        class_name="stack",
    )
