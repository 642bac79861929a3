"""Every word that impersonation says to people, in one place. The policy's sentences stand with the policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from admin_proxy.impersonation.causes import EndCause

# The prompt
RECORDED = "Everything you do is recorded under both your name and theirs."
NOTIFIED = "{name} will be notified of what you change."
NOT_NOTIFIED = "{name} will not be notified of what you change."
REPORTS = "Reports you generate are sent to {email}."

# The reason
REASON_MISSING = "Your organization requires a reason. Say why you need to impersonate."
REASON_TOO_LONG = "A reason can have {longest} characters; this one has {length}. Shorten it."

# The banner and the idle pop-up
BANNER = "You are impersonating {name} ({email})"
IDLE_QUESTION = "Still impersonating {name}?"

# Refusals that are not the policy's
LOGIN_OVER = "Your sign-in has ended. Sign in again."
NOT_IMPERSONATING = "You are not impersonating anybody."
AT_THE_LIMIT = "An impersonation lasts 24 hours at most. Stop this one, and start another if you still need it."
OVER = "The impersonation has ended, so nothing was changed. Start it again if you still need it."
ONLY_SUPER_ADMINS_REVOKE = "Only Super Admins can end somebody else's impersonation."
ONLY_SUPER_ADMINS_WATCH = "Only Super Admins can see who impersonates whom."
WHY_END_MISSING = "Say why you end it. Whoever is impersonating reads it."
NO_SUCH_SESSION = "There is no such impersonation."

# Why somebody is not found
MAY_BE_IMPERSONATED = "You can impersonate this person. Search for them by name or e-mail."

# Why a session is no longer allowed, where the policy has no sentence for it
ACTOR_DEACTIVATED = "Your account is deactivated."

_ENDINGS = {
    EndCause.STOPPED: "You stopped impersonating {name}.",
    EndCause.EXPIRED: "Your impersonation of {name} has ended because the time was up.",
    EndCause.SIGNED_OUT: "Your impersonation of {name} has ended because the sign-in it belonged to has ended.",
    EndCause.REVOKED: "Your impersonation of {name} has been ended by a Super Admin.",
    EndCause.NO_LONGER_ALLOWED: "Your impersonation of {name} has ended because it is no longer allowed.",
    EndCause.SUBJECT_DEACTIVATED: "Your impersonation of {name} has ended because {name} has been deactivated.",
}

# The letter to the person
LETTER_SUBJECT = "{actor} changed something in your name"
_LETTER = """\
Hello {first_name},

{actor} ({actor_email}) worked in your name on {organization} from {start} to {end} (UTC) and changed this:

{changes}

If you have questions about it, write to {actor_email} or ask your HR department.
"""


def ended(cause: EndCause, name: str, why: str = "") -> str:
    """What the pop-up says: that it has ended, why, and, where there is more to know, that."""
    return f"{_ENDINGS[cause].format(name=name)} {why}".strip()


def letter(
    *,
    first_name: str,
    actor: str,
    actor_email: str,
    organization: str,
    start: datetime,
    end: datetime,
    changes: Iterable[str],
) -> str:
    return _LETTER.format(
        first_name=first_name,
        actor=actor,
        actor_email=actor_email,
        organization=organization,
        start=f"{start:%Y-%m-%d %H:%M}",
        end=f"{end:%Y-%m-%d %H:%M}",
        changes="\n".join(changes),
    )


def and_more(changes: int) -> str:
    return "       … and one more change." if changes == 1 else f"       … and {changes:,} more changes."


def change(field: str, before: object, after: object) -> str:
    return f"{field}: {_value(before)} → {_value(after)}"


def duration(length: timedelta) -> str:
    """`1 hour`, `2 hours 5 minutes`, `12 minutes`, `40 seconds`: seconds only where there are no hours."""
    seconds = max(0, round(length.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else seconds, "second")]
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "0 seconds"


def _value(value: object) -> str:
    return "nothing" if value is None or value == "" else str(value)
