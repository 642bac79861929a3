"""Who hears of feedback: each of the two is told in the transaction of what they are told of.

They are told that there is something to read, and never what: a letter has more readers than feedback has. The author
is the subject, whoever is at the keyboard: the record alone says who that was.
"""

from __future__ import annotations

from typing import cast

from sqlmodel import Session

from admin_proxy.accounts.tables import Person
from admin_proxy.feedback import wording
from admin_proxy.identity import Identity, Party
from admin_proxy.notifications import kinds, moments, tell
from admin_proxy.notifications.kinds import Kind, Words
from admin_proxy.words import later


def received(tx: Session, identity: Identity, receiver: Person, about: Person) -> None:
    """Somebody has been given feedback, asked for or not."""
    author, of = identity.subject.name, about.name if about.id != receiver.id else ""
    tell(
        tx, identity, cast(int, receiver.id), RECEIVED, lambda reader: _received(reader, author, of), link="/feedback"
    )  # fmt: skip


def requested(tx: Session, identity: Identity, asked: Person, about: Person, request_id: int) -> None:
    """Somebody is asked for feedback."""
    author, of = identity.subject.name, about.name if about.id != identity.subject.id else ""
    tell(
        tx, identity, cast(int, asked.id), REQUESTED, lambda reader: _requested(reader, author, of),
        link=f"/feedback/requests/{request_id}",
    )  # fmt: skip


def declined(tx: Session, identity: Identity, requester: Person, about: Person) -> None:
    """Somebody does not get what they asked for."""
    author, of = identity.subject.name, about.name if about.id != requester.id else ""
    tell(
        tx, identity, cast(int, requester.id), DECLINED, lambda reader: _declined(reader, author, of),
        link="/feedback?show=requests",
    )  # fmt: skip


def _received(reader: Party, giver: str, about: str) -> Words:
    return wording.RECEIVED[moments.language(reader)].of(giver, about)


def _requested(reader: Party, requester: str, about: str) -> Words:
    return wording.REQUESTED[moments.language(reader)].of(requester, about)


def _declined(reader: Party, asked: str, about: str) -> Words:
    return wording.DECLINED[moments.language(reader)].of(asked, about)


RECEIVED = kinds.offer(
    Kind(
        key="feedback.received",
        label=later("Feedback received"),
        about=later("When a colleague has given you feedback or answered a request of yours."),
        sample=lambda reader: _received(reader, "Jane Doe", ""),
    )
)
REQUESTED = kinds.offer(
    Kind(
        key="feedback.requested",
        label=later("Feedback requested"),
        about=later("When a colleague asks you for feedback."),
        sample=lambda reader: _requested(reader, "Jane Doe", "Fay Dorn"),
    )
)
DECLINED = kinds.offer(
    Kind(
        key="feedback.declined",
        label=later("Feedback declined"),
        about=later("When a colleague declines a request of yours."),
        sample=lambda reader: _declined(reader, "Jane Doe", ""),
    )
)
