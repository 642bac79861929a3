"""Exporting the record: exactly the filtered rows, in each format, with nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from admin_proxy import db, sheets
from admin_proxy.accounts import settings
from admin_proxy.audit import exporting, reading, trail
from admin_proxy.audit.exporting import export
from admin_proxy.audit.filters import EVERYTHING, Filters
from admin_proxy.audit.reading import as_json
from admin_proxy.audit.tags import Tag
from admin_proxy.identity import Forbidden, Invalid, operator
from admin_proxy.sheets import safe
from tests.impersonation.acts import impersonating

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def content(identity, filters=EVERYTHING, form="csv") -> bytes:
    return b"".join(export(identity, filters, form).pieces)


def rows_of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows_of_xlsx(content: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert not [name for name in book.namelist() if "external" in name.lower()]
        sheets = {}
        for number, name in enumerate(names, 1):
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(tree.iter(f"{CELL}f"))
            sheets[name] = [
                ["".join(part.itertext()) for part in row.iter(f"{CELL}c")] for row in tree.iter(f"{CELL}row")
            ]
        return sheets


def the_story(cast) -> None:
    settings.change(impersonating(cast, "olga", "zoe", "Her language"), language="en")
    settings.change(cast.identity("sam"), language="de")
    impersonating(cast, "eve", "emil")


def test_all_formats_have_the_rows_that_the_page_shows(cast):
    the_story(cast)
    olga = cast.identity("olga")
    shown = reading.entries(olga, Filters("zoe")).entries
    assert len(shown) == 2
    as_csv = rows_of_csv(content(olga, Filters("zoe")))
    assert [row["Entry"] for row in as_csv] == [entry.id for entry in shown]
    assert as_csv[0] == {
        "Timestamp (UTC)": "2026-03-02 09:00:00", "User": "Zoë Žižková", "User's e-mail": "zoe@acme.example",
        "Impersonated by": "Olga Orlova", "Impersonator's e-mail": "olga@acme.example", "Category": "Accounts",
        "Subcategory": "Settings", "Action": "Changed settings", "Kind of object": "person",
        "Done to": "Zoë Žižková", "Before": "Language: de", "After": "Language: en", "Note": "",
        "Session": shown[0].session_id, "Address": "127.0.0.1", "Entry": shown[0].id,
    }  # fmt: skip
    (sheet,) = rows_of_xlsx(content(olga, Filters("zoe"), "xlsx")).values()
    assert sheet[0] == list(exporting.HEADINGS)
    assert [row[-1] for row in sheet[1:]] == [entry.id for entry in shown]
    lines = content(olga, Filters("zoe"), "ndjson").decode().splitlines()
    assert [json.loads(line) for line in lines] == [as_json(entry) for entry in shown]


@pytest.mark.parametrize("form", ["csv", "xlsx", "ndjson"])
def test_batches_leave_nothing_out_and_nothing_twice(cast, monkeypatch, form):
    monkeypatch.setattr(exporting, "BATCH", 7)
    for count in (0, 6, 1, 7, 1):
        with db.writing(cast.acme) as tx:
            for _ in range(count):
                trail.record(tx, operator(cast.acme), Tag.GOAL_CREATED)
        ids = [entry.id for entry in reading.entries(cast.identity("olga"), Filters(category="goals")).entries]
        found = content(cast.identity("olga"), Filters(category="goals"), form)
        if form == "csv":
            assert [row["Entry"] for row in rows_of_csv(found)] == ids
        elif form == "xlsx":
            (sheet,) = rows_of_xlsx(found).values()
            assert [row[-1] for row in sheet[1:]] == ids
        else:
            assert [json.loads(line)["id"] for line in found.splitlines()] == ids


def test_what_a_sheet_has_no_room_for_goes_on_the_next(cast, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS_OF_A_SHEET", 4)
    with db.writing(cast.acme) as tx:
        for number in range(9):
            trail.record(tx, operator(cast.acme), Tag.GOAL_CREATED, note=str(number))
    found = rows_of_xlsx(content(cast.identity("olga"), form="xlsx"))
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "Audit log": 4,
        "Audit log 2": 4,
        "Audit log 3": 1,
    }
    assert all(rows[0] == list(exporting.HEADINGS) for rows in found.values())


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_quoted(cast, begins):
    assert safe(begins) == f"'{begins}"
    with db.writing(cast.acme) as tx:
        trail.record(tx, operator(cast.acme), Tag.GOAL_CREATED, note=begins, done_to=trail.Thing("goal", "1", begins))
    (row,) = rows_of_csv(content(cast.identity("olga")))
    assert (row["Note"], row["Done to"]) == (f"'{begins}", f"'{begins}")
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


@pytest.mark.parametrize("harmless", ["", "Zoë", "a=b", "'=1", "1-1", " =1"])
def test_what_is_harmless_stays_as_it_is(harmless):
    assert safe(harmless) == harmless


@pytest.mark.parametrize("form", ["csv", "xlsx", "ndjson"])
def test_any_text_can_be_exported(cast, form):
    odd = "\x01\x1f<&>\"';,\n" + "\u202e🎉" + "x" * 1_000
    with db.writing(cast.acme) as tx:
        trail.record(tx, operator(cast.acme), Tag.GOAL_CREATED, after={"text": odd * 40}, note=odd)
    assert content(cast.identity("olga"), form=form)


def test_the_export_is_recorded_and_is_not_in_itself(cast):
    the_story(cast)
    olga = cast.identity("olga")
    made = export(olga, Filters("zoe", impersonated_only=True), "xlsx")
    (entry,) = reading.entries(olga, Filters(action="audit.log.exported")).entries  # before a byte of it was taken
    assert {change.field: change.after for change in entry.changes} == {
        "Format": "xlsx", "Person": "zoe", "Impersonated": "1",
    }  # fmt: skip
    assert (entry.user_name, entry.action) == ("Olga Orlova", "Exported the audit log")
    made.pieces.close()
    first, second = rows_of_csv(content(olga)), rows_of_csv(content(olga))
    assert [row["Action"] for row in second] == ["Exported the audit log", *(row["Action"] for row in first)]
    assert made.name == "audit-log-2026-03-02.xlsx"


def test_each_organization_exports_its_own(cast):
    the_story(cast)
    theirs = reading.entries(cast.identity("olga"), Filters("zoe")).entries[0].session_id
    assert {row["User"] for row in rows_of_csv(content(cast.identity("eve")))} == {"Emil Egger"}
    for form in ("csv", "ndjson"):
        assert b"acme.example" not in content(cast.identity("eve"), Filters(session=theirs), form)


@pytest.mark.parametrize("who", ["hana", "adam", "sam", "carl", "petra"])
def test_only_super_admins_export(cast, who):
    with pytest.raises(Forbidden):
        export(cast.identity(who), EVERYTHING, "csv")


def test_the_subjects_rights_count_and_both_are_named(cast):
    with pytest.raises(Forbidden):
        export(impersonating(cast, "olga", "sam"), EVERYTHING, "csv")
    acting = impersonating(cast, "olga", "oscar")
    content(acting)
    (entry,) = reading.entries(cast.identity("olga"), Filters(action="audit.log.exported")).entries
    assert (entry.user_name, entry.impersonated_by_name) == ("Oscar Ortiz", "Olga Orlova")


@pytest.mark.parametrize("form", ["", "pdf", "CSV", "\x00"])
def test_a_format_that_there_is_not(cast, form):
    with pytest.raises(Invalid):
        export(cast.identity("olga"), EVERYTHING, form)
    assert reading.entries(cast.identity("olga")).entries == ()
