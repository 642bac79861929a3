"""Who hears of a recognition: each of those thanked, in its transaction.

The author is the subject, whoever is at the keyboard: the record alone says who that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlmodel import Session

from admin_proxy.accounts.tables import Person
from admin_proxy.identity import Identity, Party
from admin_proxy.notifications import kinds, moments, tell
from admin_proxy.notifications.kinds import Kind, Words
from admin_proxy.recognition import wording
from admin_proxy.words import later


def given(tx: Session, identity: Identity, receiver: Person, others: Sequence[str], value: str, message: str) -> None:
    """Somebody has been thanked, together with others or alone."""
    author = identity.subject.name
    tell(
        tx, identity, cast(int, receiver.id), RECEIVED, lambda reader: _words(reader, author, others, value, message),
        link="/recognition",
    )  # fmt: skip


def _words(reader: Party, giver: str, others: Sequence[str], value: str, message: str) -> Words:
    return wording.TOLD[moments.language(reader)].of(giver, others, value, message)


RECEIVED = kinds.offer(
    Kind(
        key="recognition.received",
        label=later("Recognition"),
        about=later("When a colleague has thanked you in public."),
        sample=lambda reader: _words(reader, "Jane Doe", ["Fay Dorn"], "Own it", "You stayed until it worked."),
    )
)
