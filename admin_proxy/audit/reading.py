"""Reading the record: for Super Admins on the page, for the operator on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.audit import filters as narrowing
from admin_proxy.audit import said, withholding
from admin_proxy.audit.filters import EVERYTHING, ID, Filters
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.walking import Edge, Walk
from admin_proxy.identity import Forbidden, Identity, NotFound, Role
from admin_proxy.words import later, say

PAGE_SIZE = 50
MOST_NEW = 100
"""So many new entries are counted; more are 'more'."""
PAGES = Tag.PAGE_OPENED.value.rsplit(".", 1)[0]
NO_SUCH_ENTRY = later("There is no such entry in the audit log of your organization.")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the Audit Logs page, ready to be shown to whoever is spoken to."""

    id: str
    at: datetime
    timestamp: str
    """`2026-03-02 09:00:00`, in UTC."""
    user_name: str
    user_email: str
    impersonated_by_name: str
    """Who was really at the keyboard, where that was somebody else; empty otherwise."""
    impersonated_by_email: str
    category: str
    subcategory: str
    action: str
    tag: str
    object_kind: str
    object: str
    """What it was done to, by name."""
    changes: tuple[Change, ...]
    note: str
    session_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    entries: tuple[EntryCard, ...]
    newer: str
    """The cursor of the page before this one; empty where this is the first."""
    older: str
    """The cursor of the next page; empty where this is the last."""


@dataclass(frozen=True, slots=True)
class Story:
    """A stretch of one impersonation, oldest first."""

    entries: tuple[EntryCard, ...]
    more: str
    """Where it goes on; empty at the end."""


@dataclass(frozen=True, slots=True)
class Record:
    """All of one entry, and why: the reason that was given when its impersonation began."""

    entry: EntryCard
    reason: str


def entries(
    identity: Identity,
    filters: Filters = EVERYTHING,
    *,
    older: str = "",
    newer: str = "",
    day: date | None = None,
) -> Page:
    """A page of the organization's record, newest first. Days are those of the reader's time zone.

    Args:
        older: the page behind that entry, which is the `older` of the page before.
        newer: the page in front of that entry, which is the `newer` of a page.
        day: the page that begins with the last entry of that day, or of the days before it.

    Raises:
        Forbidden: only Super Admins read the record, as themselves or as another one.
    """
    house, zone = permit(identity), identity.subject.time_zone
    with db.reading() as tx:
        walk = Walk(tx, house, filters, zone)
        before = walk.edge(newer)
        if before is not None:
            rows = walk.newer(before, PAGE_SIZE)
            if len(rows) == PAGE_SIZE:  # fewer than a page: the first page has them all
                return _page_of(walk, rows[::-1])
            return _page_of(walk, walk.older(None, PAGE_SIZE))
        edge = walk.edge(older) or (Edge(narrowing.end(day, zone)) if day else None)
        return _page_of(walk, walk.older(edge, PAGE_SIZE))


def entry(identity: Identity, entry_id: str) -> Record:
    """One entry of the organization's record.

    Raises:
        Forbidden: only Super Admins read the record.
        NotFound: there is none of that id here; whether there is one elsewhere is not told.
    """
    house = permit(identity)
    with db.reading() as tx:
        found = tx.get(AuditEntry, entry_id) if ID.fullmatch(entry_id) else None
        if found is None or found.organization_id != house:
            raise NotFound(NO_SUCH_ENTRY)
        return Record(card(found), _reason(tx, found))


def story(identity: Identity, session_id: str, after: str = "") -> Story:
    """What stands in the record of one impersonation, oldest first, a page at a time.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house = permit(identity)
    with db.reading() as tx:
        walk = Walk(tx, house, Filters(session=session_id), identity.subject.time_zone)
        rows = walk.newer(walk.edge(after), PAGE_SIZE + 1) if session_id else ()
        shown = rows[:PAGE_SIZE]
        return Story(tuple(card(row) for row in shown), shown[-1].id if len(rows) > PAGE_SIZE else "")


def newest(identity: Identity) -> str:
    """The id of the organization's newest entry, whatever it is about; empty where there is none.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house = permit(identity)
    with db.reading() as tx:
        rows = Walk(tx, house, EVERYTHING, identity.subject.time_zone).older(None, 1)
        return rows[0].id if rows else ""


def count_newer(identity: Identity, filters: Filters, than: str) -> int:
    """How many that match have come since the entry `than`; at most `MOST_NEW`.

    Pages that somebody has opened count only for whoever asks for those.

    Raises:
        Forbidden: only Super Admins read the record.
    """
    house = permit(identity)
    looks = filters.subcategory == PAGES or filters.action == Tag.PAGE_OPENED
    with db.reading() as tx:
        walk = Walk(tx, house, filters, identity.subject.time_zone, without=None if looks else Tag.PAGE_OPENED)
        return walk.count_newer(walk.edge(than), MOST_NEW)


