"""What can end an impersonation. Each one ends once, with one of these."""

from __future__ import annotations

from enum import StrEnum

from admin_proxy.words import later


class EndCause(StrEnum):
    STOPPED = later("stopped")
    EXPIRED = later("expired")
    SIGNED_OUT = later("signed out")
    REVOKED = later("revoked")
    NO_LONGER_ALLOWED = later("no longer allowed")
    SUBJECT_DEACTIVATED = later("subject deactivated")

    @property
    def by_the_actor(self) -> bool:
        """The administrator ended it and knows: no pop-up needs to say so."""
        return self in (EndCause.STOPPED, EndCause.SIGNED_OUT)
