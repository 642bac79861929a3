"""What can end an impersonation. Each one ends once, with one of these."""

from __future__ import annotations

from enum import StrEnum


class EndCause(StrEnum):
    STOPPED = "stopped"
    EXPIRED = "expired"
    SIGNED_OUT = "signed out"
    REVOKED = "revoked"
    NO_LONGER_ALLOWED = "no longer allowed"
    SUBJECT_DEACTIVATED = "subject deactivated"

    @property
    def by_the_actor(self) -> bool:
        """The administrator ended it and knows: no pop-up needs to say so."""
        return self in (EndCause.STOPPED, EndCause.SIGNED_OUT)
