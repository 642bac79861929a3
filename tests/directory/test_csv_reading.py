from pathlib import Path

import pytest

from admin_proxy.directory import csv_reading
from admin_proxy.directory.csv_reading import MAX_BYTES, MAX_COLUMNS, MAX_LINE, MAX_ROWS

BOM = b"\xef\xbb\xbf"
THREE = [["1", "Zoë"], ["2", "Ben"], ["3", "Sam"]]


def read(content):
    return csv_reading.read(content if isinstance(content, bytes) else content.encode())


def problems(content):
    return [(problem.where, problem.sentence) for problem in read(content).problems.shown()]


@pytest.mark.parametrize(
    "content",
    [
        "id,name\n1,Zoë\n2,Ben\n3,Sam\n",
        "id,name\n1,Zoë\n2,Ben\n3,Sam",
        "id,name\r\n1,Zoë\r\n2,Ben\r\n3,Sam\r\n",
        "id,name\r1,Zoë\r2,Ben\r3,Sam",
        "id;name\n1;Zoë\n2;Ben\n3;Sam\n",
        "id\tname\n1\tZoë\n2\tBen\n3\tSam\n",
        "sep=;\nid;name\n1;Zoë\n2;Ben\n3;Sam\n",
        '"id","name"\n"1","Zoë"\n"2","Ben"\n"3","Sam"\n',
        '"id";"name"\r\n"1";"Zoë"\r\n2; "Ben"\r\n3;Sam\r\n',
        "\n\n id , name \n1,Zoë\n\n,\n2,Ben\n3,Sam\n  \n",
        BOM + "id,name\n1,Zoë\n2,Ben\n3,Sam\n".encode(),
        BOM + 'sep=,\r\n"id",name\r\n1,Zoë\r\n2,Ben\r\n3,Sam\r\n'.encode(),
        "id,name\n1,Zoë,,\n2,Ben,\n3,Sam\n",
    ],
)
def test_the_same_table_comes_out_of_every_way_to_write_it(content):
    table = read(content)
    assert (table.headings, table.rows) == (["id", "name"], THREE)
    assert not table.problems
    assert table.complete


def test_the_separator_is_what_makes_the_most_of_the_heading_line():
    assert read("a;b,c;d\n1;2,5;3\n").rows == [["1", "2,5", "3"]]


def test_a_quoted_cell_may_hold_separators_quotes_and_line_breaks():
    table = read('id,name\n1,"Zoë ""Zo"" Žižková, née\r\nDvořáková"\n2,Ben\n')
    assert table.rows == [["1", 'Zoë "Zo" Žižková, née\r\nDvořáková'], ["2", "Ben"]]


def test_lines_are_counted_as_an_editor_counts_them():
    table = read('id,note,name\n\n1,"two\nlines",Zoë\n2,"a\r\nb\rc",Ben\n3,x,Sam\n')
    assert [table.line(row) for row in range(3)] == [3, 5, 8]
    assert [table.line(row, 2) for row in range(3)] == [4, 7, 8]


def test_the_cells_of_a_file_are_only_text():
    assert read('a,b\n=1+1,"=HYPERLINK(""x"")"\n').rows == [["=1+1", '=HYPERLINK("x")']]


@pytest.mark.parametrize("content", [b"", BOM, b"\r\n \n\t", BOM + b"\n"])
def test_an_empty_file_is_called_empty(content):
    assert problems(content) == [("The file", "The file is empty.")]


