"""Admin → User Management → Users → one person: all that is known of them, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy import clock
from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts import settings, status
from admin_proxy.accounts.reach import NO_SUCH_PERSON
from admin_proxy.directory import editing, inviting, person_fields, person_page
from admin_proxy.directory.inviting import Invitation
from admin_proxy.directory.people_filters import Status
from admin_proxy.directory.person_fields import FIELDS
from admin_proxy.directory.person_page import Colleague, PersonPage
from admin_proxy.identity import Forbidden, Identity, Invalid, Meanwhile, NotFound, Refused, Role
from admin_proxy.impersonation import asking, explaining, history
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link, link_button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.field import text_field
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.notice import notice
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.pages import person_form
from admin_proxy.ui.pages.administering import change_href, scope_href
from admin_proxy.ui.pages.person_form import Choice
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import ADMIN_PROXY, GROUPS, USERS
from admin_proxy.words import later, say


@dataclass(frozen=True, slots=True)
class Details:
    id: int = 0
    name: str = ""
    first_name: str = ""
    initials: str = ""
    email: str = ""
    line: str = ""
    """What they do, and where."""
    employee_id: str = ""
    title: str = ""
    department: str = ""
    location: str = ""
    role: str = ""
    role_href: str = ""
    """Where the role can be changed; empty: it can't, by whoever looks."""
    scope_href: str = ""
    """Where the scope is chosen; empty: they have none."""
    status: str = ""
    status_tone: str = "neutral"
    hired: str = ""
    language: str = ""
    time_zone: str = ""
    last_sign_in: str = ""
    groups: str = ""
    """For those who may look at people, but not at groups."""
    has_managers_out_of_sight: bool = False
    report_count: int = 0


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody above or below, with the way to their page."""

    href: str
    name: str
    initials: str
    line: str


@dataclass(frozen=True, slots=True)
class GroupLink:
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class LoginRow:
    device: str
    since: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class Visit:
    who: str
    email: str
    at: str
    how_long: str
    is_running: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Impersonator:
    href: str
    name: str
    initials: str
    role: str
    through: str


class UserState(rx.State):
    details: Details = Details()
    managers: list[Near] = []
    reports: list[Near] = []
    groups: list[GroupLink] = []
    logins: list[LoginRow] = []
    may_manage: bool = False
    impersonate_href: str = ""
    refusal: str = ""
    """Why this person cannot be impersonated, in the policy's words; empty if they can."""
    visits: list[Visit] = []
    has_more_visits: bool = False
    asked_who_may: bool = False
    who_may: list[Impersonator] = []
    nobody_because: str = ""

    form_open: bool = False
    form: dict[str, str] = {}
    """What each field begins with."""
    form_field: str = ""
    form_error: str = ""
    form_department_path: str = ""
    departments: list[Choice] = []
    """Brought when somebody is about to choose one: there may be thousands."""
    form_languages: list[tuple[str, str]] = []
    form_zones: list[tuple[str, str]] = []
    deactivating: bool = False
    deactivate_error: str = ""
    today: str = ""
    may_invite: bool = False
    may_deactivate: bool = False
    may_reactivate: bool = False
    invitation: Invitation | None = None
    """Shown once: its link is gone when the dialog closes."""

    _more_visits: str = ""

    @rx.event
    @requires(Permission.SEE_PEOPLE)
    async def load(self, identity: Identity) -> None:
        self.asked_who_may, self.who_may, self.nobody_because = False, [], ""
        self.visits, self._more_visits, self.has_more_visits = [], "", False
        self.details = Details()
        self.form_open, self.deactivating, self.invitation = False, False, None
        await self._show(identity)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_edit(self, identity: Identity) -> None:
        await self._open_form(identity, await off_loop(editing.known, identity, self._person_id()))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def save(self, identity: Identity, form: dict[str, str]) -> None:
        self.form_field, self.form_error = "", ""
        try:
            changed = await off_loop(editing.edit, identity, self._person_id(), form, self.form)
        except Invalid as refusal:
            self.form_field, self.form_error = refusal.field, refusal.sentence
            if isinstance(refusal, Meanwhile):
                # Only what was said of is taken over: the other fields still show what the form began with.
                self.form = {**self.form, refusal.field: refusal.known[refusal.field]}
            return
        except Forbidden as refusal:
            self.form_error = refusal.sentence
            return
        self.form_open = False
        await self._show(identity)
        await self._tell(say("Saved.") if changed else say("Nothing was different, so nothing was saved."))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_deactivate(self, identity: Identity) -> None:  # noqa: ARG002
        self.today, self.deactivate_error, self.deactivating = clock.now().date().isoformat(), "", True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def deactivate(self, identity: Identity, form: dict[str, str]) -> None:
        self.deactivate_error = ""
        try:
            day = person_fields.day(form.get("from_date", ""), "from_date")
            await off_loop(status.deactivate, identity, self._person_id(), day)
        except (Invalid, Forbidden) as refusal:
            self.deactivate_error = refusal.sentence
            return
        self.deactivating = False
        await self._show(identity)
        await self._tell(f"{self.details.name}: {self.details.status}.")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def reactivate(self, identity: Identity) -> None:
        await off_loop(status.reactivate, identity, self._person_id())
        await self._show(identity)
        await self._tell(say("{name} is active again.", name=self.details.name))

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def invite(self, identity: Identity) -> None:
        self.invitation = await off_loop(inviting.invite, identity, self._person_id())

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        """Whichever dialog is open."""
        self.form_open, self.deactivating, self.invitation = False, False, None

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def show_more_visits(self, identity: Identity) -> None:
        if self._more_visits:
            await self._read_visits(identity, self._more_visits)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def ask_who_may(self, identity: Identity) -> None:
        """'Who may impersonate …?'"""
        answer = await off_loop(explaining.who_may, identity, self._person_id())
        self.who_may = [
            Impersonator(
                href=f"{USERS.path}/{one.id}",
                name=one.name,
                initials=one.initials,
                role=say(one.role),
                through=", ".join(say(_WAYS[through.way.value], name=through.name) for through in one.through),
            )
            for one in answer.administrators
        ]
        self.nobody_because = answer.nobody_because
        self.asked_who_may = True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def bring_departments(self, identity: Identity) -> None:
        """Somebody is about to choose one."""
        departments = await person_form.departments(identity)
        if departments != self.departments:
            self.departments = departments

    async def _open_form(self, identity: Identity, values: dict[str, str]) -> None:
        self.form = {**dict.fromkeys(FIELDS, ""), **values}
        self.form_field, self.form_error = "", ""
        self.form_department_path = await person_form.department_path(identity, self.form["department"])
        self.form_languages = person_form.languages(self.form["language"])
        self.form_zones = person_form.zones(self.form["time_zone"])
        self.form_open = True

    async def _tell(self, sentence: str) -> None:
        session = await self.get_state(SessionState)
        session._say(sentence, "good")

    async def _show(self, identity: Identity) -> None:
        page = await off_loop(person_page.person, identity, self._person_id())
        self.details = _details(identity, page)
        self.managers, self.reports = [_near(one) for one in page.managers], [_near(one) for one in page.reports]
        self.groups = [GroupLink(f"{GROUPS.path}/{one.id}", one.name) for one in page.groups]
        self.logins = [
            LoginRow(one.device, when.moment(identity.subject, one.since), when.moment(identity.subject, one.last_seen))
            for one in page.logins
        ]
        self.may_manage = page.may_be_managed
        manages_other = page.may_be_managed and not page.is_oneself
        gone = page.status is Status.DEACTIVATED
        self.may_invite = page.may_be_managed and not (page.has_password or gone or identity.impersonating)
        self.may_deactivate = manages_other and not gone
        self.may_reactivate = manages_other and page.status is not Status.ACTIVE
        self.impersonate_href = f"{ADMIN_PROXY.path}?ask={page.id}"
        self.refusal = await _why_not(identity, page.id)
        if may(identity, Permission.MANAGE_PEOPLE):
            self.visits = []
            await self._read_visits(identity, "")

    async def _read_visits(self, identity: Identity, cursor: str) -> None:
        found = await off_loop(history.of_person, identity, self._person_id(), cursor)
        self.visits = [
            *self.visits,
            *(
                Visit(
                    who=one.who,
                    email=one.email,
                    at=when.moment(identity.subject, one.started_at),
                    how_long=one.how_long,
                    is_running=one.is_running,
                    reason=one.reason,
                )
                for one in found.impersonations
            ),
        ]
        self._more_visits, self.has_more_visits = found.more, bool(found.more)

    def _person_id(self) -> int:
        """From the address; whoever may be seen is decided by the verbs."""
        said = self.router.url.path.rstrip("/").rsplit("/", 1)[-1]
        if not (said.isascii() and said.isdecimal() and len(said) <= 10):
            raise NotFound(NO_SUCH_PERSON)
        return int(said)


