"""Asking for a report. It is made in the background, at once where nothing else is being made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from sqlalchemy import func
from sqlmodel import Session, col, select
from uuid_utils import uuid7

from admin_proxy import clock, db, typed
from admin_proxy.accounts import reach
from admin_proxy.audit import filters, trail
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, Invalid, Refused
from admin_proxy.reports import kinds, telling, wording
from admin_proxy.reports.tables import UNFINISHED, Kind, Report, Stage
from admin_proxy.words import say

MOST_UNFINISHED = 3
MOST_IN_A_DAY = 50


def ask(identity: Identity, kind: str, form: str, once: str, *, since: str = "", until: str = "") -> str:
    """Ask for one, in the subject's name; returns its id, which is the same if the form was sent before.

    Args:
        form: `csv` or `xlsx`.
        once: the form's own key.
        since: for what is about a time, its first day.
        until: its last day.

    Raises:
        Forbidden: vendor staff, who belong to no organization.
        Invalid: beside `kind`, `format`, `since` or `until`.
        Refused: there are too many already.
        ImpersonationOver: it was to be done in somebody's name, and may no longer.
    """
    house, key = reach.organization(identity), typed.once(once)
    chosen = kinds.chosen(identity, kind)
    wanted = kinds.format_chosen(form)
    first, last = _time(chosen, since, until)
    subject_id = cast(int, identity.subject.id)
    with db.writing(house) as tx:
        if before := tx.exec(select(Report.id).where(Report.subject_id == subject_id, Report.once == key)).first():
            return before
        _refuse_too_many(tx, subject_id)
        report = Report(
            id=str(uuid7()),
            organization_id=house,
            subject_id=subject_id,
            actor_id=cast(int, identity.actor.id),
            login_id=identity.login_id or "",
            session_id=identity.session.id if identity.session else None,
            address=identity.address,
            kind=chosen,
            format=wanted,
            since=first,
            until=last,
            once=key,
            asked_at=clock.now(),
            stage=Stage.WAITING,
            due_at=clock.now(),
        )
        tx.add(report)
        trail.record(
            tx, identity, Tag.REPORT_ASKED, done_to=telling.thing(report), after=_said(report, identity.subject.email)
        )  # fmt: skip
        telling.of(tx, report)
        telling.wake(tx)
        return report.id


def _time(kind: Kind, since: str, until: str) -> tuple[date | None, date | None]:
    if kind not in kinds.ABOUT_A_TIME:
        return None, None
    first, last = _day(since, "since"), _day(until, "until")
    if first and last and last < first:
        raise Invalid("until", say(wording.UPSIDE_DOWN))
    return first, last


def _day(said: str, field: str) -> date | None:
    found = filters.day(said.strip())
    if said.strip() and found is None:
        raise Invalid(field, say(wording.NO_DAY))
    return found


def _refuse_too_many(tx: Session, subject_id: int) -> None:
    mine = select(func.count()).select_from(Report).where(col(Report.subject_id) == subject_id)
    if tx.exec(mine.where(col(Report.stage).in_(UNFINISHED))).one() >= MOST_UNFINISHED:
        raise Refused(say(wording.TOO_MANY_UNFINISHED, most=MOST_UNFINISHED))
    if tx.exec(mine.where(col(Report.asked_at) > clock.now() - timedelta(days=1))).one() >= MOST_IN_A_DAY:
        raise Refused(say(wording.TOO_MANY_IN_A_DAY, most=MOST_IN_A_DAY))


def _said(report: Report, to: str) -> dict[str, str]:
    days = {"since": report.since, "until": report.until}
    return {
        "format": report.format.value,
        **{name: day.isoformat() for name, day in days.items() if day is not None},
        "to": to,
    }
