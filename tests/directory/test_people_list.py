"""Users: who is in the list, in which order, a page at a time both ways; and who sees nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Person, ScopeGroup
from admin_proxy.directory import people_list
from admin_proxy.directory.folding import search_text
from admin_proxy.directory.people_filters import Filters, Status
from admin_proxy.directory.people_list import Order, Sort, people
from admin_proxy.identity import Forbidden, Role

EVERYBODY = [
    "Adam Adler", "Ben Becker", "Dora Dahl", "Fay Fischer", "Hana Horváthová", "Henry Hill", "Hugo Huber",
    "Ina Iversen", "Nora Novak", "Olga Orlova", "Oscar Ortiz", "Sam Silva", "Zoë Žižková",
]  # fmt: skip


@pytest.fixture(params=["few", "many"], autouse=True)
def way(request, monkeypatch):
    """Both ways to read must give the same answers: as if there were few people, or more than are sorted."""
    if request.param == "many":
        monkeypatch.setattr(people_list, "FEW", 0)
    return request.param


def names(page):
    return [row.name for row in page.rows]


def newcomers(cast, *full_names, **same):
    with db.writing(cast.acme) as tx:
        first = tx.execute(select(func.count()).select_from(Person)).scalar_one()
        for number, full_name in enumerate(full_names, first):
            given, _, family = full_name.partition(" ")
            email = f"{number}@elsewhere.example"
            row = Person(
                organization_id=cast.acme, first_name=given, last_name=family, email=email, email_key=email,
                created_at=clock.now(), **same,
            )  # fmt: skip
            row.search_text = search_text(row, "")
            tx.add(row)


class TestWhoIsInTheList:
    def test_a_super_admin_sees_everybody_of_the_organization_and_nobody_else(self, cast):
        assert names(people(cast.identity("olga"))) == EVERYBODY
        assert names(people(cast.identity("eve"))) == ["Emil Egger", "Eve Evans"]

    def test_an_hr_admin_sees_the_scope_and_each_person_once(self, cast):
        in_sales = ["Dora Dahl", "Fay Fischer", "Henry Hill", "Ina Iversen", "Nora Novak", "Sam Silva"]
        assert names(people(cast.identity("hana"))) == in_sales
        assert names(people(cast.identity("hugo"))) == ["Ben Becker", "Zoë Žižková"]
        assert names(people(cast.identity("henry"))) == []
        with db.writing(cast.acme) as tx:
            tx.add(ScopeGroup(person_id=cast["hana"], group_id=cast.groups["Mentors"]))
            tx.get_one(Person, cast["zoe"]).department_id = cast.departments["Field Sales"]
        assert sorted(names(people(cast.identity("hana")))) == sorted([*in_sales, "Ben Becker", "Zoë Žižková"])

    @pytest.mark.parametrize("name", ["adam", "sam", "carl", "petra"])
    def test_others_see_no_list(self, cast, name):
        with pytest.raises(Forbidden):
            people(cast.identity(name))

    def test_a_row_has_all_that_can_be_shown(self, cast):
        (row,) = people(cast.identity("olga"), Filters(text="fay")).rows
        assert (row.id, row.initials, row.email, row.department, row.role, row.status, row.manager) == (
            cast["fay"], "FF", "fay@acme.example", "Field Sales", "Employee", Status.ACTIVE, "Sam Silva",
        )  # fmt: skip


class TestFilters:
    def test_a_department_counts_with_everything_below_it(self, cast):
        olga = cast.identity("olga")
        assert names(people(olga, Filters(department_id=cast.departments["Field Sales"]))) == ["Fay Fischer"]
        assert len(names(people(olga, Filters(department_id=cast.departments["Sales"])))) == 6
        assert names(people(olga, Filters(department_id=cast.departments["Globex Sales"]))) == []
        assert names(people(olga, Filters(department_id=999_999))) == []

    def test_roles(self, cast):
        olga = cast.identity("olga")
        assert names(people(olga, Filters(role=Role.SUPER_ADMIN))) == ["Olga Orlova", "Oscar Ortiz"]
        assert len(names(people(olga, Filters(role=Role.EMPLOYEE)))) == 7

    def test_status_is_that_of_today(self, cast):
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["ina"]).deactivated_on = clock.now().date()
            tx.get_one(Person, cast["fay"]).deactivated_on = clock.now().date() + timedelta(days=1)
        olga = cast.identity("olga")
        assert names(people(olga, Filters(status=Status.DEACTIVATED))) == ["Dora Dahl", "Ina Iversen"]
        assert names(people(olga, Filters(status=Status.LEAVING))) == ["Fay Fischer"]
        assert len(names(people(olga, Filters(status=Status.ACTIVE)))) == len(EVERYBODY) - 2

    def test_never_signed_in(self, cast):
        assert names(people(cast.identity("olga"), Filters(never_signed_in=True))) == ["Nora Novak"]

    def test_any_part_of_a_word_whatever_case_and_accents(self, cast):
        olga = cast.identity("olga")
        assert names(people(olga, Filters(text="ŽIZ"))) == ["Zoë Žižková"]
        assert names(people(olga, Filters(text="engineering"))) == ["Ben Becker", "Zoë Žižková"]
        assert names(people(olga, Filters(text="o"))) != []
        assert names(people(olga, Filters(text="%"))) == []

    def test_all_of_them_hold_together(self, cast):
        sales = cast.departments["Sales"]
        assert names(people(cast.identity("olga"), Filters("a", sales, Role.EMPLOYEE, Status.ACTIVE, True))) == [
            "Nora Novak"
        ]
        assert names(people(cast.identity("hana"), Filters("a", sales, Role.EMPLOYEE, Status.DEACTIVATED))) == [
            "Dora Dahl"
        ]


class TestOrder:
    def test_by_name_both_ways(self, cast):
        olga = cast.identity("olga")
        assert names(people(olga, order=Order(Sort.NAME, descending=True))) == EVERYBODY[::-1]

    def test_by_date_whoever_has_none_stands_before_all_others(self, cast):
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["sam"]).last_login_at = datetime(2026, 1, 2, tzinfo=UTC)
            tx.get_one(Person, cast["zoe"]).last_login_at = datetime(2026, 1, 1, tzinfo=UTC)
            tx.get_one(Person, cast["sam"]).hire_date = date(2020, 1, 1)
            tx.get_one(Person, cast["ben"]).hire_date = date(2024, 1, 1)
        olga = cast.identity("olga")
        latest = people(olga, order=Order(Sort.LAST_SIGN_IN, descending=True))
        assert names(latest)[:2] == ["Sam Silva", "Zoë Žižková"]
        assert names(people(olga, order=Order(Sort.LAST_SIGN_IN)))[-2:] == ["Zoë Žižková", "Sam Silva"]
        assert names(people(olga, order=Order(Sort.HIRED)))[-2:] == ["Sam Silva", "Ben Becker"]


class TestPages:
    @pytest.mark.parametrize("by", Sort)
    @pytest.mark.parametrize("descending", [False, True])
    def test_forth_and_back_again_each_person_once(self, cast, monkeypatch, by, descending):
        monkeypatch.setattr(people_list, "PAGE", 4)
        with db.writing(cast.acme) as tx:
            for number, name in enumerate(("sam", "zoe", "ben", "ina", "fay")):
                tx.get_one(Person, cast[name]).last_login_at = datetime(2026, 1, 1 + number // 2, tzinfo=UTC)
                tx.get_one(Person, cast[name]).hire_date = date(2026, 1, 1 + number // 2)
        olga, order = cast.identity("olga"), Order(by, descending)
        forth = [people(olga, order=order)]
        while forth[-1].after is not None:
            forth.append(people(olga, order=order, after=forth[-1].after))
        assert sorted(name for page in forth for name in names(page)) == EVERYBODY
        assert forth[0].before is None
        back = [forth[-1]]
        while back[-1].before is not None:
            back.append(people(olga, order=order, before=back[-1].before))
        assert [names(page) for page in back] == [names(page) for page in forth[::-1]]
        assert back[-1].after == forth[0].after

    def test_whoever_is_out_of_sight_is_no_place_to_go_on_from(self, cast):
        hana = cast.identity("hana")
        for stranger in (cast["zoe"], cast["emil"], 999_999, -1):
            assert people(hana, after=stranger) == people(hana) == people(hana, before=stranger)

    def test_the_count_is_capped(self, cast, way, monkeypatch):
        monkeypatch.setattr(people_list, "FEW", 13)
        assert people(cast.identity("olga")).count_label == "13 people"
        newcomers(cast, "New Comer")
        assert people(cast.identity("olga")).count_label == "13+ people"
        assert people(cast.identity("olga"), Filters(text="comer")).count_label == "1 person"


@pytest.mark.parametrize("number", [0, -1, 2**31, 9_999_999_999, 10**30])
def test_numbers_that_nobody_could_have_are_nobodys(cast, number):
    olga = cast.identity("olga")
    assert people(olga, after=number) == people(olga, before=number) == people(olga)
    assert people(olga, Filters(department_id=number)).rows == people(olga, Filters(group_id=number)).rows == ()
