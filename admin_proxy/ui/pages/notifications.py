"""/notifications: what the person in view was told, newest first, and what of it is unread."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.identity import Identity
from admin_proxy.live import About, News
from admin_proxy.notifications import inbox
from admin_proxy.notifications.wording import NOT_YOURS_TO_DISMISS
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.button import button, route_link
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, attributes, vars_of
from admin_proxy.ui.components.page_header import page_header
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.table import table_footer
from admin_proxy.ui.components.words import t
from admin_proxy.ui.growing import leading_on
from admin_proxy.ui.session import refreshing, signed_in, watch
from admin_proxy.ui.shell.frame import frame
from admin_proxy.ui.shell.state import ShellState
from admin_proxy.ui.shell.whose import mine, them


@dataclass(frozen=True, slots=True)
class NoticeRow:
    id: str
    title: str
    text: str
    link: str
    at: str
    is_unread: bool


class NotificationsState(rx.State):
    notices: list[NoticeRow] = []
    has_more: bool = False

    _more: str = ""

    @rx.event
    @signed_in
    async def load(self, identity: Identity) -> None:
        self.notices = []
        watch(self, News(About.NOTIFICATIONS, identity.subject.id or 0), NotificationsState.refresh)
        await self._show(identity)

    @rx.event
    @refreshing()
    async def refresh(self, identity: Identity) -> None:
        """One came, or was read in another tab."""
        await self._show(identity)

    @rx.event
    @signed_in
    async def read_more(self, identity: Identity) -> None:
        if self._more:
            await self._read(identity, self._more)

    @rx.event
    @signed_in
    async def mark_read(self, identity: Identity, notification_id: str) -> None:
        await off_loop(inbox.mark_read, identity, notification_id)

    @rx.event
    @signed_in
    async def mark_all_read(self, identity: Identity) -> None:
        """All that the tab shows, and what is older."""
        newest = self.notices[0].id if self.notices else ""
        await off_loop(inbox.mark_all_read, identity, newest)

    @rx.event
    @signed_in
    async def follow_link(self, identity: Identity, notification_id: str) -> None:
        """Who looks at what it is about has read it; while impersonating, looking changes nothing."""
        if not identity.impersonating:
            await off_loop(inbox.mark_read, identity, notification_id)

    async def _show(self, identity: Identity) -> None:
        """What was shown before, as it is now: news may come while somebody reads far down."""
        before = len(self.notices)
        self.notices = []
        await self._read(identity, "")
        while self._more and len(self.notices) < before:
            await self._read(identity, self._more)

    async def _read(self, identity: Identity, cursor: str) -> None:
        page = await off_loop(inbox.inbox, identity, cursor)
        self.notices = [
            *self.notices,
            *(
                NoticeRow(one.id, one.title, one.text, one.link, when.short(identity.subject, one.at), one.is_unread)
                for one in page.cards
            ),
        ]
        self._more = leading_on(self.notices, page.more)
        self.has_more = bool(self._more)


seen = vars_of(NotificationsState)
shell = vars_of(ShellState)


def page() -> rx.Component:
    return frame(
        page_header(t("Notifications"), actions=(_mark_all(),)),
        card(
            listed(
                rx.fragment(
                    rx.el.ol(rx.foreach(seen.notices, _notice), class_name="told"),
                    rx.cond(
                        seen.has_more,
                        table_footer(
                            rx.el.span(t("{count} shown", count=seen.notices.length())),
                            button(t("Load more"), seen.read_more, size="sm"),
                        ),
                    ),
                ),
                ready=seen.is_hydrated,
                is_empty=seen.notices.length() == 0,
                empty=empty(
                    t("Nothing yet"),
                    mine(
                        t(
                            "What concerns you is told here, such as an administrator having changed something in "
                            "your name."
                        ),
                        t(
                            "What concerns {name} is told here, such as an administrator having changed something in "
                            "{name}’s name.",
                            name=them,
                        ),
                    ),
                    icon_name="bell",
                ),
            ),
            flush=True,
        ),
    )


def _mark_all() -> rx.Component:
    return rx.cond(
        shell.unread != "",
        button(
            t("Mark all read"), seen.mark_all_read, size="sm",
            reason=rx.cond(shell.impersonating, t(NOT_YOURS_TO_DISMISS), ""),
        ),
    )  # fmt: skip


def _notice(notice: Row) -> rx.Component:
    return rx.el.li(
        rx.el.span(class_name="told-dot"),
        rx.el.div(
            rx.el.h2(
                notice.title,
                rx.cond(notice.is_unread, rx.el.span(t(" (unread)"), class_name="sr-only")),
                class_name="told-title",
            ),
            rx.el.p(notice.at, class_name="soft small told-at"),
            rx.el.p(notice.text, class_name="told-text"),
            rx.cond(
                notice.link != "",
                rx.el.p(
                    route_link(
                        t("See details"), href=notice.link, class_name="link", on_click=seen.follow_link(notice.id)
                    ),
                    class_name="told-foot",
                ),
            ),
        ),
        rx.cond(
            notice.is_unread & ~shell.impersonating,
            button(t("Mark read"), seen.mark_read(notice.id), kind="ghost", size="sm"),
            rx.el.span(),
        ),
        class_name="told-one",
        custom_attrs=attributes(**{"data-unread": rx.cond(notice.is_unread, "", rx.Var("undefined"))}),
    )
