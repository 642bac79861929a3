"""Thanking colleagues in public."""

from __future__ import annotations

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, ImpersonationOver, Invalid
from admin_proxy.impersonation.stopping import stop
from admin_proxy.recognition import thanking
from admin_proxy.recognition.feed import feed
from tests.feedback.acts import new_form
from tests.impersonation.acts import entries, impersonating, letters
from tests.recognition.acts import rows, thank


def test_fay_thanks_zoe_and_ben_and_everybody_at_acme_can_read_it(cast, time):
    assert thank(cast.identity("fay"), cast["zoe"], cast["ben"], value="Own it", message="You stayed late.") == 2
    for who in ("fay", "zoe", "adam", "nora"):
        (card,) = feed(cast.identity(who)).cards
        assert (card.giver.name, [one.name for one in card.receivers]) == ("Fay Fischer", ["Zoë Žižková", "Ben Becker"])
        assert (card.value, card.message, card.at) == ("Own it", "You stayed late.", time.now())


def test_those_thanked_are_told_each_with_the_others(cast):
    thank(cast.identity("fay"), cast["zoe"], cast["ben"], message="You stayed late.")
    told = {letter.to_person_id: letter for letter in letters()}
    assert set(told) == {cast["zoe"], cast["ben"]}
    assert told[cast["ben"]].subject == "Fay Fischer thanked you in public"
    assert told[cast["zoe"]].subject == "Fay Fischer hat Ihnen öffentlich gedankt"
    assert "Together with Zoë Žižková, for “Customers first”:" in told[cast["ben"]].body
    assert "You stayed late." in told[cast["ben"]].body


def test_the_record_has_it_as_it_is(cast):
    thank(cast.identity("fay"), cast["zoe"], cast["ben"], value="Own it", message="You stayed late.")
    (entry,) = entries(Tag.RECOGNITION_GIVEN)
    assert entry.object_name == "Recognition of Zoë Žižková and Ben Becker"
    assert entry.after == {"to": "Zoë Žižková and Ben Becker", "company_value": "Own it", "message": "You stayed late."}
    assert Tag.RECOGNITION_GIVEN.category == "Recognition"


def test_as_fay_the_author_is_fay_and_only_the_record_names_both(cast):
    thank(impersonating(cast, "olga", "fay"), cast["zoe"])
    (card,) = feed(cast.identity("zoe")).cards
    assert card.giver.name == "Fay Fischer"
    (entry,) = entries(Tag.RECOGNITION_GIVEN)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Fay Fischer")
    assert all("Olga" not in letter.subject + letter.body for letter in letters())


def test_nobody_is_thanked_in_fays_name_once_the_impersonation_is_over(cast):
    as_fay = impersonating(cast, "olga", "fay")
    stop(as_fay)
    with pytest.raises(ImpersonationOver):
        thank(as_fay, cast["zoe"])
    assert (rows(), letters()) == ([], [])


def test_a_form_that_is_sent_twice_thanks_once(cast):
    fay, form = cast.identity("fay"), new_form()
    assert [thank(fay, cast["zoe"], cast["ben"], once=form) for _ in range(2)] == [2, 0]
    assert (len(rows()), len(letters())) == (1, 2)
    for change in ({"message": "Something else"}, {"value": "Keep it simple"}):
        with pytest.raises(Invalid, match="sent already"):
            thank(fay, cast["zoe"], cast["ben"], once=form, **change)
    with pytest.raises(Invalid, match="sent already"):
        thank(fay, cast["zoe"], once=form)


def test_the_latest_of_ones_own_is_known(cast):
    assert thanking.latest(cast.identity("fay")) == 0
    thank(cast.identity("fay"), cast["zoe"])
    mine = rows()[-1].id
    thank(cast.identity("ben"), cast["zoe"])
    assert thanking.latest(cast.identity("fay")) == thanking.latest(impersonating(cast, "olga", "fay")) == mine


@pytest.mark.parametrize(("message", "said"), [("", "Write what"), (" \n", "Write what"), ("x" * 1_001, "1,001")])
def test_what_is_wrong_stands_beside_the_message(cast, message, said):
    with pytest.raises(Invalid, match=said) as refusal:
        thank(cast.identity("fay"), cast["zoe"], message=message)
    assert refusal.value.field == "message"


def test_a_value_of_another_organization_is_none(cast):
    foreign = thanking.company_values(cast.identity("eve"))[0].id
    for value_id in (None, 0, -1, foreign, 10**40):
        with pytest.raises(Invalid) as refusal:
            thanking.thank(cast.identity("fay"), [cast["zoe"]], value_id, "You helped us out.", new_form())
        assert refusal.value.field == "value"


def test_oneself_and_those_who_are_no_colleagues_cannot_be_thanked(cast):
    for nobody in (cast["fay"], cast["dora"], cast["eve"], 10**9):
        with pytest.raises(Invalid) as refusal:
            thank(cast.identity("fay"), cast["zoe"], nobody)
        assert refusal.value.field == "to"
    assert rows() == []


def test_vendor_staff_thank_nobody(cast):
    with pytest.raises(Forbidden):
        thanking.thank(cast.identity("carl"), [cast["zoe"]], 1, "You helped us out.", new_form())
