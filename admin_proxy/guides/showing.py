"""Which guide a person gets on a page. Looking changes nothing: it is there until it is put away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from admin_proxy import clock, db
from admin_proxy.access.permissions import may
from admin_proxy.guides.catalog import GUIDES, Guide, Step
from admin_proxy.guides.tables import GuideHidden, GuidePutAway
from admin_proxy.identity import Identity
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class GuideCard:
    id: str
    title: str
    steps: tuple[Step, ...]
    whose: str
    """The subject's first name, where an administrator is looking; empty for oneself."""


def waiting(identity: Identity, page: str) -> GuideCard | None:
    """The first guide of the page that the subject has not put away, and that this visit has not hidden.

    Args:
        page: its path, without a slash at the end.
    """
    here = [guide for guide in GUIDES if guide.page == page and is_for(identity, guide)]
    if not here:
        return None
    with db.reading() as tx:
        gone = _put_away(tx, identity) | _hidden(tx, identity)
    guide = next((guide for guide in here if guide.id not in gone), None)
    if guide is None:
        return None
    steps = tuple(Step(step.anchor, say(step.title), say(step.text)) for step in guide.steps)
    return GuideCard(guide.id, say(guide.title), steps, identity.subject.first_name if identity.impersonating else "")


def is_for(identity: Identity, guide: Guide) -> bool:
    """Whether the subject can do what it tells of."""
    return guide.permission is None or may(identity, guide.permission)


def _put_away(tx: Session, identity: Identity) -> set[str]:
    still = or_(col(GuidePutAway.until).is_(None), col(GuidePutAway.until) > clock.now())
    return set(tx.exec(select(GuidePutAway.guide).where(GuidePutAway.person_id == identity.subject.id, still)))


def _hidden(tx: Session, identity: Identity) -> set[str]:
    if identity.session is None:
        return set()
    return set(tx.exec(select(GuideHidden.guide).where(GuideHidden.session_id == identity.session.id)))
