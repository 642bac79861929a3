"""How long an impersonation lasts, and when it asks whether to go on."""

from __future__ import annotations

from datetime import timedelta

from admin_proxy.organizations.tables import Organization

LONGEST = timedelta(hours=24)
"""From the start. No renewal goes beyond it."""

IDLE_PROMPT = timedelta(minutes=2)

_shortened: timedelta | None = None


def shorten(seconds: int | None) -> None:
    """Have every impersonation of this process last so long. Only the demonstration's server calls it.

    Args:
        seconds: None or 0 for what the organization says.
    """
    global _shortened
    _shortened = timedelta(seconds=seconds) if seconds else None


def period(organization: Organization) -> timedelta:
    """What a start or a 'Continue' gives."""
    return _shortened or timedelta(hours=organization.session_hours)


def idle_prompt(length: timedelta) -> timedelta:
    """How long before the end the idle pop-up asks: two minutes, or half of a length below four."""
    return min(IDLE_PROMPT, length / 2)
