"""Who is calling, as far as trusted proxies say so."""

from __future__ import annotations

import ipaddress

import pytest

from admin_proxy import config
from admin_proxy.ui.border.address import Addresses, caller_address, network

PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "caller"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # nobody whom one believes
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),  # the left one is what the caller made up
        ("10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "10.0.0.3,198.51.100.1 ,", "198.51.100.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4, unknown", "10.0.0.1"),  # what is left of something unknown is nothing to go by
        ("10.0.0.1", "<script>", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("10.0.0.1", "[2001:db8::1]", "2001:db8::1"),
        ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("fd00::1", "2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),  # an IPv4 proxy on an IPv6 socket
        ("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "fe80::1%eth0", "fe80::1"),
        ("10.0.0.1", "198.51.100.1\n198.51.100.2", "10.0.0.1"),
        ("", "198.51.100.1", ""),
        ("unix", "198.51.100.1", "unix"),
    ],
)
def test_the_caller_is_the_first_hop_that_is_no_proxy_of_ones_own(peer, forwarded_for, caller):
    assert caller_address(peer, forwarded_for, PROXIES) == caller


def test_without_trusted_proxies_the_header_is_not_looked_at():
    assert caller_address("10.0.0.1", "198.51.100.1", ()) == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("unix", "unix"),
    ],
)
def test_an_ipv6_network_is_one_caller(address, counted_as):
    assert network(address) == counted_as


async def test_what_only_proxies_should_have_said_goes_no_further():
    seen = {}

    async def inside(scope, receive, send):
        seen.update(scope)

    scope = {
        "type": "http",
        "client": ("10.0.0.1", 4711),
        "headers": [
            (b"x-forwarded-for", b"1.2.3.4"),
            (b"x-forwarded-for", b"198.51.100.1"),
            (b"x-forwarded-proto", b"https"),
            (b"x-forwarded-host", b"evil.example"),
            (b"forwarded", b"for=1.2.3.4"),
            (b"host", b"people.example"),
        ],
    }
    await Addresses(inside, config.load(trusted_proxies="10.0.0.0/8"))(scope, None, None)
    assert seen["client"] == ("198.51.100.1", 0)
    assert seen["headers"] == [(b"host", b"people.example")]


async def test_somebody_without_an_address_is_nobody_in_particular():
    seen = {}

    async def inside(scope, receive, send):
        seen.update(scope)

    await Addresses(inside, config.load())({"type": "websocket", "client": None, "headers": []}, None, None)
    assert seen["client"] == ("", 0)
