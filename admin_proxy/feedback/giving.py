"""Giving feedback to colleagues, unasked. Each of them gets it alone, and does not learn who else did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlmodel import Session, select

from admin_proxy import clock, db, typed
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing, Values
from admin_proxy.directory import colleagues
from admin_proxy.feedback import telling, wording
from admin_proxy.feedback.tables import Feedback
from admin_proxy.identity import Identity, Invalid

LONGEST = 4_000


def give(identity: Identity, to: Sequence[int], text: str, once: str) -> int:
    """Give the same feedback to each of those; says to how many, which is none if the form was sent before.

    Args:
        once: the form's own key.

    Raises:
        Forbidden: vendor staff, who have no colleagues.
        Invalid: beside `to` or `text`; or the form was sent before with something else in it.
    """
    with db.writing(reach.organization(identity)) as tx:
        key, words = typed.once(once), checked(text)
        if given := _given_before(tx, identity, key):
            if {row.receiver_id for row in given} == set(to) and given[0].text == words:
                return 0
            raise Invalid("", typed.SENT_BEFORE)
        receivers = colleagues.chosen(tx, identity, to)
        for receiver in receivers:
            row = keep(tx, identity, receiver, receiver, words, key)
            trail.record(
                tx, identity, Tag.FEEDBACK_GIVEN, done_to=thing(row, receiver, receiver),
                after=recorded(receiver, receiver, words),
            )  # fmt: skip
        return len(receivers)


def checked(text: str) -> str:
    return typed.text(text, "text", LONGEST, missing=wording.TEXT_MISSING)


def keep(
    tx: Session,
    identity: Identity,
    receiver: Person,
    about: Person,
    words: str,
    once: str,
    request_id: int | None = None,
) -> Feedback:
    """Write it down, and tell the receiver."""
    row = Feedback(
        organization_id=identity.organization_id,
        giver_id=cast(int, identity.subject.id),
        receiver_id=cast(int, receiver.id),
        about_id=cast(int, about.id),
        request_id=request_id,
        text=words,
        given_at=clock.now(),
        once=once,
    )
    tx.add(row)
    tx.flush()
    telling.received(tx, identity, receiver, about)
    return row


def thing(row: Feedback, receiver: Person, about: Person) -> Thing:
    said = wording.GIVEN if receiver.id == about.id else wording.GIVEN_ABOUT
    return Thing("feedback", str(row.id), said.format(receiver=receiver.name, about=about.name))


def recorded(receiver: Person, about: Person, words: str) -> Values:
    """What the record keeps of it: Super Admins read the record, and feedback is not for them."""
    more = {} if receiver.id == about.id else {"about": about.name}
    return {"to": receiver.name, **more, "length": f"{len(words)} characters"}


def _given_before(tx: Session, identity: Identity, once: str) -> Sequence[Feedback]:
    return tx.exec(select(Feedback).where(Feedback.giver_id == identity.subject.id, Feedback.once == once)).all()
