"""100,000 pairs of a random house: oracle, policy and SQL predicate say the same about each, on both engines.

The house has 400 people in 40 departments, nested at random, 12 groups, scopes of every size from empty to everything,
and every fact that can stand in the way. All administrators and some others are actors, everybody is a subject; the
facts of a pair are worked out here in plain Python, from the rows, and not by the code that is tested.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from sqlmodel import select

from admin_proxy import bulk, clock, db
from admin_proxy.access import predicate
from admin_proxy.accounts import privacy
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.identity import Identity, Role
from admin_proxy.organizations.tables import Organization
from tests.access.oracle import Case, first_reason
from tests.access.test_oracle import ask_the_policy

PEOPLE, ACTORS, DEPARTMENTS, GROUPS = 400, 250, 40, 12
HOUSE, NEIGHBOUR = 1, 2


class House:
    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        self.parents = [None, *(random.choice([None, random.randint(1, n)]) for n in range(1, DEPARTMENTS))]
        self.departments_of: dict[int, set[int]] = defaultdict(set)
        self.groups_of: dict[int, set[int]] = defaultdict(set)
        self.members: dict[int, set[int]] = defaultdict(set)
        self.people = [self._person(number) for number in range(1, PEOPLE + 1)]

    def _person(self, number: int) -> Person:
        random = self.random
        # Half of them administrators: who may do nothing anyway is soon told.
        role = random.choice([Role.HR_ADMIN, Role.HR_ADMIN, Role.SUPER_ADMIN, Role.ADMIN, *[Role.EMPLOYEE] * 4])
        at_home = random.random() > 0.1
        if random.random() < 0.02:
            role = Role.PROGRAM_ARCHITECT
        if role is Role.HR_ADMIN:
            self.departments_of[number] = set(random.sample(range(1, DEPARTMENTS + 1), random.choice([0, 1, 2, 20])))
            self.groups_of[number] = set(random.sample(range(1, GROUPS + 1), random.choice([0, 0, 1, 2])))
        for group in random.sample(range(1, GROUPS + 1), random.choice([0, 0, 1, 2])):
            self.members[group].add(number)
        return Person(
            id=number,
            organization_id=None if role.is_vendor else HOUSE if at_home else NEIGHBOUR,
            role=role,
            email=f"p{number}@house.example",
            email_key=f"p{number}@house.example",
            department_id=random.choice([None, *range(1, DEPARTMENTS + 1)]),
            deactivated_on=random.choice([None, None, None, date(2026, 3, 2), date(2026, 3, 3)]),
            privacy_version=random.choice([privacy.VERSION, privacy.VERSION, privacy.VERSION, ""]),
            created_at=clock.now(),
        )

    def settle(self, tx) -> None:
        tx.add_all(
            Organization(id=number, slug=f"house-{number}", name="House", created_at=clock.now())
            for number in (HOUSE, NEIGHBOUR)
        )
        tx.flush()
        for number, parent in enumerate(self.parents, 1):
            tx.add(Department(id=number, organization_id=HOUSE, parent_id=parent, name=f"Department {number}"))
            tx.flush()
        tx.add_all(
            UserGroup(id=number, organization_id=HOUSE, name=f"Group {number}") for number in range(1, GROUPS + 1)
        )
        tx.add_all(self.people)
        tx.flush()
        bulk.insert(tx, ScopeDepartment, ("person_id", "department_id"), _pairs(self.departments_of))
        bulk.insert(tx, ScopeGroup, ("person_id", "group_id"), _pairs(self.groups_of))
        bulk.insert(tx, GroupMember, ("group_id", "person_id"), _pairs(self.members))

    def in_scope(self, actor: Person, subject: Person) -> bool:
        department = subject.department_id
        while department is not None:
            if department in self.departments_of[actor.id]:
                return True
            department = self.parents[department - 1]
        return any(subject.id in self.members[group] for group in self.groups_of[actor.id])

    def case(self, actor: Person, subject: Person, *, limited: bool) -> Case:
        return Case(
            actor_role=actor.role,
            subject_role=subject.role,
            switched_on=True,
            limited_to_super_admins=limited,
            already_impersonating=False,
            same_person=actor is subject,
            same_organization=actor.organization_id == subject.organization_id == HOUSE,
            in_scope=self.in_scope(actor, subject),
            deactivated=subject.deactivated_on is not None and subject.deactivated_on <= date(2026, 3, 2),
            privacy_accepted=subject.privacy_version == privacy.VERSION,
        )


def _pairs(by_number: dict[int, set[int]]) -> list[tuple[int, int]]:
    return [(number, other) for number, others in by_number.items() for other in sorted(others)]


def test_oracle_policy_and_predicate_agree_on_100_000_pairs(database, time):
    house = House(seed=20_260_302)
    with db.writing() as tx:
        house.settle(tx)
    at_home = [person for person in house.people if person.organization_id == HOUSE]
    actors = sorted(at_home, key=lambda one: one.role not in (Role.HR_ADMIN, Role.SUPER_ADMIN))[:ACTORS]
    pairs, allowed, wrong = 0, 0, []
    with db.reading() as tx:
        for actor in actors:
            identity = Identity(party(actor), party(actor), "a login")
            listed = set(tx.exec(select(Person.id).where(predicate.eligible_for(tx, identity))).all())
            for subject in house.people:
                case = house.case(actor, subject, limited=False)
                reason = first_reason(case)
                pairs += 1
                allowed += reason is None
                if ask_the_policy(case) != reason or (subject.id in listed) != (reason is None):
                    wrong.append((actor.id, subject.id, reason))
    assert pairs == ACTORS * PEOPLE == 100_000
    assert 5_000 < allowed < 95_000
    assert wrong == []
