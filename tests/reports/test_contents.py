"""What stands in each report, on both engines: its columns and rows, and that nothing of others is ever in it."""

from __future__ import annotations

import pytest

from admin_proxy import db
from admin_proxy.accounts.tables import Person, ScopeDepartment
from admin_proxy.audit import exporting
from admin_proxy.audit.tags import Tag
from admin_proxy.feedback.answering import answer
from admin_proxy.goals.closing import close
from admin_proxy.impersonation.stopping import stop
from admin_proxy.organizations.tables import CompanyValue
from admin_proxy.recognition import thanking
from admin_proxy.reports import audit_log, impersonations, my_goals, team_progress, user_activity, wording
from admin_proxy.reports.tables import Kind
from tests.audit.test_exporting import rows_of_xlsx
from tests.feedback.acts import asked, give, new_form
from tests.goals.acts import checked_in, row, set_goal
from tests.impersonation.acts import change_language, entries, impersonating, session
from tests.reports.acts import download, made, told

CANARY = "canary"
"""In everything that somebody must not read."""


def test_both_languages_have_the_same_columns_of_each_kind():
    assert {kind: len(headings) for kind, headings in wording.HEADINGS["en"].items()} == {
        kind: len(headings) for kind, headings in wording.HEADINGS["de"].items()
    }
    assert set(wording.HEADINGS["en"]) == set(wording.LABELS) == set(Kind)


def test_my_goals_has_each_of_mine_and_nobody_elses(cast):
    above = set_goal(cast, "sam", title="Grow the region")
    first = set_goal(
        cast, "fay", title="Win ten customers", description="Big ones.", unit="number", start="0", target="10",
        weight="20", starts_on="2026-01-01", ends_on="2026-06-30", supports=str(above),
    )  # fmt: skip
    secret = set_goal(cast, "fay", title="Learn to sell", visibility="private")
    set_goal(cast, "ina", title=CANARY)
    set_goal(cast, "sam", title=CANARY, visibility="private")
    checked_in(cast.identity("fay"), first, "4", "at_risk")
    close(cast.identity("fay"), secret, "dropped", "No time.")
    one, two = told(cast.identity("fay"), "my_goals")
    assert one == {
        "Goal": "Win ten customers", "Description": "Big ones.", "Visibility": "Public", "State": "Open",
        "Confidence": "At risk", "Progress (%)": "40", "Start": "0", "Current": "4", "Target": "10", "Weight": "20",
        "Begins": "2026-01-01", "Ends": "2026-06-30", "Last check-in": "2026-03-02 09:00", "Milestones done": "0",
        "Milestones": "0", "Supports": "Grow the region", "Closed": "", "Closing note": "",
    }  # fmt: skip
    assert (two["Goal"], two["Visibility"], two["State"]) == ("Learn to sell", "Private", "Dropped")
    assert (two["Closed"], two["Closing note"]) == ("2026-03-02 09:00", "No time.")


def test_what_mine_supports_is_named_only_as_long_as_i_see_it(cast):
    above = set_goal(cast, "sam", title="Grow the region")
    set_goal(cast, "fay", supports=str(above))
    with db.writing(cast.acme) as tx:
        tx.merge(row(above)).is_public = False
    assert told(cast.identity("fay"), "my_goals")[0]["Supports"] == ""


def test_somebodys_report_is_in_their_language_and_time_zone(cast):
    goal = set_goal(cast, "zoe")
    checked_in(cast.identity("zoe"), goal, "5")
    (line,) = told(impersonating(cast, "olga", "zoe"), "my_goals")
    assert (line["Sichtbarkeit"], line["Letzter Stand vom"]) == ("Öffentlich", "2026-03-02 10:00")


def test_feedback_i_received_has_what_was_said_to_me_and_to_nobody_else(cast):
    give(cast.identity("fay"), cast["sam"], text="You listen.")
    request_id = asked(cast, "sam", "ina", about="fay", question="How is she doing?")
    answer(cast.identity("ina"), request_id, "She is quick.")
    give(cast.identity("sam"), cast["fay"], text=CANARY)
    give(cast.identity("ina"), cast["fay"], text=CANARY)
    latest, first = told(cast.identity("sam"), "received_feedback")
    assert first == {
        "Given": "2026-03-02 09:00", "From": "Fay Fischer", "Title": "Specialist", "About": "Sam Silva",
        "Question": "", "Feedback": "You listen.",
    }  # fmt: skip
    assert (latest["From"], latest["About"]) == ("Ina Iversen", "Fay Fischer")
    assert (latest["Question"], latest["Feedback"]) == ("How is she doing?", "She is quick.")


