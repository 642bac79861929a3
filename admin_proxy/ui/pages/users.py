"""Admin → User Management → Users: everybody, narrowed down, sorted and shown as the address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import reflex as rx

from admin_proxy import clock
from admin_proxy.access.permissions import Permission, may
from admin_proxy.directory import (
    bulk_edit,
    editing,
    group_choices,
    people_list,
    person_fields,
)
from admin_proxy.directory.bulk_edit import Chosen
from admin_proxy.directory.matching import LONGEST
from admin_proxy.directory.people_filters import Filters, Status
from admin_proxy.directory.people_list import Order, Sort
from admin_proxy.directory.person_fields import FIELDS
from admin_proxy.identity import Identity, Invalid, NotFound, Role
from admin_proxy.impersonation import rehearsing
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.badge import badge
from admin_proxy.ui.components.button import button, link_button, route_link, text_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.department_field import department_field
from admin_proxy.ui.components.dialog import dialog, dialog_footer
from admin_proxy.ui.components.facts import facts, shown
from admin_proxy.ui.components.field import checkbox, select_field, text_field
from admin_proxy.ui.components.form import anew
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.menu import menu, menu_part
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import Column, table, table_footer
from admin_proxy.ui.components.words import t, t_each
from admin_proxy.ui.pages import person_form
from admin_proxy.ui.pages.person_form import Choice
from admin_proxy.ui.session import SessionState, requires
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.places import USERS
from admin_proxy.words import later, say, say_n

CHOICES = {
    "title": later("Title"),
    "department": later("Department"),
    "location": later("Location"),
    "manager": later("Manager"),
    "employee_id": later("Employee id"),
    "role": later("Role"),
    "status": later("Status"),
    "last_sign_in": later("Last sign-in"),
    "hired": later("Hired"),
}
"""What can be shown beside the name, by what the address calls it."""
AT_FIRST = ("title", "department", "role", "status", "last_sign_in")
ROLES = tuple((role.value, role.label) for role in Role if not role.is_vendor)
FEW_REFUSED = 20
_LARGEST = 10
"""Digits of a number in the address."""


@dataclass(frozen=True, slots=True)
class UserRow:
    id: int
    href: str
    name: str
    initials: str
    email: str
    employee_id: str
    title: str
    department: str
    location: str
    role: str
    manager: str
    status: str
    status_tone: str
    last_sign_in: str
    hired: str


@dataclass(frozen=True, slots=True)
class Refusal:
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkPreview:
    changed: int
    unchanged: int
    refused: list[Refusal]
    """The first of them."""
    refused_count: int
    sessions: int


class UsersState(rx.State):
    """All that narrows, sorts and shows lives in the address, so that it can be shared, reloaded and gone back to."""

    rows: list[UserRow] = []
    count_label: str = ""
    text: str = ""
    department: str = ""
    role: str = ""
    status: str = ""
    never_signed_in: bool = False
    narrowed: bool = False
    columns: list[str] = list(AT_FIRST)
    orders: dict[str, str] = {}
    """By column, `ascending` or `descending` for the one that the list is sorted by."""
    order_hrefs: dict[str, str] = {}
    can_select_all: bool = False
    previous_href: str = ""
    next_href: str = ""
    department_path: str = ""
    """Of the one that the list is narrowed down to."""
    departments: list[Choice] = []
    """Brought when somebody is about to choose one: there may be thousands."""
    may_manage: bool = False
    selected: list[int] = []
    """Kept while pages are turned; given up when the list is narrowed down otherwise."""
    all_matching: bool = False
    bulk: str = ""
    """`deactivate`, `move` or `join`: what is about to be done to those selected."""
    bulk_field: str = ""
    bulk_error: str = ""
    bulk_groups: list[tuple[str, str]] = []
    preview: BulkPreview | None = None
    form_open: bool = False
    form: dict[str, str] = {}
    """What each field begins with."""
    form_field: str = ""
    form_error: str = ""
    form_department_path: str = ""
    form_languages: list[tuple[str, str]] = []
    form_zones: list[tuple[str, str]] = []
    today: str = ""

    _narrowed_as: str = ""
    _bulk_value: str = ""

    @rx.event
    @requires(Permission.SEE_PEOPLE)
    async def load(self, identity: Identity) -> None:
        query = self.router.url.query_parameters
        filters, order = filters_in(query), order_in(query)
        self._show_filters(filters)
        self.department_path = await person_form.department_path(identity, self.department)
        self.columns = _columns_in(query)
        self.orders = {order.by.value: "descending" if order.descending else "ascending"}
        self.order_hrefs = {by.value: self._href(sort=_said(_turned(order, by)), after="", before="") for by in Sort}
        self.may_manage = may(identity, Permission.MANAGE_PEOPLE)
        self.form_open, self.bulk, self.preview = False, "", None
        if self._narrowed_as != repr(filters):
            self._narrowed_as, self.selected, self.all_matching = repr(filters), [], False
        await self._read(identity, query)

    @rx.event
    @requires(Permission.SEE_PEOPLE)
    async def bring_departments(self, identity: Identity) -> None:
        """Somebody is about to choose one."""
        departments = await person_form.departments(identity)
        if departments != self.departments:
            self.departments = departments

    @rx.event
    @requires(Permission.SEE_PEOPLE)
    async def narrow(self, identity: Identity, form: dict[str, Any]) -> Any:  # noqa: ARG002
        names = ("text", "department", "role", "status")
        # In the form they are called otherwise: the form for a person has fields of the same names.
        fields = {name: str(form.get(f"with_{name}", "")).strip()[:LONGEST] for name in names}
        never = "1" if form.get("never_signed_in") else ""
        return rx.redirect(self._href(**fields, never=never, after="", before=""))

    @rx.event
    @requires(Permission.SEE_PEOPLE)
    async def show_column(self, identity: Identity, column: str) -> Any:  # noqa: ARG002
        """Show a column that is not there, or take away one that is."""
        chosen = [name for name in CHOICES if (name in self.columns) != (name == column)]
        self.columns = chosen
        said = "" if chosen == list(AT_FIRST) else ",".join(chosen) or "none"
        return rx.redirect(self._href(columns=said), replace=True)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_new(self, identity: Identity) -> None:
        await self._open_form(identity, person_form.NEW)

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def create(self, identity: Identity, form: dict[str, str]) -> Any:
        self.form_field, self.form_error = "", ""
        try:
            person_id = await off_loop(editing.create, identity, form)
        except Invalid as refusal:
            self.form_field, self.form_error = refusal.field, refusal.sentence
            return None
        self.form_open = False
        session = await self.get_state(SessionState)
        session._say(say("Created. Invite them when they are to sign in."), "good", on_next_page=True)
        return rx.redirect(f"{USERS.path}/{person_id}")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select(self, identity: Identity, person_id: int) -> None:  # noqa: ARG002
        """Select somebody on this page, or let go of them."""
        here = {row.id for row in self.rows}
        self.all_matching = False
        if person_id in self.selected:
            self.selected = [one for one in self.selected if one != person_id]
        elif person_id in here and len(self.selected) < people_list.FEW:
            self.selected = [*self.selected, person_id]

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_page(self, identity: Identity) -> None:  # noqa: ARG002
        """Select everybody on this page, or let go of all of them."""
        here = [row.id for row in self.rows]
        others = [one for one in self.selected if one not in here]
        self.all_matching = False
        self.selected = others if set(here) <= set(self.selected) else [*others, *here][: people_list.FEW]

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_all(self, identity: Identity) -> None:  # noqa: ARG002
        """Everybody who matches, on whatever page."""
        self.all_matching = True

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def select_none(self, identity: Identity) -> None:  # noqa: ARG002
        self.selected, self.all_matching = [], False

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def open_bulk(self, identity: Identity, kind: Literal["deactivate", "move", "join"]) -> None:
        self.bulk, self.bulk_field, self.bulk_error, self.preview = kind, "", "", None
        self.today = clock.now().date().isoformat()
        if kind == "join":
            found = await off_loop(group_choices.choices, identity)
            self.bulk_groups = [("", say("Choose a group")), *((str(one.id), one.name) for one in found)]

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def see_preview(self, identity: Identity, form: dict[str, str]) -> None:
        """What it would do. Nothing is changed yet."""
        self.bulk_error, self.preview = "", None
        self._bulk_value = form.get("value", "")[:40]
        try:
            foreseen = await off_loop(rehearsing.preview, identity, self._chosen(), self._change())
        except (Invalid, NotFound) as refusal:
            self.bulk_error = refusal.sentence
            return
        self.preview = BulkPreview(
            changed=foreseen.outcome.changed,
            unchanged=foreseen.outcome.unchanged,
            refused=[Refusal(one.name, one.why) for one in foreseen.outcome.refused[:FEW_REFUSED]],
            refused_count=len(foreseen.outcome.refused),
            sessions=foreseen.sessions,
        )

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def forget_preview(self, identity: Identity, value: str) -> None:  # noqa: ARG002
        """Another value is chosen: what was foreseen was foreseen for the one before."""
        self.preview = None

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def apply_bulk(self, identity: Identity) -> None:
        if self.preview is None:
            raise Invalid("", say("Look at the preview first."))
        try:
            outcome = await off_loop(bulk_edit.apply, identity, self._chosen(), self._change())
        except (Invalid, NotFound) as refusal:
            self.bulk_error, self.preview = refusal.sentence, None
            return
        self.bulk, self.preview, self.selected, self.all_matching = "", None, [], False
        await self._read(identity, self.router.url.query_parameters)
        session = await self.get_state(SessionState)
        session._say(_people_were(outcome.changed), "good")

    @rx.event
    @requires(Permission.MANAGE_PEOPLE)
    async def close(self, identity: Identity) -> None:  # noqa: ARG002
        """Whichever dialog is open."""
        self.form_open, self.bulk, self.preview = False, "", None

    @rx.var
    def page_is_selected(self) -> bool:
        return bool(self.rows) and {row.id for row in self.rows} <= set(self.selected)

    def _chosen(self) -> Chosen:
        if self.all_matching:
            return Chosen(matching=filters_in(self.router.url.query_parameters))
        return Chosen(ids=tuple(self.selected))

    def _change(self) -> bulk_edit.Change:
        if self.bulk == "deactivate":
            return bulk_edit.Deactivate(person_fields.day(self._bulk_value, "value"))
        number = _number(self._bulk_value)
        if number is None:
            raise Invalid("value", say("Choose one from the list."))
        return bulk_edit.Move(number) if self.bulk == "move" else bulk_edit.Join(number)

    async def _open_form(self, identity: Identity, values: dict[str, str]) -> None:
        self.form = {**dict.fromkeys(FIELDS, ""), **values}
        self.form_field, self.form_error = "", ""
        self.form_department_path = await person_form.department_path(identity, self.form["department"])
        self.form_languages = person_form.languages(self.form["language"])
        self.form_zones = person_form.zones(self.form["time_zone"])
        self.form_open = True

    async def _read(self, identity: Identity, query: Mapping[str, str]) -> None:
        page = await off_loop(
            people_list.people,
            identity,
            filters_in(query),
            order_in(query),
            after=_number(query.get("after", "")),
            before=_number(query.get("before", "")),
        )
        self.rows = [_row(identity, row) for row in page.rows]
        self.count_label = page.count_label
        self.can_select_all = len(page.rows) < page.count <= people_list.FEW
        self.previous_href = self._href(before=str(page.before), after="") if page.before else ""
        self.next_href = self._href(after=str(page.after), before="") if page.after else ""

    def _show_filters(self, filters: Filters) -> None:
        self.text = filters.text
        self.department = str(filters.department_id or "")
        self.role = filters.role.value if filters.role else ""
        self.status = filters.status.value if filters.status else ""
        self.never_signed_in = filters.never_signed_in
        self.narrowed = filters.any

    def _href(self, **changes: str) -> str:
        """The address of this page, with something of it changed."""
        kept = {name: value for name, value in self.router.url.query_parameters.items() if name in _KNOWN}
        said = {name: value for name, value in {**kept, **changes}.items() if value}
        return f"{USERS.path}?{urlencode(said)}" if said else USERS.path


def _people_were(count: int) -> str:
    return say_n("{count} person was changed.", "{count} people were changed.", count)


_KNOWN = ("text", "department", "role", "status", "never", "sort", "columns", "after", "before")


def filters_in(query: Mapping[str, str]) -> Filters:
    """What an address narrows down to; what makes no sense in it is left out."""
    role, status = query.get("role", ""), query.get("status", "")
    return Filters(
        text=query.get("text", "")[:LONGEST],
        department_id=_number(query.get("department", "")),
        role=Role(role) if role in dict(ROLES) else None,
        status=Status(status) if status in set(Status) else None,
        never_signed_in=query.get("never", "") == "1",
    )


def order_in(query: Mapping[str, str]) -> Order:
    said = query.get("sort", "")
    by = said.removeprefix("-")
    return Order(Sort(by), said.startswith("-")) if by in set(Sort) else Order()


def _turned(order: Order, by: Sort) -> Order:
    """The order that a heading leads to: the other way round, or at first names from A and dates from the latest."""
    return Order(by, not order.descending if order.by is by else by is not Sort.NAME)


def _said(order: Order) -> str:
    return "" if order == Order() else f"{'-' * order.descending}{order.by}"


def _columns_in(query: Mapping[str, str]) -> list[str]:
    if "columns" not in query:
        return list(AT_FIRST)
    wanted = query["columns"].split(",")
    return [name for name in CHOICES if name in wanted]


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _LARGEST else None


def _row(identity: Identity, row: people_list.Row) -> UserRow:
    reader = identity.subject
    status, tone = say(row.status.label), "neutral"
    if row.status is Status.LEAVING:
        status, tone = say("Leaving {deactivated_on}", deactivated_on=when.day(reader, row.deactivated_on)), "warn"
    elif row.status is Status.ACTIVE:
        tone = "good"
    return UserRow(
        id=row.id,
        href=f"{USERS.path}/{row.id}",
        name=row.name,
        initials=row.initials,
        email=row.email,
        employee_id=row.employee_id,
        title=row.title,
        department=row.department,
        location=row.location,
        role=say(row.role),
        manager=row.manager,
        status=status,
        status_tone=tone,
        last_sign_in=when.day_of(reader, row.last_login_at) or (say("Never") if row.never_signed_in else ""),
        hired=when.day(reader, row.hire_date),
    )


seen = vars_of(UsersState)


def page() -> rx.Component:
    return frame(
        page_header(
            t("Users"),
            path=(t("Admin||the menu"), t("User Management")),
            actions=(
                rx.cond(seen.may_manage, button(t("Add person"), seen.open_new, kind="primary", icon_name="plus")),
            ),
        ),
        _filters(),
        card(
            listed(
                _people(),
                ready=seen.is_hydrated,
                is_empty=seen.rows.length() == 0,
                empty=rx.cond(
                    seen.narrowed,
                    empty(
                        t("Nobody matches"), t("Take a filter away to see more people."), icon_name="users",
                        action=link_button(t("Show all"), USERS.path),
                    ),
                    empty(
                        t("Nobody here yet"), t("A Super Admin gives you departments or groups to look after."),
                        icon_name="users",
                    ),
                ),
            ),
            flush=True,
        ),
        person_form.person_form(seen, title=t("Add person"), save=t("Add"), on_submit=seen.create, on_close=seen.close),
        _bulk(),
    )  # fmt: skip


def _filters() -> rx.Component:
    asked = f"{seen.text}|{seen.department}|{seen.role}|{seen.status}|{seen.never_signed_in}"
    return anew(
        rx.el.form(
            text_field(
                t("Search"), "with_text", type="search", default=seen.text,
                placeholder=t("Name, e-mail, employee id or title"), max_length=LONGEST,
            ),
            department_field(
                t("Department"), "with_department", seen.departments, first=(("", t("Any department")),),
                value=seen.department, text=seen.department_path, on_open=seen.bring_departments,
            ),
            select_field(t("Role"), "with_role", (("", t("Any role")), *t_each(ROLES)), default=seen.role),
            select_field(
                t("Status"), "with_status", (("", t("Any status")), *t_each((one.value, one.label) for one in Status)),
                default=seen.status,
            ),
            checkbox(t("Never signed in"), "never_signed_in", default=seen.never_signed_in),
            button(t("Filter"), submit=True),
            rx.cond(seen.narrowed, link_button(t("Show all"), USERS.path, kind="ghost")),
            on_submit=seen.narrow,
            class_name="filters users-filters",
            custom_attrs={"role": "search", "aria-label": t("Users")},
        ),
        of=rx.cond(seen.is_hydrated, asked, ""),
    )  # fmt: skip


def _people() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.cond(
                (seen.selected.length() > 0) | seen.all_matching,
                _selection(),
                rx.el.span(seen.count_label, class_name="soft", role="status"),
            ),
            _columns(),
            class_name="table-head",
        ),
        table(t("Users"), tuple(_table_columns()), seen.rows),
        rx.cond(
            (seen.previous_href != "") | (seen.next_href != ""),
            _pages(),
        ),
    )


def _pages() -> rx.Component:
    return table_footer(
        rx.el.span(),
        rx.el.nav(
            rx.cond(seen.previous_href != "", link_button(t("Previous"), seen.previous_href, size="sm")),
            rx.cond(seen.next_href != "", link_button(t("Next"), seen.next_href, size="sm")),
            class_name="row",
            aria_label=t("Pages"),
        ),
    )


def _selection() -> rx.Component:
    return rx.el.div(
        rx.el.span(
            rx.cond(
                seen.all_matching,
                t("All {count_label} selected", count_label=seen.count_label),
                t("{count} selected", count=seen.selected.length()),
            ),
            role="status",
        ),
        rx.cond(
            seen.all_matching | ~seen.can_select_all,
            rx.fragment(),
            text_button(t("Select all {count_label}", count_label=seen.count_label), seen.select_all),
        ),
        text_button(t("Clear"), seen.select_none),
        button(t("Deactivate…"), seen.open_bulk("deactivate"), size="sm"),
        button(t("Move to department…"), seen.open_bulk("move"), size="sm"),
        button(t("Add to group…"), seen.open_bulk("join"), size="sm"),
        class_name="row",
        role="group",
        aria_label=t("Selected people"),
    )


def _bulk() -> rx.Component:
    """Asks what, shows what it would do, and does it."""
    error, key = seen.bulk_error, seen.bulk
    return dialog(
        rx.el.form(
            rx.match(
                seen.bulk,
                (
                    "move",
                    department_field(
                        t("Department"),
                        "value",
                        seen.departments,
                        error=error,
                        placeholder=t("Type a name, or open the list"),
                        on_open=seen.bring_departments,
                        on_change=seen.forget_preview,
                    ),
                ),
                (
                    "join",
                    select_field(t("Group"), "value", seen.bulk_groups, error=error, on_change=seen.forget_preview),
                ),
                text_field(
                    t("From"),
                    "value",
                    type="date",
                    default=seen.today,
                    error=error,
                    on_change=seen.forget_preview,
                    hint=t("From that day on (UTC) they cannot sign in."),
                ),
            ),
            rx.cond(seen.preview, _preview()),
            dialog_footer(
                button(t("Cancel"), closes=True),
                rx.cond(
                    seen.preview,
                    rx.fragment(
                        button(t("Apply"), seen.apply_bulk, kind="primary", disabled=seen.preview.changed == 0),
                    ),
                    button(t("Preview"), kind="primary", submit=True),
                ),
            ),
            on_submit=seen.see_preview,
            class_name="form",
            key=key,
        ),
        open=seen.bulk != "",
        title=rx.match(
            seen.bulk,
            ("move", t("Move to a department")),
            ("join", t("Add to a group")),
            t("Deactivate"),
        ),
        on_close=seen.close,
    )


def _preview() -> rx.Component:
    preview = seen.preview
    return rx.el.div(
        facts(
            (t("Will be changed"), preview.changed.to_string()),
            (t("Already so"), preview.unchanged.to_string()),
            (t("Refused"), preview.refused_count.to_string()),
            (t("Running impersonations that end at once"), preview.sessions.to_string()),
        ),
        rx.cond(
            preview.refused_count > 0,
            rx.el.ul(
                rx.foreach(
                    preview.refused.to(list[Refusal]),
                    lambda one: rx.el.li(rx.el.strong(one.name), " ", rx.el.span(one.why, class_name="soft")),
                ),
                class_name="changes",
            ),
        ),
        role="status",
        class_name="stack",
    )


def _columns() -> rx.Component:
    return menu(
        rx.fragment(icon("list-filter", 14), t("Columns")),
        menu_part(
            rx.el.fieldset(
                rx.el.legend(t("Columns"), class_name="sr-only"),
                *[
                    checkbox(
                        t(label),
                        f"column-{name}",
                        checked=seen.columns.contains(name),
                        on_change=seen.show_column(name),
                    )
                    for name, label in CHOICES.items()
                ],
                class_name="column-choices",
            )
        ),
        label=t("Columns"),
    )


def _table_columns() -> list[Column]:
    def plain(name: str) -> Any:
        return lambda row: shown(getattr(row, name))

    cells: dict[str, Any] = {"status": lambda row: badge(row.status, row.status_tone)}
    first = Column(t("Name"), _name, lead=True, width="28%", href=seen.order_hrefs["name"], order=_order("name"))
    others = [
        Column(
            t(label),
            cells.get(name, plain(name)),
            shown=seen.columns.contains(name),
            href=seen.order_hrefs[name] if name in set(Sort) else "",
            order=_order(name),
        )
        for name, label in CHOICES.items()
    ]
    chosen = Column(
        t("Selected"), _selected, width="2.75rem", shown=seen.may_manage,
        head=_checkbox(t("Select everybody on this page"), seen.all_matching | seen.page_is_selected, seen.select_page),
    )  # fmt: skip
    return [chosen, first, *others]


def _selected(row: Row) -> rx.Component:
    return _checkbox(
        t("Select {name}", name=row.name), seen.all_matching | seen.selected.contains(row.id), seen.select(row.id)
    )


def _checkbox(label: Any, checked: Any, on_change: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", checked=checked, on_change=on_change, aria_label=label), class_name="check"
    )


def _order(name: str) -> rx.Var[str]:
    return rx.cond(seen.orders.contains(name), seen.orders[name], "")


def _name(row: Row) -> rx.Component:
    return rx.el.div(
        avatar(row.name, row.initials, "sm"),
        rx.el.div(
            route_link(row.name, href=row.href, class_name="person-name person-link"),
            rx.el.span(row.email, class_name="person-mail", title=row.email),
            class_name="person-text",
        ),
        class_name="person",
    )
