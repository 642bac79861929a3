"""What the tests of feedback have people do, in words."""

from __future__ import annotations

from itertools import count

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.feedback import giving, reading, requesting
from admin_proxy.feedback.tables import Feedback, FeedbackRequest
from admin_proxy.identity import Identity
from tests.people import Cast

_forms = count(1)


def new_form() -> str:
    """The key of a form that was not sent yet."""
    return f"{next(_forms):032x}"


def give(identity: Identity, *to: int, text: str = "You explain things well.", once: str = "") -> int:
    return giving.give(identity, to, text, once or new_form())


def request(identity: Identity, *of: int, about: int | None = None, question: str = "", once: str = "") -> int:
    return requesting.request(identity, of, about, question, once or new_form())


def asked(cast: Cast, requester: str, of: str, about: str = "", question: str = "How did it go?") -> int:
    """Somebody asks somebody; returns the request's id."""
    request(cast.identity(requester), cast[of], about=cast[about] if about else None, question=question)
    return requests()[-1].id or 0


def received(cast: Cast, who: str) -> list[str]:
    return [card.text for card in reading.received(cast.identity(who)).cards]


def given(cast: Cast, who: str) -> list[str]:
    return [card.text for card in reading.given(cast.identity(who)).cards]


def waiting(cast: Cast, who: str) -> list[int]:
    return [card.id for card in reading.asked_of_me(cast.identity(who)).cards]


def requests() -> list[FeedbackRequest]:
    with db.reading() as tx:
        return list(tx.exec(select(FeedbackRequest).order_by(col(FeedbackRequest.id))))


def rows() -> list[Feedback]:
    with db.reading() as tx:
        return list(tx.exec(select(Feedback).order_by(col(Feedback.id))))
