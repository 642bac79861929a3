"""Deactivating a person from a date on, and reactivating them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from admin_proxy import clock, db
from admin_proxy.accounts import logins, reach
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity
from admin_proxy.words import later


def deactivate(identity: Identity, person_id: int, from_date: date) -> bool:
    """From that day (UTC) on the person cannot sign in; says whether that was not so already.

    Logins end in the same transaction if the day has come. On a later day they are over by themselves, because an
    open login is one whose person is active.

    Raises:
        Forbidden: the subject is no Super Admin, or it is oneself.
        NotFound: no such person in one's own organization.
        Invalid: the last Super Admin would be gone.
    """
    with db.writing(reach.organization(identity)) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        reach.not_oneself(identity, person, later("Nobody can deactivate themselves. Ask another Super Admin."))
        if person.deactivated_on == from_date:
            return False
        reach.another_super_admin_stays(tx, person, "deactivated_on")
        _set(tx, identity, person, from_date)
        if person.is_deactivated(clock.now().date()):
            logins.end_all(tx, identity, person_id, logins.LoginEnd.DEACTIVATED)
        return True


def reactivate(identity: Identity, person_id: int) -> bool:
    """Let the person sign in again, or stay; says whether they were to be or had been deactivated.

    Raises:
        Forbidden: the subject is no Super Admin, or it is oneself.
        NotFound: no such person in one's own organization.
    """
    with db.writing(reach.organization(identity)) as tx:
        person = reach.person_to_manage(tx, identity, person_id)
        reach.not_oneself(identity, person, later("Nobody can reactivate themselves. Ask another Super Admin."))
        if person.deactivated_on is None:
            return False
        _set(tx, identity, person, None)
        return True


def _set(tx: Session, identity: Identity, person: Person, deactivated_on: date | None) -> None:
    before, person.deactivated_on = person.deactivated_on, deactivated_on
    tx.flush()  # takes the row, so that a sign-in under way sees it, or is seen and ended
    trail.record(
        tx, identity, Tag.PERSON_DEACTIVATED if deactivated_on else Tag.PERSON_REACTIVATED, done_to=reach.thing(person),
        before={"deactivated_on": before and before.isoformat()},
        after={"deactivated_on": deactivated_on and deactivated_on.isoformat()},
    )  # fmt: skip
    db.facts_changed(tx, reach.organization(identity))
