"""What was written into a private goal is told to nobody who reads the record, and to everybody whom it is about."""

from __future__ import annotations

from sqlmodel import col, select

from admin_proxy import db
from admin_proxy.audit import exporting, reading
from admin_proxy.audit.filters import EVERYTHING
from admin_proxy.audit.tables import AuditEntry
from admin_proxy.audit.withholding import PRIVATE_GOAL
from admin_proxy.goals import closing, editing, milestones
from admin_proxy.identity import Identity
from admin_proxy.impersonation import visits
from admin_proxy.impersonation.stopping import stop
from tests.goals.acts import change, checked_in, set_goal
from tests.impersonation.acts import impersonating, session
from tests.reports.acts import download, made

CANARY = "Kanarienvogel"


def everything_is_done_to_a_private_goal(identity: Identity) -> int:
    typed = {**editing.new(identity), "title": CANARY, "description": CANARY, "visibility": "private", "target": "90"}
    goal_id = editing.create(identity, typed, None)
    change(identity, goal_id, description=f"{CANARY}s", target="100")
    checked_in(identity, goal_id, "40", comment=CANARY)
    milestone = milestones.add(identity, goal_id, {"name": CANARY, "due_on": "2026-03-09"})
    milestones.change(identity, milestone, {"name": f"{CANARY}s"}, {"name": CANARY})
    milestones.tick(identity, milestone, True)
    milestones.remove(identity, milestone)
    closing.close(identity, goal_id, "reached", CANARY)
    closing.reopen(identity, goal_id)
    change(identity, goal_id, visibility="public", title="Learn to sing")
    return goal_id


def all_that_the_record_tells(olga: Identity, session_id: str) -> str:
    page = reading.entries(olga)
    singly = [reading.entry(olga, one.id) for one in page.entries]
    files = [b"".join(exporting.export(olga, EVERYTHING, form).pieces) for form in ("csv", "ndjson")]
    report = download(olga, made(olga, "audit_logs"))
    return f"{page} {singly} {reading.story(olga, session_id)} {files} {report.decode()}"


def test_super_admins_read_who_did_what_and_none_of_the_words(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    everything_is_done_to_a_private_goal(as_zoe)
    olga = cast.identity("olga")
    told = all_that_the_record_tells(olga, session().id)
    assert CANARY not in told
    about_it = [one for one in reading.entries(olga).entries if one.object_kind == PRIVATE_GOAL]
    assert [one.action for one in about_it][-2:] == ["Changed a goal", "Set a goal"]
    assert {(one.object, one.user_email) for one in about_it} == {("A private goal", "zoe@acme.example")}
    assert len(about_it) == 10
    assert [tuple(map(str, (one.field, one.before, one.after))) for one in about_it[-2].changes] == [
        ("Description", "withheld", "withheld"), ("Target", "90 %", "100 %"),
    ]  # fmt: skip


def test_whoever_did_it_and_whoever_it_was_done_to_are_told_everything(cast):
    as_zoe = impersonating(cast, "olga", "zoe")
    everything_is_done_to_a_private_goal(as_zoe)
    summary = stop(as_zoe)
    assert summary is not None
    (visit,) = visits.activity(cast.identity("zoe")).visits
    for told in (summary.made, visit.changes):
        assert len(told) == 10
        assert all(CANARY in f"{change.object} {change.fields}" for change in told)


def test_what_a_goal_says_from_now_on_in_public_is_told(cast):
    goal_id = everything_is_done_to_a_private_goal(cast.identity("zoe"))
    change(cast.identity("zoe"), goal_id, title="Learn to sing well")
    newest = reading.entries(cast.identity("olga")).entries[0]
    assert (newest.object_kind, newest.object) == ("goal", "Learn to sing well")
    assert [(one.before, one.after) for one in newest.changes] == [("Learn to sing", "Learn to sing well")]


def test_a_goal_that_becomes_private_is_withheld_from_that_change_on(cast):
    goal_id = set_goal(cast, "zoe", title="Learn to sing")
    change(cast.identity("zoe"), goal_id, title=CANARY, visibility="private")
    assert CANARY not in str(reading.entries(cast.identity("olga")))


def test_no_entry_names_a_private_goal_that_another_supports(cast):
    supported = set_goal(cast, "sam", title="Lead by example")
    mine = set_goal(cast, "fay", title="Follow", supports=str(supported))
    change(cast.identity("sam"), supported, title=CANARY, visibility="private")
    editing.edit(cast.identity("sam"), mine, {"supports": ""}, editing.known(cast.identity("sam"), mine))
    newest = reading.entries(cast.identity("olga")).entries[0]
    assert [(one.field, one.before, one.after) for one in newest.changes] == [("Supports", "a private goal", "")]


def test_the_record_itself_has_all_of_it(cast):
    everything_is_done_to_a_private_goal(cast.identity("zoe"))
    with db.reading() as tx:
        kept = tx.exec(select(AuditEntry).where(col(AuditEntry.object_kind) == PRIVATE_GOAL)).all()
        assert all(CANARY in f"{entry.object_name} {entry.before} {entry.after}" for entry in kept)
