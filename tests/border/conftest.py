"""What the border's tests can ask for: a running server that has not had an accident when the test is over."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from tests.postgres import PostgresServer, new_database
from tests.serving import Product, Server, with_the_cast

BEHIND_A_PROXY = {"ADMIN_PROXY_TRUSTED_PROXIES": "127.0.0.1/32"}


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """`serve` with the cast in it, behind a proxy (the tests themselves) that it believes."""
    product = with_the_cast(Server("serve", tmp_path_factory.mktemp("product"), settings=BEHIND_A_PROXY))
    yield product
    product.server.stop()
    product.engine.dispose()


@pytest.fixture
def product(running: Product) -> Iterator[Product]:
    yield from without_accident(running)


@pytest.fixture(scope="session")
def running_on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Product]:
    server = Server("serve", tmp_path_factory.mktemp("product-pg"), settings=BEHIND_A_PROXY)
    with new_database(postgres_server) as url:
        product = with_the_cast(server, url)
        yield product
        product.server.stop()
        product.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def on_both(request: pytest.FixtureRequest) -> Iterator[Product]:
    name = "running" if request.param == "sqlite" else "running_on_postgresql"
    yield from without_accident(request.getfixturevalue(name))


def without_accident(product: Product) -> Iterator[Product]:
    """Whatever is sent: nothing breaks on it, and the server lives."""
    before = len(product.server.log)
    yield product
    said = product.server.log[before:]
    assert "Traceback" not in said, said
    assert " ERROR " not in said, said
    assert product.server.is_running


_numbers = itertools.count(1)


@pytest.fixture
def new_address() -> Callable[[], str]:
    """An address that nobody has called from yet: what is counted by address is counted anew."""
    return lambda: "198.51.{}.{}".format(*divmod(next(_numbers), 250))
