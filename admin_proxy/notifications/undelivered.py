"""Letters that did not get out: those that are given up, and those that are still tried. For Super Admins.

What a letter says is not shown: it is for whom it is addressed to. Letters with the anchors of the audit log are of no
organization, and concern every one: each Super Admin sees those that are stuck.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, update
from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.audit import anchor_mail, trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, NotFound
from admin_proxy.mail import Letter, carriers, posting
from admin_proxy.notifications import wording
from admin_proxy.words import retell

PAGE = 20
LATE_AFTER = timedelta(minutes=1)
"""The relay sends within seconds what it can send at all."""
_ID = re.compile(r"[0-9a-f-]{36}")
_DEAD = col(Letter.dead_at).is_not(None)
_IN_TROUBLE = and_(col(Letter.due_at).is_not(None), col(Letter.trouble) != "")
_WAITING = and_(col(Letter.due_at).is_not(None), col(Letter.trouble) == "")


@dataclass(frozen=True, slots=True)
class LetterCard:
    id: str
    to_name: str
    to_email: str
    subject: str
    written_at: datetime
    trouble: str
    """In the mail server's words."""
    attempts: int
    again_at: datetime | None
    """When it is tried again; None: it is given up."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    is_sent_at_all: bool
    """False where no mail server is set: letters wait."""
    waiting: int
    """Of the organization, those not sent yet that nothing is wrong with."""
    late_since: datetime | None
    """When the first of these should have been sent; None: none is late."""
    given_up: int
    letters: tuple[LetterCard, ...]
    """Newest first."""
    more: str
    """The cursor of the next page; empty where this is the last."""


def undelivered(identity: Identity, cursor: str = "") -> Undelivered:
    """What did not get out of the Super Admin's own organization, and of the anchors of the audit log.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        own = _own(identity)
        query = select(Letter).where(own, or_(_DEAD, _IN_TROUBLE)).order_by(col(Letter.id).desc()).limit(PAGE + 1)
        if _ID.fullmatch(cursor):
            query = query.where(col(Letter.id) < cursor)
        rows = tx.exec(query).all()
        return Undelivered(
            is_sent_at_all=carriers.current().is_there,
            waiting=_count(tx, own, _WAITING),
            late_since=_late_since(tx, own),
            given_up=_count(tx, own, _DEAD),
            letters=tuple(_card(row) for row in rows[:PAGE]),
            more=rows[PAGE - 1].id if len(rows) > PAGE else "",
        )


def send_again(identity: Identity, letter_id: str) -> None:
    """Try a letter again that was given up, for another day. Recorded.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such letter of the own organization, or it is not given up.
    """
    which = col(Letter.id) == letter_id if _ID.fullmatch(letter_id) else false()
    if not _send_again(identity, which):
        raise NotFound(wording.NO_SUCH_LETTER)


def send_all_again(identity: Identity) -> int:
    """The same with all of them, after a mail server was down for long; returns how many.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    return _send_again(identity)


def _send_again(identity: Identity, *which: ColumnElement[bool]) -> int:
    with db.writing(reach.organization(identity)) as tx:
        reach.super_admin(tx, identity)
        where = (_own(identity), _DEAD, *which)
        found = tx.exec(select(Letter).where(*where).order_by(col(Letter.id))).all()
        if not found:
            return 0
        again = {"due_at": clock.now(), "dead_at": None, "give_up_at": None, "attempts": 0, "trouble": ""}
        tx.execute(update(Letter).where(*where).values(**again).execution_options(synchronize_session=False))
        trail.record_all(
            tx, identity,
            (trail.Deed(Tag.LETTER_SENT_AGAIN, _thing(letter), None, None) for letter in found),
        )  # fmt: skip
        db.after_commit(tx, posting.wake)
        return len(found)


def _own(identity: Identity) -> ColumnElement[bool]:
    anchors = and_(col(Letter.organization_id).is_(None), col(Letter.kind) == anchor_mail.KIND)
    return or_(col(Letter.organization_id) == identity.organization_id, anchors)


def _thing(letter: Letter) -> trail.Thing:
    return trail.Thing("letter", letter.id, f"{letter.to_name} ({letter.to_email}): {letter.subject}")


def _count(tx: Session, *where: ColumnElement[bool]) -> int:
    return tx.exec(select(func.count()).select_from(Letter).where(*where)).one()


def _late_since(tx: Session, own: ColumnElement[bool]) -> datetime | None:
    late = col(Letter.due_at) <= clock.now() - LATE_AFTER
    return tx.exec(select(Letter.due_at).where(own, _WAITING, late).order_by(col(Letter.due_at)).limit(1)).first()


def _card(letter: Letter) -> LetterCard:
    return LetterCard(
        id=letter.id,
        to_name=letter.to_name,
        to_email=letter.to_email,
        subject=letter.subject,
        written_at=letter.created_at,
        trouble=retell(letter.trouble, *carriers.TROUBLES),
        attempts=letter.attempts,
        again_at=letter.due_at,
    )
