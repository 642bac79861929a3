"""A browser in words, from what it says about itself: `Chrome on Windows`. A courtesy, not evidence."""

from __future__ import annotations

from functools import lru_cache

from ua_parser import parse

from admin_proxy.words import later, say

UNKNOWN = later("Unknown browser")
_PLAIN_NAMES = {"Mac OS X": "macOS", "HeadlessChrome": "Chrome"}


def device(user_agent: str) -> str:
    browser, system = _parts(user_agent)
    browser = browser or say(UNKNOWN)
    return say("{browser} on {system}", browser=browser, system=system) if system else browser


@lru_cache(maxsize=1024)
def _parts(user_agent: str) -> tuple[str, str]:
    """Browser and system; empty where it does not say so."""
    found = parse(user_agent[:400])
    return (
        _plain(found.user_agent.family) if found.user_agent else "",
        _plain(found.os.family) if found.os else "",
    )


def _plain(family: str) -> str:
    return _PLAIN_NAMES.get(family, family.replace("Mobile", "").strip())
