"""What an administrator looks at: each page that is opened while impersonating stands in the record.

That is no change: the person is not notified of it, no open tab is told, and no row but the record's is written. Like a
change it is not done where it cannot be recorded.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from admin_proxy import clock, db
from admin_proxy.accounts.withdrawn import PATIENCE_MS
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.identity import Identity
from admin_proxy.impersonation import acting

MOMENT = timedelta(minutes=1)
"""A page that is opened again within it, in another tab or on news, is the same look at it."""
MOST_KNOWN = 10_000

_NEVER = datetime.min.replace(tzinfo=UTC)
_looked: dict[tuple[str, str], datetime] = {}


def note(identity: Identity, path: str, name: str) -> None:
    """Record that a page is opened as somebody else; nothing for whoever is themselves.

    Args:
        name: what the page is called.

    Raises:
        ImpersonationOver: it no longer runs.
        OperationalError: others were writing for too long.
    """
    if identity.session is None:
        return
    look, now = (identity.session.id, path), clock.now()
    if _looked.get(look, _NEVER) <= now < _looked.get(look, _NEVER) + MOMENT:
        return
    with db.writing(identity.subject.organization_id, patience_ms=PATIENCE_MS) as tx:
        acting.hold(tx, identity)
        trail.record(
            tx, identity.without_session, Tag.PAGE_OPENED, done_to=Thing("page", path[:64], name), note=path,
            session_id=identity.session.id, quietly=True,
        )  # fmt: skip
    if len(_looked) >= MOST_KNOWN:
        _looked.clear()
    _looked[look] = now
