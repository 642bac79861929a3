from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from admin_proxy.impersonation import length


@pytest.fixture
def shortened() -> Iterator[Callable[[int], None]]:
    """What a demonstration does to the length; undone after the test."""
    yield length.shorten
    length.shorten(None)