def permit(identity: Identity) -> int:
    """The organization whose record `identity` reads.

    Raises:
        Forbidden: the subject is no Super Admin.
    """
    if identity.subject.role is not Role.SUPER_ADMIN or identity.subject.organization_id is None:
        raise Forbidden(say("Only Super Admins can read the audit log."))
    return identity.organization_id


def listing(identity: Identity, person: str = "", *, session: str = "") -> Iterator[EntryCard]:
    """The whole record, newest first, for the command line: of the operator's organization, or of every one.

    Raises:
        Forbidden: somebody else than the operator.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can read the record there.")
    where = list(narrowing.conditions(Filters(person=person, session=session), "UTC"))
    if identity.subject.organization_id is not None:
        where.append(col(AuditEntry.organization_id) == identity.organization_id)
    return _pages(where)


def as_json(card: EntryCard) -> dict[str, Any]:
    """The card with nothing but what JSON has."""
    return {**asdict(card), "at": card.at.isoformat(), "changes": [asdict(change) for change in card.changes]}


def _pages(where: list[ColumnElement[bool]]) -> Iterator[EntryCard]:
    """By their ids: the order in which they were written, whosever they are."""
    query = select(AuditEntry).where(*where).order_by(col(AuditEntry.id).desc()).limit(PAGE_SIZE)
    rows: Sequence[AuditEntry] = ()
    while True:
        with db.reading() as tx:
            rows = tx.exec(query.where(col(AuditEntry.id) < rows[-1].id) if rows else query).all()
        yield from map(card, rows)
        if len(rows) < PAGE_SIZE:
            return


def _page_of(walk: Walk, rows: Sequence[AuditEntry]) -> Page:
    if not rows:
        return Page((), "", "")
    first, last = Edge(rows[0].at, rows[0].id), Edge(rows[-1].at, rows[-1].id)
    return Page(
        entries=tuple(map(card, rows)),
        newer=first.id if walk.has_newer(first) else "",
        older=last.id if len(rows) == PAGE_SIZE and walk.has_older(last) else "",
    )


def _reason(tx: Session, found: AuditEntry) -> str:
    if found.session_id is None:
        return ""
    of_the_start = (
        col(AuditEntry.session_id) == found.session_id,
        col(AuditEntry.tag) == Tag.IMPERSONATION_STARTED.value,
        col(AuditEntry.organization_id) + 0 == found.organization_id,  # keeps SQLite with the session's own index
    )
    start = tx.exec(select(AuditEntry.note, AuditEntry.erased_by).where(*of_the_start).limit(1)).first()
    note, erased_by = start or ("", None)
    return say(said.ERASED) if erased_by else note


ERASED = later("Erased person")
"""Stands where a name was, so that nobody reads of nobody."""


def card(entry: AuditEntry) -> EntryCard:
    """As those who read the record are shown it."""
    tag = Tag(entry.tag)
    by_another = entry.actor_kind == "person" and entry.actor_id != entry.subject_id
    return EntryCard(
        id=entry.id,
        at=entry.at,
        timestamp=f"{entry.at:%Y-%m-%d %H:%M:%S}",
        user_name=said.name(entry.subject_name or say(ERASED), entry.subject_id),
        user_email=entry.subject_email,
        impersonated_by_name=(entry.actor_name or say(ERASED)) if by_another else "",
        impersonated_by_email=entry.actor_email if by_another else "",
        category=say(tag.category),
        subcategory=say(tag.subcategory),
        action=say(tag.sentence),
        tag=tag.value,
        object_kind=entry.object_kind,
        object=said.thing(entry.object_kind, withholding.name(entry)),
        changes=tuple(_changes(*withholding.values(entry))),
        note=entry.note if tag is Tag.IMPERSONATION_STARTED else said.note(entry.note),
        session_id=entry.session_id or "",
        address=entry.address,
    )


def changed(entry: AuditEntry) -> tuple[Change, ...]:
    """What an entry says was changed, field by field, in words: all of it, for the people whom it is about."""
    return tuple(_changes(entry.before or {}, entry.after or {}))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for field in dict.fromkeys((*before, *after)):
        was, is_now = (_said(field, values.get(field)) for values in (before, after))
        yield Change(said.field(field), was, is_now)


def _said(field: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return said.yes_or_no(value)
    if isinstance(value, list):
        return ", ".join(_said(field, part) for part in value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return said.value(field, str(value))
