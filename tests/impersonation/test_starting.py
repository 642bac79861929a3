"""Accept: what begins, what is recorded, and who is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from admin_proxy import clock, db
from admin_proxy.accounts import logins
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Invalid, Refused, operator
from admin_proxy.impersonation.starting import start
from tests.impersonation.acts import changed, entries, house_rule, impersonating, news, now, session, sessions


def test_olga_is_zoe_from_the_next_event_on(cast):
    olga = cast.identity("olga")
    started = start(olga, cast["zoe"])
    assert started.subject_name == "Zoë Žižková"
    identity = now(olga)
    assert (identity.actor.name, identity.subject.name) == ("Olga Orlova", "Zoë Žižková")
    assert identity.subject.language == "de"
    assert identity.session is not None
    assert identity.session.id == started.session_id
    assert identity.login_id == olga.login_id


def test_the_session_is_bounded_by_the_organizations_hours_and_by_24_hours(cast):
    house_rule(cast.acme, session_hours=3)
    impersonating(cast, "olga", "zoe")
    assert session().expires_at == clock.now() + timedelta(hours=3)
    assert session().latest_end == clock.now() + timedelta(hours=24)


def test_the_beginning_is_recorded_under_both_names_with_the_reason(cast):
    impersonating(cast, "olga", "zoe", "  She cannot see her goals\n")
    (entry,) = entries(Tag.IMPERSONATION_STARTED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.session_id == session().id
    assert entry.note == session().reason == "She cannot see her goals"
    assert entry.organization_id == cast.acme


def test_every_tab_of_the_login_is_told_once_it_is_true(cast):
    olga = cast.identity("olga")
    with news() as told:
        start(olga, cast["zoe"])
        assert told == [olga.login_id]


def test_hana_may_start_within_her_scope_only(cast):
    assert impersonating(cast, "hana", "fay").subject.name == "Fay Fischer"
    with pytest.raises(Refused, match="No such person in your scope"):
        start(cast.identity("hana"), cast["zoe"])


@pytest.mark.parametrize("subject", ["zoe", "ben", "emil", "carl"])
def test_whoever_is_out_of_reach_is_refused_like_somebody_who_does_not_exist(cast, subject):
    said = []
    for whom in (cast[subject], 999_999, 0, -1, 2**40):
        with pytest.raises(Refused) as refusal:
            start(cast.identity("hana"), whom)
        said.append((type(refusal.value), refusal.value.sentence))
    assert len(set(said)) == 1


@pytest.mark.parametrize("actor", ["adam", "sam", "carl", "petra"])
def test_nobody_else_may_start_and_the_attempt_is_recorded(cast, actor):
    with pytest.raises(Refused, match="Only Super Admins and HR Admins"):
        start(cast.identity(actor), cast["zoe"])
    assert sessions() == []
    (entry,) = entries(Tag.IMPERSONATION_REFUSED)
    assert entry.actor_id == entry.subject_id == cast[actor]
    assert "Only Super Admins" in entry.note


def test_a_refused_start_names_nobody_of_another_organization_in_the_record(cast):
    with pytest.raises(Refused, match="No such person in your organization"):
        start(cast.identity("eve"), cast["zoe"])
    with pytest.raises(Refused, match="No such person in your organization"):
        start(cast.identity("eve"), 999_999)
    elsewhere, nowhere = entries(Tag.IMPERSONATION_REFUSED)
    for entry in (elsewhere, nowhere):
        assert entry.organization_id == cast.globex
        assert (entry.object_id, entry.object_name) == ("", "No such person")
        assert entry.subject_id == cast["eve"]
    assert elsewhere.note == nowhere.note


def test_a_refused_start_within_the_organization_names_whom_it_was_about(cast):
    with pytest.raises(Refused):
        start(cast.identity("hana"), cast["zoe"])
    (entry,) = entries(Tag.IMPERSONATION_REFUSED)
    assert entry.object_name == "Zoë Žižková"


def test_sessions_never_nest_and_the_attempt_belongs_to_the_one_that_runs(cast):
    identity = impersonating(cast, "olga", "oscar")
    for asking in (identity, identity.as_actor):
        with pytest.raises(Refused, match="Stop that impersonation first"):
            start(asking, cast["zoe"])
    assert now(identity).subject.name == "Oscar Ortiz"
    for entry in entries(Tag.IMPERSONATION_REFUSED):
        assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Olga Orlova")
        assert entry.session_id == session().id


def test_while_impersonating_it_is_the_human_who_is_asked_about_never_the_subject(cast):
    identity = impersonating(cast, "hana", "fay")
    changed(cast, "fay", role="super_admin")
    with pytest.raises(Refused):
        start(identity, cast["olga"])
    assert [row.actor_id for row in sessions()] == [cast["hana"]]


def test_two_browsers_of_one_person_impersonate_two_people(cast):
    first, second = impersonating(cast, "olga", "zoe"), impersonating(cast, "olga", "sam")
    assert now(first).subject.name == "Zoë Žižková"
    assert now(second).subject.name == "Sam Silva"


def test_a_session_that_is_over_but_not_yet_ended_does_not_stand_in_the_way(cast, time):
    olga = impersonating(cast, "olga", "zoe")
    time.advance(hours=2)
    start(olga, cast["sam"])
    before, after = sessions()
    assert (before.end_cause, after.end_cause) == ("expired", "")
    assert now(olga).subject.name == "Sam Silva"


def test_the_role_counts_that_the_database_has_not_the_one_that_was_resolved(cast):
    olga = cast.identity("olga")
    changed(cast, "olga", role="employee")
    with pytest.raises(Refused, match="Only Super Admins and HR Admins"):
        start(olga, cast["zoe"])


def test_a_login_that_is_over_starts_nothing(cast, time):
    signed_out, too_old, deactivated = cast.identity("olga"), cast.identity("olga"), cast.identity("oscar")
    logins.sign_out(signed_out.login_id)
    changed(cast, "oscar", deactivated_on=clock.now().date())
    for identity in (signed_out, deactivated):
        with pytest.raises(Refused, match="Sign in again"):
            start(identity, cast["zoe"])
    time.advance(days=30)
    with pytest.raises(Refused, match="Sign in again"):
        start(too_old, cast["zoe"])
    assert sessions() == []
    assert len(entries(Tag.IMPERSONATION_REFUSED)) == 3


def test_nobody_starts_on_a_login_that_is_somebody_elses(cast):
    olga, eve = cast.identity("olga"), cast.identity("eve")
    forged = type(olga)(olga.actor, olga.actor, eve.login_id)
    with pytest.raises(Refused, match="Sign in again"):
        start(forged, cast["zoe"])


def test_the_command_line_has_no_browser_to_impersonate_in(cast):
    with pytest.raises(Refused, match="Sign in again"):
        start(operator(cast.acme), cast["zoe"])


class TestTheReason:
    def test_it_is_optional_by_default(self, cast):
        impersonating(cast, "olga", "zoe")
        assert session().reason == ""

    @pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00"])
    def test_it_is_asked_for_where_the_organization_requires_it(self, cast, typed):
        house_rule(cast.acme, reason_required=True)
        with pytest.raises(Invalid, match="Say why") as refusal:
            start(cast.identity("olga"), cast["zoe"], typed)
        assert refusal.value.field == "reason"
        assert sessions() == []

    def test_it_has_500_characters_at_most(self, cast):
        with pytest.raises(Invalid, match="can have 500 characters; this one has 501") as refusal:
            start(cast.identity("olga"), cast["zoe"], "x" * 501)
        assert refusal.value.field == "reason"
        impersonating(cast, "olga", "zoe", "ž" * 500)
        assert session().reason == "ž" * 500

    def test_what_cannot_be_shown_or_stored_is_left_out(self, cast):
        impersonating(cast, "olga", "zoe", "go\x00als\ud800 are\u202e gone")
        assert session().reason == "goals are gone"


def test_looking_and_starting_change_no_row_of_the_person(cast):
    def zoe():
        with db.reading() as tx:
            return tx.connection().exec_driver_sql(f"SELECT * FROM person WHERE id = {cast['zoe']}").one()

    before = zoe()
    impersonating(cast, "olga", "zoe")
    assert zoe() == before
