"""Amounts are kept exactly, whatever way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from admin_proxy.goals import amounts
from admin_proxy.goals.amounts import NotAnAmount
from admin_proxy.goals.tables import Unit


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12.5", 1250), ("12,5", 1250), ("0", 0), ("-3", -300), ("−3", -300), ("1 200", 120_000), ("1'200.25", 120_025),
        (" 7 ", 700), ("1000000000000", 10**14),
    ],
)  # fmt: skip
def test_an_amount_is_read(said, value):
    assert amounts.read(said) == value


@pytest.mark.parametrize(
    "said", ["", "ten", "1,200", "1.234", "1e9", "٣", "²", "1" * 14, "9999999999999", "nan", "--1"]
)
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(said):
    with pytest.raises(NotAnAmount):
        amounts.read(said)


@given(some.integers(-amounts.LARGEST, amounts.LARGEST))
def test_what_stands_in_a_form_is_read_as_what_it_was(value):
    assert amounts.read(amounts.typed(value)) == value


@given(*[some.integers(-amounts.LARGEST, amounts.LARGEST)] * 3)
def test_progress_is_a_share_and_all_of_it_only_where_the_target_is_reached(start, target, current):
    share = amounts.progress(start, target, current)
    assert 0 <= share <= 100
    reached = current >= target if target > start else current <= target
    assert (share == 100) == (reached or start == target)


def test_the_record_is_in_nobodys_language():
    assert amounts.plain(Unit.PERCENT, "", 1250) == "12.5 %"
    assert amounts.plain(Unit.MONEY, "EUR", 120_000) == "1200 EUR"
    assert amounts.plain(Unit.DONE, "", 100) == "done"
