"""What the record keeps in English and in tags, in the language of whoever reads it: names of fields, values, notes."""

from __future__ import annotations

import re

from admin_proxy.words import later, retell, say, say_n

FIELDS = (
    later("About"), later("Account activity shown"), later("Action"), later("Actions"), later("By email"),
    later("Category"), later("Cause"), later("Changed"), later("Changes"), later("Closing note"), later("Comment"),
    later("Company value"), later("Confidence"), later("Currency"), later("Deactivated"), later("Deactivated on"),
    later("Department"), later("Departments"), later("Description"), later("Digest"), later("Done on"),
    later("Due on"), later("Email"), later("Employee id"), later("Ended at"), later("Ends on"), later("Entries"),
    later("Expires at"), later("First name"), later("Format"), later("Group"), later("Groups"), later("Hire date"),
    later("Impersonated"), later("In app"), later("Is forced"), later("Language"), later("Last name"),
    later("Left out"), later("Length"), later("Limited to super admins"), later("Location"), later("Manager"),
    later("Members"), later("Message"), later("Name"), later("New"), later("Notify of changes"), later("Of"),
    later("Owner"), later("Person"), later("Progress"), later("Proxy enabled"), later("Reaction"),
    later("Reactivated"), later("Reason required"), later("Role"), later("Session"), later("Session hours"),
    later("Since"), later("Size"), later("Slug"), later("Start"), later("Starts on"), later("State"), later("Status"),
    later("Subcategory"), later("Supports"), later("Target"), later("Text"), later("Theme"), later("Time zone"),
    later("Title"), later("To"), later("Unchanged"), later("Unit"), later("Until"), later("Value"), later("Version"),
    later("Visibility"), later("Weight"), later("Words de"), later("Words en"),
)  # fmt: skip
"""As they are called in the record, with blanks."""

_CALLED = {"dropped": later("Dropped||entries")}
"""What is also a word of something else."""
_CHOICES = frozenset(
    {"cause", "confidence", "reaction", "role", "state", "supports", "theme", "unit", "visibility", "value"}
)
"""Fields that hold one of a few words of ours; what somebody typed is shown as it was typed."""
ERASED = later("Erased from the record")
"""Stands where something was typed that the record says nothing of any more."""
CHOICES = (
    later("employee"), later("hr_admin"), later("admin"), later("super_admin"), later("percent"), later("number"),
    later("money"), later("done"), later("not done"), later("public"), later("private"), later("Open"),
    later("a private goal"), later("system"), later("light"), later("dark"),
)  # fmt: skip
"""Those that are marked nowhere else."""

_NAMES = frozenset({later("Somebody not signed in"), later("Nobody"), later("Operator")})
"""Of those who are no person."""
_OF_OURS = frozenset({"notification", "audit_log", "page", "report"})
_THINGS = {
    "person": (later("No such person"), later("Somebody by e-mail")),
    "feedback": (later("Feedback to {receiver} about {about}"), later("Feedback to {receiver}")),
    "feedback_request": (later("Request to {asked} about {about}"),),
    "recognition": (later("Recognition of {receivers}"),),
    "impersonation": (later("{actor} as {subject}"),),
    "login": (later("{browser} on {system}"), later("Unknown browser")),
}
"""How those are called that have no name of their own."""

_LOCKED_FOR = re.compile(r"For (\d+) (second|minute)s?\.")
_CHARACTERS = re.compile(r"(\d+) characters")


def field(name: str) -> str:
    """`Time zone` for `time_zone`."""
    return say(_CALLED.get(name) or name.replace("_", " ").capitalize())


def value(name: str, kept: str) -> str:
    """A value of that field."""
    if name in _CHOICES:
        return say(kept)
    if name == "length" and (found := _CHARACTERS.fullmatch(kept)):
        return say_n("{count} character", "{count} characters", int(found[1]))
    return kept


def name(kept: str, person_id: int | None) -> str:
    """Of whoever did something, or in whose name."""
    return say(kept) if person_id is None and kept in _NAMES else kept


def thing(kind: str, called: str) -> str:
    """What something was done to, by name."""
    if kind in _OF_OURS:
        return say(called)
    return retell(called, *_THINGS.get(kind, ()))


def yes_or_no(kept: bool) -> str:
    return say("yes") if kept else say("no")


def note(kept: str) -> str:
    """A note of the product's own; a reason that somebody typed is none of them, and stays as it was typed."""
    if found := _LOCKED_FOR.fullmatch(kept):
        return _locked_for(int(found[1]), in_minutes=found[2] == "minute")
    told = retell(kept, later("By e-mail to {email}."), later("Older than {day}"))
    return told if told != kept else say(kept)


def _locked_for(count: int, *, in_minutes: bool) -> str:
    if in_minutes:
        return say_n("For {count} minute.", "For {count} minutes.", count)
    return say_n("For {count} second.", "For {count} seconds.", count)
