"""Impersonation sessions: each of the organization, the latest first, those that run too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from admin_proxy import db, words
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import filters
from admin_proxy.identity import Forbidden, Identity, Party, Role
from admin_proxy.impersonation import changes, wording
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.reports import cells
from admin_proxy.sheets import Cells

BATCH = 250

_actor, _subject = aliased(Person), aliased(Person)


def count(identity: Identity, since: date | None = None, until: date | None = None) -> int:
    wanted = select(func.count()).select_from(ImpersonationSession).where(*_wanted(identity, since, until))
    with db.reading() as tx:
        counted: int = tx.execute(wanted).scalar_one()
        return counted


def batches(identity: Identity, since: date | None = None, until: date | None = None) -> Iterator[Sequence[Cells]]:
    wanted: Any = (
        select(ImpersonationSession, _actor, _subject)
        .join(_actor, col(_actor.id) == ImpersonationSession.actor_id)
        .join(_subject, col(_subject.id) == ImpersonationSession.subject_id)
        .where(*_wanted(identity, since, until))
        .order_by(col(ImpersonationSession.id).desc())
        .limit(BATCH)
    )
    last = ""
    while True:
        with db.reading() as tx:
            found = tx.execute(wanted.where(col(ImpersonationSession.id) < last) if last else wanted).all()
            made = changes.counts(tx, [session.id for session, _, _ in found])
        if found:
            yield [_cells(identity.subject, *row, made=made.get(row[0].id, 0)) for row in found]
        if len(found) < BATCH:
            return
        last = found[-1][0].id


def _wanted(identity: Identity, since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    if identity.subject.role is not Role.SUPER_ADMIN:
        raise Forbidden(wording.ONLY_SUPER_ADMINS_WATCH)
    zone = identity.subject.time_zone
    yield col(ImpersonationSession.organization_id) == identity.organization_id
    if since is not None:
        yield col(ImpersonationSession.started_at) >= filters.beginning(since, zone)
    if until is not None:
        yield col(ImpersonationSession.started_at) < filters.end(until, zone)


def _cells(reader: Party, session: ImpersonationSession, actor: Person, subject: Person, *, made: int) -> Cells:
    ended = session.ended_at
    with words.speaking(reader.language):
        length = wording.duration(ended - session.started_at) if ended is not None else ""
        cause = words.say(session.end_cause or "")
    return (
        cells.moment(reader, session.started_at), cells.moment(reader, ended), length, actor.name, actor.email,
        subject.name, subject.email, session.reason, str(session.renewals), str(made), cause, session.id,
    )  # fmt: skip
