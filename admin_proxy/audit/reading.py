"""Reading the record: for Super Admins on the page, for the operator on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, col, select

from admin_proxy import db
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.folding import fold
from admin_proxy.identity import Forbidden, Identity, Role

PAGE_SIZE = 50
LONGEST_FILTER = 200
_ID = re.compile(r"[0-9a-f-]{36}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Change:
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One line of the Audit Logs page, ready to be shown."""

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
    more: str
    """The cursor of the next page; empty where this is the last."""


def entries(
    identity: Identity, person: str = "", *, impersonated_only: bool = False, session: str = "", cursor: str = ""
) -> Page:
    """A page of the organization's record, newest first.

    Args:
        person: words that a name or an e-mail of those involved contains; case and accents do not matter.
        impersonated_only: only what was done in somebody else's name.
        session: only what belongs to that impersonation.
        cursor: the `more` of the page before.

    Raises:
        Forbidden: only Super Admins read the record, as themselves or as another one.
    """
    if identity.subject.role is not Role.SUPER_ADMIN or identity.subject.organization_id is None:
        raise Forbidden("Only Super Admins can read the audit log.")
    own = col(AuditEntry.organization_id) == identity.organization_id
    with db.reading() as tx:
        return _page(tx, and_(own, *_filters(person, session, impersonated_only)), cursor)


def listing(identity: Identity, person: str = "", *, session: str = "") -> Iterator[EntryCard]:
    """The whole record, newest first, for the command line: of the operator's organization, or of every one.

    Raises:
        Forbidden: somebody else than the operator.
    """
    if not identity.actor.is_operator:
        raise Forbidden("Only the operator of the server can read the record there.")
    where = list(_filters(person, session, impersonated_only=False))
    if identity.subject.organization_id is not None:
        where.append(col(AuditEntry.organization_id) == identity.organization_id)
    return _pages(where)


def as_json(card: EntryCard) -> dict[str, Any]:
    """The card with nothing but what JSON has."""
    return {**asdict(card), "at": card.at.isoformat(), "changes": [asdict(change) for change in card.changes]}


def _pages(where: list[ColumnElement[bool]]) -> Iterator[EntryCard]:
    cursor = ""
    while True:
        with db.reading() as tx:
            page = _page(tx, and_(True, *where), cursor)
        yield from page.entries
        if not page.more:
            return
        cursor = page.more


def _page(tx: Session, where: ColumnElement[bool], cursor: str) -> Page:
    query = select(AuditEntry).where(where).order_by(col(AuditEntry.id).desc()).limit(PAGE_SIZE + 1)
    if _ID.fullmatch(cursor):
        query = query.where(col(AuditEntry.id) < cursor)
    rows = tx.exec(query).all()
    shown = rows[:PAGE_SIZE]
    return Page(tuple(_card(row) for row in shown), shown[-1].id if len(rows) > PAGE_SIZE else "")


def _filters(person: str, session: str, impersonated_only: bool) -> Iterator[ColumnElement[bool]]:
    for word in _words(person):
        yield col(AuditEntry.people_text).contains(word, autoescape=True)
    if session:
        yield col(AuditEntry.session_id) == session if _ID.fullmatch(session) else false()
    if impersonated_only:
        yield and_(col(AuditEntry.actor_kind) == "person", col(AuditEntry.actor_id) != col(AuditEntry.subject_id))


def _words(typed: str) -> list[str]:
    shown = "".join(character if character.isprintable() else " " for character in typed[:LONGEST_FILTER])
    return fold(shown).split()


def _card(entry: AuditEntry) -> EntryCard:
    tag = Tag(entry.tag)
    by_another = entry.actor_kind == "person" and entry.actor_id != entry.subject_id
    return EntryCard(
        id=entry.id,
        at=entry.at,
        timestamp=f"{entry.at:%Y-%m-%d %H:%M:%S}",
        user_name=entry.subject_name,
        user_email=entry.subject_email,
        impersonated_by_name=entry.actor_name if by_another else "",
        impersonated_by_email=entry.actor_email if by_another else "",
        category=tag.category,
        subcategory=tag.subcategory,
        action=tag.sentence,
        object_kind=entry.object_kind,
        object=entry.object_name,
        changes=changed(entry),
        note=entry.note,
        session_id=entry.session_id or "",
        address=entry.address,
    )


def changed(entry: AuditEntry) -> tuple[Change, ...]:
    """What an entry says was changed, field by field, in words."""
    return tuple(_changes(entry.before or {}, entry.after or {}))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for field in dict.fromkeys((*before, *after)):
        yield Change(field.replace("_", " ").capitalize(), _said(before.get(field)), _said(after.get(field)))


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    return str(value)