async def _why_not(identity: Identity, person_id: int) -> str:
    try:
        await off_loop(asking.ask, identity, person_id)
    except Refused as refusal:
        return refusal.sentence
    return ""


_WAYS = {"role": later("as {name}"), "department": later("department {name}"), "group": later("group {name}")}


def _details(identity: Identity, page: PersonPage) -> Details:
    reader = identity.subject
    words, tone = say(page.status.label), "neutral"
    if page.status is Status.LEAVING:
        words, tone = say("Leaving {deactivated_on}", deactivated_on=when.day(reader, page.deactivated_on)), "warn"
    elif page.status is Status.DEACTIVATED:
        words = say("Deactivated since {deactivated_on}", deactivated_on=when.day(reader, page.deactivated_on))
    else:
        tone = "good"
    return Details(
        id=page.id,
        name=page.name,
        first_name=page.first_name or page.name,
        initials=page.initials,
        email=page.email,
        line=" · ".join(part for part in (page.title, page.department) if part),
        employee_id=page.employee_id,
        title=page.title,
        department=page.department,
        location=page.location,
        role=say(page.role),
        role_href=change_href(page.id) if page.may_be_managed and not page.is_oneself else "",
        scope_href=scope_href(page.id) if page.may_be_managed and page.role == say(Role.HR_ADMIN.label) else "",
        status=words,
        status_tone=tone,
        hired=when.day(reader, page.hire_date),
        language=settings.language_name(page.language),
        time_zone=page.time_zone.replace("_", " "),
        last_sign_in=when.moment(reader, page.last_login_at) or (say("Never") if page.never_signed_in else ""),
        groups=", ".join(group.name for group in page.groups),
        has_managers_out_of_sight=page.has_managers_out_of_sight,
        report_count=page.report_count,
    )


