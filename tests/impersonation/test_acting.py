"""Nothing is written in a subject's name once the impersonation is over, or under one that is not one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admin_proxy.accounts import logins
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import ImpersonationOver
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from tests.impersonation.acts import change_language, changed, entries, impersonating, now, person, session


def stopped(cast, identity, time):
    stop(identity)


def signed_out(cast, identity, time):
    logins.sign_out(identity.login_id)


def revoked(cast, identity, time):
    revoke(cast.identity("oscar"), session().id)


def demoted(cast, identity, time):
    changed(cast, "olga", role="employee")


def overdue(cast, identity, time):
    time.advance(hours=1)


def expired(cast, identity, time):
    time.advance(hours=1)
    expire_due()


def subject_deactivated(cast, identity, time):
    changed(cast, "zoe", deactivated_on=time.now().date())


def stopped_and_started_again(cast, identity, time):
    stop(identity)
    start(identity, cast["zoe"])


@pytest.mark.parametrize(
    "over",
    [stopped, signed_out, revoked, demoted, overdue, expired, subject_deactivated, stopped_and_started_again],
)
def test_what_was_begun_before_the_end_writes_nothing_after_it(cast, time, over):
    identity = impersonating(cast, "olga", "zoe")
    over(cast, identity, time)
    with pytest.raises(ImpersonationOver):
        change_language(identity, "en")
    assert person(cast, "zoe").language == "de"
    assert entries(Tag.SETTINGS_CHANGED) == []


def test_while_it_runs_both_names_are_on_what_is_written(cast):
    identity = impersonating(cast, "olga", "zoe")
    assert change_language(identity, "en")
    (entry,) = entries(Tag.SETTINGS_CHANGED)
    assert (entry.actor_name, entry.subject_name, entry.session_id) == ("Olga Orlova", "Zoë Žižková", session().id)
    assert person(cast, "zoe").language == "en"


def test_no_identity_writes_under_a_session_that_is_not_exactly_its_own(cast):
    olgas = impersonating(cast, "olga", "zoe")
    oscars = impersonating(cast, "oscar", "sam")
    forged = [
        replace(olgas, session=oscars.session),
        replace(olgas, subject=oscars.subject),
        replace(olgas, actor=oscars.actor),
        replace(olgas, login_id=oscars.login_id),
        replace(oscars, session=olgas.session),
    ]
    for identity in forged:
        with pytest.raises(ImpersonationOver):
            change_language(identity, "en" if identity.subject.language == "de" else "de")
    assert entries(Tag.SETTINGS_CHANGED) == []
    assert now(olgas).impersonating
    assert now(oscars).impersonating
