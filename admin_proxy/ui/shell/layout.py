"""The frame around every page: navigation, top bar, the page itself. A picture only: what it shows is handed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

import reflex as rx

from admin_proxy.access.permissions import Permission
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.button import plain_link, route_link
from admin_proxy.ui.components.connection import connection_notice
from admin_proxy.ui.components.door import mark
from admin_proxy.ui.components.form import form
from admin_proxy.ui.components.icon import icon
from admin_proxy.ui.components.kinds import Event, Flag, Node, Text, attributes
from admin_proxy.ui.components.menu import menu, menu_action, menu_line, menu_link, menu_part
from admin_proxy.ui.components.sheet import sheet
from admin_proxy.ui.components.theme_switch import theme_switch
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell import places
from admin_proxy.ui.shell.places import Group, Place

May = Callable[[Permission], rx.Var[bool]]
"""Whether the person in view has a permission, as the browser knows it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose view it is: while impersonating, the subject."""

    name: Text
    initials: Text
    email: Text
    role: Text


def layout(
    *content: Node,
    may: May,
    viewer: Viewer,
    in_demo: Flag = False,
    unread: Text = "",
    impersonating: Flag = False,
    banner: rx.Component | None = None,
    overlays: tuple[rx.Component, ...] = (),
    saved_theme: Text = "",
    on_theme: Event = None,
) -> rx.Component:
    """The whole window.

    Args:
        may: which entries of the menu the person in view sees.
        unread: how many notifications they have not read, if any.
        content: the page, beginning with its `page_header`.
        banner: `shell.banner.banner(…)`, which shows itself while a session runs.
        overlays: dialogs and the veil.
    """
    return rx.el.div(
        plain_link(t("Skip to content"), href="#main", class_name="skip"),
        rx.el.div(
            rx.el.nav(mark(), _navigation(may), class_name="sidebar", aria_label=t("Main")),
            rx.el.div(
                _topbar(may, viewer, in_demo, unread, saved_theme, on_theme),
                rx.el.main(*content, class_name="main", tab_index=-1, custom_attrs={"id": "main"}),
                class_name="shell-main",
            ),
            class_name="shell-row",
        ),
        *([banner] if banner is not None else []),
        connection_notice(),
        *overlays,
        class_name="shell",
        custom_attrs=attributes(**{"data-impersonating": _present(impersonating)}),
    )


def _topbar(may: May, viewer: Viewer, in_demo: Flag, unread: Text, saved_theme: Text, on_theme: Event) -> rx.Component:
    return rx.el.header(
        sheet(rx.el.nav(mark(), _navigation(may), aria_label=t("Main")), label=t("Navigation")),
        mark(),
        rx.el.div(_bell(unread), _user_menu(viewer, in_demo, saved_theme, on_theme), class_name="topbar-end"),
        class_name="topbar",
    )


def _bell(unread: Text) -> rx.Component:
    """The way to the inbox, and how many there are to read; on every page, in every tab."""
    return route_link(
        icon("bell"),
        rx.el.span(t(places.NOTIFICATIONS.label), class_name="sr-only"),
        rx.cond(
            unread != "", rx.el.span(unread, rx.el.span(t(" unread"), class_name="sr-only"), class_name="bell-count")
        ),
        href=places.NOTIFICATIONS.path,
        class_name="bell",
    )


def _user_menu(viewer: Viewer, in_demo: Flag, saved_theme: Text, on_theme: Event) -> rx.Component:
    return menu(
        rx.fragment(
            avatar(viewer.name, viewer.initials, "sm"),
            rx.el.span(viewer.name, class_name="user-name truncate"),
            icon("chevron-down", 14),
        ),
        rx.el.div(
            avatar(viewer.name, viewer.initials),
            rx.el.div(
                rx.el.span(viewer.name, class_name="person-name", title=viewer.name),
                rx.el.span(viewer.email, class_name="person-mail", title=viewer.email),
                rx.el.span(viewer.role, class_name="user-role"),
                class_name="person-text",
            ),
            class_name="user-card",
        ),
        menu_line(),
        menu_part(theme_switch(saved=saved_theme, on_change=on_theme)),
        menu_line(),
        menu_link(t(places.SETTINGS.label), places.SETTINGS.path, "settings"),
        rx.cond(in_demo, menu_link(t(places.MAILBOX.label), places.MAILBOX.path, "inbox")),
        form(menu_action(t("Sign out"), "log-out", submit=True), action="/auth/sign-out", inline=True),
        label=t("Account: {name}", name=viewer.name),
    )


def _navigation(may: May) -> rx.Component:
    return rx.el.div(
        rx.el.ul(*[_entry(place, may) for place in places.MINE]),
        rx.cond(
            _any(may, places.ADMIN),
            rx.el.div(
                rx.el.p(t("Admin||the menu"), class_name="nav-heading"),
                rx.el.ul(*[_group(group, may) for group in places.ADMIN]),
                class_name="nav-section",
            ),
        ),
        class_name="nav",
    )


def _group(group: Group, may: May) -> rx.Component:
    return rx.cond(
        _any(may, (group,)),
        rx.el.li(
            rx.el.p(icon(group.icon), t(group.label), class_name="nav-group"),
            rx.el.ul(*[_part(name, entries, may) for name, entries in group.parts], class_name="nav-sub"),
        ),
    )


def _part(name: str, entries: tuple[Place, ...], may: May) -> rx.Component:
    links = [_entry(place, may) for place in entries]
    if not name:
        return rx.fragment(*links)
    return rx.cond(
        reduce(or_, [_shown(place, may) for place in entries]),
        rx.el.li(rx.el.p(t(name), class_name="nav-heading"), rx.el.ul(*links)),
    )


def _entry(place: Place, may: May) -> rx.Component:
    item = rx.el.li(_link(place))
    return rx.cond(_shown(place, may), item) if place.permission else item


def _link(place: Place) -> rx.Component:
    return route_link(
        *([icon(place.icon)] if place.icon else []), t(place.label), href=place.path, class_name="nav-link"
    )


def _any(may: May, groups: tuple[Group, ...]) -> rx.Var[bool]:
    """Is one of them to be seen?"""
    return reduce(or_, [_shown(place, may) for group in groups for _, entries in group.parts for place in entries])


def _shown(place: Place, may: May) -> rx.Var[bool]:
    return may(place.permission) if place.permission else rx.Var.create(True)


def _present(flag: Flag) -> Text | rx.Var[str] | None:
    """An attribute that is there or not."""
    if isinstance(flag, rx.Var):
        return rx.cond(flag, "", rx.Var("undefined"))
    return "" if flag else None
