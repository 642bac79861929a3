"""The departments that somebody can narrow the list of people down to, or put a person into."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session

from admin_proxy import db
from admin_proxy.access import predicate
from admin_proxy.directory.department_tree import in_order
from admin_proxy.directory.departments import Tree
from admin_proxy.directory.visible import has_scope, permit
from admin_proxy.identity import Identity


class DepartmentChoice(NamedTuple):
    id: int
    depth: int
    """Among those that can be chosen; 0 at the root."""
    name: str
    """The whole path of one at the root of a scope."""


def choices(identity: Identity) -> tuple[DepartmentChoice, ...]:
    """All of the organization, each before those below it; for an HR Admin, those of the scope.

    Raises:
        Forbidden: the subject is neither a Super Admin nor an HR Admin.
    """
    permit(identity)
    with db.reading() as tx:
        tree = Tree(tx, identity.organization_id)
        may_choose = _choosable(tx, identity)
        found: list[DepartmentChoice] = []
        hidden_levels = 0
        for department, depth in in_order(tree):
            if not may_choose(department):
                continue
            if not may_choose(tree.parents[department]):
                hidden_levels = depth
            at_the_root = depth == hidden_levels
            name = tree.path(department) if at_the_root else tree.names[department]
            found.append(DepartmentChoice(department, depth - hidden_levels, name))
    return tuple(found)


def path(identity: Identity, department_id: int) -> str:
    """The whole path of one that can be chosen; empty for any other.

    Raises:
        Forbidden: the subject is neither a Super Admin nor an HR Admin.
    """
    permit(identity)
    with db.reading() as tx:
        tree = Tree(tx, identity.organization_id)
        known = department_id in tree.names and _choosable(tx, identity)(department_id)
        return tree.path(department_id) if known else ""


def _choosable(tx: Session, identity: Identity) -> Callable[[int | None], bool]:
    """A scope holds everything below what it holds, so what can be chosen are whole branches."""
    if not has_scope(identity):
        return lambda _department: True
    in_scope = set(tx.execute(predicate.departments_in_scope(identity.subject)).scalars())
    return lambda department: department in in_scope
