"""Impersonate Notifications: after an impersonation in which something was changed, the person is told who, when, what.

One in the application and one letter, in the language and time zone that the person has at that moment. Whoever
impersonated them can neither keep it from being written (it is, in the transaction of the end, whatever ends it; where
the prompt promised it, whatever is decided meanwhile), nor mark it as read, nor see it as that person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlmodel import Session

from admin_proxy import clock
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Party
from admin_proxy.impersonation import changes, notice_words
from admin_proxy.impersonation.standing import Standing
from admin_proxy.notifications import kinds, moments, tell
from admin_proxy.notifications.kinds import Kind, Words
from admin_proxy.words import later

LINK = "/settings/account-activity"


@dataclass(frozen=True, slots=True)
class Happened:
    """What there is to tell."""

    actor: str
    actor_email: str
    organization: str
    start: datetime
    end: datetime
    changes: Sequence[AuditEntry]
    change_count: int


def give(tx: Session, standing: Standing) -> None:
    """Tell the person, in the transaction of the end."""
    session = standing.session
    happened = Happened(
        actor=standing.actor.name,
        actor_email=standing.actor.email,
        organization=standing.organization.name,
        start=session.started_at,
        end=min(clock.now(), session.expires_at),
        changes=changes.entries(tx, session.id),
        change_count=changes.count(tx, session.id),
    )
    tell(
        tx,
        None,
        cast(int, standing.subject.id),
        KIND,
        lambda reader: words(reader, happened),
        link=LINK if standing.organization.account_activity_shown else "",
        about=session.id,
        about_actor_id=standing.actor.id,
        session_id=session.id,
        anyway=True,
    )


def words(reader: Party, happened: Happened) -> Words:
    """Who, when, and each change before → after, for that reader."""
    say = notice_words.IN[moments.language(reader)]
    told = say.worked.format(
        actor=happened.actor,
        actor_email=happened.actor_email,
        organization=happened.organization,
        start=moments.moment(reader, happened.start),
        end=moments.moment(reader, happened.end),
        zone=moments.zone(reader, happened.end),
    )
    made = "\n".join(_told(reader, happened))
    return Words(
        say.title.format(actor=happened.actor), f"{told}\n\n{made}\n\n{say.questions.format(**_ask(happened))}"
    )


def _ask(happened: Happened) -> dict[str, str]:
    return {"actor_email": happened.actor_email}


def _told(reader: Party, happened: Happened) -> Iterator[str]:
    language = moments.language(reader)
    for entry in happened.changes:
        thing = notice_words.thing(language, entry.object_kind, entry.object_name)
        about = f": {thing}" if thing else ""
        at = moments.hour if _same_day(reader, entry.at, happened.start) else moments.moment
        yield f"{at(reader, entry.at)}  {notice_words.action(language, Tag(entry.tag))}{about}"
        before, after = entry.before or {}, entry.after or {}
        for field in dict.fromkeys((*before, *after)):
            values = [notice_words.value(language, field, some.get(field)) for some in (before, after)]
            yield f"       {notice_words.field(language, field)}: {' → '.join(values)}"
    left = happened.change_count - len(happened.changes)
    if left > 0:
        yield f"       {notice_words.and_more(language, left)}"


def _same_day(reader: Party, one: datetime, other: datetime) -> bool:
    return moments.day(reader, one) == moments.day(reader, other)


def _sample(reader: Party) -> Words:
    end = clock.now().replace(second=0, microsecond=0)
    made = AuditEntry(
        id="", at=end - timedelta(minutes=5), tag=Tag.SETTINGS_CHANGED, actor_kind="person", actor_name="Jane Doe",
        actor_email="", subject_name="", subject_email="", object_name=reader.name,
        before={"language": "de", "time_zone": "Europe/Berlin"}, after={"language": "en", "time_zone": "Europe/Paris"},
    )  # fmt: skip
    happened = Happened("Jane Doe", "jane.doe@example.org", "Example", end - timedelta(minutes=12), end, [made], 1)
    return words(reader, happened)


KIND = kinds.offer(
    Kind(
        key="impersonation.changes",
        label=later("Impersonate Notifications"),
        about=later(
            "An impersonation in which something was changed has ended: who it was, when, and what was changed."
        ),
        sample=_sample,
        switch="notify_of_changes",
    )
)
