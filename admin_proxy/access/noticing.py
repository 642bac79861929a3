"""Notices by itself when something is written that the policy looks at, so that no verb can forget to say so.

Verbs still say it (`db.facts_changed`), above all those that write past the ORM in bulk. This stands behind them: a
transaction that has touched a fact asks the policy again for what runs, whoever wrote it and why.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session, SQLModel, col

from admin_proxy import db
from admin_proxy.accounts.tables import Department, GroupMember, Login, Person, ScopeDepartment, ScopeGroup
from admin_proxy.organizations.tables import Organization

FACTS: dict[type[SQLModel], frozenset[str]] = {
    Person: frozenset({"organization_id", "role", "department_id", "deactivated_on", "privacy_version"}),
    Department: frozenset({"organization_id", "parent_id"}),
    GroupMember: frozenset({"group_id", "person_id"}),
    ScopeDepartment: frozenset({"person_id", "department_id"}),
    ScopeGroup: frozenset({"person_id", "group_id"}),
    Organization: frozenset({"proxy_enabled", "limited_to_super_admins"}),
    Login: frozenset({"person_id", "ended_at", "expires_at"}),
}
"""What `access.facts` and `impersonation.rechecking` read, by table."""


def begin() -> None:
    """From now on; safe to repeat."""
    for name, listener in (("after_flush", _after_flush), ("do_orm_execute", _before_statement)):
        if not event.contains(Session, name, listener):
            event.listen(Session, name, listener)


def _after_flush(tx: Session, _context: UOWTransaction) -> None:
    removed = [row for row in tx.deleted if type(row) in FACTS]
    changed = [row for row in tx.dirty if type(row) in FACTS and _is_changed(row)]
    for row in (*removed, *changed):  # a row that is new takes nothing away from anybody
        organization_id = _organization(tx, row)
        if organization_id is not None:
            db.facts_changed(tx, organization_id)


def _before_statement(state: ORMExecuteState) -> None:
    """An UPDATE or DELETE of many rows names none of them: they are the organization's that the transaction is for."""
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    organization_id = state.session.info.get("organization_id")
    facts = FACTS.get(state.bind_mapper.class_)
    if organization_id is None or facts is None:
        return
    if state.is_delete or facts & _columns(state):
        db.facts_changed(cast(Session, state.session), organization_id)


def _columns(state: ORMExecuteState) -> set[str]:
    values: dict[Any, Any] = getattr(state.statement, "_values", None) or {}
    return {getattr(column, "key", str(column)) for column in values}


def _is_changed(row: Any) -> bool:
    attributes = inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in FACTS[type(row)])


def _organization(tx: Session, row: Any) -> int | None:
    if isinstance(row, Organization):
        return row.id
    if isinstance(row, (Person, Department)):
        return row.organization_id
    with tx.no_autoflush:
        return tx.execute(select(col(Person.organization_id)).where(col(Person.id) == row.person_id)).scalar()