def test_team_progress_has_the_open_goals_of_those_who_report_to_me(cast):
    goal = set_goal(cast, "fay", title="Win ten customers", unit="number", start="0", target="10")
    set_goal(cast, "fay", title="Learn to sell", visibility="private")
    close(cast.identity("sam"), set_goal(cast, "fay", title=CANARY), "reached")
    set_goal(cast, "zoe", title=CANARY)
    set_goal(cast, "sam", title=CANARY)
    checked_in(cast.identity("fay"), goal, "5", "off_track")
    lines = told(cast.identity("sam"), "team_progress")
    assert [(line["Person"], line["Goal"], line["Visibility"]) for line in lines] == [
        ("Fay Fischer", "Win ten customers", "Public"),
        ("Fay Fischer", "Learn to sell", "Private"),
        ("Ina Iversen", "", ""),
    ]
    assert lines[0]["Progress (%)"] == "50"
    assert (lines[0]["Confidence"], lines[0]["Quiet for 30 days"]) == ("Off track", "no")


def test_user_activity_has_the_people_of_ones_scope(cast):
    def names(who: str) -> list[str]:
        return [line["Name"] for line in told(cast.identity(who), "user_activity")]

    assert names("hana") == ["Dora Dahl", "Fay Fischer", "Henry Hill", "Ina Iversen", "Nora Novak", "Sam Silva"]
    assert names("hugo") == ["Ben Becker", "Zoë Žižková"]
    assert names("henry") == []
    assert len(names("olga")) == 13
    assert names("eve") == ["Emil Egger", "Eve Evans"]


def test_user_activity_tells_nothing_that_administrators_do_not_see(cast):
    checked_in(cast.identity("fay"), set_goal(cast, "fay"), "5")
    checked_in(cast.identity("ina"), set_goal(cast, "ina", title=CANARY, visibility="private"), "5")
    give(cast.identity("fay"), cast["ina"], text=CANARY)
    with db.writing(cast.acme) as tx:
        value = CompanyValue(organization_id=cast.acme, name="Courage", position=1)
        tx.add(value)
        tx.flush()
        value_id = value.id
    thanking.thank(cast.identity("fay"), [cast["ina"]], value_id, "Thank you!", new_form())
    lines = {line["Name"]: line for line in told(cast.identity("hana"), "user_activity")}
    assert lines["Fay Fischer"] == {
        "Name": "Fay Fischer", "E-mail": "fay@acme.example", "Employee id": "A008", "Title": "Specialist",
        "Department": "Field Sales", "Location": "", "Manager": "Sam Silva", "Role": "Employee", "Status": "Active",
        "Deactivated on": "", "Hired": "", "Privacy policy accepted": "2026-03-02 09:00", "Last sign-in": "",
        "Open public goals": "1", "Last check-in on a public goal": "2026-03-02 09:00", "Recognitions given": "1",
        "Recognitions received": "0",
    }  # fmt: skip
    private = lines["Ina Iversen"]
    assert (private["Open public goals"], private["Last check-in on a public goal"]) == ("0", "")
    assert private["Recognitions received"] == "1"
    assert lines["Nora Novak"]["Privacy policy accepted"] == ""
    assert lines["Dora Dahl"]["Status"] == "Deactivated"
    assert CANARY not in str(lines)


def test_impersonation_sessions_has_each_of_the_organization(cast, time):
    acting = impersonating(cast, "olga", "zoe", "Her language")
    change_language(acting, "en")
    time.advance(minutes=12)
    stop(acting)
    over = session()
    running = impersonating(cast, "hana", "fay")
    impersonating(cast, "eve", "emil", CANARY)
    latest, first = told(cast.identity("oscar"), "impersonation_sessions")
    assert first == {
        "Began": "2026-03-02 09:00", "Ended": "2026-03-02 09:12", "Length": "12 minutes",
        "Administrator": "Olga Orlova", "Administrator's e-mail": "olga@acme.example",
        "Impersonated": "Zoë Žižková", "Impersonated person's e-mail": "zoe@acme.example", "Reason": "Her language",
        "Continued": "0", "Changes": "1", "End": "stopped", "Session": over.id,
    }  # fmt: skip
    assert (latest["Administrator"], latest["Ended"], latest["End"]) == ("Hana Horváthová", "", "")
    assert latest["Session"] == running.session.id


