"""Creating, renaming, moving and deleting a department. What others did to it meanwhile is neither lost nor hidden.

Whoever moves a department moves everything below it along. Whoever moves or deletes one says what they saw when they
decided: if that is no longer so, nothing is done, and they are told what is so now.
"""

from __future__ import annotations

import re
from functools import partial
from typing import NamedTuple

from sqlalchemy import delete as sql_delete
from sqlalchemy import update
from sqlmodel import Session, col

from admin_proxy import db, live
from admin_proxy.accounts import reach, scopes
from admin_proxy.accounts.scopes import Scope
from admin_proxy.accounts.tables import Department, Person, ScopeDepartment
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.directory import csv_values, departments, indexing
from admin_proxy.directory.csv_values import MAX_DEPTH, Wrong
from admin_proxy.directory.department_tree import NO_SUCH_DEPARTMENT, looking_after, people_in
from admin_proxy.directory.departments import MOST, Tree
from admin_proxy.identity import Identity, Invalid, NotFound
from admin_proxy.words import later, say

LONGEST_NAME = 200
NOT_EMPTY = later("It is not empty: people or departments are in it. Move them first, or merge it.")
NO_SUCH_TARGET = later("There is no such department any more. Choose another one.")


class Seen(NamedTuple):
    """What somebody saw when they decided: whole paths, as the screen shows them."""

    path: str
    to: str = ""
    """Of where it is to go; empty: the root."""


class Meanwhile(Invalid):
    """Somebody else has changed it since it was looked at."""

    def __init__(self, field: str, sentence: str, now: str) -> None:
        super().__init__(field, sentence)
        self.now = now
        """What it is called now, which the next attempt is to start from."""


def create(identity: Identity, parent_id: int | None, name: str) -> int:
    """Create a department below another one, or at the root; returns its id.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: the one above, in one's own organization.
        Invalid: beside `name`: it cannot be taken, or the tree would become too deep or too large.
    """
    with db.writing(reach.organization(identity)) as tx:
        tree = tree_to_manage(tx, identity)
        if parent_id is not None and parent_id not in tree.names:
            raise NotFound(NO_SUCH_DEPARTMENT)
        wanted = _name(name)
        if len(tree.names) >= MOST:
            raise Invalid("name", say("An organization has at most {count} departments.", count=MOST))
        _refuse_namesake(tree, "name", wanted, parent_id)
        refuse_depth("name", _depth(tree, parent_id) + 1)
        row = Department(organization_id=reach.organization(identity), parent_id=parent_id, name=wanted)
        tx.add(row)
        tx.flush()
        if row.id is None:
            raise RuntimeError("a new department got no id")
        path = departments.shown((*tree.paths[parent_id], wanted) if parent_id is not None else (wanted,))
        trail.record(
            tx, identity, Tag.DEPARTMENT_CREATED, done_to=Thing("department", str(row.id), path), after={"name": path}
        )
        departments.changed(tx, reach.organization(identity))
        return row.id


def rename(identity: Identity, department_id: int, name: str, known: str) -> bool:
    """Give a department another name; says whether it is another one. Everybody in it is found by the new one.

    Args:
        known: its name when the form was opened.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such department in one's own organization.
        Meanwhile: somebody else has renamed it.
        Invalid: beside `name`.
    """
    with db.writing(reach.organization(identity)) as tx:
        tree = tree_to_manage(tx, identity, department_id)
        wanted, now = _name(name), tree.names[department_id]
        if wanted == now:
            return False
        if now != known:
            sentence = say("Somebody has renamed it “{name}” meanwhile. Save again to rename it.", name=now)
            raise Meanwhile("name", sentence, now)
        _refuse_namesake(tree, "name", wanted, tree.parents[department_id], but=department_id)
        _set(tx, department_id, name=wanted)
        trail.record(
            tx, identity, Tag.DEPARTMENT_RENAMED, done_to=thing(tree, department_id),
            before={"name": now}, after={"name": wanted},
        )  # fmt: skip
        indexing.refresh(tx, department_id=department_id)
        departments.changed(tx, reach.organization(identity))
        return True


def move(identity: Identity, department_id: int, parent_id: int | None, seen: Seen) -> bool:
    """Move a department with everything below it; says whether it is elsewhere now.

    Sessions of HR Admins whose scope no longer covers somebody end in the same transaction.

    Args:
        parent_id: below which one; None: to the root.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such department in one's own organization.
        Meanwhile: somebody else has changed it, or where it is to go.
        Invalid: beside `to`: a circle, a namesake there, too deep.
    """
    with db.writing(reach.organization(identity)) as tx:
        return move_in(tx, identity, department_id, parent_id, seen)


