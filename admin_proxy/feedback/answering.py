"""Answering or declining a request for feedback. Either is done once, by the one who was asked."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import Session, select

from admin_proxy import clock, db, typed
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.feedback import giving, openness, requesting, telling, wording
from admin_proxy.feedback.openness import Standing
from admin_proxy.feedback.tables import Feedback, FeedbackRequest
from admin_proxy.identity import Identity, Invalid, NotFound
from admin_proxy.words import say

LONGEST_REASON = 1_000


class _Asked(NamedTuple):
    row: FeedbackRequest
    requester: Person
    about: Person


def answer(identity: Identity, request_id: int, text: str) -> bool:
    """Give the feedback that was asked for; False: it was given before, in the same words.

    Raises:
        NotFound: the subject was not asked that, or the request is no longer open.
        Invalid: beside `text`: what is wrong with it, or it was answered or declined before.
    """
    with db.writing(reach.organization(identity)) as tx:
        words = giving.checked(text)
        row, requester, about = _asked_of(tx, identity, request_id)
        if row.answered_at is not None:
            given = tx.exec(select(Feedback).where(Feedback.request_id == row.id)).one()
            if given.text == words:
                return False
            raise Invalid("text", wording.ANSWERED_ALREADY)
        if row.declined_at is not None:
            raise Invalid("text", wording.DECLINED_ALREADY)
        row.answered_at = clock.now()
        giving.keep(tx, identity, requester, about, words, f"request {row.id}", row.id)
        trail.record(
            tx, identity, Tag.FEEDBACK_ANSWERED, done_to=_thing(tx, row, about),
            before={"state": Standing.WAITING.value},
            after={"state": Standing.ANSWERED.value, **giving.recorded(requester, about, words)},
        )  # fmt: skip
        return True


def decline(identity: Identity, request_id: int, why: str = "") -> bool:
    """Say that one gives no feedback, with a word why or without; False: it was declined before.

    Raises:
        NotFound: the subject was not asked that, or the request is no longer open.
        Invalid: beside `why`: the words are too long; or it was answered before, or declined in other words.
    """
    with db.writing(reach.organization(identity)) as tx:
        words = typed.text(why, "why", LONGEST_REASON)
        row, requester, about = _asked_of(tx, identity, request_id)
        if row.declined_at is not None:
            if words in ("", row.decline_words):
                return False
            raise Invalid("why", _declined_otherwise(row))
        if row.answered_at is not None:
            raise Invalid("why", wording.ANSWERED_ALREADY)
        row.declined_at, row.decline_words = clock.now(), words
        trail.record(
            tx, identity, Tag.FEEDBACK_DECLINED, done_to=_thing(tx, row, about),
            before={"state": Standing.WAITING.value}, after={"state": Standing.DECLINED.value},
        )  # fmt: skip
        telling.declined(tx, identity, requester, about)
        return True


def _asked_of(tx: Session, identity: Identity, request_id: int) -> _Asked:
    """The request, if it is the subject who was asked, and it is open or was dealt with by them."""
    row = tx.get(FeedbackRequest, request_id) if reach.is_number(request_id) else None
    if row is None or row.asked_id != identity.subject.id:
        raise NotFound(wording.NO_SUCH_REQUEST)
    requester, about = tx.get_one(Person, row.requester_id), tx.get_one(Person, row.about_id)
    was_dealt_with = row.answered_at is not None or row.declined_at is not None
    if not was_dealt_with and not openness.is_open(row, requester, about, clock.now().date()):
        raise NotFound(wording.NO_SUCH_REQUEST)
    return _Asked(row, requester, about)


def _declined_otherwise(row: FeedbackRequest) -> str:
    return say(wording.DECLINED_OTHERWISE, words=row.decline_words) if row.decline_words else wording.DECLINED_ALREADY


def _thing(tx: Session, row: FeedbackRequest, about: Person) -> trail.Thing:
    return requesting.thing(row, tx.get_one(Person, row.asked_id), about)
