"""My settings → Notifications: what a person wants to be told, and how. What the organization forces stays."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from admin_proxy import db
from admin_proxy.accounts import reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, NotFound
from admin_proxy.notifications import kinds, rules, wording
from admin_proxy.notifications.kinds import Kind
from admin_proxy.notifications.rules import Ways
from admin_proxy.notifications.tables import NotificationChoice
from admin_proxy.words import say


@dataclass(frozen=True, slots=True)
class ChoiceCard:
    kind: str
    label: str
    about: str
    in_app: bool
    by_email: bool
    may_choose_in_app: bool
    may_choose_by_email: bool
    why: str
    """Why there is nothing to choose, where there is nothing."""


def mine(identity: Identity) -> tuple[ChoiceCard, ...]:
    """Each kind, with what the subject gets of it and has a say in."""
    with db.reading() as tx:
        person = reach.own(tx, identity)
        return tuple(_card(kind, rules.ways(tx, person, kind)) for kind in kinds.offered())


def choose(
    identity: Identity, kind_key: str, *, in_app: bool | None = None, by_email: bool | None = None
) -> ChoiceCard:
    """Want it that way, or not; what is not given stays as it is. It is in the record, under both names.

    Raises:
        NotFound: no such kind.
        Forbidden: the organization decides.
    """
    kind = kinds.known(kind_key)
    if kind is None:
        raise NotFound(wording.NO_SUCH_KIND)
    with db.writing(identity.subject.organization_id) as tx:
        person = reach.own(tx, identity)
        ways = rules.ways(tx, person, kind)
        wanted = {
            way: value
            for way, value, offered in (
                ("in_app", in_app, ways.offered_in_app),
                ("by_email", by_email, ways.offered_by_email),
            )
            if value is not None and _is_theirs(ways, offered=offered) and value is not getattr(ways, way)
        }
        if wanted:
            _store(tx, identity, person, kind, wanted)
        return _card(kind, rules.ways(tx, person, kind))


def _is_theirs(ways: Ways, *, offered: bool) -> bool:
    if ways.is_forced:
        raise Forbidden(wording.FORCED)
    if not offered:
        raise Forbidden(wording.OFF)
    return True


def _store(tx: Session, identity: Identity, person: Person, kind: Kind, wanted: dict[str, bool]) -> None:
    choice = tx.get(NotificationChoice, (person.id, kind.key))
    if choice is None:
        choice = NotificationChoice(person_id=person.id or 0, kind=kind.key)
        tx.add(choice)
    before = {way: getattr(choice, way) for way in wanted}
    for way, value in wanted.items():
        setattr(choice, way, value)
    done_to = trail.Thing("notification", kind.key, kind.label)
    trail.record(tx, identity, Tag.NOTIFICATION_CHOICE_CHANGED, done_to=done_to, before=before, after=dict(wanted))
    tx.flush()


def _card(kind: Kind, ways: Ways) -> ChoiceCard:
    nothing_on = not (ways.offered_in_app or ways.offered_by_email)
    return ChoiceCard(
        kind=kind.key,
        label=say(kind.label),
        about=say(kind.about),
        in_app=ways.in_app,
        by_email=ways.by_email,
        may_choose_in_app=not ways.is_forced and ways.offered_in_app,
        may_choose_by_email=not ways.is_forced and ways.offered_by_email,
        why=say(wording.OFF if nothing_on else wording.FORCED if ways.is_forced else ""),
    )
