"""The relay: takes letters that are due out of the outbox, one after the other, and has them carried.

At least once is what is promised. A letter is claimed (its next attempt is put off), carried, and only then marked as
sent: a process that dies in between leaves it to be sent once more when the claim has run out, by whichever server
comes first, under the same Message-ID. Two servers never have a claim on one letter: a claim is made on a locked row,
and whoever comes second skips that.
"""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timedelta
from email.message import EmailMessage
from threading import Event, Lock

from sqlalchemy import update
from sqlmodel import col, select
from uuid_utils import uuid7

from admin_proxy import clock, db
from admin_proxy.mail import message
from admin_proxy.mail.carriers import UNFORESEEN, Carrier, NotNow, Undeliverable, Unreachable
from admin_proxy.mail.tables import Letter

_log = logging.getLogger(__name__)

CLAIM_LASTS = timedelta(minutes=5)
"""Longer than a letter takes: a mail server that answers too slowly is given up much earlier."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_TROUBLE = 500
FORGOTTEN = "This text held a link that works once, and was forgotten when the letter was sent."


class Relay:
    """One for each process. `run` may be called by any thread, whenever there might be something to send."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._wanted, self._ending = Event(), Event()
        self._running = Lock()
        self._paused_until: datetime | None = None

    def run(self) -> int:
        """Send what is due; returns how many letters. Whoever comes while it runs makes it look once more."""
        sent = 0
        self._wanted.set()
        while self._wanted.is_set() and not self._ending.is_set():
            if not self._running.acquire(blocking=False):
                return sent
            try:
                self._wanted.clear()
                sent += self._send_what_is_due()
            finally:
                self._running.release()
        return sent

    def end(self) -> None:
        """Give up what is being sent, for good: the process is ending."""
        self._ending.set()
        self._carrier.let_go()

    def _send_what_is_due(self) -> int:
        sent = 0
        try:
            while self._may_go_on() and (letter := _claim()) is not None:
                sent += self._send(letter)
        finally:
            self._carrier.rest()
        return sent

    def _may_go_on(self) -> bool:
        if self._ending.is_set() or not self._carrier.is_there:
            return False
        return self._paused_until is None or clock.now() >= self._paused_until

    def _send(self, letter: Letter) -> bool:
        try:
            written = message.of(letter, self._carrier.sender)
        except ValueError as error:
            _give_up(letter, str(error))
            return False
        except Exception as error:
            _put_off(letter, _unforeseen(letter, error))
            return False
        return self._hand_over(letter, written)

    def _hand_over(self, letter: Letter, written: EmailMessage) -> bool:
        try:
            self._carrier.carry(letter.id, written)
        except Unreachable as error:
            self._paused_until = clock.now() + FIRST_PAUSE  # the others need not find out one by one
            _put_off(letter, str(error))
            return False
        except NotNow as error:
            _put_off(letter, str(error))
            return False
        except Undeliverable as error:
            _give_up(letter, str(error))
            return False
        except Exception as error:
            _put_off(letter, _unforeseen(letter, error))
            self._carrier.rest()  # nobody knows what state its connection is in
            return False
        self._paused_until = None
        _conclude(letter, _sent(letter, keep=self._carrier.keeps_text))
        return True


def pause_after(attempts: int) -> timedelta:
    """One minute, two, four … up to an hour."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


def _claim() -> Letter | None:
    """The letter that has been due longest, for this process alone to send; writes only if there is one."""
    now = clock.now()
    due = select(Letter).where(col(Letter.due_at) <= now).order_by(col(Letter.due_at), col(Letter.id)).limit(1)
    with db.reading() as tx:
        if tx.exec(due).first() is None:
            return None
    with db.writing() as tx:
        letter = tx.exec(due.with_for_update(skip_locked=True)).first()
        if letter is not None:
            letter.claim, letter.due_at = str(uuid7()), now + CLAIM_LASTS
            letter.attempts += 1
            letter.give_up_at = letter.give_up_at or now + GIVE_UP_AFTER
        return letter


def _sent(letter: Letter, *, keep: bool) -> dict[str, object]:
    values: dict[str, object] = {"sent_at": clock.now(), "due_at": None, "trouble": ""}
    return values if keep or not letter.is_secret else {**values, "body": FORGOTTEN}


def _put_off(letter: Letter, trouble: str) -> None:
    now = clock.now()
    if letter.give_up_at is not None and now >= letter.give_up_at:
        _give_up(letter, trouble)
        return
    _log.warning("letter %s is not sent yet, after %s attempts", letter.id, letter.attempts)
    _conclude(letter, {"due_at": now + pause_after(letter.attempts), "trouble": _noted(trouble)})


def _give_up(letter: Letter, trouble: str) -> None:
    _log.error("letter %s is given up, after %s attempts", letter.id, letter.attempts)
    _conclude(letter, {"dead_at": clock.now(), "due_at": None, "trouble": _noted(trouble)})


def _noted(trouble: str) -> str:
    return trouble.replace("\0", "")[:LONGEST_TROUBLE]  # PostgreSQL keeps no text with that, whatever a server says


def _unforeseen(letter: Letter, error: Exception) -> str:
    """Its kind and place are logged, not its words: they may be the letter's, or a password."""
    what, at = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
    _log.error("letter %s: unforeseen %s in %s, line %s", letter.id, what, at.filename, at.lineno)
    return UNFORESEEN.format(what=what)


def _conclude(letter: Letter, values: dict[str, object]) -> None:
    """Write down what became of it, unless another server has taken it over meanwhile: then that one does."""
    with db.writing() as tx:
        tx.execute(
            update(Letter)
            .where(col(Letter.id) == letter.id, col(Letter.claim) == letter.claim)
            .values(claim="", **values)
        )
