"""Asking colleagues for feedback, about oneself or about one of one's direct reports.

What they answer is read by whoever asked, and by nobody else: a report does not see what their manager asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlmodel import Session, select

from admin_proxy import clock, db, typed
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import colleagues
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.feedback import telling, wording
from admin_proxy.feedback.tables import FeedbackRequest
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import say

LONGEST = 1_000


def can_ask_about(identity: Identity) -> tuple[ColleagueCard, ...]:
    """Whom the subject may ask about, besides themselves."""
    reach.organization(identity)
    with db.reading() as tx:
        return tuple(colleagues.card(one) for one in colleagues.direct_reports(tx, identity))


def request(identity: Identity, of: Sequence[int], about: int | None, question: str, once: str) -> int:
    """Ask each of those; says how many, which is none if the form was sent before.

    Args:
        about: one of the subject's direct reports; None: the subject.
        once: the form's own key.

    Raises:
        Forbidden: vendor staff, who have no colleagues.
        Invalid: beside `of`, `about` or `question`; or the form was sent before with something else in it.
    """
    with db.writing(reach.organization(identity)) as tx:
        key, words = typed.once(once), typed.text(question, "question", LONGEST)
        if sent := _sent_before(tx, identity, key):
            as_before = (set(of), about or identity.subject.id, words)
            if ({row.asked_id for row in sent}, sent[0].about_id, sent[0].question) == as_before:
                return 0
            raise Invalid("", typed.SENT_BEFORE)
        asked = colleagues.chosen(tx, identity, of, "of")
        person = _about(tx, identity, about)
        for one in asked:
            if one.id == person.id:
                raise Invalid("of", say(wording.ASKED_ABOUT_THEMSELVES, name=one.name))
            _ask(tx, identity, one, person, words, key)
        return len(asked)


def _about(tx: Session, identity: Identity, about: int | None) -> Person:
    if about is None or about == identity.subject.id:
        return reach.own(tx, identity)
    reports = colleagues.direct_reports(tx, identity)
    found = next((one for one in reports if one.id == about), None)
    if found is None:
        raise Invalid("about", wording.NOT_A_REPORT)
    return found


def _ask(tx: Session, identity: Identity, asked: Person, about: Person, question: str, once: str) -> None:
    row = FeedbackRequest(
        organization_id=identity.organization_id,
        requester_id=cast(int, identity.subject.id),
        about_id=cast(int, about.id),
        asked_id=cast(int, asked.id),
        question=question,
        asked_at=clock.now(),
        once=once,
    )
    tx.add(row)
    tx.flush()
    trail.record(
        tx, identity, Tag.FEEDBACK_REQUESTED, done_to=thing(row, asked, about),
        after={"of": asked.name, "about": about.name},
    )  # fmt: skip
    telling.requested(tx, identity, asked, about, cast(int, row.id))


def thing(row: FeedbackRequest, asked: Person, about: Person) -> trail.Thing:
    return trail.Thing("feedback_request", str(row.id), wording.REQUEST.format(asked=asked.name, about=about.name))


def _sent_before(tx: Session, identity: Identity, once: str) -> Sequence[FeedbackRequest]:
    sent = select(FeedbackRequest).where(
        FeedbackRequest.requester_id == identity.subject.id, FeedbackRequest.once == once
    )
    return tx.exec(sent).all()
