"""What the screen and the command line get to know of an upload."""

from __future__ import annotations

from dataclasses import dataclass

from admin_proxy.directory.csv_problems import Problem

SAMPLES = 50
"""So many people of each kind are shown in a preview; all of them are counted."""


@dataclass(frozen=True, slots=True)
class RecognisedColumn:
    number: int
    heading: str
    field: str
    """A value of `csv_columns.Field`, as a mapping names it."""
    label: str
    by_hand: bool


@dataclass(frozen=True, slots=True)
class IgnoredColumn:
    number: int
    heading: str
    why: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonSample:
    line: int
    """0: the person is not in the file."""
    name: str
    email: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What applying the file would do."""

    new: int
    changed: int
    unchanged: int
    left_out: int
    """In the organization but not in the file: they stay as they are."""
    deactivated: int
    """Of the changed: how many get a deactivation date."""
    reactivated: int
    """Of the changed: how many lose theirs."""
    new_departments: tuple[str, ...]
    new_people: tuple[PersonSample, ...]
    changed_people: tuple[PersonSample, ...]
    left_out_people: tuple[PersonSample, ...]

    @property
    def changes_nothing(self) -> bool:
        return not (self.new or self.changed)


@dataclass(frozen=True, slots=True)
class Check:
    upload_id: str
    """Empty when the file could not be read at all, so that no mapping would help: nothing is kept of it."""
    file_name: str
    rows: int
    """People in the file."""
    errors: tuple[Problem, ...]
    """The first of them, in the order of the file; `error_count` counts all."""
    error_count: int
    recognised: tuple[RecognisedColumn, ...]
    ignored: tuple[IgnoredColumn, ...]
    missing: tuple[str, ...]
    """What a file must have and this one has not: labels of fields."""
    preview: Preview | None
    """None while there are errors."""

    @property
    def ok(self) -> bool:
        return self.error_count == 0


@dataclass(frozen=True, slots=True)
class Applied:
    file_name: str
    new: int
    changed: int
    unchanged: int
    left_out: int
    deactivated: int
    reactivated: int
    departments: int
    """How many were created."""
