"""Every word that feedback says to people, in one place."""

from __future__ import annotations

# What is wrong beside a field
TEXT_MISSING = "Write what you want to say."
NOT_A_REPORT = "You can request feedback about yourself and about your direct reports. Choose again."
ASKED_ABOUT_THEMSELVES = "{name} is whom it is about. Ask somebody else."

# A request that cannot be answered
NO_SUCH_REQUEST = "There is no such request, or it is no longer open."
ANSWERED_ALREADY = "You have answered this request already. Nothing more was sent."
DECLINED_ALREADY = "You have declined this request already. Nothing was sent."

# What the record calls it
GIVEN = "Feedback to {receiver}"
GIVEN_ABOUT = "Feedback to {receiver} about {about}"
REQUESTED = "Request to {asked} about {about}"

# Letters. They say that there is something to read, and never what: a letter has more readers than feedback has.
RECEIVED_SUBJECT = "{giver} gave you feedback"
REQUESTED_SUBJECT = "{requester} asks you for feedback"
_RECEIVED = """\
Hello {first_name},

{giver} gave you feedback{about} on {organization}. Only the two of you can read it.
You find it under Feedback → Received.
"""
_REQUESTED = """\
Hello {first_name},

{requester} asks you for feedback{about} on {organization}.
You find the request under Feedback → Requests, where you can answer it or decline it.
"""


def received(*, first_name: str, giver: str, organization: str, about: str) -> str:
    return _RECEIVED.format(first_name=first_name, giver=giver, organization=organization, about=_about(about))


def requested(*, first_name: str, requester: str, organization: str, about: str) -> str:
    return _REQUESTED.format(first_name=first_name, requester=requester, organization=organization, about=_about(about))


def _about(name: str) -> str:
    return f" about {name}" if name else ""