def test_headings_without_anybody_below_are_not_enough():
    assert problems("id,name\n\n,\n") == [
        ("The file", "There is nobody in the file: nothing stands below the headings.")
    ]


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "an Excel workbook or a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (XLS)"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\x1f\x8b\x08\x00", "a compressed archive (GZIP)"),
        (b"  <!DOCTYPE html><html>", "HTML or XML"),
        (b'{"people": []}', "JSON"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(start, name):
    table = read(start + bytes(range(256)) * 10)
    assert [problem.sentence for problem in table.problems.shown()] == [
        f"This is {name}, not a CSV file. Export the people as CSV and upload that."
    ]
    assert (table.headings, table.rows) == ([], [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_utf_16_is_named_and_the_way_out_is_told(encoding):
    content = "\ufeffid,name\n1,Zoë\n".encode(encoding)
    (where, sentence) = problems(content)[0]
    assert where == "The file"
    assert "UTF-16 or UTF-32" in sentence
    assert "Save it as UTF-8 (in Excel: 'CSV UTF-8')" in sentence


def test_a_wrong_encoding_is_shown_byte_by_byte_where_it_is():
    way_out = "Save it as UTF-8 (in Excel: 'CSV UTF-8') and upload it again."
    assert problems("id;name\n1;Zoë\n2;Ben\n3;Müller\n".encode("cp1252")) == [
        ("Line 2, column 2 (name)", f"The byte 0xEB is not UTF-8 (is 'Zoë' meant?). {way_out}"),
        ("Line 4, column 2 (name)", f"The byte 0xFC is not UTF-8 (is 'Müller' meant?). {way_out}"),
    ]


def test_a_wrong_encoding_in_the_headings_is_shown_there():
    (where, sentence) = problems("id;Büro\n1;Prag\n".encode("cp1252"))[0]
    assert where == "Line 1, column 2 (B�ro)"
    assert "0xFC" in sentence


def test_a_letter_that_was_lost_before_is_missed():
    assert problems("id,name\n1,Zo\ufffd\n") == [
        (
            "Line 2, column 2 (name)",
            "'Zo�' holds '�': a letter was lost when the file was saved. Export it again, as UTF-8.",
        )
    ]


def test_a_nul_is_found_behind_a_quoted_line_break():
    ((where, sentence),) = problems(b'id,note,name\n1,"two\nlines",Z\x00e\n')
    assert where == "Line 3, column 3 (name)"
    assert sentence.startswith("The cell holds a NUL byte")


def test_two_columns_of_the_same_name_are_refused():
    assert problems("E-mail,name,e-mail\na,b,c\n") == [
        ("Line 1, column 3 (e-mail)", "The same heading stands above column 1. Rename one of them.")
    ]


def test_columns_without_a_heading_do_no_harm():
    assert not read("id,,name,\n1,,Zoë,\n").problems


def test_a_line_with_too_few_or_too_many_cells_is_shown_where_it_goes_wrong():
    table = read("id,name,title\n1,Zoë\n2,Ben,Engineer,Brno\n3,Sam,Lead\n")
    assert [(problem.where, problem.sentence) for problem in table.problems.shown()] == [
        (
            "Line 2, column 3 (title)",
            "The line has 2 cells, the headings are 3. Is a quote or a separator missing?",
        ),
        ("Line 3, column 4", "The line has 4 cells, the headings are 3. Is a quote or a separator missing?"),
    ]
    assert table.ragged == {0, 1}
    assert [len(row) for row in table.rows] == [3, 3, 3]


NEVER_CLOSED = "The quote at the start of this cell is never closed. A quote inside a cell is written twice."
FOLLOWED = "Something follows the closing quote of this cell. A quote inside a cell is written twice."


@pytest.mark.parametrize(
    ("content", "where", "sentence"),
    [
        ('id,name\n1,Zoë\n2,"Ben\n3,Sam\n\n\n', "Line 3, column 2 (name)", NEVER_CLOSED),
        ('id,name\n1,Zoë\n2,"Ben\n3,"Sam"\n', "Line 3, column 2 (name)", FOLLOWED),
        ('id,name\n1,"Zoë" Z\n', "Line 2, column 2 (name)", FOLLOWED),
        ('id,note,name\n1,"a\nb","Zoë "Zo""\n', "Line 3, column 3 (name)", FOLLOWED),
        ('id,"name\n1,Zoë\n', "Line 1, column 2", NEVER_CLOSED),
        ("id,name\n1," + "x" * 200_000 + "\n", "Line 2, column 2 (name)", None),
        ('id,name\n"1","' + "x\n" * 100_000, "Line 2, column 2 (name)", NEVER_CLOSED),
    ],
)
def test_quotes_that_do_not_pair_up_are_found_where_they_begin(content, where, sentence):
    table = read(content)
    (problem,) = table.problems.shown()
    assert problem.where == where
    assert problem.sentence == (
        sentence or "This cell is longer than 131,072 characters. Is a quote or a line break missing?"
    )
    assert not table.complete or not table.headings


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"id,name\n1,Zoe\n2," + b"x" * 10_000_000 + b",y\n3,Sam\n", "Line 3, column 2 (name)"),
        (b"x" * 10_000_000, "Line 1, column 1"),
        (b"id,name" + b"," * 10_000_000 + b"\n1,Zoe\n", "Line 1, column 2"),
    ],
)
def test_a_line_of_ten_megabytes_is_refused_where_it_is(content, where):
    assert problems(content) == [
        (where, f"This line is longer than {MAX_LINE:,} characters. Is a line break or a quote missing?")
    ]


def test_too_many_columns_are_refused():
    assert problems("x" + ",x" * MAX_COLUMNS + "\n1\n") == [("Line 1", f"There are more than {MAX_COLUMNS} columns.")]


def test_too_many_people_are_refused():
    assert problems("id\n" + "1\n" * (MAX_ROWS + 1)) == [
        (f"Line {MAX_ROWS + 2}", f"There are more than {MAX_ROWS:,} people in the file. Split it.")
    ]


def test_a_file_that_is_too_large_is_not_even_looked_at():
    assert problems(b"%PDF" + bytes(MAX_BYTES)) == [
        ("The file", "The file is larger than 64 MB. Split it, or leave columns out that are not needed.")
    ]


def test_thousands_of_problems_are_counted_and_the_first_five_hundred_shown():
    table = read("id,name\n" + "1\n" * 20_000)
    assert table.problems.count == 20_000
    assert [problem.line for problem in table.problems.shown()] == list(range(2, 502))


def test_the_real_export_reads_as_it_is():
    table = read((Path(__file__).parent.parent / "data" / "adventureworks_people.csv").read_bytes())
    assert not table.problems
    assert (len(table.headings), len(table.rows)) == (10, 290)
