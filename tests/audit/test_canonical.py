"""What the chain commits to is the same bytes before an entry is stored and after, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import text
from uuid_utils import uuid7

from admin_proxy import db
from admin_proxy.audit import canonical
from admin_proxy.audit.tables import AuditEntry

WORDS = some.text(
    some.one_of(
        some.characters(exclude_categories=("Cs",), exclude_characters="\x00"),
        some.sampled_from('"\\/\b\f\n\r\t\x01\x1f\x7f\u2028é🎉'),
    ),
    max_size=40,
)
JSON = some.none() | some.dictionaries(
    WORDS,
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | WORDS,
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(WORDS, inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
MOMENTS = some.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=some.sampled_from([UTC, timezone(timedelta(hours=5.5))]),
)
ENTRIES = some.builds(
    AuditEntry,
    id=some.builds(lambda: str(uuid7())),
    organization_id=some.none() | some.integers(0, 2**31 - 1),
    at=MOMENTS,
    tag=some.just("accounts.login.started"),
    actor_kind=some.just("operator"),
    actor_id=some.none(),
    actor_name=WORDS,
    actor_email=WORDS,
    subject_id=some.none() | some.integers(0, 2**31 - 1),
    subject_name=WORDS,
    subject_email=WORDS,
    people_text=WORDS,
    session_id=some.none() | WORDS.map(lambda words: words[:36]),
    object_kind=WORDS,
    object_id=WORDS,
    object_name=WORDS,
    before=JSON,
    after=JSON,
    note=WORDS,
    address=WORDS,
)


def read_back(tx, entry_id: str) -> bytes:
    columns = canonical.columns(tx.get_bind().dialect.name)
    row = tx.execute(text(f"SELECT {columns} FROM audit_entry AS e WHERE e.id = :id"), {"id": entry_id}).one()
    return canonical.of_row(row)


@given(entry=ENTRIES)
@settings(
    max_examples=150, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors, HealthCheck.too_slow],
)  # fmt: skip
def test_what_the_database_gives_back_is_what_was_recorded(database, entry):
    fresh = AuditEntry(**entry.model_dump())
    expected = canonical.of(fresh.__dict__)
    with db.writing() as tx:
        tx.add(fresh)
        tx.flush()
        assert read_back(tx, fresh.id) == expected


@given(entry=ENTRIES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_is_what_any_rfc_8785_writer_makes_of_the_same_object(entry):
    form = canonical.of(entry.__dict__)
    said = json.loads(form)
    assert json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == form
    assert {type(value) for value in said.values()} <= {str, int, type(None)}


def test_every_column_is_in_it_but_what_proves_it():
    assert set(canonical.COLUMNS) == set(AuditEntry.model_fields) - {"key", "erased_by"}
    assert list(canonical.COLUMNS) == sorted(canonical.COLUMNS)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "2026-03-02T09:00:00.000000Z"),
        (datetime(2026, 3, 2, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=1))), "2026-03-02T08:00:00.000001Z"),
    ],
)
def test_times_are_utc_with_microseconds(at, written):
    assert canonical.moment(at) == written


def test_nothing_of_it_ever_changes():
    """Links that were made long ago must still hold: these are the values of version 1."""
    entry = {
        "id": "0190a0a0-0000-7000-8000-000000000000", "at": datetime(2026, 3, 2, 9, 0, tzinfo=UTC), "tag": "a.b.c",
        "actor_name": "Zoë", "after": {"n": [1, 2.0]}, "before": None, "organization_id": None,
    }  # fmt: skip
    form = canonical.of({"actor_id": None, "subject_id": 7, "session_id": None, **entry})
    assert form.decode() == (
        '{"actor_email":"","actor_id":null,"actor_kind":"","actor_name":"Zoë","address":"",'
        '"after":"{\\"n\\": [1, 2.0]}","at":"2026-03-02T09:00:00.000000Z","before":null,'
        '"id":"0190a0a0-0000-7000-8000-000000000000","note":"","object_id":"","object_kind":"","object_name":"",'
        '"organization_id":null,"people_text":"","session_id":null,"subject_email":"","subject_id":7,'
        '"subject_name":"","tag":"a.b.c"}'
    )
    content = canonical.content("00" * 32, form)
    link = canonical.link(7, 1, canonical.BEGINNING, entry["id"], "2026-03-02T09:00:00.000000Z", "a.b.c", content)
    assert (content[:16], link[:16]) == ("156230b442c5ed68", "4934185c203dc62c")
