"""Finding people to impersonate: any part of a word of five fields, case and accents ignored."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.access.predicate import eligible_for
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.cards import PersonCard, cards
from admin_proxy.folding import fold
from admin_proxy.identity import Identity

PAGE = 20


@dataclass(frozen=True, slots=True)
class SearchPage:
    cards: tuple[PersonCard, ...]
    more: str
    count_label: str


def search(identity: Identity, text: str, cursor: str = "") -> SearchPage:
    words = fold(text[:200]).split()
    after = int(cursor) if cursor.isdecimal() else 0
    with db.reading() as tx:
        matches = [col(Person.search_text).contains(word, autoescape=True) for word in words]
        found = tx.exec(
            select(Person.id)
            .where(eligible_for(tx, identity), *matches, col(Person.id) > after)
            .order_by(col(Person.id))
            .limit(PAGE + 1)
        ).all()
        shown = [person_id for person_id in found[:PAGE] if person_id is not None]
        more = str(shown[-1]) if len(found) > PAGE else ""
        return SearchPage(tuple(cards(tx, shown)), more, f"{len(shown)}{'+' if more else ''} people")
