"""Home → Recent recognition: whom colleagues have thanked lately."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from admin_proxy.access.permissions import Permission, may
from admin_proxy.identity import Identity
from admin_proxy.recognition import feed
from admin_proxy.threads import off_loop
from admin_proxy.ui import when
from admin_proxy.ui.components.avatar import avatar
from admin_proxy.ui.components.button import link_button
from admin_proxy.ui.components.card import card
from admin_proxy.ui.components.kinds import Row, vars_of
from admin_proxy.ui.components.states import empty, listed
from admin_proxy.ui.components.words import t
from admin_proxy.ui.shell import places
from admin_proxy.words import names, say

MOST = 3


@dataclass(frozen=True, slots=True)
class RecentRow:
    giver: str
    initials: str
    who: str
    message: str
    about: str
    """The company value, and when."""


class RecentRecognitionState(rx.State):
    """Filled by Home's `load`."""

    rows: list[RecentRow] = []

    async def _show(self, identity: Identity) -> None:
        if not may(identity, Permission.TAKE_PART):
            self.rows = []
            return
        page = await off_loop(feed.feed, identity, most=MOST)
        self.rows = [
            RecentRow(
                giver=one.giver.name,
                initials=one.giver.initials,
                who=say(
                    "{name} thanked {receivers}",
                    name=one.giver.name,
                    receivers=names(receiver.name for receiver in one.receivers),
                ),
                message=one.message,
                about=f"{one.value} · {when.short(identity.subject, one.at)}",
            )
            for one in page.cards
        ]


seen = vars_of(RecentRecognitionState)


def recent_recognition() -> rx.Component:
    return card(
        listed(
            rx.el.ul(rx.foreach(seen.rows, _recent), class_name="people"),
            ready=seen.is_hydrated,
            is_empty=seen.rows.length() == 0,
            empty=empty(t("Nobody has been thanked yet"), icon_name="award"),
        ),
        title=t("Recent recognition"),
        actions=(link_button(t("Recognition"), places.RECOGNITION.path, size="sm"),),
    )


def _recent(row: Row) -> rx.Component:
    return rx.el.li(
        avatar(row.giver, row.initials),
        rx.el.div(
            rx.el.p(row.who, class_name="post-name"),
            rx.el.p(row.message, class_name="clamp"),
            rx.el.p(row.about, class_name="soft small"),
        ),
        class_name="recent",
    )
