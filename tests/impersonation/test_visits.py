"""Account activity: everyone sees who has been in their account, and nobody can take that away."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from admin_proxy import db
from admin_proxy.accounts import settings
from admin_proxy.impersonation import visits
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.visits import activity
from admin_proxy.organizations import own_rules
from tests.impersonation.acts import change_language, changed, impersonating, now


def test_fay_sees_who_was_there_when_for_how_long_why_and_what_was_changed(cast, time):
    began = time.now()
    hana = impersonating(cast, "hana", "fay", "Pages in the wrong language")
    time.advance(minutes=4)
    change_language(now(hana), "de")
    time.advance(minutes=8)
    stop(now(hana))
    (visit,) = activity(cast.identity("fay")).visits
    assert (visit.who.name, visit.who.email, visit.role) == ("Hana Horváthová", "hana@acme.example", "HR Admin")
    assert (visit.since, visit.until, visit.how_long) == (began, time.now(), "12 minutes")
    assert (visit.reason, visit.is_there_now) == ("Pages in the wrong language", False)
    (made,) = visit.changes
    assert (made.what, made.object) == ("Changed settings", "Fay Fischer")
    assert [(one.field, one.before, one.after) for one in made.fields] == [("Language", "en", "de")]
    assert visit.change_count == 1


def test_she_sees_that_somebody_is_there_right_now_and_until_when(cast, time):
    impersonating(cast, "hana", "fay")
    time.advance(minutes=10)
    (visit,) = activity(cast.identity("fay")).visits
    assert (visit.is_there_now, visit.how_long) == (True, "10 minutes")
    time.advance(minutes=50)
    (visit,) = activity(cast.identity("fay")).visits
    assert (visit.is_there_now, visit.how_long) == (False, "1 hour")


def test_nobody_elses_visits_are_hers(cast):
    impersonating(cast, "hana", "sam")
    assert activity(cast.identity("fay")).visits == ()
    assert activity(cast.identity("hana")).visits == ()


def test_visits_come_page_by_page_newest_first(cast, time, monkeypatch):
    monkeypatch.setattr(visits, "PAGE", 2)
    for actor in ("hana", "olga", "oscar"):
        stop(impersonating(cast, actor, "fay"))
        time.advance(minutes=1)
    first = activity(cast.identity("fay"))
    assert [visit.who.name for visit in first.visits] == ["Oscar Ortiz", "Olga Orlova"]
    second = activity(cast.identity("fay"), first.more)
    assert [visit.who.name for visit in second.visits] == ["Hana Horváthová"]
    assert second.more == ""
    assert activity(cast.identity("fay"), "nonsense").visits == first.visits


def test_whoever_impersonates_sees_the_subjects_visits_and_looking_changes_nothing(cast, database):
    hana = impersonating(cast, "hana", "fay")
    before = everything(database)
    assert [visit.is_there_now for visit in activity(now(hana)).visits] == [True]
    assert everything(database) == before


def test_a_house_may_not_show_it_and_loses_nothing_by_that(cast):
    stop(impersonating(cast, "hana", "fay"))
    own_rules.show_account_activity(cast.identity("olga"), shown=False)
    assert activity(cast.identity("fay")) == visits.Activity(shown=False)
    own_rules.show_account_activity(cast.identity("olga"), shown=True)
    assert len(activity(cast.identity("fay")).visits) == 1


@pytest.mark.parametrize(
    "facts", [{"role": "employee"}, {"deactivated_on": None}, {"first_name": "Hanna", "department_id": None}]
)
def test_what_becomes_of_the_administrator_clears_nothing(cast, time, facts):
    stop(impersonating(cast, "hana", "fay"))
    if "deactivated_on" in facts:
        facts = {"deactivated_on": time.now().date()}
    changed(cast, "hana", **facts)
    assert len(activity(cast.identity("fay")).visits) == 1


def test_nothing_that_somebody_may_do_as_the_subject_clears_it(cast):
    olga = impersonating(cast, "olga", "oscar")
    settings.change(now(olga), language="de", time_zone="Europe/Prague", theme="dark")
    stop(now(olga))
    (visit,) = activity(cast.identity("oscar")).visits
    assert visit.change_count == 1


def test_vendor_staff_belong_to_no_organization_so_nobody_is_ever_in_their_account(cast):
    assert activity(cast.identity("carl")) == visits.Activity(shown=False)


def everything(database: str) -> list[object]:
    tables = "person", "login", "impersonation_session", "audit_entry", "organization", "letter"
    with db.reading() as tx:
        return [tx.execute(text(f'SELECT * FROM "{table}" ORDER BY 1')).all() for table in tables]
