"""Merging a department into another: people, departments below it and scopes follow, and then it is gone.

A department below it that has a namesake below the other one is merged into that namesake, and so on down. HR Admins
who look after it look after the other one from then on, with everything below that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from admin_proxy import bulk, db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.directory import departments, indexing
from admin_proxy.directory.department_editing import (
    NO_SUCH_TARGET,
    Seen,
    record_scopes,
    refuse_changed,
    refuse_depth,
    scopes_of,
    thing,
    tree_to_manage,
)
from admin_proxy.directory.department_tree import looking_after, people_in
from admin_proxy.directory.departments import Tree
from admin_proxy.identity import Identity, Invalid
from admin_proxy.words import say

MOST_PEOPLE = 50_000
"""In all the departments that one merge does away with."""


@dataclass(frozen=True, slots=True)
class Merged:
    people: int
    """Who stand elsewhere now."""
    moved: tuple[str, ...]
    """Names of the departments that follow as they are."""
    also_merged: tuple[str, ...]
    """Paths of those below it that have a namesake there."""
    looked_after_by: tuple[str, ...]
    """The HR Admins whose scope follows."""


def merge(identity: Identity, department_id: int, into_id: int, seen: Seen) -> Merged:
    """Merge a department into another one, all in one transaction.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such department in one's own organization: it may be merged already.
        Meanwhile: somebody else has changed one of the two.
        Invalid: beside `to`: into itself or into one below it, too deep, too many people.
    """
    with db.writing(reach.organization(identity)) as tx:
        merging = _Merging(tx, identity, department_id, into_id, seen)
        merged = merging.carry_out()
        merging.record()
        indexing.refresh(tx, people_ids=merging.people_ids)
        departments.changed(tx, reach.organization(identity))
        return merged


def merge_facts(tx: Session, identity: Identity, department_id: int, into_id: int, seen: Seen) -> Merged:
    """The part of it that the policy looks at, within another's transaction, to see what it would end.

    Raises:
        Forbidden, NotFound, Invalid: as `merge` would.
    """
    return _Merging(tx, identity, department_id, into_id, seen).carry_out()


@dataclass(slots=True)
class _Plan:
    pairs: dict[int, int] = field(default_factory=dict)
    """What goes → what it goes into, from the top down."""
    moved: dict[int, int] = field(default_factory=dict)
    """What stays → below which one."""


def _planned(tree: Tree, department: int, into: int) -> _Plan:
    plan = _Plan()
    waiting = [(department, into)]
    while waiting:
        goes, to = waiting.pop(0)
        plan.pairs[goes] = to
        for child in tree.children(goes):
            # A namesake that goes itself is none: `Sales › Sales` merged into the root's `Sales`, for instance.
            namesakes = (
                one for one in tree.children(to) if one not in plan.pairs and tree.is_called(one, tree.names[child])
            )
            namesake = next(namesakes, None)
            if namesake is None:
                plan.moved[child] = to
            else:
                waiting.append((child, namesake))
    return plan


class _Merging:
    def __init__(self, tx: Session, identity: Identity, department_id: int, into_id: int, seen: Seen) -> None:
        self._tx, self._identity, self._organization = tx, identity, reach.organization(identity)
        self._tree = tree = tree_to_manage(tx, identity, department_id)
        if into_id not in tree.names:
            raise Invalid("to", NO_SUCH_TARGET)
        below = list(tree.with_all_below(department_id))
        if into_id in below:
            raise Invalid("to", say("A department cannot be merged into itself or into one below it."))
        refuse_changed(tree, department_id, into_id, seen)
        levels = max(len(tree.paths[one]) for one in below) - len(tree.paths[department_id])
        refuse_depth("to", len(tree.paths[into_id]) + levels)
        self._plan = _planned(tree, department_id, into_id)
        if people_in(tx, self._organization, list(self._plan.pairs)) > MOST_PEOPLE:
            raise Invalid("to", say("At most {count} people can change department at once.", count=MOST_PEOPLE))
        self._people: list[tuple[int, str, str, str, int]] = []

    @property
    def people_ids(self) -> list[int]:
        return [person_id for person_id, *_ in self._people]

    def carry_out(self) -> Merged:
        gone = list(self._plan.pairs)
        self._holders = looking_after(self._tx, gone)
        self._scopes_before = scopes_of(self._tx, self._holders)
        for department in gone:
            self._rename(department, f" {department}")  # a name that nothing else can have, until it is deleted
        for department, parent in self._plan.moved.items():
            here = update(Department).where(col(Department.id) == department)
            self._tx.execute(here.values(parent_id=parent))
        for department, into in self._plan.pairs.items():
            self._move_people(department, into)
            self._hand_scopes_over(department, into)
        for department in reversed(gone):
            self._tx.execute(delete(Department).where(col(Department.id) == department))
        db.facts_changed(self._tx, self._organization)
        return Merged(
            people=len(self._people),
            moved=tuple(sorted(self._tree.names[one] for one in self._plan.moved)),
            also_merged=tuple(self._tree.path(one) for one in gone[1:]),
            looked_after_by=tuple(person.name for person in self._holders),
        )

    def record(self) -> None:
        tree, paths = self._tree, {one: self._tree.path(one) for one in self._tree.names}
        for department, into in self._plan.pairs.items():
            trail.record(
                self._tx, self._identity, Tag.DEPARTMENT_MERGED, done_to=thing(tree, department),
                before={"department": paths[department]}, after={"department": paths[into]},
            )  # fmt: skip
        for department, parent in self._plan.moved.items():
            trail.record(
                self._tx, self._identity, Tag.DEPARTMENT_MOVED, done_to=thing(tree, department),
                before={"department": paths[department]},
                after={"department": f"{paths[parent]} › {tree.names[department]}"},
            )  # fmt: skip
        record_scopes(self._tx, self._identity, self._holders, self._scopes_before)
        trail.record_all(
            self._tx,
            self._identity,
            (
                Deed(
                    Tag.PERSON_CHANGED,
                    Thing("person", str(person_id), f"{first} {last}".strip() or email),
                    {"department": paths[department]},
                    {"department": paths[self._plan.pairs[department]]},
                )
                for person_id, first, last, email, department in self._people
            ),
        )

    def _rename(self, department: int, name: str) -> None:
        self._tx.execute(update(Department).where(col(Department.id) == department).values(name=name))

    def _move_people(self, department: int, into: int) -> None:
        here = (col(Person.organization_id) == self._organization, col(Person.department_id) == department)
        columns = (col(Person.id), col(Person.first_name), col(Person.last_name), col(Person.email))
        self._people += [
            (row[0], row[1], row[2], row[3], department) for row in self._tx.execute(select(*columns).where(*here))
        ]
        move = update(Person).where(*here).values(department_id=into)
        self._tx.execute(move, execution_options={"synchronize_session": False})

    def _hand_scopes_over(self, department: int, into: int) -> None:
        def holders(of: int) -> set[int]:
            found = select(col(ScopeDepartment.person_id)).where(col(ScopeDepartment.department_id) == of)
            return set(self._tx.execute(found).scalars())

        fresh = holders(department) - holders(into)
        bulk.insert(self._tx, ScopeDepartment, ("person_id", "department_id"), [(one, into) for one in sorted(fresh)])
        self._tx.execute(delete(ScopeDepartment).where(col(ScopeDepartment.department_id) == department))
