"""An administrator who impersonates sees what the person sees, and may do what the person may do, less a short list.

Compared by doing both, over the whole demonstration: the pages and the handlers are the product's own lists, so a new
page or handler is compared from the day it is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from reflex.utils.format import format_event_handler
from sqlmodel import Session, col, select

from admin_proxy.accounts.tables import Person, UserGroup
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.feedback.tables import FeedbackRequest
from admin_proxy.goals.tables import Goal
from admin_proxy.identity import Role
from admin_proxy.impersonation.tables import ImpersonationSession
from admin_proxy.ui.routes import PAGES
from tests.border.handlers import guarded, python_name, right_typed
from tests.border.twins import ADMINISTRATOR, Twins, changed, entries, opened, rows, told, twins
from tests.serving import Product

pytestmark = pytest.mark.border

SUBJECTS = ("zoe.marchand", "miguel.santos", "hannah.lindqvist", "ravi.iyer", "tomasz.wisniewski")
"""Somebody with a manager, a manager, an HR Admin, an Admin, a Super Admin."""

OVERLAY = "banner, idle pop-up and theme are the administrator's own"
NAMED = "says 'Jane' where she herself would read 'you', and what will be sent in her name"
APART = {
    **dict.fromkeys(
        (
            f"shell_state.{name}"
            for name in (
                "impersonating", "subject_name", "subject_first_name", "subject_email", "session_key", "remaining_ms",
                "measurement", "idle_prompt_at", "idle_note", "can_renew", "theme", "own_language",
            )
        ),
        OVERLAY,
    ),
    **dict.fromkeys(
        (
            "my_goals_state.for_whom", "goals_state.for_whom", "goal_state.for_whom", "team_state.for_whom",
            "feedback_state.whose", "give_feedback_state.who", "give_feedback_state.note",
            "request_feedback_state.who", "request_feedback_state.note", "request_feedback_state.about",
            "answer_request_state.note", "answer_request_state.readers", "recognition_state.note",
            "guide_state.guide", "my_settings_state.impersonating", "reports_state.goes_to",
            "reports_state.is_on_behalf", "reports_state.title", "reports_state.rows", "reports_state.news",
        ),
        NAMED,
    ),
    "goals_state.draft_done": "the moment at which a draft was put away",
    "goal_state.draft_done": "the moment at which a draft was put away",
    "goals_state.draft_owner": "drafts belong to one sign-in",
    "goal_state.draft_owner": "drafts belong to one sign-in",
    "session_state.unsaved_as": "set to nothing, or not yet set",
    "session_state.notice_count": "counts what was said",
    "state.rx_router_page": "the server's address",
    "state.rx_router_url": "the server's address",
    "state.rx_router_session": "the connection's own number",
    "state.rx_router_headers": "the connection's own",
    "shell_state.unread": "what tells of the administrator's own visit does not reach the administrator",
    "unread_notifications_state.rows": "what tells of the administrator's own visit does not reach the administrator",
    "notifications_state.notices": "what tells of the administrator's own visit does not reach the administrator",
    "account_activity_state.visits": "this visit is in it, from its first moment",
    "audit_logs_state.entries": "what was opened on this visit is in it",
    "my_settings_state.logins": "which of the logins is 'this one'",
    "sessions_state.running": "this very impersonation is in it",
    "sessions_state.running_count": "this very impersonation is in it",
    "system_notifications_state.waiting": "what the mail is doing at this moment",
    "system_notifications_state.late_since": "what the mail is doing at this moment",
    "scope_state.counting": "counted while the page is shown already",
    "scope_state.covers": "counted while the page is shown already",
    "scope_state.can_be_impersonated": "counted while the page is shown already",
    **dict.fromkeys(
        (
            f"audit_figures_state.{name}"
            for name in (
                "drawn", "too_many", "days", "bars", "label", "top", "begin", "end", "administrators", "others", "most",
            )
        ),
        "counted while the page is shown already",
    ),
    "administrators_state.rows": "when the administrator was last there",
    "admin_proxy_state.closed": "no impersonation begins inside another",
    "admin_proxy_state.people": "no impersonation begins inside another",
    "admin_proxy_state.count": "no impersonation begins inside another",
    "admin_proxy_state.has_more": "no impersonation begins inside another",
    "user_state.refusal": "no impersonation begins inside another",
    "user_state.logins": "this test opens one for each handler",
    "user_state.has_more_visits": "this visit is in it, from its first moment",
    "user_state.visits": "this visit is in it, from its first moment",
}  # fmt: skip
"""What may differ between the two, and why. Everything else that a page is told is the same."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    pair = twins(tmp_path_factory.mktemp("twins"), *SUBJECTS)
    yield pair
    pair.stop()


