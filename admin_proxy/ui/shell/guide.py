"""The guide of a page: a few steps above its content, each pointing at what it speaks of."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from admin_proxy.guides import putting_away, showing
from admin_proxy.guides.putting_away import How
from admin_proxy.guides.showing import GuideCard
from admin_proxy.identity import Identity
from admin_proxy.threads import off_loop
from admin_proxy.ui.components.kinds import CalledWithText, vars_of
from admin_proxy.ui.session import refreshing, signed_in
from admin_proxy.ui.shell import places


class GuideState(rx.State):
    guide: GuideCard | None = None

    @rx.event
    @refreshing()
    async def look(self, identity: Identity) -> None:
        """Asked after each page: is there a guide for it?"""
        place = places.at(self.router.url.path)
        self.guide = await off_loop(showing.waiting, identity, place.path) if place else None

    @rx.event
    @signed_in
    async def put_away(self, identity: Identity, how: Literal["finished", "dismissed", "later"]) -> None:
        if self.guide is not None:
            await off_loop(putting_away.put_away, identity, self.guide.id, How(how))
            self.guide = None


class _Guide(rx.Component):
    library = "$/public/ui/guide.jsx"
    tag = "Guide"

    guide: rx.Var[GuideCard | None]

    on_put_away: CalledWithText


seen = vars_of(GuideState)


def guide() -> rx.Component:
    return _Guide.create(guide=seen.guide, on_put_away=seen.put_away)