def move_in(tx: Session, identity: Identity, department_id: int, parent_id: int | None, seen: Seen) -> bool:
    """The same within another's transaction."""
    tree = tree_to_manage(tx, identity, department_id)
    if parent_id == tree.parents[department_id]:
        return False
    if parent_id is not None and parent_id not in tree.names:
        raise Invalid("to", NO_SUCH_TARGET)
    below = list(tree.with_all_below(department_id))
    if parent_id in below:
        raise Invalid("to", say("A department cannot be moved into itself or into one below it."))
    refuse_changed(tree, department_id, parent_id, seen)
    _refuse_namesake(tree, "to", tree.names[department_id], parent_id)
    levels = max(_depth(tree, one) for one in below) - _depth(tree, department_id) + 1
    refuse_depth("to", _depth(tree, parent_id) + levels)
    _set(tx, department_id, parent_id=parent_id)
    name, before = tree.names[department_id], tree.path(department_id)
    trail.record(
        tx, identity, Tag.DEPARTMENT_MOVED, done_to=thing(tree, department_id),
        before={"department": before},
        after={"department": f"{tree.path(parent_id)} › {name}" if parent_id is not None else name},
    )  # fmt: skip
    db.facts_changed(tx, reach.organization(identity))
    departments.changed(tx, reach.organization(identity))
    return True


def delete(identity: Identity, department_id: int, seen: Seen) -> None:
    """Delete an empty department. It also leaves the scopes that name it, where it covers nobody.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: no such department in one's own organization.
        Meanwhile: somebody else has changed it.
        Invalid: people or departments are in it.
    """
    with db.writing(reach.organization(identity)) as tx:
        tree = tree_to_manage(tx, identity, department_id)
        organization_id = reach.organization(identity)
        if tree.children(department_id) or people_in(tx, organization_id, [department_id]):
            raise Invalid("", NOT_EMPTY)
        refuse_changed(tree, department_id, None, seen)
        holders = looking_after(tx, [department_id])
        before = scopes_of(tx, holders)
        tx.execute(sql_delete(ScopeDepartment).where(col(ScopeDepartment.department_id) == department_id))
        record_scopes(tx, identity, holders, before)
        tx.execute(sql_delete(Department).where(col(Department.id) == department_id))
        trail.record(
            tx, identity, Tag.DEPARTMENT_DELETED, done_to=thing(tree, department_id),
            before={"name": tree.path(department_id)},
        )  # fmt: skip
        db.facts_changed(tx, organization_id)
        departments.changed(tx, organization_id)


def tree_to_manage(tx: Session, identity: Identity, department_id: int | None = None) -> Tree:
    """The departments of one's own organization, for a Super Admin (or the operator) to change.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: `department_id` is given and not among them.
    """
    reach.super_admin(tx, identity)
    tree = Tree(tx, reach.organization(identity))
    if department_id is not None and department_id not in tree.names:
        raise NotFound(NO_SUCH_DEPARTMENT)
    return tree


def refuse_changed(tree: Tree, department_id: int, to_id: int | None, seen: Seen) -> None:
    """Raise `Meanwhile` where either of the two is elsewhere, or called otherwise, than was seen."""
    for department, was in ((department_id, seen.path), (to_id, seen.to)):
        now = tree.path(department)
        if now != was:
            sentence = say(
                "Somebody has changed “{was}” meanwhile: it is “{now}” now. Look again before you go on.",
                was=was,
                now=now,
            )
            raise Meanwhile("to", sentence, now)


def refuse_depth(field: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Invalid(
            field, say("Departments stand at most {most} deep; that would be {depth}.", most=MAX_DEPTH, depth=depth)
        )


def thing(tree: Tree, department_id: int) -> Thing:
    return Thing("department", str(department_id), tree.path(department_id))


def scopes_of(tx: Session, holders: list[Person]) -> dict[int | None, Scope]:
    return {person.id: scopes.scope_of(tx, person.id) for person in holders if person.id is not None}


def record_scopes(tx: Session, identity: Identity, holders: list[Person], before: dict[int | None, Scope]) -> None:
    """An entry for each HR Admin whose scope is another one than it was."""
    for person in holders:
        was, now = before[person.id], scopes_of(tx, [person])[person.id]
        if was.ids != now.ids:
            trail.record(
                tx, identity, Tag.SCOPE_CHANGED, done_to=reach.thing(person),
                before={"departments": was.in_words["departments"]}, after={"departments": now.in_words["departments"]},
            )  # fmt: skip
    if holders:
        db.after_commit(tx, partial(live.tell_administrators, reach.organization(identity)))


def _name(typed: str) -> str:
    try:
        name = csv_values.text(LONGEST_NAME)(typed)
    except Wrong as wrong:
        raise Invalid("name", str(wrong)) from None
    if not name:
        raise Invalid("name", say("A department needs a name."))
    if re.search("[>›]", name):
        raise Invalid("name", say("A name cannot have “>” or “›” in it: they stand between the names of a path."))
    return name


def _refuse_namesake(tree: Tree, field: str, name: str, parent_id: int | None, but: int | None = None) -> None:
    for other in tree.children(parent_id):
        if other != but and tree.is_called(other, name):
            raise Invalid(field, _taken(tree, parent_id, tree.names[other]))


def _taken(tree: Tree, parent_id: int | None, name: str) -> str:
    if parent_id is None:
        return say("The top level has a department “{name}” already.", name=name)
    return say("“{above}” has a department “{name}” already.", above=tree.names[parent_id], name=name)


def _depth(tree: Tree, department_id: int | None) -> int:
    return len(tree.paths[department_id]) if department_id is not None else 0


def _set(tx: Session, department_id: int, **values: object) -> None:
    tx.execute(update(Department).where(col(Department.id) == department_id).values(**values))