@pytest.mark.parametrize("subject", SUBJECTS)
async def test_each_page_shows_them_the_same_and_looking_changes_nothing(both: Twins, new_address, subject: str):
    both.on_behalf.sign_in(subject)
    hers = await opened(both.herself, subject, new_address())
    theirs = await opened(both.on_behalf, ADMINISTRATOR, new_address(), acting_as=subject)
    before = both.on_behalf.digests()
    for path in addresses(both.herself, subject):
        assert different(told(await hers.load(path)), told(await theirs.load(path))) == {}, path
    after = both.on_behalf.digests()
    assert {table for table in after if after[table] != before[table]} <= RECORD
    await hers.close()
    await theirs.close()


RECORD = {"login", "impersonation_session", "audit_entry", "audit_link", "audit_head", "audit_name", "letter"}


def different(mine: dict[str, object], for_them: dict[str, object]) -> dict[str, object]:
    return {
        name: (mine.get(name), for_them.get(name))
        for name in sorted(mine.keys() | for_them.keys())
        if name not in APART and mine.get(name) != for_them.get(name)
    }


REFUSED = {
    "my_settings.MySettingsState.end_login": "a person's logins are theirs to end",
    "my_settings.MySettingsState.end_other_logins": "a person's logins are theirs to end",
    "notifications.NotificationsState.follow_link": "notifications are the person's to read, so nothing is marked",
    "notifications.NotificationsState.mark_all_read": "notifications are the person's to dismiss",
    "notifications.NotificationsState.mark_read": "notifications are the person's to dismiss",
    "user.UserState.invite": "an invitation opens an account",
    "why_not.WhyNotState.explain": "no impersonation begins inside another",
}
OF_THE_IMPERSONATION = {
    "state.ShellState.renew", "state.ShellState.stop", "audit_logs.AuditLogsState.show_new",
    "audit_figures.AuditFiguresState.draw",
}  # fmt: skip
"""Continue and Stop; the record, which names both; and its figures, which are drawn when everything else was told."""
THEIR_OWN = {"guide_put_away", "guide_hidden", "login", "impersonation_session"}
"""A guide that an administrator closes is closed for the session only."""
BY_THEIR_NATURE = ("session_id", "read_at", "actor_id", "body", "content")
"""Columns that differ: in which session and by whom it was done, what the person has read, what a letter says of that;
and the minutes that stand in a report."""


