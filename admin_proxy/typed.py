"""What somebody typed into a form, as it is kept: tidied and measured; and the key by which a form is taken once."""

from __future__ import annotations

import re

from admin_proxy.identity import Invalid
from admin_proxy.words import later, say

_JOINERS = "\u200c\u200d"
"""Invisible, and part of how some languages and signs are written."""
_ONCE = re.compile(r"[0-9a-f]{32}")


def text(said: str, field: str, longest: int, *, missing: str = "") -> str:
    """Some lines, without what cannot be shown and without blanks around them.

    Args:
        missing: what is said where there must be something and there is nothing; empty: there need not be.

    Raises:
        Invalid: beside `field`: it is too long, or missing.
    """
    lines = said.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(sign for sign in lines if sign.isprintable() or sign in "\n\t" or sign in _JOINERS).strip()
    if not kept.strip(_JOINERS) and missing:
        raise Invalid(field, missing)
    if len(kept) > longest:
        raise Invalid(
            field,
            say("This can have {longest} characters; it has {length}. Shorten it.", longest=longest, length=len(kept)),
        )
    return kept


SENT_BEFORE = later("This was sent already, as it stood before you changed it. Reload the page to send something else.")
"""What is said where a form comes again with the same key and other words."""


def once(said: str) -> str:
    """The key that a form brings along: sent twice with the same one, it is done once.

    Raises:
        Invalid: no form of ours makes such a key.
    """
    if not _ONCE.fullmatch(said):
        raise Invalid("", say("This form could not be read. Copy what you typed, reload the page and try again."))
    return said
