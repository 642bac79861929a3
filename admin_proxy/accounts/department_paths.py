"""Departments by their whole path: two of them may have the same name under different parents."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from admin_proxy.accounts.tables import Department


def paths(tx: Session, department_ids: Iterable[int]) -> dict[int, str]:
    """Id → `Sales › Field Sales`, for those that exist; read level by level, so few are read for few."""
    wanted = set(department_ids)
    known: dict[int, tuple[int | None, str]] = {}
    missing = wanted
    while missing:
        rows = tx.exec(
            select(Department.id, Department.parent_id, Department.name).where(col(Department.id).in_(missing))
        ).all()
        found = {key: (parent, name) for key, parent, name in rows if key is not None}
        known |= found
        missing = {parent for parent, _ in found.values() if parent is not None} - known.keys()
    return {department: _path(known, department) for department in wanted if department in known}


def _path(known: dict[int, tuple[int | None, str]], department_id: int) -> str:
    names: list[str] = []
    above: int | None = department_id
    while above is not None and len(names) <= len(known):
        above, name = known[above]
        names.insert(0, name)
    return " › ".join(names)