@pytest.mark.parametrize("subject", ["miguel.santos", "tomasz.wisniewski"])
async def test_each_handler_does_the_same_but_for_those_that_are_refused(both: Twins, new_address, subject: str):
    both.on_behalf.sign_in(subject)
    before, record_before = rows(both.herself, *BY_THEIR_NATURE), len(entries(both.herself))
    as_before, as_record_before = rows(both.on_behalf, *BY_THEIR_NATURE), len(entries(both.on_behalf))
    refused = set()
    for name in (name for name, access in guarded().items() if access.acts):
        page = {"address": new_address(), "path": page_of(name, both.herself, subject)}
        hers = await opened(both.herself, subject, **page)
        theirs = await opened(both.on_behalf, ADMINISTRATOR, acting_as=subject, **page)
        meant = next(right_typed(name))
        if different(told(await hers.ask(name, meant)), told(await theirs.ask(name, meant))):
            refused.add(".".join(python_name(name).rsplit(".", 3)[1:]))
        await hers.close()
        await theirs.close()
    assert refused <= REFUSED.keys() | OF_THE_IMPERSONATION
    assert refused >= {name for name in REFUSED if "NotificationsState" in name or "MySettingsState" in name}

    mine = changed(before, rows(both.herself, *BY_THEIR_NATURE))
    for_them = changed(as_before, rows(both.on_behalf, *BY_THEIR_NATURE))
    for table in (*THEIR_OWN, "audit_entry", "audit_link", "audit_head", "audit_name"):
        mine.pop(table, None), for_them.pop(table, None)
    assert for_them == mine
    assert len(mine) > 3

    record, as_record = entries(both.herself, record_before), entries(both.on_behalf, as_record_before)
    assert [said_of(entry) for entry in as_record if counts(entry)] == [said_of(e) for e in record if counts(e)]
    person, administrator = both.herself.cast[subject], both.on_behalf.cast[ADMINISTRATOR]
    assert {(entry.actor_id, entry.subject_id) for entry in record} == {(person, person)}
    assert {(entry.actor_id, entry.subject_id) for entry in as_record if counts(entry)} == {(administrator, person)}
    assert all(entry.session_id for entry in as_record if counts(entry))


def counts(entry: AuditEntry) -> bool:
    """Of what was done in the person's name, not of the impersonation itself or of what it may not do.

    Nor of reports, which are made whenever their turn comes.
    """
    return not entry.tag.startswith(("impersonation.", "accounts.login.", "reports."))


def said_of(entry: AuditEntry) -> tuple[object, ...]:
    return entry.tag, entry.object_kind, entry.object_id, entry.object_name, entry.before, entry.after, entry.note


def page_of(handler: str, product: Product, subject: str) -> str:
    """Where the handler's State is filled, at something of the person's own; Home for what stands on every page."""
    state = handler.rsplit(".", 1)[0]
    paths = [page.place.path for page in PAGES if format_event_handler(page.load).rsplit(".", 1)[0] == state]
    return next(iter(_filled(paths[0], product, subject)), "/") if paths else "/"


def addresses(product: Product, subject: str) -> list[str]:
    return [
        address
        for page in PAGES
        if not page.public and not page.demonstration
        for address in _filled(page.place.path, product, subject)
    ]


def _filled(path: str, product: Product, subject: str) -> list[str]:
    """The page at what there is: the person's own and others'."""
    named = re.search(r"\[(\w+)\]", path)
    if named is None:
        return [path]
    with Session(product.engine) as tx:
        return [path.replace(named[0], str(id_)) for id_ in _IDS[named[1]](tx, product.cast[subject])]


def _goals(tx: Session, person: int) -> list[object]:
    hers = col(Goal.owner_id) == person
    kinds = (hers, ~hers & col(Goal.is_public), ~hers & ~col(Goal.is_public))
    return [id_ for kind in kinds for id_ in tx.exec(select(Goal.id).where(kind).order_by(col(Goal.id)).limit(2))]


def _requests(tx: Session, person: int) -> list[object]:
    hers = col(FeedbackRequest.asked_id) == person
    return [id_ for kind in (hers, ~hers) for id_ in tx.exec(select(FeedbackRequest.id).where(kind).limit(2))]


_IDS: dict[str, Callable[[Session, int], list[object]]] = {
    "goal_id": _goals,
    "person_id": lambda tx, person: [person, *tx.exec(select(Person.id).where(Person.role == Role.HR_ADMIN).limit(1))],
    "group_id": lambda tx, _: list(tx.exec(select(UserGroup.id).limit(1))),
    "request_id": _requests,
    "entry_id": lambda tx, _: list(tx.exec(select(AuditEntry.id).limit(1))),
    "session_id": lambda tx, _: list(tx.exec(select(ImpersonationSession.id).limit(1))),
}
