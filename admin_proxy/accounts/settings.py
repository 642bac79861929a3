"""My settings: who I am here, and what I may choose.

'My' is the subject's. Language and time zone are the subject's too and may be changed while impersonating, under both
names. The theme alone is about the screen that somebody sits in front of: it belongs to the actor's own row, is not
changed by impersonating, and choosing it then never touches the subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from types import MappingProxyType
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from sqlmodel import Session, col, select

from admin_proxy import clock, db, live
from admin_proxy.accounts import logins, passwords, reach, throttle
from admin_proxy.accounts.people import initials, report_to
from admin_proxy.accounts.tables import Department, GroupMember, Person, UserGroup
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Invalid, Meanwhile
from admin_proxy.words import later, say

LANGUAGES = ("en", "de")
THEMES = ("system", "light", "dark")
NOTHING_KNOWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A manager or a report, as far as they concern the person whose page it is."""

    name: str
    initials: str
    email: str
    title: str


@dataclass(frozen=True, slots=True)
class Details:
    name: str
    first_name: str
    email: str
    employee_id: str
    role: str
    title: str
    department: str
    """With those it belongs to: `Sales › Field Sales`."""
    location: str
    hire_date: date | None
    manager: Colleague | None
    reports: tuple[Colleague, ...]
    groups: tuple[str, ...]
    language: str
    time_zone: str
    theme: str
    """The actor's."""
    has_password: bool


def details(identity: Identity) -> Details:
    """What My settings and Home show of the subject."""
    with db.reading() as tx:
        person = reach.own(tx, identity)
        manager = tx.get(Person, person.manager_id) if person.manager_id is not None else None
        return Details(
            name=person.name,
            first_name=person.first_name or person.name,
            email=person.email,
            employee_id=person.employee_id,
            role=say(person.role.label),
            title=person.title,
            department=" › ".join(_path(tx, person.department_id)),
            location=person.location,
            hire_date=person.hire_date,
            manager=_colleague(manager) if manager else None,
            reports=_reports(tx, person),
            groups=_groups(tx, person),
            language=person.language,
            time_zone=person.time_zone,
            theme=_theme(tx, identity),
            has_password=person.password_hash is not None,
        )


def languages() -> tuple[Choice, ...]:
    """Each by its own name: whoever looks for theirs may not read the one they are in."""
    return tuple(Choice(code, language_name(code)) for code in LANGUAGES)


