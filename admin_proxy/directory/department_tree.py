"""The tree of departments with how many people stand where, and one of them with all that hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person, ScopeDepartment
from admin_proxy.directory.departments import Tree
from admin_proxy.directory.folding import fold
from admin_proxy.identity import Identity, NotFound
from admin_proxy.words import later

_NUMBER = re.compile(r"\d+")
NO_SUCH_DEPARTMENT = later("There is no such department. Somebody may have merged or deleted it.")


class Node(NamedTuple):
    id: int
    depth: int
    """0 at the root."""
    name: str
    people: int
    """Directly in it; everybody counts, deactivated people too."""
    with_all_below: int


@dataclass(frozen=True, slots=True)
class Departments:
    nodes: tuple[Node, ...]
    """Each before those below it; by name."""
    without: int
    """People who stand in no department."""


@dataclass(frozen=True, slots=True)
class DepartmentCard:
    id: int
    name: str
    path: str
    parent_id: int | None
    people: int
    with_all_below: int
    departments: int
    """Directly below it."""
    looked_after_by: tuple[str, ...]
    """The HR Admins whose scope names it, by name."""

    @property
    def is_empty(self) -> bool:
        return not self.people and not self.departments


def read(identity: Identity) -> Departments:
    """All departments of one's own organization.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        organization_id = reach.organization(identity)
        tree = Tree(tx, organization_id)
        counted = select(col(Person.department_id), func.count()).where(col(Person.organization_id) == organization_id)
        rows = tx.execute(counted.group_by(col(Person.department_id)))
        people: dict[int | None, int] = {row[0]: row[1] for row in rows}
    order = list(in_order(tree))
    below = dict.fromkeys(tree.names, 0)
    for department, _ in reversed(order):
        below[department] += people.get(department, 0)
        parent = tree.parents[department]
        if parent is not None:
            below[parent] += below[department]
    return Departments(
        tuple(
            Node(department, depth, tree.names[department], people.get(department, 0), below[department])
            for department, depth in order
        ),
        people.get(None, 0),
    )


def department(identity: Identity, department_id: int) -> DepartmentCard:
    """One of them.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such department in one's own organization.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        organization_id = reach.organization(identity)
        tree = Tree(tx, organization_id)
        if department_id not in tree.names:
            raise NotFound(NO_SUCH_DEPARTMENT)
        with_all_below = list(tree.with_all_below(department_id))
        return DepartmentCard(
            id=department_id,
            name=tree.names[department_id],
            path=tree.path(department_id),
            parent_id=tree.parents[department_id],
            people=people_in(tx, organization_id, [department_id]),
            with_all_below=people_in(tx, organization_id, with_all_below),
            departments=len(tree.children(department_id)),
            looked_after_by=tuple(one.name for one in looking_after(tx, [department_id])),
        )


def people_in(tx: Session, organization_id: int, department_ids: list[int]) -> int:
    """How many people stand directly in one of these departments."""
    standing = select(func.count()).where(
        col(Person.organization_id) == organization_id, col(Person.department_id).in_(department_ids)
    )
    return int(tx.execute(standing).scalar_one())


def looking_after(tx: Session, department_ids: list[int]) -> list[Person]:
    """The HR Admins whose scope names one of these departments, by name."""
    holders = select(col(ScopeDepartment.person_id)).where(col(ScopeDepartment.department_id).in_(department_ids))
    return list(
        tx.execute(
            select(Person).where(col(Person.id).in_(holders)).order_by(col(Person.search_text), col(Person.id))
        ).scalars()
    )


def _sorted_as(name: str) -> str:
    """`Team 10` after `Team 9`."""
    return _NUMBER.sub(lambda number: number.group().zfill(9), fold(name))


def in_order(tree: Tree) -> Iterator[tuple[int, int]]:
    """Each department before those below it, with its depth. Should some form a circle, one of them comes first."""
    folded = {department: (_sorted_as(name), name, department) for department, name in tree.names.items()}
    seen: set[int] = set()
    for top in (*sorted(tree.children(None), key=folded.__getitem__), *sorted(tree.names, key=folded.__getitem__)):
        waiting = [(top, 0)]
        while waiting:
            department, depth = waiting.pop()
            if department in seen:
                continue
            seen.add(department)
            yield department, depth
            below = sorted(tree.children(department), key=folded.__getitem__, reverse=True)
            waiting += [(one, depth + 1) for one in below]