def test_a_time_is_that_of_the_readers_days(cast, time):
    """Midnight in Prague is an hour before that of Greenwich."""
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["oscar"]).time_zone = "Europe/Prague"
    time.advance(hours=14, minutes=30)  # 23:30 in Greenwich
    impersonating(cast, "olga", "fay")
    oscar = cast.identity("oscar")
    assert told(oscar, "impersonation_sessions", until="2026-03-02") == []
    assert len(told(oscar, "impersonation_sessions", since="2026-03-03", until="2026-03-03")) == 1
    assert [line["Action"] for line in told(oscar, "audit_logs", until="2026-03-02")] == []
    assert told(oscar, "audit_logs", since="2026-03-03")[-1]["Action"] == "Started an impersonation"


def test_audit_logs_has_what_its_own_export_has(cast):
    change_language(impersonating(cast, "olga", "zoe"), "en")
    impersonating(cast, "eve", "emil", CANARY)
    olga = cast.identity("olga")
    report = told(olga, "audit_logs")
    exported = b"".join(exporting.export(olga, exporting.Filters(), "csv").pieces)
    assert list(report[0]) == list(exporting.HEADINGS)
    assert [line["Entry"] for line in report] == [
        entry.id for entry in entries() if entry.organization_id == cast.acme
    ][: len(report)][::-1]
    assert report[0]["Action"] == "Asked for a report"
    assert report[0]["Entry"] in exported.decode()
    assert CANARY not in str(report)


@pytest.mark.parametrize(
    ("module", "who", "kind"),
    [(my_goals, "fay", "my_goals"), (team_progress, "sam", "team_progress"), (user_activity, "hana", "user_activity"),
     (impersonations, "olga", "impersonation_sessions"), (exporting, "olga", "audit_logs")],
)  # fmt: skip
def test_batches_leave_nothing_out_and_nothing_twice(cast, monkeypatch, module, who, kind):
    for number in range(4):
        set_goal(cast, "fay", title=f"Goal {number}")
        stop(impersonating(cast, "olga", "zoe"))
    whole = told(cast.identity(who), kind)
    for size in (1, 2, 3):
        monkeypatch.setattr(module, "BATCH", size)
        some = told(cast.identity(who), kind)
        assert some[-len(whole) :] == whole
        assert len(some) == len(whole) or kind == "audit_logs"


def test_a_spreadsheet_has_the_same_lines_and_nothing_that_it_would_run(cast):
    set_goal(cast, "fay", title='=HYPERLINK("http://evil.example")', description="+1")
    fay = cast.identity("fay")
    (line,) = told(fay, "my_goals")
    assert line["Goal"] == '\'=HYPERLINK("http://evil.example")'
    assert line["Description"] == "'+1"
    ((name, (headings, cells)),) = rows_of_xlsx(download(fay, made(fay, "my_goals", "xlsx"))).items()
    assert name == "My goals"
    assert headings == list(wording.HEADINGS["en"][Kind.MY_GOALS])
    assert cells[0] == '=HYPERLINK("http://evil.example")'  # a text, not a formula: `rows_of_xlsx` looks for these


def test_an_empty_one_has_its_headings(cast):
    assert download(cast.identity("adam"), made(cast.identity("adam"))).startswith('\ufeff"Goal",'.encode())


def test_what_is_counted_is_what_there_is(cast):
    set_goal(cast, "fay")
    set_goal(cast, "fay")
    assert my_goals.count(cast.identity("fay")) == 2
    assert team_progress.count(cast.identity("sam")) == 3
    assert user_activity.count(cast.identity("hana")) == 6
    impersonating(cast, "olga", "zoe")
    assert impersonations.count(cast.identity("olga")) == 1
    assert audit_log.count(cast.identity("olga")) == len(entries())
    assert Tag.REPORT_ASKED not in {entry.tag for entry in entries()}


def test_a_scope_that_grows_is_a_scope_that_reaches_further(cast):
    with db.writing(cast.acme) as tx:
        tx.add(ScopeDepartment(person_id=cast["henry"], department_id=cast.departments["Engineering"]))
        db.facts_changed(tx, cast.acme)
    assert [line["Name"] for line in told(cast.identity("henry"), "user_activity")] == ["Ben Becker", "Zoë Žižková"]
