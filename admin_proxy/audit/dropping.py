"""Retention: dropping what is older than it is to be kept, in whole segments from the beginning of a chain on.

A tombstone takes the place of what is gone: signed, and told of by an entry in the chain, which goes on there. Only
a record that is sound, by its anchors, too, is dropped from: what is broken is evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, text
from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.audit import anchors, canonical, checking, erasing, names, tombstones, trail, verifying
from admin_proxy.audit.anchors import AnchorError
from admin_proxy.audit.tables import AuditTombstone
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.config import Settings
from admin_proxy.db import UtcDateTime
from admin_proxy.identity import Forbidden, Identity, Refused, operator

SEGMENT = 1_000
"""Links that are dropped together; the database's triggers know the number, too."""
AT_ONCE = 20
"""Segments that one transaction drops, so that nobody waits for long."""


class BrokenRecord(Refused):
    """Nothing is dropped from a record that is not sound."""


@dataclass(frozen=True, slots=True)
class Dropped:
    name: str
    """Slug of the organization; empty where entries concern none."""
    entries: int
    until: int
    """The last that is gone."""


def keep(settings: Settings) -> list[Dropped]:
    """Drop what is older than the settings say, if they do."""
    if not settings.audit_keep_days:
        return []
    return drop(operator(None), settings, clock.now() - timedelta(days=settings.audit_keep_days))


def drop(identity: Identity, settings: Settings, before: datetime) -> list[Dropped]:
    """Drop each segment all of which is older than `before`: of the operator's organization, or of all of them.

    Raises:
        AnchorError: there is no key to sign a tombstone with.
        BrokenRecord: the record, or what is dropped of it, is not what was written.
        Forbidden: somebody else than the operator.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can drop what the record says.")
    key, given = anchors.signing_key(settings), checking.means(settings)
    if given.failure:
        raise AnchorError(f"Nothing is dropped: {given.failure}.")
    done = []
    for verdict in verifying.verify(identity.subject.organization_id, anchored=given.anchored, keys=[key.public_key()]):
        chain = verdict.chain
        if verdict.problem is not None:
            raise BrokenRecord(
                f"Nothing is dropped from the record of {chain.name or 'no organization'}: {verdict.problem}."
            )
        if verdict.doubt:
            raise AnchorError(f"Nothing is dropped from the record of {chain.name}: {verdict.doubt}.")
        until = chain.begin
        while (further := _drop(settings, chain.chain, before)) > until:
            until = further
        if until > chain.begin:
            done.append(Dropped(chain.name, until - chain.begin, until))
    if done:
        _forget_names()
        erasing.forget_what_was_freed()
    return done


def _drop(settings: Settings, chain: int, before: datetime) -> int:
    """A few segments, with the tombstone and the entry that tells of it, in one transaction; how far that went."""
    with db.writing(chain or None) as tx:
        begin, previous = _beginning(tx, chain)
        until = _segments_before(tx, chain, begin, before)
        if until == begin:
            return begin
        stone = AuditTombstone(
            chain=chain, until=until, after=begin, previous=previous, digest=_digest(tx, chain, until),
            dropped_at=clock.now(), told_by="",
        )  # fmt: skip
        entry = trail.record(
            tx, operator(chain or None), Tag.RECORD_DROPPED, done_to=Thing("audit_log", "", "Audit log"),
            after=tombstones.promise(stone), note=f"Older than {before:%Y-%m-%d}",
        )  # fmt: skip
        stone.told_by = entry.id
        tombstones.sign(stone, anchors.signing_key(settings))
        tx.flush()
        tx.add(stone)
        tx.flush()
        if db.is_sqlite(tx):
            tx.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        given = {"chain": chain, "after": begin, "until": until}
        tx.execute(_DROP_ENTRIES, given)
        tx.execute(_DROP_LINKS, given)
        return until


def _beginning(tx: Session, chain: int) -> tuple[int, str]:
    stones = tombstones.of(tx.connection(), chain)
    return (stones[-1].until, stones[-1].digest) if stones else (0, canonical.BEGINNING)


def _segments_before(tx: Session, chain: int, begin: int, before: datetime) -> int:
    """The end of the last whole segment, of the next few, that has nothing in it that is to be kept."""
    last = begin + AT_ONCE * SEGMENT
    given = {"chain": chain, "after": begin, "until": last, "before": before}
    young, end = tx.execute(_FIRST_TO_KEEP, given).one()
    old = min(last, end or begin, (young or last + 1) - 1)
    return max(begin, old - old % SEGMENT)


def _digest(tx: Session, chain: int, seq: int) -> str:
    found = text("SELECT digest FROM audit_link WHERE chain = :chain AND seq = :seq")
    return str(tx.execute(found, {"chain": chain, "seq": seq}).scalar_one())


def _forget_names() -> None:
    with db.writing() as tx:
        names.forget_unused(tx)


_FIRST_TO_KEEP = text(
    """
    SELECT min(CASE WHEN e.at >= :before THEN l.seq END), max(l.seq)
    FROM audit_link AS l JOIN audit_entry AS e ON e.id = l.entry_id
    WHERE l.chain = :chain AND l.seq > :after AND l.seq <= :until
    """
).bindparams(bindparam("before", type_=UtcDateTime))
_DROP_ENTRIES = text(
    """
    DELETE FROM audit_entry WHERE id IN (
        SELECT entry_id FROM audit_link WHERE chain = :chain AND seq > :after AND seq <= :until
    )
    """
)
_DROP_LINKS = text("DELETE FROM audit_link WHERE chain = :chain AND seq > :after AND seq <= :until")
