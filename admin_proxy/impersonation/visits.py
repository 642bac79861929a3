"""Account activity: who has been in my account, when, why, and what was changed there.

'My' is the subject's, while impersonating too. Looking changes nothing, and there is no verb that takes anything away:
an organization can choose not to show it, and what happened is there all the same once it is shown again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity
from admin_proxy.impersonation import changes, wording
from admin_proxy.impersonation.changes import Made
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.impersonation.watching import Who, who
from admin_proxy.organizations.tables import Organization
from admin_proxy.words import say

PAGE = 20
_ID = re.compile(r"[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class Visit:
    id: str
    who: Who
    role: str
    since: datetime
    until: datetime
    """When it ended; of one that runs: when it ends."""
    is_there_now: bool
    how_long: str
    reason: str
    changes: tuple[Made, ...]
    """Oldest first; at most `changes.MOST`."""
    change_count: int


@dataclass(frozen=True, slots=True)
class Activity:
    shown: bool
    """Whether the organization lets its people see this."""
    visits: tuple[Visit, ...] = ()
    """Newest first."""
    more: str = ""
    """The cursor of the next page; empty where this is the last."""


def activity(identity: Identity, cursor: str = "") -> Activity:
    """A page of the visits to the subject's account.

    Args:
        cursor: the `more` of the page before.
    """
    if identity.subject.organization_id is None:
        return Activity(shown=False)
    query = (
        select(ImpersonationSession, Person)
        .join(Person, col(Person.id) == ImpersonationSession.actor_id)
        .where(ImpersonationSession.subject_id == identity.subject.id)
        .order_by(col(ImpersonationSession.id).desc())
        .limit(PAGE + 1)
    )
    if _ID.fullmatch(cursor):
        query = query.where(col(ImpersonationSession.id) < cursor)
    with db.reading() as tx:
        if not is_shown(tx, identity):
            return Activity(shown=False)
        rows = tx.exec(query).all()
        visits = tuple(_visit(tx, session, actor) for session, actor in rows[:PAGE])
    return Activity(shown=True, visits=visits, more=visits[-1].id if len(rows) > PAGE else "")


def is_shown(tx: Session, identity: Identity) -> bool:
    return tx.get_one(Organization, reach.organization(identity)).account_activity_shown


def _visit(tx: Session, session: ImpersonationSession, actor: Person) -> Visit:
    now = clock.now()
    is_there_now = session.ended_at is None and not session.is_overdue(now)
    until = session.ended_at or session.expires_at
    made = changes.made(tx, session.id)
    return Visit(
        id=session.id,
        who=who(actor),
        role=say(actor.role.label),
        since=session.started_at,
        until=until,
        is_there_now=is_there_now,
        how_long=wording.duration((now if is_there_now else until) - session.started_at),
        reason=wording.told_of_reason(session.reason),
        changes=made,
        change_count=changes.count(tx, session.id) if len(made) == changes.MOST else len(made),
    )
