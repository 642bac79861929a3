"""News for open tabs. Says only *that* something is new for a login; each tab reads what it is from the database.

Every broadcast of the product is one of these:

* `tell_login(login_id)`: an impersonation began, was renewed or ended; the login ended.

Listeners are called in the thread that committed and must return at once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

_log = logging.getLogger(__name__)
_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> Callable[[], None]:
    """Have `listener` called with the id of each login that has news; returns what ends that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener) if listener in _listeners else None


def tell_login(login_id: str) -> None:
    for listener in list(_listeners):
        try:
            listener(login_id)
        except Exception:
            _log.exception("news for a login could not be passed on")
