"""Both ways to look for people must give the same answers, so whatever searches runs with each of them."""

import pytest

from admin_proxy.directory import looking


@pytest.fixture(params=["few", "many"])
def way(request, monkeypatch):
    """As if the administrator saw few people, or so many that those two whose names come next are few of them."""
    if request.param == "many":
        for name, value in {
            "FEW_IN_ORGANIZATION": -1,
            "FEW_IN_SCOPE": -1,
            "NEXT_NAMES": 2,
            "WIDER": 50,
            "FETCHED": 0,
        }.items():
            monkeypatch.setattr(looking, name, value)
    return request.param
