"""Which column of a file is which field of a person: by the headings that HR systems write, or by hand.

Headings are compared without case, accents, blanks and punctuation. The names below are those of exports of Workday,
BambooHR, Personio, SAP SuccessFactors, ADP, UKG, HiBob, Google Workspace and Active Directory, in English and German.
Where a file has several columns for one field, the name that stands first here wins, and the others are reported as
ignored. Private e-mail addresses are never taken: they are not who somebody is at work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from admin_proxy.directory.csv_problems import Problem, excerpt
from admin_proxy.directory.upload_cards import IgnoredColumn, RecognisedColumn
from admin_proxy.folding import fold
from admin_proxy.words import later, say


class Field(StrEnum):
    """What a column can be. The values are what a mapping by hand names."""

    EMPLOYEE_ID = "employee_id"
    EMAIL = "email"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    TITLE = "title"
    DEPARTMENT = "department"
    LOCATION = "location"
    MANAGER = "manager"
    """E-mail or employee id, whichever a cell holds."""
    MANAGER_EMAIL = "manager_email"
    MANAGER_EMPLOYEE_ID = "manager_employee_id"
    HIRE_DATE = "hire_date"
    DEACTIVATION_DATE = "deactivation_date"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"

    @property
    def label(self) -> str:
        return _LABELS[self]


IGNORE = ""
"""What a mapping by hand gives to a column that is to be left out."""

_LABELS = {
    Field.EMPLOYEE_ID: later("Employee ID"),
    Field.EMAIL: later("E-mail"),
    Field.FIRST_NAME: later("First name"),
    Field.LAST_NAME: later("Last name"),
    Field.FULL_NAME: later("Full name"),
    Field.TITLE: later("Title"),
    Field.DEPARTMENT: later("Department"),
    Field.LOCATION: later("Location"),
    Field.MANAGER: later("Manager (e-mail or employee ID)"),
    Field.MANAGER_EMAIL: later("Manager's e-mail"),
    Field.MANAGER_EMPLOYEE_ID: later("Manager's employee ID"),
    Field.HIRE_DATE: later("Hire date"),
    Field.DEACTIVATION_DATE: later("Deactivation date"),
    Field.LANGUAGE: later("Language"),
    Field.TIME_ZONE: later("Time zone"),
}
NAMES = later("First name and last name, or full name")

_HEADINGS = {
    Field.EMPLOYEE_ID: """
        employee id, employee number, employee no, employee #, employee code, empl id, emp id, emp no, eid, worker id,
        associate id, person number, person id external, person id, personnel number, payroll number, staff id,
        file number, user id, personalnummer, personal nr, pers nr, mitarbeiternummer, mitarbeiter nr, mitarbeiter id
    """,
    Field.EMAIL: """
        work email, primary work email, email primary work, email work, work email address, work contact work email,
        business email, company email, corporate email, email, email address, mail, primary email, user principal name,
        dienstliche e-mail, geschäftliche e-mail, geschaeftliche e-mail, firmen e-mail, e-mail geschäftlich,
        e-mail adresse, emailadresse
    """,
    Field.FIRST_NAME: """
        first name, given name, forename, legal first name, legal name first name, preferred first name,
        preferred name first name, vorname, rufname
    """,
    Field.LAST_NAME: """
        last name, family name, surname, legal last name, legal name last name, preferred last name,
        preferred name last name, sn, nachname, familienname, zuname
    """,
    Field.FULL_NAME: """
        full name, name, employee name, display name, worker name, worker, employee, preferred name,
        legal name, vollständiger name, vollstaendiger name, anzeigename, mitarbeiter, mitarbeiter name
    """,
    Field.TITLE: """
        job title, title, business title, job title description, position title, position, job, job name, primary job,
        role title, employee title, stellenbezeichnung, stelle, funktion, berufsbezeichnung, jobtitel, positionstitel
    """,
    Field.DEPARTMENT: """
        department, department name, dept, home department, home department description, department description,
        supervisory organization, org unit, organizational unit, organisational unit, organization unit,
        abteilung, abteilungsname, organisationseinheit, bereich
    """,
    Field.LOCATION: """
        location, work location, primary work location, location name, location description, office, office location,
        site, work site, physical delivery office name, standort, arbeitsort, büro, buero, niederlassung
    """,
    Field.MANAGER: """
        manager, supervisor, reports to, reporting to, line manager, direct manager, vorgesetzter, vorgesetzte,
        vorgesetzte r, führungskraft, fuehrungskraft
    """,
    Field.MANAGER_EMAIL: """
        manager email, manager email address, manager work email, managers email, managers work email,
        supervisor email, supervisor email address, supervisor work email, reports to email, reporting to email,
        line manager email, direct manager email, vorgesetzter e-mail, vorgesetzte e-mail, vorgesetzte r e-mail,
        e-mail vorgesetzter, e-mail des vorgesetzten, e-mail der führungskraft, führungskraft e-mail
    """,
    Field.MANAGER_EMPLOYEE_ID: """
        manager employee id, manager employee number, manager id, manager eid, manager user id, manager worker id,
        supervisor employee id, supervisor employee number, supervisor id, supervisor eid, supervisor number,
        reports to id, reports to employee id, reports to associate id, reports to employee number,
        line manager id, direct manager id, personalnummer vorgesetzter, vorgesetzter personalnummer,
        personalnummer des vorgesetzten, vorgesetzter id, führungskraft personalnummer
    """,
    Field.HIRE_DATE: """
        hire date, hired on, date of hire, date hired, start date, last hire date, latest hire date,
        original hire date, employment start date, date of joining, joining date, entry date,
        einstellungsdatum, eintrittsdatum, eintritt, einstelldatum, startdatum
    """,
    Field.DEACTIVATION_DATE: """
        deactivation date, deactivated on, termination date, date of termination, terminated on, end date,
        employment end date, last day of work, last working day, contract end date, leaving date, exit date,
        separation date, austrittsdatum, austritt, letzter arbeitstag, vertragsende, deaktivierungsdatum, enddatum
    """,
    Field.LANGUAGE: """
        language, preferred language, language code, locale, default locale, sprache, bevorzugte sprache
    """,
    Field.TIME_ZONE: "time zone, time zone id, time zone name, zeitzone",
}


def _bare(heading: str) -> str:
    """`E-Mail-Adresse` → `emailadresse`; what Google Workspace adds to a heading that it insists on goes away."""
    bare = "".join(letter for letter in fold(heading) if letter.isalnum() or letter == "#")
    return bare.removesuffix("required")


def _rankings() -> dict[str, tuple[Field, int]]:
    known: dict[str, tuple[Field, int]] = {}
    for field, names in _HEADINGS.items():
        for rank, name in enumerate(names.split(",")):
            known.setdefault(_bare(name), (field, rank))
    return known


_KNOWN = _rankings()


@dataclass(frozen=True)
class Columns:
    """The columns of one file. `at` has the index, from 0, of each field's column."""

    at: dict[Field, int]
    recognised: tuple[RecognisedColumn, ...]
    ignored: tuple[IgnoredColumn, ...]
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]