def _near(one: Colleague) -> Near:
    return Near(f"{USERS.path}/{one.id}", one.name, one.initials, one.title or one.email)


seen = vars_of(UserState)
her = seen.details


def page() -> rx.Component:
    return frame(
        rx.el.div(
            link_button(t("Users"), USERS.path, kind="ghost", size="sm", icon_name="arrow-left"),
        ),
        page_header(her.name, her.line, actions=_actions()),
        rx.el.div(
            rx.el.div(_details_card(), _logins(), class_name="stack stack-loose"),
            rx.el.div(_above_and_below(), class_name="stack stack-loose"),
            class_name="columns",
        ),
        rx.cond(seen.may_manage, rx.fragment(_who_may(), _visits())),
        person_form.person_form(
            seen, title=t("Edit {name}", name=her.name), save=t("Save"), on_submit=seen.save, on_close=seen.close
        ),
        _deactivate(),
        _invitation(),
    )


def _actions() -> tuple[rx.Component, ...]:
    return (
        rx.cond(seen.may_reactivate, button(t("Reactivate"), seen.reactivate)),
        rx.cond(seen.may_deactivate, button(t("Deactivate…"), seen.open_deactivate)),
        rx.cond(seen.may_invite, button(t("Invite"), seen.invite, icon_name="mail")),
        rx.cond(seen.may_manage, button(t("Edit"), seen.open_edit)),
        _impersonate(),
    )


