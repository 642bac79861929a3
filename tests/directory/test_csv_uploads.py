"""What a file does to the people of an organization, and who may do it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.people import search_text
from admin_proxy.accounts.tables import Department, Login, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import csv_plan, csv_writing, departments, uploads
from admin_proxy.directory.tables import CsvUpload
from admin_proxy.identity import Forbidden, Invalid, NotFound, Refused, Role, operator
from admin_proxy.impersonation import resolving, starting
from tests.directory.csv_files import errors, everything, file, person, person_called, upload


@pytest.fixture
def olga(cast):
    return cast.identity("olga")


def entries(*tags):
    with db.reading() as tx:
        found = tx.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [entry for entry in found if entry.tag in tags]


def department_of(person_id):
    with db.reading() as tx:
        found = tx.get_one(Person, person_id)
        return departments.paths(tx, found.organization_id).get(found.department_id)


# Who a row is about


def test_a_row_is_about_whoever_has_its_employee_id_and_may_change_their_e_mail(cast, olga):
    applied = upload(olga, file("A007,samuel@acme.example,Samuel,Silva"))
    assert (applied.new, applied.changed, applied.left_out) == (0, 1, 12)
    sam = person(cast["sam"])
    assert (sam.email, sam.email_key, sam.first_name) == ("samuel@acme.example", "samuel@acme.example", "Samuel")
    assert sam.search_text == search_text(sam, "Sales")


def test_else_about_whoever_has_its_e_mail_who_gets_the_employee_id(cast, olga):
    assert upload(olga, file("X1,SAM@Acme.Example,Sam,Silva")).changed == 1
    sam = person(cast["sam"])
    assert (sam.email, sam.email_key, sam.employee_id) == ("SAM@Acme.Example", "sam@acme.example", "X1")


def test_else_about_somebody_new(cast, olga):
    applied = upload(olga, file("X1,Ann@acme.example,Ann,Able"))
    ann = person_called("Ann@acme.example")
    assert applied.new == 1
    assert ann.id not in cast.ids.values()
    assert (ann.organization_id, ann.role, ann.email_key) == (cast.acme, Role.EMPLOYEE, "ann@acme.example")
    assert (ann.password_hash, ann.privacy_version, ann.last_login_at) == (None, "", None)
    assert (ann.language, ann.time_zone, ann.theme) == ("en", "UTC", "system")


def test_two_people_may_trade_their_e_mails(cast, olga):
    upload(olga, file("A007,zoe@acme.example,Sam,Silva", "A010,sam@acme.example,Zoë,Žižková"))
    assert (person(cast["sam"]).email_key, person(cast["zoe"]).email_key) == ("zoe@acme.example", "sam@acme.example")


def test_somebody_new_may_get_an_e_mail_that_becomes_free(cast, olga):
    applied = upload(olga, file("A007,samuel@acme.example,Sam,Silva", "X1,sam@acme.example,Samira,Sand"))
    assert (applied.new, applied.changed) == (1, 1)
    assert person_called("sam@acme.example").first_name == "Samira"
    assert person(cast["sam"]).email == "samuel@acme.example"


def test_people_of_another_organization_with_the_same_employee_id_stay_as_they_are(cast, olga):
    emil = person(cast["emil"])
    upload(olga, file(f"{emil.employee_id},ann@acme.example,Ann,Able"))
    assert person(cast["emil"]) == emil


# What a row changes


def test_a_column_that_is_there_sets_and_a_blank_cell_clears(cast, olga):
    upload(
        olga,
        file(
            "sam@acme.example,Sam,,Head of Sales,,Prague,,2020-05-31",
            headings="email,first_name,last_name,title,department,location,manager,hire_date",
        ),
    )
    sam = person(cast["sam"])
    assert (sam.last_name, sam.title, sam.department_id, sam.location) == ("", "Head of Sales", None, "Prague")
    assert sam.hire_date == date(2020, 5, 31)
    upload(olga, file("fay@acme.example,Fay,,", headings="email,first_name,manager,title"))
    fay = person(cast["fay"])
    assert (fay.manager_id, fay.title, fay.last_name) == (None, "", "Fischer")
    assert fay.search_text == search_text(fay, "Field Sales")


def test_what_makes_somebody_somebody_is_never_cleared(cast, olga):
    content = file(",zoe@acme.example,Zoë,,", headings="employee_id,email,first_name,language,time zone")
    assert upload(olga, content).changed == 0
    zoe = person(cast["zoe"])
    assert (zoe.employee_id, zoe.language, zoe.time_zone) == ("A010", "de", "Europe/Prague")


def test_language_and_time_zone_are_set(cast, olga):
    upload(olga, file("sam@acme.example,Sam,cs,europe/prague", headings="email,first_name,language,time zone"))
    assert (person(cast["sam"]).language, person(cast["sam"]).time_zone) == ("cs", "Europe/Prague")


def test_a_file_that_names_roles_passwords_or_privacy_changes_none_of_them(cast, olga):
    before = person(cast["sam"])
    content = file(
        "sam@acme.example,Sam Silva,super_admin,secret,2026-01,Mentors",
        headings="email,name,role,password,privacy_version,group",
    )
    checked = uploads.check(olga, "people.csv", content)
    assert [column.heading for column in checked.ignored] == ["role", "password", "privacy_version", "group"]
    uploads.apply(olga, checked.upload_id)
    assert person(cast["sam"]) == before


def test_who_is_left_out_stays_untouched(cast, olga):
    before = everything()["person"]
    upload(olga, file("X1,ann@acme.example,Ann,Able"))
    assert [
        row for row in everything()["person"] if row[2] != "ann@acme.example" and "ann@acme.example" not in row
    ] == before


def test_a_manager_may_come_later_in_the_file_and_be_new_too(cast, olga):
    upload(
        olga,
        file(
            "X1,ann@acme.example,Ann,X2",
            "X3,cat@acme.example,Cat,sam@acme.example",
            "X2,bea@acme.example,Bea,x3@acme.example",
            "X4,x3@acme.example,Dan,A007",
            headings="employee_id,email,name,manager",
        ),
    )
    chain = [person_called("ann@acme.example")]
    while chain[-1].manager_id:
        chain.append(person(chain[-1].manager_id))
    assert [one.first_name for one in chain] == ["Ann", "Bea", "Dan", "Sam"]
    assert person_called("cat@acme.example").manager_id == cast["sam"]


def test_a_manager_may_be_named_by_the_e_mail_they_had_or_will_have(cast, olga):
    upload(
        olga,
        file(
            "A007,samuel@acme.example,Sam,",
            "A009,ina@acme.example,Ina,sam@acme.example",
            "X1,ann@acme.example,Ann,samuel@acme.example",
            headings="employee_id,email,first_name,manager",
        ),
    )
    assert person(cast["ina"]).manager_id == person_called("ann@acme.example").manager_id == cast["sam"]


def test_where_a_file_has_two_columns_for_the_manager_the_e_mail_goes_first(cast, olga):
    upload(
        olga,
        file(
            "ann@acme.example,Ann,zoe@acme.example,A007",
            "bea@acme.example,Bea,,A007",
            "cat@acme.example,Cat,,",
            headings="email,name,manager email,manager id",
        ),
    )
    managers = [person_called(f"{name}@acme.example").manager_id for name in ("ann", "bea", "cat")]
    assert managers == [cast["zoe"], cast["sam"], None]


def test_who_changes_places_with_their_manager_makes_no_circle(cast, olga):
    content = file(
        "sam@acme.example,Sam,fay@acme.example", "fay@acme.example,Fay,", headings="email,first_name,manager"
    )
    upload(olga, content)
    assert (person(cast["sam"]).manager_id, person(cast["fay"]).manager_id) == (cast["fay"], None)


# Departments


def test_departments_are_found_by_name_by_path_and_made_when_they_are_new(cast, olga):
    content = file(
        "ann@acme.example,Ann,field sales",
        "bea@acme.example,Bea,Sales > Field Sales > North",
        "cat@acme.example,Cat,SALES > field sales > NORTH",
        "dan@acme.example,Dan,Legal",
        "emma@acme.example,Emma,legal",
        "fred@acme.example,Fred,",
        "zoe@acme.example,Zoë,Field Sales",
        headings="email,name,department",
    )
    checked = uploads.check(olga, "people.csv", content)
    assert checked.preview.new_departments == ("Sales › Field Sales › North", "Legal")
    assert uploads.apply(olga, checked.upload_id).departments == 2
    people = ("ann", "bea", "cat", "dan", "emma", "fred", "zoe")
    assert [department_of(person_called(f"{name}@acme.example").id) for name in people] == [
        "Sales › Field Sales",
        "Sales › Field Sales › North",
        "Sales › Field Sales › North",
        "Legal",
        "Legal",
        None,
        "Sales › Field Sales",
    ]
    created = entries(Tag.DEPARTMENT_CREATED)
    assert [entry.object_name for entry in created] == ["Sales › Field Sales › North", "Legal"]
    dan = person_called("dan@acme.example")
    assert dan.search_text == search_text(dan, "Legal")


def test_a_department_of_another_organization_is_not_this_one(cast, olga):
    with db.writing() as tx:
        tx.add(Department(organization_id=cast.globex, name="Secret"))
    applied = upload(olga, file("ann@acme.example,Ann,Secret", headings="email,name,department"))
    assert applied.departments == 1


def test_a_name_that_has_become_ambiguous_leaves_people_where_they_are(cast, olga):
    headings = "email,name,department"
    content = file(
        "ann@acme.example,Ann,Field Sales", "bea@acme.example,Bea,Engineering > Field Sales", headings=headings
    )
    upload(olga, content)
    assert upload(olga, content).unchanged == 2
    assert department_of(person_called("ann@acme.example").id) == "Sales › Field Sales"


# Deactivation


def test_a_deactivation_date_is_set_recorded_and_ends_logins_when_it_has_come(cast, olga):
    sam, fay = cast.identity("sam"), cast.identity("fay")
    applied = upload(
        olga,
        file(
            "sam@acme.example,Sam Silva,2026-03-02",
            "fay@acme.example,Fay Fischer,2026-03-03",
            "dora@acme.example,Dora Dahl,",
            headings="email,name,termination date",
        ),
    )
    assert (applied.changed, applied.deactivated, applied.reactivated) == (3, 2, 1)
    assert person(cast["sam"]).deactivated_on == date(2026, 3, 2)
    assert person(cast["dora"]).deactivated_on is None
    with db.reading() as tx:
        assert tx.get_one(Login, sam.login_id).end_cause == "deactivated"
        assert tx.get_one(Login, fay.login_id).ended_at is None
    assert [entry.object_name for entry in entries(Tag.PERSON_DEACTIVATED)] == ["Sam Silva", "Fay Fischer"]
    (reactivated,) = entries(Tag.PERSON_REACTIVATED)
    assert (reactivated.before, reactivated.after) == (
        {"deactivated_on": "2026-01-01"},
        {"deactivated_on": None},
    )


# The record


def test_each_change_is_recorded_with_what_was_and_what_is(cast, olga):
    upload(
        olga,
        file(
            "fay@acme.example,Fay Fischer,Lead,Engineering,zoe@acme.example",
            "ina@acme.example,Ina Iversen,Specialist,Inside Sales,sam@acme.example",
            "ann@acme.example,Ann Able,,Legal,",
            headings="email,name,title,department,manager",
        ),
    )
    (changed,) = entries(Tag.PERSON_CHANGED)
    assert (changed.object_kind, changed.object_id, changed.object_name) == ("person", str(cast["fay"]), "Fay Fischer")
    assert changed.before == {
        "title": "Specialist",
        "department": "Sales › Field Sales",
        "manager": "Sam Silva (sam@acme.example)",
    }
    assert changed.after == {
        "title": "Lead",
        "department": "Engineering",
        "manager": "Zoë Žižková (zoe@acme.example)",
    }
    assert (changed.actor_name, changed.subject_name, changed.organization_id) == (
        "Olga Orlova",
        "Olga Orlova",
        cast.acme,
    )
    (created,) = entries(Tag.PERSON_CREATED)
    assert created.before is None
    assert created.after == {
        "email": "ann@acme.example",
        "first_name": "Ann",
        "last_name": "Able",
        "department": "Legal",
        "language": "en",
        "time_zone": "UTC",
    }
    (applied,) = entries(Tag.UPLOAD_APPLIED)
    assert (applied.object_kind, applied.object_name) == ("upload", "people.csv")
    assert applied.after == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "left_out": 11,
        "deactivated": 0,
        "reactivated": 0,
        "departments": 1,
    }


def test_an_upload_while_impersonating_is_under_both_names_and_changes_no_e_mail(cast, olga):
    starting.start(olga, cast["oscar"], "")
    as_oscar = resolving.resolve(olga.login_id, "127.0.0.1")
    assert errors(as_oscar, file("A007,samuel@acme.example,Sam,Silva")) == [
        (
            "Line 2, column 2 (email)",
            "Nobody's e-mail can be changed while you impersonate somebody. Stop the impersonation first.",
        )
    ]
    headings = "email,name,termination date"
    for oneself in ("olga@acme.example,Olga Orlova,2026-03-01", "oscar@acme.example,Oscar Ortiz,2026-03-01"):
        assert "Your own deactivation date" in errors(as_oscar, file(oneself, headings=headings))[0][1]
    upload(as_oscar, file("A007,sam@acme.example,Samuel,Silva"))
    (changed,) = entries(Tag.PERSON_CHANGED)
    assert (changed.actor_name, changed.subject_name) == ("Olga Orlova", "Oscar Ortiz")
    assert changed.session_id == as_oscar.session.id


# Twice, and in between


def test_the_second_time_nothing_changes_and_nothing_is_recorded(cast, olga):
    content = file(
        '"=""A1""",Ann@acme.example, Ann  Able ,New > Deep,X1,deu,2024-05-31,31.12.2030,Europe/Berlin',
        "X1,bea@acme.example,Bea,new,A007,,,,",
        "A007,sam@acme.example,Sam Silva,,,,1.2.2020,,",
        headings="employee_id,email,name,department,manager,note,hire_date,end date,time zone",
    )
    assert upload(olga, content).new == 2
    before = everything()
    applied = upload(olga, content)
    assert (applied.new, applied.changed, applied.unchanged) == (0, 0, 3)
    assert everything() == before


