"""An administrator who impersonates sees what the person sees, and may do what the person may do, less a short list.

Compared by doing both, over the whole demonstration: the pages and the handlers are the product's own lists, so a new
page or handler is compared from the day it is there.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from admin_proxy.audit.tables import AuditEntry
from tests.border.client import Tab
from tests.border.deeds import Deed, acting, done, may_call
from tests.border.handlers import right_typed
from tests.border.twins import ADMINISTRATOR, Twins, changed, entries, logins, opened, rows, told, twins
from tests.border.visits import addresses, in_parts
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
            "my_goals_state.for_whom", "goals_state.for_whom", "goals_state.new_for", "goal_state.for_whom",
            "team_state.for_whom",
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
    "audit_logs_state.older_href": "what was opened on this visit is in it",
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
    "admin_proxy_state.chosen": "no impersonation begins inside another",
    "admin_proxy_state.people": "no impersonation begins inside another",
    "admin_proxy_state.count": "no impersonation begins inside another",
    "admin_proxy_state.has_more": "no impersonation begins inside another",
    "user_state.may_invite": "an invitation opens an account",
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
    token = both.on_behalf.sign_in(ADMINISTRATOR)
    both.on_behalf.impersonate(token, subject)
    before, logins_before = both.on_behalf.digests(), logins(both.on_behalf)
    otherwise = {}
    for paths in in_parts(addresses(both.herself, subject), FEW):
        hers = await opened(both.herself, subject, new_address())
        theirs = await opened(both.on_behalf, ADMINISTRATOR, new_address(), token=token)
        for path in paths:
            otherwise[path] = await compared(hers, theirs, path) and await compared(hers, theirs, path)
        await hers.close()
        await theirs.close()
    assert {path: what for path, what in otherwise.items() if what} == {}
    after, logins_after = both.on_behalf.digests(), logins(both.on_behalf)
    assert {table for table in after if after[table] != before[table]} <= RECORD | {"login"}
    own = both.on_behalf.login_id(token)
    assert {**logins_after, own: ""} == {**logins_before, own: ""}


FEW = 20
"""Pages or calls for one tab, which may not send any number of frames at once."""
RECORD = {"audit_entry", "audit_link", "audit_head", "audit_name", "letter"}


async def compared(hers: Tab, theirs: Tab, path: str) -> dict[str, Any]:
    """How what the page shows differs. Asked twice: what came late from the page before does not come again."""
    return different(*map(told, await asyncio.gather(hers.load(path), theirs.load(path))))


def different(mine: dict[str, Any], for_them: dict[str, Any], *apart: str) -> dict[str, Any]:
    return {
        name: (mine.get(name), for_them.get(name))
        for name in sorted((mine.keys() | for_them.keys()) - APART.keys() - set(apart))
        if mine.get(name) != for_them.get(name)
    }


REFUSED = {
    "AdminProxyState.accept": "no impersonation begins inside another",
    "AdminProxyState.ask": "no impersonation begins inside another",
    "MySettingsState.end_login": "a person's logins are theirs to end",
    "MySettingsState.end_other_logins": "a person's logins are theirs to end",
    "NotificationsState.follow_link": "notifications are the person's to read, so nothing is marked",
    "NotificationsState.mark_all_read": "notifications are the person's to dismiss",
    "NotificationsState.mark_read": "notifications are the person's to dismiss",
    "UserState.invite": "an invitation opens an account",
    "WhyNotState.explain": "no impersonation begins inside another",
}
OF_THE_IMPERSONATION = {
    "ShellState.renew", "ShellState.stop", "SessionsState.end_all", "AuditLogsState.show_new", "AuditFiguresState.draw"
}  # fmt: skip
"""Continue and Stop, and ending all, which ends this one too; the record, which names both; and its figures, which are
drawn when everything else was told."""
DOES_NOTHING = {
    name: reason
    for reason, names in {
        "looks for something, or for more of it, or narrows down what is shown": """
            AccountActivityState.read_more AdminProxyState.choose AdminProxyState.find_more AdministratorsState.choose
            AdministratorsState.find AdministratorsState.find_more AdministratorsState.narrow AuditFiguresState.draw
            AuditLogsState.go_to_day AuditLogsState.narrow AuditLogsState.show_new AuditSessionState.read_more
            ColleagueChoiceState.find ColleagueChoiceState.find_more FeedbackState.read_more
            FeedbackState.read_more_waiting GoalsState.narrow GroupState.choose GroupState.find GroupState.find_more
            GroupState.narrow GroupState.show_all GroupsState.narrow NotificationsState.read_more
            RecognitionState.read_more ReportsState.read_more ScopeState.find_departments ScopeState.find_groups
            SessionsState.read_more SystemNotificationsState.choose_language SystemNotificationsState.look_at
            SystemNotificationsState.read_more UserState.ask_who_may UserState.bring_departments
            UserState.show_more_visits UsersState.bring_departments UsersState.narrow UsersState.show_column
            WhyNotState.explain WhyNotState.find WhyNotState.find_more
            """,
        "opens or closes a dialog, or puts away what is on the screen": """
            AdminProxyState.ask AdminProxyState.cancel AdministratorsState.back AdministratorsState.close
            AdministratorsState.open_change AdministratorsState.open_grant CsvUploadState.start_over
            DepartmentsState.add_at_top DepartmentsState.ask DepartmentsState.close GoalState.dismiss
            GoalState.open_milestone GoalsState.dismiss GroupPasteState.close GroupPasteState.open GroupState.close
            GroupState.open_rename GroupsState.close GroupsState.open_new ReportsState.downloaded ScopeState.back
            SessionsState.ask_to_end SessionsState.ask_to_end_all SessionsState.cancel ShellState.close_story
            SystemNotificationsState.ask_to_change SystemNotificationsState.cancel UserState.close
            UserState.open_deactivate UserState.open_edit UsersState.close UsersState.open_bulk UsersState.open_new
            WhyNotState.close WhyNotState.open
            """,
        "selects, or says beforehand what would become of it": """
            AdministratorsState.open_withdraw AdministratorsState.review CsvUploadState.uploaded DepartmentsState.forget
            DepartmentsState.review GroupPasteState.check GroupPasteState.forget GroupState.ask_to_delete
            GroupState.ask_to_remove GroupState.ask_to_remove_selected GroupState.select GroupState.select_all
            GroupState.select_none GroupState.select_page ScopeState.count ScopeState.discard ScopeState.review
            ScopeState.turn_branch ScopeState.turn_department ScopeState.turn_group UsersState.forget_preview
            UsersState.see_preview UsersState.select UsersState.select_all UsersState.select_none UsersState.select_page
            """,
        "belongs to an impersonation, and the person runs none": """
            ShellState.ask_idle ShellState.done ShellState.impersonate_again ShellState.put_idle_away ShellState.renew
            ShellState.stop
            """,
        "sets the theme, which is that of whoever sits there: see `accounts.settings`": "ShellState.choose_theme",
    }.items()
    for name in names.split()
}  # fmt: skip
"""What leaves nothing behind when the person does it. Everything else does, or is not compared at all."""
OF_THE_MOMENT = {
    "goal_state.check_ins", "sessions_state.past", "sessions_state.has_more", "reports_state.ticket",
    "reports_state.news_id", "reports_state.has_more",
}  # fmt: skip
"""Tells the second at which it was done or how long a visit was, is made up anew, or comes when a report is ready."""
SILENT = {"NotificationsState.follow_link"}
"""Refused without a word: the link is followed all the same."""
THEIR_OWN = {"guide_put_away", "guide_hidden", "login", "impersonation_session", "password_link"}
"""A guide that an administrator closes is closed for the session only; a password link is an invitation's."""
BY_THEIR_NATURE = ("session_id", "read_at", "actor_id", "body", "content", "token_sha256")
"""Columns that differ: in which session and by whom it was done, what the person has read, what a letter says of that;
the minutes that stand in a report; and what is made up anew."""


