import pytest

from admin_proxy.directory.csv_columns import IGNORE, Field, recognise

EXPORTS = {
    "Workday": {
        "Employee ID": Field.EMPLOYEE_ID,
        "Legal Name - First Name": Field.FIRST_NAME,
        "Legal Name - Last Name": Field.LAST_NAME,
        "Email - Primary Work": Field.EMAIL,
        "Business Title": Field.TITLE,
        "Supervisory Organization": Field.DEPARTMENT,
        "Work Location": Field.LOCATION,
        "Manager ID": Field.MANAGER_EMPLOYEE_ID,
        "Hire Date": Field.HIRE_DATE,
        "Termination Date": Field.DEACTIVATION_DATE,
        "Preferred Language": Field.LANGUAGE,
        "Email - Primary Home": None,
        "Cost Center": None,
    },
    "BambooHR": {
        "Employee #": Field.EMPLOYEE_ID,
        "First Name": Field.FIRST_NAME,
        "Last Name": Field.LAST_NAME,
        "Work Email": Field.EMAIL,
        "Home Email": None,
        "Job Title": Field.TITLE,
        "Department": Field.DEPARTMENT,
        "Location": Field.LOCATION,
        "Supervisor EID": Field.MANAGER_EMPLOYEE_ID,
        "Hire Date": Field.HIRE_DATE,
        "Termination Date": Field.DEACTIVATION_DATE,
    },
    "Personio": {
        "Personalnummer": Field.EMPLOYEE_ID,
        "Vorname": Field.FIRST_NAME,
        "Nachname": Field.LAST_NAME,
        "E-Mail": Field.EMAIL,
        "Private E-Mail": None,
        "Position": Field.TITLE,
        "Abteilung": Field.DEPARTMENT,
        "Büro": Field.LOCATION,
        "Vorgesetzte(r) E-Mail": Field.MANAGER_EMAIL,
        "Einstellungsdatum": Field.HIRE_DATE,
        "Austrittsdatum": Field.DEACTIVATION_DATE,
        "Kündigungsdatum": None,
        "Sprache": Field.LANGUAGE,
        "Zeitzone": Field.TIME_ZONE,
    },
    "SAP SuccessFactors": {
        "STATUS": None,
        "USERID": Field.EMPLOYEE_ID,
        "FIRSTNAME": Field.FIRST_NAME,
        "LASTNAME": Field.LAST_NAME,
        "EMAIL": Field.EMAIL,
        "MANAGER": Field.MANAGER,
        "TITLE": Field.TITLE,
        "DEPARTMENT": Field.DEPARTMENT,
        "LOCATION": Field.LOCATION,
        "HIREDATE": Field.HIRE_DATE,
        "TIMEZONE": Field.TIME_ZONE,
        "DEFAULT_LOCALE": Field.LANGUAGE,
    },
    "ADP": {
        "Associate ID": Field.EMPLOYEE_ID,
        "Legal First Name": Field.FIRST_NAME,
        "Legal Last Name": Field.LAST_NAME,
        "Work Contact: Work Email": Field.EMAIL,
        "Personal Contact: Personal Email": None,
        "Job Title Description": Field.TITLE,
        "Home Department Description": Field.DEPARTMENT,
        "Location Description": Field.LOCATION,
        "Reports To Associate ID": Field.MANAGER_EMPLOYEE_ID,
        "Hire Date": Field.HIRE_DATE,
        "Termination Date": Field.DEACTIVATION_DATE,
    },
    "UKG": {
        "Employee Number": Field.EMPLOYEE_ID,
        "Employee Name": Field.FULL_NAME,
        "Email Address": Field.EMAIL,
        "Primary Job": Field.TITLE,
        "Supervisor Employee Number": Field.MANAGER_EMPLOYEE_ID,
        "Date of Hire": Field.HIRE_DATE,
        "Date of Termination": Field.DEACTIVATION_DATE,
    },
    "Google Workspace": {
        "First Name [Required]": Field.FIRST_NAME,
        "Last Name [Required]": Field.LAST_NAME,
        "Email Address [Required]": Field.EMAIL,
        "Password [Required]": None,
        "Employee Title": Field.TITLE,
        "Manager Email": Field.MANAGER_EMAIL,
    },
    "Active Directory": {
        "employeeID": Field.EMPLOYEE_ID,
        "givenName": Field.FIRST_NAME,
        "sn": Field.LAST_NAME,
        "mail": Field.EMAIL,
        "physicalDeliveryOfficeName": Field.LOCATION,
    },
}


