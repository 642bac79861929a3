"""Every word that impersonation says to people, in one place. The policy's sentences stand with the policy, and
what the person is told afterwards in `notice_words.py`."""

from __future__ import annotations

from datetime import timedelta

from admin_proxy.audit import said
from admin_proxy.impersonation.causes import EndCause
from admin_proxy.words import later, say, say_n, values_of

# The prompt
RECORDED = later("Everything you do is recorded under both your name and theirs.")
NOTIFIED = later("{name} will be notified of what you change.")
NOT_NOTIFIED = later("{name} will not be notified of what you change.")
REPORTS = later("Reports you generate are sent to {email}.")

# The reason
REASON_MISSING = later("Your organization requires a reason. Say why you need to impersonate.")
REASON_TOO_LONG = later("A reason can have {longest} characters; this one has {length}. Shorten it.")

# The banner and the idle pop-up
BANNER = later("You are impersonating {name} ({email})")
IDLE_QUESTION = later("Still impersonating {name}?")

# Refusals that are not the policy's
LOGIN_OVER = later("Your sign-in has ended. Sign in again.")
NOT_IMPERSONATING = later("You are not impersonating anybody.")
AT_THE_LIMIT = later("An impersonation lasts 24 hours at most. Stop this one, and start another if you still need it.")
OVER = later("The impersonation has ended, so nothing was changed. Start it again if you still need it.")
ONLY_SUPER_ADMINS_REVOKE = later("Only Super Admins can end somebody else's impersonation.")
ONLY_SUPER_ADMINS_WATCH = later("Only Super Admins can see who impersonates whom.")
WHY_END_MISSING = later("Say why you end it. Whoever is impersonating reads it.")
NO_SUCH_SESSION = later("There is no such impersonation.")

# An impersonation in the record
NONE_IN_THE_RECORD = later("There is no such impersonation in the audit log of your organization.")
NOT_IN_THE_RECORD = later("Not in the record")

# Why somebody is not found
MAY_BE_IMPERSONATED = later("You can impersonate this person. Search for them by name or e-mail.")

# Why a session is no longer allowed, where the policy has no sentence for it
ACTOR_DEACTIVATED = later("Your account is deactivated.")

_ENDINGS = {
    EndCause.STOPPED: later("You stopped impersonating {name}."),
    EndCause.EXPIRED: later("Your impersonation of {name} has ended because the time was up."),
    EndCause.SIGNED_OUT: later("Your impersonation of {name} has ended because the sign-in it belonged to has ended."),
    EndCause.REVOKED: later("Your impersonation of {name} has been ended by a Super Admin."),
    EndCause.NO_LONGER_ALLOWED: later("Your impersonation of {name} has ended because it is no longer allowed."),
    EndCause.SUBJECT_DEACTIVATED: later("Your impersonation of {name} has ended because {name} has been deactivated."),
}


def ended(cause: EndCause, name: str, why: str = "") -> str:
    """What is kept of an end: that it has ended, why, and, where there is more to know, that. In English."""
    return f"{_ENDINGS[cause].replace('{name}', name)} {why}".strip()


def told_of_end(cause: EndCause, kept: str) -> str:
    """What was kept of an end, for whoever reads it: what a Super Admin typed as the reason stays as it was typed."""
    ending = _ENDINGS[cause]
    found = values_of(kept, ending) or values_of(kept, f"{ending} {{why}}")
    if found is None:
        return kept
    why = found.get("why", "")
    return f"{say(ending, name=found['name'])} {why if cause is EndCause.REVOKED else say(why)}".strip()


def without_why(cause: EndCause, kept: str) -> str:
    """What was kept of an end, without what was typed as the reason for it."""
    found = values_of(kept, f"{_ENDINGS[cause]} {{why}}")
    return ended(cause, found["name"]) if found else kept


def told_of_reason(kept: str) -> str:
    """A reason as it was typed, or that there was one."""
    return say(kept) if kept == said.ERASED else kept


def duration(length: timedelta) -> str:
    """`1 hour`, `2 hours 5 minutes`, `12 minutes`, `40 seconds`: seconds only where there are no hours."""
    seconds = max(0, round(length.total_seconds()))
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    said = [
        *([say_n("{count} hour", "{count} hours", hours)] if hours else []),
        *([say_n("{count} minute", "{count} minutes", minutes)] if minutes else []),
        *([say_n("{count} second", "{count} seconds", seconds)] if seconds and not hours else []),
    ]
    return " ".join(said) or say_n("{count} second", "{count} seconds", 0)
