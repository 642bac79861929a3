import json
import os
import stat
from pathlib import Path

import pytest

from admin_proxy import build, cli, config, db
from admin_proxy.accounts import password_links

PEOPLE = (
    "email,first name,last name,department\nzoe@acme.example,Zoë,Žižková,Engineering\nben@acme.example,Ben,Becker,\n"
)


@pytest.fixture
def here(monkeypatch, tmp_path):
    """A data folder of one's own, and no setting but that."""
    for variable in list(os.environ):
        if variable.startswith("ADMIN_PROXY_"):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("ADMIN_PROXY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(config, "_current", None)
    mask = os.umask(0o022)
    yield tmp_path
    os.umask(mask)
    if db._engine is not None:
        db._engine.dispose()


@pytest.fixture
def say(here, capsys):
    """Run a command; what it answered with, what it printed, and what it complained of."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def acme(say):
    say("create-organization", "acme", "Acme Corporation")


def people_file(here: Path, text: str = PEOPLE) -> str:
    path = here / "people.csv"
    path.write_text(text)
    return str(path)


def test_config_lists_every_setting_and_where_it_comes_from(say, monkeypatch):
    monkeypatch.setenv("ADMIN_PROXY_PORT", "4000")
    code, out, _ = say("config")
    assert code == 0
    assert "ADMIN_PROXY_PORT=4000  (environment)" in out
    assert "ADMIN_PROXY_HOST=127.0.0.1  (default)" in out
    assert all(f"ADMIN_PROXY_{name.upper()}=" in out for name in config.Settings.model_fields)


def test_config_shows_no_password_and_points_out_what_is_no_setting(say, monkeypatch):
    monkeypatch.setenv("ADMIN_PROXY_DATABASE_URL", "postgresql://people:hunter2@db.example/people")
    monkeypatch.setenv("ADMIN_PROXY_DEMO", "1")
    _, out, _ = say("config")
    assert "hunter2" not in out
    assert "postgresql://people:***@db.example/people" in out
    assert "ADMIN_PROXY_DEMO is set, but is no setting" in out


@pytest.mark.parametrize("command", ["config", "serve", "demo"])
def test_a_wrong_setting_is_one_line_and_no_start(say, monkeypatch, command):
    monkeypatch.setenv("ADMIN_PROXY_PORT", "http")
    code, out, err = say(command)
    assert (code, out) == (2, "")
    assert err.startswith("admin-proxy: ADMIN_PROXY_PORT='http': ")
    assert err.count("\n") == 1


def test_an_installation_begins_with_an_organization_and_a_one_time_link(say, here):
    code, out, _ = say("create-organization", "acme", "Acme Corporation")
    assert (code, "Acme Corporation" in out) == (0, True)
    code, out, _ = say(
        "create-admin", "--organization", "acme", "--email", "olga@acme.example", "--name", "Olga Orlova"
    )
    address, _, token = out.strip().splitlines()[-1].partition("#")
    assert (code, address) == (0, "http://127.0.0.1:3000/welcome")
    card = password_links.about(token)
    assert (card.name, card.email) == ("Olga Orlova", "olga@acme.example")


def test_nobody_else_can_read_the_data(say, here, acme):
    database = here / "data" / "admin_proxy.db"
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_the_same_organization_twice_is_refused(say, acme):
    code, _, err = say("create-organization", "acme", "Another")
    assert code == 2
    assert err == "admin-proxy: There is an organization “acme” already.\n"


def test_an_unknown_organization_is_refused_with_those_that_there_are(say, acme):
    for command in (
        ["create-admin", "--organization", "acne", "--email", "a@acme.example", "--name", "A"],
        ["import", "people.csv", "--organization", "acne"],
        ["audit", "list", "--organization", "acne"],
    ):
        code, _, err = say(*command)
        assert (code, err) == (2, "admin-proxy: there is no organization 'acne'; there is: acme\n")


def test_people_come_in_from_a_file(say, here, acme):
    code, out, _ = say("import", people_file(here), "--organization", "acme")
    assert (code, "Done: 2 new, 0 changed, 0 unchanged" in out) == (0, True)
    _, out, _ = say("import", people_file(here), "--organization", "acme")
    assert "Done: 0 new, 0 changed, 2 unchanged" in out


def test_a_check_says_what_would_happen_and_changes_nothing(say, here, acme):
    for _ in range(2):
        code, out, _ = say("import", people_file(here), "--organization", "acme", "--check")
        assert code == 0
        assert "Would be: 2 new" in out
        assert "New departments: Engineering" in out


def test_a_file_with_errors_is_shown_with_line_and_column_and_not_applied(say, here, acme):
    broken = people_file(here, PEOPLE + "not an address,Max,Muster,\n")
    code, out, err = say("import", broken, "--organization", "acme")
    assert code == 2
    assert out.startswith("Line 4, column 1 (email): ")
    assert err == f"admin-proxy: {broken} has errors; nothing was changed\n"
    assert "Would be: 2 new" in say("import", people_file(here), "--organization", "acme", "--check")[1]


def test_a_file_that_is_not_there_is_one_line(say, acme):
    code, _, err = say("import", "nowhere.csv", "--organization", "acme")
    assert (code, err.count("\n"), err.startswith("admin-proxy: ")) == (2, 1, True)


def test_the_record_is_read_newest_first(say, here, acme):
    say("import", people_file(here), "--organization", "acme")
    code, out, _ = say("audit", "list", "--organization", "acme")
    lines = out.splitlines()
    assert code == 0
    assert "Applied a CSV upload" in lines[0]
    assert "Created the organization" in lines[-1]


def test_the_record_as_json_is_an_object_a_line(say, acme):
    _, out, _ = say("audit", "list", "--json")
    entry = json.loads(out.splitlines()[0])
    assert (entry["action"], entry["object"]) == ("Created the organization", "Acme Corporation")


def test_the_record_can_be_narrowed_to_a_person_or_a_session(say, here, acme):
    say("import", people_file(here), "--organization", "acme")
    assert say("audit", "list", "--person", "nobody of that name")[1] == ""
    assert say("audit", "list", "--session", "0190a0a0-0000-7000-8000-000000000000")[1] == ""
    assert "Operator" in say("audit", "list", "--person", "operator")[1]


def test_what_a_terminal_would_obey_is_not_printed(say, here, acme):
    say("create-organization", "evil", "Evil Corporation")
    people = people_file(here, PEOPLE.replace("department", "\x1b]0;owned\x07"))
    _, out, _ = say("import", people, "--organization", "acme", "--check")
    assert "\x1b" not in out


def test_a_data_folder_that_cannot_be_made_is_one_line(say, here, monkeypatch):
    (here / "file").write_text("")
    monkeypatch.setenv("ADMIN_PROXY_DATA_DIR", str(here / "file" / "data"))
    code, _, err = say("create-organization", "acme", "Acme")
    assert (code, err) == (2, f"admin-proxy: ADMIN_PROXY_DATA_DIR={here}/file/data: Not a directory\n")


@pytest.mark.parametrize("url", ["postgresql://nobody:secret@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"])
def test_a_database_that_cannot_be_used_is_one_line_without_its_password(say, monkeypatch, url):
    monkeypatch.setenv("ADMIN_PROXY_DATABASE_URL", url)
    code, _, err = say("audit", "list")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("admin-proxy: ADMIN_PROXY_DATABASE_URL: the database cannot be used: ")
    assert "secret" not in err


def test_pages_that_are_not_built_are_one_line(monkeypatch, tmp_path):
    monkeypatch.setattr(build, "_NOTES", tmp_path / "notes.json")
    with pytest.raises(build.BuildError, match="make serve"):
        build.notes()
    assert not build.is_current()
