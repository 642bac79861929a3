"""Whom an HR Admin looks after: departments, each with everything below it, and groups. Empty: nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import delete
from sqlmodel import Session, col, select

from admin_proxy import db, live
from admin_proxy.accounts import department_paths, reach
from admin_proxy.accounts.tables import Department, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ChangedMeanwhile, Identity, Invalid, NotFound, Role
from admin_proxy.words import later, say

MOST = 200
"""Departments of one scope, and groups."""
SAVED_MEANWHILE = later(
    "Somebody else has saved another scope meanwhile. Nothing was saved. Save again to replace theirs."
)


@dataclass(frozen=True, slots=True)
class Scope:
    """Departments as id → path, groups as id → name."""

    departments: dict[int, str]
    groups: dict[int, str]

    @property
    def in_words(self) -> dict[str, list[str]]:
        """As it stands in the record."""
        return {"departments": sorted(self.departments.values()), "groups": sorted(self.groups.values())}

    @property
    def ids(self) -> dict[str, set[int]]:
        return {"departments": set(self.departments), "groups": set(self.groups)}

    @property
    def version(self) -> str:
        """The same for the same departments and groups, whatever they are called by now."""
        said = f"{sorted(self.departments)} {sorted(self.groups)}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def set_scope(
    identity: Identity,
    person_id: int,
    department_ids: Collection[int],
    group_ids: Collection[int],
    *,
    seen: str | None = None,
) -> bool:
    """Give an HR Admin this scope instead of the one before; says whether that changed anything.

    Args:
        seen: `version` of the scope that this one is to replace; None: whatever it is.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: the person, a department or a group, in one's own organization.
        Invalid: the person is no HR Admin, or there are too many of them.
        ChangedMeanwhile: it is not the one that was seen.
    """
    with db.writing(reach.organization(identity)) as tx:
        return set_scope_in(tx, identity, person_id, department_ids, group_ids, seen=seen)


def set_scope_in(
    tx: Session,
    identity: Identity,
    person_id: int,
    department_ids: Collection[int],
    group_ids: Collection[int],
    *,
    seen: str | None = None,
) -> bool:
    """The same within another's transaction."""
    person = reach.person_to_manage(tx, identity, person_id)
    if person.role is not Role.HR_ADMIN:
        raise Invalid("scope", say("{name} is no HR Admin; only an HR Admin has a scope.", name=person.name))
    before = scope_of(tx, person_id)
    if seen is not None and seen != before.version:
        raise ChangedMeanwhile(SAVED_MEANWHILE)
    after = _wanted(tx, reach.organization(identity), department_ids, group_ids)
    changed = [part for part in after.ids if after.ids[part] != before.ids[part]]
    if not changed:
        return False
    clear(tx, person_id)
    tx.add_all(ScopeDepartment(person_id=person_id, department_id=one) for one in after.departments)
    tx.add_all(ScopeGroup(person_id=person_id, group_id=one) for one in after.groups)
    trail.record(
        tx, identity, Tag.SCOPE_CHANGED, done_to=reach.thing(person),
        before={part: before.in_words[part] for part in changed},
        after={part: after.in_words[part] for part in changed},
    )  # fmt: skip
    db.facts_changed(tx, reach.organization(identity))
    db.after_commit(tx, partial(live.tell_administrators, reach.organization(identity)))
    return True


def scope_of(tx: Session, person_id: int) -> Scope:
    departments = tx.exec(select(ScopeDepartment.department_id).where(ScopeDepartment.person_id == person_id))
    groups = tx.exec(
        select(UserGroup.id, UserGroup.name)
        .join(ScopeGroup, col(ScopeGroup.group_id) == UserGroup.id)
        .where(ScopeGroup.person_id == person_id)
    )
    return Scope(department_paths.paths(tx, departments), _by_id(groups))


def clear(tx: Session, person_id: int) -> None:
    tx.execute(delete(ScopeDepartment).where(col(ScopeDepartment.person_id) == person_id))
    tx.execute(delete(ScopeGroup).where(col(ScopeGroup.person_id) == person_id))


def _wanted(tx: Session, organization_id: int, department_ids: Collection[int], group_ids: Collection[int]) -> Scope:
    if len(set(department_ids)) > MOST or len(set(group_ids)) > MOST:
        raise Invalid("scope", say("A scope has at most {most} departments and {most} groups.", most=MOST))
    departments = tx.exec(
        select(Department.id).where(
            Department.organization_id == organization_id,
            col(Department.id).in_(set(filter(reach.is_number, department_ids))),
        )
    ).all()
    groups = tx.exec(
        select(UserGroup.id, UserGroup.name).where(
            UserGroup.organization_id == organization_id,
            col(UserGroup.id).in_(set(filter(reach.is_number, group_ids))),
        )
    )
    found = Scope(department_paths.paths(tx, (one for one in departments if one is not None)), _by_id(groups))
    if found.departments.keys() != set(department_ids):
        raise NotFound(say("There is no such department."))
    if found.groups.keys() != set(group_ids):
        raise NotFound(say("There is no such group."))
    return found


def _by_id(rows: Iterable[tuple[int | None, str]]) -> dict[int, str]:
    return {key: name for key, name in rows if key is not None}
