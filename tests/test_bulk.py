"""Rows that were written many at a time are the same as those written one by one."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from admin_proxy import bulk, clock, db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.identity import ImpersonationOver
from admin_proxy.impersonation import resolving, starting

AWKWARD = ["plain", "tab\tand\nline", "back\\slash \\N", "'quotes\"", "Žižková 山田 🎉", "{1,2}", "NULL", "", "%s ? :x"]


def columns_of(person, but=("id", "email", "email_key")):
    return {name: getattr(person, name) for name in Person.model_fields if name not in but}


def test_inserted_in_bulk_or_one_by_one_is_the_same(cast):
    def someone(email, title):
        return Person(
            organization_id=cast.acme, email=email, email_key=email, title=title, manager_id=cast["sam"],
            hire_date=date(2020, 2, 29), privacy_accepted_at=clock.now(), created_at=clock.now(),
        )  # fmt: skip

    with db.writing(cast.acme) as tx:
        tx.add_all(someone(f"one{number}@x.example", text) for number, text in enumerate(AWKWARD))
        ids = bulk.reserve_ids(tx, Person, len(AWKWARD))
        people = [someone(f"many{number}@x.example", text) for number, text in enumerate(AWKWARD)]
        for person_id, person in zip(ids, people, strict=True):
            person.id = person_id
        names = list(Person.model_fields)
        bulk.insert(tx, Person, names, [[getattr(person, name) for name in names] for person in people])
        bulk.insert(tx, Person, names, [])
    with db.reading() as tx:
        found = {person.email: person for person in tx.exec(select(Person))}
        assert [found[f"many{number}@x.example"].id for number in range(len(AWKWARD))] == ids
        for number, text in enumerate(AWKWARD):
            one, many = found[f"one{number}@x.example"], found[f"many{number}@x.example"]
            assert columns_of(one) == columns_of(many)
            assert many.title == text
            same = tx.exec(select(Person.id).where(Person.created_at == one.created_at, Person.title == text)).all()
            assert set(same) == {one.id, many.id}


def test_updated_in_bulk(cast):
    with db.writing(cast.acme) as tx:
        bulk.update(
            tx,
            Person,
            ("title", "manager_id", "deactivated_on"),
            [
                (cast["sam"], "Žid \\N\n", None, date(2030, 1, 1)),
                (cast["ben"], "", cast["sam"], None),
                (4711, "Nobody", None, None),
            ],
        )
        bulk.update(tx, Person, ("title",), [])
    with db.reading() as tx:
        sam, ben = tx.get_one(Person, cast["sam"]), tx.get_one(Person, cast["ben"])
        assert (sam.title, sam.manager_id, sam.deactivated_on) == ("Žid \\N\n", None, date(2030, 1, 1))
        assert (ben.title, ben.manager_id, ben.deactivated_on) == ("", cast["sam"], None)
        assert tx.get_one(Person, cast["zoe"]).title == "Engineer"


def test_constraints_hold_for_each_row(cast):
    for email_key, manager_id in (("sam@acme.example", None), ("new@acme.example", 4711)):
        with pytest.raises(IntegrityError, match=r"(?i)unique|foreign"), db.writing(cast.acme) as tx:
            bulk.update(tx, Person, ("email_key", "manager_id"), [(cast["ben"], email_key, manager_id)])
        new = Person(
            id=99, organization_id=cast.acme, email="x", email_key=email_key, manager_id=manager_id,
            created_at=clock.now(),
        )  # fmt: skip
        names = list(Person.model_fields)
        with pytest.raises(IntegrityError, match=r"(?i)unique|foreign"), db.writing(cast.acme) as tx:
            bulk.insert(tx, Person, names, [[getattr(new, name) for name in names]])
    with db.reading() as tx:
        assert tx.get_one(Person, cast["ben"]).email_key == "ben@acme.example"


def test_among_finds_what_is_listed_however_long_the_list(cast):
    with db.reading() as tx:
        listed = [f"{number}@x.example" for number in range(100_000)] + ["sam@acme.example", "o'hara@x.example"]
        found = tx.exec(select(Person.id).where(bulk.among(tx, Person.email_key, listed))).all()
        assert found == [cast["sam"]]
        numbers = tx.exec(select(Person.email).where(bulk.among(tx, Person.id, {cast["sam"], -1}))).all()
        assert numbers == ["sam@acme.example"]
        assert tx.exec(select(Person.id).where(bulk.among(tx, Person.email_key, []))).all() == []


def test_entries_recorded_together_are_as_if_recorded_one_by_one(cast):
    olga = cast.identity("olga")
    before, after = {"title": None, "n": [1, {"x": "ž"}]}, {"title": "'\\"}
    thing = Thing("person", "7", "S" * 300)
    with db.writing(cast.acme) as tx:
        trail.record(tx, olga, Tag.PERSON_CHANGED, done_to=thing, before=before, after=after)
        trail.record(tx, olga, Tag.PERSON_CREATED, done_to=thing, after=after)
        trail.record_all(
            tx,
            olga,
            [Deed(Tag.PERSON_CHANGED, thing, before, after), Deed(Tag.PERSON_CREATED, thing, None, after)],
        )
    with db.reading() as tx:
        entries = tx.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
        nothing = tx.exec(select(AuditEntry.tag).where(AuditEntry.before.is_(None)).order_by(AuditEntry.id)).all()
    values = [
        {name: getattr(entry, name) for name in AuditEntry.model_fields if name not in ("id", "key")}
        for entry in entries
    ]
    assert values[:2] == values[2:]
    assert len({entry.id for entry in entries}) == 4
    assert nothing == [Tag.PERSON_CREATED] * 2


def test_nothing_is_recorded_together_once_the_impersonation_is_over(cast, time):
    olga = cast.identity("olga")
    starting.start(olga, cast["zoe"], "")
    as_zoe = resolving.resolve(olga.login_id, "127.0.0.1")
    time.advance(hours=1)
    with pytest.raises(ImpersonationOver), db.writing(cast.acme) as tx:
        trail.record_all(tx, as_zoe, [Deed(Tag.PERSON_CREATED, Thing("person", "1", "X"), None, {})])
