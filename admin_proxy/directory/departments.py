"""The tree of departments: reading it, naming a place in it, and growing it.

Names are compared without case. A path is the names from the root down; `Sales › Field Sales` on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from admin_proxy import live
from admin_proxy.accounts.tables import Department
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing
from admin_proxy.db import after_commit, facts_changed
from admin_proxy.identity import Identity

Path = tuple[str, ...]

MOST = 5_000
"""Departments of one organization: their tree is shown as a whole."""


@lru_cache(maxsize=10_000)
def shown(path: Path) -> str:
    return " › ".join(path)


def paths(tx: Session, organization_id: int) -> dict[int, str]:
    """Each department's whole path, as the screen shows it, by its id."""
    return {department: shown(path) for department, path in Tree(tx, organization_id).paths.items()}


def with_all_below(tx: Session, organization_id: int, department_id: int) -> list[int]:
    """A department of that organization and all those below it; none for one that it does not have."""
    below = (
        select(Department.id)
        .where(Department.organization_id == organization_id, Department.id == department_id)
        .cte("below", recursive=True)
    )
    children = select(Department.id).where(
        Department.organization_id == organization_id, col(Department.parent_id) == below.c.id
    )
    # UNION, not UNION ALL: should departments ever form a circle, this still comes to an end.
    return list(tx.execute(sa_select(below.union(children).c.id)).scalars())


def changed(tx: Session, organization_id: int) -> None:
    """The tree, or how many people stand where: whoever looks at it hears of that. Said once in a transaction."""
    if not tx.info.get("departments_told"):
        tx.info["departments_told"] = True
        after_commit(tx, partial(live.tell_departments, organization_id))


def create(tx: Session, identity: Identity, path: Path) -> int:
    """The department at this path, which is created, with those above it, if it is not there yet.

    Each new one gets its entry in the record. To create many, keep one `Tree` and call `Tree.grow`.
    """
    return Tree(tx, identity.organization_id).grow(tx, identity, path)


class Planned(NamedTuple):
    new: list[Path]
    """From the top down."""
    called: dict[Path, Path]


class Tree:
    """The departments of one organization, as they are when it is read."""

    def __init__(self, tx: Session, organization_id: int) -> None:
        rows = tx.exec(
            select(Department.id, Department.parent_id, Department.name)
            .where(Department.organization_id == organization_id)
            .order_by(Department.id)  # type: ignore[arg-type]
        ).all()
        self.names: dict[int, str] = {row[0]: row[2] for row in rows if row[0] is not None}
        self.parents: dict[int, int | None] = {row[0]: row[1] for row in rows if row[0] is not None}
        self.paths: dict[int, Path] = {}
        self._at: dict[Path, int] = {}
        self._called: dict[str, list[int]] = {}
        self._children: dict[int | None, list[int]] = {}
        for department in self.names:
            self._place(department)

    def at(self, path: Path) -> int | None:
        """The department at this path from the root."""
        return self._at.get(_key(path))

    def called(self, name: str) -> Sequence[int]:
        """All departments of this name, wherever they are."""
        return self._called.get(name.casefold(), ())

    def is_called(self, department: int | None, name: str) -> bool:
        return department is not None and department in self.called(name)

    def children(self, department: int | None) -> Sequence[int]:
        """Those directly below it; None: those at the root."""
        return self._children.get(department, ())

    def with_all_below(self, department: int) -> Iterator[int]:
        """It and those below it, from the top down."""
        seen = {department}
        waiting = [department]
        while waiting:
            one = waiting.pop()
            yield one
            fresh = [child for child in self.children(one) if child not in seen]
            seen.update(fresh)
            waiting += reversed(fresh)

    def path(self, department: int | None) -> str:
        """As the screen shows it; empty for the root."""
        return shown(self.paths[department]) if department is not None else ""

    def missing(self, path: Path) -> list[Path]:
        """The paths that `grow` would have to create, from the top down."""
        prefixes = (path[:depth] for depth in range(1, len(path) + 1))
        return [prefix for prefix in prefixes if _key(prefix) not in self._at]

    def planned(self, wanted: Iterable[Path]) -> Planned:
        """What growing these paths, one after the other, would create, and what each of them would then be called."""
        named: dict[Path, Path] = {}
        for path in wanted:
            for missing in self.missing(path):
                above = missing[:-1]
                parent = named.get(_key(above)) or self.paths.get(self._at.get(_key(above), 0), ())
                named.setdefault(_key(missing), (*parent, missing[-1]))
        return Planned(list(named.values()), {path: named[_key(path)] for path in wanted})

    def grow(self, tx: Session, identity: Identity, path: Path) -> int:
        """The department at this path, created if need be, with an entry in the record for each new one."""
        for prefix in self.missing(path):
            parent = self.at(prefix[:-1])
            row = Department(organization_id=identity.organization_id, parent_id=parent, name=prefix[-1])
            tx.add(row)
            tx.flush()
            if row.id is None:
                raise RuntimeError("a new department got no id")
            self.names[row.id], self.parents[row.id] = row.name, parent
            self._place(row.id)
            trail.record(
                tx,
                identity,
                Tag.DEPARTMENT_CREATED,
                done_to=Thing("department", str(row.id), shown(self.paths[row.id])),
                after={"name": shown(self.paths[row.id])},
            )
            facts_changed(tx, identity.organization_id)
            changed(tx, identity.organization_id)
        return self._at[_key(path)]

    def _place(self, department: int) -> None:
        path: list[str] = []
        above: int | None = department
        while above is not None and len(path) <= len(self.names):
            path.insert(0, self.names[above])
            above = self.parents[above]
        self.paths[department] = tuple(path)
        self._at.setdefault(_key(tuple(path)), department)
        self._called.setdefault(path[-1].casefold(), []).append(department)
        self._children.setdefault(self.parents[department], []).append(department)


def _key(path: Path) -> Path:
    return tuple(name.casefold() for name in path)