def test_an_upload_is_applied_once(cast, olga):
    checked = uploads.check(olga, "people.csv", file("X1,ann@acme.example,Ann,Able"))
    uploads.apply(olga, checked.upload_id)
    before = everything(but=())
    for verb in (uploads.apply, uploads.check_again):
        with pytest.raises(NotFound, match="applied already"):
            verb(olga, checked.upload_id)
    assert everything(but=()) == before


def test_what_has_changed_since_the_check_is_looked_at_again(cast, olga):
    checked = uploads.check(
        olga, "people.csv", file("X1,ann@acme.example,Ann,sam@acme.example", headings="id,email,name,manager")
    )
    with db.writing() as tx:
        tx.get_one(Person, cast["sam"]).email_key = "samuel@acme.example"
    before = everything(but=())
    with pytest.raises(uploads.Outdated, match="has changed since") as refused:
        uploads.apply(olga, checked.upload_id)
    assert [problem.where for problem in refused.value.check.errors] == ["Line 2, column 4 (manager)"]
    assert everything(but=()) == before


def test_all_of_it_happens_or_nothing(cast, olga, monkeypatch):
    checked = uploads.check(
        olga, "people.csv", file("X1,ann@acme.example,Ann,New", headings="id,email,name,department")
    )
    before = everything(but=())

    def fail(done, total):
        if done == total:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        uploads.apply(olga, checked.upload_id, fail)
    assert everything(but=()) == before
    assert uploads.apply(olga, checked.upload_id).new == 1


