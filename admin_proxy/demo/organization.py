"""The demonstration organization: two thousand people, always the same in the same places, ready in a moment.

Names, departments, managers and groups come from one fixed seed. Only what happened lately (last sign-ins, the history
in `demo/history.py`) is counted back from the day it is made, so that a demonstration does not look deserted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlmodel import Session, select

from admin_proxy import bulk, clock, db
from admin_proxy.accounts import passwords, privacy
from admin_proxy.accounts.tables import (
    Department,
    GroupMember,
    Person,
    ScopeDepartment,
    ScopeGroup,
    UserGroup,
    VendorAssignment,
)
from admin_proxy.demo import company, goals, guides, history, kind_words, names
from admin_proxy.demo.company import Office, Unit
from admin_proxy.demo.past import Past
from admin_proxy.directory.folding import search_text
from admin_proxy.identity import Role
from admin_proxy.organizations.tables import Organization

PASSWORD = "kestrel-demo"  # noqa: S105
"""Everybody's, besides the one-click personas: it opens nothing but a demonstration."""

_SEED = 2026
_FOUNDED = date(2011, 4, 1)
_LATEST_HIRE = date(2026, 1, 31)


@dataclass(frozen=True)
class _Somebody:
    """Somebody whom the demonstration needs by name; takes a place in `unit` that would be anybody's."""

    given: str
    family: str
    unit: str
    location: str
    leads: bool = False
    title: str = ""
    role: Role = Role.EMPLOYEE
    groups: tuple[str, ...] = ()
    scope_departments: tuple[str, ...] = ()
    scope_groups: tuple[str, ...] = ()
    has_signed_in: bool = True


_KNOWN = (
    _Somebody("Dana", "Whitfield", "HR Operations", "Chicago", leads=True, role=Role.SUPER_ADMIN),
    _Somebody("Tomasz", "Wiśniewski", "Workplace IT", "Berlin", leads=True, role=Role.SUPER_ADMIN),
    _Somebody("Ravi", "Iyer", "Workplace IT", "Bengaluru", title="Systems Administrator", role=Role.ADMIN),
    _Somebody(
        "Hannah", "Lindqvist", "HR Operations", "Gothenburg", title="HR Business Partner", role=Role.HR_ADMIN,
        scope_departments=("Sales",),
    ),
    _Somebody(
        "Hugo", "Marchetti", "Learning & Development", "Lisbon", title="Learning Designer", role=Role.HR_ADMIN,
        scope_groups=("Rising Leaders",),
    ),
    _Somebody(
        "Béatrice", "Noël", "HR Operations", "Paris", title="HR Business Partner", role=Role.HR_ADMIN,
        scope_departments=("Customer Success", "Marketing"), scope_groups=("Mentors",),
    ),
    _Somebody("Owen", "Fletcher", "Talent Acquisition", "Chicago", title="Recruiter", role=Role.HR_ADMIN),
    _Somebody("Miguel", "Santos", "Field Sales EMEA", "Lisbon", leads=True, groups=("Mentors",)),
    _Somebody(
        "Zoë", "Marchand", "Field Sales EMEA", "Berlin", title="Account Executive",
        groups=("Rising Leaders", "Sales Academy"),
    ),
    _Somebody(
        "Anneliese", "Zoeller", "Inside Sales", "Berlin", title="Inside Sales Specialist", groups=("Rising Leaders",)
    ),
    _Somebody("Emma", "Bergström", "Brand", "Gothenburg", title="Brand Designer", groups=("First Aiders",)),
    _Somebody("Noor", "Haddad", "Support", "Paris", title="Support Specialist", has_signed_in=False),
    _Somebody("Jane", "Abernathy", "Events", "Chicago", title="Event Manager"),
    _Somebody("Ingrid", "Solheim", "Partner Sales", "Gothenburg", title="Partner Manager", groups=("Sales Academy",)),
    _Somebody("Jonas", "Aldenhoff", "Inside Sales", "Berlin", title="Inside Sales Specialist", has_signed_in=False),
    _Somebody("Janaki", "Venkatanarasimharajuvaripeta", "Data Platform", "Bengaluru", title="Senior Data Engineer"),
    _Somebody("Maximiliane", "Hohenstein-Wolfeschlegelsteinhausen", "Accounting", "Berlin", title="Accountant"),
    _Somebody("María del Carmen", "Fernández de Córdoba y Álvarez de Toledo", "Legal & Compliance", "Mexico City",
              title="Legal Counsel"),
)  # fmt: skip

