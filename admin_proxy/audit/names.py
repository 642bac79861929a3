"""The names that stand in a record, each once: a word is looked for among those, not among millions of entries.

An entry's own text decides, as ever; what is here only says whose entries are worth looking at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, delete, exists, false, literal, or_, text
from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.audit.tables import AuditEntry, AuditName
from admin_proxy.folding import fold

Name = tuple[int, int, str]
"""Organization, person (0: nobody with a number), and both name and e-mail, folded."""

TRUSTED_FOR = timedelta(minutes=10)
"""What is known to be there is taken for granted so long: an erasure may have taken it away."""
MOST_KNOWN = 100_000
JOINT = " | "
"""Between the parts of a text that names somebody."""


class _Known:
    """The names that were seen in a database."""

    def __init__(self) -> None:
        self.names: set[Name] = set()
        self.since: datetime = clock.now()

    def add(self, names: Iterable[Name]) -> None:
        self.names.update(names)


_known: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def note(tx: Session, names: Iterable[Name]) -> None:
    """Have those names stand in the record when the transaction ends, where they do not yet."""
    fresh = set(names) - _those_known().names
    if not fresh:
        return
    if "named" not in tx.info:
        tx.info["named"] = set()
        db.at_the_end(tx, partial(_write, tx))
    tx.info["named"] |= fresh


def matching(tx: Session, organization_id: int, word: str, most: int) -> list[int]:
    """Whose name or e-mail has that word in it; one more than `most` where there are more."""
    found = (
        select(col(AuditName.person_id))
        .where(col(AuditName.organization_id) == organization_id)
        .where(col(AuditName.text).contains(word, autoescape=True))
        .distinct()
        .limit(most + 1)
    )
    return list(tx.exec(found))


def forget(tx: Session, person_id: int | None, email: str) -> None:
    """What an erasure takes away: what stood there of a person or an e-mail, and in no entry any more."""
    them = (col(AuditName.person_id) == person_id) if person_id is not None else false()
    found = tx.exec(select(AuditName).where(or_(them, _has(AuditName.text, fold(email)) if email else false())))
    for name in found.all():
        if not _is_left(tx, name):
            tx.delete(name)
    _known.clear()


def forget_unused(tx: Session) -> None:
    """The names of people none of whose entries are left."""
    own = col(AuditEntry.organization_id) == col(AuditName.organization_id)
    none_left = [
        ~exists().where(own, column == col(AuditName.person_id))
        for column in (col(AuditEntry.actor_id), col(AuditEntry.subject_id))
    ]
    tx.execute(delete(AuditName).where(col(AuditName.person_id) != 0, *none_left))
    _known.clear()


def folded(*parts: str) -> str:
    """Names and e-mails as the filter looks at them."""
    return JOINT.join(fold(part) for part in dict.fromkeys(parts))


def key(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:32]


def _has(said: Any, part: str) -> ColumnElement[bool]:
    """That it is one of the parts: not that one of them begins so."""
    whole = literal(JOINT) + col(said) + JOINT
    return whole.contains(f"{JOINT}{part}{JOINT}", autoescape=True)


def _is_left(tx: Session, name: AuditName) -> bool:
    house = col(AuditEntry.organization_id) == name.organization_id
    says_so = _has(AuditEntry.people_text, name.text.rpartition(JOINT)[2])
    theirs = [col(whose) == (name.person_id or None) for whose in (AuditEntry.actor_id, AuditEntry.subject_id)]
    return any(tx.exec(select(AuditEntry.id).where(house, them, says_so).limit(1)).first() for them in theirs)


def _those_known() -> _Known:
    engine, now = db.engine(), clock.now()
    known = _known.get(engine)
    if known is None or not known.since <= now < known.since + TRUSTED_FOR or len(known.names) > MOST_KNOWN:
        known = _known[engine] = _Known()
    return known


def _write(tx: Session) -> None:
    names = sorted(tx.info.pop("named"))
    rows = [
        {"organization_id": organization_id, "person_id": person_id, "key": key(said), "said": said}
        for organization_id, person_id, said in names
    ]
    tx.execute(_ADD, rows)
    known = _those_known()
    db.after_commit(tx, partial(known.add, names))


_ADD = text(
    "INSERT INTO audit_name (organization_id, person_id, key, text) VALUES (:organization_id, :person_id, :key, :said) "
    "ON CONFLICT DO NOTHING"
)
