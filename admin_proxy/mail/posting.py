"""Posting a letter: a row in the transaction of its cause. Once that has committed, the relay is woken."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import clock, config, db
from admin_proxy.mail.tables import Letter

_LONGEST_LINE = 254
_wakers: list[Callable[[], None]] = []


def post(
    tx: Session,
    *,
    organization_id: int | None,
    kind: str,
    to_person_id: int | None,
    to_name: str,
    to_email: str,
    subject: str,
    body: str,
    language: str = "en",
    session_id: str | None = None,
    is_secret: bool = False,
) -> Letter:
    """Put a letter into the outbox, within the transaction of what it tells about.

    Args:
        body: plain text; paragraphs apart by an empty line, what belongs to the line above it indented.
        is_secret: it holds a one-time link, which is forgotten once the letter was handed over.
    """
    letter_id, now = str(uuid7()), clock.now()
    letter = Letter(
        id=letter_id,
        organization_id=organization_id,
        kind=kind,
        to_person_id=to_person_id,
        to_name=_one_line(to_name),
        to_email=_one_line(to_email),
        subject=_one_line(subject),
        body=body,
        language=language,
        created_at=now,
        session_id=session_id,
        message_id=f"<{letter_id}@{_host()}>",
        is_secret=is_secret,
        due_at=now,
    )
    tx.add(letter)
    if not tx.info.get("relay_is_woken"):
        tx.info["relay_is_woken"] = True
        db.after_commit(tx, wake)
    return letter


def when_posted(waker: Callable[[], None]) -> Callable[[], None]:
    """Have `waker` called, in the thread that committed, whenever letters have been posted; returns what ends that."""
    _wakers.append(waker)
    return lambda: _wakers.remove(waker) if waker in _wakers else None


def wake() -> None:
    for waker in list(_wakers):
        waker()


def _host() -> str:
    return urlsplit(config.current().origin).hostname or "localhost"


def _one_line(text: str) -> str:
    """Fit for a header: names come from files that people upload, and may hold anything."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:_LONGEST_LINE]