def recognise(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Find out which column is which field.

    Args:
        mapping: heading → value of a `Field`, or `IGNORE`; where it names a heading, that holds, and the field it
            gives is not looked for in any other column.
    """
    by_hand, problems = _by_hand(headings, mapping or {})
    taken = {field: column for column, field in by_hand.items() if field is not None}
    why: dict[int, str] = {column: say("You chose to ignore it.") for column, field in by_hand.items() if field is None}
    found: list[tuple[int, int, Field]] = []
    for column, heading in enumerate(headings):
        if column not in by_hand:
            field, rank = _KNOWN.get(_bare(heading), (None, 0))
            if field is None:
                why[column] = say("Its heading is not known.") if heading else say("It has no heading.")
            else:
                found.append((rank, column, field))
    for _, column, field in sorted(found):
        winner = taken.setdefault(field, column)
        if winner != column:
            why[column] = say(
                "{field} is taken from column {column} ({heading}).",
                field=say(field.label), column=winner + 1, heading=excerpt(headings[winner]),
            )  # fmt: skip
    _settle_names(headings, taken, why, by_hand)
    missing = _missing(taken)
    if missing:
        problems.append(Problem(say("A column is missing: {columns}.", columns="; ".join(missing)), line=1))
    return Columns(
        at=taken,
        recognised=tuple(
            RecognisedColumn(column + 1, headings[column], field.value, say(field.label), column in by_hand)
            for field, column in sorted(taken.items(), key=lambda item: item[1])
        ),
        ignored=tuple(IgnoredColumn(column + 1, headings[column], why[column]) for column in sorted(why)),
        missing=missing,
        problems=tuple(problems),
    )


def _by_hand(headings: Sequence[str], mapping: Mapping[str, str]) -> tuple[dict[int, Field | None], list[Problem]]:
    chosen: dict[int, Field | None] = {}
    problems: list[Problem] = []
    for heading, value in mapping.items():
        if heading not in headings:
            problems.append(
                Problem(
                    say("The mapping names the column '{heading}', which the file has not.", heading=excerpt(heading))
                )
            )
            continue
        column = headings.index(heading)
        if value != IGNORE and value not in set(Field):
            problems.append(Problem(say("There is no field '{value}'.", value=excerpt(value)), 1, column + 1, heading))
        elif value != IGNORE and value in chosen.values():
            twice = say("Two columns are mapped to {field}.", field=say(Field(value).label))
            problems.append(Problem(twice, 1, column + 1, heading))
        else:
            chosen[column] = Field(value) if value != IGNORE else None
    return chosen, problems


def _settle_names(
    headings: Sequence[str], taken: dict[Field, int], why: dict[int, str], by_hand: Mapping[int, Field | None]
) -> None:
    """First and last name go before a full name; beside `Vorname`, a column `Name` is the last name."""
    full = taken.get(Field.FULL_NAME)
    parts = [field for field in (Field.FIRST_NAME, Field.LAST_NAME) if field in taken]
    if full is None or not parts:
        return
    if full in by_hand and not any(taken[part] in by_hand for part in parts):
        for part in parts:
            why[taken.pop(part)] = say("The name is taken from the column that you chose.")
    elif parts == [Field.FIRST_NAME] and _bare(headings[full]) == "name" and full not in by_hand:
        taken[Field.LAST_NAME] = taken.pop(Field.FULL_NAME)
    else:
        why[taken.pop(Field.FULL_NAME)] = say("First and last name have columns of their own.")


def _missing(taken: Mapping[Field, int]) -> tuple[str, ...]:
    missing = [] if Field.EMAIL in taken else [say(Field.EMAIL.label)]
    if not {Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME} & set(taken):
        missing.append(say(NAMES))
    return tuple(missing)
