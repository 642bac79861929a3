"""What every page shows of it."""

from __future__ import annotations

import pytest

from admin_proxy.accounts import logins
from admin_proxy.goals import editing
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.viewing import Overlay, current, dismiss_ended, latest_summary
from tests.feedback.acts import give
from tests.impersonation.acts import change_language, changed, entries, house_rule, impersonating, news, now, session
from tests.recognition.acts import thank

HOUR_MS, MINUTE_MS = 3_600_000, 60_000


def test_who_impersonates_nobody_sees_nothing_of_it(cast):
    assert current(cast.identity("olga")) == Overlay()
    assert current(cast.identity("carl")) == Overlay()


def test_the_banner_says_whom_and_how_long_still(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=12, seconds=0.5)
    overlay = current(identity)
    assert overlay.impersonating
    assert overlay.banner == "You are impersonating Zoë Žižková (zoe@acme.example)"
    assert overlay.idle_question == "Still impersonating Zoë Žižková?"
    assert (overlay.subject_name, overlay.subject_first_name) == ("Zoë Žižková", "Zoë")
    assert overlay.remaining_ms == 48 * MINUTE_MS - 500
    assert overlay.idle_prompt_ms == 2 * MINUTE_MS
    assert (overlay.can_renew, overlay.renews_for) == (True, "1 hour")
    assert overlay.ended is None


def test_the_person_sees_nothing_of_it(cast):
    zoes = cast.identity("zoe")
    impersonating(cast, "olga", "zoe")
    assert current(now(zoes)) == Overlay()
    assert stop(now(zoes)) is None


@pytest.mark.parametrize(("seconds", "asks_at"), [(40, 20_000), (239, 119_500), (240, 120_000), (600, 120_000)])
def test_where_a_demonstration_shortened_it_the_idle_pop_up_asks_at_half_of_less_than_four_minutes(
    cast, shortened, seconds, asks_at
):
    shortened(seconds)
    overlay = current(impersonating(cast, "olga", "zoe"))
    assert overlay.remaining_ms == seconds * 1000
    assert overlay.idle_prompt_ms == asks_at


def test_the_last_continue_gives_what_is_left_of_the_day_and_then_there_is_none(cast, time):
    house_rule(cast.acme, session_hours=10)
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=9)
    renew(now(identity))
    time.advance(hours=9, minutes=30)
    assert current(now(identity)).renews_for == "5 hours 30 minutes"
    renew(now(identity))
    assert not current(now(identity)).can_renew


def test_at_the_end_the_banner_goes_and_a_pop_up_says_so(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    assert not current(identity).impersonating
    overlay = current(now(identity))
    assert not overlay.impersonating
    assert overlay.banner == ""
    assert overlay.ended is not None
    assert overlay.ended.sentence == "Your impersonation of Zoë Žižková has ended because the time was up."
    assert (overlay.ended.subject_id, overlay.ended.subject_name) == (cast["zoe"], "Zoë Žižková")
    assert overlay.ended.may_impersonate_again


def test_done_closes_the_pop_up_in_every_tab_and_for_good(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    now(identity)
    with news() as told:
        dismiss_ended(now(identity))
        dismiss_ended(now(identity))
    assert told == [identity.login_id]
    assert current(now(identity)).ended is None


def test_done_of_one_login_closes_nothing_of_another(cast, time):
    first, second = impersonating(cast, "olga", "zoe"), impersonating(cast, "olga", "sam")
    time.advance(hours=1)
    now(first), now(second)
    dismiss_ended(now(first))
    assert current(now(second)).ended is not None


def test_who_stopped_needs_no_pop_up(cast):
    identity = impersonating(cast, "olga", "zoe")
    stop(identity)
    assert current(now(identity)) == Overlay()


def test_a_revoked_session_says_so(cast):
    identity = impersonating(cast, "hana", "fay")
    revoke(cast.identity("olga"), session().id)
    ended = current(now(identity)).ended
    assert ended is not None
    assert "ended by a Super Admin" in ended.sentence


def test_what_is_no_longer_allowed_cannot_be_had_again_from_the_pop_up(cast):
    identity = impersonating(cast, "hana", "fay")
    changed(cast, "fay", department_id=None)
    ended = current(now(identity)).ended
    assert ended is not None
    assert "no longer allowed" in ended.sentence
    assert not ended.may_impersonate_again


def test_a_new_session_replaces_the_pop_up_of_the_last(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    start(now(identity), cast["sam"])
    assert current(now(identity)).ended is None
    stop(now(identity))
    assert current(now(identity)).ended is None


def test_the_pop_up_is_the_logins_own(cast, time):
    impersonating(cast, "olga", "zoe")
    other_browser = cast.identity("olga")
    time.advance(hours=1)
    assert current(now(other_browser)) == Overlay()


class TestTheSummary:
    def test_it_says_how_long_and_how_many_changes(self, cast, time):
        identity = impersonating(cast, "olga", "zoe")
        assert latest_summary(identity) is None
        time.advance(minutes=5)
        change_language(identity, "en")
        stopped = stop(identity)
        assert stopped is not None
        assert (stopped.how_long, stopped.changes) == ("5 minutes", 1)
        assert [(one.what, one.fields[0].before, one.fields[0].after) for one in stopped.made] == [
            ("Changed settings", "de", "en")
        ]
        assert latest_summary(now(identity)) == stopped

    def test_each_change_names_its_entry_and_whether_the_thing_itself_can_be_opened(self, cast):
        identity = impersonating(cast, "hana", "sam")
        change_language(identity, "de")
        for visibility in ("private", "public"):
            editing.create(identity, {**editing.new(identity), "title": "Win ten customers", "visibility": visibility})
        give(identity, cast["zoe"])
        thank(identity, cast["zoe"])
        summary = stop(identity)
        assert summary is not None
        assert summary.may_see_subject
        assert [(one.object_kind, one.is_in_reach) for one in summary.made] == [
            ("person", True),
            ("private_goal", False),
            ("goal", True),
            ("feedback", False),
            ("recognition", True),
        ]
        assert [(one.entry_id, one.object_id) for one in summary.made] == [
            (entry.id, entry.object_id) for entry in entries() if entry.session_id and "impersonation" not in entry.tag
        ]

    def test_a_person_out_of_scope_by_now_is_out_of_reach(self, cast):
        identity = impersonating(cast, "hana", "sam")
        change_language(identity, "de")
        changed(cast, "sam", department_id=None)
        dismiss_ended(now(identity))
        summary = latest_summary(now(identity))
        assert summary is not None
        assert (summary.may_see_subject, [one.is_in_reach for one in summary.made]) == (False, [False])

    def test_nobody_has_a_summary_who_never_impersonated(self, cast):
        impersonating(cast, "olga", "zoe")
        assert latest_summary(cast.identity("olga")) is None

    def test_a_session_that_ended_by_itself_is_summed_up_once_its_pop_up_is_closed(self, cast, time):
        identity = impersonating(cast, "olga", "zoe")
        time.advance(hours=1)
        assert latest_summary(now(identity)) is None
        dismiss_ended(now(identity))
        summary = latest_summary(now(identity))
        assert summary is not None
        assert summary.how_long == "1 hour"

    def test_a_login_that_is_over_sums_up_nothing_new(self, cast):
        identity = impersonating(cast, "olga", "zoe")
        logins.sign_out(identity.login_id)
        assert stop(identity) is None
