"""What the tests of impersonation have people do, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import SQLModel, col, select

from admin_proxy import db, live
from admin_proxy.accounts import settings
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.live import About, News
from admin_proxy.mail import Letter
from admin_proxy.organizations.tables import Organization
from tests.people import Cast


def impersonating(cast: Cast, actor: str, subject: str, why: str = "") -> Identity:
    """A fresh login of the actor, with the impersonation in force."""
    identity = cast.identity(actor)
    start(identity, cast[subject], why)
    return now(identity)


def now(identity: Identity) -> Identity:
    """Who that login is at this moment, as the next event would find it."""
    resolved = at_all(identity)
    assert resolved is not None
    return resolved


def at_all(identity: Identity) -> Identity | None:
    assert identity.login_id is not None
    return resolve(identity.login_id, "127.0.0.1")


def change_language(identity: Identity, language: str) -> bool:
    """Something that is done in the subject's name, and recorded."""
    return settings.change(identity, language=language)


def house_rule(organization_id: int, **rules: object) -> None:
    with db.writing(organization_id) as tx:
        house = tx.get_one(Organization, organization_id)
        for name, value in rules.items():
            setattr(house, name, value)
        db.facts_changed(tx, organization_id)


def changed(cast: Cast, who: str, **facts: object) -> None:
    """Facts of a person change, as whoever changes them says so."""
    with db.writing(cast.acme) as tx:
        person = tx.get_one(Person, cast[who])
        for name, value in facts.items():
            setattr(person, name, value)
        db.facts_changed(tx, cast.acme)


def sessions() -> list[ImpersonationSession]:
    with db.reading() as tx:
        return list(tx.exec(select(ImpersonationSession).order_by(col(ImpersonationSession.id))))


def session() -> ImpersonationSession:
    """The only one there is."""
    (only,) = sessions()
    return only


def entries(tag: Tag | None = None) -> list[AuditEntry]:
    with db.reading() as tx:
        every = tx.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return [entry for entry in every if tag is None or entry.tag == tag.value]


def letters() -> list[Letter]:
    with db.reading() as tx:
        return list(tx.exec(select(Letter).order_by(col(Letter.id))))


def every_row() -> dict[str, list[object]]:
    """Each table's rows: equal as long as nothing has changed."""
    with db.reading() as tx:
        return {
            table.name: [tuple(row) for row in tx.execute(table.select().order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
        }


def person(cast: Cast, who: str) -> Person:
    with db.reading() as tx:
        return tx.get_one(Person, cast[who])


@contextmanager
def all_news() -> Iterator[list[News]]:
    """Everything that is told, in order, but that there is a new entry in the record: each change has one."""
    told: list[News] = []
    stop_listening = live.listen(lambda news: None if news.about is About.RECORD else told.append(news))
    try:
        yield told
    finally:
        stop_listening()


@contextmanager
def news() -> Iterator[list[str]]:
    """The logins that have news, in the order in which they were told."""
    told: list[str] = []
    stop_listening = live.listen(lambda news: told.append(str(news.id)) if news.about is About.LOGIN else None)
    try:
        yield told
    finally:
        stop_listening()
