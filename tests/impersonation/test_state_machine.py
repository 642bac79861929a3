"""Everything that can happen to impersonations, in any order, against a model that knows what must come of it.

The model is written from PRODUCT's words: it keeps facts of its own and never asks the product. After each step the
database must hold exactly what the model holds, and the invariants of the product besides.

`HYPOTHESIS_PROFILE=thorough` looks for longer.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import SQLModel, col, select

from admin_proxy import clock, db
from admin_proxy.accounts import logins, roles, scopes, status
from admin_proxy.accounts import settings as my_settings
from admin_proxy.accounts.tables import Login, Person
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Identity, ImpersonationOver, Refused, Role, operator
from admin_proxy.impersonation.asking import ask
from admin_proxy.impersonation.expiry import expire_due
from admin_proxy.impersonation.rechecking import sweep
from admin_proxy.impersonation.renewing import renew
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.impersonation.viewing import current
from admin_proxy.jobs import close_overdue
from admin_proxy.mail import Letter
from admin_proxy.organizations import rules
from tests import people
from tests.audit.tampering import past_the_guards

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SETTINGS = settings(
    max_examples=300 if THOROUGH else 20,
    stateful_step_count=60 if THOROUGH else 45,
    deadline=None,
    phases=(Phase.reuse, Phase.generate, Phase.shrink),  # explaining a failure would take very long
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)

ACTORS = ("olga", "hana", "sam", "eve")
SUBJECTS = ("zoe", "sam", "fay", "hana", "oscar", "nora", "emil", "olga", "carl")
IDLE = timedelta(hours=12)
DAY = timedelta(hours=24)


@dataclass
class Somebody:
    """What the model knows of a person."""

    organization: str
    role: Role
    department: str = ""
    deactivated_on: date | None = None
    has_accepted: bool = True


@dataclass
class Running:
    """What the model knows of a session; `cause` is empty until its end is written down."""

    id: str
    actor: str
    subject: str
    started_at: datetime
    expires_at: datetime
    notified: bool
    """Whether the organization told its people of changes when it began."""
    changes: int = 0
    cause: str = ""
    ended_at: datetime | None = None
    letter: bool = False

    @property
    def latest_end(self) -> datetime:
        return self.started_at + DAY


@dataclass
class Browser:
    """A login, its tabs (identities resolved at some time, however stale), and its sessions, the last one last."""

    id: str
    owner: str
    last_seen: datetime
    signed_out: bool = False
    tabs: list[Identity] = field(default_factory=list)
    sessions: list[Running] = field(default_factory=list)

    @property
    def unended(self) -> Running | None:
        return self.sessions[-1] if self.sessions and not self.sessions[-1].cause else None


browsers = st.integers(0, 5)
tabs = st.integers(0, 20)
people_who_change = st.sampled_from(("olga", "hana", "sam", "fay", "zoe"))

CHANGES = st.one_of(
    st.tuples(st.just("role"), people_who_change, st.sampled_from([role for role in Role if not role.is_vendor])),
    st.tuples(st.just("status"), people_who_change, st.sampled_from((None, -1, 0, 1))),
    st.tuples(
        st.just("scope"),
        st.sampled_from(((), ("Sales",), ("Field Sales",), ("Engineering",), ("Sales", "Engineering"))),
    ),
    st.tuples(st.just("rules"), st.sampled_from((1, 3, 23)), st.booleans(), st.booleans()),
    st.tuples(st.just("notifications"), st.booleans()),
)


class Impersonations(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.time = clock.ManualClock()
        self._previous_clock = clock.use(self.time)
        _empty_the_database()
        self.cast = people.arrive()
        self.petra = self.cast.identity("petra")
        self.operator = operator(self.cast.acme)
        self.people = {
            "olga": Somebody("acme", Role.SUPER_ADMIN),
            "oscar": Somebody("acme", Role.SUPER_ADMIN),
            "hana": Somebody("acme", Role.HR_ADMIN),
            "sam": Somebody("acme", Role.EMPLOYEE, "Sales"),
            "fay": Somebody("acme", Role.EMPLOYEE, "Field Sales"),
            "zoe": Somebody("acme", Role.EMPLOYEE, "Engineering"),
            "nora": Somebody("acme", Role.EMPLOYEE, "Sales", has_accepted=False),
            "eve": Somebody("globex", Role.SUPER_ADMIN),
            "emil": Somebody("globex", Role.EMPLOYEE, "Globex Sales"),
            "carl": Somebody("", Role.CUSTOMER_SUCCESS_MANAGER),
        }
        self.hanas_scope = {"Sales", "Field Sales", "Inside Sales"}
        self.rules = {"session_hours": 1, "limited_to_super_admins": False, "proxy_enabled": True}
        self.notify = False
        self.wrongs = 0
        self.browsers: list[Browser] = []
        self.languages: list[tuple[str, str, str, str | None]] = []

    def teardown(self) -> None:
        clock.use(self._previous_clock)

    # ------------------------------------------------------------------ what the model thinks

    @property
    def now(self) -> datetime:
        return self.time.now()

    def is_gone(self, who: str) -> bool:
        on = self.people[who].deactivated_on
        return on is not None and on <= self.now.date()

    def is_open(self, browser: Browser) -> bool:
        idle = self.now - browser.last_seen >= IDLE
        return not browser.signed_out and not idle and not self.is_gone(browser.owner)

    def may(self, actor: str, subject: str) -> bool:
        one, other = self.people[actor], self.people[subject]
        house = self.rules if one.organization == "acme" else {"proxy_enabled": True, "limited_to_super_admins": False}
        if one.role not in (Role.SUPER_ADMIN, Role.HR_ADMIN) or not house["proxy_enabled"]:
            return False
        if one.organization != other.organization or actor == subject:
            return False
        if one.role is Role.HR_ADMIN:
            scope = self.hanas_scope if actor == "hana" else set()
            if house["limited_to_super_admins"] or other.department not in scope or other.role is not Role.EMPLOYEE:
                return False
        return other.has_accepted and not self.is_gone(subject)

    def why_over(self, browser: Browser, session: Running) -> str:
        """The cause of the end that is due; empty: it may go on."""
        if self.now >= session.expires_at:
            return "expired"
        if self.is_gone(browser.owner):
            return "no longer allowed"
        if not self.is_open(browser):
            return "signed out"
        if self.may(session.actor, session.subject):
            return ""
        gone_but_for_that = self.is_gone(session.subject)
        if gone_but_for_that:
            kept, self.people[session.subject].deactivated_on = self.people[session.subject].deactivated_on, None
            reachable = self.reaches(session.actor, session.subject)
            self.people[session.subject].deactivated_on = kept
            if reachable:
                return "subject deactivated"
        return "no longer allowed"

    def reaches(self, actor: str, subject: str) -> bool:
        """May, or could if the subject's role and consent were no question: deactivation is looked at before those."""
        other = self.people[subject]
        kept = replace(other)
        other.role, other.has_accepted = Role.EMPLOYEE, True
        try:
            return self.may(actor, subject)
        finally:
            self.people[subject] = kept

    def in_force(self, browser: Browser) -> Running | None:
        session = browser.unended
        return session if session and self.is_open(browser) and not self.why_over(browser, session) else None

    def write_end(self, session: Running, cause: str) -> None:
        session.cause = "expired" if self.now >= session.expires_at else cause
        session.ended_at = session.expires_at if session.cause == "expired" else self.now
        told = session.notified or (self.notify and self.people[session.actor].organization == "acme")
        session.letter = session.changes > 0 and told

    def notice(self, *which: Browser) -> int:
        """Somebody looks at these: what is over is written down."""
        ended = 0
        for browser in which:
            session = browser.unended
            cause = self.why_over(browser, session) if session else ""
            if session and cause:
                self.write_end(session, cause)
                ended += 1
        return ended

    def facts_changed(self) -> None:
        self.notice(*(browser for browser in self.browsers if self.people[browser.owner].organization == "acme"))

    def browser(self, number: int) -> Browser:
        """The later ones are more likely to be open."""
        return self.browsers[-1 - number % len(self.browsers)]

    def has_browsers(self) -> bool:
        return bool(self.browsers)

    # ------------------------------------------------------------------ what people do

    @initialize(notify=st.booleans(), hours=st.sampled_from((1, 23)))
    def open_the_office(self, *, notify: bool, hours: int) -> None:
        self._change_notifications(notify)
        self._change_rules(hours, False, True)
        for who, subject in (("eve", "emil"), ("hana", "fay"), ("olga", "zoe")):
            self.sign_in(who)
            self._begin(self.browsers[-1], subject)

    @rule(who=st.sampled_from(ACTORS))
    @precondition(lambda self: sum(self.is_open(browser) for browser in self.browsers) < 5)
    def sign_in(self, who: str) -> None:
        if self.is_gone(who):
            return
        identity = self.cast.identity(who)
        assert identity.login_id is not None
        self.browsers.append(Browser(identity.login_id, who, self.now, tabs=[identity]))

    @rule(number=browsers, subject=st.sampled_from(SUBJECTS))
    @precondition(has_browsers)
    def start(self, number: int, subject: str) -> None:
        self._begin(self.browser(number), subject)

    @rule(number=browsers, which=st.integers(0, 8))
    @precondition(has_browsers)
    def start_with_somebody_allowed(self, number: int, which: int) -> None:
        free = [one for one in self.browsers if self.is_open(one) and not self.in_force(one)]
        for browser in free[number % len(free) :] if free else []:
            allowed = [subject for subject in SUBJECTS if self.may(browser.owner, subject)]
            if allowed:
                self._begin(browser, allowed[which % len(allowed)])
                return

    def _begin(self, browser: Browser, subject: str) -> None:
        tab = browser.tabs[-1]
        runs = self.in_force(browser)
        expected = self.is_open(browser) and runs is None and self.may(browser.owner, subject)
        assert _allowed(ask, tab, self.cast[subject]) == expected
        try:
            started = start(tab, self.cast[subject])
        except Refused:
            assert not expected
            self.notice(browser)
            return
        assert expected
        self.notice(browser)
        hours = self.rules["session_hours"] if self.people[browser.owner].organization == "acme" else 1
        assert started.expires_at == self.now + timedelta(hours=hours)
        told = self.notify and self.people[browser.owner].organization == "acme"
        browser.sessions.append(Running(started.session_id, browser.owner, subject, self.now, started.expires_at, told))

    @rule(number=browsers)
    @precondition(has_browsers)
    def look_in_a_second_tab(self, number: int) -> None:
        """The next event of any tab: who is it, and what does it show?"""
        browser = self.browser(number)
        runs, is_open = self.in_force(browser), self.is_open(browser)
        identity = resolve(browser.id, "127.0.0.1")
        if not is_open:
            assert identity is None
            return
        self.notice(browser)
        if self.now - browser.last_seen >= timedelta(minutes=1):
            browser.last_seen = self.now
        assert identity is not None
        assert identity.actor.id == self.cast[browser.owner]
        assert identity.subject.id == self.cast[runs.subject if runs else browser.owner]
        assert (identity.session.id if identity.session else None) == (runs.id if runs else None)
        overlay = current(identity)
        assert overlay.impersonating == (runs is not None)
        if runs:
            assert overlay.remaining_ms == int((runs.expires_at - self.now) / timedelta(milliseconds=1)) > 0
        browser.tabs.append(identity)

    @rule(number=browsers, language=st.sampled_from(("en", "de")))
    @precondition(has_browsers)
    def act(self, number: int, language: str) -> None:
        """A change in a tab that has just been looked at."""
        self.look_in_a_second_tab(number)
        self.act_in_a_tab_that_was_asleep(number, len(self.browser(number).tabs) - 1, language)

    @rule(number=browsers, tab=tabs, language=st.sampled_from(("en", "de")))
    @precondition(has_browsers)
    def act_in_a_tab_that_was_asleep(self, number: int, tab: int, language: str) -> None:
        """Such a tab changes the language of whomever it still shows, if that is still so."""
        browser = self.browser(number)
        identity = browser.tabs[tab % len(browser.tabs)]
        subject = self._name(identity.subject.id)
        before = _language(self.cast[subject])
        session = browser.unended
        counts = session is not None and identity.session is not None and identity.session.id == session.id
        allowed = not identity.impersonating or (counts and session is not None and self.now < session.expires_at)
        try:
            changed = my_settings.change(identity, language=language)
        except ImpersonationOver:
            assert not allowed
            assert _language(self.cast[subject]) == before
            return
        assert changed == (language != before)
        if changed:
            assert allowed
            self.languages.append((browser.owner, subject, language, session.id if counts and session else None))
            if counts and session:
                session.changes += 1

    @rule(number=browsers, tab=tabs)
    @precondition(has_browsers)
    def continue_(self, number: int, tab: int) -> None:
        browser = self.browser(number)
        runs = browser.unended
        may_go_on = runs is not None and not self.why_over(browser, runs) and runs.expires_at < runs.latest_end
        try:
            renewed = renew(browser.tabs[tab % len(browser.tabs)])
        except Refused:
            assert not may_go_on
            self.notice(browser)
            return
        assert may_go_on
        assert runs is not None
        hours = self.rules["session_hours"] if self.people[browser.owner].organization == "acme" else 1
        runs.expires_at = max(runs.expires_at, min(self.now + timedelta(hours=hours), runs.latest_end))
        assert renewed.expires_at == runs.expires_at

    @rule(number=browsers, tab=tabs)
    @precondition(has_browsers)
    def stop(self, number: int, tab: int) -> None:
        browser = self.browser(number)
        runs = browser.unended
        summary = stop(browser.tabs[tab % len(browser.tabs)])
        assert (summary is not None) == (runs is not None)
        if runs is not None and summary is not None:
            self.write_end(runs, "stopped")
            assert (summary.session_id, summary.changes) == (runs.id, runs.changes)

    @rule(number=browsers)
    @precondition(has_browsers)
    def sign_out(self, number: int) -> None:
        browser = self.browser(number)
        assert logins.sign_out(browser.id) == (not browser.signed_out)
        if not browser.signed_out:
            browser.signed_out = True
            organization = self.people[browser.owner].organization
            self.notice(*(one for one in self.browsers if self.people[one.owner].organization == organization))

    # ------------------------------------------------------------------ what time does

    @rule(minutes=st.sampled_from((1, 1, 7, 7, 30, 30, 59, 60, 61, 240, 700)))
    def tick(self, minutes: int) -> None:
        self.time.advance(minutes=minutes)

    @rule(number=browsers, seconds=st.sampled_from((-1, 0, 1)))
    @precondition(has_browsers)
    def tick_to_the_very_end(self, number: int, seconds: int) -> None:
        session = self.browser(number).unended
        if session and session.expires_at + timedelta(seconds=seconds) > self.now:
            self.time.advance(seconds=(session.expires_at - self.now).total_seconds() + seconds)
            self.look_in_a_second_tab(number)

    @rule(how=st.sampled_from(("expire", "sweep", "restart")))
    def tidy_up(self, how: str) -> None:
        """What the scheduler does, or a new process at its start."""
        if how == "expire":
            due = [one.unended for one in self.browsers if one.unended and self.now >= one.unended.expires_at]
            assert expire_due() == len(due)
            for session in due:
                self.write_end(session, "expired")
        elif how == "sweep":
            assert sweep() == self.notice(*self.browsers)
        else:
            db.connect(db.engine().url.render_as_string(hide_password=False))
            assert close_overdue() == self.notice(*self.browsers)

    # ------------------------------------------------------------------ what others change meanwhile

    @rule(change=CHANGES)
    def change_the_facts(self, change: tuple[str, ...]) -> None:
        what, *values = change
        self.wrongs += 1
        getattr(self, f"_change_{what}")(*values)

    @rule()
    @precondition(lambda self: self.wrongs)
    def put_everything_right(self) -> None:
        """So that not everything is forbidden after a while."""
        self.wrongs = 0
        for who in ("olga", "hana", "sam", "fay", "zoe"):
            self._change_status(who, None)
        for who, role in (("olga", Role.SUPER_ADMIN), ("hana", Role.HR_ADMIN), ("fay", Role.EMPLOYEE)):
            self._change_role(who, role)
        self._change_scope(("Sales", "Engineering"))
        self._change_rules(3, False, True)

    def _change_role(self, who: str, role: Role) -> None:
        if roles.change_role(self.operator, self.cast[who], role):
            self.people[who].role = role
            if who == "hana":
                self.hanas_scope = set()
            self.facts_changed()

    def _change_status(self, who: str, days: int | None) -> None:
        if days is None:
            if status.reactivate(self.operator, self.cast[who]):
                self.people[who].deactivated_on = None
                self.facts_changed()
            return
        day = self.now.date() + timedelta(days=days)
        if not status.deactivate(self.operator, self.cast[who], day):
            return
        self.people[who].deactivated_on = day
        for browser in self.browsers:
            browser.signed_out = browser.signed_out or (browser.owner == who and self.is_gone(who))
        self.facts_changed()

    def _change_scope(self, scope: tuple[str, ...]) -> None:
        if self.people["hana"].role is not Role.HR_ADMIN:
            return
        departments = [self.cast.departments[name] for name in scope]
        if not scopes.set_scope(self.operator, self.cast["hana"], departments, []):
            return
        below = {"Field Sales", "Inside Sales"} if "Sales" in scope else set()
        self.hanas_scope = {*scope, *below}
        self.facts_changed()

    def _change_rules(self, *values: object) -> None:
        wanted = dict(zip(self.rules, values, strict=True))
        rules.change(self.petra, self.cast.acme, **wanted)
        if wanted != self.rules:
            self.rules = wanted
            self.facts_changed()

    def _change_notifications(self, notify: bool) -> None:
        rules.change(self.petra, self.cast.acme, notify_of_changes=notify)
        if notify != self.notify:
            self.notify = notify
            self.facts_changed()

    # ------------------------------------------------------------------ what must hold after each step

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        with db.reading() as tx:
            rows = tx.exec(select(ImpersonationSession, Login).join(Login)).all()
            entries = tx.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
            letters = tx.exec(select(Letter)).all()
        self._sessions_are_as_the_model_says(rows)
        self._each_session_began_once_and_ended_once(rows, entries)
        self._no_change_without_its_entry_and_no_entry_without_its_change(rows, entries)
        self._other_organizations_never_appear(rows, entries)
        assert sorted(letter.session_id or "" for letter in letters) == sorted(
            session.id for browser in self.browsers for session in browser.sessions if session.letter
        )

    def _sessions_are_as_the_model_says(self, rows: list[tuple[ImpersonationSession, Login]]) -> None:
        expected = {session.id: (browser, session) for browser in self.browsers for session in browser.sessions}
        assert {row.id for row, _ in rows} == set(expected)
        running: list[str] = []
        for row, login in rows:
            browser, session = expected[row.id]
            if row.ended_at is not None and not session.cause:
                self.notice(browser)  # the product may look more often than it must, if it finds what the model finds
            assert row.login_id == login.id == browser.id
            assert row.actor_id == login.person_id == self.cast[browser.owner]
            assert row.subject_id == self.cast[session.subject]
            assert (row.expires_at, row.latest_end) == (session.expires_at, session.latest_end)
            assert (row.end_cause, row.ended_at) == (session.cause, session.ended_at)
            assert row.expires_at <= row.latest_end
            if row.ended_at is None:
                running.append(row.login_id)
            else:
                assert row.ended_at <= row.expires_at
        assert len(running) == len(set(running))

    def _each_session_began_once_and_ended_once(
        self, rows: list[tuple[ImpersonationSession, Login]], entries: list[AuditEntry]
    ) -> None:
        began = [entry.session_id for entry in entries if entry.tag == Tag.IMPERSONATION_STARTED]
        assert sorted(began) == sorted(row.id for row, _ in rows)
        ends = {entry.session_id: entry for entry in entries if entry.tag == Tag.IMPERSONATION_ENDED}
        assert len(ends) == sum(entry.tag == Tag.IMPERSONATION_ENDED for entry in entries)
        assert set(ends) == {row.id for row, _ in rows if row.ended_at is not None}
        for row, _ in rows:
            if row.ended_at is not None:
                assert ends[row.id].after["cause"] == row.end_cause

    def _no_change_without_its_entry_and_no_entry_without_its_change(
        self, rows: list[tuple[ImpersonationSession, Login]], entries: list[AuditEntry]
    ) -> None:
        changes = [entry for entry in entries if entry.tag == Tag.SETTINGS_CHANGED]
        assert [
            (self._name(entry.actor_id), self._name(entry.subject_id), entry.after["language"], entry.session_id)
            for entry in changes
        ] == self.languages
        now_spoken = {subject: language for _, subject, language, _ in self.languages}
        for subject, language in now_spoken.items():
            assert _language(self.cast[subject]) == language
        over_at = {row.id: (row.started_at, row.ended_at or row.expires_at) for row, _ in rows}
        for entry in changes:
            if entry.session_id is not None:
                started_at, ended_at = over_at[entry.session_id]
                assert started_at <= entry.at <= ended_at
                assert entry.at < max(row.expires_at for row, _ in rows if row.id == entry.session_id)
            else:
                assert entry.actor_id == entry.subject_id

    def _other_organizations_never_appear(
        self, rows: list[tuple[ImpersonationSession, Login]], entries: list[AuditEntry]
    ) -> None:
        of = {self.cast[name]: somebody.organization for name, somebody in self.people.items()}
        slug = {self.cast.acme: "acme", self.cast.globex: "globex"}
        for row, _ in rows:
            assert of[row.actor_id] == of[row.subject_id] == slug[row.organization_id]
        strangers = {"acme": ("eve@", "emil@", "@globex"), "globex": ("@acme", "carl@", "@vendor")}
        for entry in entries:
            if entry.organization_id is None or entry.tag == Tag.ORGANIZATION_CHANGED:
                continue
            house = slug[entry.organization_id]
            for person_id in (entry.actor_id, entry.subject_id):
                assert person_id is None or of[person_id] == house
            assert not any(name in f"{entry.people_text} {entry.object_name}" for name in strangers[house])

    def _name(self, person_id: int | None) -> str:
        return next(name for name, number in self.cast.ids.items() if number == person_id)


def _allowed(verb, identity: Identity, subject_id: int) -> bool:
    try:
        verb(identity, subject_id)
    except Refused:
        return False
    return True


def _language(person_id: int) -> str:
    with db.reading() as tx:
        return tx.exec(select(Person.language).where(Person.id == person_id)).one()


def _empty_the_database() -> None:
    with past_the_guards() as tx:
        for table in reversed(SQLModel.metadata.sorted_tables):
            tx.execute(table.delete())


@pytest.mark.timeout(3_600 if THOROUGH else 300)
def test_whatever_happens_in_whatever_order(database):
    run_state_machine_as_test(Impersonations, settings=SETTINGS)
