"""The organization's recognitions, newest first, a page at a time. Everybody who works there may read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.directory import colleagues
from admin_proxy.directory.colleagues import ColleagueCard
from admin_proxy.identity import Identity
from admin_proxy.organizations.tables import CompanyValue
from admin_proxy.recognition.tables import Kind, Reaction, Recognition, RecognitionReceiver

PAGE = 20


@dataclass(frozen=True, slots=True)
class ReactionCard:
    kind: Kind
    count: int
    mine: bool
    """The subject is one of them."""


@dataclass(frozen=True, slots=True)
class RecognitionCard:
    id: int
    giver: ColleagueCard
    receivers: tuple[ColleagueCard, ...]
    value: str
    message: str
    at: datetime
    reactions: tuple[ReactionCard, ...]
    """One of each kind, whether anybody reacted so or not."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    cards: tuple[RecognitionCard, ...]
    more: str = ""
    """The cursor of the next page; empty: this is the last one."""


def feed(identity: Identity, cursor: str = "", *, most: int = PAGE) -> FeedPage:
    """A page of the feed.

    Args:
        cursor: the `more` of the page before.
        most: on a page.

    Raises:
        Forbidden: vendor staff, who work in no organization.
    """
    query = (
        select(Recognition, CompanyValue.name)
        .join(CompanyValue, col(CompanyValue.id) == col(Recognition.value_id))
        .where(Recognition.organization_id == reach.organization(identity))
        .order_by(col(Recognition.id).desc())
        .limit(most + 1)
    )
    if cursor.isascii() and cursor.isdecimal() and len(cursor) < 10:
        query = query.where(col(Recognition.id) < int(cursor))
    with db.reading() as tx:
        rows = tx.exec(query).all()
        cards = _cards(tx, identity, [(row, value) for row, value in rows[:most]])
    return FeedPage(tuple(cards), str(cards[-1].id) if len(rows) > most else "")


def one(identity: Identity, recognition_id: int) -> RecognitionCard | None:
    """One of them, as it is now; None: there is no such recognition in one's own organization."""
    query = (
        select(Recognition, CompanyValue.name)
        .join(CompanyValue, col(CompanyValue.id) == col(Recognition.value_id))
        .where(Recognition.organization_id == reach.organization(identity), Recognition.id == recognition_id)
    )
    if not reach.is_number(recognition_id):
        return None
    with db.reading() as tx:
        cards = _cards(tx, identity, [(row, value) for row, value in tx.exec(query)])
    return cards[0] if cards else None


def _cards(tx: Session, identity: Identity, rows: list[tuple[Recognition, str]]) -> list[RecognitionCard]:
    ids = [row.id or 0 for row, _ in rows]
    thanked: dict[int, list[int]] = defaultdict(list)
    for receiver in tx.exec(
        select(RecognitionReceiver)
        .where(col(RecognitionReceiver.recognition_id).in_(ids))
        .order_by(col(RecognitionReceiver.recognition_id), col(RecognitionReceiver.person_id))
    ):
        thanked[receiver.recognition_id].append(receiver.person_id)
    people = colleagues.cards_of(tx, [one for row, _ in rows for one in (row.giver_id, *thanked[row.id or 0])])
    counts: Counter[tuple[int, Kind]] = Counter()
    for recognition_id, kind, count in tx.exec(
        select(Reaction.recognition_id, Reaction.kind, func.count())
        .where(col(Reaction.recognition_id).in_(ids))
        .group_by(col(Reaction.recognition_id), col(Reaction.kind))
    ):
        counts[recognition_id, Kind(kind)] = count
    mine = set(
        tx.exec(
            select(Reaction.recognition_id, Reaction.kind).where(
                col(Reaction.recognition_id).in_(ids), Reaction.person_id == identity.subject.id
            )
        ).all()
    )
    return [
        RecognitionCard(
            id=number,
            giver=people[row.giver_id],
            receivers=tuple(people[one] for one in thanked[number]),
            value=value,
            message=row.message,
            at=row.given_at,
            reactions=tuple(ReactionCard(kind, counts[number, kind], (number, kind) in mine) for kind in Kind),
        )
        for number, (row, value) in zip(ids, rows, strict=True)
    ]
