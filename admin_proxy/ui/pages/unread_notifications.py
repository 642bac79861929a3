"""Home → Unread notifications: the latest of them, where there are any. Looking marks none as read."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.identity import Identity
from admin_proxy.live import About, News
from admin_proxy.notifications import inbox
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import vars_of
from admin_proxy.ui.components.words import t
from admin_proxy.ui.session import refreshing, watch
from admin_proxy.ui.shell import places

MOST = 3


@dataclass(frozen=True, slots=True)
class UnreadRow:
    title: str
    at: str


class UnreadNotificationsState(rx.State):
    """Filled by Home's `load`."""

    rows: list[UnreadRow] = []

    @rx.event
    @refreshing()
    async def refresh(self, identity: Identity) -> None:
        """One came, or was read in another tab."""
        await self._show(identity)

    async def _begin(self, identity: Identity) -> None:
        watch(self, News(About.NOTIFICATIONS, identity.subject.id or 0), UnreadNotificationsState.refresh)
        await self._show(identity)

    async def _show(self, identity: Identity) -> None:
        latest = await off_loop(inbox.latest_unread, identity, MOST)
        self.rows = [UnreadRow(one.title, when.short(identity.subject, one.at)) for one in latest]


seen = vars_of(UnreadNotificationsState)


def unread_notifications() -> rx.Component:
    return rx.cond(
        seen.rows.length() > 0,
        card(
            rx.el.ul(
                rx.foreach(
                    seen.rows, lambda one: rx.el.li(rx.el.p(one.title), rx.el.p(one.at, class_name="soft small"))
                ),
                class_name="people",
            ),
            title=t("Unread notifications"),
            actions=(link_button(t("Notifications"), places.NOTIFICATIONS.path, size="sm"),),
        ),
    )
