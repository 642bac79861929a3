"""Creating and editing people: what is taken, what is refused and beside which field, and what the record says."""

from datetime import date

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.directory.editing import create, edit, known
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Forbidden, Invalid, Meanwhile, NotFound
from admin_proxy.impersonation import starting
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.tables import ImpersonationSession
from tests.impersonation.acts import impersonating

NEW = {
    "first_name": "Nia", "last_name": "Núñez", "email": "Nia@acme.example", "employee_id": "N1", "title": "Analyst",
    "location": "Lisbon", "manager": "SAM@acme.example", "hire_date": "2026-02-01", "language": "de",
    "time_zone": "Europe/Lisbon",
}  # fmt: skip


def row(person_id):
    with db.reading() as tx:
        return tx.get_one(Person, person_id)


def latest():
    with db.reading() as tx:
        return tx.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def change(cast, who, whom, **given):
    identity = cast.identity(who)
    return edit(identity, cast[whom], given, known(identity, cast[whom]))


class TestCreating:
    def test_somebody_new_has_all_that_was_typed_and_is_found_by_it(self, cast):
        olga = cast.identity("olga")
        nia = row(create(olga, {**NEW, "department": str(cast.departments["Field Sales"])}))
        assert (nia.name, nia.email, nia.email_key, nia.employee_id, nia.manager_id, nia.hire_date) == (
            "Nia Núñez", "Nia@acme.example", "nia@acme.example", "N1", cast["sam"], date(2026, 2, 1),
        )  # fmt: skip
        assert (nia.password_hash, nia.privacy_version, nia.organization_id) == (None, "", cast.acme)
        assert [one.name for one in people(olga, Filters("nunez field")).rows] == ["Nia Núñez"]

    def test_it_is_recorded_in_readable_words(self, cast):
        create(cast.identity("olga"), {**NEW, "department": str(cast.departments["Field Sales"])})
        entry = latest()
        assert (entry.tag, entry.object_name, entry.before) == ("directory.person.created", "Nia Núñez", None)
        assert entry.after["department"] == "Sales › Field Sales"
        assert entry.after["manager"] == "Sam Silva (sam@acme.example)"

    @pytest.mark.parametrize(
        ("field", "typed", "sentence"),
        [
            ("email", "", "The e-mail is missing."),
            ("email", "nia", "not an e-mail"),
            ("email", "ZOE@acme.example", "Zoë Žižková has this e-mail"),
            ("email", "emil@globex.example", "This e-mail cannot be used"),
            ("email", "carl@vendor.example", "This e-mail cannot be used"),
            ("employee_id", "A010", "Zoë Žižková has this employee id"),
            ("employee_id", "x" * 65, "at most 64"),
            ("first_name", "x" * 101, "at most 100"),
            ("first_name", "N\u202eia", "invisible"),
            ("title", "=1+1", "formula"),
            ("manager", "nobody@acme.example", "Nobody here"),
            ("manager", "emil@globex.example", "Nobody here"),
            ("department", "999999", "no such department"),
            ("department", "x", "no such department"),
            ("hire_date", "31.12.2025", "Write the date as"),
            ("hire_date", "1066-10-14", "year must lie"),
            ("language", "xx-klingon", "not a language"),
            ("time_zone", "Mars/Olympus", "not a time zone"),
        ],
    )
    def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_created(self, cast, field, typed, sentence):
        before = len(people(cast.identity("olga")).rows)
        with pytest.raises(Invalid) as refused:
            create(cast.identity("olga"), {**NEW, field: typed})
        assert refused.value.field == field
        assert sentence in refused.value.sentence
        assert len(people(cast.identity("olga")).rows) == before

    def test_a_name_is_needed_and_another_organizations_department_is_none(self, cast):
        with pytest.raises(Invalid) as refused:
            create(cast.identity("olga"), {**NEW, "first_name": "", "last_name": " "})
        assert refused.value.field == "first_name"
        with pytest.raises(Invalid) as refused:
            create(cast.identity("olga"), {**NEW, "department": str(cast.departments["Globex Sales"])})
        assert refused.value.field == "department"

    @pytest.mark.parametrize("name", ["hana", "adam", "sam", "carl"])
    def test_only_super_admins_create(self, cast, name):
        with pytest.raises(Forbidden):
            create(cast.identity(name), NEW)


