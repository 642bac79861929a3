"""The inbox. 'My' is the subject's. Looking changes nothing, and only the person themselves marks anything as read.

What tells of somebody's own acting in the person's name is not there for that somebody while they impersonate the
person: neither do they see it arrive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import Session, col, select

from admin_proxy import clock, db, live
from admin_proxy.identity import Forbidden, Identity, NotFound
from admin_proxy.notifications import wording
from admin_proxy.notifications.tables import Notification

PAGE = 20
MOST_COUNTED = 99
_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class NotificationCard:
    id: str
    title: str
    text: str
    link: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    cards: tuple[NotificationCard, ...]
    """Newest first."""
    more: str
    """The cursor of the next page; empty where this is the last."""
    unread: int
    """At most one more than `MOST_COUNTED`."""


def inbox(identity: Identity, cursor: str = "") -> Inbox:
    """A page of the subject's notifications.

    Args:
        cursor: the `more` of the page before.
    """
    where = _shown_to(identity)
    query = select(Notification).where(*where).order_by(col(Notification.id).desc()).limit(PAGE + 1)
    if _ID.fullmatch(cursor):
        query = query.where(col(Notification.id) < cursor)
    with db.reading() as tx:
        rows = tx.exec(query).all()
        shown = rows[:PAGE]
        return Inbox(
            cards=tuple(_card(row) for row in shown),
            more=shown[-1].id if len(rows) > PAGE else "",
            unread=_count(tx, where),
        )


def unread(identity: Identity) -> int:
    """How many are unread; at most one more than `MOST_COUNTED`."""
    with db.reading() as tx:
        return _count(tx, _shown_to(identity))


def latest_unread(identity: Identity, most: int) -> tuple[NotificationCard, ...]:
    """The newest of those that are unread, at most so many."""
    unread_ones = select(Notification).where(*_shown_to(identity), col(Notification.read_at).is_(None))
    with db.reading() as tx:
        return tuple(_card(row) for row in tx.exec(unread_ones.order_by(col(Notification.id).desc()).limit(most)))


def mark_read(identity: Identity, notification_id: str) -> None:
    """Mark one as read; again is fine.

    Raises:
        Forbidden: while impersonating.
        NotFound: none of theirs.
    """
    own = _own(identity)
    if not _ID.fullmatch(notification_id):
        raise NotFound(wording.NO_SUCH_NOTIFICATION)
    with db.writing() as tx:
        found = tx.exec(select(Notification).where(*own, Notification.id == notification_id)).first()
        if found is None:
            raise NotFound(wording.NO_SUCH_NOTIFICATION)
        if found.read_at is None:
            found.read_at = clock.now()
            db.after_commit(tx, partial(live.tell_notifications, found.person_id))


def mark_all_read(identity: Identity, up_to: str) -> int:
    """Mark all as read that had arrived by then; returns how many.

    Args:
        up_to: id of the newest one that was seen: what came since stays unread.

    Raises:
        Forbidden: while impersonating.
    """
    own = _own(identity)
    if not _ID.fullmatch(up_to):
        return 0
    with db.writing() as tx:
        marked = tx.execute(
            update(Notification)
            .where(*own, col(Notification.read_at).is_(None), col(Notification.id) <= up_to)
            .values(read_at=clock.now())
        )
        count = int(marked.rowcount)  # type: ignore[attr-defined]
        if count and identity.subject.id is not None:
            db.after_commit(tx, partial(live.tell_notifications, identity.subject.id))
        return count


def _own(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    if identity.impersonating:
        raise Forbidden(wording.NOT_YOURS_TO_DISMISS)
    return _shown_to(identity)


def _shown_to(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    own = col(Notification.person_id) == identity.subject.id
    if not identity.impersonating:
        return (own,)
    about = col(Notification.about_actor_id)
    return own, or_(about.is_(None), about != identity.actor.id)


def _count(tx: Session, where: tuple[ColumnElement[bool], ...]) -> int:
    some = select(Notification.id).where(*where, col(Notification.read_at).is_(None)).limit(MOST_COUNTED + 1)
    return tx.exec(select(func.count()).select_from(some.subquery())).one()


def _card(row: Notification) -> NotificationCard:
    return NotificationCard(row.id, row.title, row.text, row.link, row.at, row.read_at is None)
