"""Nothing in a file is run by a spreadsheet, whichever sign it splits lines at."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_proxy.sheets import as_csv, safe

SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANK = "\t\r\n"
CELL = st.text(st.sampled_from([*SIGNS, *BLANK, ";", ",", '"', "'", " ", "x", "1"]), max_size=8)


def read(rows: list[list[str]], delimiter: str) -> list[list[str]]:
    """As a spreadsheet does that splits at `delimiter`."""
    text = b"".join(as_csv(("Title", "Note"), [rows])).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def is_run(cell: str) -> bool:
    return cell.lstrip(BLANK).startswith(SIGNS)


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=3))
def test_no_cell_is_run_whether_split_at_commas_or_semicolons(rows):
    for delimiter in (",", ";"):
        assert not [cell for line in read(rows, delimiter) for cell in line if is_run(cell)]
    assert not [cell for line in read(rows, ",") for cell in line if cell.startswith(tuple(BLANK))]


@given(st.lists(st.lists(CELL, min_size=2, max_size=3), min_size=1, max_size=3))
def test_split_at_commas_it_is_what_was_written_with_a_mark_before_what_is_no_formula(rows):
    found = read(rows, ",")[1:]
    assert found == [[safe(cell) for cell in row] for row in rows]
    assert [[cell.replace("'", "") for cell in row] for row in found] == [
        [cell.replace("'", "") for cell in row] for row in rows
    ]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("x;=HYPERLINK(A1)", "x;'=HYPERLINK(A1)"),
        ('x;"=1"', 'x;\'"=1"'),
        ("x;\t=1", "x;'\t=1"),
        ("first\n- second", "first\n'- second"),
        ("\n=1", "'\n'=1"),
        ("\n", "'\n"),
        ("＝1", "'＝1"),
        ("＋1;－1", "'＋1;'－1"),
    ],
)
def test_a_mark_stands_before_what_would_be_a_formula(cell, written):
    assert safe(cell) == written


@pytest.mark.parametrize("cell", ["a; b", "a;b", "a;;b", "two\n\nparagraphs", "two\r\nlines", "Länge: 1-2", "a=b", ""])
def test_what_is_harmless_stays_as_it_is(cell):
    assert safe(cell) == cell


def test_a_cell_with_semicolons_is_quoted():
    assert b'"a;b"' in b"".join(as_csv(("Title",), [[["a;b"]]]))