def language_name(code: str) -> str:
    """In the language itself; one that nobody knows stays as it is."""
    try:
        return (Locale.parse(code, sep="-").get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


@cache
def time_zones() -> tuple[str, ...]:
    """`Europe/Prague` and the like, and UTC; not the old abbreviations that the database of zones still carries."""
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    return "UTC", *sorted(zone for zone in available_timezones() if zone.partition("/")[0] in areas)


def change(
    identity: Identity,
    *,
    language: str | None = None,
    time_zone: str | None = None,
    theme: str | None = None,
    known: Mapping[str, str] = NOTHING_KNOWN,
) -> bool:
    """Change what is given, and nothing else; says whether anything was different.

    Args:
        known: by field, what the form began with. A field that is as it was stays as it is now, whatever that is.

    Raises:
        Meanwhile: somebody has chosen otherwise since the form was opened, in a field that was changed.
        Invalid: a value that is not on offer. What came with an upload may stay, on offer or not.
    """
    with db.writing(identity.subject.organization_id) as tx:
        subjects = _set(tx, identity, {"language": language, "time_zone": time_zone}, known)
        if subjects and identity.subject.id is not None:
            db.after_commit(tx, partial(live.tell_person, identity.subject.id))
        actors = _set(tx, identity.as_actor, {"theme": theme}, known)
        return subjects or actors


def change_password(identity: Identity, current: str, new: str) -> None:
    """Choose another password; all other logins of the person end.

    Raises:
        Forbidden: while impersonating.
        Invalid: the current one is not right, or the new one cannot be used.
    """
    if identity.impersonating:
        raise Forbidden(say("The password belongs to the person: you cannot change it while impersonating."))
    with db.reading() as tx:
        person = reach.own(tx, identity)
    checked = person.password_hash
    passwords.check(new, email=person.email, field="new")
    admission = throttle.admit(person.email_key, identity.address)
    matches = passwords.verify(current, checked)
    if not admission.admitted:
        raise Invalid("current", say("Too many attempts. Try again in {time}.", time=throttle.in_words(admission.wait)))
    if not matches:
        _record_refusal(identity, admission.wait)
        raise Invalid("current", say("This is not your current password."))
    if new == current:
        raise Invalid("new", say("This is your current password. Choose another one."))
    hashed = passwords.hash(new)
    with db.writing(person.organization_id) as tx:
        person = reach.own(tx, identity)
        if person.password_hash != checked:
            raise Invalid("current", say("Your password was changed a moment ago. Reload the page and try again."))
        person.password_hash = hashed
        throttle.forgive(tx, person.email_key)
        trail.record(tx, identity, Tag.PASSWORD_CHOSEN, note=later("In My settings."))
        logins.end_all(tx, identity, person.id, logins.LoginEnd.PASSWORD_CHANGED, keep=identity.login_id)


def _record_refusal(identity: Identity, lock: timedelta) -> None:
    with db.writing(identity.subject.organization_id) as tx:
        trail.record(tx, identity, Tag.PASSWORD_REFUSED)
        if lock > timedelta(0):
            trail.record(tx, identity, Tag.LOGIN_THROTTLED, note=throttle.note(lock))


def _set(tx: Session, identity: Identity, wanted: Mapping[str, str | None], known: Mapping[str, str]) -> bool:
    """Write to the subject's row of `identity` what is wanted and different, and record just that."""
    if all(value is None for value in wanted.values()):
        return False
    person = reach.own(tx, identity)
    now = {field: getattr(person, field) for field in wanted}
    changed = {field: value for field, value in wanted.items() if value not in (None, now[field], known.get(field))}
    if not changed:
        return False
    for field, value in changed.items():
        if not is_offered(field, value):
            raise Invalid(field, say("Choose one from the list."))
        if now[field] != known.get(field, now[field]):
            raise Meanwhile(field, _readable(field, now[field]), now)
    before = {field: now[field] for field in changed}
    for field, value in changed.items():
        setattr(person, field, value)
    trail.record(tx, identity, Tag.SETTINGS_CHANGED, done_to=reach.thing(person), before=before, after=dict(changed))
    return True


def _readable(field: str, value: str) -> str:
    """As the list that it is chosen from has it."""
    return language_name(value) if field == "language" else value.replace("_", " ")


def is_offered(field: str, value: str) -> bool:
    """Whether somebody may choose that for `language`, `time_zone` or `theme`."""
    return value in {"language": LANGUAGES, "time_zone": time_zones(), "theme": THEMES}[field]


def _theme(tx: Session, identity: Identity) -> str:
    return reach.own(tx, identity.as_actor).theme


def _path(tx: Session, department_id: int | None) -> list[str]:
    names: list[str] = []
    seen: set[int] = set()
    while department_id is not None and department_id not in seen:
        seen.add(department_id)
        department = tx.get_one(Department, department_id)
        names.insert(0, department.name)
        department_id = department.parent_id
    return names


def _reports(tx: Session, person: Person) -> tuple[Colleague, ...]:
    today = clock.now().date()
    rows = tx.exec(
        select(Person)
        .where(report_to(person.id, person.organization_id))
        .order_by(col(Person.last_name), col(Person.first_name), col(Person.id))
    )
    return tuple(_colleague(row) for row in rows if not row.is_deactivated(today))


def _groups(tx: Session, person: Person) -> tuple[str, ...]:
    names = tx.exec(
        select(UserGroup.name)
        .join(GroupMember, col(GroupMember.group_id) == UserGroup.id)
        .where(GroupMember.person_id == person.id)
        .order_by(col(UserGroup.name))
    )
    return tuple(names)


def _colleague(person: Person) -> Colleague:
    return Colleague(person.name, initials(person), person.email, person.title)
