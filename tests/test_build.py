"""What is done to the pages' build before it may be served, on small builds made up here."""

from __future__ import annotations

import gzip
import json

import pytest

from admin_proxy import build

ENV = (
    'var e={PING:`http://localhost:3000/ping`,EVENT:"ws://localhost:3000/_event",TRANSPORT:`websocket`};export{e as t};'
)
PAGE = """<!DOCTYPE html><html><head>
<link rel="modulepreload" href="/assets/entry-aaaaaaaa.js"/><link rel="stylesheet" href="/assets/app-bbbbbbbb.css"/>
<link rel="icon" href="/favicon.svg"/><link rel="canonical" href="/elsewhere"/></head><body>
<script type="module" async="">import "/assets/manifest-cccccccc.js";import("/assets/entry-aaaaaaaa.js");</script>
</body></html>"""


@pytest.fixture
def client(tmp_path):
    """A build with one page, which loads three scripts (one of them through another), a style sheet and an icon."""
    (tmp_path / "assets").mkdir()
    for name, content in {
        "login.html": PAGE,
        "favicon.svg": "<svg/>",
        "ui.jsx": "export const Countdown = () => null",
        "ui.jsx.gz": "compressed",
        "assets/reflex-env-dddddddd.js": ENV,
        "assets/reflex-env-dddddddd.js.gz": "stale",
        "assets/reflex-env-dddddddd.js.br": "stale",
        "assets/entry-aaaaaaaa.js": 'import{a}from"./shared-eeeeeeee.js";const b=()=>import("./chart-ffffffff.js");',
        "assets/shared-eeeeeeee.js": "export const a=1;",
        "assets/chart-ffffffff.js": "not on the first load",
        "assets/manifest-cccccccc.js": "window.m=1",
        "assets/app-bbbbbbbb.css": "body{}",
    }.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def test_the_pages_speak_to_where_they_came_from(client):
    build._use_the_pages_own_origin(client)
    text = (client / "assets/reflex-env-dddddddd.js").read_text()
    assert "PING:globalThis.location?.origin+`/ping`" in text
    assert 'EVENT:globalThis.location?.origin.replace(/^http/,"ws")+`/_event`' in text
    assert "localhost" not in text


def test_the_compressed_copy_says_the_same(client):
    build._use_the_pages_own_origin(client)
    chunk = client / "assets/reflex-env-dddddddd.js"
    assert gzip.decompress(chunk.with_name(f"{chunk.name}.gz").read_bytes()) == chunk.read_bytes()
    assert not chunk.with_name(f"{chunk.name}.br").exists()


@pytest.mark.parametrize("text", ["var e={};", "var e={PING:`http://localhost/ping`,OTHER:'https:'+'//x'+`://y`}"])
def test_an_address_that_cannot_be_replaced_is_no_build(client, text):
    (client / "assets/reflex-env-dddddddd.js").write_text(text)
    with pytest.raises(build.BuildError, match="reflex-env-dddddddd"):
        build._use_the_pages_own_origin(client)


def test_sources_are_not_served(client):
    build._take_out_sources(client)
    assert not list(client.rglob("*.jsx*"))
    assert (client / "login.html").exists()


def test_the_first_load_is_what_a_page_names_and_what_that_imports(client):
    weight = build.weigh(client, "/login")
    loaded = ["entry-aaaaaaaa.js", "shared-eeeeeeee.js", "manifest-cccccccc.js", "app-bbbbbbbb.css"]
    assert weight.bytes == sum(len(gzip.compress((client / "assets" / name).read_bytes())) for name in loaded)
    assert weight.requests == len([*loaded, "favicon.svg", "the page itself"])


def test_a_german_reader_loads_the_words_of_every_page_and_of_that_one(client):
    say_it_in_german(client)
    weight = build.weigh_german(client, "/")
    words = [client / "assets" / name for name in ("german-ffffffff.js", "german_1-gggggggg.js")]
    assert weight == build.Weight(sum(len(gzip.compress(file.read_bytes())) for file in words), 2)
    with pytest.raises(build.BuildError, match="names no words of /nowhere"):
        build.weigh_german(client, "/nowhere")


def say_it_in_german(client):
    pages = "".join(
        f'"{page}":()=>e(()=>import(`./german_{number}-gggggggg.js`),[]),'
        for number, page in enumerate(["/login", "/"])
    )
    (client / "assets/german-ffffffff.js").write_text("var t={a:`Ja`},n={" + pages + "};export{t as everywhere}")
    for number in range(2):
        (client / f"assets/german_{number}-gggggggg.js").write_text("export default {}")


@pytest.mark.parametrize("weight", [build.Weight(180_001, 5), build.Weight(5, 21)])
def test_a_page_that_is_too_heavy_is_no_build(weight):
    with pytest.raises(build.BuildError, match="the first load of /login is too heavy"):
        build._refuse_what_is_too_heavy({"/login": weight})
    build._refuse_what_is_too_heavy({"/login": build.Weight(build.MOST_BYTES, build.MOST_REQUESTS)})


@pytest.fixture
def house(monkeypatch, tmp_path):
    """A repository with one source, whose build is made up."""
    root = tmp_path / "repository"
    (root / "admin_proxy").mkdir(parents=True)
    (root / "admin_proxy" / "page.py").write_text("1")
    web = root / ".web"
    for name, path in {
        "ROOT": root, "WEB": web, "CLIENT": web / "build" / "client",
        "REFLEX_DIR": root / ".reflex", "_NOTES": web / "build" / "notes.json",
    }.items():  # fmt: skip
        monkeypatch.setattr(build, name, path)
    return root


@pytest.fixture
def exports(house, client, monkeypatch):
    """How often the pages were built."""
    made = []

    def export() -> None:
        made.append(True)
        (client / "index.html").write_text(PAGE)
        (client / "assets/reflex-env-dddddddd.js").write_text(ENV)
        say_it_in_german(client)
        build.CLIENT.parent.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(build, "CLIENT", client)
    monkeypatch.setattr(build, "_export", export)
    (house / ".web" / "build").mkdir(parents=True)
    return made


def test_pages_are_built_once_and_again_when_a_source_has_changed(house, exports):
    assert [build.ensure(), build.ensure()] == [True, False]
    (house / "admin_proxy" / "page.py").write_text("2")
    assert [build.ensure(), build.ensure()] == [True, False]
    (house / "admin_proxy" / "other.py").write_text("3")
    assert build.ensure()
    assert len(exports) == 3


def test_a_build_that_was_broken_off_is_made_again(house, exports, monkeypatch):
    monkeypatch.setattr(build, "MOST_BYTES", 1)
    with pytest.raises(build.BuildError):
        build.ensure()
    monkeypatch.setattr(build, "MOST_BYTES", 180_000)
    assert build.ensure()


def test_the_packages_file_keeps_its_layout_unless_the_packages_change(house):
    path = house / "reflex.lock" / "package.json"
    path.parent.mkdir()
    path.write_text('{\n  "a": 1\n}')
    with build._packages_written_as_before():
        path.write_text('{"a": 1}')
    assert path.read_text() == '{\n  "a": 1\n}'
    with build._packages_written_as_before():
        path.write_text('{"a": 2}')
    assert json.loads(path.read_text()) == {"a": 2}
