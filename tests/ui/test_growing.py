"""Lists that grow on request come to an end."""

from __future__ import annotations

from admin_proxy.ui.growing import MOST, leading_on


def test_a_list_leads_on_as_long_as_there_is_more():
    assert leading_on(["a row"], "further") == "further"
    assert leading_on(["a row"], "") == ""


def test_a_list_that_is_long_enough_leads_nowhere():
    assert leading_on(range(MOST - 1), "further") == "further"
    assert leading_on(range(MOST), "further") == ""