@pytest.mark.parametrize("expected", EXPORTS.values(), ids=EXPORTS)
def test_the_headings_of_common_hr_systems_are_recognised(expected):
    headings = list(expected)
    columns = recognise(headings)
    found = {headings[column]: field for field, column in columns.at.items()}
    assert found == {heading: field for heading, field in expected.items() if field}
    assert [column.heading for column in columns.ignored] == [h for h, field in expected.items() if not field]
    assert columns.problems == ()


def test_the_better_of_two_columns_for_one_field_wins_and_the_other_is_reported():
    columns = recognise(["Email", "Name", "Work Email"])
    assert columns.at[Field.EMAIL] == 2
    assert [(column.heading, column.why) for column in columns.ignored] == [
        ("Email", "E-mail is taken from column 3 (Work Email).")
    ]


def test_unknown_and_nameless_columns_are_reported_and_ignored():
    columns = recognise(["email", "name", "Shoe size", ""])
    assert [(column.number, column.heading, column.why) for column in columns.ignored] == [
        (3, "Shoe size", "Its heading is not known."),
        (4, "", "It has no heading."),
    ]
    assert columns.problems == ()


def test_an_e_mail_and_a_name_there_must_be():
    columns = recognise(["Personalnummer", "Abteilung"])
    assert columns.missing == ("E-mail", "First name and last name, or full name")
    (problem,) = columns.problems
    assert (problem.where, problem.sentence) == (
        "Line 1",
        "A column is missing: E-mail; First name and last name, or full name.",
    )


@pytest.mark.parametrize("name", ["First name", "Last name", "Full name"])
def test_any_kind_of_name_will_do(name):
    assert recognise(["Email", name]).missing == ()


def test_beside_a_first_name_a_column_called_name_is_the_last_name():
    columns = recognise(["Name", "Vorname", "E-Mail"])
    assert columns.at == {Field.LAST_NAME: 0, Field.FIRST_NAME: 1, Field.EMAIL: 2}


def test_first_and_last_name_go_before_a_display_name():
    columns = recognise(["Display Name", "First Name", "Last Name", "Email"])
    assert Field.FULL_NAME not in columns.at
    assert columns.ignored[0].why == "First and last name have columns of their own."


def test_a_mapping_by_hand_overrides_what_was_recognised():
    columns = recognise(
        ["Email", "Login", "Name", "Manager", "Vorname"],
        {"Login": "email", "Manager": IGNORE, "Name": "full_name"},
    )
    assert columns.at == {Field.EMAIL: 1, Field.FULL_NAME: 2}
    assert [(column.heading, column.by_hand) for column in columns.recognised] == [("Login", True), ("Name", True)]
    assert [(column.heading, column.why) for column in columns.ignored] == [
        ("Email", "E-mail is taken from column 2 (Login)."),
        ("Manager", "You chose to ignore it."),
        ("Vorname", "The name is taken from the column that you chose."),
    ]


@pytest.mark.parametrize(
    ("mapping", "where", "sentence"),
    [
        ({"Shoe size": "email"}, "The file", "The mapping names the column 'Shoe size', which the file has not."),
        ({"Name": "password_hash"}, "Line 1, column 2 (Name)", "There is no field 'password_hash'."),
        ({"Email": "title", "Name": "title"}, "Line 1, column 2 (Name)", "Two columns are mapped to Title."),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(mapping, where, sentence):
    found = {problem.where: problem.sentence for problem in recognise(["Email", "Name"], mapping).problems}
    assert found[where] == sentence


def test_nothing_that_a_file_could_not_change_is_a_field():
    assert not {"role", "password", "password_hash", "privacy_version", "scope", "group", "id"} & set(Field)
