"""What has happened at Kestrel Works so far. It is lived through, not made up.

Each story is played with the product's own verbs at its own time, so that sessions, the record and the letters tell the
same tale, in the same words, as anything that happens later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from sqlmodel import col, select

from admin_proxy import clock, db
from admin_proxy.accounts import logins, settings, signing_in
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.demo import company
from admin_proxy.demo.past import Past
from admin_proxy.goals import editing
from admin_proxy.goals.tables import Goal, GoalState
from admin_proxy.identity import Identity, Refused, operator
from admin_proxy.impersonation import expiry, renewing, revoking, starting, stopping
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.organizations.tables import Organization

_ADDRESS = "198.51.100.24"
_BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)


@dataclass(frozen=True, slots=True)
class Story:
    """Somebody signs in and impersonates somebody."""

    days_ago: int
    at: str
    actor: str
    subject: str
    reason: str
    minutes: int
    changes: dict[str, str] | None = None
    """What is set in the subject's settings meanwhile."""
    goal: dict[str, str] | None = None
    """What is changed of the subject's goal that ends last, by field."""
    ends: Literal["stopped", "signed out", "expired", "revoked"] = "stopped"
    renewals: int = 0


STORIES = (
    Story(58, "09:12", "dana.whitfield", "zoe.marchand", "Does not see the goal she shares with her manager", 14),
    Story(51, "14:40", "tomasz.wisniewski", "emma.bergstrom", "Walkthrough pop-up comes back every morning", 6),
    Story(
        44, "08:05", "hannah.lindqvist", "miguel.santos", "Meetings shown an hour late", 9,
        changes={"time_zone": "Europe/Lisbon"},
    ),
    Story(37, "16:20", "dana.whitfield", "tomasz.wisniewski", "", 3),
    Story(33, "10:31", "beatrice.noel", "emma.bergstrom", "Cannot open the feedback she was sent", 22),
    Story(
        29, "11:02", "hugo.marchetti", "zoe.marchand", "Check the onboarding guide of the programme", 60,
        ends="expired",
    ),
    Story(
        22, "13:15", "hannah.lindqvist", "zoe.marchand", "Pages are in the wrong language", 12,
        changes={"language": "de"},
    ),
    Story(
        19, "10:40", "dana.whitfield", "maximiliane.hohensteinwolfeschlegelsteinhausen",
        "Her goal has the wrong weight", 8, goal={"weight": "30"},
    ),
    Story(17, "07:58", "dana.whitfield", "ravi.iyer", "", 31, ends="signed out"),
    Story(12, "15:44", "tomasz.wisniewski", "miguel.santos", "Team page is empty", 95, renewals=1),
    Story(10, "16:02", "beatrice.noel", "emma.bergstrom", "Look at her goals before the review", 5, ends="revoked"),
    Story(8, "09:26", "hannah.lindqvist", "dana.whitfield", "", 1),
    Story(6, "12:03", "hugo.marchetti", "emma.bergstrom", "", 1),
    Story(
        5, "13:40", "hannah.lindqvist", "ingrid.solheim",
        "Two of her distributors have merged; agreed with Ingrid and her manager on the phone", 11,
        goal={"target": "9"},
    ),
    Story(
        4, "10:18", "dana.whitfield", "zoe.marchand", "Moved to Berlin: settings", 7,
        changes={"time_zone": "Europe/Berlin"},
    ),
    Story(2, "17:07", "beatrice.noel", "emma.bergstrom", "Report does not arrive", 18),
    Story(1, "08:49", "hannah.lindqvist", "miguel.santos", "Prepare the quarterly review", 26),
)  # fmt: skip
"""Oldest first, since the record is kept in the order in which things are written down."""

_AT_FIRST = {
    "zoe.marchand": {"language": "en", "time_zone": "Europe/Paris"},
    "miguel.santos": {"time_zone": "Europe/Madrid"},
}
"""Settings as they were before the stories changed them."""


def live_through(besides: Past) -> None:
    """Play the past, up to yesterday, as counted from now; what happened besides is written down in between."""
    today = clock.now()
    besides.in_order()
    with _another_time() as past:
        past.set(today - timedelta(days=420))
        _found()
        for story in STORIES:
            _write(besides, _moment(today, story), past)
            past.set(_moment(today, story))
            _play(story, past)
        _write(besides, today, past)


