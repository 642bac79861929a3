"""What the record can be narrowed down by, and how each of it is said in SQL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, false, literal_column
from sqlmodel import col

from admin_proxy import clock
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.folding import fold
from admin_proxy.words import say

LONGEST = 200
ID = re.compile(r"[0-9a-f-]{36}")
EARLIEST, LATEST = date(1970, 1, 2), date(9000, 1, 1)
"""Days that can be asked for: around them there is room for every time zone."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Each is left out while it is empty."""

    person: str = ""
    """Words that a name or an e-mail of those involved contains; case and accents do not matter."""
    category: str = ""
    """The first part of a tag (`accounts`)."""
    subcategory: str = ""
    """The first two parts of a tag (`accounts.login`)."""
    action: str = ""
    """A tag."""
    since: date | None = None
    """The first day, as the reader's time zone has it."""
    until: date | None = None
    """The last day."""
    impersonated_only: bool = False
    """Only what was done in somebody else's name."""
    session: str = ""
    """Only what belongs to that impersonation."""

    @property
    def any(self) -> bool:
        return self != EVERYTHING

    def tags(self) -> tuple[Tag, ...] | None:
        """What category, subcategory and action leave over; None where none of them is asked for."""
        if not (self.category or self.subcategory or self.action):
            return None
        return tuple(tag for tag in Tag if _is_among(tag, self.category, self.subcategory, self.action))

    def as_words(self) -> dict[str, str]:
        """Those that are there, as an address says them, and as the record tells of an export."""
        said = {
            "person": self.person,
            "category": self.category,
            "subcategory": self.subcategory,
            "action": self.action,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "impersonated": "1" if self.impersonated_only else "",
            "session": self.session,
        }
        return {name: value for name, value in said.items() if value}


EVERYTHING = Filters()


def in_words(said: Mapping[str, str]) -> Filters:
    """What an address narrows down to; what makes no sense in it is left out."""
    category, subcategory, action = (said.get(name, "") for name in ("category", "subcategory", "action"))
    category = category if category in categories() else ""
    subcategory = subcategory if subcategory in subcategories(category) else ""
    return Filters(
        person=said.get("person", "")[:LONGEST],
        category=category,
        subcategory=subcategory,
        action=action if action in actions(category, subcategory) else "",
        since=day(said.get("since", "")),
        until=day(said.get("until", "")),
        impersonated_only=said.get("impersonated", "") == "1",
        session=said.get("session", "")[:36],
    )


def day(typed: str) -> date | None:
    """`2026-03-02`; None for anything else."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.isoformat() == typed and EARLIEST <= found <= LATEST else None


def categories() -> dict[str, str]:
    """The words of each category, by the first part of its tags."""
    return {_area(tag): say(tag.category) for tag in Tag}


def subcategories(category: str = "") -> dict[str, str]:
    """The words of each subcategory, by the first two parts of its tags; with its category where that isn't given."""
    return {
        _object(tag): say(tag.subcategory) if category else f"{say(tag.category)}: {say(tag.subcategory)}"
        for tag in Tag
        if _is_among(tag, category)
    }


def actions(category: str = "", subcategory: str = "") -> dict[str, str]:
    """The sentence of each tag."""
    return {tag.value: say(tag.sentence) for tag in Tag if _is_among(tag, category, subcategory)}


def conditions(filters: Filters, time_zone: str) -> Iterator[ColumnElement[bool]]:
    """All of them but the tags, of which there may be several: see `walking`."""
    for word in words(filters.person):
        yield col(AuditEntry.people_text).contains(word, autoescape=True)
    if filters.session:
        yield col(AuditEntry.session_id) == filters.session if ID.fullmatch(filters.session) else false()
    if filters.impersonated_only:
        # Not a parameter: the partial index is for this kind only.
        is_person = col(AuditEntry.actor_kind) == literal_column("'person'")
        yield and_(is_person, col(AuditEntry.actor_id) != col(AuditEntry.subject_id))
    if filters.since is not None:
        yield col(AuditEntry.at) >= beginning(filters.since, time_zone)
    if filters.until is not None:
        yield col(AuditEntry.at) < end(filters.until, time_zone)


def words(typed: str) -> list[str]:
    shown = "".join(character if character.isprintable() else " " for character in typed[:LONGEST])
    return fold(shown).split()


def beginning(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, clock.zone(time_zone)).astimezone(UTC)


def end(day: date, time_zone: str) -> datetime:
    """The first moment that is no longer that day's."""
    return beginning(day + timedelta(days=1), time_zone)


def _is_among(tag: Tag, category: str = "", subcategory: str = "", action: str = "") -> bool:
    return category in ("", _area(tag)) and subcategory in ("", _object(tag)) and action in ("", tag.value)


def _area(tag: Tag) -> str:
    return tag.value.split(".", 1)[0]


def _object(tag: Tag) -> str:
    return tag.value.rsplit(".", 1)[0]
