"""Guides of those who have been there for months: most are through with them, some put one off."""

from collections import Counter

import pytest
from sqlmodel import select

from admin_proxy import clock, db
from admin_proxy.accounts.people import leads, party
from admin_proxy.accounts.tables import Person
from admin_proxy.guides.catalog import GUIDES
from admin_proxy.guides.showing import is_for, waiting
from admin_proxy.guides.tables import GuidePutAway
from admin_proxy.identity import Identity


def of_the_demonstration(local: str) -> Identity:
    with db.reading() as tx:
        person = tx.exec(select(Person).where(Person.email == f"{local}@kestrel.example")).one()
        return Identity(party(person), party(person), None, leads=leads(tx, person))


def put_away() -> list[GuidePutAway]:
    with db.reading() as tx:
        return list(tx.exec(select(GuidePutAway)))


def test_some_are_finished_some_dismissed_and_some_put_off(kestrel):
    hows = Counter(one.how for one in put_away())
    assert hows["finished"] > hows["dismissed"] > hows["later"] > 100
    assert {one.guide for one in put_away()} == {guide.id for guide in GUIDES}
    assert {one.until is None for one in put_away() if one.how != "later"} == {True}
    assert {one.until > clock.now() for one in put_away() if one.until} == {True, False}


def test_only_those_have_put_one_away_who_have_been_there_and_whom_it_is_for(kestrel):
    for guide in ("team", "impersonating", "sessions"):
        (one,) = (each for each in GUIDES if each.id == guide)
        with db.reading() as tx:
            people = tx.exec(
                select(Person)
                .join(GuidePutAway, GuidePutAway.person_id == Person.id)
                .where(GuidePutAway.guide == guide)
            ).all()
            for person in people:
                assert is_for(Identity(party(person), party(person), None, leads=leads(tx, person)), one)
        assert people
        assert all(person.privacy_version for person in people)


@pytest.mark.parametrize(
    ("local", "pages"),
    [
        ("dana.whitfield", []),
        ("hannah.lindqvist", []),
        ("jane.abernathy", []),
        ("hugo.marchetti", ["/admin/program-management/impersonate"]),
        ("miguel.santos", ["/team"]),
        ("zoe.marchand", ["/"]),
        ("emma.bergstrom", ["/", "/goals", "/feedback"]),
        ("noor.haddad", ["/", "/goals", "/feedback"]),
    ],
)
def test_who_is_met_in_a_demonstration_has_these_before_them(kestrel, local, pages):
    who = of_the_demonstration(local)
    assert [guide.page for guide in GUIDES if waiting(who, guide.page)] == pages
