"""The export of a real HR database goes in as it is."""

from pathlib import Path

from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import uploads
from admin_proxy.directory.folding import search_text
from admin_proxy.identity import operator

EXPORT = Path(__file__).parent.parent / "data" / "adventureworks_people.csv"


def everybody(organization):
    with db.reading() as tx:
        people = tx.exec(select(Person).where(Person.organization_id == organization)).all()
        return {person.email: person for person in people}


def test_it_is_recognised_without_help(cast):
    checked = uploads.check(cast.identity("olga"), "adventureworks_people.csv", EXPORT.read_bytes())
    assert checked.errors == ()
    assert [column.field for column in checked.recognised] == [
        "employee_id", "email", "first_name", "last_name", "title", "department", "location", "manager_email",
        "hire_date", "deactivation_date",
    ]  # fmt: skip
    assert checked.ignored == ()
    assert (checked.rows, checked.preview.new, checked.preview.left_out) == (290, 290, 13)


def test_its_people_departments_and_reporting_lines_arrive(cast):
    olga = cast.identity("olga")
    applied = uploads.apply(olga, uploads.check(olga, "people.csv", EXPORT.read_bytes()).upload_id)
    assert (applied.new, applied.changed, applied.unchanged, applied.departments) == (290, 0, 0, 14)
    people = everybody(cast.acme)
    assert len(people) == 290 + 13
    with db.reading() as tx:
        names = dict(tx.exec(select(Department.id, Department.name)).all())
    in_department = [names[person.department_id] for person in people.values() if person.employee_id.startswith("AW")]
    assert in_department.count("Production") == 179
    assert in_department.count("Sales") == 18
    assert [row for row in names.values() if row == "Sales"] == ["Sales", "Sales"], "one of Acme and one of Globex"
    ken = people["ken0@adventure-works.com"]
    assert (ken.name, ken.title, ken.manager_id) == ("Ken Sánchez", "Chief Executive Officer", None)
    by_id = {person.id: person for person in people.values()}
    for person in people.values():
        if person.employee_id.startswith("AW"):
            above = person
            for _ in range(10):
                above = by_id.get(above.manager_id) or above
            assert above is ken
    francois = people["françois0@adventure-works.com"]
    assert francois.search_text == search_text(francois, "Information Services")
    assert str(francois.hire_date) == "2008-08-17"
    assert (francois.role, francois.privacy_version, francois.password_hash) == ("employee", "", None)


def test_each_of_them_is_in_the_record(cast):
    olga = cast.identity("olga")
    uploads.apply(olga, uploads.check(olga, "people.csv", EXPORT.read_bytes()).upload_id)
    with db.reading() as tx:
        entries = tx.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    tags = [entry.tag for entry in entries]
    assert tags.count(Tag.PERSON_CREATED) == 290
    assert tags.count(Tag.DEPARTMENT_CREATED) == 14
    assert tags[-1] == Tag.UPLOAD_APPLIED
    assert {(entry.actor_name, entry.organization_id) for entry in entries} == {("Olga Orlova", cast.acme)}
    guy = next(entry for entry in entries if entry.object_name == "Guy Gilbert")
    assert guy.before is None
    assert guy.after["manager"] == "Jo Brown (jo0@adventure-works.com)"
    assert guy.after["department"] == "Production"


def test_the_second_time_nothing_changes(cast):
    olga = cast.identity("olga")
    for _ in range(2):
        before = everything()
        checked = uploads.check(olga, "people.csv", EXPORT.read_bytes())
        applied = uploads.apply(olga, checked.upload_id)
    assert checked.preview.changes_nothing
    assert (applied.new, applied.changed, applied.unchanged, applied.departments) == (0, 0, 290, 0)
    assert everything() == before


def test_the_command_line_brings_them_in_too(cast):
    imported = uploads.import_file(operator(cast.globex), EXPORT)
    assert imported.check.ok
    assert imported.applied.new == 290
    assert len(everybody(cast.globex)) == 292
    assert len(everybody(cast.acme)) == 13


def everything():
    with db.reading() as tx:
        return {
            table: sorted(map(tuple, tx.execute(table.__table__.select())), key=repr)
            for table in (Person, Department, AuditEntry)
        }
