"""What went wrong elsewhere, and does not here. Each test is named for what it asks of us."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from sqlalchemy import event

from admin_proxy import db
from admin_proxy.access.permissions import Permission, may
from admin_proxy.accounts import logins, privacy, settings
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Identity, Refused
from admin_proxy.impersonation import asking, renewing, starting, stopping, viewing
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.organizations import rules
from tests.impersonation.acts import (
    at_all,
    change_language,
    changed,
    entries,
    house_rule,
    impersonating,
    letters,
    now,
    session,
    sessions,
)


def rows_about(person_id: int) -> list[tuple[object, ...]]:
    """Everything that the database holds of somebody."""
    with db.reading() as tx:
        ask = tx.connection().exec_driver_sql
        return [
            *ask(f"SELECT * FROM person WHERE id = {person_id}"),
            *ask(f"SELECT * FROM login WHERE person_id = {person_id} ORDER BY id"),
            *ask(f"SELECT * FROM group_member WHERE person_id = {person_id} ORDER BY group_id"),
            *ask(f"SELECT * FROM password_link WHERE person_id = {person_id} ORDER BY id"),
        ]


def questions(verb, *args) -> list[str]:
    """What the database is asked while the verb runs, without the values."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        with pytest.raises(Refused):
            verb(*args)
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)
    return asked


# GitLab CVE-2016-4340
def test_who_is_not_impersonating_stops_nothing_and_stays_who_they_are(cast):
    for who in ("olga", "sam", "carl"):
        identity = cast.identity(who)
        assert stopping.stop(identity) is None
        assert now(identity) == identity


# Keycloak CVE-2026-17526
@pytest.mark.parametrize("above", ["olga", "adam", "hugo"])
def test_an_hr_admin_reaches_nobody_above_in_the_prompt_nor_past_it(cast, above):
    changed(cast, above, department_id=cast.departments["Sales"])
    hana = cast.identity("hana")
    for verb in (asking.ask, starting.start):
        with pytest.raises(Refused):
            verb(hana, cast[above])
    assert sessions() == []


# devise_masquerade CVE-2021-28680
def test_whom_to_return_to_is_read_from_nothing_but_the_login(cast):
    identity = impersonating(cast, "olga", "zoe")
    lying = replace(identity, actor=replace(identity.actor, name="Oscar Ortiz", email="oscar@acme.example"))
    stopping.stop(lying)
    assert now(identity).actor.name == "Olga Orlova"


# devise_masquerade #94
def test_two_admins_on_one_person_each_stop_to_their_own_account(cast):
    olgas, oscars = impersonating(cast, "olga", "zoe"), impersonating(cast, "oscar", "zoe")
    stopping.stop(oscars)
    assert now(oscars).subject.name == "Oscar Ortiz"
    assert now(olgas).subject.name == "Zoë Žižková"
    stopping.stop(olgas)
    assert now(olgas).subject.name == "Olga Orlova"


# Daikoku #1102
def test_the_person_who_signs_in_meanwhile_has_no_banner_no_stop_and_no_more_rights(cast):
    olgas = impersonating(cast, "olga", "zoe")
    zoes = cast.identity("zoe")
    assert viewing.current(now(zoes)) == viewing.Overlay()
    assert stopping.stop(zoes) is None
    assert now(zoes).actor.name == "Zoë Žižková"
    assert not may(now(zoes), Permission.USE_ADMIN_PROXY)
    assert now(olgas).impersonating


# Symfony CVE-2019-18886, django-hijack
@pytest.mark.parametrize("verb", [asking.ask, starting.start])
def test_missing_and_out_of_scope_get_the_same_words_after_the_same_work(cast, verb):
    said, work = set(), set()
    for whom in (cast["zoe"], cast["emil"], cast["carl"], 999_999):
        hana = cast.identity("hana")
        with pytest.raises(Refused) as refusal:
            verb(hana, whom)
        said.add((type(refusal.value), str(refusal.value)))
        work.add(tuple(questions(verb, hana, whom)))
    assert len(said) == 1
    assert len(work) == 1


