"""The server as it is started: real processes, a free port, a folder of their own."""

from __future__ import annotations

import re
import socket
import stat
import subprocess
import sys

import httpx
import pytest

from admin_proxy import build, config, server
from admin_proxy.demo import running, stories
from tests.border import client
from tests.serving import Server, free_port


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    demo = Server("demo", tmp_path_factory.mktemp("demo")).begin()
    yield demo
    demo.stop()


def ask(server: Server, path: str, **more) -> httpx.Response:
    return httpx.get(server.origin + path, follow_redirects=True, trust_env=False, **more)


def sign_in_as_a_persona(server: Server, **form: str) -> httpx.Response:
    headers = {"origin": server.origin, "sec-fetch-site": "same-origin"}
    form = form or {"persona": "super-admin"}
    return httpx.post(f"{server.origin}/auth/demo", data=form, headers=headers, trust_env=False)


def test_the_demonstration_answers_at_the_address_it_prints(demonstration):
    answer = ask(demonstration, "/login")
    assert answer.status_code == 200
    assert "text/html" in answer.headers["content-type"]


def test_in_the_demonstration_one_click_signs_somebody_in(demonstration):
    assert sign_in_as_a_persona(demonstration).status_code == 303


@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: story.key)
def test_in_the_demonstration_one_click_begins_a_story_where_it_begins(demonstration, story):
    answer = sign_in_as_a_persona(demonstration, story=story.key)
    assert (answer.status_code, answer.headers["location"]) == (303, story.path)


def test_what_the_demonstration_opens_cannot_be_opened_in_a_server(tmp_path):
    tempting = {
        "ADMIN_PROXY_DEMO": "1",
        "ADMIN_PROXY_DEMO_SESSION_SECONDS": "5",
        "ADMIN_PROXY_MODE": "demo",
        "ADMIN_PROXY_COMMAND": "demo",
        "DEMO": "1",
        "REFLEX_ENV_MODE": "dev",
    }
    product = Server("serve", tmp_path, settings=tempting).begin()
    try:
        assert sign_in_as_a_persona(product).status_code == 404
        assert sign_in_as_a_persona(product, story=stories.STORIES[0].key).status_code == 404
        assert not (tmp_path / "demo").exists()
    finally:
        product.stop()


def test_only_the_demonstrations_factory_begins_one(monkeypatch):
    begun, shortened = [], []
    monkeypatch.setattr(running, "begin", lambda: begun.append(True))
    monkeypatch.setattr(server.length, "shorten", shortened.append)
    monkeypatch.setattr(server, "_application", lambda: None)
    monkeypatch.setattr(server.organization, "ensure", lambda: None)
    monkeypatch.setattr(config, "_current", config.load(demo_session_seconds=5))
    server.demo_app()
    assert (begun, shortened) == ([True], [5])
    server.serve_app()
    assert (begun, shortened) == ([True], [5])
    assert config.current().demo_session_seconds == 0


def test_the_demonstration_never_touches_the_real_database(tmp_path):
    settings = config.load(data_dir=tmp_path, database_url="postgresql://people.example/people")
    demo = server.demo_settings(settings)
    assert demo.database == f"sqlite:///{tmp_path / 'demo' / 'admin_proxy.db'}"


def test_ctrl_c_ends_it_cleanly(tmp_path):
    demo = Server("demo", tmp_path).begin()
    with httpx.Client(trust_env=False) as browser:
        browser.get(f"{demo.origin}/login/")  # and keeps the connection open
        assert demo.stop() == 0
    assert "Traceback" not in demo.log


async def test_ctrl_c_ends_it_though_tabs_are_open(tmp_path):
    demo = Server("demo", tmp_path).begin()
    tabs = [await client.Tab.open(demo.origin) for _ in range(20)]
    assert demo.stop() == 0
    assert "Traceback" not in demo.log
    for tab in tabs:
        await tab.close()


def test_nobody_else_can_read_what_it_writes(demonstration):
    written = [path for path in (demonstration.folder / "demo").rglob("*") if path.is_file()]
    assert written
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in written} == {0}


def run(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", **{f"ADMIN_PROXY_{name}": value for name, value in settings.items()}}
    return subprocess.run(
        [sys.executable, "-m", "admin_proxy", command],
        cwd=build.ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_a_port_that_is_taken_is_one_line(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = run("serve", PORT=port, DATA_DIR=str(tmp_path))
    assert ended.returncode == 2
    assert re.fullmatch(
        rf"admin-proxy: cannot listen on 127\.0\.0\.1, port {port}: .*ADMIN_PROXY_PORT.*\n", ended.stderr
    )


def test_two_servers_do_not_share_a_port(demonstration, tmp_path):
    ended = run("serve", PORT=str(demonstration.port), DATA_DIR=str(tmp_path))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)


def test_two_servers_do_not_share_a_data_folder(demonstration):
    ended = run("demo", PORT=str(free_port()), DATA_DIR=str(demonstration.folder))
    assert ended.returncode == 2
    assert ended.stderr.startswith("admin-proxy: another server is using ")
    assert ended.stderr.count("\n") == 1


def test_after_a_power_cut_it_starts_again_with_what_was_there(tmp_path):
    demo = Server("demo", tmp_path).begin()
    cookies = sign_in_as_a_persona(demo).cookies
    demo.kill()
    demo.begin()
    try:
        assert sign_in_as_a_persona(demo).status_code == 303
        assert cookies
    finally:
        demo.stop()


def test_starting_over_forgets_what_was_done(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "admin_proxy.db").write_text("no database at all")
    (tmp_path / "demo" / "states").mkdir()
    (tmp_path / "else").write_text("stays")
    demo = Server("demo --reset", tmp_path).begin()
    try:
        assert sign_in_as_a_persona(demo).status_code == 303
        assert (tmp_path / "else").exists()
    finally:
        demo.stop()


def test_rxconfig_from_another_folder_is_not_served_with(monkeypatch, tmp_path):
    from reflex_base import config as reflex_config

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reflex_config, "get_config", lambda: type("Default", (), {"app_name": ""})())
    with pytest.raises(server.StartError, match=r"rxconfig\.py"):
        server._prepare_reflex(config.load(data_dir=tmp_path))
