"""Two things at the same moment, on real threads: whichever comes first, the outcome is one that could be meant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from admin_proxy import clock, db
from admin_proxy.accounts import logins, roles, scopes, status
from admin_proxy.accounts.tables import Department, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Refused, Role, operator
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.rechecking import sweep
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.organizations import rules
from tests.impersonation.acts import at_all, change_language, impersonating, now

ROUNDS = range(5)


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all of it at once; what each returned, or how it was refused. Any other failure is one of the test."""
    barrier = Barrier(len(acts))

    def at_once(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(at_once, acts))


def refusals(outcomes: list[object]) -> int:
    return sum(isinstance(outcome, Refused) for outcome in outcomes)


def of_login(login_id: str) -> list[ImpersonationSession]:
    with db.reading() as tx:
        return list(tx.exec(select(ImpersonationSession).where(ImpersonationSession.login_id == login_id)))


def ends(session_id: str) -> list[AuditEntry]:
    with db.reading() as tx:
        return list(
            tx.exec(
                select(AuditEntry).where(
                    AuditEntry.session_id == session_id, AuditEntry.tag == Tag.IMPERSONATION_ENDED.value
                )
            )
        )


def ended_once(login_id: str) -> ImpersonationSession:
    """The login's only session, which is over, and of which the record says so once, and with the same cause."""
    (session,) = of_login(login_id)
    assert session.ended_at is not None
    (entry,) = ends(session.id)
    assert entry.after["cause"] == session.end_cause
    return session


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_four_tabs_that_accept_at_once_one_starts(cast, _round):
    olga = cast.identity("olga")
    subjects = ("zoe", "sam", "fay", "ben")
    outcomes = together(*(lambda subject=subject: start(olga, cast[subject]) for subject in subjects))
    assert refusals(outcomes) == 3
    (session,) = of_login(olga.login_id)
    assert now(olga).subject.id == session.subject_id


@pytest.mark.parametrize("_round", ROUNDS)
def test_stop_and_expiry_at_the_same_moment_end_it_once(cast, time, _round):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    together(lambda: stop(identity), expire_due, sweep, lambda: at_all(identity))
    session = ended_once(identity.login_id)
    assert (session.end_cause, session.ended_at) == ("expired", session.expires_at)


@pytest.mark.parametrize("_round", ROUNDS)
def test_stop_revoke_and_sign_out_end_it_once_with_one_cause(cast, _round):
    identity, oscar = impersonating(cast, "olga", "zoe"), cast.identity("oscar")
    (session,) = of_login(identity.login_id)
    together(
        lambda: stop(identity),
        lambda: stop(identity),
        lambda: revoke(oscar, session.id),
        lambda: logins.sign_out(identity.login_id),
    )
    assert ended_once(identity.login_id).end_cause in ("stopped", "revoked", "signed out")
    assert at_all(identity) is None


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_is_demoted_while_starting_does_not_go_on(cast, _round):
    olga = cast.identity("olga")
    started, _ = together(
        lambda: start(olga, cast["zoe"]),
        lambda: roles.change_role(operator(cast.acme), cast["olga"], Role.EMPLOYEE),
    )
    assert not now(olga).impersonating
    if isinstance(started, Refused):
        assert of_login(olga.login_id) == []
    else:
        assert ended_once(olga.login_id).end_cause == "no longer allowed"


@pytest.mark.parametrize("_round", ROUNDS)
def test_whoever_is_deactivated_while_somebody_starts_is_impersonated_no_longer(cast, time, _round):
    olga = cast.identity("olga")
    started, _ = together(
        lambda: start(olga, cast["zoe"]),
        lambda: status.deactivate(operator(cast.acme), cast["zoe"], time.now().date()),
    )
    assert not now(olga).impersonating
    if isinstance(started, Refused):
        assert of_login(olga.login_id) == []
    else:
        assert ended_once(olga.login_id).end_cause == "subject deactivated"


@pytest.mark.parametrize("_round", ROUNDS)
def test_who_signs_out_while_another_tab_starts_leaves_nothing_running(cast, _round):
    olga = cast.identity("olga")
    started, _ = together(lambda: start(olga, cast["zoe"]), lambda: logins.sign_out(olga.login_id))
    assert at_all(olga) is None
    if isinstance(started, Refused):
        assert of_login(olga.login_id) == []
    else:
        assert ended_once(olga.login_id).end_cause == "signed out"


