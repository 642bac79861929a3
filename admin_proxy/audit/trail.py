"""Writing the record. An entry is written in the transaction of what it records, or neither is.

That makes this the place where a change made while impersonating can be stopped: whoever is registered with
`before_recording` is asked, inside that transaction, whether the impersonation still runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, NamedTuple

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import bulk, clock, db, live
from admin_proxy.audit import chain, names
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Party

Values = dict[str, Any]
_STANDING = (
    "organization_id", "at", "actor_kind", "actor_id", "actor_name", "actor_email", "subject_id", "subject_name",
    "subject_email", "people_text", "session_id", "address", "note",
)  # fmt: skip
"""What is the same in everything that one identity does at a time, in the order of `_standing`."""
_checks: list[Callable[[Session, Identity], None]] = []


@dataclass(frozen=True, slots=True)
class Thing:
    """What something was done to, by a name that stays readable when the thing is gone."""

    kind: str
    id: str
    name: str


class Deed(NamedTuple):
    """One of many entries that are written at once; the fields are those of `record`."""

    tag: Tag
    done_to: Thing
    before: Values | None
    after: Values | None


def before_recording(check: Callable[[Session, Identity], None]) -> None:
    """Register what must hold before anything is recorded that was done while impersonating; it raises if not."""
    if check not in _checks:
        _checks.append(check)


def record(
    tx: Session,
    identity: Identity,
    tag: Tag,
    *,
    done_to: Thing | None = None,
    before: Values | None = None,
    after: Values | None = None,
    note: str = "",
    session_id: str | None = None,
    organization_id: int | None = None,
    quietly: bool = False,
) -> AuditEntry:
    """Write what `identity` did, under both names.

    Args:
        done_to: what it was done to.
        before: JSON-ready values that were, by field; only those that changed.
        after: JSON-ready values that are now, by field; only those that changed.
        note: a reason given, a cause, or the sentence of a refusal.
        session_id: the impersonation it belongs to, where `identity` does not say (at its own start and end).
        organization_id: whose record it belongs in, where that is not the subject's own organization (vendor
            staff change a rule of an organization that they look after).
        quietly: whoever reads the record is not told that there is something new.

    Raises:
        ImpersonationOver: `identity` impersonates, and the impersonation no longer runs.
    """
    _check(tx, identity)
    standing = _standing(identity)
    if session_id:
        standing["session_id"] = session_id
    if organization_id is not None:
        standing["organization_id"] = organization_id
    done: Values = {"tag": tag.value, "before": before, "after": after, "note": note[:2000], **_named(done_to)}
    entry = AuditEntry(id=str(uuid7()), **standing, **done)
    tx.add(entry)
    _name(tx, entry.organization_id, identity.actor, identity.subject)
    chain.append(tx, entry)
    if not quietly:
        _announce(tx, entry.organization_id)
    return entry


def record_all(tx: Session, identity: Identity, deeds: Iterable[Deed]) -> None:
    """Write many entries of what `identity` did, as `record` would one by one.

    Raises:
        ImpersonationOver: `identity` impersonates, and the impersonation no longer runs.
    """
    _check(tx, identity)
    standing = {**_standing(identity), "note": ""}
    columns = ("id", "key", "tag", "object_kind", "object_id", "object_name", "before", "after", *standing)
    _name(tx, identity.subject.organization_id, identity.actor, identity.subject)
    bulk.insert(tx, AuditEntry, columns, _rows(tx, deeds, standing))
    _announce(tx, identity.subject.organization_id)


def _rows(tx: Session, deeds: Iterable[Deed], standing: Values) -> Iterator[tuple[Any, ...]]:
    same = tuple(standing.values())
    add = chain.appending(tx, standing)
    for tag, done_to, before, after in deeds:
        own = (str(uuid7()), token_hex(32), tag.value, done_to.kind, done_to.id, done_to.name[:254], before, after)
        add(*own)
        yield (*own, *same)


def record_by_each(tx: Session, done: Iterable[tuple[Identity, Deed]]) -> None:
    """Write many entries of what several people did in their own names, each at the time at which it is reached."""
    columns = ("id", "key", "tag", "object_kind", "object_id", "object_name", "before", "after", *_STANDING)
    bulk.insert(tx, AuditEntry, columns, _rows_by_each(tx, done))


def _rows_by_each(tx: Session, done: Iterable[tuple[Identity, Deed]]) -> Iterator[tuple[Any, ...]]:
    standings: dict[int | None, Values] = {}
    for identity, deed in done:
        who = identity.subject.id
        if who not in standings:
            standings[who] = {**_standing(identity), "note": ""}
            _name(tx, identity.subject.organization_id, identity.actor, identity.subject)
            _announce(tx, identity.subject.organization_id)
        standings[who]["at"] = clock.now()
        yield from _rows(tx, (deed,), standings[who])


def record_visitor(
    tx: Session, tag: Tag, *, email: str, address: str, about: Party | None = None, note: str = ""
) -> AuditEntry:
    """Write what somebody did who is not signed in: all that is known is the e-mail typed and the address.

    Args:
        email: as typed; cut to the length of an e-mail address.
        about: the person whose e-mail that is, where there is one.
    """
    typed = email[:254] or "(empty)"
    entry = AuditEntry(
        id=str(uuid7()),
        organization_id=about.organization_id if about else None,
        at=clock.now(),
        tag=tag.value,
        actor_kind="visitor",
        actor_name="Somebody not signed in",
        actor_email=typed,
        subject_id=about.id if about else None,
        subject_name=about.name if about else "Nobody",
        subject_email=about.email if about else typed,
        people_text=names.folded(about.name if about else "", typed),
        note=note[:2000],
        address=address,
    )
    tx.add(entry)
    if about is not None and about.organization_id is not None:
        names.note(tx, [(about.organization_id, about.id or 0, entry.people_text)])
    chain.append(tx, entry)
    _announce(tx, entry.organization_id)
    return entry


def _name(tx: Session, organization_id: int | None, *parties: Party) -> None:
    if organization_id is not None:
        names.note(tx, [(organization_id, party.id or 0, names.folded(party.name, party.email)) for party in parties])


def _announce(tx: Session, organization_id: int | None) -> None:
    """Once the transaction has committed, however many entries it writes; never if it does not."""
    told: set[int] = tx.info.setdefault("record_told", set())
    if organization_id is not None and organization_id not in told:
        told.add(organization_id)
        db.after_commit(tx, lambda: live.tell_record(organization_id))


def _check(tx: Session, identity: Identity) -> None:
    if identity.session is not None:
        for check in _checks:
            check(tx, identity)


def _standing(identity: Identity) -> Values:
    """What is the same in everything that one identity does: who, as whom, where, when."""
    actor, subject = identity.actor, identity.subject
    return {
        "organization_id": subject.organization_id,
        "at": clock.now(),
        "actor_kind": "operator" if actor.is_operator else "person",
        "actor_id": actor.id,
        "actor_name": actor.name,
        "actor_email": actor.email,
        "subject_id": subject.id,
        "subject_name": subject.name,
        "subject_email": subject.email,
        "people_text": names.folded(actor.name, actor.email, subject.name, subject.email),
        "session_id": identity.session.id if identity.session else None,
        "address": identity.address,
    }


def _named(thing: Thing | None) -> dict[str, str]:
    if thing is None:
        return {}
    return {"object_kind": thing.kind, "object_id": thing.id, "object_name": thing.name[:254]}
