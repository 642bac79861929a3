"""Which departments somebody can choose, and what they are called there."""

import pytest

from admin_proxy.directory import department_choices
from admin_proxy.identity import Forbidden
from tests.directory.test_department_editing import ELSEWHERE
from tests.directory.test_department_merging import look_after


def test_a_super_admin_chooses_among_all_in_the_order_of_the_tree(cast):
    here, olga = cast.departments, cast.identity("olga")
    assert department_choices.choices(olga) == (
        (here["Engineering"], 0, "Engineering"),
        (here["Sales"], 0, "Sales"),
        (here["Field Sales"], 1, "Field Sales"),
        (here["Inside Sales"], 1, "Inside Sales"),
    )
    assert department_choices.path(olga, here["Field Sales"]) == "Sales › Field Sales"


def test_an_hr_admin_chooses_among_those_of_the_scope_which_begin_with_their_path(cast):
    here, hana, henry = cast.departments, cast.identity("hana"), cast.identity("henry")
    assert [one[1:] for one in department_choices.choices(hana)] == [
        (0, "Sales"),
        (1, "Field Sales"),
        (1, "Inside Sales"),
    ]
    assert department_choices.path(hana, here["Engineering"]) == ""
    assert department_choices.choices(henry) == ()
    look_after(cast, "henry", "Field Sales")
    assert department_choices.choices(henry) == ((here["Field Sales"], 0, "Sales › Field Sales"),)


def test_nobody_hears_of_departments_elsewhere(cast):
    eve = cast.identity("eve")
    assert department_choices.choices(eve) == ((cast.departments["Globex Sales"], 0, "Sales"),)
    for number in (cast.departments["Sales"], *ELSEWHERE):
        assert department_choices.path(eve, number) == ""


@pytest.mark.parametrize("name", ["adam", "sam", "carl"])
def test_others_choose_none(cast, name):
    for verb in (department_choices.choices, lambda who: department_choices.path(who, 1)):
        with pytest.raises(Forbidden):
            verb(cast.identity(name))
