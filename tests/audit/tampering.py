"""What somebody does who writes into the database with every right: past the product, and past its triggers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.audit import canonical
from admin_proxy.audit.tables import AuditEntry, AuditHead, AuditLink

_STATEMENTS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_guard%'",
    "postgresql": """
        SELECT tgname || ' ON ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger
        WHERE tgname LIKE 'audit_guard%'
    """,
}


@contextmanager
def past_the_guards(*, leave_them_off: bool = False) -> Iterator[Session]:
    """A transaction with the triggers taken away; then they are put back, so that only the deed itself shows."""
    with db.writing() as tx:
        guards = tx.execute(text(_STATEMENTS[tx.get_bind().dialect.name])).all()
        for name, _ in guards:
            tx.execute(text(f"DROP TRIGGER {name}"))
        yield tx
        tx.flush()
        for _, statement in () if leave_them_off else guards:
            tx.connection().exec_driver_sql(statement)


def anew(chain: int, since: int = 1, note: str = "made anew") -> None:
    """What stands from there on, with other words and all that proves them: nothing in the database is secret."""
    with past_the_guards() as tx:
        links = tx.exec(select(AuditLink).where(AuditLink.chain == chain).order_by(col(AuditLink.seq))).all()
        digest = links[since - 2].digest if since > 1 else canonical.BEGINNING
        for link in links[since - 1 :]:
            entry = tx.get_one(AuditEntry, link.entry_id)
            entry.note = note
            link.content = canonical.content(entry.key, canonical.of(entry.__dict__))
            at = canonical.moment(entry.at)
            link.digest = digest = canonical.link(chain, link.seq, digest, entry.id, at, entry.tag, link.content)
        tx.get_one(AuditHead, chain).digest = digest


def cut(chain: int, after: int) -> None:
    """The entries behind it, their links, and the head's word that they were there."""
    given = {"chain": chain, "after": after}
    links = "FROM audit_link WHERE chain = :chain AND seq > :after"
    with past_the_guards() as tx:
        tx.execute(text(f"DELETE FROM audit_entry WHERE id IN (SELECT entry_id {links})"), given)
        tx.execute(text(f"DELETE {links}"), given)
        digest = "SELECT digest FROM audit_link WHERE chain = :chain AND seq = :after"
        tx.execute(text(f"UPDATE audit_head SET seq = :after, digest = ({digest}) WHERE chain = :chain"), given)
