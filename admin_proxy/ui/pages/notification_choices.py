"""My settings → Notifications: what the person in view is told in the application and by e-mail."""

from __future__ import annotations

import reflex as rx

from admin_proxy.identity import Identity
from admin_proxy.live import About, News
from admin_proxy.notifications import choices
from admin_proxy.notifications.choices import ChoiceCard
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, Text, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages.my_settings import settings_tabs
from admin_proxy.ui.session import refreshing, signed_in, watch
from admin_proxy.ui.shell.frame import frame


class NotificationChoicesState(rx.State):
    choices: list[ChoiceCard] = []

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        if identity.subject.organization_id is not None:
            watch(self, News(About.ORGANIZATION, identity.organization_id), NotificationChoicesState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing()
    async def refresh(self, identity: Identity) -> None:
        """The organization has decided something."""
        await self._show(identity)

    @rx.event
    @signed_in
    async def choose_in_app(self, identity: Identity, kind: str, wanted: bool) -> None:
        try:
            await off_loop(choices.choose, identity, kind, in_app=wanted)
        finally:
            await self._show(identity)

    @rx.event
    @signed_in
    async def choose_by_email(self, identity: Identity, kind: str, wanted: bool) -> None:
        try:
            await off_loop(choices.choose, identity, kind, by_email=wanted)
        finally:
            await self._show(identity)

    async def _show(self, identity: Identity) -> None:
        self.choices = list(await off_loop(choices.mine, identity))


seen = vars_of(NotificationChoicesState)


def page() -> rx.Component:
    return frame(
        page_header(t("My settings")),
        settings_tabs(),
        card(
            listed(
                table(
                    t("Notifications"),
                    (
                        Column(t("Notification"), _kind, lead=True, width="60%"),
                        Column(
                            t("In the app"),
                            lambda one: _way(
                                one,
                                t("{kind} in the app", kind=one.label),
                                one.in_app,
                                one.may_choose_in_app,
                                seen.choose_in_app,
                            ),
                        ),
                        Column(
                            t("E-mail"),
                            lambda one: _way(
                                one,
                                t("{kind} by e-mail", kind=one.label),
                                one.by_email,
                                one.may_choose_by_email,
                                seen.choose_by_email,
                            ),
                        ),
                    ),
                    seen.choices,
                ),
                ready=seen.is_hydrated,
                is_empty=seen.choices.length() == 0,
                empty=empty(t("There is nothing to choose"), icon_name="bell"),
            ),
            title=t("Notifications"),
            about=t("A choice counts from now on, and is kept at once."),
            flush=True,
        ),
    )


def _kind(one: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(one.label, class_name="strong"),
        rx.el.p(one.about, class_name="soft small"),
        rx.cond(one.why != "", rx.el.p(one.why, class_name="soft small")),
        class_name="kind",
    )


def _way(one: Row, label: Text, is_on: rx.Var[bool], may: rx.Var[bool], choose: rx.EventHandler) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=is_on,
            disabled=~may,
            on_change=lambda wanted: choose(one.kind, wanted),
            aria_label=label,
        ),
        class_name="check",
    )
