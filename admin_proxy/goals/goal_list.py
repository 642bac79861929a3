"""The list of goals, in the order of the days they end on, a page at a time in either direction.

Everybody's is put together from up to three lists, each of which one index is in the order of: the public ones, one's
own private ones, and those of one's reports. So a page costs the same wherever it is. What was typed is looked up in
the index of titles; where more than `FEW` are found, goals are read in order until there are enough, which then comes
soon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal_column, not_, select, tuple_
from sqlmodel import Session, col

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.people import initials
from admin_proxy.accounts.tables import Person
from admin_proxy.goals import aligning, attention, searching, visible
from admin_proxy.goals.tables import Confidence, Goal, GoalState
from admin_proxy.identity import Identity

PAGE = 50
FEW = 2_000
"""So many are counted, and sorted by themselves."""


class Whose(StrEnum):
    MINE = "mine"
    TEAM = "team"
    """Of those who report to me."""
    EVERYBODY = "everybody"


class Standing(StrEnum):
    """Of open goals: what was said at the last check-in."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NONE = "none"
    """Nobody has checked in yet."""
    QUIET = "quiet"
    """Nobody has checked in for 30 days."""


class Ends(StrEnum):
    OVERDUE = "overdue"
    IN_30_DAYS = "30"
    IN_90_DAYS = "90"


@dataclass(frozen=True, slots=True)
class Filters:
    """Each is left out while it is empty."""

    text: str = ""
    whose: Whose = Whose.MINE
    owner_id: int | None = None
    """Of one person, instead of `whose`."""
    state: GoalState | None = GoalState.OPEN
    """None: however it stands."""
    standing: Standing | None = None
    """Of open ones, whatever `state` says."""
    ends: Ends | None = None


