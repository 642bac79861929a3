"""Both ways to look for people must give the same answers, so whatever searches runs with each of them."""

import pytest

from admin_proxy.directory import looking


@pytest.fixture(params=["few", "many"])
def way(request, monkeypatch):
    """As if the administrator saw few people, or many, or so many that only a few are looked at by name."""
    if request.param == "many":
        monkeypatch.setattr(looking, "FEW_IN_ORGANIZATION", -1)
        monkeypatch.setattr(looking, "FEW_IN_SCOPE", -1)
        monkeypatch.setattr(looking, "NEXT_NAMES", 2)
    return request.param
