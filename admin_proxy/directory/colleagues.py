"""Finding and choosing colleagues: for what people do with each other, not for what administrators do to them.

Everybody of an organization may find everybody else who is active there, by name or title; nothing more is shown of
them. 'Colleagues' are the subject's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from admin_proxy import clock, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials, is_active, report_to
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.looking import Asking
from admin_proxy.directory.matching import Query
from admin_proxy.directory.statements import MOST, Whom
from admin_proxy.identity import Identity, Invalid, Role
from admin_proxy.words import later, say

PAGE = MOST - 1
MOST_CHOSEN = 20
"""So many can be chosen at once."""

NOBODY_CHOSEN = later("Choose at least one colleague: type a name and pick from the list.")
TOO_MANY_CHOSEN = later("Choose at most {count} colleagues at once.")
NOT_AMONG_THEM = later("Somebody you chose is not among the colleagues you can choose. Remove them and choose again.")


@dataclass(frozen=True, slots=True)
class ColleagueCard:
    id: int
    name: str
    initials: str
    title: str


@dataclass(frozen=True, slots=True)
class ColleaguesPage:
    cards: tuple[ColleagueCard, ...] = ()
    more: str = ""
    """The cursor of the next page; empty: this is the last one."""


def search(identity: Identity, text: str, cursor: str = "") -> ColleaguesPage:
    """Colleagues whose name or title has each word of `text`, best match first: nobody, if it is empty.

    Args:
        cursor: `more` of the page before.

    Raises:
        Forbidden: vendor staff, who have none.
    """
    reach.organization(identity)
    query = Query.typed(text)
    if not query.words:
        return ColleaguesPage()
    # Not the administrators' search: whatever the role, everybody of the organization is looked at.
    asker = replace(identity.subject, role=Role.EMPLOYEE)
    with db.reading() as tx:
        asking = Asking(tx, asker, Whom.COLLEAGUES, query)
        if not cursor:
            found, _ = asking.looking().first()
        else:
            place = asking.place_of(_person_id(cursor))
            found = [] if place is None else asking.looking().behind(place)
        people = _people(tx, found[:PAGE])
    return ColleaguesPage(tuple(map(card, people)), str(found[PAGE - 1]) if len(found) > PAGE else "")


def chosen(tx: Session, identity: Identity, ids: Sequence[int], field: str = "to") -> list[Person]:
    """Those who were chosen in a form, once each.

    Raises:
        Invalid: beside `field`: nobody, too many, or somebody who is no active colleague, for whatever reason.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Invalid(field, NOBODY_CHOSEN)
    if len(wanted) > MOST_CHOSEN:
        raise Invalid(field, say(TOO_MANY_CHOSEN, count=MOST_CHOSEN))
    people = _people(tx, [one for one in wanted if reach.is_number(one)])
    today, organization_id = clock.now().date(), reach.organization(identity)
    there = [
        one
        for one in people
        if one.organization_id == organization_id and one.id != identity.subject.id and not one.is_deactivated(today)
    ]
    if len(there) != len(wanted):
        raise Invalid(field, NOT_AMONG_THEM)
    return there


def direct_reports(tx: Session, identity: Identity) -> list[Person]:
    """The active people whose manager the subject is, in the order of names."""
    reports = (
        select(Person)
        .where(report_to(identity.subject.id, reach.organization(identity)), is_active())
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )
    return list(tx.exec(reports))


def card(person: Person) -> ColleagueCard:
    return ColleagueCard(id=person.id or 0, name=person.name, initials=initials(person), title=person.title)


def cards_of(tx: Session, ids: Sequence[int]) -> dict[int, ColleagueCard]:
    """The cards of people whom a page names anyway, whether they still work there or not."""
    return {one.id or 0: card(one) for one in _people(tx, list(dict.fromkeys(ids)))}


def _people(tx: Session, ids: list[int]) -> list[Person]:
    """In this order; whoever does not exist is left out."""
    found = {one.id: one for one in tx.exec(select(Person).where(col(Person.id).in_(ids)))} if ids else {}
    return [found[one] for one in ids if one in found]


def _person_id(cursor: str) -> int:
    return int(cursor) if cursor.isascii() and cursor.isdecimal() and len(cursor) < 10 else 0
