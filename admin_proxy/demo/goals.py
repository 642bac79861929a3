"""What the people of Kestrel Works want to reach: goals in every state, with months of check-ins.

Like the people they come from one fixed seed, and a stream of chance of their own; their days are counted back from the
day on which the demonstration is made. Reports support goals of their managers: the tree goes from the top down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from admin_proxy import bulk, clock
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Thing, Values
from admin_proxy.audit.withholding import PRIVATE_GOAL
from admin_proxy.demo import company
from admin_proxy.demo.past import Past
from admin_proxy.goals import amounts
from admin_proxy.goals.checking_in import CONFIDENCES
from admin_proxy.goals.closing import OUTCOMES
from admin_proxy.goals.fields import searched
from admin_proxy.goals.tables import CheckIn, Confidence, Goal, GoalState, Milestone, Unit

_SEED = 2027
_PERIOD = 91
"""Days: a quarter of a year, or nearly."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A goal as somebody of a department would word it."""

    title: str
    unit: Unit
    start: int = 0
    target: int = 0
    currency: str = ""


def _read(outline: str) -> tuple[Wish, ...]:
    """`title | 20 → 60 %`, `title | 0 → 12`, `title | 0 → 250000 EUR`, `title` alone for done or not done."""
    wishes = []
    for line in outline.strip().splitlines():
        title, _, way = (part.strip() for part in line.partition("|"))
        if not way:
            wishes.append(Wish(title, Unit.DONE, amounts.NOT_DONE, amounts.DONE))
            continue
        start, _, end = way.partition(" → ")
        target, _, sign = end.partition(" ")
        unit = Unit.PERCENT if sign == "%" else Unit.MONEY if sign else Unit.NUMBER
        currency = sign if unit is Unit.MONEY else ""
        wishes.append(Wish(title, unit, amounts.read(start), amounts.read(target), currency))
    return tuple(wishes)


