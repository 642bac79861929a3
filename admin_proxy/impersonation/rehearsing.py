"""What a change of people would do, before anybody makes it: it is made, looked at, and undone.

So the preview cannot promise anything else than what happens, down to the sessions that would end.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach, roles, scopes
from admin_proxy.directory import bulk_edit, department_editing, department_merging, group_deleting, group_pasting
from admin_proxy.directory.bulk_edit import Change, Chosen, Outcome
from admin_proxy.directory.department_editing import Seen
from admin_proxy.directory.department_merging import Merged
from admin_proxy.directory.group_pasting import Pasted, Way
from admin_proxy.identity import Identity, Role
from admin_proxy.impersonation import rechecking
from admin_proxy.impersonation.standing import Standing, running
from admin_proxy.impersonation.tables import ImpersonationSession

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Preview:
    outcome: Outcome
    sessions: int
    """Running impersonations that would end at once."""


class _Undone(Exception):  # noqa: N818
    """Ends the transaction without a commit."""


def preview(identity: Identity, chosen: Chosen, change: Change) -> Preview:
    """What `bulk_edit.apply` would do.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    outcome, sessions = _rehearse(identity, lambda tx: bulk_edit.apply_in(tx, identity, chosen, change))
    return Preview(outcome, sessions)


def ended_by_role(identity: Identity, person_id: int, role: Role) -> int:
    """How many running impersonations `roles.change_role` would end.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    return _rehearse(identity, lambda tx: roles.change_role_in(tx, identity, person_id, role))[1]


def ended_by_scope(
    identity: Identity, person_id: int, department_ids: Collection[int], group_ids: Collection[int]
) -> int:
    """How many running impersonations `scopes.set_scope` would end.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    return _rehearse(identity, lambda tx: scopes.set_scope_in(tx, identity, person_id, department_ids, group_ids))[1]


def ended_by_move(identity: Identity, department_id: int, parent_id: int | None, seen: Seen) -> int:
    """How many running impersonations `department_editing.move` would end.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    return _rehearse(identity, lambda tx: department_editing.move_in(tx, identity, department_id, parent_id, seen))[1]


def merging(identity: Identity, department_id: int, into_id: int, seen: Seen) -> tuple[Merged, int]:
    """What `department_merging.merge` would do, and how many running impersonations it would end.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    return _rehearse(identity, lambda tx: department_merging.merge_facts(tx, identity, department_id, into_id, seen))


def pasted(identity: Identity, group_id: int, text: str, way: Way) -> tuple[Pasted, int]:
    """What `group_pasting.apply` would do, and how many running impersonations would end.

    Raises:
        Forbidden, NotFound, Invalid: as it would.
    """
    return _rehearse(identity, lambda tx: group_pasting.apply_in(tx, identity, group_id, text, way))


def ended_by_deleting_group(identity: Identity, group_id: int) -> int:
    """How many running impersonations `group_deleting.delete_group` would end: those that a scope allows by the group.

    Raises:
        Forbidden, NotFound: as it would.
    """
    return _rehearse(identity, lambda tx: group_deleting.withdraw_in(tx, identity, group_id))[1]


def _rehearse(identity: Identity, act: Callable[[Session], T]) -> tuple[T, int]:
    """What it returns, and how many running impersonations would end."""
    organization_id = reach.organization(identity)
    seen: list[tuple[T, int]] = []
    try:
        with db.writing(organization_id) as tx:
            before = _at_work(tx, organization_id)
            outcome = act(tx)
            tx.flush()
            seen.append((outcome, len(before) - len(_at_work(tx, organization_id))))
            raise _Undone
    except _Undone:
        return seen[0]


def _at_work(tx: Session, organization_id: int) -> list[Standing]:
    of_the_house = running(tx, col(ImpersonationSession.organization_id) == organization_id)
    return [standing for standing in of_the_house if rechecking.over(tx, standing) is None]
