"""Finding and choosing colleagues: everybody active of one's own organization, by what colleagues see of each other."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.directory import colleagues
from admin_proxy.directory.colleagues import MOST_CHOSEN, ColleaguesPage, search
from admin_proxy.identity import Forbidden, Invalid
from tests.directory.test_search import newcomers
from tests.impersonation.acts import impersonating

pytestmark = pytest.mark.usefixtures("way")


def names(page):
    return [card.name for card in page.cards]


def chosen(identity, *ids):
    with db.reading() as tx:
        return [one.name for one in colleagues.chosen(tx, identity, ids)]


class TestSearching:
    def test_somebody_is_found_by_any_part_of_their_name_or_title_whatever_the_case_and_accents(self, cast):
        fay = cast.identity("fay")
        for text in ("Zoë", "žiž", "KOVA", "zizkova zoe", "engineer", "ngine zoe", "z"):
            assert "Zoë Žižková" in names(search(fay, text)), text

    def test_a_card_says_the_name_and_the_title_and_nothing_more(self, cast):
        (card,) = search(cast.identity("fay"), "zoe").cards
        assert (card.id, card.name, card.initials, card.title) == (cast["zoe"], "Zoë Žižková", "ZŽ", "Engineer")
        assert not hasattr(card, "email")

    @pytest.mark.parametrize("hidden", ["zoe@acme", "@", "acme", "example", "A010", "010", "engineering"])
    def test_nobody_is_found_by_what_colleagues_do_not_see(self, cast, hidden):
        assert "Zoë Žižková" not in names(search(cast.identity("fay"), hidden))
        assert "Zoë Žižková" not in names(search(cast.identity("fay"), f"zoe {hidden}"))

    def test_an_employee_finds_everybody_who_works_there_but_themselves_and_those_who_left(self, cast):
        found = {name for text in "aeiouz" for name in names(search(cast.identity("fay"), text))}
        everybody = {"olga", "oscar", "adam", "hana", "hugo", "henry", "sam", "ina", "zoe", "ben", "nora"}
        assert {name.split()[0].lower().replace("ë", "e") for name in found} == everybody

    def test_eve_of_another_organization_finds_nobody_of_acme(self, cast):
        assert [names(search(cast.identity("eve"), text)) for text in ("zoe", "sam", "e")] == [[], [], ["Emil Egger"]]

    def test_an_hr_admin_finds_colleagues_outside_the_scope_as_well(self, cast):
        for who in ("hana", "henry"):
            assert names(search(cast.identity(who), "zoe")) == ["Zoë Žižková"]

    def test_whoever_impersonates_finds_whom_the_subject_finds(self, cast):
        as_fay = impersonating(cast, "olga", "fay")
        assert search(as_fay, "o") == search(cast.identity("fay"), "o")
        assert names(search(as_fay, "olga")) == ["Olga Orlova"]
        assert names(search(as_fay, "fay")) == []

    def test_nothing_typed_finds_nobody(self, cast):
        for text in ("", "  ", "%", "\x00"):
            assert search(cast.identity("fay"), text) == ColleaguesPage()

    def test_pages_follow_each_other_without_a_gap(self, cast):
        newcomers(cast, *(f"Twin Number{number:02}" for number in range(45)))
        fay = cast.identity("fay")
        pages = [search(fay, "twin")]
        while pages[-1].more:
            pages.append(search(fay, "twin", pages[-1].more))
        assert [len(page.cards) for page in pages] == [20, 20, 5]
        assert [name for page in pages for name in names(page)] == [f"Twin Number{number:02}" for number in range(45)]

    @pytest.mark.parametrize("cursor", ["nonsense", "0", "-1", "²", "9" * 30])
    def test_a_cursor_that_was_made_up_finds_nobody(self, cast, cursor):
        assert search(cast.identity("fay"), "zoe", cursor) == ColleaguesPage()

    def test_vendor_staff_have_no_colleagues(self, cast):
        with pytest.raises(Forbidden):
            search(cast.identity("carl"), "zoe")


class TestChoosing:
    def test_those_chosen_come_in_the_order_of_choice_and_once_each(self, cast):
        fay = cast.identity("fay")
        assert chosen(fay, cast["zoe"], cast["ben"], cast["zoe"]) == ["Zoë Žižková", "Ben Becker"]

    def test_somebody_who_has_never_signed_in_can_be_chosen(self, cast):
        assert chosen(cast.identity("fay"), cast["nora"]) == ["Nora Novak"]

    def test_oneself_those_who_left_those_elsewhere_and_those_who_are_not_get_the_same_words(self, cast):
        fay = cast.identity("fay")
        for nobody in (cast["fay"], cast["dora"], cast["eve"], cast["carl"], 999_999, 0, -1, 2**40, 10**40):
            with pytest.raises(Invalid) as refusal:
                chosen(fay, cast["zoe"], nobody)
            assert (refusal.value.field, refusal.value.sentence) == ("to", colleagues.NOT_AMONG_THEM)

    def test_nobody_and_too_many_are_refused(self, cast):
        fay = cast.identity("fay")
        with pytest.raises(Invalid, match="at least one"):
            chosen(fay)
        many = newcomers(cast, *(f"Twin Number{number:02}" for number in range(MOST_CHOSEN + 1)))
        assert len(chosen(fay, *many[1:])) == MOST_CHOSEN
        with pytest.raises(Invalid, match="at most 20"):
            chosen(fay, *many)


def test_direct_reports_are_those_who_are_active_by_name(cast):
    with db.reading() as tx:
        reports = {
            who: [one.name for one in colleagues.direct_reports(tx, cast.identity(who))]
            for who in ("sam", "fay", "eve")
        }
    assert reports == {"sam": ["Fay Fischer", "Ina Iversen"], "fay": [], "eve": []}