ANYBODYS = _read("""
Take a course in conflict resolution
Give three talks to other teams | 0 → 3
Write down how we work, for those who come after us | 0 → 100 %
Mentor a new colleague through the first half year
Learn enough of a second language to take part in meetings
Halve the time between a question and its answer | 48 → 24
Read and discuss six books with the team | 0 → 6
""")
_WISHES = {
    "Executive Office": _read("""
Grow revenue by a fifth | 0 → 20 %
Enter two new markets | 0 → 2
Have four in five people recommend us as a place to work | 71 → 80 %
Bring the new wind sensor to its customers
"""),
    "Sales": _read("""
Win new customers | 0 → 12
Grow recurring revenue of the territory | 400000 → 650000 EUR
Raise the share of offers that are won | 24 → 32 %
Visit every customer of the region once | 0 → 40
Renew all contracts that end this year | 0 → 100 %
Build a pipeline for the coming half year | 0 → 900000 USD
Bring three partners to their first sale | 0 → 3
"""),
    "Product & Engineering": _read("""
Have the station answer within a tenth of a second | 420 → 100
Bring unplanned downtime below an hour a quarter | 6 → 1
Move the measuring service to the new platform | 0 → 100 %
Cover the calibration code with tests | 52 → 85 %
Ship the firmware update without a recall
Close all security findings of the review | 0 → 23
Cut the time from a commit to production | 90 → 20
"""),
    "Customer Success": _read("""
Answer nine in ten requests within a day | 72 → 90 %
Bring new customers to their first reading in a week | 21 → 7
Keep customers for another year | 88 → 94 %
Write the answers to the thirty most frequent questions | 0 → 30
"""),
    "Marketing": _read("""
Double the visitors who ask for an offer | 180 → 360
Bring the new brand to every office
Fill four webinars | 0 → 4
Lower the price of a lead | 64 → 45 EUR
"""),
    "People & Culture": _read("""
Fill open positions within two months | 84 → 60
Have every manager trained in feedback | 35 → 100 %
Bring down early departures | 14 → 8 %
Roll out the new performance cycle in all offices
"""),
    "Finance": _read("""
Close the books within five days | 9 → 5
Pay suppliers on time | 87 → 98 %
Save on purchased services | 0 → 180000 EUR
Pass the audit without a remark
"""),
    "Legal & Compliance": _read("""
Review contracts within three days | 8 → 3
Bring the privacy register up to date | 40 → 100 %
Train everybody who handles personal data | 55 → 100 %
"""),
    "Operations": _read("""
Deliver on the promised day | 91 → 97 %
Bring scrap below two in a hundred | 5 → 2
Have a year without an accident
Calibrate twice as many sensors a week | 140 → 280
Turn the stock over more often | 5 → 7
"""),
    "IT": _read("""
Give every laptop its update within a week | 61 → 95 %
Move sign-in to one place
Bring open tickets below fifty | 130 → 50
Practise the recovery of every service | 0 → 18
"""),
}
_STEPS = (
    "Agree on what it means", "Ask those whom it concerns", "First version", "Try it with one team",
    "Decide whether to go on", "Bring it to everybody", "Look back and write down what we learned",
)  # fmt: skip
_GOOD = (
    "Going well.", "A little ahead of the plan.", "The workshop helped a lot.", "Two more on board this week.", "",
    "Thanks to the team this went faster than I thought.", "",
)  # fmt: skip
_SLOW = (
    "Slower than planned: we wait for an answer.", "Half of the team was ill.", "The supplier is late again.",
    "We had to start over with one part.", "I need help with priorities here.",
)  # fmt: skip
_BAD = (
    "We will not make it like this. Let us talk.", "Blocked until the budget is decided.",
    "The main customer has stepped back.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Known:
    """A goal that the demonstration's stories need; the place of its owner's first ones."""

    owner: str
    wish: Wish
    supports: str = ""
    is_public: bool = True
    ends_in: int = 60
    standing: Confidence = Confidence.ON_TRACK
    dropped: str = ""
    """What the manager said when they closed it; empty: it is open."""


_KNOWN = (
    _Known("miguel.santos", Wish("Grow EMEA revenue by a fifth", Unit.PERCENT, 0, 2_000)),
    _Known("miguel.santos", Wish("Reorganize the territories", Unit.DONE, 0, 100), is_public=False, ends_in=25),
    _Known(
        "zoe.marchand", Wish("Win eight customers in the Nordics", Unit.NUMBER, 0, 800),
        supports="Grow EMEA revenue by a fifth",
    ),
    _Known(
        "zoe.marchand", Wish("Prepare for the role of a team lead", Unit.PERCENT, 0, 10_000), is_public=False,
        standing=Confidence.AT_RISK,
    ),
    _Known("zoe.marchand", Wish("Renew the contract with Nordlys", Unit.DONE, 0, 100), ends_in=9),
    _Known("emma.bergstrom", Wish("Bring the new brand to every office", Unit.PERCENT, 0, 10_000), ends_in=45),
    _Known(
        "emma.bergstrom", Wish("Draw the icons of the weather app", Unit.NUMBER, 0, 12_000), ends_in=20,
        standing=Confidence.OFF_TRACK,
    ),
    _Known(
        "jane.abernathy", Wish("Host the field day in Lisbon", Unit.PERCENT, 0, 10_000), ends_in=70,
        dropped="Closed together with the goals of last quarter.",
    ),
    _Known("jane.abernathy", Wish("Win twenty speakers for the user conference", Unit.NUMBER, 0, 2_000), ends_in=40),
    _Known("ingrid.solheim", Wish("Sign distributors in the Nordics", Unit.NUMBER, 0, 1_200), ends_in=400),
    _Known(
        "maximiliane.hohensteinwolfeschlegelsteinhausen",
        Wish("Close the books within four days", Unit.NUMBER, 700, 400), ends_in=400,
    ),
)  # fmt: skip
_DROPPED_DAYS_AGO = 12
_CLOSED_BY_MANAGERS = {one.dropped for one in _KNOWN if one.dropped}
_RECORDED_DAYS = 21
_CHANGED_SHARE = 0.02
"""So many goals were changed after they had been set."""


_plain = cache(amounts.plain)


def fill(tx: Session, organization_id: int, past: Past) -> None:
    """Give everybody goals, in as many statements as there are tables; `past` gets who did what."""
    _Setting(tx, organization_id, past).fill()


@dataclass
class _Setting:
    tx: Session
    organization_id: int
    past: Past
    random: Random = field(default_factory=lambda: Random(_SEED))  # noqa: S311 - the same goals each time
    goals: list[dict[str, Any]] = field(default_factory=list)
    check_ins: list[tuple[Any, ...]] = field(default_factory=list)
    milestones: list[tuple[Any, ...]] = field(default_factory=list)
    offered: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """By owner: what their reports can support."""

    def fill(self) -> None:
        self.now = clock.now()
        self.today = self.now.date()
        self.areas = self._areas()
        people = self.tx.exec(
            select(Person).where(Person.organization_id == self.organization_id).order_by(col(Person.id))
        ).all()
        self.people = {person.id: person for person in people}
        for person in people:  # managers are hired before those who report to them
            if person.privacy_version:  # who has never signed in has nothing yet
                self._goals_of(person)
        self._write()

    def _areas(self) -> dict[int | None, str]:
        """The name of the division that each department belongs to."""
        rows = self.tx.exec(select(Department).where(Department.organization_id == self.organization_id)).all()
        by_id = {row.id: row for row in rows}

        def top(row: Department) -> Department:
            return top(by_id[row.parent_id]) if row.parent_id is not None else row

        return {row.id: top(row).name for row in rows}

    def _goals_of(self, person: Person) -> None:
        local = person.email.partition("@")[0]
        hers = [known for known in _KNOWN if known.owner == local and person.email.endswith(company.MAIL_DOMAIN)]
        for known in hers:
            self._known(person, known)
        taken = {known.wish.title for known in hers}
        wishes = [*_WISHES.get(self.areas.get(person.department_id, ""), ANYBODYS), self.random.choice(ANYBODYS)]
        wishes = [wish for wish in dict.fromkeys(wishes) if wish.title not in taken]
        for wish in self.random.sample(wishes, min(len(wishes), self.random.choice((1, 2, 2, 3)))):
            self._drawn(person, wish)

    def _known(self, person: Person, known: _Known) -> None:
        start = self.today - timedelta(days=75)
        above = next((goal for goal in self.goals if goal["title"] == known.supports), None)
        goal = self._set(
            person, known.wish, start, self.today + timedelta(days=known.ends_in), is_public=known.is_public,
            supports=above, pace={"on_track": 1.0, "at_risk": 0.7, "off_track": 0.3}[known.standing.value],
            quiet_days=_DROPPED_DAYS_AGO + 4 if known.dropped else 4,
        )  # fmt: skip
        if known.dropped:
            self.offered[person.id or 0].remove(goal)
            goal.update(
                state=GoalState.DROPPED, closing_note=known.dropped,
                closed_at=self._moment(self.today - timedelta(days=_DROPPED_DAYS_AGO)),
            )  # fmt: skip

    def _drawn(self, person: Person, wish: Wish) -> None:
        gone = person.is_deactivated(self.today)
        period = self.random.choice((-2, -1)) if gone else self.random.choice((-2, -1, -1, 0, 0, 0, 0, 0, 1))
        start = self.today + timedelta(days=period * _PERIOD - self.random.randrange(20, 60))
        end = start + timedelta(days=self.random.choice((_PERIOD, _PERIOD, 2 * _PERIOD)) + self.random.randrange(14))
        offered = self.offered.get(person.manager_id or 0)
        above = self.random.choice(offered) if offered else None
        self._set(
            person, wish, start, end,
            is_public=self.random.random() < 0.72,
            supports=above if self.random.random() < 0.65 else None,
            pace=self.random.choice((1.15, 1.0, 1.0, 0.9, 0.75, 0.6, 0.3)),
            quiet_days=self.random.choice((3, 6, 9, 12, 20, 45, 70)),
        )  # fmt: skip

    def _set(
        self, person: Person, wish: Wish, start: date, end: date, *,
        is_public: bool, supports: dict[str, Any] | None, pace: float, quiet_days: int,
    ) -> dict[str, Any]:  # fmt: skip
        is_closed = end < self.today and self.random.random() < 0.97
        created = self._moment(start - timedelta(days=self.random.randrange(1, 12)))
        lately = self.now - timedelta(minutes=self.random.randrange(120, 20_000))
        goal: dict[str, Any] = {
            "organization_id": self.organization_id, "owner_id": person.id, "title": wish.title, "description": "",
            "is_public": is_public, "starts_on": start, "ends_on": end,
            "weight": self.random.choice((10, 10, 20, 25, 40)), "unit": wish.unit, "currency": wish.currency,
            "start": wish.start, "target": wish.target, "current": wish.start, "progress": 0, "confidence": None,
            "checked_in_at": None, "supports_id": supports, "state": GoalState.OPEN, "closed_at": None,
            "closing_note": "",
            "created_at": min(created, lately), "search_text": searched(wish.title),
        }  # fmt: skip
        last = min(self.today - timedelta(days=quiet_days), end)
        self._check_in(goal, person, wish, start, end, last, pace)
        if is_closed:
            self._close(goal, end)
        self._steps(goal, start, end)
        self.goals.append(goal)
        if is_public and goal["state"] is GoalState.OPEN:
            self.offered.setdefault(person.id or 0, []).append(goal)
        return goal

    def _check_in(
        self, goal: dict[str, Any], person: Person, wish: Wish, start: date, end: date, last: date, pace: float
    ) -> None:
        day = start + timedelta(days=self.random.randrange(5, 16))
        share = 0.0
        while day <= last:
            planned = (day - start).days / max(1, (end - start).days)
            share = min(1.0, max(share, planned * pace + self.random.uniform(-0.05, 0.05)))
            value = self._value(wish, share)
            lag = share / planned if planned else 1.0
            sure, words = (
                (Confidence.ON_TRACK, _GOOD) if lag > 0.85 else (Confidence.AT_RISK, _SLOW) if lag > 0.5
                else (Confidence.OFF_TRACK, _BAD)
            )  # fmt: skip
            moment = self._moment(day)
            self.check_ins.append((goal, person.id, moment, value, sure, self.random.choice(words)))
            goal.update(
                current=value, confidence=sure, checked_in_at=moment,
                progress=amounts.progress(wish.start, wish.target, value),
            )  # fmt: skip
            day += timedelta(days=self.random.randrange(9, 22))

    def _value(self, wish: Wish, share: float) -> int:
        if wish.unit is Unit.DONE:
            return amounts.DONE if share >= 1 else amounts.NOT_DONE
        step = 100_000 if wish.unit is Unit.MONEY and wish.target > 1_000_000 else 100
        return wish.start + round((wish.target - wish.start) * share / step) * step

    def _close(self, goal: dict[str, Any], end: date) -> None:
        reached = goal["progress"] >= 90
        state = GoalState.REACHED if reached else self.random.choice((GoalState.NOT_REACHED, GoalState.DROPPED))
        note = {
            GoalState.REACHED: "Done, and it was worth it.",
            GoalState.NOT_REACHED: "Not this time. The rest moves to the next quarter.",
            GoalState.DROPPED: "Other things came first.",
        }[state]
        closed_at = self._moment(min(end + timedelta(days=self.random.randrange(1, 9)), self.today - timedelta(days=1)))
        goal.update(state=state, closed_at=closed_at, closing_note=note)

    def _steps(self, goal: dict[str, Any], start: date, end: date) -> None:
        if self.random.random() > 0.45:
            return
        count = self.random.randrange(2, 5)
        for place, name in enumerate(_STEPS[:count], start=1):
            due = start + (end - start) * place // count
            done = due + timedelta(days=self.random.randrange(-6, 5)) if due < self.today else None
            is_late = due < self.today and self.random.random() < 0.12
            self.milestones.append((goal, goal["owner_id"], name, due, None if is_late or not done else done))

    def _moment(self, day: date) -> datetime:
        at = time(self.random.randrange(7, 18), self.random.randrange(60))
        return datetime.combine(day, at, self.now.tzinfo)

    def _write(self) -> None:
        ids = bulk.reserve_ids(self.tx, Goal, len(self.goals))
        for goal, number in zip(self.goals, ids, strict=True):
            goal["id"] = number
        columns = ("id", *(name for name in self.goals[0] if name != "id"))
        bulk.insert(self.tx, Goal, columns, ([self._stored(goal, name) for name in columns] for goal in self.goals))
        for goal in self.goals:
            self._remember(goal)
        self._remember_check_ins()
        self._rows(CheckIn, ("goal_id", "author_id", "at", "value", "confidence", "comment"), self.check_ins)
        self._rows(Milestone, ("goal_id", "owner_id", "name", "due_on", "done_on"), self.milestones)

    def _stored(self, goal: dict[str, Any], name: str) -> Any:
        value = goal[name]
        return value["id"] if name == "supports_id" and value is not None else value

    def _remember(self, goal: dict[str, Any]) -> None:
        """That it was set, perhaps changed, and perhaps closed."""
        owner = self.people[goal["owner_id"]]
        manager = self.people.get(owner.manager_id)
        thing = _thing(goal)
        said = self._said(goal, owner)
        if goal["state"] is GoalState.OPEN and self.random.random() < _CHANGED_SHARE:
            earlier = {"ends_on": (goal["ends_on"] - timedelta(days=self.random.choice((14, 28)))).isoformat()}
            if goal["start"] < goal["target"] and goal["unit"] is not Unit.DONE and self.random.random() < 0.5:
                earlier = {"target": self._amount(goal, goal["target"] + (goal["target"] - goal["start"]) // 4)}
            by = manager if manager is not None and self.random.random() < 0.4 else owner
            now = {field: said[field] for field in earlier}
            self.past.did(self._between(goal["created_at"], self.now), by, Tag.GOAL_CHANGED, thing, earlier, now)
            said = {**said, **earlier}
        self.past.did(goal["created_at"], owner, Tag.GOAL_CREATED, thing, None, said)
        if goal["closed_at"] is not None:
            by = manager if manager is not None and goal["closing_note"] in _CLOSED_BY_MANAGERS else owner
            outcome = {"state": OUTCOMES[goal["state"]], "closing_note": goal["closing_note"]}
            self.past.did(goal["closed_at"], by, Tag.GOAL_CLOSED, thing, {"state": "Open"}, outcome)

    def _said(self, goal: dict[str, Any], owner: Person) -> Values:
        """As the record has it of a goal that was set."""
        amounts_of = {} if goal["unit"] is Unit.DONE else {
            name: self._amount(goal, goal[name]) for name in ("start", "target")
        }  # fmt: skip
        supports = {"supports": goal["supports_id"]["title"]} if goal["supports_id"] is not None else {}
        return {
            "owner": f"{owner.name} ({owner.email})", "title": goal["title"],
            "starts_on": goal["starts_on"].isoformat(), "ends_on": goal["ends_on"].isoformat(),
            "visibility": "public" if goal["is_public"] else "private", "weight": str(goal["weight"]),
            "unit": goal["unit"].value, **({"currency": goal["currency"]} if goal["currency"] else {}),
            **amounts_of, **supports,
        }  # fmt: skip

    def _remember_check_ins(self) -> None:
        """Those of the last weeks: of older ones the goals' own pages tell."""
        since = self.now - timedelta(days=_RECORDED_DAYS)
        before: dict[int, Values] = {}
        for goal, person_id, at, value, sure, comment in self.check_ins:
            now = {"value": self._amount(goal, value), "confidence": CONFIDENCES[sure]}
            if at > since:
                said = {**now, "comment": comment} if comment else now
                start = {"value": self._amount(goal, goal["start"]), "confidence": None}
                person = self.people[person_id]
                self.past.did(at, person, Tag.CHECK_IN_MADE, _thing(goal), before.get(goal["id"], start), said)
            before[goal["id"]] = now

    def _amount(self, goal: dict[str, Any], value: int) -> str:
        return _plain(goal["unit"], goal["currency"], value)

    def _between(self, first: datetime, last: datetime) -> datetime:
        return first + timedelta(minutes=self.random.randrange(1, max(2, int((last - first).total_seconds()) // 60)))

    def _rows(self, model: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """In the order of time, as they would have come; the goal that each is about stands first."""
        ordered: Iterator[tuple[Any, ...]] = iter(sorted(rows, key=lambda row: row[2]) if model is CheckIn else rows)
        bulk.insert(self.tx, model, columns, ((goal["id"], *rest) for goal, *rest in ordered))


def _thing(goal: dict[str, Any]) -> Thing:
    return Thing("goal" if goal["is_public"] else PRIVATE_GOAL, str(goal["id"]), goal["title"])
