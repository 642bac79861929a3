"""Several people at once: each browser is its own, and the person who is impersonated notices nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import records
from tests.journeys.acts import (
    expect_banner,
    expect_home_of,
    expect_no_banner,
    impersonate,
    sign_in,
    stop,
)
from tests.journeys.conftest import NewBrowser
from tests.serving import Server

pytestmark = pytest.mark.journey

MIGUEL = "Miguel Santos"


def test_two_administrators_see_the_same_person_who_notices_nothing(demo: Server, new_browser: NewBrowser) -> None:
    own = new_browser(demo)
    miguel = sign_in(own, "Manager")
    expect_home_of(miguel, MIGUEL)
    signed_in_at = records.last_login(demo, "miguel.santos@kestrel.example")
    logins = records.read(demo, "SELECT count(*) FROM login")
    dana, hannah = new_browser(demo), new_browser(demo)
    of_dana, of_hannah = sign_in(dana, "Super Admin"), sign_in(hannah, "HR Admin (department scope)")

    impersonate(of_dana, "miguel", MIGUEL)
    impersonate(of_hannah, "miguel", MIGUEL)

    others = [dana.tab("/settings"), hannah.tab("/settings")]
    for tab in others:
        expect_banner(tab, MIGUEL)
    expect_no_banner(miguel)
    stop(of_dana)
    expect(of_dana.get_by_role("button", name="Account: Dana Whitfield")).to_be_visible()
    expect_no_banner(others[0])
    expect(others[0].get_by_role("button", name="Account: Dana Whitfield")).to_be_visible()
    expect_banner(of_hannah, MIGUEL)
    expect_banner(others[1], MIGUEL)
    stop(others[1])
    expect(others[1].get_by_role("button", name="Account: Hannah Lindqvist")).to_be_visible()
    expect_home_of(of_hannah, "Hannah Lindqvist")

    miguel.reload()
    expect_home_of(miguel, MIGUEL)
    expect_no_banner(miguel)
    assert records.last_login(demo, "miguel.santos@kestrel.example") == signed_in_at
    ((count,),) = logins
    assert records.read(demo, "SELECT count(*) FROM login") == [(count + 2,)]  # Dana's and Hannah's own


def test_another_browser_of_the_same_administrator_stays_itself(demo: Server, new_browser: NewBrowser) -> None:
    here, there = sign_in(new_browser(demo), "Super Admin"), sign_in(new_browser(demo), "Super Admin")

    impersonate(here, "miguel", MIGUEL)

    there.reload()
    expect_home_of(there, "Dana Whitfield")
    expect_no_banner(there)
