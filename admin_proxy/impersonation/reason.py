"""Why somebody impersonates, or why somebody else ends it, as they typed it."""

from __future__ import annotations

from admin_proxy.identity import Invalid
from admin_proxy.impersonation import wording
from admin_proxy.words import say

LONGEST = 500


def checked(typed: str, *, required: bool, missing: str = wording.REASON_MISSING) -> str:
    """The reason as it is kept: without what cannot be shown, and without blanks around it.

    Args:
        missing: what is said where one is required and none is given.

    Raises:
        Invalid: it is too long, or missing where one is required.
    """
    reason = "".join(character for character in typed if character.isprintable() or character in "\n\t").strip()
    if len(reason) > LONGEST:
        raise Invalid("reason", say(wording.REASON_TOO_LONG, longest=LONGEST, length=len(reason)))
    if required and not reason:
        raise Invalid("reason", missing)
    return reason
