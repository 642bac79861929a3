"""The departments that somebody can narrow the list of people down to, or put a person into."""

from __future__ import annotations

from typing import NamedTuple

from admin_proxy import db
from admin_proxy.access import predicate
from admin_proxy.directory import departments
from admin_proxy.directory.visible import has_scope, permit
from admin_proxy.identity import Identity


class DepartmentChoice(NamedTuple):
    id: int
    path: str


def choices(identity: Identity) -> tuple[DepartmentChoice, ...]:
    """All of the organization, by path; for an HR Admin, those of the scope.

    Raises:
        Forbidden: the subject is neither a Super Admin nor an HR Admin.
    """
    permit(identity)
    with db.reading() as tx:
        paths = departments.paths(tx, identity.organization_id)
        if has_scope(identity):
            in_scope = set(tx.execute(predicate.departments_in_scope(identity.subject)).scalars())
            paths = {key: path for key, path in paths.items() if key in in_scope}
    by_path = sorted(paths.items(), key=lambda item: (item[1].casefold(), item[0]))
    return tuple(DepartmentChoice(key, path) for key, path in by_path)
