"""Whom the administrator impersonated lately: what an empty search offers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlmodel import col

from admin_proxy import db
from admin_proxy.access.predicate import eligible_for
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.cards import PersonCard, cards
from admin_proxy.identity import Identity
from admin_proxy.impersonation.tables import ImpersonationSession

MOST = 8


def recent(identity: Identity) -> list[PersonCard]:
    """The people whom the actor impersonated last and may impersonate now, newest first, each once."""
    lately = (
        select(col(ImpersonationSession.subject_id), func.max(col(ImpersonationSession.started_at)).label("at"))
        .where(col(ImpersonationSession.actor_id) == identity.actor.id)
        .group_by(col(ImpersonationSession.subject_id))
        .subquery()
    )
    with db.reading() as tx:
        found = tx.execute(
            select(col(Person.id))
            .join(lately, lately.c.subject_id == col(Person.id))
            .where(eligible_for(tx, identity))
            .order_by(lately.c.at.desc(), col(Person.id))
            .limit(MOST)
        )
        return cards(tx, found.scalars().all())