def _write(besides: Past, until: datetime, past: _Clock) -> None:
    with db.writing() as tx:
        besides.write(tx, until, past.set)


class _Clock(clock.ManualClock):
    def set(self, moment: datetime) -> None:
        self._now = moment


@contextmanager
def _another_time() -> Iterator[_Clock]:
    past = _Clock()
    present = clock.use(past)
    try:
        yield past
    finally:
        clock.use(present)


def _moment(today: datetime, story: Story) -> datetime:
    return datetime.combine(today.date() - timedelta(days=story.days_ago), time.fromisoformat(story.at), today.tzinfo)


def _found() -> None:
    """The organization and its people have been there all along; the record says since when."""
    with db.writing() as tx:
        for local, values in _AT_FIRST.items():
            person = tx.exec(select(Person).where(Person.email == f"{local}@{company.MAIL_DOMAIN}")).one()
            for field, value in values.items():
                setattr(person, field, value)
        house = tx.exec(select(Organization).where(Organization.slug == company.SLUG)).one()
        named = trail.Thing("organization", str(house.id), house.name)
        trail.record(tx, operator(house.id), Tag.ORGANIZATION_CREATED, done_to=named)
        owner = tx.exec(select(Person).where(col(Person.email).startswith("dana.whitfield@"))).one()
        trail.record(
            tx,
            operator(house.id),
            Tag.ADMIN_CREATED,
            done_to=trail.Thing("person", str(owner.id), owner.name),
            after={"role": owner.role.value},
        )
        people = tx.exec(select(Person.id).where(Person.organization_id == house.id)).all()
        who = party(owner)
        trail.record(
            tx,
            Identity(who, who, None, address=_ADDRESS),
            Tag.UPLOAD_APPLIED,
            done_to=trail.Thing("upload", "", "kestrel-people.csv"),
            after={"new": len(people) - 1},
        )


def _play(story: Story, past: _Clock) -> None:
    login_id = signing_in.sign_in_as(_id(story.actor), _ADDRESS, _BROWSER).login_id
    past.advance(minutes=1)
    try:
        starting.start(_identity(login_id), _id(story.subject), story.reason)
    except Refused:
        past.advance(minutes=1)  # and that is the story
    else:
        _do(story, past, login_id)
    logins.sign_out(login_id, _ADDRESS)


def _do(story: Story, past: _Clock, login_id: str) -> None:
    part = story.minutes / (2 * (story.renewals + 1))
    for _ in range(story.renewals):
        past.advance(minutes=part)
        renewing.renew(_identity(login_id))
    past.advance(minutes=part)
    if story.changes:
        language, time_zone = (story.changes.get(field) for field in ("language", "time_zone"))
        settings.change(_identity(login_id), language=language, time_zone=time_zone)
    if story.goal:
        _change_goal(_identity(login_id), story.goal)
    past.advance(minutes=part)
    if story.ends == "stopped":
        stopping.stop(_identity(login_id))
    elif story.ends == "revoked":
        _revoke("Please ask Emma first. Call me if it is urgent.")
    elif story.ends == "expired":
        past.advance(minutes=story.minutes)
        expiry.expire_due()


def _change_goal(identity: Identity, changes: dict[str, str]) -> None:
    with db.reading() as tx:
        theirs = select(Goal.id).where(Goal.owner_id == identity.subject.id, Goal.state == GoalState.OPEN)
        goal_id = tx.exec(theirs.order_by(col(Goal.ends_on).desc(), col(Goal.id))).first() or 0
    known = editing.known(identity, goal_id)
    editing.edit(identity, goal_id, {**known, **changes}, known)


def _revoke(why: str) -> None:
    login_id = signing_in.sign_in_as(_id("dana.whitfield"), _ADDRESS, _BROWSER).login_id
    revoking.revoke_all(_identity(login_id), why)
    logins.sign_out(login_id, _ADDRESS)


def _identity(login_id: str) -> Identity:
    identity = resolve(login_id, _ADDRESS)
    if identity is None:
        raise LookupError("a login of the demonstration's past is over before its story is")
    return identity


def _id(local: str) -> int:
    with db.reading() as tx:
        person_id = tx.exec(select(Person.id).where(Person.email == f"{local}@{company.MAIL_DOMAIN}")).one()
    if person_id is None:
        raise LookupError(local)
    return person_id
