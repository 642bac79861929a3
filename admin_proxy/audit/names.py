"""The names that stand in a record, each once: a word is looked for among those, not among millions of entries.

An entry's own text decides, as ever; what is here only says whose entries are worth looking at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, delete, exists, or_, select, text
from sqlmodel import Session, col

from admin_proxy import clock, db
from admin_proxy.audit.tables import AuditEntry, AuditName

Name = tuple[int, int, str]
"""Organization, person (0: nobody with a number), and both name and e-mail, folded."""

TRUSTED_FOR = timedelta(minutes=10)
"""What is known to be there is taken for granted so long: an erasure may have taken it away."""
MOST_KNOWN = 100_000


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
    return list(tx.execute(found).scalars())


def forget(tx: Session, person_id: int | None, emails: Iterable[str]) -> None:
    """What an erasure takes away."""
    about: list[ColumnElement[bool]] = [
        col(AuditName.text).contains(f"| {email}", autoescape=True) for email in emails if email
    ]
    if person_id is not None:
        about.append(col(AuditName.person_id) == person_id)
    tx.execute(delete(AuditName).where(or_(*about)))
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


def key(said: str) -> str:
    return sha256(said.encode()).hexdigest()[:32]


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