# GitLab #20388, Hephaestus #1885
def test_a_demoted_admin_goes_no_further_and_neither_does_who_impersonates_somebody_promoted(cast):
    demoted, overtaken = impersonating(cast, "olga", "sam"), impersonating(cast, "hana", "fay")
    changed(cast, "olga", role="employee")
    changed(cast, "fay", role="admin")
    assert [row.end_cause for row in sessions()] == ["no longer allowed"] * 2
    assert not now(demoted).impersonating
    assert not now(overtaken).impersonating


# Better Auth's tests of its admin plugin
def test_a_role_of_a_moment_ago_does_not_count(cast):
    olga = cast.identity("olga")
    changed(cast, "olga", role="employee")
    for verb in (asking.ask, starting.start):
        with pytest.raises(Refused, match="Only Super Admins and HR Admins"):
            verb(olga, cast["zoe"])


# Better Auth #9965
def test_no_field_of_an_identity_decides_how_long_or_as_whom_one_acts(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    assert identity.session is not None
    never_ending = replace(identity.session, expires_at=time.now().replace(year=2099))
    forged = replace(identity, session=never_ending)
    time.advance(hours=1)
    with pytest.raises(Refused):
        change_language(forged, "en")
    with pytest.raises(Refused):
        renewing.renew(forged)
    assert not now(forged).impersonating


# calagopus #91
def test_actor_and_session_are_looked_at_for_every_event_not_only_the_first(cast):
    identity = impersonating(cast, "olga", "zoe")
    assert now(identity).impersonating
    assert now(identity).impersonating
    changed(cast, "olga", deactivated_on=date(2026, 3, 1))
    assert at_all(identity) is None


# statamic #15231, laravel-impersonate #11, langwatch #255, parabol #4947
def test_looking_changes_no_row_of_the_person_and_none_of_their_logins(cast, time):
    cast.identity("zoe")
    before = rows_about(cast["zoe"])
    identity = impersonating(cast, "olga", "zoe")
    for _ in range(3):
        time.advance(minutes=10)
        settings.details(now(identity))
        viewing.current(now(identity))
        logins.list_mine(now(identity))
    renewing.renew(identity)
    stopping.stop(identity)
    assert rows_about(cast["zoe"]) == before


# Appwrite #13653
def test_my_settings_are_the_subjects_and_nothing_hits_the_actors_account(cast):
    identity = impersonating(cast, "olga", "zoe")
    assert settings.details(identity).name == "Zoë Žižková"
    before = rows_about(cast["olga"])
    change_language(identity, "en")
    assert rows_about(cast["olga"]) == before


# django-impersonate's log
def test_the_record_goes_by_names_of_its_own_and_outlives_them(cast):
    stopping.stop(impersonating(cast, "olga", "zoe"))
    changed(cast, "zoe", first_name="Gone", last_name="", email="gone@acme.example")
    (entry,) = entries(Tag.IMPERSONATION_ENDED)
    assert (entry.subject_name, entry.subject_email) == ("Zoë Žižková", "zoe@acme.example")


# django-impersonate
def test_there_is_no_second_hop_and_the_record_names_the_human_at_the_keyboard(cast):
    as_oscar = impersonating(cast, "olga", "oscar")
    for identity in (as_oscar, replace(as_oscar, actor=as_oscar.subject)):
        with pytest.raises(Refused):
            starting.start(identity, cast["zoe"])
    settings.change(as_oscar, language="de")
    assert {entry.actor_name for entry in entries(Tag.SETTINGS_CHANGED)} == {"Olga Orlova"}
    assert len(sessions()) == 1


# Grav CVE-2026-65007, casa #2773
def test_credentials_and_consent_stay_the_persons_own(cast):
    cast.identity("zoe")
    identity = impersonating(cast, "olga", "zoe")
    before = rows_about(cast["zoe"])
    for refused in (
        lambda: settings.change_password(identity, "old password", "a new password of some length"),
        lambda: logins.end_others(identity),
        lambda: logins.end_one(identity, logins.list_mine(identity)[0].id),
        lambda: privacy.accept(identity),
    ):
        with pytest.raises(Forbidden):
            refused()
    assert rows_about(cast["zoe"]) == before


# Nova #6544, Nextcloud #131, ServiceNow's default
def test_every_entry_made_while_impersonating_carries_both_names(cast):
    identity = impersonating(cast, "olga", "zoe")
    change_language(identity, "en")
    stopping.stop(identity)
    assert {(entry.actor_name, entry.subject_name) for entry in entries()} == {("Olga Orlova", "Zoë Žižková")}
    assert {entry.session_id for entry in entries()} == {session().id}


# Nextcloud #80, #121
def test_who_impersonates_cannot_keep_the_letter_from_being_written(cast):
    house_rule(cast.acme, notify_of_changes=True)
    identity = impersonating(cast, "olga", "oscar")
    settings.change(identity, language="de")
    for who in (identity, identity.as_actor):
        with pytest.raises(Forbidden):
            rules.change(who, cast.acme, notify_of_changes=False)
    logins.sign_out(identity.login_id)
    assert [letter.to_email for letter in letters()] == ["oscar@acme.example"]


# Decidim #13276, contractmaker #587, filament PR 154
def test_the_banner_is_there_if_and_only_if_a_session_runs_after_each_save_too(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    for act in (
        lambda: change_language(identity, "en"),
        lambda: changed(cast, "zoe", title="Lead"),
        lambda: renewing.renew(identity),
        lambda: stopping.stop(identity),
        lambda: starting.start(identity, cast["sam"]),
        lambda: time.advance(hours=1),
    ):
        act()
        current = now(identity)
        assert viewing.current(current).impersonating == current.impersonating == (current.subject != current.actor)


# Decidim #2101
def test_a_tab_that_was_closed_and_a_job_that_never_ran_lock_nobody_out(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    time.advance(hours=3)
    starting.start(resolve(identity.login_id, ""), cast["sam"])
    assert now(identity).subject.name == "Sam Silva"


# Decidim #2047
def test_several_impersonate_at_once_and_none_of_them_in_anothers_place(cast):
    running = {
        impersonating(cast, actor, subject): subject
        for actor, subject in (("olga", "zoe"), ("oscar", "sam"), ("hana", "fay"), ("hugo", "ben"), ("eve", "emil"))
    }
    for identity, subject in running.items():
        assert now(identity).subject.id == cast[subject]
        assert now(identity).actor.id == identity.actor.id


# GitLab #28425
def test_stop_works_whatever_has_become_of_either_person(cast):
    for trouble in (
        {"who": "zoe", "privacy_version": "older"},
        {"who": "zoe", "deactivated_on": date(2026, 1, 1)},
        {"who": "olga", "role": "employee"},
    ):
        identity = impersonating(cast, "olga", "zoe")
        changed(cast, trouble.pop("who"), **trouble)
        stopping.stop(identity)
        assert now(identity).subject.name == "Olga Orlova"
        changed(cast, "zoe", privacy_version=privacy.VERSION, deactivated_on=None)
    assert {row.end_cause for row in sessions()} == {"no longer allowed", "subject deactivated"}


# Okta 2023, LAPSUS$
def test_no_token_is_in_what_the_screen_or_the_record_gets(cast):
    with db.writing() as tx:
        login, token = logins.begin(tx, cast["olga"], "127.0.0.1", "Firefox")
    identity = resolve(login.id, "127.0.0.1")
    assert identity is not None
    starting.start(identity, cast["zoe"])
    identity = now(identity)
    shown = repr((identity, viewing.current(identity), logins.list_mine(identity.as_actor), entries(), sessions()))
    assert token not in shown
    assert login.token_sha256 not in shown
    assert "token" not in {field.name for field in fields(Identity)}