def _deactivate() -> rx.Component:
    return dialog(
        rx.el.form(
            rx.el.p(
                t(
                    "From that day on (UTC) they cannot sign in. Where that day has come, they are signed out, and "
                    "whoever impersonates them is taken out at once. What they have done stays."
                ),
                class_name="soft",
            ),
            text_field(
                t("From"), "from_date", type="date", default=seen.today, error=seen.deactivate_error, autofocus=True
            ),
            dialog_footer(button(t("Cancel"), closes=True), button(t("Deactivate"), kind="danger", submit=True)),
            on_submit=seen.deactivate,
            class_name="form",
        ),
        open=seen.deactivating,
        title=t("Deactivate {name}?", name=her.name),
        on_close=seen.close,
    )


def _invitation() -> rx.Component:
    invitation = seen.invitation
    return dialog(
        rx.el.p(
            t(
                "A letter to {email} is in the outbox. Where letters do not leave it, give this link to {name} "
                "yourself: it works once, for {hours} hours, and is shown only now.",
                email=invitation.email,
                name=invitation.name,
                hours=invitation.hours,
            ),
        ),
        text_field(t("One-time link"), "invitation_link", default=invitation.link, max_length=1_000),
        open=rx.cond(invitation, True, False),
        title=t("{name} is invited", name=invitation.name),
        footer=(button(t("Done"), kind="primary", closes=True),),
        on_close=seen.close,
    )


def _impersonate() -> rx.Component:
    return rx.cond(
        seen.refusal == "",
        link_button(t("Impersonate"), seen.impersonate_href, kind="primary", icon_name="venetian-mask"),
        button(t("Impersonate"), reason=seen.refusal, icon_name="venetian-mask"),
    )


def _details_card() -> rx.Component:
    return card(
        facts(
            (t("E-mail"), her.email),
            (t("Status"), badge(her.status, her.status_tone)),
            (t("Role"), _role()),
            (t("Title"), shown(her.title)),
            (t("Department"), shown(her.department)),
            (t("Groups"), _groups()),
            (t("Location"), shown(her.location)),
            (t("Employee id"), shown(her.employee_id)),
            (t("Hired"), shown(her.hired)),
            (t("Language"), shown(her.language)),
            (t("Time zone"), shown(her.time_zone)),
            (t("Last sign-in"), shown(her.last_sign_in)),
        ),
        title=t("Details"),
    )


def _role() -> rx.Component:
    return rx.el.span(
        her.role,
        rx.cond(her.role_href != "", rx.fragment(" · ", link(t("Change role"), her.role_href))),
        rx.cond(her.scope_href != "", rx.fragment(" · ", link(t("Edit scope"), her.scope_href))),
    )


def _groups() -> rx.Component:
    return rx.cond(
        seen.may_manage & (seen.groups.length() > 0),
        rx.el.span(
            rx.foreach(
                seen.groups,
                lambda one, place: rx.fragment(rx.cond(place > 0, ", ", ""), link(one.name, one.href)),
            )
        ),
        shown(her.groups),
    )