@pytest.mark.parametrize("subject", ["miguel.santos", "tomasz.wisniewski"])
async def test_each_handler_does_the_same_but_for_those_that_are_refused(both: Twins, new_address, subject: str):
    both.on_behalf.sign_in(subject)
    before, record_before = compared_rows(both.herself), len(entries(both.herself))
    as_before, as_record_before = compared_rows(both.on_behalf), len(entries(both.on_behalf))
    hers: dict[str, Deed] = {}
    theirs: dict[str, Deed] = {}
    for names in for_each_tab(may_call(both.herself, subject)):
        address = new_address()
        herself = done(both.herself, names, subject, address)
        on_behalf = done(both.on_behalf, names, subject, address, ADMINISTRATOR)
        did, did_for_them = await asyncio.gather(herself, on_behalf)
        hers |= did
        theirs |= did_for_them

    assert {name for name, deed in hers.items() if not deed.left} == DOES_NOTHING.keys() & hers.keys()
    assert {name for name in hers.keys() & REFUSED.keys() if theirs[name].left} == set()
    compared = hers.keys() - REFUSED.keys() - OF_THE_IMPERSONATION
    assert {name: theirs[name].left for name in compared} == {name: hers[name].left for name in compared}
    otherwise = {name: different(hers[name].told, theirs[name].told, *OF_THE_MOMENT) for name in hers}
    assert {name: otherwise[name] for name in compared if otherwise[name]} == {}
    assert {name for name in hers.keys() & REFUSED.keys() if not otherwise[name]} <= SILENT

    assert changed(as_before, compared_rows(both.on_behalf)) == changed(before, compared_rows(both.herself))
    record, as_record = entries(both.herself, record_before), entries(both.on_behalf, as_record_before)
    assert [said_of(entry) for entry in as_record if counts(entry)] == [said_of(e) for e in record if counts(e)]
    person, administrator = both.herself.cast[subject], both.on_behalf.cast[ADMINISTRATOR]
    assert {(entry.actor_id, entry.subject_id) for entry in record if counts(entry)} == {(person, person)}
    assert {(entry.actor_id, entry.subject_id) for entry in as_record if counts(entry)} == {(administrator, person)}
    assert all(entry.session_id for entry in as_record if counts(entry))


