"""What somebody received, gave, was asked for and asked for, newest first, by pages. Looking changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import colleagues
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.feedback import openness, wording
from admin_proxy.feedback.openness import Standing
from admin_proxy.feedback.tables import Feedback, FeedbackRequest
from admin_proxy.identity import Identity, NotFound

PAGE = 20

Card = TypeVar("Card")


@dataclass(frozen=True, slots=True)
class Page(Generic[Card]):
    cards: tuple[Card, ...]
    more: str = ""
    """The cursor of the next page; empty: this is the last one."""


@dataclass(frozen=True, slots=True)
class FeedbackCard:
    id: int
    other: ColleagueCard
    """Of what the subject received, who gave it; of what they gave, who received it."""
    about: str
    """Whom it is about, where that is not the receiver."""
    question: str
    """What was asked; empty: nothing was."""
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RequestCard:
    id: int
    other: ColleagueCard
    """Who asks; of what the subject asked for themselves, who was asked."""
    about: str
    """Whom it is about, where that is not the one who asks."""
    question: str
    at: datetime
    standing: Standing
    decline_words: str


def received(identity: Identity, cursor: str = "") -> Page[FeedbackCard]:
    """What the subject was given, and nobody but they and the giver reads."""
    return _feedback(identity, col(Feedback.receiver_id), col(Feedback.giver_id), cursor)


def given(identity: Identity, cursor: str = "") -> Page[FeedbackCard]:
    return _feedback(identity, col(Feedback.giver_id), col(Feedback.receiver_id), cursor)


def asked_of_me(identity: Identity, cursor: str = "") -> Page[RequestCard]:
    """The requests that wait for the subject's answer."""
    reach.organization(identity)
    with db.reading() as tx:
        rows = tx.exec(_before(_waiting(identity), FeedbackRequest, cursor)).all()
        return _requests(tx, rows, lambda row: row.requester_id)


def asked(identity: Identity, request_id: int) -> RequestCard:
    """One that waits for the subject's answer.

    Raises:
        NotFound: the subject was not asked that, or it no longer waits.
    """
    reach.organization(identity)
    with db.reading() as tx:
        number = request_id if reach.is_number(request_id) else 0
        rows = tx.exec(_waiting(identity).where(FeedbackRequest.id == number)).all()
        if not rows:
            raise NotFound(wording.NO_SUCH_REQUEST)
        return _requests(tx, rows, lambda row: row.requester_id).cards[0]


def count_asked_of_me(identity: Identity) -> int:
    """How many wait."""
    reach.organization(identity)
    with db.reading() as tx:
        return tx.exec(select(func.count()).select_from(_waiting(identity).subquery())).one()


def asked_by_me(identity: Identity, cursor: str = "") -> Page[RequestCard]:
    """The requests that the subject sent, and what has become of each."""
    reach.organization(identity)
    mine = select(FeedbackRequest).where(FeedbackRequest.requester_id == identity.subject.id)
    with db.reading() as tx:
        rows = tx.exec(_before(mine, FeedbackRequest, cursor)).all()
        return _requests(tx, rows, lambda row: row.asked_id)


def _feedback(identity: Identity, mine: Any, others: Any, cursor: str) -> Page[FeedbackCard]:
    reach.organization(identity)
    query = (
        select(Feedback, others, FeedbackRequest.question)
        .join(FeedbackRequest, col(FeedbackRequest.id) == col(Feedback.request_id), isouter=True)
        .where(mine == identity.subject.id)
    )
    with db.reading() as tx:
        rows = tx.exec(_before(query, Feedback, cursor)).all()
        shown = rows[:PAGE]
        people = colleagues.cards_of(tx, [one for row, other, _ in shown for one in (other, row.about_id)])
    cards = tuple(
        FeedbackCard(
            id=row.id or 0,
            other=people[other],
            about=people[row.about_id].name if row.about_id != row.receiver_id else "",
            question=question or "",
            text=row.text,
            at=row.given_at,
        )
        for row, other, question in shown
    )
    return Page(cards, str(cards[-1].id) if len(rows) > PAGE else "")


def _waiting(identity: Identity) -> Any:
    requester, about = aliased(Person), aliased(Person)
    return (
        select(FeedbackRequest)
        .join(requester, col(requester.id) == col(FeedbackRequest.requester_id))
        .join(about, col(about.id) == col(FeedbackRequest.about_id))
        .where(
            FeedbackRequest.asked_id == identity.subject.id,
            openness.is_open_in_sql(requester, about, clock.now().date()),
        )
    )


def _requests(tx: Session, rows: Any, other: Any) -> Page[RequestCard]:
    shown, today = rows[:PAGE], clock.now().date()
    wanted = {one for row in shown for one in (row.requester_id, row.about_id, row.asked_id)}
    people = {one.id: one for one in tx.exec(select(Person).where(col(Person.id).in_(wanted)))} if wanted else {}
    cards = tuple(
        RequestCard(
            id=row.id or 0,
            other=colleagues.card(people[other(row)]),
            about=people[row.about_id].name if row.about_id != row.requester_id else "",
            question=row.question,
            at=row.asked_at,
            standing=openness.standing(
                row, people[row.requester_id], people[row.about_id], people[row.asked_id], today
            ),
            decline_words=row.decline_words,
        )
        for row in shown
    )
    return Page(cards, str(cards[-1].id) if len(rows) > PAGE else "")


def _before(query: Any, model: type[Feedback] | type[FeedbackRequest], cursor: str) -> Any:
    """One page, and one more to see whether there is another."""
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < 10:
        query = query.where(col(model.id) < int(cursor))
    return query.order_by(col(model.id).desc()).limit(PAGE + 1)