def _above_and_below() -> rx.Component:
    return rx.fragment(
        card(
            rx.cond(
                seen.managers.length() > 0,
                rx.el.ol(rx.foreach(seen.managers, _one), class_name="people"),
                rx.cond(
                    her.has_managers_out_of_sight,
                    rx.fragment(),
                    rx.el.p(t("{first_name} reports to nobody.", first_name=her.first_name), class_name="soft"),
                ),
            ),
            rx.cond(
                her.has_managers_out_of_sight,
                rx.el.p(t("Managers outside your scope are not shown."), class_name="soft small"),
            ),
            title=t("Reports to"),
        ),
        card(
            rx.cond(
                seen.reports.length() > 0,
                rx.el.ul(rx.foreach(seen.reports, _one), class_name="people"),
                rx.el.p(t("Nobody reports to {first_name}.", first_name=her.first_name), class_name="soft"),
            ),
            rx.cond(
                her.report_count > seen.reports.length(),
                rx.el.p(t("and {count} more", count=her.report_count - seen.reports.length()), class_name="soft small"),
            ),
            title=t("Direct reports"),
        ),
    )


def _one(near: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            avatar(near.name, near.initials, "sm"),
            rx.el.div(
                route_link(near.name, href=near.href, class_name="person-name person-link"),
                rx.el.span(near.line, class_name="person-mail", title=near.line),
                class_name="person-text",
            ),
            class_name="person",
        )
    )


def _logins() -> rx.Component:
    return card(
        listed(
            table(
                t("Where signed in"),
                (
                    Column(t("Browser"), lambda login: login.device, lead=True),
                    Column(t("Since"), lambda login: login.since),
                    Column(t("Last used"), lambda login: login.last_seen),
                ),
                seen.logins,
            ),
            ready=seen.is_hydrated,
            is_empty=seen.logins.length() == 0,
            empty=rx.el.p(t("Not signed in anywhere at present."), class_name="soft card-body"),
        ),
        title=t("Signed in"),
        flush=True,
    )


def _who_may() -> rx.Component:
    return card(
        rx.cond(
            seen.asked_who_may,
            rx.cond(
                seen.nobody_because != "",
                rx.el.div(notice(seen.nobody_because, title=t("Nobody at present")), class_name="card-body"),
                table(
                    t("Who may impersonate"),
                    (
                        Column(t("Administrator"), _administrator, lead=True),
                        Column(t("Role"), lambda one: one.role),
                        Column(t("Through"), lambda one: one.through),
                    ),
                    seen.who_may,
                ),
            ),
            rx.fragment(),
        ),
        actions=(rx.cond(seen.asked_who_may, rx.fragment(), button(t("Show"), seen.ask_who_may, size="sm")),),
        flush=True,
        title=t("Who may impersonate {first_name}?", first_name=her.first_name),
        about=t("Every administrator who could at this moment, and through what."),
    )


def _administrator(one: Row) -> rx.Component:
    return rx.el.div(
        avatar(one.name, one.initials, "sm"),
        route_link(one.name, href=one.href, class_name="person-name person-link"),
        class_name="person",
    )


def _visits() -> rx.Component:
    return card(
        listed(
            rx.fragment(
                table(
                    t("Impersonations"),
                    (
                        Column(t("By"), _who, lead=True),
                        Column(t("When"), lambda visit: visit.at),
                        Column(t("How long"), _how_long),
                        Column(t("Reason"), lambda visit: shown(visit.reason)),
                    ),
                    seen.visits,
                ),
                rx.cond(
                    seen.has_more_visits,
                    table_footer(rx.el.span(), button(t("Load more"), seen.show_more_visits, size="sm")),
                ),
            ),
            ready=seen.is_hydrated,
            is_empty=seen.visits.length() == 0,
            empty=empty(
                t("Nobody has impersonated {first_name}", first_name=her.first_name), icon_name="venetian-mask"
            ),
        ),
        title=t("Impersonated"),
        about=t("Who was in this account, when, for how long, and why."),
        flush=True,
    )


def _who(visit: Row) -> rx.Component:
    return rx.el.div(
        rx.el.span(visit.who),
        rx.el.span(visit.email, class_name="soft small", title=visit.email),
        class_name="two-lines",
    )


def _how_long(visit: Row) -> rx.Component:
    return rx.cond(visit.is_running, badge(t("Running"), "guise", dot=True), visit.how_long)
