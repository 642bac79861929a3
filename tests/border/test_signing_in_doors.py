"""The sign-in door: where it leads, what cookie it gives, what a failure says, and where the token never is."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import AsyncIterator, Callable, Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlmodel import Session, SQLModel, select

from admin_proxy import config, db
from admin_proxy.accounts import logins, passwords
from admin_proxy.accounts.signing_in import NO_MATCH
from admin_proxy.accounts.tables import Person
from admin_proxy.audit.tags import Tag
from admin_proxy.ui import border, said
from admin_proxy.ui.border.documents import PageDoor
from admin_proxy.ui.http import doors
from tests.border.client import Tab, text
from tests.people import Cast
from tests.serving import Product, Server, with_the_cast

PASSWORD = "seven green bottles"
WRONG = "eight green bottles"
HTTP = "http://127.0.0.1:3000"
HTTPS = "https://people.example.org"

At = Callable[[str], contextlib.AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def at(cast: Cast) -> At:
    """A browser at that origin, in front of the border and the doors behind it. All but Ben have a password."""
    with db.writing() as tx:
        for who in cast.ids.keys() - {"ben"}:
            tx.get_one(Person, cast[who]).password_hash = hashed()

    @contextlib.asynccontextmanager
    async def at(origin: str) -> AsyncIterator[httpx.AsyncClient]:
        settings = config.load(public_url=origin, trusted_proxies=())
        pages = {"/login": PageDoor(public=True)}
        product = border.around(settings, pages.get, [], [])(doors(settings))
        transport = httpx.ASGITransport(product, client=("198.51.100.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url=origin, headers={"Origin": origin}) as browser:
            yield browser

    return at


@functools.cache
def hashed() -> str:
    return passwords.hash(PASSWORD)


async def sign_in(browser: httpx.AsyncClient, email: str = "sam@acme.example", **form: str) -> httpx.Response:
    return await browser.post("/auth/sign-in", data={"email": email, "password": PASSWORD, **form})


def cookie_of(answer: httpx.Response) -> tuple[str, str, set[str]]:
    """Name, value and attributes of the one cookie that is set."""
    [header] = answer.headers.get_list("set-cookie")
    pair, *attributes = header.split("; ")
    name, _, value = pair.partition("=")
    return name, value, {attribute.lower() for attribute in attributes}


def told(answer: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """Status, page and query of where somebody is sent, the sentence in plain words."""
    target = urlsplit(answer.headers["location"])
    query = {name: values[-1] for name, values in parse_qs(target.query).items()}
    return answer.status_code, target.path, {**query, "said": said.unseal(query.get("said", ""))}


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""Where the database makes no difference."""


# --------------------------------------------------------------------------------------------- where it leads


@on_sqlite
@pytest.mark.parametrize(
    "onwards",
    ["//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\\/evil.example", "\\/evil.example",
     "https://evil.example", "https:evil.example", "https:/evil.example", "HTTPS://evil.example", "evil.example",
     "javascript:alert(1)", "data:text/html,x", "@evil.example", " //evil.example", "\t//evil.example",
     "/\t/evil.example", "/\n/evil.example", "/x\r\nSet-Cookie: x=y", "//127.0.0.1:3000@evil.example",
     "/settings\\..\\evil.example", "/\N{ZERO WIDTH SPACE}/evil.example", "\0//evil.example", "%2F%2Fevil.example",
     "%5C%5Cevil.example", "https%3A%2F%2Fevil.example", "/auth/sign-out", ""],
    ids=repr,
)  # fmt: skip
async def test_signing_in_leads_nowhere_else(at: At, onwards: str):
    async with at(HTTP) as browser:
        answer = await sign_in(browser, next=onwards)
        refused = await sign_in(browser, next=onwards, password=WRONG)
    assert (answer.status_code, answer.headers.get_list("location")) == (303, ["/"])
    assert cookie_of(answer)[0] == "admin_proxy"
    assert told(refused) == (303, "/login", {"said": NO_MATCH})