_NAMED = frozenset((names.name(somebody.given), names.name(somebody.family)) for somebody in _KNOWN)
"""Nobody else is called like one of them."""
_TRIES = 4
"""So often a name is drawn that nobody has yet; after that two people are called the same, as it happens."""

_NEVER_SIGNED_IN = 0.08
_DEACTIVATED = 0.04
_TEAM = 9
"""So many report to one of the department itself; where there are more, they are in teams with a lead each."""
_COLUMNS = tuple(Person.model_fields)


def ensure() -> None:
    """Make the organization, unless it is there."""
    with db.reading() as tx:
        if tx.exec(select(Organization.id)).first() is not None:
            return
    create()


def create() -> None:
    """Fill an empty database: the people in one transaction, then what they have done so far."""
    with db.writing() as tx:
        founding = _Founding(tx)
        founding.found()
        past = Past()
        goals.fill(tx, founding.organization_id, past)
        kind_words.say(tx, past)
        guides.put_away(tx, founding.people)
    history.live_through(past)


@dataclass
class _Founding:
    """The making of the organization: one stream of chance, drawn from in one fixed order."""

    tx: Session
    random: Random = field(default_factory=lambda: Random(_SEED))  # noqa: S311 - the same people each time
    people: list[Person] = field(default_factory=list)
    known: dict[_Somebody, Person] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)
    taken: set[tuple[names.Name, names.Name]] = field(default_factory=lambda: set(_NAMED))

    def found(self) -> None:
        organization = Organization(
            slug=company.SLUG,
            name=company.NAME,
            created_at=clock.now() - timedelta(days=420),
            notify_of_changes=True,
        )
        self.tx.add(organization)
        self.tx.flush()
        self.organization_id = _id(organization)
        self.now = clock.now()
        self.founded_at = self.now - timedelta(days=419)
        self.password_hash = passwords.hash(PASSWORD)
        self.departments = self._departments()
        self._staff()
        self._groups()
        self._scopes()
        self._vendor_staff()

    def _departments(self) -> dict[str, Department]:
        made: dict[str, Department] = {}
        for unit in company.UNITS:
            parent = made[unit.above].id if unit.above else None
            made[unit.name] = Department(organization_id=self.organization_id, parent_id=parent, name=unit.name)
            self.tx.add(made[unit.name])
            self.tx.flush()
        return made

    def _staff(self) -> None:
        count = sum(1 + unit.size for unit in company.UNITS)
        self.numbers = iter(bulk.reserve_ids(self.tx, Person, count))
        leads: dict[str, Person] = {}
        for unit in company.UNITS:
            known = [somebody for somebody in _KNOWN if somebody.unit == unit.name]
            lead = next((somebody for somebody in known if somebody.leads), None)
            manager = leads.get(unit.above or company.UNITS[0].name)
            leads[unit.name] = self._hire(unit, unit.lead, manager, lead)
            members = [somebody for somebody in known if not somebody.leads]
            for somebody in members:
                self._hire(unit, somebody.title, leads[unit.name], somebody)
            self._teams(unit, leads[unit.name], unit.size - len(members))
        bulk.insert(self.tx, Person, _COLUMNS, ([getattr(one, name) for name in _COLUMNS] for one in self.people))

    def _teams(self, unit: Unit, lead: Person, count: int) -> None:
        """The others of a department: under its lead, or in teams of nearly the same size."""
        teams = 1 if count <= _TEAM else -(-count // _TEAM)
        for place in range(teams):
            size = count // teams + (place < count % teams)
            above = lead if teams == 1 else self._hire(unit, f"Team Lead, {unit.name}", lead, None)
            for _ in range(size if teams == 1 else size - 1):
                self._hire(unit, self.random.choice(unit.titles), above, None)

    def _hire(self, unit: Unit, title: str, manager: Person | None, known: _Somebody | None) -> Person:
        office = self._office(unit, known)
        given, family = self._name(office, known)
        person = Person(
            id=next(self.numbers),
            organization_id=self.organization_id,
            role=known.role if known else Role.EMPLOYEE,
            first_name=given.written,
            last_name=family.written,
            email="",
            email_key="",
            employee_id=f"K{1001 + len(self.people)}",
            title=title,
            department_id=self.departments[unit.name].id,
            location=office.location,
            manager_id=manager.id if manager else None,
            language=office.language,
            time_zone=office.time_zone,
            hire_date=self._hire_date(),
            created_at=self.founded_at,
        )
        self._give_address(person, given, family, company.MAIL_DOMAIN)
        drawn = self.random.random()
        ordinary = known is None and title in unit.titles
        if known.has_signed_in if known else not (ordinary and drawn < _NEVER_SIGNED_IN):
            self._has_signed_in(person)
        else:
            person.hire_date = _LATEST_HIRE
        if ordinary and drawn > 1 - _DEACTIVATED:
            person.hire_date = min(self._hire_date(), date(2024, 6, 30))
            person.deactivated_on = date(2025, 1, 1) + timedelta(days=self.random.randrange(365))
        person.search_text = search_text(person, unit.name)
        self.people.append(person)
        if known:
            self.known[known] = person
        return person

    def _office(self, unit: Unit, known: _Somebody | None) -> Office:
        here = company.REGIONS.get(unit.name, ())
        offices = [office for office in company.OFFICES if not here or office.location in here]
        (drawn,) = self.random.choices(offices, weights=[office.weight for office in offices])
        return next((office for office in company.OFFICES if known and office.location == known.location), drawn)

    def _name(self, office: Office, known: _Somebody | None) -> tuple[names.Name, names.Name]:
        if known:
            return names.name(known.given), names.name(known.family)
        weights = [len(office.names) + 1 - place for place in range(len(office.names))]
        (language,) = self.random.choices(office.names, weights=weights)
        pool = names.NAMES[language]
        for _ in range(_TRIES):
            drawn = self.random.choice(pool.given), self.random.choice(pool.family)
            if drawn not in self.taken:
                break
        self.taken.add(drawn)
        return drawn

    def _hire_date(self) -> date:
        return _FOUNDED + timedelta(days=self.random.randrange((_LATEST_HIRE - _FOUNDED).days))

    def _give_address(self, person: Person, given: names.Name, family: names.Name, domain: str) -> None:
        local = f"{given.spelled}.{family.spelled}"
        person.email = next(address for address in _numbered(local, domain) if address not in self.addresses)
        person.email_key = person.email
        self.addresses.add(person.email)

    def _has_signed_in(self, person: Person) -> None:
        person.password_hash = self.password_hash
        person.privacy_version = privacy.VERSION
        person.privacy_accepted_at = self.now - timedelta(days=self.random.randrange(200, 400))
        person.last_login_at = self.now - timedelta(minutes=self.random.randrange(600, 60 * 24 * 40))

    def _groups(self) -> None:
        self.groups: dict[str, UserGroup] = {}
        for name, size in company.GROUPS.items():
            self.groups[name] = group = UserGroup(organization_id=self.organization_id, name=name)
            self.tx.add(group)
            self.tx.flush()
            members = {_id(person) for somebody, person in self.known.items() if name in somebody.groups}
            members |= {_id(person) for person in self.random.sample(self.people, size)}
            self.tx.add_all(GroupMember(group_id=_id(group), person_id=member) for member in sorted(members))

    def _scopes(self) -> None:
        for somebody, person in self.known.items():
            self.tx.add_all(
                ScopeDepartment(person_id=_id(person), department_id=_id(self.departments[name]))
                for name in somebody.scope_departments
            )
            self.tx.add_all(
                ScopeGroup(person_id=_id(person), group_id=_id(self.groups[name])) for name in somebody.scope_groups
            )

    def _vendor_staff(self) -> None:
        for given, family, role in (
            ("Carla", "Nunes", Role.CUSTOMER_SUCCESS_MANAGER),
            ("Pavel", "Říha", Role.PROGRAM_ARCHITECT),
        ):
            person = Person(
                role=role, first_name=given, last_name=family, email="", email_key="", title=role.label,
                location="Lisbon", time_zone="Europe/Lisbon", created_at=clock.now() - timedelta(days=420),
            )  # fmt: skip
            self._give_address(person, names.name(given), names.name(family), company.VENDOR_MAIL_DOMAIN)
            self._has_signed_in(person)
            person.search_text = search_text(person, "")
            self.tx.add(person)
            self.tx.flush()
            self.tx.add(VendorAssignment(person_id=_id(person), organization_id=self.organization_id))


def _numbered(local: str, domain: str) -> Iterator[str]:
    yield f"{local}@{domain}"
    number = 2
    while True:
        yield f"{local}{number}@{domain}"
        number += 1


def _id(row: Organization | Department | UserGroup | Person) -> int:
    if row.id is None:
        raise ValueError(f"{type(row).__name__} has not been stored yet")
    return row.id
