"""Whatever is sent, the answer is a check; and what was written into a file comes out of it."""

import re
from functools import partial
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_proxy import db
from admin_proxy.directory import csv_check, csv_reading, uploads
from admin_proxy.directory.csv_columns import Field
from admin_proxy.identity import operator
from tests.directory.csv_files import everything, written

ONCE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

anything = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\ufffd"), max_size=30)
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(anything, min_size=width, max_size=width), min_size=1, max_size=8)
)
pieces = st.sampled_from(
    [
        b"email,name\n", b"e-mail;vorname;nachname\r\n", b"email,name,manager,department,hire_date\n", b"sep=;\n",
        b"\xef\xbb\xbf", b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b" ", b"\x00", b"\xff", b"\xef\xbf\xbd",
        b"\xe2\x80\xae", b"=1+1", b"a > b >", b"1/2/2024", b"9" * 400, "Zoë".encode(), b"@", b"a@b.example",
        b"sam@acme.example", b"eve@globex.example",
    ]
)  # fmt: skip
like_a_file = st.lists(pieces, max_size=60).map(b"".join)


@given(st.binary(max_size=300) | like_a_file)
@settings(max_examples=400, deadline=None)
def test_no_bytes_whatsoever_make_the_reader_fail(content):
    sheet = csv_check.read(content)
    for problem in sheet.problems.shown():
        assert problem.sentence
        assert 0 <= problem.line <= content.count(b"\n") + content.count(b"\r") + 1
        assert problem.where.isprintable()
    assert sheet.problems or len(sheet) > 0


@given(tables, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_was_written_is_what_is_read(rows, delimiter, line_end, marked):
    headings = [f"column {number}" for number in range(len(rows[0]))]
    table = csv_reading.read(b"\xef\xbb\xbf" * marked + written(headings, rows, delimiter, line_end))
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    assert (table.headings, table.rows) == (headings, expected)
    lines = re.split(r"\r\n|\r|\n", written(headings, rows, delimiter, line_end).decode())
    for row, cells in enumerate(table.rows):
        if cells[0] and not re.search(r"[\r\n\"]", cells[0]):
            assert lines[table.line(row) - 1].startswith(f'"{cells[0]}"')


@given(like_a_file | st.binary(max_size=200), st.dictionaries(anything, st.sampled_from(["", *Field]), max_size=3))
@ONCE
def test_no_bytes_whatsoever_make_a_check_fail_or_write_anything(cast, content, mapping):
    before = everything()
    checked = uploads.check(operator(cast.acme), "people.csv", content, mapping)
    assert everything() == before
    assert checked.ok == (checked.preview is not None)


names = st.text(st.characters(categories=["L"]), min_size=1, max_size=12).map(partial(normalize, "NFC"))
people = st.lists(
    st.tuples(st.integers(0, 11), names, names | st.just(""), names, st.integers(0, 11)),
    max_size=8,
    unique_by=lambda p: p[0],
)


@given(people, people)
@ONCE
def test_applying_a_file_makes_the_organization_what_it_says_and_twice_changes_nothing(cast, first, second):
    who = operator(cast.acme)
    for rows in (first, second):
        known = {number for number, *_ in rows}
        cells = [
            [
                f"N{number}", f"n{number}@acme.example", first_name, title, department,
                f"N{above}" if above in known and above < number else "",
            ]
            for number, first_name, title, department, above in rows
        ]  # fmt: skip
        content = written(["employee_id", "email", "first name", "title", "department", "manager id"], cells)
        if not rows:
            continue
        checked = uploads.check(who, "people.csv", content)
        assert checked.errors == ()
        applied = uploads.apply(who, checked.upload_id)
        preview = checked.preview
        assert (applied.new, applied.changed, applied.unchanged) == (preview.new, preview.changed, preview.unchanged)
        assert applied.departments == len(preview.new_departments)
        assert {row[:4] + row[5:] for row in found(cast.acme)} >= {
            (cell[0], cell[1], cell[2], cell[3], cell[5]) for cell in cells
        }
        before = everything()
        again = uploads.apply(who, uploads.check(who, "people.csv", content).upload_id)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(rows))
        assert everything() == before


def found(organization):
    with db.reading() as tx:
        query = (
            "SELECT p.employee_id, p.email, p.first_name, p.title, d.name, coalesce(m.employee_id, '') FROM person p "
            "LEFT JOIN department d ON d.id = p.department_id LEFT JOIN person m ON m.id = p.manager_id "
            "WHERE p.organization_id = :organization"
        )
        return {
            tuple(row) for row in tx.connection().exec_driver_sql(query.replace(":organization", str(organization)))
        }


@pytest.mark.parametrize("size", [csv_reading.MAX_BYTES, csv_reading.MAX_BYTES - 1])
def test_the_largest_files_that_make_no_sense_are_refused_too(size):
    for filler in (b"\n", b",", b'"', b"a,", b"\x00", b"x\n"):
        assert csv_check.read((filler * size)[:size]).problems
