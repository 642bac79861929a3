import re
from pathlib import Path

import pytest

from admin_proxy import config, console
from admin_proxy.config import ConfigError, Settings
from tests.test_repository import ROOT


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    import os

    for variable in list(os.environ):
        if variable.startswith("ADMIN_PROXY_"):
            monkeypatch.delenv(variable)


def test_without_any_setting_it_listens_to_this_machine_only():
    settings = config.load()
    assert (settings.host, settings.origin) == ("127.0.0.1", "http://127.0.0.1:3000")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("DATABASE_URL", "mysql://somewhere/else"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PUBLIC_URL", "people.example.org"),
        ("PUBLIC_URL", "https://people.example.org/path"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("LOGIN_HOURS", "-1"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "Acme <a@b.example>\nBcc: eve@globex.example"),
        ("MAIL_FOLDER", "letters"),
        ("SMTP_HOST", "smtp.example.org"),
        ("SMTP_PORT", "-1"),
        ("SMTP_SECURITY", "some"),
        ("SMTP_USER", "people"),
        ("SMTP_CA_FILE", "no/such/file.pem"),
        ("SMTP_TIMEOUT_SECONDS", "600"),
        ("LOG_LEVEL", "loud"),
        ("DEMO_SESSION_SECONDS", "ten"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(monkeypatch, variable, value):
    monkeypatch.setenv(f"ADMIN_PROXY_{variable}", value)
    with pytest.raises(ConfigError) as failure:
        config.load()
    assert str(failure.value).startswith(f"ADMIN_PROXY_{variable}=")
    assert "\n" not in str(failure.value)


def test_listening_to_every_address_needs_the_one_that_people_type(monkeypatch):
    monkeypatch.setenv("ADMIN_PROXY_HOST", "0.0.0.0")
    with pytest.raises(ConfigError, match="ADMIN_PROXY_PUBLIC_URL"):
        config.load()
    monkeypatch.setenv("ADMIN_PROXY_PUBLIC_URL", "https://people.example.org")
    assert config.load().origin == "https://people.example.org"


SERVER = {"SMTP_HOST": "smtp.example.org", "MAIL_FROM": "Acme People <people@example.org>"}


@pytest.mark.parametrize(
    ("named", "given"),
    [
        ("SMTP_USER", {"SMTP_PASSWORD": "hush-hush"}),
        ("SMTP_SECURITY", {"SMTP_USER": "people", "SMTP_PASSWORD": "hush-hush", "SMTP_SECURITY": "none"}),
        ("MAIL_FOLDER", {"MAIL_FOLDER": "letters"}),
    ],
)
def test_what_does_not_go_together_is_named_and_no_password_is_told(monkeypatch, named, given):
    for variable, value in {**SERVER, **given}.items():
        monkeypatch.setenv(f"ADMIN_PROXY_{variable}", value)
    with pytest.raises(ConfigError) as failure:
        config.load()
    assert str(failure.value).startswith(f"ADMIN_PROXY_{named}=")
    assert "hush-hush" not in str(failure.value)


def test_the_list_of_settings_does_not_tell_the_mail_servers_password(monkeypatch):
    for variable, value in {**SERVER, "SMTP_USER": "people", "SMTP_PASSWORD": "hush-hush"}.items():
        monkeypatch.setenv(f"ADMIN_PROXY_{variable}", value)
    settings = config.load()
    assert settings.sender.addr_spec == "people@example.org"
    said = "\n".join(console.settings(settings))
    assert "ADMIN_PROXY_SMTP_USER=people  (environment)" in said
    assert "hush-hush" not in said


def test_the_data_folder_stays_where_it_is_when_the_process_goes_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("ADMIN_PROXY_DATA_DIR", "here")
    monkeypatch.chdir(tmp_path)
    settings = config.load()
    monkeypatch.setenv("ADMIN_PROXY_DATABASE_URL", "sqlite:///people.db")
    named = config.load()
    monkeypatch.chdir("/")
    assert named.database == f"sqlite:///{tmp_path / 'people.db'}"
    assert settings.data_dir == tmp_path / "here"
    assert settings.database == f"sqlite:///{tmp_path / 'here' / 'admin_proxy.db'}"


def test_options_take_the_place_of_the_environment(monkeypatch):
    monkeypatch.setenv("ADMIN_PROXY_PORT", "4000")
    assert config.load(port=5000).port == 5000


def test_the_documentation_lists_every_setting_as_it_is():
    documented = re.findall(
        r"(?m)^\| `ADMIN_PROXY_(\w+)` \| (.*?) \| (.*) \|$", (ROOT / "docs/configuration.md").read_text()
    )
    settings = {
        name.upper(): (_shown(field.default), field.description) for name, field in Settings.model_fields.items()
    }
    assert {name: (default.strip("` "), text) for name, default, text in documented} == settings


def _shown(default: object) -> str:
    if isinstance(default, Path):
        return str(default)
    return "" if default in ("", (), None) else str(default)
