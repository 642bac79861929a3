"""Changing many people at once: what is changed, who is left as they are and why, and the preview that promises it."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from admin_proxy import clock, db
from admin_proxy.accounts.tables import GroupMember, Login, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory import bulk_edit
from admin_proxy.directory.bulk_edit import Chosen, Deactivate, Join, Left, Move, apply
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, Invalid, NotFound
from admin_proxy.impersonation import starting
from admin_proxy.impersonation.rehearsing import preview
from admin_proxy.impersonation.tables import ImpersonationSession
from tests.impersonation.acts import impersonating

TODAY = date(2026, 3, 2)


def these(cast, *names):
    return Chosen(ids=tuple(cast[name] for name in names))


def everything():
    with db.reading() as tx:
        return [
            sorted(str(row.model_dump()) for row in tx.exec(select(table)))
            for table in (Person, GroupMember, Login, AuditEntry, ImpersonationSession)
        ]


class TestDeactivating:
    def test_all_of_them_at_once_with_an_entry_each_and_their_logins_end(self, cast):
        olga, fay = cast.identity("olga"), cast.identity("fay")
        outcome = apply(olga, these(cast, "fay", "ina", "dora"), Deactivate(TODAY))
        assert (outcome.changed, outcome.unchanged, outcome.refused) == (2, 1, ())
        with db.reading() as tx:
            assert tx.get_one(Person, cast["ina"]).deactivated_on == TODAY
            assert tx.get_one(Person, cast["dora"]).deactivated_on == date(2026, 1, 1)
            assert tx.get_one(Login, fay.login_id).ended_at is not None
            tags = tx.exec(select(AuditEntry.object_name).where(AuditEntry.tag == "directory.person.deactivated")).all()
        assert sorted(tags) == ["Fay Fischer", "Ina Iversen"]

    def test_from_a_later_day_on_nobody_is_signed_out_yet(self, cast):
        fay = cast.identity("fay")
        apply(cast.identity("olga"), these(cast, "fay"), Deactivate(TODAY + timedelta(days=1)))
        with db.reading() as tx:
            assert tx.get_one(Login, fay.login_id).ended_at is None

    def test_oneself_and_the_last_super_admin_are_left_and_named(self, cast):
        olga = cast.identity("olga")
        outcome = apply(olga, these(cast, "olga", "sam"), Deactivate(TODAY))
        assert (outcome.changed, [one.name for one in outcome.refused]) == (1, ["Olga Orlova"])
        as_oscar = impersonating(cast, "olga", "oscar")
        outcome = apply(as_oscar, these(cast, "olga", "oscar", "zoe"), Deactivate(TODAY))
        assert (outcome.changed, [one.name for one in outcome.refused]) == (1, ["Olga Orlova", "Oscar Ortiz"])


class TestMoving:
    def test_they_stand_there_and_are_found_there(self, cast):
        olga = cast.identity("olga")
        outcome = apply(olga, these(cast, "fay", "zoe", "ben"), Move(cast.departments["Engineering"]))
        assert (outcome.changed, outcome.unchanged) == (1, 2)
        assert people(olga, Filters("fischer engineering")).count == 1
        with db.reading() as tx:
            entry = tx.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
        assert (entry.before, entry.after) == ({"department": "Sales › Field Sales"}, {"department": "Engineering"})

    def test_only_to_a_department_of_ones_own(self, cast):
        for department in (cast.departments["Globex Sales"], 999_999, -1):
            with pytest.raises(NotFound):
                apply(cast.identity("olga"), these(cast, "fay"), Move(department))


class TestJoining:
    def test_whoever_is_in_the_group_already_stays(self, cast):
        outcome = apply(cast.identity("olga"), these(cast, "fay", "zoe"), Join(cast.groups["Mentors"]))
        assert (outcome.changed, outcome.unchanged) == (1, 1)
        with db.reading() as tx:
            assert len(tx.exec(select(GroupMember)).all()) == 3
        with pytest.raises(NotFound):
            apply(cast.identity("eve"), Chosen(ids=(cast["emil"],)), Join(cast.groups["Mentors"]))


class TestWhoIsChosen:
    def test_everybody_who_matches(self, cast):
        chosen = Chosen(matching=Filters(department_id=cast.departments["Sales"]))
        assert apply(cast.identity("olga"), chosen, Join(cast.groups["Mentors"])).changed == 6

    def test_people_of_another_organization_are_not_chosen(self, cast):
        outcome = apply(cast.identity("eve"), these(cast, "emil", "sam", "carl"), Deactivate(TODAY))
        assert (outcome.changed, outcome.unchanged, outcome.refused) == (1, 0, ())
        with db.reading() as tx:
            assert tx.get_one(Person, cast["sam"]).deactivated_on is None

    def test_nobody_and_too_many_are_refused(self, cast, monkeypatch):
        monkeypatch.setattr(bulk_edit, "FEW", 2)
        for chosen in (Chosen(), Chosen(matching=Filters("xyzzy")), these(cast, "sam", "fay", "ina")):
            with pytest.raises(Invalid):
                apply(cast.identity("olga"), chosen, Deactivate(TODAY))

    @pytest.mark.parametrize("name", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins_change_many(self, cast, name):
        for verb in (apply, preview):
            with pytest.raises(Forbidden):
                verb(cast.identity(name), these(cast, "fay"), Deactivate(TODAY))


class TestPreview:
    def test_it_says_what_happens_and_changes_nothing(self, cast):
        olga, hana = cast.identity("olga"), cast.identity("hana")
        starting.start(hana, cast["fay"], "")
        before = everything()
        foreseen = preview(olga, these(cast, "olga", "fay", "dora"), Deactivate(TODAY))
        assert everything() == before
        assert foreseen.sessions == 1
        assert foreseen.outcome.refused == (
            Left("Olga Orlova", "olga@acme.example", "Nobody can deactivate themselves. Ask another Super Admin."),
        )
        assert apply(olga, these(cast, "olga", "fay", "dora"), Deactivate(TODAY)) == foreseen.outcome
        with db.reading() as tx:
            assert tx.exec(select(ImpersonationSession)).one().ended_at == clock.now()

    def test_a_move_out_of_a_scope_counts_too(self, cast):
        starting.start(cast.identity("hana"), cast["fay"], "")
        starting.start(cast.identity("oscar"), cast["ina"], "")
        both = these(cast, "fay", "ina")
        assert preview(cast.identity("olga"), both, Move(cast.departments["Engineering"])).sessions == 1
        assert preview(cast.identity("olga"), both, Join(cast.groups["Mentors"])).sessions == 0
