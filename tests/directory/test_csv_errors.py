"""Everything that can be wrong with a file: found before anything is written, with its line and column."""

import pytest

from admin_proxy import words
from admin_proxy.directory import uploads
from admin_proxy.identity import operator
from tests.directory.csv_files import errors, everything, file, upload


@pytest.fixture
def olga(cast):
    return cast.identity("olga")


def test_every_error_of_a_file_is_shown_at_once(cast, olga):
    content = file(
        "A1,ann@acme.example,Ann,Able,soon,Ann",
        "A2,no e-mail,Bea,Best,2024-02-30,",
        "A3,ANN@acme.example,,,2024-05-31,nobody@acme.example",
        "A1,dan@acme.example,=1+1,Dann,2024-05-31,",
        headings="employee_id,email,first_name,last_name,hire_date,manager_email",
    )
    assert errors(olga, content) == [
        ("Line 2, column 5 (hire_date)", "'soon' is not a date that can be read. Write it as 2024-05-31."),
        ("Line 2, column 6 (manager_email)", "Nobody in the file or the organization has the e-mail 'Ann'."),
        ("Line 3, column 2 (email)", "'no e-mail' is not an e-mail address."),
        ("Line 3, column 5 (hire_date)", "'2024-02-30' is a date that does not exist."),
        ("Line 4, column 2 (email)", "'ann@acme.example' is already the e-mail of Ann Able in line 2."),
        ("Line 4, column 3 (first_name)", "The name is missing."),
        (
            "Line 4, column 6 (manager_email)",
            "Nobody in the file or the organization has the e-mail 'nobody@acme.example'.",
        ),
        ("Line 5, column 1 (employee_id)", "'A1' is already the employee ID of Ann Able in line 2."),
        (
            "Line 5, column 3 (first_name)",
            "'=1+1' looks like a spreadsheet formula. Write it as plain text.",
        ),
    ]


NOT_FILES = {
    "empty": b"",
    "a PDF": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a workbook": b"PK\x03\x04\x14\x00\x06\x00",
    "UTF-16": "email,name\n".encode("utf-16"),
    "ten megabytes without a line break": b"x" * 10_000_000,
}


@pytest.mark.parametrize("content", NOT_FILES.values(), ids=NOT_FILES)
def test_what_is_no_csv_file_gets_one_clear_sentence_and_is_not_kept(cast, olga, content):
    before = everything(but=())
    checked = uploads.check(olga, "people.pdf", content)
    assert everything(but=()) == before
    (problem,) = checked.errors
    assert problem.sentence.endswith((".", "?"))
    assert (checked.upload_id, checked.rows, checked.preview, checked.missing) == ("", 0, None, ())


def test_bad_bytes_are_shown_once_and_not_as_other_errors_too(cast, olga):
    assert [where for where, _ in errors(olga, "email,name\nzo\xeb@acme.example,Zoë\n".encode("cp1252"))] == [
        "Line 2, column 1 (email)",
        "Line 2, column 2 (name)",
    ]
    ((where, sentence),) = errors(olga, b"email,name,note\nsam@acme.example,Sam,\x00\n")
    assert where == "Line 2, column 3 (note)"
    assert "NUL" in sentence


def test_a_column_that_must_be_there_is_asked_for(cast, olga):
    checked = uploads.check(olga, "people.csv", file("A1,Ann", headings="Personal-Nr.,Rufname"))
    assert checked.missing == ("E-mail",)
    assert [(problem.where, problem.sentence) for problem in checked.errors] == [
        ("Line 1", "A column is missing: E-mail.")
    ]
    assert checked.upload_id, "it is kept, so that its columns can be mapped by hand"


def test_a_ragged_line_is_named_and_still_found_as_a_manager(cast, olga):
    content = file(
        "A1,ann@acme.example,Ann,Able,bea@acme.example",
        "A2,bea@acme.example,Bea",
        headings="employee_id,email,first_name,last_name,manager",
    )
    assert errors(olga, content) == [
        (
            "Line 3, column 4 (last_name)",
            "The line has 3 cells, the headings are 5. Is a quote or a separator missing?",
        )
    ]


def test_after_quotes_that_do_not_pair_up_nothing_else_is_claimed(cast, olga):
    content = file(
        "A1,ann@acme.example,Ann,Able,bea@acme.example",
        'A2,"bea@acme.example,Bea,Best,',
        headings="employee_id,email,first_name,last_name,manager",
    )
    assert [where for where, _ in errors(olga, content)] == ["Line 3, column 2 (email)"]


def test_an_e_mail_of_somebody_elsewhere_cannot_be_used_and_that_is_all_that_is_said(cast, olga):
    content = file("A1,EMIL@globex.example,Emil,Egger", "A2,carl@vendor.example,Carl,Costa")
    assert errors(olga, content) == [
        ("Line 2, column 2 (email)", "This e-mail cannot be used."),
        ("Line 3, column 2 (email)", "This e-mail cannot be used."),
    ]


def test_the_e_mail_of_a_colleague_who_is_not_in_the_file_is_not_to_be_had(cast, olga):
    assert errors(olga, file("A007,zoe@acme.example,Sam,Silva")) == [
        (
            "Line 2, column 2 (email)",
            "This is the e-mail of Zoë Žižková, employee ID A010, who is not in the file.",
        )
    ]


def test_a_manager_elsewhere_is_nobody(cast, olga):
    content = file("A1,ann@acme.example,Ann,eve@globex.example", headings="employee_id,email,name,manager")
    assert errors(olga, content) == [
        (
            "Line 2, column 4 (manager)",
            "Nobody in the file or the organization has the e-mail or employee ID 'eve@globex.example'.",
        )
    ]


