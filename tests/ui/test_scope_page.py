"""What the pages about administrators make of an address, and of a scope."""

import pytest

from admin_proxy.accounts.scopes import MOST, Scope
from admin_proxy.ui.pages.administering import in_words
from admin_proxy.ui.pages.scope import Draft, draft_in

SCOPE = Scope({1: "Sales › Field Sales", 2: "Engineering"}, {7: "Mentors"})


def test_what_is_chosen_is_read_from_the_address():
    query = {"departments": "3,1,3", "groups": "7", "instead_of": "abc"}
    assert draft_in(query) == Draft([3, 1], [7], "abc")
    assert draft_in({"departments": "", "groups": "", "instead_of": ""}) == Draft([], [], "")


def test_an_address_that_says_nothing_of_it_has_nothing():
    assert draft_in({}) is None
    assert draft_in({"departments": "1"}) is None


@pytest.mark.parametrize("said", ["x", "-1", "²", "9" * 400, ",,,", "1.5", "0x1", "\0"])
def test_what_makes_no_sense_is_left_out(said):
    assert draft_in({"departments": said, "groups": said, "instead_of": "x" * 400}) == Draft([], [], "x" * 40)


def test_no_more_is_read_than_a_scope_can_have():
    said = ",".join(map(str, range(1, 2 * MOST)))
    draft = draft_in({"departments": said, "instead_of": ""})
    assert draft is not None
    assert draft.departments == list(range(1, MOST + 1))


def test_a_scope_in_words_names_some_and_counts_the_others():
    assert in_words(SCOPE) == "Engineering, Sales › Field Sales, Mentors (group)"
    assert in_words(SCOPE, 3) == in_words(SCOPE)
    assert in_words(SCOPE, 1) == "Engineering and 2 more"
    assert in_words(Scope({}, {}), 3) == ""
