"""Finding people to impersonate: any part of a word of five fields, case and accents ignored, best match first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from sqlalchemy import false
from sqlmodel import Session

from admin_proxy import db
from admin_proxy.access import predicate
from admin_proxy.access.policy import ADMINISTRATORS, Refusal
from admin_proxy.access.predicate import Condition
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.cards import PersonCard, cards
from admin_proxy.directory.looking import looking_for, place_of
from admin_proxy.directory.matching import Matching, Query
from admin_proxy.identity import Forbidden, Identity

PAGE = 20
COUNTED = 100


@dataclass(frozen=True, slots=True)
class SearchPage:
    cards: tuple[PersonCard, ...]
    more: str
    """The cursor of the next page; empty: this is the last one."""
    count_label: str
    """'1 person', '12 people', '100+ people'; empty when there is nobody, and on every page but the first."""


NOBODY = SearchPage((), "", "")


def search(identity: Identity, text: str, cursor: str = "") -> SearchPage:
    """Those whom the administrator may impersonate now and who match each word of `text`: nobody, if it is empty.

    Args:
        text: as typed; nothing in it is a wildcard or an operator.
        cursor: `more` of the page before.
    """
    with db.reading() as tx:
        return _search(tx, identity, predicate.eligibility(tx, identity), text, cursor)


def known(identity: Identity, text: str, cursor: str = "") -> SearchPage:
    """Those whom the administrator may know of and who match, whether they could be impersonated or not.

    Raises:
        Forbidden: somebody who is no administrator.
    """
    if identity.actor.role not in ADMINISTRATORS:
        raise Forbidden(Refusal.NOT_AN_ADMINISTRATOR.sentence)
    with db.reading() as tx:
        return _search(tx, identity, partial(predicate.known, identity.actor), text, cursor)


def _search(tx: Session, identity: Identity, condition: Condition, text: str, cursor: str) -> SearchPage:
    query = Query.typed(text)
    if not query.words or condition(Person) is false():
        return NOBODY
    matching = Matching(tx, query)
    place = place_of(tx, _person_id(cursor), condition, matching) if cursor else None
    if cursor and place is None:
        return NOBODY
    looking = looking_for(tx, identity.actor, condition, matching)
    found = looking.after(place, PAGE + 1)
    counted = len(found) if cursor or len(found) <= PAGE else looking.count(COUNTED + 1)
    return SearchPage(
        cards=tuple(cards(tx, found[:PAGE])),
        more=str(found[PAGE - 1]) if len(found) > PAGE else "",
        count_label="" if cursor else _label(counted),
    )


def _person_id(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 10 else 0


def _label(count: int) -> str:
    if count > COUNTED:
        return f"{COUNTED}+ people"
    return {0: "", 1: "1 person"}.get(count, f"{count} people")
