"""Which guides people have been through, waved away or put off in the months that they have been there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from admin_proxy import bulk, clock
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.demo import company
from admin_proxy.guides.catalog import GUIDES
from admin_proxy.guides.putting_away import LATER, How
from admin_proxy.guides.showing import is_for
from admin_proxy.guides.tables import GuidePutAway
from admin_proxy.identity import Identity

_SEED = 2029
_CHANCES: dict[How | None, int] = {How.FINISHED: 55, How.DISMISSED: 25, How.LATER: 6, None: 14}
"""None: they have not met it yet."""
_KNOWN: Mapping[str, Mapping[str, How | None]] = {
    "dana.whitfield": {},
    "hannah.lindqvist": {},
    "hugo.marchetti": {"impersonating": None},
    "jane.abernathy": {},
    "ingrid.solheim": {},
    "miguel.santos": {"feedback": How.DISMISSED, "team": None},
    "zoe.marchand": {"around": How.LATER, "feedback": How.DISMISSED},
    "emma.bergstrom": {"around": How.LATER, "goals": None, "feedback": None},
}
"""Of those who are met in a demonstration. They have finished all others; what they put off has come again."""


def put_away(tx: Session, people: Sequence[Person]) -> None:
    """Whoever has signed in has had the time; whoever has not gets each guide when they come."""
    leading = {one.manager_id for one in people if one.deactivated_on is None}
    there = [_identity(one, leads=one.id in leading) for one in people if one.privacy_version]
    bulk.insert(tx, GuidePutAway, ("person_id", "guide", "how", "until"), _rows(there))


def _identity(person: Person, *, leads: bool) -> Identity:
    who = party(person)
    return Identity(who, who, None, leads=leads)


def _rows(there: list[Identity]) -> Iterator[tuple[int | None, str, str, datetime | None]]:
    chance, now = Random(_SEED), clock.now()  # noqa: S311 - the same guides each time
    for identity in there:
        one = identity.subject
        known = _KNOWN.get(one.email.removesuffix(f"@{company.MAIL_DOMAIN}"))
        for guide in GUIDES:
            (drawn,) = chance.choices(list(_CHANCES), weights=list(_CHANCES.values()))
            how = drawn if known is None else known.get(guide.id, How.FINISHED)
            ago = timedelta(hours=chance.randrange(2, 400))
            if how is not None and is_for(identity, guide):
                comes_again = now - ago + (LATER if known is None else timedelta(0))
                yield one.id, guide.id, how.value, comes_again if how is How.LATER else None