def test_an_e_mail_that_another_organization_took_at_the_same_moment_stops_it(cast, olga, monkeypatch, tmp_path):
    taken = file("X1,ann@acme.example,Ann,Able", "X2,emil@globex.example,Emil,Egger")
    monkeypatch.setattr(csv_plan._Planning, "_of_other_organizations", lambda self, keys: set())
    checked = uploads.check(olga, "people.csv", taken)
    (tmp_path / "people.csv").write_bytes(taken)
    before = everything(but=())
    for attempt in (
        lambda: uploads.apply(olga, checked.upload_id),
        lambda: uploads.import_file(operator(cast.acme), tmp_path / "people.csv"),
    ):
        with pytest.raises(Refused, match="at the same moment"):
            attempt()
    assert everything(but=()) == before


def test_progress_goes_up_to_everybody_in_the_file(cast, olga, monkeypatch):
    monkeypatch.setattr(csv_writing, "_TELL_EVERY", 4)
    told = []
    rows = [f"X{i},p{i}@acme.example,P,{i}" for i in range(7)] + ["A007,sam@acme.example,Sam,Silva"]
    rows += ["A010,zoe@acme.example,Zoe,Z"]
    checked = uploads.check(olga, "people.csv", file(*rows))
    uploads.apply(olga, checked.upload_id, lambda done, total: told.append((done, total)))
    assert told[0] == (1, 9), "who stays as they are is done from the start"
    assert told[-1] == (9, 9)
    assert told == sorted(told)
    assert len(set(told)) > 4


