"""Carries a plan out, in the transaction that it was made in: people, departments, and an entry for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from admin_proxy import bulk, clock
from admin_proxy.accounts import logins
from admin_proxy.accounts.people import email_key, searched
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.db import facts_changed
from admin_proxy.directory import departments
from admin_proxy.directory.csv_plan import (
    ATTRIBUTES,
    DEPARTMENT,
    EMAIL,
    EMPLOYEE_ID,
    ENDS,
    FIRST_NAME,
    HIRED,
    LAST_NAME,
    MANAGER,
    TITLE,
    Change,
    Plan,
    Values,
    slot,
)
from admin_proxy.directory.departments import Path
from admin_proxy.identity import Identity

T = TypeVar("T")
Progress = Callable[[int, int], None]

_TELL_EVERY = 2_000
_SEARCHED = {EMAIL, EMPLOYEE_ID, FIRST_NAME, LAST_NAME, TITLE, DEPARTMENT}
_NOT_TEXT = (DEPARTMENT, MANAGER, HIRED, ENDS)
_RECORDED = tuple({"department_id": "department", "manager_id": "manager"}.get(name, name) for name in ATTRIBUTES)


def write(tx: Session, identity: Identity, plan: Plan, progress: Progress) -> int:
    """Carry out what `plan` says.

    Args:
        progress: told how many people of the file are done, and how many there are.

    Returns:
        how many departments were created.
    """
    return _Writing(tx, identity, plan, progress).write()


class _Writing:
    def __init__(self, tx: Session, identity: Identity, plan: Plan, progress: Progress) -> None:
        self._tx, self._identity, self._plan, self._progress = tx, identity, plan, progress
        self._ids: dict[int, int] = {}
        self._departments: dict[Path, int] = {}
        self._steps = 0

    def write(self) -> int:
        plan = self._plan
        self._tell()
        created = self._create_departments()
        self._free_emails()
        rows = list(plan.new_rows_managers_first())
        self._ids = dict(zip(map(slot, rows), bulk.reserve_ids(self._tx, Person, len(rows)), strict=True))
        if rows:
            self._insert(rows)
        if plan.changed:
            self._update()
        self._end_logins()
        if plan.new or plan.changed:
            facts_changed(self._tx, self._identity.organization_id)
            departments.changed(self._tx, self._identity.organization_id)
        return created

    def _create_departments(self) -> int:
        tree, before = self._plan.tree, len(self._plan.tree.names)
        after = (*self._plan.new.values(), *(change.after for change in self._plan.changed))
        for path in dict.fromkeys(values[DEPARTMENT] for values in after if isinstance(values[DEPARTMENT], tuple)):
            self._departments[path] = tree.grow(self._tx, self._identity, path)
        return len(tree.names) - before

    def _free_emails(self) -> None:
        """E-mails are unique at every moment: whoever gives theirs to somebody else of the file lets go of it first."""
        plan = self._plan
        keys: list[tuple[str, int | None]] = [(email_key(values[EMAIL]), None) for values in plan.new.values()]
        keys += [(email_key(change.after[EMAIL]), change.person_id) for change in plan.changed]
        owners = ((plan.by_email.get(key), person) for key, person in keys)
        giving = {owner for owner, person in owners if owner is not None and owner != person}
        bulk.update(self._tx, Person, ("email_key",), [(person, f"given away by {person}") for person in giving])

    def _end_logins(self) -> None:
        """Of those whose deactivation date has come; the others' are over by themselves when it comes."""
        today = clock.now().date()
        gone = {change.person_id for change in self._plan.changed if change.after[ENDS] and change.after[ENDS] <= today}
        signed_in = select(Login.person_id).where(col(Login.ended_at).is_(None)).distinct()
        for person in self._tx.exec(signed_in.where(bulk.among(self._tx, Login.person_id, gone))).all() if gone else ():
            logins.end_all(self._tx, self._identity, person, logins.LoginEnd.DEACTIVATED)

    def _insert(self, rows: Sequence[int]) -> None:
        plan, same = self._plan, self._same_for_all()
        people = (
            (self._ids[slot(row)], *values, _email_key(values), self._search_text(values), *same.values())
            for row, values in ((row, self._resolved(plan.new[row])) for row in rows)
        )
        deeds = (
            Deed(Tag.PERSON_CREATED, _thing(self._ids[slot(row)], plan.new[row]), None, self._recorded(plan.new[row]))
            for row in rows
        )
        columns = ("id", *ATTRIBUTES, "email_key", "search_text", *same)
        bulk.insert(self._tx, Person, columns, self._counted(people))
        trail.record_all(self._tx, self._identity, self._counted(deeds))

    def _update(self) -> None:
        changed = self._plan.changed
        changing = sorted({attribute for change in changed for attribute in change.differing})
        # Only what changes for somebody is written at all: each column more is an index more to keep.
        derived = {"email_key": _email_key} if EMAIL in changing else {}
        if _SEARCHED & set(changing):
            derived["search_text"] = self._search_text
        people = (
            (change.person_id, *(values[place] for place in changing), *(make(values) for make in derived.values()))
            for change, values in ((change, self._resolved(change.after)) for change in changed)
        )
        columns = (*(ATTRIBUTES[attribute] for attribute in changing), *derived)
        bulk.update(self._tx, Person, columns, self._counted(people))
        trail.record_all(self._tx, self._identity, self._counted(self._deed(change) for change in changed))

    def _counted(self, steps: Iterable[T]) -> Iterator[T]:
        """Tells how far it has come. Each person takes two steps: their row and their entry in the record."""
        for step in steps:
            self._steps += 1
            if self._steps % _TELL_EVERY == 0:
                self._tell()
            yield step
        self._tell()

    def _deed(self, change: Change) -> Deed:
        readable, was, now = self._plan.readable, self._plan.existing[change.person_id], change.after
        tag = Tag.PERSON_CHANGED
        if ENDS in change.differing:
            tag = Tag.PERSON_REACTIVATED if now[ENDS] is None else Tag.PERSON_DEACTIVATED
        before = {_RECORDED[attribute]: readable(attribute, was[attribute]) for attribute in change.differing}
        after = {_RECORDED[attribute]: readable(attribute, now[attribute]) for attribute in change.differing}
        return Deed(tag, _thing(change.person_id, now), before, after)

    def _recorded(self, values: Values) -> dict[str, Any]:
        recorded = {name: value for name, value in zip(_RECORDED, values, strict=True) if value}
        for attribute in _NOT_TEXT:
            if values[attribute]:
                recorded[_RECORDED[attribute]] = self._plan.readable(attribute, values[attribute])
        return recorded

    def _resolved(self, values: Values) -> Values:
        """With ids for who and what had none when the plan was made."""
        manager, department = values[MANAGER], values[DEPARTMENT]
        if (manager is None or manager > 0) and not isinstance(department, tuple):
            return values
        resolved = list(values)
        if manager is not None and manager < 0:
            resolved[MANAGER] = self._ids[manager]
        if isinstance(department, tuple):
            resolved[DEPARTMENT] = self._departments[department]
        return tuple(resolved)

    def _search_text(self, values: Values) -> str:
        department = "" if values[DEPARTMENT] is None else self._plan.tree.names[values[DEPARTMENT]]
        return searched(
            values[FIRST_NAME], values[LAST_NAME], values[EMAIL], values[EMPLOYEE_ID], values[TITLE], department
        )

    def _same_for_all(self) -> dict[str, Any]:
        """The columns that a file says nothing of, as any new person has them."""
        newcomer = Person(
            organization_id=self._identity.organization_id, email="", email_key="", created_at=clock.now()
        )
        own = {"id", "email_key", "search_text", *ATTRIBUTES}
        return {name: getattr(newcomer, name) for name in Person.model_fields if name not in own}

    def _tell(self) -> None:
        self._progress(self._plan.unchanged + self._steps // 2, len(self._plan.sheet))


def _email_key(values: Values) -> str:
    return email_key(values[EMAIL])


def _thing(person: int, values: Values) -> Thing:
    return Thing("person", str(person), f"{values[FIRST_NAME]} {values[LAST_NAME]}".strip() or str(values[EMAIL]))
