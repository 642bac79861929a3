"""The privacy policy: its current version, its words, and accepting it."""

from __future__ import annotations

from admin_proxy.accounts.tables import Person

VERSION = "2026-01"


def has_accepted(person: Person) -> bool:
    return person.privacy_version == VERSION
