"""What stands in which report: its rows, some at a time, and how many there are going to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from admin_proxy.identity import Identity
from admin_proxy.reports import audit_log, impersonations, my_goals, received_feedback, team_progress, user_activity
from admin_proxy.reports.tables import Kind, Report
from admin_proxy.sheets import Cells


@dataclass(frozen=True, slots=True)
class Content:
    count: Callable[[Identity, date | None, date | None], int]
    batches: Callable[[Identity, date | None, date | None], Iterator[Sequence[Cells]]]


_OF = {
    Kind.MY_GOALS: Content(my_goals.count, my_goals.batches),
    Kind.RECEIVED_FEEDBACK: Content(received_feedback.count, received_feedback.batches),
    Kind.TEAM_PROGRESS: Content(team_progress.count, team_progress.batches),
    Kind.USER_ACTIVITY: Content(user_activity.count, user_activity.batches),
    Kind.IMPERSONATION_SESSIONS: Content(impersonations.count, impersonations.batches),
    Kind.AUDIT_LOGS: Content(audit_log.count, audit_log.batches),
}


def count(identity: Identity, report: Report) -> int:
    """How many rows it is going to have, or what they are counted by; a few more or less by then."""
    return _OF[report.kind].count(identity, report.since, report.until)


def batches(identity: Identity, report: Report) -> Iterator[Sequence[Cells]]:
    """Its rows. Each batch is read by itself, so that no transaction stays open while they are written."""
    return _OF[report.kind].batches(identity, report.since, report.until)
