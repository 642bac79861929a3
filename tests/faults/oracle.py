"""What must be true of the database whenever a server has been killed, read from its tables.

Each problem has a sentence. The journal says what was asked and what was acknowledged: what was acknowledged is there;
what was not is there or is not, but as a whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel, select

from admin_proxy import db
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import verifying
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.goals.tables import Goal
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.mail.tables import Letter
from admin_proxy.notifications.tables import Notification
from tests.faults.journal import Journal

NOTICE = "impersonation.changes"
FIRST_ZONE = "Europe/Berlin"
AGAINST_THE_RECORD = {"sessions", "goals", "settings", "notices", "kept"}
"""The checks that hold what is there, and what was acknowledged, against the entries that tell of it."""

Row = Any


class Problem(NamedTuple):
    check: str
    """What has found it: one of the checks below, by its name."""
    sentence: str


@dataclass
class State:
    people: dict[int, Row]
    sessions: dict[str, Row]
    goals: dict[int, Row]
    entries: list[Row]
    notices: list[Row]
    letters: dict[str, Row]

    @classmethod
    def of(cls, connection: Connection) -> State:
        def rows(table: type[SQLModel]) -> list[Row]:
            return list(connection.execute(select(*table.__table__.c).order_by(table.__table__.c.id)))  # type: ignore[attr-defined]

        return cls(
            {row.id: row for row in rows(Person)}, {row.id: row for row in rows(ImpersonationSession)},
            {row.id: row for row in rows(Goal)}, rows(AuditEntry), rows(Notification),
            {row.id: row for row in rows(Letter)},
        )  # fmt: skip

    def named(self, tag: Tag, session: str | None = None) -> list[Row]:
        return [one for one in self.entries if one.tag == tag.value and session in (None, one.session_id)]


def problems(engine: Engine, journal: Journal, delivered: list[EmailMessage]) -> list[Problem]:
    """Everything that is wrong; nothing, if all is well. The server may be at work meanwhile."""
    arrived = list(delivered)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")  # one moment, as on SQLite
        damage = list(_damage(connection))
        state = State.of(connection)
    found = {
        "damage": damage, "chains": _chains(engine), "sessions": _sessions(state), "names": _names(state),
        "goals": _goals(state), "settings": _settings(state), "notices": _notices(state),
        "kept": _kept(state, journal), "deliveries": _deliveries(state, arrived, list(delivered)),
    }  # fmt: skip
    return [Problem(check, sentence) for check, sentences in found.items() for sentence in sentences]


def unfinished(engine: Engine) -> str:
    """What is still to come: letters to be sent, impersonations that run."""
    with engine.connect() as connection:
        letters = _count(connection, "letter WHERE sent_at IS NULL")
        running = _count(connection, "impersonation_session WHERE ended_at IS NULL")
    return f"{letters} letters, {running} impersonations" if letters or running else ""


def counts(engine: Engine) -> dict[str, int]:
    """How much there is."""
    tables = {
        "impersonations": "impersonation_session",
        "of these expired": "impersonation_session WHERE end_cause = 'expired'",
        "entries": "audit_entry",
        "letters": "letter",
    }
    with engine.connect() as connection:
        return {name: _count(connection, table) for name, table in tables.items()}


def _count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def _damage(connection: Connection) -> Iterator[str]:
    """What the engine itself finds: broken pages and indexes, rows that point nowhere."""
    if connection.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            for row in connection.exec_driver_sql(f"PRAGMA {pragma}"):
                if row[0] != "ok":
                    yield f"{pragma}: {tuple(row)}"
        return
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                lost = connection.execute(
                    text(
                        f"SELECT count(*) FROM {table.name} AS one WHERE one.{column.name} IS NOT NULL AND NOT EXISTS "
                        f"(SELECT 1 FROM {key.column.table.name} AS other WHERE other.{key.column.name} = "
                        f"one.{column.name})"
                    )
                ).scalar_one()
                if lost:
                    yield f"{table.name}.{column.name}: {lost} rows point nowhere"


def _chains(engine: Engine) -> Iterator[str]:
    """The one thing that the product is asked: its own verification of the record, which a test of its own breaks."""
    db.connect(engine.url.render_as_string(hide_password=False))
    for verdict in verifying.verify():
        if verdict.problem is not None:
            yield f"the chain of {verdict.chain.name or 'no organization'}: {verdict.problem}"
    db.engine().dispose()


def _sessions(state: State) -> Iterator[str]:
    """Each began once, was continued as often as it says, and ended once or not yet; nothing else did."""
    began, continued, ended = (
        Counter(one.session_id for one in state.named(tag))
        for tag in (Tag.IMPERSONATION_STARTED, Tag.IMPERSONATION_RENEWED, Tag.IMPERSONATION_ENDED)
    )
    for number, session in state.sessions.items():
        if began.pop(number, 0) != 1:
            yield f"session {number} does not have exactly one entry of its start"
        if continued.pop(number, 0) != session.renewals:
            yield f"session {number} says {session.renewals} renewals, and the record does not"
        if ended.pop(number, 0) != (session.ended_at is not None):
            yield f"session {number} (ended: {session.end_cause or 'no'}) does not have as many entries of its end"
    for what, left in (("start", began), ("renewal", continued), ("end", ended)):
        yield from (f"the record tells of the {what} of {number}, which never was" for number in left)


def _names(state: State) -> Iterator[str]:
    """Whatever belongs to an impersonation names both people of it."""
    for entry in state.entries:
        session = state.sessions.get(entry.session_id or "")
        if session is None or entry.tag == Tag.IMPERSONATION_REFUSED.value:
            continue
        for said, who in (("actor", session.actor_id), ("subject", session.subject_id)):
            person = state.people[who]
            named = tuple(getattr(entry, f"{said}_{part}") for part in ("id", "name", "email"))
            if named != (person.id, f"{person.first_name} {person.last_name}", person.email):
                yield f"entry {entry.id} ({entry.tag}) names {named} as its {said}, which was {person.email}"


def _goals(state: State) -> Iterator[str]:
    """Each goal has one entry of how it came to be, and each such entry its goal."""
    told = Counter(one.object_id for one in state.named(Tag.GOAL_CREATED))
    for number, goal in state.goals.items():
        if told.pop(str(number), 0) != 1:
            yield f"goal {number} ({goal.title}) does not have exactly one entry"
    yield from (f"the record tells of goal {number}, which is not there" for number in told)


def _settings(state: State) -> Iterator[str]:
    """Told one after the other, the entries lead from the first time zone to the present one, without a gap."""
    told: dict[str, list[Row]] = defaultdict(list)
    for entry in state.named(Tag.SETTINGS_CHANGED):
        told[entry.object_id].append(entry)
    for number, person in state.people.items():
        now = FIRST_ZONE
        for entry in told[str(number)]:
            if entry.before["time_zone"] != now:
                yield f"entry {entry.id} says that {person.email} had {entry.before['time_zone']}, not {now}"
            now = entry.after["time_zone"]
        if now != person.time_zone:
            yield f"{person.email} has {person.time_zone}, and the record says {now}"


def _notices(state: State) -> Iterator[str]:
    """One in the inbox and one letter for each impersonation that is over and in which something was changed."""
    changed = Counter(one.session_id for one in state.entries if one.session_id and Tag(one.tag).is_change)
    inbox = Counter((one.about, one.person_id) for one in state.notices if one.kind == NOTICE)
    letters = Counter((one.session_id, one.to_person_id) for one in state.letters.values() if one.kind == NOTICE)
    for number, session in state.sessions.items():
        due = int(session.ended_at is not None and changed[number] > 0)
        for where, found in (("inbox", inbox), ("outbox", letters)):
            if (there := found.pop((number, session.subject_id), 0)) != due:
                yield f"session {number} with {changed[number]} changes: {there} notices in the {where}, {due} due"
    yield from (f"a notice of {number} that nobody is owed" for number in [*inbox, *letters])


def _kept(state: State, journal: Journal) -> Iterator[str]:
    """Whatever was acknowledged is there, and nothing is there more often than it was asked for."""
    asked: Counter[tuple[str, str, str]] = Counter()
    acknowledged: Counter[tuple[str, str, str]] = Counter()
    for one in (one for one in journal.asked if one.what != "stop"):  # whoever stops may come a moment late
        asked[one.what, one.session, one.mark] += 1
        acknowledged[one.what, one.session, one.mark] += one.acknowledged
    there = Counter(_found(state))
    for key in asked:
        if not acknowledged[key] <= there[key] <= asked[key]:
            yield f"{key}: asked {asked[key]} times, acknowledged {acknowledged[key]}, there {there[key]}"
    yield from (f"{key} is there, and nobody asked for it" for key in there if key not in asked)
    for one in journal.asked:
        if one.what == "stop" and one.acknowledged and state.sessions[one.session].ended_at is None:
            yield f"session {one.session} was stopped, and runs"


def _found(state: State) -> Iterator[tuple[str, str, str]]:
    for entry in state.entries:
        tag, session = Tag(entry.tag), entry.session_id or ""
        if tag is Tag.IMPERSONATION_STARTED:
            yield "start", "", entry.note
        elif tag is Tag.IMPERSONATION_RENEWED:
            yield "continue", session, ""
        elif tag is Tag.SETTINGS_CHANGED:
            yield "change", session, entry.after["time_zone"]
        elif tag is Tag.GOAL_CREATED:
            yield "change", session, entry.object_name


def _deliveries(state: State, arrived: list[EmailMessage], by_now: list[EmailMessage]) -> Iterator[str]:
    """What had arrived is in the outbox, and what arrived again is the same letter, word for word."""
    known = {one.message_id: one for one in state.letters.values()}
    there_by_now = {message["Message-ID"] for message in by_now}
    said: dict[str, set[str]] = defaultdict(set)
    for message in arrived:
        parts = (message.get_body((kind,)) for kind in ("plain", "html"))
        words = "\n".join(part.get_content() for part in parts if part is not None)
        said[message["Message-ID"]].add(f"{message['To']}\n{message['Subject']}\n{words}")
    for name, texts in said.items():
        if name not in known:
            yield f"{name} arrived, and is not in the outbox"
        if len(texts) > 1:
            yield f"{name} arrived with different texts"
    for one in known.values():
        if one.sent_at and one.message_id not in there_by_now:
            yield f"{one.message_id} is said to be sent, and did not arrive"
