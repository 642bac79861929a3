from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from admin_proxy import db
from admin_proxy.accounts import logins, settings, signing_in
from admin_proxy.accounts.signing_in import Failed, SignedIn
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.identity import Forbidden, Invalid, Meanwhile, NotFound, operator
from tests.accounts.conftest import PASSWORD

NEW = "a whole new sentence"


def entries():
    """Without those on the impersonation itself."""
    with db.reading() as tx:
        every = tx.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    return [entry for entry in every if not entry.tag.startswith("impersonation.")]


def row(person_id):
    with db.reading() as tx:
        return tx.get_one(Person, person_id)


def test_fay_sees_who_she_is_here_where_she_stands_and_whom_she_reports_to(cast):
    details = settings.details(cast.identity("fay"))
    assert (details.name, details.email, details.role) == ("Fay Fischer", "fay@acme.example", "Employee")
    assert details.department == "Sales › Field Sales"
    assert details.manager == settings.Colleague("Sam Silva", "SS", "sam@acme.example", "Sales Lead")
    assert details.reports == ()


def test_sam_sees_who_reports_to_him_but_not_who_has_left(cast, time):
    assert [colleague.name for colleague in settings.details(cast.identity("sam")).reports] == [
        "Fay Fischer",
        "Ina Iversen",
    ]
    with db.writing() as tx:
        tx.get_one(Person, cast["fay"]).deactivated_on = time.now().date()
    assert [colleague.name for colleague in settings.details(cast.identity("sam")).reports] == ["Ina Iversen"]


def test_zoe_sees_her_groups_language_and_time_zone(cast):
    details = settings.details(cast.identity("zoe"))
    assert (details.groups, details.language, details.time_zone) == (("Mentors",), "de", "Europe/Prague")


def test_vendor_staff_have_settings_too(cast):
    details = settings.details(cast.identity("carl"))
    assert (details.role, details.department, details.manager) == ("Customer Success Manager", "", None)
    assert settings.change(cast.identity("carl"), time_zone="Europe/Lisbon")


def test_the_operator_has_none(cast):
    with pytest.raises(NotFound):
        settings.details(operator(cast.acme))


def test_while_impersonating_my_details_are_the_subjects_and_only_the_theme_is_the_actors(cast, impersonating):
    with db.writing() as tx:
        tx.get_one(Person, cast["olga"]).theme = "dark"
    details = settings.details(impersonating("olga", "zoe"))
    assert (details.name, details.language, details.theme) == ("Zoë Žižková", "de", "dark")


def test_sam_changes_his_language_and_the_record_has_that_and_nothing_else(cast):
    assert settings.change(cast.identity("sam"), language="de", time_zone="UTC", theme="system")
    (entry,) = entries()
    assert (entry.tag, entry.actor_name) == ("accounts.settings.changed", "Sam Silva")
    assert (entry.before, entry.after) == ({"language": "en"}, {"language": "de"})
    assert row(cast["sam"]).language == "de"


def test_changing_nothing_writes_nothing(cast):
    assert not settings.change(cast.identity("sam"), language="en", time_zone="UTC", theme="system")
    assert not settings.change(cast.identity("sam"))
    assert entries() == []


def test_what_was_not_touched_on_a_form_is_not_written_back(cast, impersonating):
    began_with = {"language": "de", "time_zone": "Europe/Prague"}
    settings.change(cast.identity("zoe"), time_zone="Asia/Tokyo")
    olga_as_zoe = impersonating("olga", "zoe")
    assert settings.change(olga_as_zoe, language="en", time_zone="Europe/Prague", known=began_with)
    assert (row(cast["zoe"]).language, row(cast["zoe"]).time_zone) == ("en", "Asia/Tokyo")
    assert (entries()[-1].before, entries()[-1].after) == ({"language": "de"}, {"language": "en"})
    assert not settings.change(olga_as_zoe, language="de", time_zone="Europe/Prague", known=began_with)


def test_two_who_choose_differently_hear_of_each_other_and_the_second_may_go_on(cast):
    zoe, began_with = cast.identity("zoe"), {"language": "de", "time_zone": "Europe/Prague"}
    settings.change(zoe, time_zone="America/New_York")
    with pytest.raises(Meanwhile, match="“America/New York” here meanwhile") as refusal:
        settings.change(zoe, language="en", time_zone="Asia/Tokyo", known=began_with)
    assert (refusal.value.field, row(cast["zoe"]).language) == ("time_zone", "de")
    told = {**began_with, "time_zone": refusal.value.known["time_zone"]}
    assert settings.change(zoe, language="en", time_zone="Asia/Tokyo", known=told)
    assert (row(cast["zoe"]).language, row(cast["zoe"]).time_zone) == ("en", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "tlh"),
        ("language", ""),
        ("language", "DE"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", "\0"),
        ("theme", "pink"),
    ],
)
def test_what_is_not_on_offer_is_refused_beside_its_field_and_nothing_of_it_is_written(cast, field, value):
    with pytest.raises(Invalid, match="from the list") as refusal:
        settings.change(cast.identity("sam"), **{"language": "de", field: value})
    assert refusal.value.field == field
    assert row(cast["sam"]).language == "en"
    assert entries() == []


