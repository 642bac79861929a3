"""Feedback I received: what the page of that name shows, on all of its pages; nobody else's is ever read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlmodel import col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.feedback import reading
from admin_proxy.feedback.tables import Feedback
from admin_proxy.identity import Identity
from admin_proxy.reports import cells
from admin_proxy.sheets import Cells


def count(identity: Identity, _since: date | None = None, _until: date | None = None) -> int:
    reach.organization(identity)
    mine = select(func.count()).select_from(Feedback).where(col(Feedback.receiver_id) == identity.subject.id)
    with db.reading() as tx:
        counted: int = tx.execute(mine).scalar_one()
        return counted


def batches(identity: Identity, _since: date | None = None, _until: date | None = None) -> Iterator[Sequence[Cells]]:
    cursor = ""
    while True:
        page = reading.received(identity, cursor)
        if page.cards:
            yield [
                (
                    cells.moment(identity.subject, one.at), one.other.name, one.other.title,
                    one.about or identity.subject.name, one.question, one.text,
                )
                for one in page.cards
            ]  # fmt: skip
        if not page.more:
            return
        cursor = page.more
