"""A browser in words, from what it says about itself: `Chrome on Windows`. A courtesy, not evidence."""

from __future__ import annotations

from functools import lru_cache

from ua_parser import parse

UNKNOWN = "Unknown browser"
_PLAIN_NAMES = {"Mac OS X": "macOS", "HeadlessChrome": "Chrome"}


@lru_cache(maxsize=1024)
def device(user_agent: str) -> str:
    found = parse(user_agent[:400])
    browser = _plain(found.user_agent.family) if found.user_agent else UNKNOWN
    return f"{browser} on {_plain(found.os.family)}" if found.os else browser


def _plain(family: str) -> str:
    return _PLAIN_NAMES.get(family, family.replace("Mobile", "").strip())
