"""Finding people: any part of a word of five fields, case and accents ignored, best match first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from admin_proxy import db
from admin_proxy.access import predicate
from admin_proxy.access.policy import ADMINISTRATORS, Refusal
from admin_proxy.directory.cards import PersonCard, cards
from admin_proxy.directory.looking import Asking
from admin_proxy.directory.matching import Query
from admin_proxy.directory.statements import COUNTED, MOST, Whom
from admin_proxy.identity import Forbidden, Identity
from admin_proxy.words import say, say_n

PAGE = MOST - 1


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
        if not predicate.finds_anybody(tx, identity):
            return NOBODY
        return _search(tx, identity, Whom.ELIGIBLE, text, cursor)


def known(identity: Identity, text: str, cursor: str = "") -> SearchPage:
    """Those whom the administrator may know of and who match, whether they could be impersonated or not.

    Raises:
        Forbidden: somebody who is no administrator.
    """
    if identity.actor.role not in ADMINISTRATORS:
        raise Forbidden(Refusal.NOT_AN_ADMINISTRATOR.sentence)
    with db.reading() as tx:
        return _search(tx, identity, Whom.KNOWN, text, cursor)


def _search(tx: Session, identity: Identity, whom: Whom, text: str, cursor: str) -> SearchPage:
    query = Query.typed(text)
    if not query.words:
        return NOBODY
    asking = Asking(tx, identity.actor, whom, query)
    if not cursor:
        found, count = asking.looking().first()
        return _page(tx, found, _label(count))
    place = asking.place_of(_person_id(cursor))
    return NOBODY if place is None else _page(tx, asking.looking().behind(place), "")


def _page(tx: Session, found: list[int], label: str) -> SearchPage:
    more = str(found[PAGE - 1]) if len(found) > PAGE else ""
    return SearchPage(tuple(cards(tx, found[:PAGE])), more, label)


def _person_id(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 10 else 0


def _label(count: int) -> str:
    if count == COUNTED:
        return say("{count}+ people", count=COUNTED - 1)
    return say_n("{count} person", "{count} people", count) if count else ""
