"""Every scheduled job of the product, in one table.

| Job | When | What it does |
| --- | --- | --- |
| `expire:<login>` | once, when the session that the login runs expires | ends what is due |
| `sweep` | every five seconds | ends what is over and was missed; tells what other processes changed |
| `relay` | every ten seconds, and whenever a letter was posted | sends the letters that are due |
| `anchor` | every hour | signs how far the audit log has got, outside of the database |
| `verify` | every night | verifies the audit log, drops what is too old, sends the day's anchors |
| `catch_up` | soon after the start | the same, where it was not done for a day; and anchors |
| `reports` | every five seconds, and whenever a report was asked for | makes the reports that are due |
| `forget` | every hour | removes failed sign-ins, uploads and reports that nobody needs any more |

The jobs only tidy: time is looked at on every reading, so a late job, or none, serves nobody. Each process has its own
scheduler and keeps its jobs in memory; several of them end each session once, because the one door is compare-and-set.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from admin_proxy import config, db, live
from admin_proxy.accounts import logins, throttle
from admin_proxy.audit import anchor_mail, checking, dropping
from admin_proxy.directory import uploads
from admin_proxy.identity import Refused
from admin_proxy.impersonation import expiry, rechecking
from admin_proxy.impersonation.standing import running
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.live import About, News
from admin_proxy.mail import carriers, posting
from admin_proxy.mail.relay import Relay
from admin_proxy.reports import keeping, producing, watching
from admin_proxy.reports import telling as reports

_log = logging.getLogger(__name__)

SWEEP_EVERY = timedelta(seconds=5)
RELAY_EVERY = timedelta(seconds=10)
REPORTS_EVERY = timedelta(seconds=5)
SOON = timedelta(minutes=2)
"""After the start: by then whoever waited for the server is served."""

# APScheduler drops a run that is a second late unless told otherwise.
_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


def close_overdue() -> int:
    """End what became over while no process was running; asked before the port opens. Returns how many."""
    return rechecking.sweep()


def forget() -> None:
    """Remove what was kept for a while only."""
    throttle.forget_old()
    uploads.forget_old()
    keeping.forget_old()


def anchor() -> None:
    """Sign how far the audit log has got."""
    with _noted("the audit log could not be anchored"):
        checking.anchor(config.current())


def verify() -> None:
    """Verify the audit log; what comes out of it stands on its page. Then drop what is not to be kept any longer.

    It is verified before anything of it is signed anew.
    """
    with _noted("the audit log could not be verified"):
        checking.check(config.current())
    anchor()
    with _noted("nothing was dropped from the audit log"):
        dropping.keep(config.current())
    with _noted("the anchors of the audit log could not be sent"):
        anchor_mail.post(config.current())


def catch_up() -> None:
    """Do what a server that is off at night, or never runs for an hour, would never do."""
    with _noted("the audit log could not be verified"):
        if checking.is_due():
            verify()
            return
    anchor()


@contextmanager
def _noted(what: str) -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, Refused) as error:
        _log.error("%s: %s", what, error)


class Jobs:
    """The process's scheduler: a job for the end of each running session, and the sweep."""

    def __init__(self) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC, job_defaults=_DEFAULTS)
        # One thread of its own: plans are made in order, and the scheduler's shutdown, which holds its lock while it
        # waits for what runs, never waits for somebody who wants that lock.
        self._planner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="planner")
        self._relay = Relay(carriers.current())
        self._reports = producing.Worker()
        self._unfinished = watching.Unfinished()
        self._stop_listening: list[Callable[[], None]] = []

    def start(self) -> None:
        """Close what is overdue, make the jobs of what still runs, and begin."""
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it reports every run otherwise
        close_overdue()
        self._stop_listening = [
            live.listen(self._on_news),
            posting.when_posted(self._send_soon),
            reports.when_asked(self._make_soon),
        ]
        self._scheduler.add_job(self.sweep, IntervalTrigger(seconds=int(SWEEP_EVERY.total_seconds())), id="sweep")
        self._scheduler.add_job(self._relay.run, IntervalTrigger(seconds=int(RELAY_EVERY.total_seconds())), id="relay")
        every = IntervalTrigger(seconds=int(REPORTS_EVERY.total_seconds()))
        self._scheduler.add_job(self._reports.run, every, id="reports", max_instances=producing.AT_ONCE)
        self._scheduler.add_job(forget, IntervalTrigger(hours=1), id="forget")
        self._scheduler.add_job(anchor, IntervalTrigger(hours=1), id="anchor")
        self._scheduler.add_job(verify, CronTrigger(hour=3, minute=20, timezone=UTC), id="verify")
        self._scheduler.add_job(catch_up, DateTrigger(datetime.now(UTC) + SOON, UTC), id="catch_up")
        for login_id, expires_at in _ends():
            self._plan_end(login_id, expires_at)
        self._scheduler.start()

    def stop(self) -> None:
        """End the scheduler, for good; a job that is at work finishes first."""
        while self._stop_listening:
            self._stop_listening.pop()()
        self._planner.shutdown()
        self._relay.end()
        self._reports.end()
        if self._scheduler.running:
            self._scheduler.shutdown()

    def planned(self) -> dict[str, datetime]:
        """When the session of each login will be ended, as planned."""
        return {
            job.id.removeprefix("expire:"): job.trigger.run_date
            for job in self._scheduler.get_jobs()
            if job.id.startswith("expire:")
        }

    def sweep(self) -> None:
        """End what is over, and notice what another process did: the command line has no news for this one's tabs."""
        logins.write_withdrawn()
        rechecking.sweep()
        planned, runs = self.planned(), dict(_ends())
        for login_id in planned.keys() | runs.keys():
            if planned.get(login_id) != runs.get(login_id):
                live.tell_login(login_id)
        self._unfinished.look()

    def _on_news(self, news: News) -> None:
        """Called in the thread that committed, which must not wait."""
        if news.about is About.LOGIN:
            with suppress(RuntimeError):  # the process is ending
                self._planner.submit(self._plan_safely, str(news.id))

    def _send_soon(self) -> None:
        """Called in the thread that committed, which must not wait."""
        with suppress(RuntimeError):  # the process is ending; the letters are in the outbox
            self._planner.submit(self._scheduler.add_job, self._relay.run)

    def _make_soon(self) -> None:
        """Called in the thread that committed, which must not wait."""
        with suppress(RuntimeError):  # the process is ending; the report waits
            self._planner.submit(self._scheduler.add_job, self._reports.run)

    def plan(self, login_id: str) -> None:
        """Make, move or remove the job that ends what the login runs."""
        expires_at = dict(_ends(login_id)).get(login_id)
        if expires_at is not None:
            self._plan_end(login_id, expires_at)
            return
        with suppress(JobLookupError):
            self._scheduler.remove_job(f"expire:{login_id}")

    def _plan_safely(self, login_id: str) -> None:
        try:
            self.plan(login_id)
        except SQLAlchemyError:
            _log.exception("the end of an impersonation could not be planned; the sweep ends it")

    def _plan_end(self, login_id: str, expires_at: datetime) -> None:
        self._scheduler.add_job(
            expiry.expire_due, DateTrigger(expires_at, UTC), id=f"expire:{login_id}", replace_existing=True
        )


def _ends(login_id: str | None = None) -> list[tuple[str, datetime]]:
    which = [] if login_id is None else [col(ImpersonationSession.login_id) == login_id]
    with db.reading() as tx:
        return [(standing.session.login_id, standing.session.expires_at) for standing in running(tx, *which)]