# The preview


def test_the_preview_shows_who_is_new_changed_and_left_out(cast, olga):
    preview = uploads.check(
        olga,
        "people.csv",
        file(
            "ann@acme.example,Ann Able,Buyer,Legal,sam@acme.example",
            "zoe@acme.example,Zoë Žižková,,Engineering,",
            "sam@acme.example,Sam Silva,Sales Lead,Sales,",
            headings="email,name,title,department,manager",
        ),
    ).preview
    assert (preview.new, preview.changed, preview.unchanged, preview.left_out) == (1, 1, 1, 11)
    (ann,) = preview.new_people
    assert (ann.line, ann.name, ann.email) == (2, "Ann Able", "ann@acme.example")
    assert [(change.label, change.after) for change in ann.changes] == [
        ("E-mail", "ann@acme.example"),
        ("First name", "Ann"),
        ("Last name", "Able"),
        ("Title", "Buyer"),
        ("Department", "Legal"),
        ("Manager", "Sam Silva (sam@acme.example)"),
        ("Language", "en"),
        ("Time zone", "UTC"),
    ]
    (zoe,) = preview.changed_people
    assert [(change.label, change.before, change.after) for change in zoe.changes] == [("Title", "Engineer", "")]
    assert "Ben Becker" in [sample.name for sample in preview.left_out_people]
    assert not preview.changes_nothing


