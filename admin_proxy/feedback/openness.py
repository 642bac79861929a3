"""Whether a request for feedback still waits for an answer.

It does as long as whoever asked is there to read it and, if they asked about somebody else, is that person's manager.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from admin_proxy.accounts.tables import Person
from admin_proxy.feedback.tables import FeedbackRequest
from admin_proxy.words import later


class Standing(StrEnum):
    WAITING = later("Waiting")
    ANSWERED = later("Answered")
    DECLINED = later("Declined")
    CLOSED = later("Closed")
    """Nobody is left to answer it, or to read the answer."""


def is_open(row: FeedbackRequest, requester: Person, about: Person, today: date) -> bool:
    """Of a request that was neither answered nor declined."""
    is_theirs = about.id == requester.id or (about.manager_id == requester.id and not about.is_deactivated(today))
    return row.answered_at is None and row.declined_at is None and is_theirs and not requester.is_deactivated(today)


def is_open_in_sql(requester: type[Person], about: type[Person], today: date) -> ColumnElement[bool]:
    """The same, for a list: a condition on `FeedbackRequest` with those two joined."""
    return and_(
        col(FeedbackRequest.answered_at).is_(None),
        col(FeedbackRequest.declined_at).is_(None),
        _is_active(requester, today),
        or_(
            col(about.id) == col(requester.id),
            and_(col(about.manager_id) == col(requester.id), _is_active(about, today)),
        ),
    )


def standing(row: FeedbackRequest, requester: Person, about: Person, asked: Person, today: date) -> Standing:
    if row.answered_at is not None:
        return Standing.ANSWERED
    if row.declined_at is not None:
        return Standing.DECLINED
    waits = is_open(row, requester, about, today) and not asked.is_deactivated(today)
    return Standing.WAITING if waits else Standing.CLOSED


def _is_active(person: type[Person], today: date) -> ColumnElement[bool]:
    return or_(col(person.deactivated_on).is_(None), col(person.deactivated_on) > today)