@pytest.mark.parametrize("_round", ROUNDS)
def test_continue_does_not_bring_back_what_is_being_revoked(cast, time, _round):
    identity, oscar = impersonating(cast, "hana", "fay"), cast.identity("oscar")
    (session,) = of_login(identity.login_id)
    time.advance(minutes=59)
    _, revoked = together(lambda: renew(identity), lambda: revoke(oscar, session.id))
    assert revoked is True
    assert ended_once(identity.login_id).end_cause == "revoked"
    assert not now(identity).impersonating


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_tabs_that_continue_at_once_get_one_more_period_not_two(cast, time, _round):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(minutes=59)
    outcomes = together(lambda: renew(identity), lambda: renew(identity))
    assert refusals(outcomes) == 0
    (session,) = of_login(identity.login_id)
    assert session.renewals == 1
    assert session.expires_at == clock.now() + timedelta(hours=1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_change_made_while_stopping_is_either_counted_or_not_made(cast, _round):
    identity = impersonating(cast, "olga", "zoe")
    changed, summary = together(lambda: change_language(identity, "en"), lambda: stop(identity))
    (entry,) = ends(of_login(identity.login_id)[0].id)
    with db.reading() as tx:
        language = tx.exec(select(Person.language).where(Person.id == cast["zoe"])).one()
    made = not isinstance(changed, Refused)
    assert language == ("en" if made else "de")
    assert entry.after["changes"] == summary.changes == int(made)


def limit(cast):
    rules.change(cast.identity("carl"), cast.acme, limited_to_super_admins=True)


def take_the_scope_away(cast):
    scopes.set_scope(cast.identity("olga"), cast["hana"], [], [])


def move_out_of_the_scope(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Department, cast.departments["Field Sales"]).parent_id = None
        db.facts_changed(tx, cast.acme)


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize("change", [limit, take_the_scope_away, move_out_of_the_scope])
def test_who_starts_beside_a_change_that_forbids_it_does_not_go_on(cast, change, _round):
    hana = cast.identity("hana")
    started, changed = together(lambda: start(hana, cast["fay"]), lambda: change(cast))
    assert changed is None
    assert not now(hana).impersonating
    assert sweep() == 0
    if isinstance(started, Refused):
        assert of_login(hana.login_id) == []
    else:
        assert ended_once(hana.login_id).end_cause == "no longer allowed"


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_super_admins_who_demote_each_other_one_stays(cast, _round):
    olga, oscar = cast.identity("olga"), cast.identity("oscar")
    outcomes = together(
        lambda: roles.change_role(olga, cast["oscar"], Role.EMPLOYEE),
        lambda: roles.change_role(oscar, cast["olga"], Role.EMPLOYEE),
    )
    assert refusals(outcomes) == 1
    with db.reading() as tx:
        left = tx.exec(select(Person).where(Person.organization_id == cast.acme, Person.role == Role.SUPER_ADMIN)).all()
    assert len(left) == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_two_who_save_another_scope_at_once_one_is_told(cast, _round):
    with db.reading() as tx:
        seen = scopes.scope_of(tx, cast["hana"]).version
    engineering, mentors = [cast.departments["Engineering"]], [cast.groups["Mentors"]]
    outcomes = together(
        lambda: scopes.set_scope(cast.identity("olga"), cast["hana"], engineering, [], seen=seen),
        lambda: scopes.set_scope(cast.identity("oscar"), cast["hana"], [], mentors, seen=seen),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangedMeanwhile", "bool"]
    with db.reading() as tx:
        left = scopes.scope_of(tx, cast["hana"]).in_words
    first = {"departments": ["Engineering"], "groups": []}
    assert left == (first if outcomes[0] is True else {"departments": [], "groups": ["Mentors"]})


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_scope_is_not_left_behind_by_whoever_loses_the_role_at_the_same_moment(cast, _round):
    together(
        lambda: scopes.set_scope(cast.identity("olga"), cast["hana"], [cast.departments["Engineering"]], []),
        lambda: roles.change_role(cast.identity("oscar"), cast["hana"], Role.EMPLOYEE),
    )
    with db.reading() as tx:
        assert scopes.scope_of(tx, cast["hana"]) == scopes.Scope({}, {})


@pytest.mark.parametrize("_round", ROUNDS)
def test_many_who_start_while_their_rights_are_taken_meet_no_deadlock_and_no_leftover(cast, _round):
    actors = [cast.identity(name) for name in ("hana", "hana", "olga", "oscar", "hugo", "eve")]
    subjects = [cast[name] for name in ("fay", "sam", "ina", "ben", "zoe", "emil")]
    together(
        *(lambda a=actor, s=subject: start(a, s) for actor, subject in zip(actors, subjects, strict=True)),
        lambda: limit(cast),
        lambda: take_the_scope_away(cast),
    )
    assert sweep() == 0
    assert [now(actor).impersonating for actor in actors] == [False, False, True, True, False, True]