MY_OPEN_ONES = Filters()


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal as far as a list shows it."""

    id: int
    title: str
    owner_id: int
    owner: str
    owner_initials: str
    is_public: bool
    progress: int
    state: GoalState
    confidence: Confidence | None
    is_quiet: bool
    ends_on: date
    supports_id: int | None
    """Where that is in sight."""


@dataclass(frozen=True, slots=True)
class ListPage:
    goals: tuple[GoalCard, ...]
    before: int | None
    """The goal that the page before this one ends in front of; None: this is the first."""
    after: int | None
    """The goal that the next page begins behind; None: this is the last."""
    count: int
    """How many match, up to `FEW`; one more says 'more'."""


class Place(NamedTuple):
    ends_on: date
    id: int


def goals(
    identity: Identity, filters: Filters = MY_OPEN_ONES, *, after: int | None = None, before: int | None = None
) -> ListPage:
    """One page of those whom `identity` may see and that match.

    Args:
        after: a goal of the page before this one, its last; whichever that is, it must be in sight.
        before: or a goal of the next page, its first.

    Raises:
        Forbidden: vendor staff.
    """
    visible.organization(identity)
    with db.reading() as tx:
        reader = _Reader(tx, identity, filters)
        edge = reader.place(before if before is not None else after)
        backwards = before is not None and edge is not None
        found, count = reader.places(edge, backwards=backwards)
        more, ids = len(found) > PAGE, [place.id for place in found[:PAGE]]
        if backwards:
            ids.reverse()
        has_next, has_previous = (bool(ids), more) if backwards else (more, edge is not None and bool(ids))
        return ListPage(
            goals=cards(tx, identity, ids),
            before=ids[0] if has_previous else None,
            after=ids[-1] if has_next else None,
            count=count,
        )


def cards(tx: Session, identity: Identity, ids: list[int]) -> tuple[GoalCard, ...]:
    """Those of the goals that are in sight, in that order."""
    rows = tx.execute(
        select(Goal, Person)
        .join(Person, col(Person.id) == col(Goal.owner_id))
        .where(col(Goal.id).in_(ids), visible.visible(identity))
    ).all()
    above = [goal.supports_id for goal, _ in rows if goal.supports_id is not None]
    in_sight = set(
        tx.execute(select(col(Goal.id)).where(col(Goal.id).in_(above), visible.visible(identity))).scalars()
        if above
        else ()
    )
    today = identity.subject.today
    made = {goal.id: _card(goal, owner, in_sight, today) for goal, owner in rows}
    return tuple(made[one] for one in ids if one in made)


class _Reader:
    """Reads one question from one state of the database."""

    def __init__(self, tx: Session, identity: Identity, filters: Filters) -> None:
        self._tx, self._identity, self._filters = tx, identity, filters
        self._words = searching.parts(filters.text)

    def place(self, goal_id: int | None) -> Place | None:
        """Where a goal stands in the order; None for none, or none in sight."""
        if goal_id is None or not reach.is_number(goal_id):
            return None
        found = self._tx.execute(
            select(col(Goal.ends_on)).where(col(Goal.id) == goal_id, visible.visible(self._identity))
        ).scalar_one_or_none()
        return Place(found, goal_id) if found is not None else None

    def places(self, edge: Place | None, *, backwards: bool) -> tuple[list[Place], int]:
        """Those behind `edge` (or in front of it), nearest first, one more than a page; and how many there are."""
        everybodys = self._filters.whose is Whose.EVERYBODY and self._filters.owner_id is None
        if not (self._words and everybodys):
            return self._in_order(edge, backwards), self._count()
        few = self._few()
        if len(few) > FEW:
            return self._in_order(edge, backwards), len(few)
        order = sorted(few, reverse=backwards)
        behind = [place for place in order if edge is None or (place < edge if backwards else place > edge)]
        return behind[: PAGE + 1], len(few)

    def _in_order(self, edge: Place | None, backwards: bool) -> list[Place]:
        found: list[Place] = []
        for part in self._parts():
            found += self._part(part, edge, backwards)
        return sorted(found, reverse=backwards)[: PAGE + 1]

    def _part(self, part: list[ColumnElement[bool]], edge: Place | None, backwards: bool) -> list[Place]:
        day, number = col(Goal.ends_on), col(Goal.id)
        wanted = self._select(part, searching.contains(self._words))
        if edge is not None:
            place, there = tuple_(day, number), tuple_(edge.ends_on, edge.id)
            wanted = wanted.where(place < there if backwards else place > there)
        order = (day.desc(), number.desc()) if backwards else (day, number)
        return [Place(*row) for row in self._tx.execute(wanted.order_by(*order).limit(PAGE + 1))]

    def _count(self) -> int:
        counted = 0
        for part in self._parts():
            some = self._select(part, searching.contains(self._words)).limit(FEW + 1 - counted).subquery()
            counted += self._tx.execute(select(func.count()).select_from(some)).scalar_one()
            if counted > FEW:
                break
        return counted

    def _few(self) -> list[Place]:
        """All whose titles match, by the index of titles; one more than `FEW` where there are more."""
        wanted = self._select([visible.visible(self._identity)], searching.looked_up(self._tx, self._words))
        return [Place(*row) for row in self._tx.execute(wanted.limit(FEW + 1))]

    def _select(self, *conditions: list[ColumnElement[bool]]) -> Select[Any]:
        wanted: Any = select(col(Goal.ends_on), col(Goal.id))
        for some in conditions:
            wanted = wanted.where(*some)
        narrowed: Select[Any] = wanted.where(*self._narrowed())
        return narrowed

    def _parts(self) -> Iterator[list[ColumnElement[bool]]]:
        """Lists that have no goal in common and together hold all that is asked for."""
        filters, identity, owner = self._filters, self._identity, col(Goal.owner_id)
        house = visible.organization(identity)
        # Adding nothing keeps SQLite from going through all of the organization, instead of some people's goals.
        own_house = col(Goal.organization_id) + 0 == house
        if filters.owner_id is not None:
            wanted = filters.owner_id if reach.is_number(filters.owner_id) else 0
            yield [owner == wanted, visible.visible(identity)]
        elif filters.whose is Whose.MINE:
            yield [owner == visible.me(identity), own_house]
        elif filters.whose is Whose.TEAM:
            yield [owner.in_(visible.reports(identity)), own_house]
        else:
            yield [col(Goal.organization_id) == house, visible.IS_PUBLIC]
            yield [owner == visible.me(identity), own_house, not_(visible.IS_PUBLIC)]
            yield [
                owner.in_(visible.reports(identity)),
                owner != visible.me(identity),
                own_house,
                not_(visible.IS_PUBLIC),
            ]

    def _narrowed(self) -> Iterator[ColumnElement[bool]]:
        """Literals rather than parameters, where a partial index asks for one."""
        filters, today = self._filters, self._identity.subject.today
        if filters.standing is not None:
            yield attention.IS_OPEN
            if filters.standing is Standing.QUIET:
                yield attention.quiet(today)
            elif filters.standing is Standing.NONE:
                yield col(Goal.confidence).is_(None)
            else:
                yield col(Goal.confidence) == literal_column(f"'{filters.standing.value}'")
        elif filters.state is not None:
            yield col(Goal.state) == literal_column(f"'{filters.state.value}'")
        if filters.ends is Ends.OVERDUE:
            yield col(Goal.ends_on) < today
        elif filters.ends is not None:
            yield col(Goal.ends_on).between(today, today + timedelta(days=int(filters.ends.value)))


def _card(goal: Goal, owner: Person, in_sight: set[int | None], today: date) -> GoalCard:
    return GoalCard(
        id=goal.id or 0,
        title=goal.title,
        owner_id=goal.owner_id,
        owner=owner.name,
        owner_initials=initials(owner),
        is_public=goal.is_public,
        progress=goal.progress,
        state=goal.state,
        confidence=goal.confidence,
        is_quiet=attention.is_quiet(goal, today),
        ends_on=goal.ends_on,
        supports_id=goal.supports_id if goal.supports_id in in_sight else None,
    )


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal in the tree of what supports what."""

    goal: GoalCard
    depth: int
    is_asked_for: bool
    """Or stands there only because others are aligned to it."""
    aligned_to: str
    """The title of the goal above it; empty at the top."""


def tree(identity: Identity, listed: tuple[GoalCard, ...]) -> tuple[Branch, ...]:
    """The goals of a page below what they are aligned to, which is there too, as far as it is in sight.

    Raises:
        Forbidden: vendor staff.
    """
    known = {one.id: one for one in listed}
    with db.reading() as tx:
        for _ in range(aligning.MOST_ABOVE):
            above = {one.supports_id for one in known.values() if one.supports_id is not None} - known.keys()
            if not above:
                break
            known |= {one.id: one for one in cards(tx, identity, sorted(above))}
    below: dict[int | None, list[GoalCard]] = {}
    for one in sorted(known.values(), key=lambda card: (card.ends_on, card.id)):
        below.setdefault(one.supports_id if one.supports_id in known else None, []).append(one)
    asked = {one.id for one in listed}
    return tuple(_grown(below, None, 0, asked))


def _grown(
    below: dict[int | None, list[GoalCard]], of: GoalCard | None, depth: int, asked: set[int]
) -> Iterator[Branch]:
    for one in below.get(of.id if of else None, ()):
        yield Branch(one, depth, one.id in asked, of.title if of else "")
        yield from _grown(below, one, depth + 1, asked)
