"""What can be said of a file without looking at the organization: every cell's value, and everything wrong with them.

The values are kept by field, one for each row. Each distinct cell of a column is understood once, however often it
stands there: that is what makes a hundred thousand rows quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from admin_proxy.accounts.people import email_key
from admin_proxy.accounts.tables import Department as DepartmentRow
from admin_proxy.accounts.tables import Person
from admin_proxy.directory import csv_columns, csv_reading, csv_values
from admin_proxy.directory.csv_columns import Columns, Field
from admin_proxy.directory.csv_problems import Problems, excerpt
from admin_proxy.directory.csv_reading import BROKEN, Table
from admin_proxy.directory.csv_values import Dates, Department, Wrong
from admin_proxy.words import later, say

T = TypeVar("T")


@dataclass
class Sheet:
    """A file that was read and understood as far as it goes. A column that the file has not is None."""

    table: Table
    columns: Columns
    problems: Problems
    emails: list[str] = field(default_factory=list)
    email_keys: list[str] = field(default_factory=list)
    """What uniqueness goes by; empty where the e-mail is wrong."""
    first_names: list[str] | None = None
    last_names: list[str] | None = None
    employee_ids: list[str] | None = None
    titles: list[str] | None = None
    departments: list[Department] | None = None
    locations: list[str] | None = None
    languages: list[str | None] | None = None
    time_zones: list[str | None] | None = None
    hire_dates: list[date | None] | None = None
    deactivation_dates: list[date | None] | None = None
    managers: list[str] | None = None
    """Whom each row names as manager; empty: nobody."""
    manager_fields: Sequence[Field] = ()
    """By which column it does."""

    def __len__(self) -> int:
        return len(self.emails)

    def wrong(self, row: int, field: Field, sentence: str) -> None:
        """Add a problem with a field of a row, counted from 0."""
        self.problems.add(self.table.problem(row, self.columns.at[field], sentence))

    def name(self, row: int) -> str:
        first = self.first_names[row] if self.first_names is not None else ""
        last = self.last_names[row] if self.last_names is not None else ""
        return f"{first} {last}".strip() or self.emails[row]


def read(content: bytes, mapping: Mapping[str, str] | None = None) -> Sheet:
    """Read a file and understand what it says.

    Returns:
        the sheet with everything that is wrong in it. It has people only when the file could be read to its end and
        has the columns that it must have.
    """
    table = csv_reading.read(content)
    columns = csv_columns.recognise(table.headings, mapping)
    sheet = Sheet(table, columns, table.problems)
    if table.headings:
        for problem in columns.problems:
            sheet.problems.add(problem)
    if table.complete and table.rows and not columns.problems:
        _Understanding(sheet).fill()
    return sheet


class _Understanding:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._cells: Sequence[tuple[str, ...]] = list(zip(*sheet.table.rows, strict=True))
        sheet.table.rows.clear()  # from here on the columns are what there is: a large file need not be kept twice

    def fill(self) -> None:
        sheet = self._sheet
        sheet.emails = self._values(Field.EMAIL, csv_values.email, "")
        keys = map(email_key, sheet.emails)
        sheet.email_keys = [email if email == key else key for email, key in zip(sheet.emails, keys, strict=True)]
        sheet.employee_ids = self._texts(Field.EMPLOYEE_ID, "employee_id")
        self._fill_names()
        sheet.titles = self._texts(Field.TITLE, "title")
        sheet.locations = self._texts(Field.LOCATION, "location")
        longest = _longest(DepartmentRow, "name")
        sheet.departments = self._optional(Field.DEPARTMENT, csv_values.department(longest), ())
        sheet.languages = self._optional(Field.LANGUAGE, csv_values.language, None)
        sheet.time_zones = self._optional(Field.TIME_ZONE, csv_values.time_zone, None)
        self._fill_dates()
        self._fill_managers()
        self._find_duplicates(Field.EMAIL, sheet.email_keys, _EMAIL_TWICE)
        self._find_duplicates(Field.EMPLOYEE_ID, sheet.employee_ids or [], _EMPLOYEE_ID_TWICE)

    def _fill_names(self) -> None:
        sheet, longest = self._sheet, min(_longest(Person, "first_name"), _longest(Person, "last_name"))
        if Field.FULL_NAME in sheet.columns.at:
            both = self._values(Field.FULL_NAME, csv_values.full_name(longest), ("", ""))
            sheet.first_names, sheet.last_names = [first for first, _ in both], [last for _, last in both]
            stands_in = Field.FULL_NAME
        else:
            sheet.first_names = self._texts(Field.FIRST_NAME, "first_name")
            sheet.last_names = self._texts(Field.LAST_NAME, "last_name")
            stands_in = Field.LAST_NAME if sheet.first_names is None else Field.FIRST_NAME
        columns = [names for names in (sheet.first_names, sheet.last_names) if names is not None]
        sources = [sheet.columns.at[field] for field in _NAMES if field in sheet.columns.at]
        for row, names in enumerate(zip(*columns, strict=True)):
            blank = not any(names) and not any(self._cells[column][row].strip() for column in sources)
            if blank and row not in sheet.table.ragged:
                sheet.wrong(row, stands_in, say("The name is missing."))

    def _fill_dates(self) -> None:
        sheet = self._sheet
        present = [
            sheet.columns.at[field] for field in (Field.HIRE_DATE, Field.DEACTIVATION_DATE) if field in sheet.columns.at
        ]
        dates = Dates(cell for column in present for cell in set(self._cells[column]))
        sheet.hire_dates = self._optional(Field.HIRE_DATE, dates.read, None)
        sheet.deactivation_dates = self._optional(Field.DEACTIVATION_DATE, dates.read, None)

    def _fill_managers(self) -> None:
        """The e-mail goes first; where that cell is blank, the employee id; then the column that may hold either."""
        for column in (Field.MANAGER_EMAIL, Field.MANAGER_EMPLOYEE_ID, Field.MANAGER):
            named = self._optional(column, csv_values.person_reference, "")
            if named is None:
                continue
            columns = [column] * len(named)
            if self._sheet.managers is not None:
                before = list(zip(self._sheet.managers, self._sheet.manager_fields, strict=True))
                columns = [was if who else column for who, was in before]
                named = [who or now for (who, _), now in zip(before, named, strict=True)]
            self._sheet.managers, self._sheet.manager_fields = named, columns

    def _find_duplicates(self, field: Field, values: Sequence[str], twice: str) -> None:
        sheet = self._sheet
        if len(set(values)) == len(values):
            return
        first: dict[str, int] = {}
        for row, value in enumerate(values):
            before = first.setdefault(value, row)
            if value and before != row and row not in sheet.table.ragged:
                line = str(sheet.table.line(before))
                sheet.wrong(row, field, say(twice, value=excerpt(value), name=sheet.name(before), line=line))

    def _texts(self, field: Field, column: str) -> list[str] | None:
        return self._optional(field, csv_values.text(_longest(Person, column)), "")

    def _optional(self, field: Field, understand: Callable[[str], T], otherwise: T) -> list[T] | None:
        return self._values(field, understand, otherwise) if field in self._sheet.columns.at else None

    def _values(self, field: Field, understand: Callable[[str], T], otherwise: T) -> list[T]:
        """The values of a column; `otherwise` where a cell is wrong."""
        column = self._cells[self._sheet.columns.at[field]]
        may_be_broken = self._sheet.table.may_be_broken
        understood: dict[str, T] = {}
        wrong: dict[str, str] = {}
        for cell in set(column):
            try:
                understood[cell] = otherwise if may_be_broken and BROKEN.search(cell) else understand(cell)
            except Wrong as why:
                understood[cell], wrong[cell] = otherwise, str(why)
        if wrong:
            for row, cell in enumerate(column):
                if cell in wrong and row not in self._sheet.table.ragged:
                    self._sheet.wrong(row, field, wrong[cell])
        return [understood[cell] for cell in column]


_EMAIL_TWICE = later("'{value}' is already the e-mail of {name} in line {line}.")
_EMPLOYEE_ID_TWICE = later("'{value}' is already the employee ID of {name} in line {line}.")
_NAMES = (Field.FULL_NAME, Field.FIRST_NAME, Field.LAST_NAME)


def _longest(table: type, column: str) -> int:
    length: Any = table.__table__.c[column].type.length  # type: ignore[attr-defined]  # SQLModel's metaclass makes it
    return int(length)
