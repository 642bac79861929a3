"""Vendor console: what the organizations that one looks after may do. Never a person's data, never an impersonation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, NotFound
from admin_proxy.impersonation import foreseeing
from admin_proxy.organizations import rules, vendor
from admin_proxy.organizations.rules import LONGEST_HOURS, SHORTEST_HOURS, HouseRules
from admin_proxy.organizations.vendor import AssignedCard
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.field import checkbox, select_field
from admin_proxy.ui.components.kinds import Number, Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table
from admin_proxy.ui.components.words import t, tn
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.words import later, say, say_n


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rules as the form has them: what was chosen stays, whatever is said about it."""

    proxy_enabled: bool = True
    limited_to_super_admins: bool = False
    session_hours: str = "1"
    reason_required: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    rule: str
    before: str
    after: str


class VendorConsoleState(rx.State):
    organizations: list[AssignedCard] = []
    changing: AssignedCard | None = None
    """The organization that the dialog is about, with its rules as they were when it opened."""
    wanted: Wanted = Wanted()
    error: str = ""
    meanwhile: list[Difference] = []
    """What somebody else has saved since the dialog opened."""
    differences: list[Difference] = []
    confirming: bool = False
    will_end: int = 0

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def load(self, identity: Identity) -> None:
        self.changing, self.confirming = None, False
        self.organizations = list(await off_loop(vendor.assigned, identity))

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def change(self, identity: Identity, organization_id: int) -> None:
        """Opens the dialog with the rules as they are now."""
        self.organizations = list(await off_loop(vendor.assigned, identity))
        found = next((one for one in self.organizations if one.id == organization_id), None)
        if found is None:
            raise NotFound(rules.NOT_YOURS)
        self._open(found)

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def review(self, identity: Identity, form: dict[str, Any]) -> None:
        """Shows what would change, and how many impersonations would end by it."""
        if self.changing is None:
            return
        self.wanted, self.error = _of_form(form), ""
        before, after = self.changing.rules, _rules(self.wanted, self.changing.rules)
        self.differences = _differences(before, after)
        if not self.differences:
            self.error = say("Nothing is different yet.")
            return
        self.will_end = await off_loop(foreseeing.would_end, identity, self.changing.id, **_changed(before, after))
        self.confirming = True

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def back(self, identity: Identity) -> None:  # noqa: ARG002
        self.confirming = False

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def cancel(self, identity: Identity) -> None:  # noqa: ARG002
        self.changing, self.confirming = None, False

    @rx.event
    @requires(Permission.SET_HOUSE_RULES)
    async def apply(self, identity: Identity) -> None:
        """Exactly what was reviewed; if somebody has saved meanwhile, it is shown again with theirs beside it."""
        changing = self.changing
        if changing is None or not self.confirming:
            return
        self.confirming = False
        wanted = _changed(changing.rules, _rules(self.wanted, changing.rules))
        try:
            await off_loop(rules.change, identity, changing.id, **wanted, seen=changing.rules)
        except ChangedMeanwhile as refusal:
            await self._show_both(identity, changing, refusal.sentence)
            return
        except Invalid as refusal:
            self.error = refusal.sentence
            return
        self.changing = None
        self.organizations = list(await off_loop(vendor.assigned, identity))
        session = await self.get_state(SessionState)
        session._say(say("The rules of {name} are changed.", name=changing.name), "good")

    async def _show_both(self, identity: Identity, seen_before: AssignedCard, sentence: str) -> None:
        self.organizations = list(await off_loop(vendor.assigned, identity))
        now = next((one for one in self.organizations if one.id == seen_before.id), None)
        if now is None:
            raise NotFound(rules.NOT_YOURS)
        wanted = _merged(self.wanted, seen_before.rules, now.rules)
        self._open(now)
        self.wanted, self.error = wanted, sentence
        self.meanwhile = _differences(seen_before.rules, now.rules)

    def _open(self, organization: AssignedCard) -> None:
        self.changing, self.confirming = organization, False
        self.wanted, self.error = _of_rules(organization.rules), ""
        self.meanwhile, self.differences = [], []


def _of_rules(now: HouseRules) -> Wanted:
    return Wanted(now.proxy_enabled, now.limited_to_super_admins, str(now.session_hours), now.reason_required)


def _of_form(form: dict[str, Any]) -> Wanted:
    return Wanted(
        proxy_enabled=bool(form.get("proxy_enabled")),
        limited_to_super_admins=bool(form.get("limited_to_super_admins")),
        session_hours=str(form.get("session_hours", ""))[:4],
        reason_required=bool(form.get("reason_required")),
    )


def _rules(wanted: Wanted, now: HouseRules) -> HouseRules:
    """What was chosen, as rules; what the form does not ask stays.

    Raises:
        Invalid: the length is not a number.
    """
    if not (wanted.session_hours.isascii() and wanted.session_hours.isdecimal()):
        raise Invalid(
            "session_hours",
            say(
                "Choose whole hours from {shortest} to {longest}.",
                shortest=SHORTEST_HOURS,
                longest=LONGEST_HOURS,
            ),
        )
    return HouseRules(**{**asdict(now), **asdict(wanted), "session_hours": int(wanted.session_hours)})


def _changed(before: HouseRules, after: HouseRules) -> dict[str, Any]:
    old, new = asdict(before), asdict(after)
    return {rule: new[rule] for rule in new if new[rule] != old[rule]}


