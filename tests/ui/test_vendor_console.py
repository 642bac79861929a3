"""What the vendor console makes of a form, and of somebody who saved meanwhile."""

import pytest

from admin_proxy.identity import Invalid
from admin_proxy.organizations.rules import HouseRules
from admin_proxy.ui.pages import vendor_console
from admin_proxy.ui.pages.vendor_console import Difference, Wanted

NOW = HouseRules(
    proxy_enabled=True, limited_to_super_admins=False, session_hours=1, reason_required=False, notify_of_changes=True
)


def test_what_the_form_does_not_ask_stays_as_it_is():
    wanted = vendor_console._of_form({"proxy_enabled": True, "session_hours": "4"})
    assert vendor_console._changed(NOW, vendor_console._rules(wanted, NOW)) == {"session_hours": 4}


def test_each_difference_is_told_in_words():
    wanted = Wanted(proxy_enabled=False, limited_to_super_admins=True, session_hours="24", reason_required=True)
    assert vendor_console._differences(NOW, vendor_console._rules(wanted, NOW)) == [
        Difference("Admin Proxy", "On", "Off"),
        Difference("Who may impersonate", "Super Admins and HR Admins", "Super Admins only"),
        Difference("Length", "1 hour", "24 hours"),
        Difference("Reason", "Optional", "Required"),
    ]


@pytest.mark.parametrize("typed", ["", "x", "-1", "1.5", "٣", "1e3"])
def test_a_length_that_is_no_number_is_refused_beside_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        vendor_console._rules(Wanted(session_hours=typed), NOW)
    assert refusal.value.field == "session_hours"


def test_whose_choices_and_somebody_elses_are_both_kept():
    theirs = HouseRules(**{**vendor_console.asdict(NOW), "session_hours": 8, "reason_required": True})
    mine = Wanted(proxy_enabled=True, limited_to_super_admins=True, session_hours="1", reason_required=False)
    assert vendor_console._merged(mine, NOW, theirs) == Wanted(
        proxy_enabled=True, limited_to_super_admins=True, session_hours="8", reason_required=True
    )
