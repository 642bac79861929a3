"""What has happened besides the stories: who did what when, and what others were told of it, as the record has it.

The rows themselves are written in bulk by whoever makes them up. What stands here is written down afterwards in the
order of time, between the stories that are lived through, so that the record reads as it would have grown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session
from uuid_utils import uuid7

from admin_proxy import bulk, clock
from admin_proxy.accounts.people import party
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import trail
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing, Values
from admin_proxy.identity import Identity
from admin_proxy.notifications.kinds import Kind, Words
from admin_proxy.notifications.tables import Notification

_ADDRESS = "198.51.100.17"
_TOLD = ("id", "organization_id", "person_id", "kind", "about", "title", "text", "link", "at", "read_at")


class _Done(NamedTuple):
    at: datetime
    by: Identity
    deed: Deed


class _Told(NamedTuple):
    at: datetime
    person: Person
    kind: Kind
    words: Words
    link: str
    read_at: datetime | None


@dataclass
class Past:
    _done: list[_Done] = field(default_factory=list)
    _told: list[_Told] = field(default_factory=list)
    _identities: dict[int | None, Identity] = field(default_factory=dict)

    def did(
        self, at: datetime, person: Person, tag: Tag, thing: Thing, before: Values | None, after: Values | None
    ) -> None:
        """Somebody has done something, in their own name."""
        self._done.append(_Done(at, self._as(person), Deed(tag, thing, before, after)))

    def was_told(
        self, at: datetime, person: Person, kind: Kind, words: Words, link: str, read_at: datetime | None
    ) -> None:
        self._told.append(_Told(at, person, kind, words, link, read_at))

    def in_order(self) -> None:
        """From here on nothing comes before what `write` was given last."""
        self._done.sort(key=lambda one: one.at, reverse=True)
        self._told.sort(key=lambda one: one.at, reverse=True)

    def write(self, tx: Session, until: datetime, go_to: Callable[[datetime], None]) -> None:
        """Write down what was before `until` and is not written yet, each at its own time."""
        since = clock.now()
        trail.record_by_each(tx, self._deeds(until, go_to))
        bulk.insert(tx, Notification, _TOLD, self._notices(since, until))

    def _deeds(self, until: datetime, go_to: Callable[[datetime], None]) -> Iterator[tuple[Identity, Deed]]:
        while self._done and self._done[-1].at < until:
            done = self._done.pop()
            go_to(max(done.at, clock.now()))  # what came while a story was lived through is written after it
            yield done.by, done.deed

    def _notices(self, since: datetime, until: datetime) -> Iterator[tuple[object, ...]]:
        while self._told and self._told[-1].at < until:
            at, person, kind, words, link, read_at = self._told.pop()
            at = max(at, since)
            yield (
                str(uuid7()), person.organization_id, person.id, kind.key, "", words.title[:254], words.text, link,
                at, read_at,
            )  # fmt: skip

    def _as(self, person: Person) -> Identity:
        if person.id not in self._identities:
            who = party(person)
            self._identities[person.id] = Identity(who, who, None, address=_ADDRESS)
        return self._identities[person.id]
