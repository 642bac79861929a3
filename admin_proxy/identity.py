"""Who acts as whom (the terms are RFC 8693's).

An `Identity` is resolved anew for every event from the login row (see `impersonation/resolving.py`) and is the
first argument of every verb. Rights are the subject's; records name both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from admin_proxy import clock
from admin_proxy.words import later, say


class Role(StrEnum):
    """PRODUCT §1. Vendor staff stand outside the ranks: they belong to no organization."""

    EMPLOYEE = "employee"
    HR_ADMIN = "hr_admin"
    ADMIN = "admin"
    SUPER_ADMIN = "super_admin"
    CUSTOMER_SUCCESS_MANAGER = "customer_success_manager"
    PROGRAM_ARCHITECT = "program_architect"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def is_vendor(self) -> bool:
        return self in (Role.CUSTOMER_SUCCESS_MANAGER, Role.PROGRAM_ARCHITECT)

    @property
    def label(self) -> str:
        return _LABELS[self]


_RANKS = {
    Role.EMPLOYEE: 0,
    Role.HR_ADMIN: 1,
    Role.ADMIN: 2,
    Role.SUPER_ADMIN: 3,
    Role.CUSTOMER_SUCCESS_MANAGER: 0,
    Role.PROGRAM_ARCHITECT: 0,
}
_LABELS = {
    Role.EMPLOYEE: later("Employee"),
    Role.HR_ADMIN: later("HR Admin"),
    Role.ADMIN: later("Admin"),
    Role.SUPER_ADMIN: later("Super Admin"),
    Role.CUSTOMER_SUCCESS_MANAGER: later("Customer Success Manager"),
    Role.PROGRAM_ARCHITECT: later("Program Architect"),
}


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two: a person as far as identity goes. `id` is None only for the command line's operator."""

    id: int | None
    organization_id: int | None
    role: Role
    name: str
    first_name: str
    email: str
    initials: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    theme: str = "system"
    privacy_accepted: bool = True
    """The current version of the privacy policy; nobody gets past its page without."""

    @property
    def is_operator(self) -> bool:
        return self.id is None

    @property
    def today(self) -> date:
        """The day it is where they are: what is due, late or done for them goes by it."""
        return self.day_of(clock.now())

    def day_of(self, at: datetime) -> date:
        """The day on which that moment is where they are."""
        return at.astimezone(clock.zone(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class RunningSession:
    """The impersonation in force: an overlay on the login, never a change of it."""

    id: str
    started_at: datetime
    expires_at: datetime
    latest_end: datetime


@dataclass(frozen=True, slots=True)
class House:
    """The rules of the organization in view, as far as they decide what is offered at all."""

    proxy_enabled: bool = True
    limited_to_super_admins: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    actor: Party
    subject: Party
    login_id: str | None
    session: RunningSession | None = None
    address: str = ""
    house: House = House()
    leads: bool = False
    """Whether anybody reports to the subject."""

    @property
    def impersonating(self) -> bool:
        return self.session is not None

    @property
    def organization_id(self) -> int:
        """The organization whose data is in view.

        Raises:
            LookupError: the subject is vendor staff and belongs to none.
        """
        if self.subject.organization_id is None:
            raise LookupError("vendor staff belong to no organization")
        return self.subject.organization_id

    @property
    def without_session(self) -> Identity:
        """The same two people, for the entry about the end of what they acted under."""
        return replace(self, session=None)

    @property
    def as_actor(self) -> Identity:
        """The human at the keyboard as themselves: what starting and stopping are asked of."""
        return replace(self, subject=self.actor, session=None, leads=False)


def operator(organization_id: int | None) -> Identity:
    """Whoever may run commands on the server acts for the house, and is recorded as that."""
    party = Party(
        id=None,
        organization_id=organization_id,
        role=Role.SUPER_ADMIN,
        name="Operator",
        first_name="Operator",
        email="command line",
    )
    return Identity(actor=party, subject=party, login_id=None)


class Refused(Exception):  # noqa: N818
    """A verb says no, in a sentence for the person who asked. Nothing was changed.

    A sentence that was only marked with `later` is said here, in the language of whoever is being spoken to.
    """

    def __init__(self, sentence: str) -> None:
        self.sentence = say(sentence)
        super().__init__(self.sentence)


class Forbidden(Refused):
    """The subject has no right to it."""


class ImpersonationOver(Refused):
    """The impersonation under which this was asked has ended meanwhile."""


class ChangedMeanwhile(Refused):
    """Somebody else has saved since this was shown; nothing is lost, and nothing of theirs was written over."""


class NotFound(Refused):
    """There is no such thing for this identity; whether it exists for others is not told."""


class Invalid(Refused):
    """What was typed cannot be taken; `field` is where the sentence belongs, empty for the whole form."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Meanwhile(Invalid):
    """Somebody else has saved another value since the form was opened."""

    def __init__(self, field: str, theirs: str, now_known: dict[str, str]) -> None:
        sentence = say("Somebody has emptied this meanwhile. Save again to put yours in its place.")
        if theirs:
            sentence = say(
                "Somebody has saved “{theirs}” here meanwhile. Save again to put yours in its place.", theirs=theirs
            )
        super().__init__(field, sentence)
        self.known = now_known
        """The values as they are now, which the next attempt is to start from."""
