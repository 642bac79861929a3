"""Whoever is looked for in the record is found by their own entries: just those that going through all of it finds."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import erasing, names, reading, trail, walking
from admin_proxy.audit.filters import Filters, words
from admin_proxy.audit.tables import AuditName
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, operator
from tests.impersonation.acts import entries

EVERYBODY = ("olga", "oscar", "sam", "zoe", "fay", "hana")
TAGS = (Tag.GOAL_CREATED, Tag.SETTINGS_CHANGED, Tag.ROLE_CHANGED)


def people_named(organization_id: int) -> set[int]:
    with db.reading() as tx:
        return set(tx.exec(select(AuditName.person_id).where(AuditName.organization_id == organization_id)))


@pytest.fixture
def record(cast):
    """A hundred entries of six people, some as each other, some by the operator or a visitor."""
    chance = random.Random(7)
    parties = [cast.identity(who).subject for who in EVERYBODY]
    for _ in range(20):
        clock._clock.advance(hours=5)
        with db.writing(cast.acme) as tx:
            for _ in range(5):
                actor, subject = chance.choice(parties), chance.choice(parties)
                identity = chance.choice(
                    [Identity(actor, subject, None), Identity(actor, actor, None), operator(cast.acme)]
                )
                trail.record(tx, identity, chance.choice(TAGS))
            trail.record_visitor(tx, Tag.LOGIN_FAILED, email="sam@acme.example", address="", about=parties[2])
    return cast


FILTERS = (
    Filters(person="olga"),
    Filters(person="OLGA zoë"),
    Filters(person="acme.example"),
    Filters(person="operator"),
    Filters(person="nobody at all"),
    Filters(person="sam", category="goals"),
    Filters(person="sam", category="accounts"),
    Filters(person="fay", impersonated_only=True),
)


def test_whichever_way_is_taken_the_same_is_found(record, monkeypatch):
    olga = record.identity("olga")
    every = sorted(entries(), key=lambda entry: (entry.at, entry.id), reverse=True)
    for filters in FILTERS:
        expected = [entry.id for entry in every if entry.organization_id == record.acme and matches(entry, filters)]
        for few, rare in ((0, 0), (200, 0), (200, 2_000)):
            monkeypatch.setattr(walking, "FEW", few)
            monkeypatch.setattr(walking, "RARE", rare)
            assert all_pages(olga, filters) == expected
            if expected:
                page = reading.entries(olga, filters, newer=expected[-1])
                before = expected[:-1][-reading.PAGE_SIZE :]
                is_full = len(before) == reading.PAGE_SIZE
                assert [entry.id for entry in page.entries] == (before if is_full else expected[: reading.PAGE_SIZE])


def matches(entry, filters: Filters) -> bool:
    tags = filters.tags()
    return (
        all(word in entry.people_text for word in words(filters.person))
        and (tags is None or entry.tag in tags)
        and (not filters.impersonated_only or (entry.actor_kind == "person" and entry.actor_id != entry.subject_id))
    )


def all_pages(identity, filters: Filters) -> list[str]:
    found, older = [], ""
    while True:
        page = reading.entries(identity, filters, older=older)
        found += [entry.id for entry in page.entries]
        if not page.older:
            return found
        older = page.older


def test_the_name_of_that_time_is_what_somebody_is_found_by(cast):
    zoe = cast.identity("zoe")
    for name in ("Žižková", "Newname"):
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["zoe"]).last_name = name
        zoe = cast.identity("zoe")
        with db.writing(cast.acme) as tx:
            trail.record(tx, zoe, Tag.SETTINGS_CHANGED, note=name)
    olga = cast.identity("olga")
    for word, note in (("zizkova", "Žižková"), ("newname", "Newname")):
        assert [entry.note for entry in reading.entries(olga, Filters(person=word)).entries] == [note]


def test_an_organization_knows_the_names_in_its_own_record_only(cast):
    with db.writing(cast.globex) as tx:
        trail.record(tx, operator(cast.globex), Tag.GROUP_CREATED)
    eve = cast.identity("eve")
    with db.writing(cast.globex) as tx:
        trail.record(tx, eve, Tag.SETTINGS_CHANGED)
    assert people_named(cast.globex) == {0, cast["eve"]}
    assert people_named(cast.acme) == set()


def test_what_was_rolled_back_left_no_name_that_is_taken_for_granted(cast):
    sam = cast.identity("sam")
    with pytest.raises(ZeroDivisionError), db.writing(cast.acme) as tx:  # noqa: PT012
        trail.record(tx, sam, Tag.SETTINGS_CHANGED)
        raise ZeroDivisionError
    assert people_named(cast.acme) == set()
    with db.writing(cast.acme) as tx:
        trail.record(tx, sam, Tag.SETTINGS_CHANGED)
    assert people_named(cast.acme) == {cast["sam"]}


def test_an_erasure_takes_the_name_away_and_what_comes_later_brings_it_back(cast):
    sam = cast.identity("sam")
    for _ in range(2):
        with db.writing(cast.acme) as tx:
            trail.record(tx, sam, Tag.SETTINGS_CHANGED)
        assert cast["sam"] in people_named(cast.acme)
        erasing.erase(operator(None), cast["sam"], sam.subject.email)
        assert cast["sam"] not in people_named(cast.acme)
        clock._clock.advance(minutes=1)


def test_an_erasure_leaves_the_names_of_everybody_else(cast):
    changed_as(cast, "zoe", name="Žižková", email="zoe@acme.co")
    changed_as(cast, "ben", name="Novak", email="zoe@acme.com")
    changed_as(cast, "fay", name="Fischer", email="zoë@acme.co")
    erasing.erase(operator(None), cast["zoe"], "zoe@acme.co")
    olga = cast.identity("olga")
    for word, note in (("zoe@acme.com", "Novak"), ("novak", "Novak"), ("fischer", "Fischer"), ("zizkova", None)):
        found = [entry.note for entry in reading.entries(olga, Filters(person=word)).entries]
        assert found == ([note] if note else [])
    assert people_named(cast.acme) == {0, cast["ben"], cast["fay"]}


def test_an_e_mail_that_is_erased_is_no_name_of_whoever_had_it_once(cast):
    for email in ("shared@acme.example", "zoe@acme.example"):
        changed_as(cast, "zoe", name="Žižková", email=email)
    changed_as(cast, "ben", name="Becker", email="shared@acme.example")
    erasing.erase(operator(None), cast["ben"], "shared@acme.example")
    with db.reading() as tx:
        names_left = set(tx.exec(select(AuditName.text).where(AuditName.person_id != 0)))
    assert names_left == {"zoe zizkova | zoe@acme.example"}


def changed_as(cast, who: str, name: str, email: str) -> None:
    with db.writing(cast.acme) as tx:
        person = tx.get_one(Person, cast[who])
        person.last_name, person.email, person.email_key = name, email, f"{who}:{email}"
    identity = cast.identity(who)
    with db.writing(cast.acme) as tx:
        trail.record(tx, identity, Tag.SETTINGS_CHANGED, note=name)


def test_what_another_process_erased_comes_back_after_a_while(cast):
    sam = cast.identity("sam")
    with db.writing(cast.acme) as tx:
        trail.record(tx, sam, Tag.SETTINGS_CHANGED)
    known = names._known.get(db.engine())
    erasing.erase(operator(None), cast["sam"], sam.subject.email)
    names._known[db.engine()] = known
    clock._clock.advance(seconds=(names.TRUSTED_FOR + timedelta(minutes=1)).total_seconds())
    with db.writing(cast.acme) as tx:
        trail.record(tx, sam, Tag.SETTINGS_CHANGED)
    assert cast["sam"] in people_named(cast.acme)