@on_sqlite
@pytest.mark.parametrize(
    "onwards",
    ["/settings/", "/admin/program-management/impersonate/?ask=7&after=stop", "/settings/?next=https://evil.example",
     "/%2F/evil.example", "/%2f%2fevil.example", "/%5Cevil.example", "/%09/evil.example", "/.//evil.example",
     "/..//evil.example", "/\N{FULLWIDTH SOLIDUS}evil.example", "/@evil.example", "/:evil.example", "/\0/evil.example"],
    ids=repr,
)  # fmt: skip
async def test_it_leads_on_to_what_is_a_path_here(at: At, onwards: str):
    """Of a location that begins with one slash a browser takes nothing for a host (URL Standard, "path state")."""
    async with at(HTTP) as browser:
        answer = await sign_in(browser, next=onwards)
        refused = await sign_in(browser, next=onwards, password=WRONG)
    [location] = answer.headers.get_list("location")
    assert location != "/"
    assert re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", location)
    assert told(refused)[2]["next"] == onwards.replace("\0", "\N{REPLACEMENT CHARACTER}")


@on_sqlite
async def test_the_privacy_policy_comes_before_any_page(at: At):
    async with at(HTTP) as browser:
        answer = await sign_in(browser, "nora@acme.example", next="/settings/")
    assert answer.headers["location"] == "/privacy-policy"


# ------------------------------------------------------------------------------------------------- the cookie


@on_sqlite
async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(at: At):
    async with at(HTTP) as browser:
        given = cookie_of(await sign_in(browser))
        taken = cookie_of(await browser.post("/auth/sign-out"))
        page = await browser.get("/login")
    assert given[0] == taken[0] == "admin_proxy"
    assert given[2] == {"httponly", "samesite=lax", "path=/", f"max-age={7 * 24 * 3600}"}
    assert {"httponly", "samesite=lax", "path=/", "max-age=0"} <= taken[2]
    assert "strict-transport-security" not in page.headers


@on_sqlite
async def test_by_https_it_is_bound_to_the_host(at: At):
    async with at(HTTPS) as browser:
        signed_in = await sign_in(browser)
        given = cookie_of(signed_in)
        signed_out = await browser.post("/auth/sign-out")
        taken = cookie_of(signed_out)
        answers = [signed_in, signed_out, await browser.get("/login"), await browser.get("/no/such/page")]
        answers += [await browser.post("/auth/sign-in", headers={"Origin": HTTP}), await browser.get("/auth/sign-in")]
    assert given[0] == taken[0] == "__Host-admin_proxy"
    assert given[2] == {"secure", "httponly", "samesite=lax", "path=/", f"max-age={7 * 24 * 3600}"}
    assert {"secure", "httponly", "samesite=lax", "path=/", "max-age=0"} <= taken[2]
    for answer in answers:
        assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@on_sqlite
async def test_by_https_a_cookie_that_is_not_bound_is_nobodys(at: At):
    async with at(HTTPS) as browser:
        token = cookie_of(await sign_in(browser))[1]
        browser.cookies.clear()
        await browser.post("/auth/sign-out", headers={"Cookie": f"admin_proxy={token}"})
        assert logins.find(token)
        await browser.post("/auth/sign-out", headers={"Cookie": f"__Host-admin_proxy={token}"})
        assert logins.find(token) is None


async def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before(at: At):
    async with at(HTTP) as browser:
        first = cookie_of(await sign_in(browser))[1]
        assert logins.find(first)
        second = cookie_of(await sign_in(browser))[1]
        assert logins.find(first) is None
        third = cookie_of(await sign_in(browser, "olga@acme.example"))[1]
    assert logins.find(second) is None
    assert logins.find(third)
    assert len({first, second, third}) == 3
    assert min(map(len, (first, second, third))) >= 43  # 256 bits


async def test_a_token_that_somebody_else_chose_is_not_taken_over(at: At):
    chosen = "x" * 43
    async with at(HTTP) as browser:
        answer = await browser.post(
            "/auth/sign-in",
            data={"email": "sam@acme.example", "password": PASSWORD},
            headers={"Cookie": f"admin_proxy={chosen}"},
        )
    assert cookie_of(answer)[1] != chosen
    assert logins.find(chosen) is None


