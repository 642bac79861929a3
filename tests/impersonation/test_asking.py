"""The prompt, before anything has begun."""

from __future__ import annotations

import pytest

from admin_proxy.accounts import logins
from admin_proxy.identity import Refused
from admin_proxy.impersonation import length
from admin_proxy.impersonation.asking import ask, closed
from tests.impersonation.acts import changed, entries, house_rule, impersonating, sessions


def test_the_prompt_says_whom_for_how_long_what_is_recorded_and_where_reports_go(cast):
    prompt = ask(cast.identity("olga"), cast["zoe"])
    assert (prompt.person.name, prompt.person.email) == ("Zoë Žižková", "zoe@acme.example")
    assert (prompt.person.title, prompt.person.department) == ("Engineer", "Engineering")
    assert prompt.how_long == "1 hour"
    assert prompt.recorded == "Everything you do is recorded under both your name and theirs."
    assert prompt.reports == "Reports you generate are sent to zoe@acme.example."
    assert not prompt.reason_required


@pytest.mark.parametrize(("on", "said"), [(True, "will be notified"), (False, "will not be notified")])
def test_the_prompt_says_whether_the_person_will_be_notified(cast, on, said):
    house_rule(cast.acme, notify_of_changes=on)
    prompt = ask(cast.identity("olga"), cast["zoe"])
    assert prompt.notified is on
    assert f"Zoë Žižková {said}" in prompt.notification


def test_the_prompt_knows_the_organizations_length_and_whether_a_reason_is_required(cast):
    house_rule(cast.acme, session_hours=24, reason_required=True)
    prompt = ask(cast.identity("olga"), cast["zoe"])
    assert prompt.how_long == "24 hours"
    assert prompt.reason_required
    assert prompt.longest_reason == 500


def test_a_demonstrations_length_is_what_the_prompt_says(cast, shortened):
    shortened(40)
    assert ask(cast.identity("olga"), cast["zoe"]).how_long == "40 seconds"


def test_somebody_without_a_department_has_a_prompt_too(cast):
    assert ask(cast.identity("olga"), cast["hana"]).person.department == ""


def test_asking_changes_nothing_and_records_nothing(cast):
    identity = cast.identity("olga")
    ask(identity, cast["zoe"])
    with pytest.raises(Refused):
        ask(identity, cast["nora"])
    assert sessions() == []
    assert entries() == []


@pytest.mark.parametrize(
    ("actor", "subject", "sentence"),
    [
        ("olga", "nora", "has not accepted the privacy policy yet"),
        ("olga", "dora", "is deactivated"),
        ("olga", "olga", "This is you"),
        ("hana", "henry", "is an HR Admin like you"),
        ("hana", "zoe", "No such person in your scope"),
        ("sam", "zoe", "Only Super Admins and HR Admins"),
        ("carl", "zoe", "Only Super Admins and HR Admins"),
    ],
)
def test_a_refusal_says_why_in_the_policys_words(cast, actor, subject, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(cast.identity(actor), cast[subject])


def test_missing_and_out_of_scope_are_refused_in_the_same_words(cast):
    identity = cast.identity("hana")
    said = set()
    for whom in (cast["zoe"], cast["emil"], 999_999, 0, -7, 2**70):
        with pytest.raises(Refused) as refusal:
            ask(identity, whom)
        said.add((type(refusal.value), refusal.value.sentence))
    assert len(said) == 1


def test_who_impersonates_stops_first_and_then_asks(cast, time):
    identity = impersonating(cast, "olga", "zoe")
    with pytest.raises(Refused, match="Stop that impersonation first"):
        ask(identity, cast["sam"])
    time.advance(hours=1)
    assert ask(identity, cast["sam"]).person.name == "Sam Silva"


def test_a_login_that_is_over_asks_nothing(cast):
    identity = cast.identity("olga")
    logins.sign_out(identity.login_id)
    with pytest.raises(Refused, match="Sign in again"):
        ask(identity, cast["zoe"])


def test_the_role_counts_that_the_database_has(cast):
    identity = cast.identity("olga")
    changed(cast, "olga", role="employee")
    with pytest.raises(Refused, match="Only Super Admins"):
        ask(identity, cast["zoe"])


def test_the_length_without_a_demonstration_is_the_organizations_own(cast, shortened):
    shortened(30)
    shortened(0)
    assert ask(cast.identity("olga"), cast["zoe"]).how_long == "1 hour"
    assert length.idle_prompt(length.LONGEST) == length.IDLE_PROMPT


@pytest.mark.parametrize(
    ("who", "rules", "said"),
    [
        ("olga", {}, ""),
        ("hana", {}, ""),
        ("adam", {}, "Only Super Admins and HR Admins"),
        ("hana", {"limited_to_super_admins": True}, "limited to Super Admins"),
        ("olga", {"limited_to_super_admins": True}, ""),
        ("olga", {"proxy_enabled": False}, "switched off"),
    ],
)
def test_the_page_says_beforehand_when_nobody_at_all_can_be_impersonated(cast, who, rules, said):
    house_rule(cast.acme, **rules)
    sentence = closed(cast.identity(who))
    assert said in sentence
    assert bool(sentence) is bool(said)


def test_the_page_says_beforehand_that_an_impersonation_is_to_be_stopped_first(cast):
    assert "Stop that impersonation first" in closed(impersonating(cast, "olga", "oscar"))