def test_managers_are_known_by_the_kind_of_column(cast, olga):
    by_id = file("A1,ann@acme.example,Ann,sam@acme.example", headings="employee_id,email,name,manager id")
    assert errors(olga, by_id)[0][1] == (
        "Nobody in the file or the organization has the employee ID 'sam@acme.example'."
    )


def test_a_circle_in_the_file_is_named_once(cast, olga):
    content = file(
        "ann@acme.example,Ann,cat@acme.example",
        "bea@acme.example,Bea,ann@acme.example",
        "cat@acme.example,Cat,bea@acme.example",
        "dan@acme.example,Dan,cat@acme.example",
        headings="email,name,manager",
    )
    assert errors(olga, content) == [
        ("Line 2, column 3 (manager)", "The reporting line runs in a circle: Ann → Cat → Bea → Ann.")
    ]


def test_a_circle_of_the_file_and_people_who_are_there_is_found(cast, olga):
    # Fay reports to Sam already.
    assert errors(olga, file("sam@acme.example,Sam,fay@acme.example", headings="email,name,manager")) == [
        ("Line 2, column 3 (manager)", "The reporting line runs in a circle: Sam Silva → Fay Fischer → Sam Silva.")
    ]


def test_nobody_is_their_own_manager(cast, olga):
    assert errors(olga, file("ann@acme.example,Ann,ann@acme.example", headings="email,name,manager")) == [
        ("Line 2, column 3 (manager)", "The reporting line runs in a circle: Ann → Ann.")
    ]


def test_a_long_circle_is_cut_short(cast, olga):
    rows = [f"p{i}@acme.example,P{i},p{(i + 1) % 10_000}@acme.example" for i in range(10_000)]
    assert errors(olga, file(*rows, headings="email,name,manager")) == [
        (
            "Line 2, column 3 (manager)",
            "The reporting line runs in a circle: P0 → P1 → P2 → P3 → P4 → P5 → … → P0.",
        )
    ]


def test_a_department_that_may_be_one_of_several_is_asked_about(cast, olga):
    upload(olga, file("ann@acme.example,Ann,Engineering > Inside Sales", headings="email,name,department"))
    content = file("dan@acme.example,Dan,inside sales", headings="email,name,department")
    which = "There are several departments 'inside sales' (Engineering › Inside Sales; Sales › Inside Sales)."
    assert errors(olga, content) == [("Line 2, column 3 (department)", f"{which} Write the whole path.")]


def test_there_is_an_end_to_the_number_of_departments(cast, olga, monkeypatch):
    monkeypatch.setattr("admin_proxy.directory.csv_plan.MOST", 5)
    content = file("a@acme.example,A,Legal > Contracts", headings="email,name,department")
    assert errors(olga, content) == [
        ("Line 2, column 3 (department)", "With the new ones there would be more than 5 departments.")
    ]


@pytest.mark.parametrize(
    ("field", "length"),
    [("employee_id", 64), ("first_name", 100), ("title", 200), ("department", 200), ("location", 200)],
)
def test_what_is_too_long_is_refused_before_a_database_refuses_it(cast, olga, field, length):
    headings = f"email,last_name,{field}"
    upload(olga, file(f"ann@acme.example,Able,{'x' * length}", headings=headings))
    ((where, sentence),) = errors(olga, file(f"ann@acme.example,Able,{'x' * (length + 1)}", headings=headings))
    assert where == f"Line 2, column 3 ({field})"
    assert sentence.endswith(f"is longer than {length} characters.")


def test_nobody_deactivates_themselves_or_changes_the_day(cast, olga):
    headings = "email,name,termination date"
    for day in ("2026-03-02", "2030-01-01"):
        assert errors(olga, file(f"olga@acme.example,Olga Orlova,{day}", headings=headings)) == [
            (
                "Line 2, column 3 (termination date)",
                "Your own deactivation date cannot be changed by your upload. Ask another Super Admin.",
            )
        ]


def test_one_super_admin_stays(cast, olga):
    rows = "olga@acme.example,Olga Orlova,2026-05-31", "oscar@acme.example,Oscar Ortiz,2026-05-31"
    sentence = "No Super Admin would be left. Make somebody else one first."
    assert errors(operator(cast.acme), file(*rows, headings="email,name,end date")) == [
        ("Line 2, column 3 (end date)", sentence),
        ("Line 3, column 3 (end date)", sentence),
    ]
    assert upload(olga, file(rows[1], headings="email,name,end date")).deactivated == 1


def test_of_very_many_errors_all_are_counted(cast, olga):
    checked = uploads.check(olga, "people.csv", file(*["x,y"] * 2_000, headings="email,name"))
    assert checked.error_count == 2_000
    assert [problem.line for problem in checked.errors] == list(range(2, 502))


def test_a_file_with_errors_is_not_applied(cast, olga):
    checked = uploads.check(olga, "people.csv", file("A1,nonsense,Ann,Able"))
    before = everything(but=())
    with pytest.raises(uploads.Outdated) as refused:
        uploads.apply(olga, checked.upload_id)
    assert refused.value.check.error_count == 1
    assert everything(but=()) == before


def test_a_german_reader_reads_the_errors_in_german(cast, olga):
    content = file("A1,no e-mail,=1+1,soon", headings="employee_id,email,name,hire_date")
    with words.speaking("de"):
        assert errors(olga, content) == [
            ("Zeile 2, Spalte 2 (email)", "„no e-mail“ ist keine E-Mail-Adresse."),
            ("Zeile 2, Spalte 3 (name)", "„=1+1“ sieht aus wie eine Formel. Schreiben Sie es als einfachen Text."),
            (
                "Zeile 2, Spalte 4 (hire_date)",
                "„soon“ ist kein Datum, das gelesen werden kann. Schreiben Sie es wie 2024-05-31.",
            ),
        ]
