"""The feed, and reactions in it."""

from __future__ import annotations

import pytest

from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, NotFound
from admin_proxy.recognition.feed import FeedPage, feed, one
from admin_proxy.recognition.reacting import react
from admin_proxy.recognition.tables import Kind
from tests.impersonation.acts import entries, every_row, impersonating
from tests.recognition.acts import reactions, thank, thanked


def counts(identity, recognition_id):
    """Those kinds that somebody reacted in, with how many, and whether oneself is among them."""
    card = one(identity, recognition_id)
    return {reaction.kind: (reaction.count, reaction.mine) for reaction in card.reactions if reaction.count}


def test_eve_of_another_organization_sees_nothing_of_it(cast):
    recognition = thanked(cast.identity("fay"), cast["zoe"])
    assert feed(cast.identity("eve")) == FeedPage(())
    assert one(cast.identity("eve"), recognition) is None


def test_pages_are_newest_first_and_follow_each_other(cast):
    for number in range(5):
        thank(cast.identity("fay"), cast["zoe"], message=f"Number {number}")
    zoe = cast.identity("zoe")
    pages = [feed(zoe, most=2)]
    while pages[-1].more:
        pages.append(feed(zoe, pages[-1].more, most=2))
    assert [[card.message for card in page.cards] for page in pages] == [
        ["Number 4", "Number 3"], ["Number 2", "Number 1"], ["Number 0"],
    ]  # fmt: skip
    assert feed(zoe, "nonsense", most=2) == pages[0]


def test_reactions_are_counted_one_of_each_kind_for_each_person(cast):
    recognition = thanked(cast.identity("fay"), cast["zoe"])
    for who, kind in (("ben", Kind.HEART), ("zoe", Kind.HEART), ("ben", Kind.IDEA), ("ben", Kind.HEART)):
        react(cast.identity(who), recognition, kind, on=True)
    assert counts(cast.identity("ben"), recognition) == {Kind.HEART: (2, True), Kind.IDEA: (1, True)}
    assert counts(cast.identity("fay"), recognition) == {Kind.HEART: (2, False), Kind.IDEA: (1, False)}


def test_saying_it_twice_does_no_harm(cast):
    recognition, ben = thanked(cast.identity("fay"), cast["zoe"]), cast.identity("ben")
    assert [react(ben, recognition, Kind.HEART, on=on) for on in (False, True, True, False, False)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert reactions() == []
    assert (len(entries(Tag.REACTION_ADDED)), len(entries(Tag.REACTION_REMOVED))) == (1, 1)


def test_the_record_says_which(cast):
    recognition = thanked(cast.identity("fay"), cast["zoe"])
    as_ben = impersonating(cast, "olga", "ben")
    react(as_ben, recognition, Kind.HEART, on=True)
    react(as_ben, recognition, Kind.HEART, on=False)
    (added,), (removed,) = entries(Tag.REACTION_ADDED), entries(Tag.REACTION_REMOVED)
    assert (added.before, added.after) == (None, {"reaction": "Heart"})
    assert (removed.before, removed.after) == ({"reaction": "Heart"}, None)
    assert (added.actor_name, added.subject_name) == ("Olga Orlova", "Ben Becker")
    assert added.object_name == "Recognition of Zoë Žižková"


def test_as_ben_the_reaction_is_bens(cast):
    recognition = thanked(cast.identity("fay"), cast["zoe"])
    react(impersonating(cast, "olga", "ben"), recognition, Kind.HEART, on=True)
    assert counts(cast.identity("ben"), recognition) == {Kind.HEART: (1, True)}
    assert counts(cast.identity("olga"), recognition) == {Kind.HEART: (1, False)}


def test_what_is_missing_or_foreign_gets_the_same_words(cast):
    foreign = thanked(cast.identity("eve"), cast["emil"])
    for number in (foreign, 0, -1, 10**9, 10**40):
        with pytest.raises(NotFound, match="There is no such recognition"):
            react(cast.identity("ben"), number, Kind.HEART, on=True)
        assert one(cast.identity("ben"), number) is None
    assert reactions() == []


def test_whoever_impersonates_sees_exactly_what_the_subject_sees_and_looking_changes_nothing(cast):
    recognition = thanked(cast.identity("fay"), cast["zoe"])
    react(cast.identity("ben"), recognition, Kind.HEART, on=True)
    as_ben, ben = impersonating(cast, "olga", "ben"), cast.identity("ben")
    before = every_row()
    assert feed(as_ben) == feed(ben)
    assert one(as_ben, recognition) == one(ben, recognition)
    assert every_row() == before


def test_vendor_staff_see_none(cast):
    with pytest.raises(Forbidden):
        feed(cast.identity("carl"))