@pytest.mark.parametrize("subject", ["miguel.santos", "tomasz.wisniewski"])
async def test_what_the_person_may_not_do_is_refused_in_the_same_words(both: Twins, new_address, subject: str):
    handlers = acting()
    for names in in_parts(sorted(handlers.keys() - may_call(both.herself, subject)), FEW):
        hers = await opened(both.herself, subject, new_address())
        theirs = await opened(both.on_behalf, ADMINISTRATOR, new_address(), acting_as=subject)
        for name in names:
            call = handlers[name], next(right_typed(handlers[name]))
            said, said_to_them = [told([*await tab.ask(*call), *await tab.settle()]) for tab in (hers, theirs)]
            assert "session_state.notice_count" in said, name
            assert different(said, said_to_them) == {}, name
        await hers.close()
        await theirs.close()


def compared_rows(product: Product) -> dict[str, list[str]]:
    """All but what is each one's own, the record, and what an invitation leaves."""
    return {
        table: [row for row in found if "'kind': 'invitation'" not in row]
        for table, found in rows(product, *BY_THEIR_NATURE).items()
        if table not in THEIR_OWN and not table.startswith("audit_")
    }


def for_each_tab(names: set[str]) -> list[list[str]]:
    """What does nothing shares a tab with the others of its State; what is of the impersonation comes last."""
    quiet = sorted((names & DOES_NOTHING.keys()) - OF_THE_IMPERSONATION)
    together = [list(some) for _, some in itertools.groupby(quiet, lambda name: name.partition(".")[0])]
    alone = [
        [name] for name in (*sorted(names - {*quiet} - OF_THE_IMPERSONATION), *sorted(names & OF_THE_IMPERSONATION))
    ]
    return [*together, *alone]


def counts(entry: AuditEntry) -> bool:
    """Of what was done in the person's name, not of the impersonation itself or of what it may not do.

    Nor of reports, which are made whenever their turn comes.
    """
    return not entry.tag.startswith(("impersonation.", "accounts.login.", "directory.person.invited", "reports."))


def said_of(entry: AuditEntry) -> tuple[object, ...]:
    return entry.tag, entry.object_kind, entry.object_id, entry.object_name, entry.before, entry.after, entry.note
