from datetime import date

import pytest

from admin_proxy.directory import csv_values
from admin_proxy.directory.csv_values import Dates, Wrong


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Zoë", "Zoë"),
        ("  Zoë \u00a0 Žižková\r\n", "Zoë Žižková"),
        ("Zoe\u0308", "Zoë"),
        ("\ufeffZoë\u200b", "Zoë"),
        ('="00123"', "00123"),
        ("-", "-"),
        ("- none -", "- none -"),
        ("C++", "C++"),
        ("R&D = fun", "R&D = fun"),
        ("O'Neil", "O'Neil"),
        ("山田", "山田"),
        ("नमस्ते", "नमस्ते"),
        ("", ""),
    ],
)
def test_text_is_tidied_and_otherwise_kept(cell, value):
    assert csv_values.tidy(cell) == value


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://x","y")', "+49 30", "-2+3", "@SUM(A1)", " =cmd|'/c'!A0"])
def test_what_a_spreadsheet_would_run_is_refused(cell):
    with pytest.raises(Wrong, match="looks like a spreadsheet formula"):
        csv_values.tidy(cell)


@pytest.mark.parametrize("cell", ["Zo\x07ë", "\u202eevil", "a\u2066b", "tab\x1b[31m"])
def test_invisible_characters_that_deceive_are_refused(cell):
    with pytest.raises(Wrong, match=r"invisible character \(U\+"):
        csv_values.tidy(cell)


def test_what_is_too_long_is_refused():
    assert csv_values.text(5)("12345") == "12345"
    with pytest.raises(Wrong, match="'123456' is longer than 5 characters"):
        csv_values.text(5)("123456")


@pytest.mark.parametrize(
    "cell",
    [
        "sam@acme.example",
        "Sam.O'Neil+x@sub.acme.example",
        "françois@adventure-works.com",
        "sam@müller.example",
        "a@xn--mller-kva.example",
        "sam@corp.local",
        "x" * 64 + "@acme.example",
    ],
)
def test_e_mails_that_can_be(cell):
    assert csv_values.email(f" {cell} ") == cell


@pytest.mark.parametrize(
    "cell",
    [
        "sam", "sam@", "@acme.example", "sam@acme", "sam acme@x.example", "sam..s@acme.example", ".sam@acme.example",
        "sam@acme..example", "sam@-acme.example", "Sam <sam@acme.example>", "sam@acme.example,ben@acme.example",
        "x" * 65 + "@acme.example", "sam@" + "x" * 64 + ".example", "sam@[127.0.0.1]", '"sam"@acme.example',
    ],
)  # fmt: skip
def test_e_mails_that_cannot_be(cell):
    with pytest.raises(Wrong):
        csv_values.email(cell)


def test_an_e_mail_longer_than_the_column_is_refused():
    with pytest.raises(Wrong, match="longer than 254"):
        csv_values.email("a@" + "x." * 130 + "example")


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("Zoë Žižková", "Zoë", "Žižková"),
        ("Jane van Doe", "Jane van", "Doe"),
        ("van Doe, Jane", "Jane", "van Doe"),
        ("Cher", "Cher", ""),
        ("", "", ""),
    ],
)
def test_a_full_name_is_split(cell, first, last):
    assert csv_values.full_name(100)(cell) == (first, last)


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("Sales", ("Sales",)),
        ("Sales > Field  Sales", ("Sales", "Field Sales")),
        ("Sales › Field Sales › North", ("Sales", "Field Sales", "North")),
        ("Research/Development", ("Research/Development",)),
        ("  ", ()),
    ],
)
def test_a_department_is_a_name_or_a_path(cell, path):
    assert csv_values.department(200)(cell) == path


@pytest.mark.parametrize(
    "cell", ["Sales > ", "> Sales", "Sales >> North", " > ".join("x" * 21), "Sales > " + "x" * 201]
)
def test_a_path_with_holes_or_without_end_is_refused(cell):
    with pytest.raises(Wrong):
        csv_values.department(200)(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("de", "de"), ("EN", "en"), ("en_US", "en-US"), ("pt-br", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW"),
     ("zh-CN", "zh-CN"), ("German", "de"), ("Deutsch", "de"), ("English", "en"), ("", None)],
)  # fmt: skip
def test_a_language_is_a_code_or_a_name(cell, value):
    assert csv_values.language(cell) == value


@pytest.mark.parametrize("cell", ["xx", "de-XX", "Klingonese", "../../etc", "en-US-posix-more", "-"])
def test_what_is_no_language_is_refused(cell):
    with pytest.raises(Wrong, match="is not a language"):
        csv_values.language(cell)


def test_a_time_zone_is_known_by_its_name():
    assert csv_values.time_zone("europe/prague") == "Europe/Prague"
    assert csv_values.time_zone(" UTC ") == "UTC"
    assert csv_values.time_zone("") is None
    for cell in ("W. Europe Standard Time", "../etc/passwd", "localtime"):
        with pytest.raises(Wrong, match="not a time zone"):
            csv_values.time_zone(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("20240531", date(2024, 5, 31)),
        ("2024/05/31", date(2024, 5, 31)),
        ("2024-05-31T00:00:00Z", date(2024, 5, 31)),
        ("2024-05-31 00:00:00.000", date(2024, 5, 31)),
        ("31.05.2024", date(2024, 5, 31)),
        ("1.2.2024", date(2024, 2, 1)),
        ("31-May-2024", date(2024, 5, 31)),
        ("May 31, 2024", date(2024, 5, 31)),
        ("31 May 2024", date(2024, 5, 31)),
        ("31/05/2024", date(2024, 5, 31)),
        ("5/5/2024", date(2024, 5, 5)),
        ("9999-12-31", None),
        ("", None),
    ],
)
def test_dates_that_say_what_they_mean(cell, value):
    assert Dates([cell]).read(cell) == value


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2024-02-30", "a date that does not exist"),
        ("31.13.2024", "a date that does not exist"),
        ("1/2/24", "not a date that can be read"),
        ("soon", "not a date that can be read"),
        ("45123", "Excel's number for a date"),
        ("1066-10-14", "the year must lie between 1900 and 2200"),
        ("5/6/2024", "may begin with the day or with the month"),
    ],
)
def test_dates_that_do_not(cell, said):
    with pytest.raises(Wrong, match=said):
        Dates([cell]).read(cell)


def test_one_date_of_the_file_tells_the_order_of_all():
    assert Dates(["5/6/2024", "5/31/2024"]).read("5/6/2024") == date(2024, 5, 6)
    assert Dates(["5/6/2024", "31/5/2024"]).read("5/6/2024") == date(2024, 6, 5)
    assert Dates(["05-06-2024", "31-05-2024"]).read("05-06-2024") == date(2024, 6, 5)


def test_a_file_that_contradicts_itself_is_not_guessed_at():
    dates = Dates(["31/5/2024", "5/31/2024", "5/6/2024"])
    with pytest.raises(Wrong, match="some dates begin with the day, others with the month"):
        dates.read("5/6/2024")


def test_no_manager_may_be_written_in_words():
    assert [csv_values.person_reference(cell) for cell in ("NO_MANAGER", "n/a", "None", "")] == [""] * 4
