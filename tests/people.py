"""The cast. Every test introduces who it needs from here, and nobody else.

At Acme (departments: Sales › Field Sales, Sales › Inside Sales; Engineering; group Mentors):

* Olga, Super Admin. Oscar is another one.
* Adam, Admin: organization-wide settings, but no impersonation.
* Hana, HR Admin of Sales with all below it. Hugo, HR Admin of the group Mentors. Henry, HR Admin of nothing.
* Sam works in Sales, Fay in Field Sales (her manager is Sam), Ina in Inside Sales.
* Zoë works in Engineering and is one of the Mentors; so is Ben.
* Nora has never signed in. Dora is deactivated. Both work in Sales.

Elsewhere:

* Eve, Super Admin of Globex, and Emil, who works there, must see nothing of Acme.
* Carl, Customer Success Manager, and Petra, Program Architect, are vendor staff assigned to Acme.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import clock, db
from admin_proxy.accounts import privacy
from admin_proxy.accounts.people import leads, party
from admin_proxy.accounts.tables import (
    Department,
    GroupMember,
    Login,
    Person,
    ScopeDepartment,
    ScopeGroup,
    UserGroup,
    VendorAssignment,
)
from admin_proxy.directory.folding import search_text
from admin_proxy.identity import Identity, Role
from admin_proxy.organizations.tables import Organization


@dataclass(frozen=True)
class Cast:
    """Ids by first name (`cast["zoe"]`), departments and groups by theirs; `identity("olga")` signs somebody in."""

    acme: int
    globex: int
    ids: dict[str, int]
    departments: dict[str, int]
    groups: dict[str, int]

    def __getitem__(self, first_name: str) -> int:
        return self.ids[first_name]

    def identity(self, first_name: str) -> Identity:
        """A fresh login of that person, not impersonating."""
        with db.writing() as tx:
            person = tx.get_one(Person, self.ids[first_name])
            login = sign_in(tx, person)
            return Identity(
                actor=party(person), subject=party(person), login_id=login.id, address="127.0.0.1",
                leads=leads(tx, person),
            )  # fmt: skip


def sign_in(tx: Session, person: Person, token: str = "") -> Login:
    """A login row as the sign-in door makes them, without the door."""
    now = clock.now()
    assert person.id is not None
    login = Login(
        id=str(uuid7()),
        person_id=person.id,
        token_sha256=token or str(uuid7()),
        created_at=now,
        last_seen_at=now,
        expires_at=now + timedelta(days=7),
        address="127.0.0.1",
    )
    tx.add(login)
    tx.flush()
    return login


def arrive() -> Cast:
    """Put the cast into the (empty) database."""
    with db.writing() as tx:
        acme = _organization(tx, "acme", "Acme")
        globex = _organization(tx, "globex", "Globex")
        departments: dict[str, Department] = {}
        for name, parent in (
            ("Sales", None),
            ("Field Sales", "Sales"),
            ("Inside Sales", "Sales"),
            ("Engineering", None),
        ):
            departments[name] = _department(tx, acme, name, departments[parent] if parent else None)
        departments["Globex Sales"] = _department(tx, globex, "Sales", None)
        mentors = UserGroup(organization_id=acme.id, name="Mentors")
        tx.add(mentors)
        tx.flush()
        ids: dict[str, int] = {}

        def person(
            first: str,
            last: str,
            role: Role = Role.EMPLOYEE,
            at: str = "",
            in_: Organization | None = acme,
            **more: object,
        ) -> int:
            key = first.lower().replace("ë", "e")
            department = departments.get(at)
            row = Person(
                organization_id=in_.id if in_ else None,
                role=role,
                email=f"{key}@{in_.slug if in_ else 'vendor'}.example",
                email_key=f"{key}@{in_.slug if in_ else 'vendor'}.example",
                employee_id=f"{in_.slug[0].upper()}{len(ids) + 1:03}" if in_ else "",
                first_name=first,
                last_name=last,
                department_id=department.id if department else None,
                created_at=clock.now(),
                **{
                    "privacy_version": privacy.VERSION,
                    "privacy_accepted_at": clock.now(),
                    "title": "Specialist",
                    **more,
                },
            )
            row.search_text = search_text(row, department.name if department else "")
            tx.add(row)
            tx.flush()
            assert row.id is not None
            ids[key] = row.id
            return row.id

        person("Olga", "Orlova", Role.SUPER_ADMIN)
        person("Oscar", "Ortiz", Role.SUPER_ADMIN)
        person("Adam", "Adler", Role.ADMIN)
        hana = person("Hana", "Horváthová", Role.HR_ADMIN)
        hugo = person("Hugo", "Huber", Role.HR_ADMIN)
        person("Henry", "Hill", Role.HR_ADMIN, at="Sales")
        sam = person("Sam", "Silva", at="Sales", title="Sales Lead")
        person("Fay", "Fischer", at="Field Sales", manager_id=sam)
        person("Ina", "Iversen", at="Inside Sales", manager_id=sam)
        zoe = person("Zoë", "Žižková", at="Engineering", title="Engineer", language="de", time_zone="Europe/Prague")
        ben = person("Ben", "Becker", at="Engineering", manager_id=zoe)
        person("Nora", "Novak", at="Sales", privacy_version="", privacy_accepted_at=None)
        person("Dora", "Dahl", at="Sales", deactivated_on=date(2026, 1, 1))
        person("Eve", "Evans", Role.SUPER_ADMIN, in_=globex)
        person("Emil", "Egger", at="Globex Sales", in_=globex)
        carl = person("Carl", "Costa", Role.CUSTOMER_SUCCESS_MANAGER, in_=None)
        petra = person("Petra", "Papp", Role.PROGRAM_ARCHITECT, in_=None)
        tx.add(ScopeDepartment(person_id=hana, department_id=_id(departments["Sales"])))
        tx.add(ScopeGroup(person_id=hugo, group_id=_id(mentors)))
        tx.add_all(GroupMember(group_id=_id(mentors), person_id=member) for member in (zoe, ben))
        tx.add_all(VendorAssignment(person_id=vendor, organization_id=_id(acme)) for vendor in (carl, petra))
        return Cast(
            acme=_id(acme), globex=_id(globex), ids=ids,
            departments={name: _id(row) for name, row in departments.items()}, groups={"Mentors": _id(mentors)},
        )  # fmt: skip


def _organization(tx: Session, slug: str, name: str) -> Organization:
    row = Organization(slug=slug, name=name, created_at=clock.now())
    tx.add(row)
    tx.flush()
    return row


def _department(tx: Session, organization: Organization, name: str, parent: Department | None) -> Department:
    row = Department(organization_id=_id(organization), name=name, parent_id=parent.id if parent else None)
    tx.add(row)
    tx.flush()
    return row


def _id(row: Organization | Department | UserGroup) -> int:
    assert row.id is not None
    return row.id
