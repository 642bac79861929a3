"""What accounts change ends the impersonations that it takes the ground from, in the same transaction."""

from datetime import date

import pytest

from admin_proxy import db
from admin_proxy.accounts import logins, password_links, roles, scopes, settings, signing_in, status
from admin_proxy.accounts.tables import Person
from admin_proxy.identity import ImpersonationOver, Role
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.impersonation.stopping import stop
from admin_proxy.organizations import rules
from tests.accounts.conftest import PASSWORD
from tests.impersonation import acts


def ended():
    """How the only session that there is has ended."""
    return acts.session().end_cause


def test_signing_out_ends_the_impersonation_of_that_login_once(cast, impersonating):
    olga_as_sam = impersonating("olga", "sam")
    with acts.news() as told:
        logins.sign_out(olga_as_sam.login_id, "192.0.2.7")
        logins.sign_out(olga_as_sam.login_id, "192.0.2.7")
    assert ended() == EndCause.SIGNED_OUT
    assert set(told) == {olga_as_sam.login_id}
    (out,) = [entry for entry in acts.entries() if entry.tag == "accounts.login.ended"]
    assert (out.actor_name, out.subject_name) == ("Olga Orlova", "Olga Orlova")
    assert len([entry for entry in acts.entries() if entry.tag == "impersonation.session.ended"]) == 1
    assert acts.at_all(olga_as_sam) is None


def test_the_persons_own_logins_go_on(cast, impersonating):
    sams = signing_in.sign_in_as(cast["sam"], "192.0.2.7", "")
    logins.sign_out(impersonating("olga", "sam").login_id)
    assert logins.find(sams.token) == sams.login_id


def test_signing_in_as_somebody_else_in_the_same_browser_ends_the_impersonation(cast, impersonating):
    olga_as_sam = impersonating("olga", "sam")
    signing_in.sign_in_as(cast["zoe"], "192.0.2.7", "", replaces=olga_as_sam.login_id)
    assert ended() == EndCause.SIGNED_OUT


def test_olga_ends_the_impersonation_from_another_browser_with_the_login_it_hangs_on(cast, impersonating):
    impersonating("olga", "sam")
    assert logins.end_others(cast.identity("olga")) == 1
    assert ended() == EndCause.SIGNED_OUT


def test_choosing_a_new_password_ends_the_impersonations_on_all_other_logins(with_passwords, impersonating):
    impersonating("olga", "sam")
    settings.change_password(with_passwords.identity("olga"), PASSWORD, "a whole new sentence")
    assert ended() == EndCause.SIGNED_OUT


def test_the_persons_new_password_leaves_the_impersonation_alone(with_passwords, impersonating):
    impersonating("olga", "sam")
    settings.change_password(with_passwords.identity("sam"), PASSWORD, "a whole new sentence")
    assert ended() == ""


def test_choosing_a_password_by_a_link_ends_them_too(with_passwords, impersonating):
    impersonating("olga", "sam")
    with db.writing() as tx:
        token = password_links.issue(tx, tx.get_one(Person, with_passwords["olga"]))
    password_links.redeem(token, "a whole new sentence")
    assert ended() == EndCause.SIGNED_OUT


TODAY = date(2026, 3, 2)
TAKES_THE_GROUND_AWAY = {
    "the subject is deactivated": (
        lambda cast: status.deactivate(cast.identity("oscar"), cast["fay"], TODAY),
        EndCause.SUBJECT_DEACTIVATED,
    ),
    "the actor is deactivated": (
        lambda cast: status.deactivate(cast.identity("oscar"), cast["hana"], TODAY),
        EndCause.NO_LONGER_ALLOWED,
    ),
    "the actor is demoted": (
        lambda cast: roles.change_role(cast.identity("oscar"), cast["hana"], Role.EMPLOYEE),
        EndCause.NO_LONGER_ALLOWED,
    ),
    "the subject is promoted": (
        lambda cast: roles.change_role(cast.identity("oscar"), cast["fay"], Role.HR_ADMIN),
        EndCause.NO_LONGER_ALLOWED,
    ),
    "the scope is taken away": (
        lambda cast: scopes.set_scope(cast.identity("oscar"), cast["hana"], [cast.departments["Engineering"]], []),
        EndCause.NO_LONGER_ALLOWED,
    ),
    "the organization is limited to Super Admins": (
        lambda cast: rules.change(cast.identity("carl"), cast.acme, limited_to_super_admins=True),
        EndCause.NO_LONGER_ALLOWED,
    ),
    "Admin Proxy is switched off": (
        lambda cast: rules.change(cast.identity("carl"), cast.acme, proxy_enabled=False),
        EndCause.NO_LONGER_ALLOWED,
    ),
}


@pytest.mark.parametrize(("change", "cause"), TAKES_THE_GROUND_AWAY.values(), ids=TAKES_THE_GROUND_AWAY)
def test_the_impersonation_ends_when(cast, impersonating, change, cause):
    impersonating("hana", "fay")
    change(cast)
    assert ended() == cause


LEAVES_THE_GROUND = {
    "the scope grows": lambda cast: scopes.set_scope(
        cast.identity("oscar"), cast["hana"], [cast.departments["Sales"]], [cast.groups["Mentors"]]
    ),
    "somebody else is deactivated": lambda cast: status.deactivate(cast.identity("oscar"), cast["ina"], TODAY),
    "the length is changed": lambda cast: rules.change(cast.identity("carl"), cast.acme, session_hours=3),
    "the person signs in": lambda cast: signing_in.sign_in_as(cast["fay"], "192.0.2.7", ""),
}


@pytest.mark.parametrize("change", LEAVES_THE_GROUND.values(), ids=LEAVES_THE_GROUND)
def test_the_impersonation_goes_on_when(cast, impersonating, change):
    impersonating("hana", "fay")
    change(cast)
    assert ended() == ""


def test_what_is_changed_in_my_settings_counts_as_a_change_and_a_theme_does_not(cast, impersonating):
    olga_as_zoe = impersonating("olga", "zoe")
    settings.change(olga_as_zoe, language="en", theme="dark")
    settings.change(olga_as_zoe, language="en", time_zone="Europe/Vienna")
    assert stop(olga_as_zoe).changes == 2


def test_nothing_is_changed_in_the_subjects_name_once_time_is_up(cast, impersonating, time):
    olga_as_zoe = impersonating("olga", "zoe")
    time.advance(hours=1)
    with pytest.raises(ImpersonationOver):
        settings.change(olga_as_zoe, language="en")
    assert acts.person(cast, "zoe").language == "de"


def test_an_end_that_fails_leaves_the_login_as_it_was(cast, impersonating, monkeypatch):
    """Change and consequences are one transaction: neither is there without the other."""
    olga_as_sam = impersonating("olga", "sam")

    def fails(_tx, _organization_id):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(db, "_before_commit", [fails])
    with acts.news() as told, pytest.raises(RuntimeError):
        logins.sign_out(olga_as_sam.login_id)
    assert told == []
    assert acts.at_all(olga_as_sam).impersonating
    assert not [entry for entry in acts.entries() if entry.tag == "accounts.login.ended"]
