"""However often, wherever and whenever it is made, it is the same organization."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import event, select
from sqlmodel import SQLModel

from admin_proxy import clock, db
from admin_proxy.accounts.tables import Department, GroupMember, Person, ScopeDepartment, ScopeGroup, UserGroup
from admin_proxy.demo import organization
from admin_proxy.feedback.tables import Feedback, FeedbackRequest
from admin_proxy.goals.tables import CheckIn, Goal, Milestone
from admin_proxy.guides.tables import GuidePutAway
from admin_proxy.recognition.tables import Reaction, Recognition, RecognitionReceiver

TABLES = (
    Person, Department, UserGroup, GroupMember, ScopeDepartment, ScopeGroup, Goal, CheckIn, Milestone, Feedback,
    FeedbackRequest, Recognition, RecognitionReceiver, Reaction, GuidePutAway,
)  # fmt: skip
STATEMENTS = 1_800
"""Most of them for the impersonations that are lived through."""


def digests() -> dict[str, str]:
    """Each table's rows in a few letters, apart from when anything was, and from the secret in a password's hash."""
    with db.reading() as tx:
        return {model.__name__: _digest(tx.execute(_rows(model)).all()) for model in TABLES}


def _rows(model: type[SQLModel]):
    table = model.__table__
    columns = [column for column in table.columns if column.name != "password_hash"]
    return select(*columns).order_by(*table.primary_key)


def _digest(rows) -> str:
    said = (tuple("a time" if isinstance(one, date | datetime) else one for one in row) for row in rows)
    return sha256("\n".join(map(repr, said)).encode()).hexdigest()[:12]


@pytest.fixture(scope="module")
def made_later(sqlite_template, tmp_path_factory):
    """Made anew, on another day and at another hour; and how many statements that took."""
    path = tmp_path_factory.mktemp("later") / "later.db"
    shutil.copy(sqlite_template, path)
    later = clock.ManualClock()
    later.advance(days=100, hours=7)
    previous = clock.use(later)
    engine, statements = db.connect(f"sqlite:///{path}"), []
    event.listen(engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    organization.create()
    found = digests()
    engine.dispose()
    clock.use(previous)
    return found, len(statements)


def test_made_on_another_day_it_is_the_same_but_for_the_times(made_later, kestrel):
    assert made_later[0] == digests()


def test_it_takes_so_many_statements_however_many_people_there_are(made_later):
    assert made_later[1] < STATEMENTS


def test_what_happened_lately_is_counted_back_from_the_day_on_which_it_is_made(kestrel):
    with db.reading() as tx:
        latest = max(tx.execute(select(CheckIn.at)).scalars())
        given = max(tx.execute(select(Recognition.given_at)).scalars())
    now = clock.now()
    assert now - timedelta(days=4) < latest <= now
    assert now - timedelta(days=2) < given <= now
