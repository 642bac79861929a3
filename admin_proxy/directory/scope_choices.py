"""What a scope can be put together from: the tree of departments as far as it is opened, or what was typed finds in it,
and groups. Only some of thousands are handed out at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Department, UserGroup
from admin_proxy.directory.folding import fold
from admin_proxy.identity import Identity

SHOWN = 100
"""Of departments, and of groups, at once: more are found by typing."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A department, where the tree is shown as far as this."""

    id: int
    name: str
    above: str
    """The path of those above it; empty at the top."""
    depth: int
    has_below: bool
    is_open: bool
    is_chosen: bool
    covered_by: str
    """The nearest department above it that is chosen and covers it as well; empty: none."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    id: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    id: int
    words: str
    """A department's path, or a group's name."""
    covered_by: str


@dataclass(frozen=True, slots=True)
class Choices:
    branches: tuple[Branch, ...]
    more_branches: int
    """How many there are besides."""
    groups: tuple[GroupLine, ...]
    more_groups: int
    chosen_departments: tuple[Chosen, ...]
    """Those that exist, by path."""
    chosen_groups: tuple[Chosen, ...]


def choices(
    identity: Identity,
    department_ids: Collection[int] = (),
    group_ids: Collection[int] = (),
    *,
    opened: Collection[int] = (),
    department_text: str = "",
    group_text: str = "",
) -> Choices:
    """What there is to choose from, with what is chosen.

    Args:
        department_ids, group_ids: what is chosen.
        opened: departments of which those directly below are shown.
        department_text: parts of words of paths; while there are any, what they find is shown instead of the tree.
        group_text: the same for names of groups.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    with db.reading() as tx:
        reach.super_admin(tx, identity)
        organization_id = reach.organization(identity)
        forest = _Forest(tx, organization_id, set(department_ids))
        words = fold(department_text).split()
        branches = list(forest.found(words) if words else forest.opened(set(opened)))
        groups = _groups(tx, organization_id)
        sought = fold(group_text).split()
        lines = [
            GroupLine(key, name, key in group_ids)
            for key, name in groups.items()
            if all(word in _folded(name) for word in sought)
        ]
        return Choices(
            branches=tuple(branches[:SHOWN]),
            more_branches=max(0, len(branches) - SHOWN),
            groups=tuple(lines[:SHOWN]),
            more_groups=max(0, len(lines) - SHOWN),
            chosen_departments=forest.chosen(),
            chosen_groups=tuple(Chosen(key, name, "") for key, name in groups.items() if key in group_ids),
        )


class _Forest:
    """The departments of an organization, with some of them chosen."""

    def __init__(self, tx: Session, organization_id: int, chosen: set[int]) -> None:
        rows = tx.exec(
            select(Department.id, Department.parent_id, Department.name).where(
                Department.organization_id == organization_id
            )
        )
        self._names: dict[int, str] = {}
        self._parents: dict[int, int | None] = {}
        self._below: dict[int | None, list[int]] = defaultdict(list)
        for key, parent, name in rows:
            if key is not None:
                self._names[key], self._parents[key] = name, parent
                self._below[parent].append(key)
        self._chosen = chosen & self._names.keys()

    def opened(self, opened: set[int], parent: int | None = None) -> Iterator[Branch]:
        """From the top, by name, going down where it is opened."""
        for department in sorted(self._below[parent], key=self._by_name):
            is_open = department in opened and bool(self._below[department])
            yield self._branch(department, is_open=is_open)
            if is_open:
                yield from self.opened(opened - {department}, department)

    def found(self, words: list[str]) -> Iterator[Branch]:
        """Each word is part of the path, and one of them of the name itself; names that begin so come first."""
        hits = []
        for department, name in self._names.items():
            folded = _folded(name)
            if not any(word in folded for word in words):
                continue
            path = _folded(self._path(department))
            if all(word in path for word in words):
                hits.append((not any(folded.startswith(word) for word in words), path, department))
        for _, _, department in sorted(hits):
            yield self._branch(department, is_open=False)

    def chosen(self) -> tuple[Chosen, ...]:
        """By path."""
        found = [Chosen(one, self._path(one), self._covered_by(one)) for one in self._chosen]
        return tuple(sorted(found, key=lambda one: (one.words.casefold(), one.id)))

    def _branch(self, department: int, *, is_open: bool) -> Branch:
        above = list(self._above(department))
        return Branch(
            id=department,
            name=self._names[department],
            above=self._path(above[0]) if above else "",
            depth=len(above),
            has_below=bool(self._below[department]),
            is_open=is_open,
            is_chosen=department in self._chosen,
            covered_by=self._covered_by(department),
        )

    def _covered_by(self, department: int) -> str:
        return next((self._names[one] for one in self._above(department) if one in self._chosen), "")

    def _above(self, department: int) -> Iterator[int]:
        """From the nearest to the top."""
        seen = {department}
        above = self._parents[department]
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            above = self._parents[above]

    def _path(self, department: int) -> str:
        return " › ".join(self._names[one] for one in reversed([department, *self._above(department)]))

    def _by_name(self, department: int) -> tuple[str, int]:
        return self._names[department].casefold(), department


def _groups(tx: Session, organization_id: int) -> dict[int, str]:
    rows = tx.exec(
        select(UserGroup.id, UserGroup.name)
        .where(UserGroup.organization_id == organization_id)
        .order_by(col(UserGroup.name))
    )
    by_name = sorted(((name.casefold(), key, name) for key, name in rows if key is not None))
    return {key: name for _, key, name in by_name}


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    return fold(text)
