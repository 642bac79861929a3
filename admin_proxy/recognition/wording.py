"""Every word that recognition says to people, in one place."""

from __future__ import annotations

from collections.abc import Sequence

MESSAGE_MISSING = "Write what you thank them for."
VALUE_MISSING = "Choose one of your company’s values."
NO_SUCH_RECOGNITION = "There is no such recognition."

# What the record calls it
GIVEN = "Recognition of {receivers}"

# The letter. Everybody of the organization may read a recognition, so it says what it is.
SUBJECT = "{giver} thanked you in public"
_LETTER = """\
Hello {first_name},

{giver} thanked {whom} on {organization} for “{value}”:

{message}

Everybody at {organization} can see it under Recognition.
"""


def letter(*, first_name: str, giver: str, others: Sequence[str], organization: str, value: str, message: str) -> str:
    return _LETTER.format(
        first_name=first_name,
        giver=giver,
        whom=names(["you", *others]),
        organization=organization,
        value=value,
        message=message,
    )


def names(several: Sequence[str]) -> str:
    """`Fay Dorn`, `Fay Dorn and Ben Becker`, `Fay Dorn, Ben Becker and Ina Iversen`."""
    *first, last = several
    return f"{', '.join(first)} and {last}" if first else last