async def test_a_failure_leaves_the_login_that_there_was(at: At):
    async with at(HTTP) as browser:
        token = cookie_of(await sign_in(browser))[1]
        assert "set-cookie" not in (await sign_in(browser, password=WRONG)).headers
    assert logins.find(token)


# ---------------------------------------------------------------------------------------- what a failure says


async def test_a_failure_does_not_tell_who_is_there(at: At):
    cases = {
        "a wrong password": ("sam@acme.example", WRONG),
        "an e-mail that nobody has": ("nobody@acme.example", PASSWORD),
        "deactivated, the password right": ("dora@acme.example", PASSWORD),
        "no password chosen yet": ("ben@acme.example", PASSWORD),
        "no password typed": ("zoe@acme.example", ""),
        "no e-mail": ("", PASSWORD),
    }
    async with at(HTTP) as browser:
        answers = {
            case: await sign_in(browser, email, password=password, next="/settings/")
            for case, (email, password) in cases.items()
        }
    for case, answer in answers.items():
        assert told(answer) == (303, "/login", {"said": NO_MATCH, "next": "/settings/"}), case
        assert answer.content == b"", case
    assert len({len(answer.headers["location"]) for answer in answers.values()}) == 1
    assert len({tuple(answer.headers) for answer in answers.values()}) == 1
    assert not any("set-cookie" in answer.headers for answer in answers.values())


async def test_nor_does_a_lock(at: At):
    async with at(HTTP) as browser:
        said_to = [
            [told(await sign_in(browser, email, password=WRONG)) for _ in range(7)]
            for email in ("sam@acme.example", "nobody@acme.example")
        ]
    assert said_to[0] == said_to[1]
    assert said_to[0][-1][2]["said"].startswith("Too many attempts.")


# ---------------------------------------------------------------------------------- where the token never is

AUDIT_LOGS = "/admin/program-management/reporting/audit-logs/"


@pytest.fixture
def talkative(tmp_path: Path) -> Iterator[Product]:
    """A server that logs all that it can, where Olga has a password."""
    product = with_the_cast(Server("serve", tmp_path, settings={"ADMIN_PROXY_LOG_LEVEL": "debug"}))
    with Session(product.engine) as tx:
        tx.get_one(Person, product.cast["olga"]).password_hash = hashed()
        tx.commit()
    yield product
    product.server.stop()
    product.engine.dispose()


@pytest.mark.border
async def test_the_token_is_in_the_cookie_and_nowhere_else(talkative: Product):
    origin = talkative.origin
    async with httpx.AsyncClient(base_url=origin, headers={"Origin": origin}, trust_env=False) as browser:
        refused = await sign_in(browser, "olga@acme.example", password=WRONG)
        answer = await sign_in(browser, "olga@acme.example", next=AUDIT_LOGS)
        token = cookie_of(answer)[1]
        page = await browser.get(AUDIT_LOGS)
        assert (answer.status_code, page.status_code) == (303, 200)
        tab = await Tab.open(origin, cookie=token, path=AUDIT_LOGS)
        for path in ("/settings/", "/", AUDIT_LOGS):
            await tab.load(path)
        assert "olga@acme.example" in text(tab.updates)
        frames = text(tab.updates) + repr(tab.said)
        left = await browser.post("/auth/sign-out")
        await tab.close()
    talkative.server.stop()
    answers = (refused, answer, page, left)
    urls = [str(answer.url) + answer.headers.get("location", "") for answer in answers]
    bodies = [answer.text for answer in answers]
    with Session(talkative.engine) as tx:
        rows = {table.name: repr(tx.execute(select(table)).all()) for table in SQLModel.metadata.sorted_tables}
    digest = sha256(token.encode()).hexdigest()
    assert digest in rows.pop("login")
    assert Tag.LOGIN_STARTED in rows["audit_entry"]
    assert "DEBUG" in talkative.server.log
    for secret in (token, digest, PASSWORD, WRONG):
        for where in (talkative.server.log, frames, *urls, *bodies, *rows.values()):
            assert secret not in where