def test_a_language_that_came_with_an_upload_may_stay(cast):
    with db.writing() as tx:
        tx.get_one(Person, cast["sam"]).language = "cs"
    assert settings.change(cast.identity("sam"), language="cs", time_zone="Europe/Prague")
    assert row(cast["sam"]).language == "cs"


def test_who_impersonates_changes_the_subjects_language_under_both_names(cast, impersonating):
    olga_as_zoe = impersonating("olga", "zoe")
    assert settings.change(olga_as_zoe, language="en", time_zone="Europe/Vienna")
    (entry,) = entries()
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.session_id == olga_as_zoe.session.id
    assert entry.before == {"language": "de", "time_zone": "Europe/Prague"}
    assert entry.after == {"language": "en", "time_zone": "Europe/Vienna"}
    assert (row(cast["olga"]).language, row(cast["olga"]).time_zone) == ("en", "UTC")


def test_a_theme_chosen_while_impersonating_is_the_actors_and_never_the_subjects(cast, impersonating):
    assert settings.change(impersonating("olga", "zoe"), theme="dark")
    assert (row(cast["olga"]).theme, row(cast["zoe"]).theme) == ("dark", "system")
    (entry,) = entries()
    assert (entry.actor_name, entry.subject_name, entry.session_id) == ("Olga Orlova", "Olga Orlova", None)


def test_each_language_is_offered_by_its_own_name():
    assert settings.languages() == (settings.Choice("en", "English"), settings.Choice("de", "Deutsch"))


def test_each_time_zone_on_offer_is_one():
    zones = settings.time_zones()
    assert zones[0] == "UTC"
    assert "Europe/Prague" in zones
    assert all(ZoneInfo(zone) for zone in zones)


def test_sam_changes_his_password_and_is_signed_out_everywhere_else(with_passwords):
    phone = signing_in.sign_in("sam@acme.example", PASSWORD, "192.0.2.7", "")
    here = with_passwords.identity("sam")
    settings.change_password(here, PASSWORD, NEW)
    assert logins.find(phone.token) is None
    assert [card.id for card in logins.list_mine(here)] == [here.login_id]
    assert isinstance(signing_in.sign_in("sam@acme.example", NEW, "192.0.2.7", ""), SignedIn)
    assert isinstance(signing_in.sign_in("sam@acme.example", PASSWORD, "192.0.2.7", ""), Failed)


def test_a_changed_password_is_in_the_record_without_any_password(with_passwords):
    settings.change_password(with_passwords.identity("sam"), PASSWORD, NEW)
    (entry,) = entries()
    assert (entry.tag, entry.actor_name, entry.before, entry.after) == (
        "accounts.password.chosen",
        "Sam Silva",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("current", "new", "field", "sentence"),
    [
        ("not the current one", NEW, "current", "This is not your current password."),
        (PASSWORD, "short", "new", "at least 8"),
        (PASSWORD, "sam@acme.example", "new", "easily guessed"),
        (PASSWORD, PASSWORD, "new", "Choose another one"),
    ],
)
def test_what_is_wrong_with_a_password_is_said_beside_its_field(with_passwords, current, new, field, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        settings.change_password(with_passwords.identity("sam"), current, new)
    assert refusal.value.field == field
    assert isinstance(signing_in.sign_in("sam@acme.example", PASSWORD, "192.0.2.7", ""), SignedIn)


def test_guessing_the_current_password_in_an_open_browser_is_slowed_down_like_signing_in(with_passwords):
    sam = with_passwords.identity("sam")
    for _ in range(5):
        with pytest.raises(Invalid, match="not your current password"):
            settings.change_password(sam, "a guess", NEW)
    with pytest.raises(Invalid, match="Try again in 30 seconds"):
        settings.change_password(sam, PASSWORD, NEW)
    tags = [entry.tag for entry in entries()]
    assert tags.count("accounts.password.refused") == 5
    assert tags.count("accounts.login.throttled") == 1


def test_who_impersonates_cannot_change_the_persons_password_nor_their_own(with_passwords, impersonating, work):
    with pytest.raises(Forbidden, match="while impersonating"):
        settings.change_password(impersonating("olga", "sam"), PASSWORD, NEW)
    assert work.verified == work.hashed == 0
    assert isinstance(signing_in.sign_in("sam@acme.example", PASSWORD, "192.0.2.7", ""), SignedIn)
    assert isinstance(signing_in.sign_in("olga@acme.example", PASSWORD, "192.0.2.7", ""), SignedIn)
