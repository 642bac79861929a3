"""One person's page: what is on it, for whom; and that nobody learns of people out of their sight."""

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.directory.group_choices import GroupChoice
from admin_proxy.directory.people_filters import Status
from admin_proxy.directory.person_page import person
from admin_proxy.identity import Forbidden, NotFound


def test_it_has_what_is_known_of_her(cast):
    cast.identity("zoe")
    page = person(cast.identity("olga"), cast["zoe"])
    assert (page.name, page.email, page.title, page.department, page.role, page.status) == (
        "Zoë Žižková", "zoe@acme.example", "Engineer", "Engineering", "Employee", Status.ACTIVE,
    )  # fmt: skip
    assert page.groups == (GroupChoice(cast.groups["Mentors"], "Mentors"),)
    assert [report.name for report in page.reports] == ["Ben Becker"]
    assert page.may_be_managed
    assert not page.is_oneself


def test_departments_are_named_with_those_above_them_and_managers_up_to_the_top(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["sam"]).manager_id = cast["oscar"]
    page = person(cast.identity("olga"), cast["fay"])
    assert page.department == "Sales › Field Sales"
    assert [manager.name for manager in page.managers] == ["Sam Silva", "Oscar Ortiz"]
    assert page.manager == "sam@acme.example"
    assert not page.has_managers_out_of_sight


def test_logins_are_shown_without_anything_that_could_open_them(cast):
    cast.identity("zoe")
    page = person(cast.identity("olga"), cast["zoe"])
    (login,) = page.logins
    assert login.device == "Unknown browser"
    with db.reading() as tx:
        row = tx.exec(select(Login).where(Login.person_id == cast["zoe"])).one()
    assert row.token_sha256 not in repr(page)
    assert row.id not in repr(page)


def test_an_hr_admin_looks_but_does_not_manage_and_learns_of_nobody_outside_the_scope(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["sam"]).manager_id = cast["oscar"]
        tx.get_one(Person, cast["ben"]).manager_id = cast["sam"]
    hana = cast.identity("hana")
    page = person(hana, cast["sam"])
    assert not page.may_be_managed
    assert page.managers == ()
    assert page.has_managers_out_of_sight
    assert [report.name for report in page.reports] == ["Fay Fischer", "Ina Iversen"]
    assert page.report_count == 2


def test_missing_foreign_and_out_of_scope_are_the_same_words(cast):
    said = set()
    for name, wanted in (
        ("hana", cast["zoe"]), ("hana", cast["emil"]), ("hana", 999_999), ("hana", -1), ("hana", 2**40),
        ("olga", cast["emil"]), ("olga", cast["carl"]), ("eve", cast["sam"]), ("henry", cast["henry"]),
    ):  # fmt: skip
        with pytest.raises(NotFound) as refused:
            person(cast.identity(name), wanted)
        said.add(refused.value.sentence)
    assert said == {"There is no such person."}


@pytest.mark.parametrize("name", ["adam", "sam", "carl"])
def test_others_see_nobody(cast, name):
    with pytest.raises(Forbidden):
        person(cast.identity(name), cast["sam"])
