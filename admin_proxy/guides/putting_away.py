"""Putting a guide away: for good, until tomorrow, or, by an administrator who visits, for that visit only."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from admin_proxy import clock, db
from admin_proxy.guides.catalog import GUIDES
from admin_proxy.guides.tables import GuideHidden, GuidePutAway
from admin_proxy.identity import Identity, NotFound
from admin_proxy.words import say

LATER = timedelta(days=1)


class How(StrEnum):
    FINISHED = "finished"
    DISMISSED = "dismissed"
    LATER = "later"


def put_away(identity: Identity, guide: str, how: How) -> None:
    """The guide does not come again, or not before tomorrow. Twice is the same as once; the last word counts.

    Nothing of it is recorded: it is about what somebody's own screen shows, and a visit changes only its own.

    Raises:
        NotFound: there is no such guide.
    """
    if guide not in {one.id for one in GUIDES}:
        raise NotFound(say("There is no such guide."))
    with db.writing(identity.subject.organization_id) as tx:
        if identity.session is not None:
            tx.merge(GuideHidden(session_id=identity.session.id, guide=guide))
            return
        until = clock.now() + LATER if how is How.LATER else None
        tx.merge(GuidePutAway(person_id=identity.subject.id or 0, guide=guide, how=how.value, until=until))