def _merged(wanted: Wanted, seen_before: HouseRules, now: HouseRules) -> Wanted:
    """One's own choices where one has chosen, the other's everywhere else."""
    mine = _changed(seen_before, _rules(wanted, seen_before))
    return _of_rules(HouseRules(**{**asdict(now), **mine}))


def _differences(before: HouseRules, after: HouseRules) -> list[Difference]:
    return [
        Difference(say(name), words(getattr(before, rule)), words(getattr(after, rule)))
        for rule, (name, words) in _IN_WORDS.items()
        if getattr(before, rule) != getattr(after, rule)
    ]


def _hours(hours: int) -> str:
    return say_n("{count} hour", "{count} hours", hours)


_IN_WORDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "proxy_enabled": (later("Admin Proxy"), lambda on: say("On") if on else say("Off")),
    "limited_to_super_admins": (
        later("Who may impersonate"),
        lambda limited: say("Super Admins only") if limited else say("Super Admins and HR Admins"),
    ),
    "session_hours": (later("Length"), _hours),
    "reason_required": (later("Reason"), lambda required: say("Required") if required else say("Optional")),
}

seen = vars_of(VendorConsoleState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Vendor console"),
            t("What the organizations you look after may do. Each change is in that organization's audit log."),
        ),
        card(
            listed(
                table(
                    t("Organizations assigned to you"),
                    (
                        Column(t("Organization"), _name, lead=True),
                        Column(t("Admin Proxy"), _switch, width="8rem"),
                        Column(t("Who may impersonate"), _limit),
                        Column(t("Length"), lambda one: _length(one.rules.session_hours), width="7rem"),
                        Column(t("Reason"), _reason, width="7rem"),
                        Column(
                            "",
                            lambda one: button(t("Change"), seen.change(one.id), size="sm"),
                            width="7rem",
                            align="end",
                        ),
                    ),
                    seen.organizations,
                ),
                ready=seen.is_hydrated,
                is_empty=seen.organizations.length() == 0,
                empty=empty(
                    t("No organization is assigned to you"),
                    t("Whoever runs the server assigns organizations to vendor staff."),
                    icon_name="building-2",
                ),
            ),
            title=t("My organizations"),
            flush=True,
        ),
        _form(),
        _confirmation(),
    )


def _name(one: Row) -> rx.Component:
    return rx.el.div(rx.el.span(one.name), rx.el.span(one.slug, class_name="soft small"), class_name="two-lines")


def _switch(one: Row) -> rx.Component:
    return rx.cond(one.rules.proxy_enabled, badge(t("On"), "good"), badge(t("Off")))


def _limit(one: Row) -> rx.Component:
    return rx.cond(one.rules.limited_to_super_admins, t("Super Admins only"), t("Super Admins and HR Admins"))


def _length(hours: Number) -> rx.Var[str]:
    return tn("{count} hour", "{count} hours", hours)


def _reason(one: Row) -> rx.Component:
    return rx.cond(one.rules.reason_required, t("Required"), t("Optional"))


def _form() -> rx.Component:
    wanted = seen.wanted
    return dialog(
        rx.el.form(
            rx.cond(seen.meanwhile.length() > 0, _meanwhile()),
            checkbox(
                t("Admin Proxy"),
                "proxy_enabled",
                default=wanted.proxy_enabled,
                hint=t("Off: nobody there can impersonate, and what runs ends."),
            ),
            checkbox(
                t("Limited to Super Admins"),
                "limited_to_super_admins",
                default=wanted.limited_to_super_admins,
                hint=t("HR Admins can't impersonate then, and what they run ends."),
            ),
            checkbox(
                t("Reason required"),
                "reason_required",
                default=wanted.reason_required,
                hint=t("Nobody starts without saying why."),
            ),
            select_field(
                t("Session length"),
                "session_hours",
                tuple((str(hours), _length(hours)) for hours in range(SHORTEST_HOURS, LONGEST_HOURS + 1)),
                default=wanted.session_hours,
                hint=t("What a start or a ‘Continue’ gives. What runs keeps the end that it has."),
                error=seen.error,
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Review"), kind="primary", submit=True)),
            on_submit=seen.review,
            class_name="form",
        ),
        open=rx.cond(seen.changing, ~seen.confirming, False),
        title=t("Rules of {name}", name=seen.changing.name),
        on_close=seen.cancel,
    )


def _meanwhile() -> rx.Component:
    return notice(
        _list(seen.meanwhile),
        title=t("Somebody else has changed these rules meanwhile"),
        tone="warn",
        announced=True,
    )


def _confirmation() -> rx.Component:
    return dialog(
        rx.el.div(
            _list(seen.differences),
            rx.cond(
                seen.will_end == 0,
                notice(t("No running impersonation ends by this.")),
                notice(
                    rx.cond(
                        seen.will_end == 1,
                        t("1 running impersonation ends at once."),
                        t("{will_end} running impersonations end at once.", will_end=seen.will_end),
                    ),
                    tone="warn",
                ),
            ),
            class_name="stack",
        ),
        open=rx.cond(seen.changing, seen.confirming, False),
        title=t("Change the rules of {name}?", name=seen.changing.name),
        footer=(button(t("Back"), seen.back), button(t("Change"), seen.apply, kind="primary")),
        on_close=seen.cancel,
    )


def _list(differences: Any) -> rx.Component:
    return rx.el.dl(
        rx.foreach(
            differences,
            lambda one: rx.el.div(
                rx.el.dt(one.rule), rx.el.dd(rx.el.del_(one.before, class_name="soft"), " → ", rx.el.ins(one.after))
            ),
        ),
        class_name="facts differences",
    )
