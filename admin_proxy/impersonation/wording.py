"""Every word that impersonation says to people, in one place. The policy's sentences stand with the policy, and
what the person is told afterwards in `notice_words.py`."""

from __future__ import annotations

from datetime import timedelta

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


def ended(cause: EndCause, name: str, why: str = "") -> str:
    """What the pop-up says: that it has ended, why, and, where there is more to know, that."""
    return f"{_ENDINGS[cause].format(name=name)} {why}".strip()


def duration(length: timedelta) -> str:
    """`1 hour`, `2 hours 5 minutes`, `12 minutes`, `40 seconds`: seconds only where there are no hours."""
    seconds = max(0, round(length.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [(hours, "hour"), (minutes, "minute"), (0 if hours else seconds, "second")]
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "0 seconds"