# By hand


def test_columns_are_mapped_by_hand_and_checked_again_without_another_upload(cast, olga):
    content = file("ann@acme.example,Able,Ann", headings="Login,Zuname,Wie man sie nennt")
    checked = uploads.check(olga, "people.csv", content)
    assert checked.missing == ("E-mail",)
    again = uploads.check_again(olga, checked.upload_id, {"Login": "email", "Wie man sie nennt": "first_name"})
    assert (again.errors, again.upload_id, again.preview.new) == ((), checked.upload_id, 1)
    uploads.apply(olga, again.upload_id)
    assert person_called("ann@acme.example").name == "Ann Able"


def test_a_file_may_be_kept_first_and_checked_then(cast, olga):
    upload_id = uploads.stage(olga, "C:\\fakepath\\people.csv", file("X1,ann@acme.example,Ann,Able"))
    checked = uploads.check_again(olga, upload_id)
    assert (checked.upload_id, checked.file_name, checked.preview.new) == (upload_id, "people.csv", 1)
    assert uploads.apply(olga, upload_id).new == 1


def test_what_turns_out_to_be_no_csv_file_is_not_kept_any_longer(cast, olga):
    before = everything(but=())
    upload_id = uploads.stage(olga, "people.pdf", b"%PDF-1.4")
    checked = uploads.check_again(olga, upload_id)
    assert [problem.where for problem in checked.errors] == ["The file"]
    assert checked.upload_id == ""
    assert everything(but=()) == before


@pytest.mark.parametrize("mapping", [{"Login": 7}, {"Login": None}, {3: "email"}, {"Login": ["email"]}])
def test_a_mapping_of_the_wrong_kind_is_refused(cast, olga, mapping):
    with pytest.raises(Invalid):
        uploads.check(olga, "people.csv", file("ann@acme.example,Ann", headings="Login,Name"), mapping)


# Who may


