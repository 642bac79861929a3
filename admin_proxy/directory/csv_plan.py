"""What a file would do to an organization: everything that is wrong between the two, and who is new, changed or not.

* A row is about the person with its employee id; where nobody has it, about the person with its e-mail; else it is new.
* A column that the file has sets its field, and a blank cell clears it. E-mail, name, employee id, language and time
  zone are never cleared. What has no column stays as it is, and so do people who are not in the file.
* A manager is looked up in the file first, by what people will be called when it is applied, then in the organization.
* A department's name alone means: the person's own department, if it is called that; the one of that name at the root;
  the only one of that name anywhere; a new one at the root. A path `Sales > Field Sales` begins at the root.
* Roles, scopes, groups, passwords and privacy are nothing that a file can change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from operator import ne
from sys import intern
from typing import Any, NamedTuple

from sqlmodel import Session, select

from admin_proxy import bulk
from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Person
from admin_proxy.directory.csv_check import Sheet
from admin_proxy.directory.csv_columns import Field
from admin_proxy.directory.csv_problems import excerpt
from admin_proxy.directory.departments import MOST, Path, Tree, shown
from admin_proxy.identity import Identity, Role
from admin_proxy.words import later, say

ATTRIBUTES = (
    "email",
    "employee_id",
    "first_name",
    "last_name",
    "title",
    "department_id",
    "location",
    "manager_id",
    "language",
    "time_zone",
    "hire_date",
    "deactivated_on",
)
"""What a file can set, in the order of `Values`."""
EMAIL, EMPLOYEE_ID, FIRST_NAME, LAST_NAME, TITLE, DEPARTMENT, LOCATION, MANAGER, LANGUAGE, TIME_ZONE, HIRED, ENDS = (
    range(len(ATTRIBUTES))
)
Values = tuple[Any, ...]
"""Of one person, as in the table, but for who and what has no id yet: a manager who is new is the number of the row
below zero (see `slot`), and a department that is new is its path."""
_BLANK: Values = ("", "", "", "", "", None, "", None, "en", "UTC", None, None)
_NEVER_CLEARED = (EMPLOYEE_ID, LANGUAGE, TIME_ZONE)

_AT_ONCE = 2_000
ELSEWHERE = later("This e-mail cannot be used.")


def slot(row: int) -> int:
    """What stands for the id of a person who is new in this row."""
    return -1 - row


class Change(NamedTuple):
    row: int
    person_id: int
    after: Values
    differing: tuple[int, ...]
    """Which attributes are not what they were."""


@dataclass
class Plan:
    sheet: Sheet
    tree: Tree
    existing: dict[int, Values] = field(default_factory=dict)
    """Everybody of the organization as they are."""
    by_email: dict[str, int] = field(default_factory=dict)
    """Their ids by what e-mails are compared by."""
    new: dict[int, Values] = field(default_factory=dict)
    """By row."""
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    left_out: list[int] = field(default_factory=list)
    new_departments: list[Path] = field(default_factory=list)
    deactivated: int = 0
    reactivated: int = 0

    def new_rows_managers_first(self) -> Iterable[int]:
        done: set[int] = set()
        for row in self.new:
            chain = []
            above: int | None = row
            while above is not None and above in self.new and above not in done:
                done.add(above)
                chain.append(above)
                manager = self.new[above][MANAGER]
                above = slot(manager) if manager is not None and manager < 0 else None
            yield from reversed(chain)

    def name(self, person: int) -> str:
        """Of somebody by id, or by slot if they are new. Whoever is there goes by the name that they have now."""
        if person < 0:
            return self.sheet.name(slot(person))
        values = self.existing[person]
        return f"{values[FIRST_NAME]} {values[LAST_NAME]}".strip() or str(values[EMAIL])

    def readable(self, attribute: int, value: Any) -> str | None:
        """A value in words that stay true when the ids are gone."""
        if value is None:
            return None
        if attribute == DEPARTMENT:
            return shown(value if isinstance(value, tuple) else self.tree.paths[value])
        if attribute == MANAGER:
            email = self.sheet.emails[slot(value)] if value < 0 else self.existing[value][EMAIL]
            return f"{self.name(value)} ({email})"
        return value.isoformat() if isinstance(value, date) else str(value)


def plan(tx: Session, identity: Identity, sheet: Sheet) -> Plan:
    """Compare a file with the organization of `identity`. What is wrong is added to the sheet's problems."""
    return _Planning(tx, identity, sheet).plan()


