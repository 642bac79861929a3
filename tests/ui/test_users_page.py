"""Users by its address: what makes sense in it is followed, whatever else stands there."""

import pytest

from admin_proxy.directory.people_filters import NO_FILTERS, Filters, Status
from admin_proxy.directory.people_list import BY_NAME, Order, Sort
from admin_proxy.identity import Role
from admin_proxy.ui.pages.users import filters_in, order_in


def test_each_filter_and_the_order_are_read():
    query = {
        "text": "zoe", "department": "7", "role": "hr_admin", "status": "leaving", "never": "1", "sort": "-hired",
    }  # fmt: skip
    assert filters_in(query) == Filters("zoe", 7, Role.HR_ADMIN, Status.LEAVING, True)
    assert order_in(query) == Order(Sort.HIRED, descending=True)


@pytest.mark.parametrize(
    "query",
    [
        {}, {"department": "x"}, {"department": "-1"}, {"department": "²"}, {"department": "9" * 400},
        {"role": "program_architect"}, {"role": "'"}, {"status": "dead"}, {"never": "yes"}, {"sort": "--name"},
        {"sort": "search_text"}, {"after": "x"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(query):
    assert filters_in(query) == NO_FILTERS
    assert order_in(query) == BY_NAME
