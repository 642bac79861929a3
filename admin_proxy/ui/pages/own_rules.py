"""Admin → Program Management → Impersonate → Settings: what the vendor allows, and what the organization decides."""

from __future__ import annotations

from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import Identity
from admin_proxy.live import About, News
from admin_proxy.organizations import own_rules
from admin_proxy.organizations.own_rules import OwnRules
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.facts import facts
from admin_proxy.ui.components.field import checkbox
from admin_proxy.ui.components.form import anew, form_actions
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.words import t, tn
from admin_proxy.ui.session import SessionState, refreshing, requires, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import say


class OwnRulesState(rx.State):
    rules: OwnRules | None = None

    @rx.event
    @requires(Permission.CHANGE_OWN_RULES)
    async def load(self, identity: Identity) -> None:
        watch(self, News(About.ORGANIZATION, identity.organization_id), OwnRulesState.refresh)
        self.rules = await off_loop(own_rules.read, identity)

    @rx.event
    @refreshing(Permission.CHANGE_OWN_RULES)
    async def refresh(self, identity: Identity) -> None:
        self.rules = await off_loop(own_rules.read, identity)

    @rx.event
    @requires(Permission.CHANGE_OWN_RULES)
    async def save(self, identity: Identity, form: dict[str, Any]) -> None:
        self.rules = await off_loop(own_rules.show_account_activity, identity, shown=bool(form.get("shown")))
        session = await self.get_state(SessionState)
        session._say(say("Saved."), "good")


seen = vars_of(OwnRulesState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Settings"),
            t("What impersonation may be in your organization."),
            path=(t("Admin||the menu"), t("Program Management"), t("Impersonate")),
        ),
        rx.el.div(_own(), _house(), class_name="stack stack-loose"),
    )


def _own() -> rx.Component:
    return card(
        anew(
            rx.el.form(
                checkbox(
                    t("Show people who has been in their account"),
                    "shown",
                    default=seen.rules.account_activity_shown,
                    hint=t(
                        "In My settings → Account activity: when, for how long, why, and what was changed. "
                        "It is recorded either way, and nobody can clear it."
                    ),
                ),
                form_actions(button(t("Save"), kind="primary", submit=True)),
                on_submit=seen.save,
                class_name="form",
            ),
            of=rx.cond(seen.is_hydrated, seen.rules.account_activity_shown.to_string(), ""),
        ),
        title=t("Account activity"),
        about=t("Your organization decides this."),
    )


def _house() -> rx.Component:
    house = seen.rules.house
    return card(
        facts(
            (t("Admin Proxy"), rx.cond(house.proxy_enabled, t("On"), t("Off"))),
            (
                t("Who may impersonate"),
                rx.cond(
                    house.limited_to_super_admins,
                    t("Super Admins only"),
                    t("Super Admins, and HR Admins in their scope"),
                ),
            ),
            (t("Session length"), _hours(house.session_hours)),
            (t("Reason"), rx.cond(house.reason_required, t("Required"), t("Optional"))),
        ),
        title=t("House rules"),
        about=t("Set by your Customer Success Manager or Program Architect. Each change is in your audit log."),
    )


def _hours(hours: rx.Var[int]) -> rx.Var[str]:
    return tn("{count} hour", "{count} hours", hours)
