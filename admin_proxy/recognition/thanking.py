"""Thanking colleagues in public, for one of the company's values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlmodel import Session, func, select

from admin_proxy import clock, db, typed
from admin_proxy.accounts import reach
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import colleagues
from admin_proxy.identity import Identity, Invalid
from admin_proxy.organizations import values
from admin_proxy.organizations.values import ValueCard
from admin_proxy.recognition import telling, wording
from admin_proxy.recognition.tables import Recognition, RecognitionReceiver

LONGEST = 1_000


def company_values(identity: Identity) -> tuple[ValueCard, ...]:
    """What there is to thank for, in the organization's order."""
    organization_id = reach.organization(identity)
    with db.reading() as tx:
        return tuple(values.of(tx, organization_id))


def latest(identity: Identity) -> int:
    """The subject's latest recognition, by its number; 0: there is none yet."""
    given = select(func.max(Recognition.id)).where(Recognition.giver_id == identity.subject.id)
    with db.reading() as tx:
        return tx.exec(given).one() or 0


def thank(identity: Identity, to: Sequence[int], value_id: int | None, message: str, once: str) -> int:
    """Thank those together; says how many, which is none if the form was sent before.

    Args:
        value_id: one of the organization's values; None: none was chosen, which is refused.
        once: the form's own key.

    Raises:
        Forbidden: vendor staff, who have no colleagues.
        Invalid: beside `to`, `value` or `message`; or the form was sent before with something else in it.
    """
    organization_id = reach.organization(identity)
    with db.writing(organization_id) as tx:
        key = typed.once(once)
        if (before := _given_before(tx, identity, key)) is not None:
            if _is_the_same(tx, before, to, value_id, message):
                return 0
            raise Invalid("", typed.SENT_BEFORE)
        receivers = colleagues.chosen(tx, identity, to)
        value = next((one for one in values.of(tx, organization_id) if one.id == value_id), None)
        if value is None:
            raise Invalid("value", wording.VALUE_MISSING)
        words = typed.text(message, "message", LONGEST, missing=wording.MESSAGE_MISSING)
        row = Recognition(
            organization_id=organization_id,
            giver_id=cast(int, identity.subject.id),
            value_id=value.id,
            message=words,
            given_at=clock.now(),
            once=key,
        )
        tx.add(row)
        tx.flush()
        names = [one.name for one in receivers]
        trail.record(
            tx, identity, Tag.RECOGNITION_GIVEN, done_to=thing(row, names),
            after={"to": wording.names(names), "company_value": value.name, "message": words},
        )  # fmt: skip
        for receiver in receivers:
            tx.add(RecognitionReceiver(recognition_id=cast(int, row.id), person_id=cast(int, receiver.id)))
            others = [one.name for one in receivers if one.id != receiver.id]
            telling.given(tx, identity, receiver, others, value.name, words)
        return len(receivers)


def thing(row: Recognition, receivers: Sequence[str]) -> trail.Thing:
    return trail.Thing("recognition", str(row.id), wording.GIVEN.format(receivers=wording.names(receivers)))


def _given_before(tx: Session, identity: Identity, once: str) -> Recognition | None:
    given = select(Recognition).where(Recognition.giver_id == identity.subject.id, Recognition.once == once)
    return tx.exec(given).first()


def _is_the_same(tx: Session, row: Recognition, to: Sequence[int], value_id: int | None, message: str) -> bool:
    receivers = select(RecognitionReceiver.person_id).where(RecognitionReceiver.recognition_id == row.id)
    words = typed.text(message, "message", LONGEST)
    return (set(tx.exec(receivers)), row.value_id, row.message) == (set(to), value_id, words)
