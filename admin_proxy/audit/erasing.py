"""Erasing what the record says of a person, without breaking the chain.

The chain knows of an entry only a digest that is keyed with the entry's own random bytes. Erasing empties what is
personal and puts other bytes in their place, after which nobody can tell what the digest was of. What is left (who else
took part, when, what kind of deed) is vouched for by an entry `audit.person.erased`, which stands in the same chain.
"""

from __future__ import annotations

from collections.abc import Callable
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from admin_proxy import db
from admin_proxy.audit import canonical, erasures, names, trail
from admin_proxy.audit.tables import AuditEntry, AuditErased
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.identity import Forbidden, Identity, NotFound, operator

_DEED: dict[str, Any] = {"object_name": "", "before": None, "after": None, "note": ""}
_hanging: list[Callable[[Session, int], None]] = []


def when_erased(erase_too: Callable[[Session, int], None]) -> None:
    """Register what is erased of a person beside the record."""
    if erase_too not in _hanging:
        _hanging.append(erase_too)


def erase(identity: Identity, person_id: int | None, email: str = "") -> int:
    """Empty every entry of whatever organization that is about a person; returns how many those were.

    Args:
        person_id: whom; None where they are known by their e-mail only.
        email: also what somebody who was not signed in typed as this e-mail.

    Raises:
        Forbidden: somebody else than the operator.
        NotFound: the record says nothing of them, or nothing any more.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can erase what the record says of a person.")
    about = _about(person_id, email)
    with db.reading() as tx:
        chains = sorted(tx.exec(select(func.coalesce(AuditEntry.organization_id, 0)).where(about).distinct()).all())
    erased = sum(_erase(chain, person_id, email) for chain in chains)
    with db.writing() as tx:  # also where no entry is left: whoever erased those may have died before this
        _write_over(tx)
        if person_id is not None:
            for erase_too in _hanging:
                erase_too(tx, person_id)
        names.forget(tx, person_id, email)
    forget_what_was_freed()
    if not chains:
        raise NotFound("The record says nothing of them, or nothing any more.")
    return erased


def _erase(chain: int, person_id: int | None, email: str) -> int:
    """The entries of one chain, and the entry that tells of it, in one transaction."""
    with db.writing(chain or None) as tx:
        of_the_chain = func.coalesce(AuditEntry.organization_id, 0) == chain
        ids = tx.exec(select(AuditEntry.id).where(of_the_chain, _about(person_id, email)).order_by(col(AuditEntry.id)))
        whom = Thing("person", str(person_id or ""), f"Person {person_id}" if person_id else "Somebody by e-mail")
        told = trail.record(tx, operator(chain or None), Tag.PERSON_ERASED, done_to=whom)
        tx.expunge(told)  # written last, since it cannot be changed any more then
        _write_over(tx)
        for entry_id in ids.all():
            _empty(tx, entry_id, told.id, person_id, email)
        told.after = erasures.summary(tx.connection(), told.id)
        tx.add(told)
        return int(told.after["entries"])


def _empty(tx: Session, entry_id: str, erasure_id: str, person_id: int | None, email: str) -> None:
    entry = tx.exec(select(AuditEntry).where(AuditEntry.id == entry_id)).one()
    tx.expunge(entry)
    left = {**_DEED, **_without(entry, person_id, email), "key": token_hex(32)}
    form = canonical.of({**entry.model_dump(), **left})
    tx.add(AuditErased(erasure_id=erasure_id, entry_id=entry_id, content=canonical.content(left["key"], form)))
    tx.flush()
    tx.execute(update(AuditEntry).where(col(AuditEntry.id) == entry_id).values(**left, erased_by=erasure_id))


def _without(entry: AuditEntry, person_id: int | None, email: str) -> dict[str, Any]:
    """The names of the one who is erased, emptied; those of the other stay, and so do numbers."""
    is_subject = _is(entry.subject_id, entry.subject_email, person_id, email)
    is_actor = _is(entry.actor_id, entry.actor_email, person_id, email)
    is_actor = is_actor or (is_subject and entry.actor_kind == "visitor")  # who typed the subject's own e-mail
    left: dict[str, Any] = {}
    if is_actor:
        left |= {"actor_name": "", "actor_email": "", "address": ""}
    if is_subject:
        left |= {"subject_name": "", "subject_email": ""}
    if is_actor or is_subject:
        others = (*_of(entry, "actor", unless=is_actor), *_of(entry, "subject", unless=is_subject))
        left["people_text"] = names.folded(*others) if any(others) else ""
    return left


def _of(entry: AuditEntry, whose: str, *, unless: bool) -> tuple[str, ...]:
    """By what they are found."""
    return () if unless else (getattr(entry, f"{whose}_name"), getattr(entry, f"{whose}_email"))


def _is(their_id: int | None, their_email: str, person_id: int | None, email: str) -> bool:
    return (person_id is not None and their_id == person_id) or bool(email and their_email.lower() == email.lower())


def _about(person_id: int | None, email: str) -> ColumnElement[bool]:
    """Entries that still say something of them."""
    named = [
        func.lower(column) == email.lower() for column in (AuditEntry.actor_email, AuditEntry.subject_email) if email
    ]
    if person_id is not None:
        named += [
            and_(col(AuditEntry.actor_id) == person_id, col(AuditEntry.actor_email) != ""),
            and_(col(AuditEntry.subject_id) == person_id, col(AuditEntry.subject_email) != ""),
            and_(
                col(AuditEntry.object_kind) == "person",
                col(AuditEntry.object_id) == str(person_id),
                col(AuditEntry.object_name) != "",
            ),
            and_(
                col(AuditEntry.object_kind) == "impersonation",
                col(AuditEntry.object_name) != "",
                col(AuditEntry.session_id).in_(_sessions(person_id)),  # somebody else may have ended it
            ),
        ]
    return and_(col(AuditEntry.tag) != erasures.TAG, or_(*named))


def _sessions(person_id: int) -> SelectOfScalar[Any]:
    """The impersonations that they took part in."""
    entry = aliased(AuditEntry)
    theirs = or_(col(entry.actor_id) == person_id, col(entry.subject_id) == person_id)
    return select(entry.session_id).where(col(entry.session_id).is_not(None), theirs)


def _write_over(tx: Session) -> None:
    """Have SQLite leave nothing where something was deleted."""
    if db.is_sqlite(tx):
        tx.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def forget_what_was_freed() -> None:
    """The database keeps what was written over for a while; here it is told not to."""
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute(text("VACUUM audit_entry, audit_name, impersonation_session"))
