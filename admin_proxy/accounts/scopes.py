"""Whom an HR Admin looks after: departments, each with everything below it, and groups. Empty: nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Department, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Invalid, NotFound, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Departments and groups, as id → name."""

    departments: dict[int, str]
    groups: dict[int, str]

    @property
    def in_words(self) -> dict[str, list[str]]:
        """As it stands in the record."""
        return {"departments": sorted(self.departments.values()), "groups": sorted(self.groups.values())}


def set_scope(identity: Identity, person_id: int, department_ids: Collection[int], group_ids: Collection[int]) -> bool:
    """Give an HR Admin this scope instead of the one before; says whether that changed anything.

    Raises:
        Forbidden: the subject is no Super Admin.
        NotFound: the person, a department or a group, in one's own organization.
        Invalid: the person is no HR Admin.
    """
    with db.writing(reach.organization(identity)) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        if person.role is not Role.HR_ADMIN:
            raise Invalid("scope", f"{person.name} is no HR Admin; only an HR Admin has a scope.")
        before = scope_of(tx, person_id)
        after = _wanted(tx, reach.organization(identity), department_ids, group_ids)
        if after == before:
            return False
        clear(tx, person_id)
        tx.add_all(ScopeDepartment(person_id=person_id, department_id=one) for one in after.departments)
        tx.add_all(ScopeGroup(person_id=person_id, group_id=one) for one in after.groups)
        changed = [field for field in after.in_words if after.in_words[field] != before.in_words[field]]
        trail.record(
            tx, identity, Tag.SCOPE_CHANGED, done_to=reach.thing(person),
            before={field: before.in_words[field] for field in changed},
            after={field: after.in_words[field] for field in changed},
        )  # fmt: skip
        db.facts_changed(tx, reach.organization(identity))
        return True


def scope_of(tx: Session, person_id: int) -> Scope:
    departments = tx.exec(
        select(Department.id, Department.name)
        .join(ScopeDepartment, col(ScopeDepartment.department_id) == Department.id)
        .where(ScopeDepartment.person_id == person_id)
    )
    groups = tx.exec(
        select(UserGroup.id, UserGroup.name)
        .join(ScopeGroup, col(ScopeGroup.group_id) == UserGroup.id)
        .where(ScopeGroup.person_id == person_id)
    )
    return Scope(_by_id(departments), _by_id(groups))


def clear(tx: Session, person_id: int) -> None:
    tx.execute(delete(ScopeDepartment).where(col(ScopeDepartment.person_id) == person_id))
    tx.execute(delete(ScopeGroup).where(col(ScopeGroup.person_id) == person_id))


def _wanted(tx: Session, organization_id: int, department_ids: Collection[int], group_ids: Collection[int]) -> Scope:
    departments = tx.exec(
        select(Department.id, Department.name).where(
            Department.organization_id == organization_id,
            col(Department.id).in_(set(filter(reach.is_number, department_ids))),
        )
    )
    groups = tx.exec(
        select(UserGroup.id, UserGroup.name).where(
            UserGroup.organization_id == organization_id,
            col(UserGroup.id).in_(set(filter(reach.is_number, group_ids))),
        )
    )
    found = Scope(_by_id(departments), _by_id(groups))
    if found.departments.keys() != set(department_ids):
        raise NotFound("There is no such department.")
    if found.groups.keys() != set(group_ids):
        raise NotFound("There is no such group.")
    return found


def _by_id(rows: Iterable[tuple[int | None, str]]) -> dict[int, str]:
    return {key: name for key, name in rows if key is not None}
