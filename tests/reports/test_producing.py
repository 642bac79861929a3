"""Making reports, on both engines: once, under the rights of that moment, and not when these are gone."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest

from admin_proxy import clock, config, db
from admin_proxy.accounts.roles import change_role
from admin_proxy.accounts.tables import Person, ScopeDepartment
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Role
from admin_proxy.impersonation import expiry, rechecking
from admin_proxy.impersonation.stopping import stop
from admin_proxy.reports import contents, keeping, listing, producing
from admin_proxy.reports.cancelling import cancel
from admin_proxy.reports.producing import CLAIM_LASTS, MOST_ATTEMPTS, Worker
from admin_proxy.reports.tables import Stage
from admin_proxy.reports.watching import Unfinished
from tests.goals.acts import set_goal
from tests.impersonation.acts import all_news, changed, entries, impersonating, letters
from tests.reports.acts import ask, download, lines, made, make, pieces, row, stage


class PowerCut(BaseException):
    """The process is gone: nothing of it runs any more, not even what would tidy up."""


def between(monkeypatch, happens) -> None:
    """Have something happen once, after the first rows of whatever is made next have been read."""
    real, once = contents.batches, [True]

    def interrupted(identity, report):
        for rows in real(identity, report):
            if once:
                once.clear()
                happens()
            yield rows

    monkeypatch.setattr(contents, "batches", interrupted)


def test_one_that_is_complete_is_sent_to_whose_it_is(cast):
    set_goal(cast, "sam")
    sam = cast.identity("sam")
    with all_news() as news:
        report_id = made(sam)
    assert ("reports", cast["sam"]) in news
    (card,) = listing.mine(sam).cards
    assert (card.stage, card.sent_to, card.may_be_downloaded) == (Stage.READY, "sam@acme.example", True)
    assert card.size == len(download(sam, report_id)) > 100
    assert card.kept_until - row(report_id).ended_at == timedelta(days=config.current().report_days)
    (letter,) = letters()
    assert (letter.to_email, letter.subject) == ("sam@acme.example", "Your report is ready: My goals")
    assert "/reports" in letter.body
    assert "asked for it" not in letter.body
    assert "Win ten customers" not in letter.body
    assert [entry.tag for entry in entries()][-3:-1] == ["reports.report.finished", "reports.report.sent"]


def test_made_in_somebodys_name_it_goes_to_their_address_and_says_who_asked(cast):
    acting = impersonating(cast, "olga", "zoe")
    made(acting, "received_feedback")
    (letter,) = letters()
    assert letter.to_email == "zoe@acme.example"
    assert letter.subject == "Ihr Bericht ist fertig: Erhaltenes Feedback"
    assert "Olga Orlova (olga@acme.example) hat ihn in Ihrem Namen angefordert." in letter.body
    assert letter.session_id == acting.session.id
    for tag in (Tag.REPORT_FINISHED, Tag.REPORT_SENT):
        (entry,) = entries(tag)
        assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
        assert entry.session_id == acting.session.id
    assert entries(Tag.REPORT_SENT)[0].after == {"to": "zoe@acme.example"}


def test_it_goes_to_the_address_that_they_have_when_it_is_complete(cast):
    ask(cast.identity("sam"))
    changed(cast, "sam", email="sam.silva@acme.example")
    make()
    assert letters()[0].to_email == "sam.silva@acme.example"


def test_progress_is_told_while_it_is_made(cast, monkeypatch):
    monkeypatch.setattr(contents.my_goals, "BATCH", 1)
    for _ in range(4):
        set_goal(cast, "sam")
    sam, seen = cast.identity("sam"), []
    ask(sam)
    real = contents.batches

    def watched(identity, report):
        for rows in real(identity, report):
            (card,) = listing.mine(sam).cards
            seen.append((card.stage, card.progress))
            yield rows

    monkeypatch.setattr(contents, "batches", watched)
    make()
    assert seen == [(Stage.RUNNING, percent) for percent in (0, 25, 50, 75)]


# ----------------------------------------------------------------------------------------------- rights


def test_a_right_that_is_gone_by_then_is_refused(cast):
    report_id = ask(cast.identity("oscar"), "audit_logs")
    change_role(cast.identity("olga"), cast["oscar"], Role.EMPLOYEE)
    assert make() == 0
    assert stage(report_id) is Stage.REFUSED
    assert "no longer allowed" in row(report_id).sentence
    assert pieces() == []
    assert letters() == []
    (entry,) = entries(Tag.REPORT_REFUSED)
    assert (entry.subject_name, entry.note) == ("Oscar Ortiz", row(report_id).sentence)


def test_a_right_that_goes_while_it_is_made_is_refused(cast, monkeypatch):
    monkeypatch.setattr(contents.user_activity, "BATCH", 1)
    report_id = ask(cast.identity("hana"), "user_activity")
    between(monkeypatch, lambda: changed(cast, "hana", role=Role.EMPLOYEE))
    assert make() == 0
    assert stage(report_id) is Stage.REFUSED
    assert pieces() == []


def test_somebody_to_whom_nobody_reports_any_more_has_no_team(cast):
    report_id = ask(cast.identity("zoe"), "team_progress")
    changed(cast, "ben", manager_id=None)
    make()
    assert stage(report_id) is Stage.REFUSED


def test_somebody_who_is_deactivated_gets_no_report_and_no_letter(cast, time):
    report_id = ask(cast.identity("sam"))
    changed(cast, "sam", deactivated_on=clock.now().date())
    make()
    assert stage(report_id) is Stage.REFUSED
    assert letters() == []


def test_with_another_scope_it_is_made_from_the_beginning(cast, monkeypatch):
    """Nobody is in it who was in reach only when it was begun."""
    monkeypatch.setattr(contents.user_activity, "BATCH", 1)

    def moves() -> None:
        with db.writing(cast.acme) as tx:
            tx.delete(tx.get_one(ScopeDepartment, (cast["hana"], cast.departments["Sales"])))
            tx.add(ScopeDepartment(person_id=cast["hana"], department_id=cast.departments["Engineering"]))
            db.facts_changed(tx, cast.acme)

    hana = cast.identity("hana")
    report_id = ask(hana, "user_activity")
    between(monkeypatch, moves)
    assert make() == 1
    assert [line["Name"] for line in lines(download(hana, report_id))] == ["Ben Becker", "Zoë Žižková"]
    assert len(letters()) == 1


# ------------------------------------------------------------------------------- the end of an impersonation


@pytest.mark.parametrize("how", ["stopped", "expired", "no longer allowed"])
def test_it_ends_with_the_impersonation_in_which_it_was_asked_for(cast, time, how):
    acting = impersonating(cast, "olga", "zoe")
    report_id = ask(acting)
    if how == "stopped":
        stop(acting)
    elif how == "expired":
        time.advance(hours=2)
        expiry.expire_due()
    else:
        changed(cast, "olga", role=Role.EMPLOYEE)
    assert stage(report_id) is Stage.ENDED
    (entry,) = entries(Tag.REPORT_CANCELLED)
    assert (entry.actor_name, entry.subject_name) == ("Olga Orlova", "Zoë Žižková")
    assert entry.session_id == acting.session.id
    assert make() == 0
    assert letters() == []


def test_one_whose_time_is_up_is_not_made_whether_or_not_its_end_is_written_down(cast, time):
    report_id = ask(impersonating(cast, "olga", "zoe"))
    time.advance(hours=2)
    assert make() == 0
    assert stage(report_id) is Stage.ENDED
    rechecking.sweep()
    assert len(entries(Tag.REPORT_CANCELLED)) == 1


def test_it_ends_while_it_is_made(cast, monkeypatch):
    set_goal(cast, "zoe")
    acting = impersonating(cast, "olga", "zoe")
    report_id = ask(acting)
    between(monkeypatch, lambda: stop(acting))
    assert make() == 0
    assert stage(report_id) is Stage.ENDED
    assert pieces() == []
    assert letters() == []


def test_it_ends_at_the_very_last_moment(cast, monkeypatch):
    """All of the file is there, and only then the impersonation ends: nothing of it is left."""
    acting = impersonating(cast, "olga", "zoe")
    report_id = ask(acting)
    real = producing._complete

    def too_late(*args):
        stop(acting)
        real(*args)

    monkeypatch.setattr(producing, "_complete", too_late)
    assert make() == 0
    assert stage(report_id) is Stage.ENDED
    assert pieces() == []
    assert letters() == []
    assert entries(Tag.REPORT_FINISHED) == []


def test_one_that_is_complete_outlives_it(cast):
    acting = impersonating(cast, "olga", "zoe")
    report_id = made(acting)
    stop(acting)
    assert stage(report_id) is Stage.READY
    assert download(cast.identity("zoe"), report_id)


def test_ones_own_do_not_end_when_somebody_elses_visit_does(cast):
    report_id = ask(cast.identity("zoe"))
    stop(impersonating(cast, "olga", "zoe"))
    make()
    assert stage(report_id) is Stage.READY


# --------------------------------------------------------------------------------------------- cancelling


def test_one_that_waits_is_cancelled(cast):
    sam = cast.identity("sam")
    report_id = ask(sam)
    with all_news() as news:
        assert cancel(sam, report_id)
    assert ("reports", cast["sam"]) in news
    assert not cancel(sam, report_id)
    assert make() == 0
    assert stage(report_id) is Stage.CANCELLED
    assert len(entries(Tag.REPORT_CANCELLED)) == 1


def test_one_that_is_being_made_is_cancelled(cast, monkeypatch):
    monkeypatch.setattr(keeping, "PIECE", 1)
    set_goal(cast, "sam")
    sam = cast.identity("sam")
    report_id = ask(sam)
    between(monkeypatch, lambda: cancel(sam, report_id))
    assert make() == 0
    assert stage(report_id) is Stage.CANCELLED
    assert pieces() == []
    assert letters() == []


def test_one_that_is_complete_is_not(cast):
    sam = cast.identity("sam")
    report_id = made(sam)
    assert not cancel(sam, report_id)
    assert stage(report_id) is Stage.READY


# ----------------------------------------------------------------------------------------- exactly once


def test_what_died_in_the_middle_is_made_again_when_its_claim_has_run_out(cast, time, monkeypatch):
    monkeypatch.setattr(keeping, "PIECE", 1)
    set_goal(cast, "sam")
    sam = cast.identity("sam")
    report_id = ask(sam)

    def dies() -> None:
        raise PowerCut

    between(monkeypatch, dies)
    with pytest.raises(PowerCut):
        make()
    assert stage(report_id) is Stage.RUNNING
    assert len(pieces()) == 1
    assert make() == 0
    time.advance(seconds=CLAIM_LASTS.total_seconds())
    assert make() == 1
    assert len(lines(download(sam, report_id))) == 1
    assert len(letters()) == len(entries(Tag.REPORT_FINISHED)) == 1


def test_what_dies_each_time_is_given_up(cast, time, monkeypatch):
    def dies(*_):
        raise PowerCut

    monkeypatch.setattr(contents, "batches", dies)
    report_id = ask(cast.identity("sam"))
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(PowerCut):
            make()
        time.advance(minutes=5)
    assert make() == 0
    assert stage(report_id) is Stage.FAILED
    assert len(entries(Tag.REPORT_FAILED)) == 1


def test_what_goes_wrong_is_tried_again_and_then_given_up(cast, time, monkeypatch, caplog):
    def breaks(*_):
        raise ValueError("a fault")

    monkeypatch.setattr(contents, "batches", breaks)
    report_id = ask(cast.identity("sam"))
    for _ in range(MOST_ATTEMPTS):
        assert make() == 0
        time.advance(minutes=1)
    assert stage(report_id) is Stage.FAILED
    assert "a fault" not in row(report_id).sentence
    assert "a fault" in caplog.text


def test_a_process_that_was_thought_dead_completes_nothing(cast, time, monkeypatch):
    """It was slow, another one took over and is done. What the slow one adds or says is void."""
    set_goal(cast, "sam")
    sam = cast.identity("sam")
    report_id = ask(sam)

    def another_takes_over() -> None:
        time.advance(seconds=CLAIM_LASTS.total_seconds())
        assert make() == 1

    between(monkeypatch, another_takes_over)
    assert make() == 0
    assert len(lines(download(sam, report_id))) == 1
    assert len(letters()) == len(entries(Tag.REPORT_FINISHED)) == 1


def test_several_processes_make_each_report_once(cast):
    for who in ("sam", "fay", "ina", "zoe", "ben"):
        ask(cast.identity(who))
        ask(cast.identity(who), "received_feedback")
    made_by = []
    threads = [Thread(target=lambda: made_by.append(make())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made_by) == len(letters()) == len({letter.message_id for letter in letters()}) == 10


def test_a_process_that_ends_leaves_it_to_the_next_one_at_once(cast, monkeypatch):
    set_goal(cast, "sam")
    report_id = ask(cast.identity("sam"))
    worker = Worker()
    between(monkeypatch, worker.end)
    monkeypatch.setattr(contents.my_goals, "BATCH", 1)
    set_goal(cast, "sam")
    assert worker.run() == 0
    assert (stage(report_id), row(report_id).attempts) == (Stage.WAITING, 0)
    assert make() == 1


def test_what_becomes_too_large_is_refused(cast, monkeypatch):
    monkeypatch.setattr(producing, "LARGEST", 100)
    report_id = ask(cast.identity("sam"))
    assert make() == 0
    assert stage(report_id) is Stage.REFUSED
    assert pieces() == []


def test_a_large_one_is_kept_in_pieces_and_comes_out_whole(cast, monkeypatch):
    set_goal(cast, "sam")
    sam = cast.identity("sam")
    whole = download(sam, made(sam, "my_goals"))
    monkeypatch.setattr(keeping, "PIECE", 16)
    monkeypatch.setattr(contents.my_goals, "BATCH", 1)
    report_id = made(sam)
    assert len([piece for piece in pieces() if piece.report_id == report_id]) > 1
    assert download(sam, report_id) == whole


# ---------------------------------------------------------------------------------------------- keeping


def test_it_is_kept_for_its_days_and_not_longer(cast, time):
    sam = cast.identity("sam")
    report_id = made(sam)
    cancelled = ask(sam)
    cancel(sam, cancelled)
    time.advance(days=config.current().report_days, seconds=-1)
    assert keeping.forget_old() == 0
    assert len(listing.mine(sam).cards) == 2
    time.advance(seconds=1)
    assert listing.mine(sam).cards == ()
    assert keeping.forget_old() == 2
    assert pieces() == []
    with db.reading() as tx:
        assert tx.get(producing.Report, report_id) is None
    assert len(entries(Tag.REPORT_FINISHED)) == 1


def test_what_other_processes_make_is_news_here(cast):
    unfinished = Unfinished()
    unfinished.look()
    report_id = ask(cast.identity("sam"))
    with all_news() as news:
        unfinished.look()
        unfinished.look()
    assert news == [("reports", cast["sam"])]
    with db.writing() as tx:
        tx.get_one(producing.Report, report_id).done = 7
    with all_news() as news:
        unfinished.look()
    assert news == [("reports", cast["sam"])]
    make()
    with all_news() as news:
        unfinished.look()
    assert news == [("reports", cast["sam"])]


def test_the_letter_names_nobody_who_cannot_be_in_a_header(cast):
    with db.writing(cast.acme) as tx:
        tx.get_one(Person, cast["sam"]).first_name = "Sam\r\nBcc: evil@evil.example"
    made(cast.identity("sam"))
    assert "\n" not in letters()[0].to_name