class _Planning:
    def __init__(self, tx: Session, identity: Identity, sheet: Sheet) -> None:
        self._tx, self._identity, self._sheet = tx, identity, sheet
        self._plan = Plan(sheet, Tree(tx, identity.organization_id))
        self._super_admins: set[int] = set()
        self._by_employee_id: dict[str, int] = {}
        self._person_of: list[int | None] = [None] * len(sheet)
        self._row_of: dict[int, int] = {}

    def plan(self) -> Plan:
        self._load()
        self._match()
        self._refuse_emails_of_others()
        managers = self._managers()
        self._compare(managers)
        if managers is not None:
            self._refuse_circles(managers)
        self._refuse_deactivations()
        self._plan.left_out = [person for person in self._plan.existing if person not in self._row_of]
        return self._plan

    def _load(self) -> None:
        columns = [getattr(Person, name) for name in (*ATTRIBUTES, "email_key", "id")]
        ours = Person.organization_id == self._identity.organization_id
        rows = self._tx.execute(select(*columns).where(ours).execution_options(yield_per=_AT_ONCE))
        for email, number, first, last, title, unit, place, manager, tongue, zone, hired, ends, key, person in rows:
            # Many people have the same first name, title and place: one string for all of them is enough.
            self._plan.existing[person] = (
                email, number, intern(first), last, intern(title), unit, intern(place), manager,
                intern(tongue), intern(zone), hired, ends,
            )  # fmt: skip
            self._plan.by_email[email if email == key else key] = person
            if number:
                self._by_employee_id[number] = person
        super_admins = select(Person.id).where(ours, Person.role == Role.SUPER_ADMIN)
        self._super_admins.update(person for person in self._tx.exec(super_admins) if person is not None)

    def _match(self) -> None:
        """Employee ids go first, for the whole file, so that two people may trade their e-mails."""
        for keys, people in (
            (self._sheet.employee_ids or (), self._by_employee_id),
            (self._sheet.email_keys, self._plan.by_email),
        ):
            for row, key in enumerate(keys):
                person = people.get(key)
                if person is not None and self._person_of[row] is None and person not in self._row_of:
                    self._person_of[row] = person
                    self._row_of[person] = row

    def _refuse_emails_of_others(self) -> None:
        sheet, unknown = self._sheet, set(self._sheet.email_keys) - set(self._plan.by_email)
        elsewhere = self._of_other_organizations(unknown - {""})
        for row, key in enumerate(sheet.email_keys):
            person, owner = self._person_of[row], self._plan.by_email.get(key)
            if key in elsewhere:
                self._wrong(row, Field.EMAIL, say(ELSEWHERE))
            elif owner is not None and owner != person and owner not in self._row_of:
                known = excerpt(self._plan.existing[owner][EMPLOYEE_ID])
                who = self._plan.name(owner)
                if known:
                    who = say("{name}, employee ID {employee_id}", name=who, employee_id=known)
                sentence = say("This is the e-mail of {who}, who is not in the file.", who=who)
                self._wrong(row, Field.EMAIL, sentence)
            elif self._identity.impersonating and person is not None and key and owner != person:
                self._wrong(
                    row,
                    Field.EMAIL,
                    say("Nobody's e-mail can be changed while you impersonate somebody. Stop the impersonation first."),
                )

    def _of_other_organizations(self, keys: Iterable[str]) -> set[str]:
        return set(self._tx.exec(select(Person.email_key).where(bulk.among(self._tx, Person.email_key, keys))))

    def _managers(self) -> list[int | None] | None:
        """Each row's manager, by id or slot; None: the file has no such column."""
        sheet = self._sheet
        if sheet.managers is None:
            return None
        slots = [slot(row) if person is None else person for row, person in enumerate(self._person_of)]
        emails = {**self._plan.by_email, **dict(zip(sheet.email_keys, slots, strict=True))}
        employee_ids = {**self._by_employee_id, **dict(zip(sheet.employee_ids or (), slots, strict=False))}
        managers: list[int | None] = []
        for row, (reference, kind) in enumerate(zip(sheet.managers, sheet.manager_fields, strict=True)):
            by_email = kind is Field.MANAGER_EMAIL or (kind is Field.MANAGER and "@" in reference)
            manager = emails.get(email_key(reference)) if by_email else employee_ids.get(reference)
            if reference and manager is None:
                self._wrong(row, kind, say(_NOBODY_HAS[kind], value=excerpt(reference)))
            managers.append(manager if reference else None)
        return managers

    def _departments(self) -> list[int | Path | None] | None:
        sheet, tree = self._sheet, self._plan.tree
        if sheet.departments is None:
            return None
        resolved: dict[Path, int | Path | None] = {}
        ambiguous: dict[Path, str] = {}
        for path in dict.fromkeys(sheet.departments):
            department = tree.at(path)
            if department is None and len(path) == 1:
                alike = tree.called(path[0])
                department = alike[0] if len(alike) == 1 else None
                if len(alike) > 1:
                    ambiguous[path] = "; ".join(sorted(shown(tree.paths[one]) for one in alike[:5]))
                    continue
            resolved[path] = department if department is not None else path or None
        found: list[int | Path | None] = []
        to_be_made: dict[Path, None] = {}
        for row, path in enumerate(sheet.departments):
            current = self._plan.existing[person][DEPARTMENT] if (person := self._person_of[row]) is not None else None
            if len(path) == 1 and tree.is_called(current, path[0]):
                found.append(current)
                continue
            if path in ambiguous:
                which = say(
                    "There are several departments '{name}' ({paths}). Write the whole path.",
                    name=excerpt(path[0]), paths=ambiguous[path],
                )  # fmt: skip
                self._wrong(row, Field.DEPARTMENT, which)
            elif isinstance(resolved[path], tuple):
                to_be_made[path] = None
            found.append(resolved.get(path))
        planned = tree.planned(to_be_made)
        self._plan.new_departments = planned.new
        if to_be_made and len(tree.names) + len(planned.new) > MOST:
            row = next(row for row, path in enumerate(sheet.departments) if path in to_be_made)
            too_many = say("With the new ones there would be more than {most} departments.", most=MOST)
            self._wrong(row, Field.DEPARTMENT, too_many)
        return [planned.called[one] if isinstance(one, tuple) else one for one in found]

    def _compare(self, managers: list[int | None] | None) -> None:
        sheet, made = self._sheet, self._plan
        columns: tuple[Sequence[Any] | None, ...] = (
            sheet.emails,
            sheet.employee_ids,
            sheet.first_names,
            sheet.last_names,
            sheet.titles,
            self._departments(),
            sheet.locations,
            managers,
            sheet.languages,
            sheet.time_zones,
            sheet.hire_dates,
            sheet.deactivation_dates,
        )  # in the order of ATTRIBUTES
        kept = {*_NEVER_CLEARED, *(place for place, column in enumerate(columns) if column is None)}
        whole = ([None] * len(sheet) if column is None else column for column in columns)
        for row, given in enumerate(zip(*whole, strict=True)):
            person = self._person_of[row]
            before = _BLANK if person is None else made.existing[person]
            values = list(given)
            for place in kept:
                values[place] = values[place] or before[place]
            after = tuple(values)
            if person is None:
                made.new[row] = after
            elif after == before:
                made.unchanged += 1
            else:
                differing = tuple(compress(range(len(after)), map(ne, after, before)))
                made.changed.append(Change(row, person, after, differing))
                if ENDS in differing:
                    made.deactivated += after[ENDS] is not None
                    made.reactivated += after[ENDS] is None

    def _refuse_circles(self, managers: list[int | None]) -> None:
        above = {person: values[MANAGER] for person, values in self._plan.existing.items()}
        rows: dict[int, int] = {}
        for row, manager in enumerate(managers):
            person = self._person_of[row]
            which = slot(row) if person is None else person
            above[which], rows[which] = manager, row
        for circle in _circles(above):
            in_the_file = [rows[person] for person in circle if person in rows]
            if not in_the_file:
                continue
            first = min(in_the_file)
            turn = next(place for place, person in enumerate(circle) if rows.get(person) == first)
            named = [self._plan.name(person) for person in (*circle[turn:], *circle[:turn])]
            way = " → ".join((*named[:6], *(["…"] if len(named) > 6 else []), named[0]))
            self._wrong(
                first, self._sheet.manager_fields[first], say("The reporting line runs in a circle: {way}.", way=way)
            )

    def _refuse_deactivations(self) -> None:
        made = self._plan
        oneself = {self._identity.actor.id, self._identity.subject.id}
        ends = {change.person_id: change.after[ENDS] for change in made.changed}
        one_stays = any(ends.get(person, made.existing[person][ENDS]) is None for person in self._super_admins)
        for change in made.changed:
            if ENDS not in change.differing:
                continue
            if change.person_id in oneself:
                sentence = say("Your own deactivation date cannot be changed by your upload. Ask another Super Admin.")
                self._wrong(change.row, Field.DEACTIVATION_DATE, sentence)
            elif change.person_id in self._super_admins and change.after[ENDS] is not None and not one_stays:
                sentence = say("No Super Admin would be left. Make somebody else one first.")
                self._wrong(change.row, Field.DEACTIVATION_DATE, sentence)

    def _wrong(self, row: int, field: Field, sentence: str) -> None:
        if row not in self._sheet.table.ragged:
            self._sheet.wrong(row, field, sentence)


_NOBODY_HAS = {
    Field.MANAGER: later("Nobody in the file or the organization has the e-mail or employee ID '{value}'."),
    Field.MANAGER_EMAIL: later("Nobody in the file or the organization has the e-mail '{value}'."),
    Field.MANAGER_EMPLOYEE_ID: later("Nobody in the file or the organization has the employee ID '{value}'."),
}


def _circles(above: dict[int, int | None]) -> Iterable[list[int]]:
    done: set[int] = set()
    for start in above:
        place: dict[int, int] = {}
        person: int | None = start
        while person is not None and person not in done and person not in place:
            place[person] = len(place)
            person = above.get(person)
        if person is not None and person in place:
            yield list(place)[place[person] :]
        done.update(place)
