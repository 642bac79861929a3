"""The kinds of reports: who may have which, and which of them are about a time."""

from __future__ import annotations

from admin_proxy.access.permissions import Permission, refusal
from admin_proxy.identity import Forbidden, Identity, Invalid
from admin_proxy.reports import wording
from admin_proxy.reports.tables import Format, Kind
from admin_proxy.words import say

_PERMISSIONS = {
    Kind.MY_GOALS: Permission.HAVE_GOALS,
    Kind.RECEIVED_FEEDBACK: Permission.TAKE_PART,
    Kind.TEAM_PROGRESS: Permission.LEAD_TEAM,
    Kind.USER_ACTIVITY: Permission.SEE_PEOPLE,
    Kind.IMPERSONATION_SESSIONS: Permission.WATCH_SESSIONS,
    Kind.AUDIT_LOGS: Permission.READ_AUDIT_LOGS,
}
ABOUT_A_TIME = frozenset({Kind.IMPERSONATION_SESSIONS, Kind.AUDIT_LOGS})


def offered(identity: Identity) -> tuple[Kind, ...]:
    """Those that the subject may have."""
    return tuple(kind for kind in Kind if not refusal(identity, _PERMISSIONS[kind]))


def why_not(identity: Identity, kind: Kind) -> str:
    """Why the subject may not have it, in a sentence; empty where they may."""
    return say(wording.NOT_YOURS) if refusal(identity, _PERMISSIONS[kind]) else ""


def permit(identity: Identity, kind: Kind) -> None:
    """Let nobody past who may not have it.

    Raises:
        Forbidden: the subject has no right to what it tells.
    """
    if sentence := why_not(identity, kind):
        raise Forbidden(sentence)


def chosen(identity: Identity, kind: str) -> Kind:
    """The kind that a form names.

    Raises:
        Invalid: beside `kind`: there is none of that name, or not for the subject.
    """
    if kind not in {one.value for one in offered(identity)}:
        raise Invalid("kind", say(wording.CHOOSE_A_KIND))
    return Kind(kind)


def format_chosen(form: str) -> Format:
    """The format that a form names.

    Raises:
        Invalid: beside `format`.
    """
    if form not in set(Format):
        raise Invalid("format", say(wording.CHOOSE_A_FORMAT))
    return Format(form)
