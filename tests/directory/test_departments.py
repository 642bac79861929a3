from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts.tables import Department
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.directory import departments
from admin_proxy.directory.departments import Tree


def test_each_department_has_its_path(cast):
    with db.reading() as tx:
        assert departments.paths(tx, cast.acme) == {
            cast.departments["Sales"]: "Sales",
            cast.departments["Field Sales"]: "Sales › Field Sales",
            cast.departments["Inside Sales"]: "Sales › Inside Sales",
            cast.departments["Engineering"]: "Engineering",
        }
        assert departments.paths(tx, cast.globex) == {cast.departments["Globex Sales"]: "Sales"}


def test_what_is_missing_of_a_path_is_made_and_recorded_and_the_rest_is_found(cast):
    olga = cast.identity("olga")
    with db.writing(cast.acme) as tx:
        north = departments.create(tx, olga, ("SALES", "Field Sales", "North", "Coast"))
        assert departments.create(tx, olga, ("Sales", "Field Sales", "north", "coast")) == north
    with db.reading() as tx:
        assert departments.paths(tx, cast.acme)[north] == "Sales › Field Sales › North › Coast"
        entries = tx.exec(select(AuditEntry).where(AuditEntry.tag == Tag.DEPARTMENT_CREATED)).all()
        assert [entry.object_name for entry in entries] == [
            "Sales › Field Sales › North",
            "Sales › Field Sales › North › Coast",
        ]
        assert len(tx.exec(select(Department)).all()) == 7


def test_a_name_may_be_found_anywhere_and_more_than_once(cast):
    olga = cast.identity("olga")
    with db.writing(cast.acme) as tx:
        departments.create(tx, olga, ("Engineering", "Field Sales"))
        tree = Tree(tx, cast.acme)
        assert len(tree.called("FIELD sales")) == 2
        assert tree.at(("field sales",)) is None
        assert tree.called("Globex") == ()
        planned = tree.planned([("sales", "East", "Coast"), ("Sales", "EAST"), ("Legal",)])
    assert planned.new == [("Sales", "East"), ("Sales", "East", "Coast"), ("Legal",)]
    assert planned.called[("Sales", "EAST")] == ("Sales", "East")


def test_departments_that_were_tangled_up_by_hand_do_not_hang_anything(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Sales"]).parent_id = cast.departments["Field Sales"]
        tx.flush()
        assert len(departments.paths(tx, cast.acme)) == 4
