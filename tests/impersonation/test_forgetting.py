"""Whoever is erased from the record is no longer told of where impersonations are listed."""

from __future__ import annotations

import pytest

from admin_proxy.accounts import finding
from admin_proxy.audit import erasing
from admin_proxy.identity import NotFound, operator
from admin_proxy.impersonation import visits, watching
from admin_proxy.impersonation.revoking import revoke
from admin_proxy.impersonation.starting import start
from admin_proxy.words import speaking
from tests.impersonation.acts import every_row, impersonating, session, sessions


def erase(cast, who: str) -> None:
    erasing.erase(operator(None), *finding.named(operator(None), str(cast[who])))


@pytest.mark.parametrize("who", ["zoe", "hugo"])
def test_what_was_typed_is_gone_whoever_of_both_is_erased(cast, who):
    start(cast.identity("hugo"), cast["zoe"], "Canary sings", search="canary")
    revoke(cast.identity("olga"), session().id, "The canary, again.")
    erase(cast, who)
    rows = str([row for table, row in every_row().items() if table.startswith(("impersonation", "audit"))])
    assert "anary" not in rows
    (past,) = watching.history(cast.identity("oscar")).sessions
    assert past.reason == "Erased from the record"
    assert past.sentence == "Your impersonation of Zoë Žižková has been ended by a Super Admin."
    with speaking("de"):
        (visit,) = visits.activity(cast.identity("zoe")).visits
        assert visit.reason == "Aus dem Protokoll gelöscht"


def test_others_and_what_had_no_reason_stay_as_they_are(cast):
    impersonating(cast, "olga", "sam", "Payroll")
    impersonating(cast, "olga", "zoe")
    erase(cast, "zoe")
    assert [one.reason for one in sessions()] == ["Payroll", ""]


def test_who_was_erased_before_is_forgotten_by_erasing_them_again(cast, monkeypatch):
    impersonating(cast, "olga", "zoe", "Her language")
    monkeypatch.setattr(erasing, "_hanging", [])
    erase(cast, "zoe")
    monkeypatch.undo()
    with pytest.raises(NotFound):
        erase(cast, "zoe")
    assert session().reason == "Erased from the record"