@pytest.mark.parametrize("who", ["adam", "hana", "hugo", "sam", "carl", "petra"])
def test_only_super_admins_upload(cast, olga, who):
    checked = uploads.check(olga, "people.csv", file("X1,ann@acme.example,Ann,Able"))
    nobody = cast.identity(who)
    before = everything(but=())
    for attempt in (
        lambda: uploads.check(nobody, "people.csv", file("X1,ann@acme.example,Ann,Able")),
        lambda: uploads.stage(nobody, "people.csv", file("X1,ann@acme.example,Ann,Able")),
        lambda: uploads.check_again(nobody, checked.upload_id),
        lambda: uploads.apply(nobody, checked.upload_id),
        lambda: uploads.import_file(nobody, __file__),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert everything(but=()) == before


def test_an_upload_is_seen_within_its_organization_only(cast, olga):
    checked = uploads.check(olga, "people.csv", file("X1,ann@acme.example,Ann,Able"))
    for verb in (uploads.apply, uploads.check_again):
        for upload_id in (checked.upload_id, "", "x" * 1000, "\0", "\ud800", None, 7):
            with pytest.raises(NotFound, match="no longer there"):
                verb(cast.identity("eve"), upload_id)
    assert uploads.apply(cast.identity("oscar"), checked.upload_id).new == 1


def test_who_is_no_super_admin_any_more_when_it_is_applied_is_refused(cast, olga):
    checked = uploads.check(olga, "people.csv", file("X1,ann@acme.example,Ann,Able"))
    with db.writing() as tx:
        tx.get_one(Person, cast["olga"]).role = Role.ADMIN
    before = everything(but=())
    with pytest.raises(Forbidden):
        uploads.apply(olga, checked.upload_id)
    assert everything(but=()) == before


# What waits, and is forgotten


def test_a_waiting_file_is_replaced_by_the_next_and_forgotten_after_a_day(cast, olga, time):
    first = uploads.check(olga, "C:\\fakepath\\one.csv", file("X1,ann@acme.example,Ann,Able"))
    theirs = uploads.check(cast.identity("oscar"), "two.csv", file("X1,ann@acme.example,Ann,Able"))
    second = uploads.check(olga, "../../three.csv", file("X1,ann@acme.example,Ann,Able"))
    assert [first.file_name, second.file_name] == ["one.csv", "three.csv"]
    with pytest.raises(NotFound):
        uploads.apply(olga, first.upload_id)
    time.advance(hours=23, minutes=59)
    assert uploads.forget_old() == 0
    uploads.check_again(olga, second.upload_id)
    time.advance(minutes=1)
    with pytest.raises(NotFound):
        uploads.apply(olga, theirs.upload_id)
    assert uploads.forget_old() == 2


def test_of_an_applied_file_nothing_is_kept(cast, olga):
    upload(olga, file("X1,ann@acme.example,Ann,Able"))
    with db.reading() as tx:
        (kept,) = tx.exec(select(CsvUpload)).all()
    assert kept.content == b""


# On the command line


def test_a_file_is_imported_by_the_operator(cast, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(file("X1,ann@acme.example,Ann,Able"))
    only_checked = uploads.import_file(operator(cast.acme), path, check_only=True)
    assert (only_checked.check.preview.new, only_checked.applied) == (1, None)
    assert uploads.import_file(operator(cast.acme), path).applied.new == 1
    (created,) = entries(Tag.PERSON_CREATED)
    assert (created.actor_kind, created.actor_name, created.organization_id) == ("operator", "Operator", cast.acme)
    with db.reading() as tx:
        assert tx.exec(select(CsvUpload)).all() == []


def test_a_file_with_errors_is_not_imported(cast, tmp_path):
    path = tmp_path / "people.csv"
    path.write_bytes(file("X1,ann,Ann,Able"))
    before = everything(but=())
    imported = uploads.import_file(operator(cast.acme), path)
    assert (imported.check.error_count, imported.applied) == (1, None)
    assert everything(but=()) == before


def test_a_file_that_cannot_be_opened_is_said_so(cast, tmp_path):
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(Invalid, match="cannot be read"):
            uploads.import_file(operator(cast.acme), path)


# Open news


def test_a_change_makes_the_impersonations_be_looked_at_again(cast, olga, monkeypatch):
    asked = []
    monkeypatch.setattr(db, "_before_commit", [lambda tx, organization: asked.append(organization)])
    upload(olga, file("X1,ann@acme.example,Ann,Able"))
    assert asked == [cast.acme]
    upload(olga, file("X1,ann@acme.example,Ann,Able"))
    assert asked == [cast.acme]


def test_the_identity_of_a_stranger_is_not_believed(cast, olga):
    forged = replace(cast.identity("sam"), subject=replace(olga.subject, id=cast["sam"]))
    with pytest.raises(Forbidden):
        uploads.check(forged, "people.csv", file("X1,ann@acme.example,Ann,Able"))