class TestEditing:
    def test_only_what_differs_is_changed_and_recorded(self, cast):
        assert change(cast, "olga", "zoe", title="Lead Engineer", location="", first_name="Zoë")
        entry = latest()
        assert (entry.tag, entry.before, entry.after) == (
            "directory.person.changed", {"title": "Engineer"}, {"title": "Lead Engineer"},
        )  # fmt: skip
        assert not change(cast, "olga", "zoe", title="Lead Engineer")
        assert latest().id == entry.id
        assert people(cast.identity("olga"), Filters("lead engineer")).count == 1

    def test_a_cycle_in_the_reporting_line_is_refused(self, cast):
        for whom, manager in (("sam", "sam"), ("sam", "fay"), ("zoe", "ben")):
            with pytest.raises(Invalid) as refused:
                change(cast, "olga", whom, manager=f"{manager}@acme.example")
            assert refused.value.field == "manager"
        assert change(cast, "olga", "sam", manager="A010")
        with pytest.raises(Invalid, match="reports to this person, directly or through others"):
            change(cast, "olga", "zoe", manager="fay@acme.example")
        assert change(cast, "olga", "fay", manager="")
        assert row(cast["fay"]).manager_id is None

    def test_an_e_mail_that_differs_in_case_only_is_ones_own(self, cast):
        assert change(cast, "olga", "zoe", email="Zoe@Acme.example")
        assert row(cast["zoe"]).email_key == "zoe@acme.example"

    def test_what_somebody_else_saved_meanwhile_is_shown_and_not_lost(self, cast):
        olga = cast.identity("olga")
        opened = known(olga, cast["zoe"])
        change(cast, "oscar", "zoe", title="Architect", location="Brno")
        with pytest.raises(Meanwhile, match="“Architect”") as refused:
            edit(olga, cast["zoe"], {**opened, "title": "Lead", "employee_id": "Z9"}, opened)
        assert row(cast["zoe"]).employee_id == "A010"
        assert refused.value.field == "title"
        assert edit(olga, cast["zoe"], {**opened, "title": "Lead"}, {**opened, "title": refused.value.known["title"]})
        assert (row(cast["zoe"]).title, row(cast["zoe"]).location) == ("Lead", "Brno")

    def test_a_move_out_of_the_scope_ends_the_visit_of_an_hr_admin_at_once(self, cast):
        hana = cast.identity("hana")
        starting.start(hana, cast["fay"], "")
        change(cast, "olga", "fay", department=str(cast.departments["Engineering"]))
        with db.reading() as tx:
            session = tx.exec(select(ImpersonationSession)).one()
        assert session.end_cause == EndCause.NO_LONGER_ALLOWED

    def test_while_impersonating_the_subjects_rights_decide_and_e_mails_stay(self, cast):
        as_oscar = impersonating(cast, "olga", "oscar")
        assert edit(as_oscar, cast["zoe"], {"title": "Lead"}, known(as_oscar, cast["zoe"]))
        assert (latest().actor_name, latest().subject_name) == ("Olga Orlova", "Oscar Ortiz")
        with pytest.raises(Forbidden, match="while impersonating"):
            edit(as_oscar, cast["zoe"], {"email": "z@acme.example"}, known(as_oscar, cast["zoe"]))
        as_sam = impersonating(cast, "oscar", "sam")
        with pytest.raises(Forbidden):
            edit(as_sam, cast["zoe"], {"title": "Lead"}, {})

    def test_others_are_not_there(self, cast):
        for whom in ("emil", "carl"):
            with pytest.raises(NotFound):
                edit(cast.identity("olga"), cast[whom], {"title": "x"}, {})
        with pytest.raises(Forbidden):
            edit(cast.identity("hana"), cast["sam"], {"title": "x"}, {})
