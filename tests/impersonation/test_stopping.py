"""Stop: it takes nothing, restores nothing, and can be tricked into nothing."""

from __future__ import annotations

import inspect
from dataclasses import replace

from admin_proxy import clock
from admin_proxy.audit.tags import Tag
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import change_language, entries, impersonating, news, now, session, sessions


def test_olga_is_herself_again_and_reads_what_it_came_to(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=12)
    change_language(identity, "en")
    summary = stop(identity)
    assert summary is not None
    assert (summary.subject_name, summary.how_long, summary.changes) == ("Zoë Žižková", "12 minutes", 1)
    assert summary.session_id == session().id
    assert summary.may_see_audit_log
    assert now(identity).subject == now(identity).actor == identity.actor


def test_only_super_admins_are_shown_the_way_to_the_audit_log(cast):
    summary = stop(impersonating(cast, "hana", "fay"))
    assert summary is not None
    assert not summary.may_see_audit_log


def test_the_end_is_recorded_once_and_every_tab_is_told_once(cast):
    identity = impersonating(cast, "olga", "zoe")
    with news() as told:
        assert stop(identity) is not None
        assert stop(identity) is None
    assert told == [identity.login_id]
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.after == {"cause": "stopped", "ended_at": clock.now().isoformat(), "changes": 0}
    assert entry.session_id == session().id


def test_there_is_nothing_to_stop_by(cast):
    assert list(inspect.signature(stop).parameters) == ["identity"]


def test_it_is_the_logins_own_session_that_stops_whatever_the_identity_claims(cast):
    olgas, oscars = impersonating(cast, "olga", "zoe"), impersonating(cast, "oscar", "sam")
    stop(replace(olgas, session=oscars.session, subject=oscars.subject))
    assert not now(olgas).impersonating
    assert now(oscars).impersonating


def test_a_login_that_is_not_the_actors_stops_nothing(cast):
    oscars = impersonating(cast, "oscar", "sam")
    assert stop(replace(cast.identity("olga"), login_id=oscars.login_id)) is None
    assert now(oscars).impersonating


def test_stopping_too_late_finds_it_expired_at_its_time(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1, minutes=5)
    summary = stop(identity)
    assert summary is not None
    assert summary.how_long == "1 hour"
    assert session().end_cause == "expired"
    assert session().ended_at == session().expires_at
    assert session().seen_at is not None


def test_one_may_start_again_after_stopping(cast):
    identity = impersonating(cast, "olga", "zoe")
    stop(identity)
    impersonating(cast, "olga", "zoe")
    assert [row.end_cause for row in sessions()] == ["stopped", ""]
