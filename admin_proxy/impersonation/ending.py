"""The one door through which every impersonation ends.

It opens once for each session (compare-and-set on `ended_at IS NULL`), whoever comes first and however many come.
The entry, and the notice to the person where one is due, are written in the same transaction; and so ends what hangs on
the session (see `when_ended`).
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import update
from sqlmodel import Session, col

from admin_proxy import clock
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from admin_proxy.impersonation import changes, notice, telling, wording
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.standing import Standing
from admin_proxy.impersonation.tables import ImpersonationSession

LONGEST_SENTENCE = 500


_hanging: list[Callable[[Session, Standing], None]] = []


def when_ended(end_too: Callable[[Session, Standing], None]) -> None:
    """Register what ends with a session, in its transaction."""
    if end_too not in _hanging:
        _hanging.append(end_too)


def end(
    tx: Session,
    standing: Standing,
    cause: EndCause,
    *,
    identity: Identity | None = None,
    sentence: str = "",
    seen: bool = False,
) -> bool:
    """End the session, if it has not ended yet; says whether this call did it.

    Whatever the cause given: a session that is over its time has expired, and ended when its time was up, not when
    somebody noticed.

    Args:
        identity: who ends it, where that is not the actor.
        sentence: why it is no longer allowed.
        seen: the actor is told in another way, so no pop-up is due.
    """
    now, session = clock.now(), standing.session
    if session.is_overdue(now):
        cause, identity, sentence = EndCause.EXPIRED, None, ""
    ended_at = session.expires_at if cause is EndCause.EXPIRED else now
    said = wording.ended(cause, standing.subject.name, sentence)[:LONGEST_SENTENCE]
    changed = tx.execute(
        update(ImpersonationSession)
        .where(
            col(ImpersonationSession.id) == session.id,
            col(ImpersonationSession.ended_at).is_(None),
            col(ImpersonationSession.expires_at) == session.expires_at,
        )
        .values(
            ended_at=ended_at,
            end_cause=cause.value,
            end_sentence=said,
            seen_at=now if seen or cause.by_the_actor else None,
        )
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    made = changes.count(tx, session.id)
    trail.record(
        tx,
        identity.without_session if identity else standing.recorded(),
        Tag.IMPERSONATION_ENDED,
        done_to=trail.Thing("impersonation", session.id, f"{standing.actor.name} as {standing.subject.name}"),
        after={"cause": cause.value, "ended_at": ended_at.isoformat(), "changes": made},
        note=sentence,
        session_id=session.id,
    )
    if made and (session.notifies or standing.organization.notify_of_changes):
        notice.give(tx, standing)
    for end_too in _hanging:
        end_too(tx, standing)
    telling.of(tx, session)
    return True
