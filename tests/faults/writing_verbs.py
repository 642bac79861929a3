"""Every place of the product that writes, found in its source, and for each of them something that writes there.

A case prepares what is needed and returns what then writes. It is named for the place: the module and the function
that opens `db.writing`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from email.headerregistry import Address
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from unittest.mock import patch

from sqlmodel import col, select

from admin_proxy import build, db, sheets
from admin_proxy.accounts import (
    administrators,
    logins,
    password_links,
    passwords,
    privacy,
    roles,
    scopes,
    settings,
    signing_in,
    status,
    throttle,
)
from admin_proxy.audit import (
    anchor_mail,
    anchors,
    checking,
    dropping,
    erasing,
    exporting,
    restoring,
    trail,
    verifying,
)  # fmt: skip
from admin_proxy.audit.filters import EVERYTHING
from admin_proxy.audit.tags import Tag
from admin_proxy.clock import ManualClock
from admin_proxy.config import Settings
from admin_proxy.directory import (
    bulk_edit,
    department_editing,
    department_merging,
    editing,
    group_deleting,
    group_editing,
    group_pasting,
    inviting,
    uploads,
)
from admin_proxy.directory.department_editing import Seen
from admin_proxy.feedback import answering, giving, requesting
from admin_proxy.goals import checking_in, closing, milestones
from admin_proxy.goals import editing as goal_editing
from admin_proxy.guides import putting_away
from admin_proxy.identity import Invalid, Role, operator
from admin_proxy.impersonation import (
    expiry,
    looking,
    rechecking,
    rehearsing,
    renewing,
    resolving,
    revoking,
    starting,
    stopping,
    viewing,
)
from admin_proxy.mail.carriers import Folder
from admin_proxy.mail.relay import Relay
from admin_proxy.notifications import choices, inbox, kinds, system, undelivered
from admin_proxy.notifications.tables import Notification
from admin_proxy.organizations import creating, own_rules, rules
from admin_proxy.recognition import reacting, thanking
from admin_proxy.recognition.tables import Kind
from admin_proxy.reports import asking, cancelling, fetching, keeping, producing
from admin_proxy.reports.tables import Report
from tests.audit.tampering import anew
from tests.faults.crash_points import Verb
from tests.feedback.acts import asked, give, new_form
from tests.goals.acts import set_goal
from tests.impersonation.acts import change_language, changed, house_rule, impersonating, letters, session
from tests.people import Cast
from tests.recognition.acts import thanked
from tests.reports import acts as reports

Case = Callable[[Cast, ManualClock], Verb]
CASES: dict[str, Case] = {}
PACKAGE = build.ROOT / "admin_proxy"


def writes(*places: str) -> Callable[[Case], Case]:
    def listed(case: Case) -> Case:
        CASES.update(dict.fromkeys(places, case))
        return case

    return listed


def places() -> set[str]:
    """`impersonation.starting.start` and all the others."""
    return {place for path in PACKAGE.rglob("*.py") for place in _in_file(path)}


def _in_file(path: Path) -> Iterator[str]:
    module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)

    def within(node: ast.AST, name: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                yield from within(child, f"{name}.{child.name}")
            elif isinstance(child, ast.Call) and ast.unparse(child.func) == "db.writing":
                yield name
            yield from (() if isinstance(child, ast.FunctionDef | ast.ClassDef) else within(child, name))

    return within(ast.parse(path.read_text()), module)


NOT_WALKED = {
    "demo.organization.create": "makes the demonstration, from nothing; `--reset` makes it anew",
    "demo.history._found": "the same",
    "demo.history._write": "the same",
}
"""Why, for each place that has no case."""

SEVERAL: Mapping[str, str] = {
    "resolve_what_is_over": "that the login was used is noted apart from the end",
    "sign_in": "an attempt is counted before the password is checked, whatever becomes of it; the login comes later",
    "sign_in_fails": "the attempt is counted, and then recorded",
    "sign_in_as_another": "the browser's earlier login is ended once the new one is there",
    "relay": "a letter is claimed, carried, and then marked: at least once, see `mail/relay.py`",
    "relay_in_trouble": "the same where it cannot be carried",
    "erase": "one chain after the other, and then the names; asked for again, it goes on: see the test of that",
    "make_report": "it is claimed, made in pieces, and complete only with the last transaction; see `producing.py`",
    "give_report_up": "it is claimed, and then given up",
    "try_report_again": "it is claimed, and then put off",
    "leave_report_to_others": "how far it is was noted before",
    "forget_old_reports": "tickets, and then reports",
    "password_refused": "the attempt is counted, and then recorded",
    "change_password": "the attempt is counted before the passwords are compared",
}
"""Cases with more than one transaction, and why each of them may be the last one."""

PASSWORD = "correct horse battery staple 9"
PEOPLE_FILE = b"employee_id,email,first_name,last_name,department\nX1,new@acme.example,New,Person,Legal\n"
SENDER = Address("Acme People", "people", "acme.example")


# ------------------------------------------------------------------------------------------- impersonation


@writes("impersonation.starting.start")
def start(cast: Cast, time: ManualClock) -> Verb:
    return partial(starting.start, cast.identity("olga"), cast["zoe"], "To help her")


@writes("impersonation.renewing.renew")
def renew(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    time.advance(minutes=5)
    return partial(renewing.renew, acting)


def changed_as_zoe(cast: Cast) -> None:
    house_rule(cast.acme, notify_of_changes=True)
    change_language(impersonating(cast, "olga", "zoe"), "en")


@writes("impersonation.stopping._stop")
def stop(cast: Cast, time: ManualClock) -> Verb:
    house_rule(cast.acme, notify_of_changes=True)
    acting = impersonating(cast, "olga", "zoe")
    change_language(acting, "en")
    return partial(stopping.stop, acting)


@writes("impersonation.expiry._expire_in")
def expire(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    time.advance(hours=1)
    return expiry.expire_due


@writes("impersonation.rechecking.sweep")
def sweep(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    time.advance(hours=1)
    return rechecking.sweep


@writes("impersonation.resolving._end")
def resolve_what_is_over(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    time.advance(hours=1)
    return partial(resolving.resolve, session().login_id, "127.0.0.1")


@writes("impersonation.resolving._note_use")
def resolve_later(cast: Cast, time: ManualClock) -> Verb:
    olga = cast.identity("olga")
    time.advance(minutes=10)
    return partial(resolving.resolve, olga.login_id, "127.0.0.1")


@writes("impersonation.revoking.revoke")
def revoke(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return partial(revoking.revoke, cast.identity("oscar"), session().id, "Not agreed")


@writes("impersonation.revoking.revoke_all")
def revoke_all(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    impersonating(cast, "hana", "sam")
    return partial(revoking.revoke_all, cast.identity("oscar"), "An incident")


@writes("impersonation.rehearsing._rehearse")
def rehearse(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hugo", "ben")
    return partial(rehearsing.ended_by_deleting_group, cast.identity("olga"), cast.groups["Mentors"])


@writes("impersonation.viewing.dismiss_ended")
def dismiss_ended(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "olga", "zoe")
    time.advance(hours=1)
    expiry.expire_due()
    return partial(viewing.dismiss_ended, now_of(session().login_id))


def now_of(login_id: str):
    found = resolving.resolve(login_id, "127.0.0.1")
    assert found is not None
    return found


@writes("impersonation.looking.note")
def open_page(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")

    def look() -> None:
        looking._looked.clear()  # as it is in a new process
        looking.note(acting, "/goals", "Goals")

    return look


# ------------------------------------------------------------------------------------------- accounts


@writes("accounts.settings.change")
def change_settings(cast: Cast, time: ManualClock) -> Verb:
    return partial(settings.change, impersonating(cast, "olga", "zoe"), language="en", time_zone="Asia/Tokyo")


@writes("accounts.settings.change_password")
def change_password(cast: Cast, time: ManualClock) -> Verb:
    changed(cast, "zoe", password_hash=passwords.hash(PASSWORD))
    cast.identity("zoe")
    return partial(settings.change_password, cast.identity("zoe"), PASSWORD, "another fine password 77")


@writes("accounts.settings._record_refusal")
def password_refused(cast: Cast, time: ManualClock) -> Verb:
    changed(cast, "zoe", password_hash=passwords.hash(PASSWORD))
    zoe = cast.identity("zoe")
    return refused(settings.change_password, zoe, "a wrong one", "another fine password 77")


@writes("accounts.privacy.accept")
def accept_privacy(cast: Cast, time: ManualClock) -> Verb:
    return partial(privacy.accept, cast.identity("nora"))


@writes("accounts.logins.end_one")
def end_one(cast: Cast, time: ManualClock) -> Verb:
    other, zoe = cast.identity("zoe"), cast.identity("zoe")
    return partial(logins.end_one, zoe, other.login_id)


@writes("accounts.logins.end_others")
def end_others(cast: Cast, time: ManualClock) -> Verb:
    cast.identity("zoe")
    return partial(logins.end_others, cast.identity("zoe"))


@writes("accounts.logins.sign_out")
def sign_out(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return partial(logins.sign_out, session().login_id, "127.0.0.1")


@writes("accounts.password_links.redeem")
def redeem(cast: Cast, time: ManualClock) -> Verb:
    link = inviting.invite(cast.identity("olga"), cast["nora"]).link
    return partial(password_links.redeem, link.partition("#")[2], PASSWORD)


@writes("accounts.administrators.create_admin")
def create_admin(cast: Cast, time: ManualClock) -> Verb:
    return partial(administrators.create_admin, operator(None), cast.acme, "ana@acme.example", "Ana Ruiz")


@writes("accounts.roles.change_role")
def change_role(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hana", "sam")
    return partial(roles.change_role, cast.identity("olga"), cast["hana"], Role.EMPLOYEE)


@writes("accounts.scopes.set_scope")
def set_scope(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hana", "sam")
    return partial(scopes.set_scope, cast.identity("olga"), cast["hana"], [], [cast.groups["Mentors"]])


@writes("accounts.status.deactivate")
def deactivate(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return partial(status.deactivate, cast.identity("oscar"), cast["zoe"], time.now().date())


@writes("accounts.status.reactivate")
def reactivate(cast: Cast, time: ManualClock) -> Verb:
    return partial(status.reactivate, cast.identity("olga"), cast["dora"])


@writes("accounts.signing_in._succeed", "accounts.throttle.admit")
def sign_in(cast: Cast, time: ManualClock) -> Verb:
    changed(cast, "zoe", password_hash=passwords.hash(PASSWORD))
    return partial(signing_in.sign_in, "zoe@acme.example", PASSWORD, "127.0.0.1", "Mozilla/5.0")


@writes("accounts.signing_in._fail")
def sign_in_fails(cast: Cast, time: ManualClock) -> Verb:
    return partial(signing_in.sign_in, "zoe@acme.example", "a wrong one", "127.0.0.1", "Mozilla/5.0")


@writes("accounts.signing_in.sign_in_as")
def sign_in_as_another(cast: Cast, time: ManualClock) -> Verb:
    earlier = cast.identity("olga").login_id
    return partial(signing_in.sign_in_as, cast["zoe"], "127.0.0.1", "Mozilla/5.0", replaces=earlier)


@writes("accounts.throttle.forget_old")
def forget_old_failures(cast: Cast, time: ManualClock) -> Verb:
    signing_in.sign_in("zoe@acme.example", "a wrong one", "127.0.0.1", "Mozilla/5.0")
    time.advance(days=30)
    return throttle.forget_old


# ------------------------------------------------------------------------------------------- directory


@writes("directory.editing.create")
def create_person(cast: Cast, time: ManualClock) -> Verb:
    given = {"first_name": "Ana", "last_name": "Ruiz", "email": "ana@acme.example", "employee_id": "X9"}
    return partial(editing.create, cast.identity("olga"), given)


@writes("directory.editing.edit")
def edit_person(cast: Cast, time: ManualClock) -> Verb:
    olga = cast.identity("olga")
    known = editing.known(olga, cast["zoe"])
    return partial(editing.edit, olga, cast["zoe"], {**known, "title": "Architect", "last_name": "Zelená"}, known)


@writes("directory.inviting.invite")
def invite(cast: Cast, time: ManualClock) -> Verb:
    return partial(inviting.invite, cast.identity("olga"), cast["nora"])


@writes("directory.bulk_edit.apply")
def deactivate_many(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    chosen = bulk_edit.Chosen(ids=(cast["zoe"], cast["ben"], cast["sam"]))
    return partial(bulk_edit.apply, cast.identity("oscar"), chosen, bulk_edit.Deactivate(date(2026, 3, 2)))


@writes("directory.department_editing.create")
def create_department(cast: Cast, time: ManualClock) -> Verb:
    return partial(department_editing.create, cast.identity("olga"), cast.departments["Sales"], "North Coast")


@writes("directory.department_editing.rename")
def rename_department(cast: Cast, time: ManualClock) -> Verb:
    return partial(department_editing.rename, cast.identity("olga"), cast.departments["Sales"], "Selling", "Sales")


@writes("directory.department_editing.move")
def move_department(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hana", "fay")
    here, there = cast.departments["Field Sales"], cast.departments["Engineering"]
    return partial(
        department_editing.move, cast.identity("olga"), here, there, Seen("Sales › Field Sales", "Engineering")
    )


@writes("directory.department_editing.delete")
def delete_department(cast: Cast, time: ManualClock) -> Verb:
    legal = department_editing.create(cast.identity("olga"), None, "Legal")
    scopes.set_scope(cast.identity("olga"), cast["hana"], [legal], [])
    return partial(department_editing.delete, cast.identity("olga"), legal, Seen("Legal"))


@writes("directory.department_merging.merge")
def merge_departments(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hana", "fay")
    here, there = cast.departments["Sales"], cast.departments["Engineering"]
    return partial(department_merging.merge, cast.identity("olga"), here, there, Seen("Sales", "Engineering"))


@writes("directory.group_editing.create")
def create_group(cast: Cast, time: ManualClock) -> Verb:
    return partial(group_editing.create, cast.identity("olga"), "Climbers")


@writes("directory.group_editing.rename")
def rename_group(cast: Cast, time: ManualClock) -> Verb:
    return partial(group_editing.rename, cast.identity("olga"), cast.groups["Mentors"], "Guides", "Mentors")


@writes("directory.group_deleting.delete_group")
def delete_group(cast: Cast, time: ManualClock) -> Verb:
    impersonating(cast, "hugo", "ben")
    return partial(group_deleting.delete_group, cast.identity("olga"), cast.groups["Mentors"])


@writes("directory.group_pasting.apply")
def paste_into_group(cast: Cast, time: ManualClock) -> Verb:
    pasted = "sam@acme.example, fay@acme.example"
    return partial(
        group_pasting.apply, cast.identity("olga"), cast.groups["Mentors"], pasted, next(iter(group_pasting.Way))
    )


@writes("directory.uploads._keep")
def stage_upload(cast: Cast, time: ManualClock) -> Verb:
    return partial(uploads.stage, cast.identity("olga"), "people.csv", PEOPLE_FILE)


@writes("directory.uploads.check_again")
def check_upload_again(cast: Cast, time: ManualClock) -> Verb:
    olga = cast.identity("olga")
    return partial(
        uploads.check_again, olga, uploads.stage(olga, "people.csv", PEOPLE_FILE), {"first_name": "first_name"}
    )


@writes("directory.uploads.apply")
def apply_upload(cast: Cast, time: ManualClock) -> Verb:
    olga = cast.identity("olga")
    return partial(uploads.apply, olga, uploads.check(olga, "people.csv", PEOPLE_FILE).upload_id)


@writes("directory.uploads.import_file")
def import_file(cast: Cast, time: ManualClock) -> Verb:
    path = Path(mkdtemp()) / "people.csv"
    path.write_bytes(PEOPLE_FILE)
    return partial(uploads.import_file, operator(cast.acme), path)


@writes("directory.uploads.forget_old")
def forget_old_uploads(cast: Cast, time: ManualClock) -> Verb:
    uploads.stage(cast.identity("olga"), "people.csv", PEOPLE_FILE)
    time.advance(days=30)
    return uploads.forget_old


# ------------------------------------------------------------------------------------------- the person's side


@writes("goals.editing.create")
def create_goal(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(goal_editing.create, acting, {**goal_editing.new(acting), "title": "Win ten customers"})


@writes("goals.editing.edit")
def edit_goal(cast: Cast, time: ManualClock) -> Verb:
    goal = set_goal(cast, "zoe")
    acting = impersonating(cast, "olga", "zoe")
    known = goal_editing.known(acting, goal)
    return partial(goal_editing.edit, acting, goal, {**known, "target": "20", "title": "Win twenty"}, known)


@writes("goals.checking_in.check_in")
def check_in(cast: Cast, time: ManualClock) -> Verb:
    goal = set_goal(cast, "zoe")
    acting = impersonating(cast, "olga", "zoe")
    return partial(checking_in.check_in, acting, goal, value="5", confidence="on_track", comment="Halfway")


@writes("goals.closing.close")
def close_goal(cast: Cast, time: ManualClock) -> Verb:
    goal = set_goal(cast, "zoe")
    return partial(closing.close, impersonating(cast, "olga", "zoe"), goal, "dropped", "No longer wanted")


@writes("goals.closing.reopen")
def reopen_goal(cast: Cast, time: ManualClock) -> Verb:
    goal = set_goal(cast, "zoe")
    closing.close(cast.identity("zoe"), goal, "dropped")
    return partial(closing.reopen, impersonating(cast, "olga", "zoe"), goal)


def milestone(cast: Cast) -> int:
    zoe = cast.identity("zoe")
    return milestones.add(zoe, set_goal(cast, "zoe"), {"name": "Prototype", "due_on": ""})


@writes("goals.milestones.add")
def add_milestone(cast: Cast, time: ManualClock) -> Verb:
    goal = set_goal(cast, "zoe")
    return partial(milestones.add, impersonating(cast, "olga", "zoe"), goal, {"name": "Prototype", "due_on": ""})


@writes("goals.milestones.change")
def change_milestone(cast: Cast, time: ManualClock) -> Verb:
    one, known = milestone(cast), {"name": "Prototype", "due_on": ""}
    return partial(milestones.change, impersonating(cast, "olga", "zoe"), one, {**known, "name": "Pilot"}, known)


@writes("goals.milestones.tick")
def tick_milestone(cast: Cast, time: ManualClock) -> Verb:
    one = milestone(cast)
    return partial(milestones.tick, impersonating(cast, "olga", "zoe"), one, True)


@writes("goals.milestones.remove")
def remove_milestone(cast: Cast, time: ManualClock) -> Verb:
    one = milestone(cast)
    return partial(milestones.remove, impersonating(cast, "olga", "zoe"), one)


@writes("feedback.giving.give")
def give_feedback(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(giving.give, acting, [cast["ben"], cast["sam"]], "You explain things well.", new_form())


@writes("feedback.requesting.request")
def request_feedback(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(requesting.request, acting, [cast["ben"], cast["sam"]], None, "How did it go?", new_form())


@writes("feedback.answering.answer")
def answer_request(cast: Cast, time: ManualClock) -> Verb:
    one = asked(cast, "ben", "zoe")
    return partial(answering.answer, impersonating(cast, "olga", "zoe"), one, "Very well.")


@writes("feedback.answering.decline")
def decline_request(cast: Cast, time: ManualClock) -> Verb:
    one = asked(cast, "ben", "zoe")
    return partial(answering.decline, impersonating(cast, "olga", "zoe"), one, "I was not there.")


@writes("recognition.thanking.thank")
def thank(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    value = thanking.company_values(acting)[0].id
    return partial(thanking.thank, acting, [cast["ben"], cast["sam"]], value, "You helped us out.", new_form())


@writes("recognition.reacting.react")
def react(cast: Cast, time: ManualClock) -> Verb:
    one = thanked(cast.identity("ben"), cast["sam"])
    return partial(reacting.react, impersonating(cast, "olga", "zoe"), one, Kind.HEART, on=True)


@writes("guides.putting_away.put_away")
def put_guide_away(cast: Cast, time: ManualClock) -> Verb:
    return partial(putting_away.put_away, cast.identity("zoe"), "around", putting_away.How.LATER)


# ------------------------------------------------------------------------------------------- the house


@writes("organizations.creating.create")
def create_organization(cast: Cast, time: ManualClock) -> Verb:
    return partial(creating.create, operator(None), "initech", "Initech")


@writes("organizations.own_rules.show_account_activity")
def show_account_activity(cast: Cast, time: ManualClock) -> Verb:
    return partial(own_rules.show_account_activity, cast.identity("olga"), shown=False)


@writes("organizations.rules.change")
def change_rules(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return partial(rules.change, cast.identity("carl"), cast.acme, proxy_enabled=False)


@writes("audit.exporting.export")
def export_record(cast: Cast, time: ManualClock) -> Verb:
    return partial(exporting.export, cast.identity("olga"), EVERYTHING, "csv")


@writes("audit.anchor_mail.post")
def mail_anchors(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    rules = Settings(data_dir=Path(mkdtemp()), audit_anchors_mail=("elsewhere@globex.example",))
    anchors.write(rules)
    return partial(anchor_mail.post, rules)


@writes("audit.checking.note")
def note_soundness(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return lambda: checking.note(verifying.verify())


@writes("audit.restoring._tell")
def take_restored_record(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    rules = Settings(data_dir=Path(mkdtemp()))
    checking.anchor(rules)
    anew(cast.acme)
    checking.check(rules)
    verdicts = [one for one in verifying.verify(anchored=checking.means(rules).anchored) if one.problem]
    return partial(restoring._tell, verdicts, "backup")


@writes("audit.erasing._erase", "audit.erasing.erase")
def erase(cast: Cast, time: ManualClock) -> Verb:
    changed_as_zoe(cast)
    return partial(erasing.erase, operator(None), cast["zoe"], "zoe@acme.example")


@writes("audit.dropping._drop", "audit.dropping._forget_names")
def drop_old_entries(cast: Cast, time: ManualClock) -> Verb:
    rules = Settings(data_dir=Path(mkdtemp()))
    anchors.private_key(rules.data_dir)
    same = trail.Deed(Tag.PERSON_CHANGED, trail.Thing("person", str(cast["sam"]), "Sam"), None, None)
    with db.writing(cast.acme) as tx:
        trail.record_all(tx, operator(cast.acme), [same] * dropping.SEGMENT)
    time.advance(days=365)
    return partial(dropping.drop, operator(None), rules, time.now() - timedelta(days=30))


# ------------------------------------------------------------------------------------------- reports


@writes("reports.asking.ask")
def ask_for_report(cast: Cast, time: ManualClock) -> Verb:
    return partial(asking.ask, impersonating(cast, "olga", "zoe"), "my_goals", "csv", new_form())


@writes("reports.cancelling.cancel")
def cancel_report(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(cancelling.cancel, acting, reports.ask(acting))


@writes("reports.fetching.ticket")
def ask_for_ticket(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(fetching.ticket, acting, reports.made(acting))


@writes("reports.fetching.fetch")
def fetch_report(cast: Cast, time: ManualClock) -> Verb:
    acting = impersonating(cast, "olga", "zoe")
    return partial(fetching.fetch, acting, fetching.ticket(acting, reports.made(acting)))


@writes("reports.keeping.forget_old")
def forget_old_reports(cast: Cast, time: ManualClock) -> Verb:
    zoe = cast.identity("zoe")
    fetching.ticket(zoe, reports.made(zoe))
    time.advance(days=90)
    return keeping.forget_old


@writes("reports.producing._claim", "reports.producing._note", "reports.producing.Worker._make")
@writes("reports.producing._complete")
def make_report(cast: Cast, time: ManualClock) -> Verb:
    set_goal(cast, "zoe")
    reports.ask(impersonating(cast, "olga", "zoe"))
    return reports.make


@writes("reports.producing._conclude")
def give_report_up(cast: Cast, time: ManualClock) -> Verb:
    one = reports.ask(cast.identity("zoe"))
    with db.writing(cast.acme) as tx:
        tx.get_one(Report, one).attempts = producing.MOST_ATTEMPTS
    return reports.make


@writes("reports.producing._put_back")
def leave_report_to_others(cast: Cast, time: ManualClock) -> Verb:
    """The process is ending while it makes one."""
    set_goal(cast, "zoe")
    reports.ask(cast.identity("zoe"))
    claimed = producing._claim()
    assert claimed is not None
    worker = producing.Worker()
    worker.end()
    return partial(worker._see_to, claimed)


@writes("reports.producing._try_again")
def try_report_again(cast: Cast, time: ManualClock) -> Verb:
    reports.ask(cast.identity("zoe"))

    def make() -> None:
        with patch.object(sheets, "as_csv", side_effect=RuntimeError("it cannot be written")):
            reports.make()

    return make


# ------------------------------------------------------------------------------------------- notifications and mail


def told_of_feedback(cast: Cast) -> Notification:
    give(cast.identity("ben"), cast["zoe"])
    with db.reading() as tx:
        return tx.exec(select(Notification).order_by(col(Notification.id).desc())).one()


def a_choice() -> str:
    """A kind that people have a choice about."""
    return next(kind.key for kind in kinds.offered() if kind.key != "impersonation.changes")


@writes("notifications.inbox.mark_read")
def mark_read(cast: Cast, time: ManualClock) -> Verb:
    return partial(inbox.mark_read, cast.identity("zoe"), told_of_feedback(cast).id)


@writes("notifications.inbox.mark_all_read")
def mark_all_read(cast: Cast, time: ManualClock) -> Verb:
    return partial(inbox.mark_all_read, cast.identity("zoe"), told_of_feedback(cast).id)


@writes("notifications.choices.choose")
def choose_kind(cast: Cast, time: ManualClock) -> Verb:
    return partial(choices.choose, impersonating(cast, "olga", "zoe"), a_choice(), by_email=False)


@writes("notifications.system.switch")
def switch_kind(cast: Cast, time: ManualClock) -> Verb:
    return partial(system.switch, cast.identity("olga"), "impersonation.changes", on=True)


@writes("notifications.system.change")
def change_kind(cast: Cast, time: ManualClock) -> Verb:
    return partial(system.change, cast.identity("olga"), a_choice(), by_email=False, words_en="Do look at it.")


@writes("notifications.system.send_test")
def send_test(cast: Cast, time: ManualClock) -> Verb:
    return partial(system.send_test, cast.identity("olga"), a_choice(), "en")


@writes("notifications.undelivered._send_again")
def send_all_again(cast: Cast, time: ManualClock) -> Verb:
    told_of_feedback(cast)
    with db.writing(cast.acme) as tx:
        for letter in letters():
            tx.merge(letter).dead_at, tx.merge(letter).due_at = time.now(), None
    return partial(undelivered.send_all_again, cast.identity("olga"))


@writes("mail.relay._claim", "mail.relay._conclude")
def relay(cast: Cast, time: ManualClock) -> Verb:
    told_of_feedback(cast)
    folder = Path(mkdtemp())
    return lambda: Relay(Folder(folder, SENDER)).run()


def relay_in_trouble(cast: Cast, time: ManualClock) -> Verb:
    told_of_feedback(cast)
    in_the_way = Path(mkdtemp()) / "no folder"
    in_the_way.write_text("")
    return lambda: Relay(Folder(in_the_way, SENDER)).run()


def refused(verb: Callable[..., object], *given: object) -> Verb:
    def tried() -> None:
        with suppress(Invalid):
            verb(*given)

    return tried
