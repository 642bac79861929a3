"""A made-up company of any size, always the same: names as common and as rare as in life, a tree of departments.

A few hundred first names and surnames are shared by many; behind them comes a long tail of rare ones, put together from
syllables. One in twenty is deactivated, one in seventeen has never signed in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random


def _listed(text: str, between: str | None = None) -> list[str]:
    return [part.strip() for part in text.split(between)]


FIRST = _listed(
    """
    James Mary Michael Patricia Robert Jennifer John Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
    Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily Steven Kimberly
    Andrew Donna Paul Margaret Joshua Carol Kenneth Michelle Kevin Amanda Brian Melissa Timothy Deborah Ronald Stephanie
    George Rebecca Jason Sharon Edward Laura Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen Gary Angela Eric
    Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole Scott Anna Brandon Samantha Benjamin Katherine
    Samuel Christine Alexander Rachel Patrick Carolyn Frank Janet Maria Jack Olivia Dennis Heather Helen Tyler Catherine
    Aaron Diane José Julie Adam Victoria Nathan Joyce Henry Lauren Peter Ruth Kyle Joan Noah Ethan Andrea Christian
    Hannah Ann Anne Johanna Zoë Zuzana Jürgen Günther Käthe Björn Søren Åsa Chloé François Inès Élodie Łukasz Agnieszka
    Jiří Ondřej Mehmet Ayşe Priya Arjun Fatima Omar Leila Ngozi Chinedu Kwame Dmitri Svetlana Yuki Haruto Wei Li Ming
    Nguyễn Анна Иван
    """
)
LAST = _listed(
    """
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
    Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
    Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
    Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
    Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez
    Wood Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster O'Brien O'Connor
    McDonald Müller Schmidt Schneider Fischer Weber Wagner Becker Schulz Hoffmann Koch Bauer Klein Wolf Schröder Neumann
    Schwarz Dubois Durand Lefèvre Moreau Laurent Rossi Russo Ferrari Esposito Bianchi Jensen Nielsen Hansen Ångström
    Lindqvist Žižková Novák Svoboda Dvořák Kowalski Wójcik Łuczak Horváth Yılmaz Kaya Demir Ivanova Petrov Иванова Wang
    Zhang Tanaka Suzuki Okafor Mensah Haddad García-Márquez Smith-Jones
    """
)
SYLLABLES = _listed(
    """
    ba be bo bra ca cha co da de dor el er fa fer ga gra ha hol i ja ka kel ko la len lo ma mar mo na nor o pa per po ra
    ri ro sa sen sha ska so ta ter to u va ver vi wa wen ya za zan zi
    """
)
TRADES = _listed(
    """
    Software Engineer| Sales Representative| Account Manager| Data Analyst| Product Manager| Nurse| Technician|
    Operator| Accountant| Recruiter| Designer| Consultant| Customer Support Agent| Warehouse Associate| Driver|
    Architect| Scientist| Legal Counsel| Marketing Specialist| Teacher| Mechanic| Controller| Buyer| Planner| Assistant|
    R&D Engineer
    """,
    "|",
)
LEVELS = ("", "", "", "Junior ", "Senior ", "Lead ", "Principal ", "Head ")
DIVISIONS = _listed(
    """
    Sales| Engineering| Operations| Finance| Human Resources| Marketing| Customer Success| Research| Legal|
    Manufacturing| Logistics| Procurement
    """,
    "|",
)
REGIONS = _listed(
    """
    North| South| East| West| Central| Europe| Asia| Nordics| Iberia| Benelux| Pacific| Atlantic| Andes| Alps| Baltics|
    Gulf
    """,
    "|",
)
TEAMS = 6


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    parent: int | None
    """The number of the one above."""


@dataclass(frozen=True, slots=True)
class Somebody:
    first_name: str
    last_name: str
    email: str
    employee_id: str
    title: str
    unit: int
    has_signed_in: bool
    deactivated_on: date | None


def units() -> list[Unit]:
    """Divisions, regions of each, teams of each: each above what is below it."""
    tree: list[Unit] = []
    for division in DIVISIONS:
        top = len(tree)
        tree.append(Unit(division, None))
        for region in REGIONS:
            middle = len(tree)
            tree.append(Unit(f"{division} {region}", top))
            tree += [Unit(f"{division} {region} {number + 1}", middle) for number in range(TEAMS)]
    return tree


def people(count: int, seed: int = 4711) -> Iterator[Somebody]:
    dice, places = Random(seed), len(units())
    first_names = FIRST + _rare(dice, 2_000, (2, 3))
    last_names = LAST + _rare(dice, 30_000, (2, 3, 3, 4))
    first_weights, last_weights = _weights(first_names), _weights(last_names)
    namesakes: Counter[tuple[str, str]] = Counter()
    for number in range(count):
        first, last = dice.choices(first_names, cum_weights=first_weights)[0], _one(dice, last_names, last_weights)
        namesakes[first, last] += 1
        again = namesakes[first, last]
        yield Somebody(
            first_name=first,
            last_name=last,
            email=f"{first}.{last}{again if again > 1 else ''}@crowd.example",
            employee_id=f"E{number:07}",
            title=dice.choice(LEVELS) + dice.choice(TRADES),
            unit=dice.randrange(places),
            has_signed_in=number % 17 != 0,
            deactivated_on=date(2026, 1, 1) if number % 20 == 0 else None,
        )


def _one(dice: Random, names: list[str], weights: list[float]) -> str:
    return dice.choices(names, cum_weights=weights)[0]


def _rare(dice: Random, count: int, lengths: tuple[int, ...]) -> list[str]:
    made = {"".join(dice.choices(SYLLABLES, k=dice.choice(lengths))).capitalize() for _ in range(count)}
    return sorted(made)


def _weights(names: list[str]) -> list[float]:
    """The tenth name is half as common as the first, the hundredth a tenth of that."""
    return list(accumulate(1 / (place + 8) for place in range(len(names))))
