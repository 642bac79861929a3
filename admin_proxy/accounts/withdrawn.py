"""Access that was given up, though nothing could be written: losing access works even then.

Where the database refuses (its disk is full, the record cannot be written, others hold it for too long), a login or an
impersonation that somebody ends is kept here, and is over from that moment on for this process, which is the only one.
The sweep writes it down as soon as that works, with its entry in the record.
"""

from __future__ import annotations

PATIENCE_MS = 5_000
"""How long ending waits for others before it does without the database."""

_logins: set[str] = set()
_sessions: set[str] = set()


def login(login_id: str) -> None:
    _logins.add(login_id)


def session(session_id: str) -> None:
    _sessions.add(session_id)


def is_login(login_id: str) -> bool:
    return login_id in _logins


def is_session(session_id: str) -> bool:
    return session_id in _sessions


def waiting() -> list[str]:
    """The logins whose end is not written yet."""
    return sorted(_logins)


def written(some_id: str) -> None:
    """The end of a login or a session stands in the database now."""
    _logins.discard(some_id)
    _sessions.discard(some_id)
