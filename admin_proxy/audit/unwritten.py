"""What somebody reads whose change could not be written, and so was not made."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, OperationalError

from admin_proxy.words import later, say

_BUSY = later("Others were saving for too long, so this was not done. Nothing was changed. Try again in a moment.")
_UNWRITTEN = later(
    "This could not be written down, and what is not recorded is not done. Nothing was changed. Try again in a moment; "
    "if it stays so, tell whoever runs the server."
)


def sentence(error: Exception) -> str:
    """A sentence for what the database refused; empty for any other accident."""
    if not isinstance(error, DBAPIError):
        return ""
    busy = "locked" in str(error.orig) or type(error.orig).__name__ == "LockNotAvailable"
    return say(_BUSY if isinstance(error, OperationalError) and busy else _UNWRITTEN)
