"""Reacting to a recognition. One says how it is to be and not to turn it over, so that saying it twice does no harm."""

from __future__ import annotations

from typing import cast

from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, NotFound
from admin_proxy.recognition import thanking, wording
from admin_proxy.recognition.tables import Kind, Reaction, Recognition, RecognitionReceiver


def react(identity: Identity, recognition_id: int, kind: Kind, *, on: bool) -> bool:
    """Have the subject react so, or no longer; says whether that was not so already.

    Raises:
        NotFound: there is no such recognition in one's own organization.
    """
    organization_id = reach.organization(identity)
    with db.writing(organization_id) as tx:
        row = tx.get(Recognition, recognition_id) if reach.is_number(recognition_id) else None
        if row is None or row.organization_id != organization_id:
            raise NotFound(wording.NO_SUCH_RECOGNITION)
        mine = cast(int, identity.subject.id)
        present = tx.get(Reaction, (recognition_id, kind, mine))
        if (present is not None) == on:
            return False
        if present is None:
            tx.add(Reaction(recognition_id=recognition_id, kind=kind, person_id=mine, at=clock.now()))
        else:
            tx.delete(present)
        trail.record(
            tx, identity, Tag.REACTION_ADDED if on else Tag.REACTION_REMOVED,
            done_to=thanking.thing(row, _receivers(tx, recognition_id)),
            before=None if on else {"reaction": kind.label}, after={"reaction": kind.label} if on else None,
        )  # fmt: skip
        return True


def _receivers(tx: Session, recognition_id: int) -> list[str]:
    rows = tx.exec(
        select(Person)
        .join(RecognitionReceiver, col(RecognitionReceiver.person_id) == col(Person.id))
        .where(RecognitionReceiver.recognition_id == recognition_id)
        .order_by(col(Person.id))
    )
    return [one.name for one in rows]
