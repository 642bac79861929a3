"""A refusal tells nothing about who exists elsewhere: neither by its words nor by its time.

Times are compared as distributions. How often a call of one kind is slower than one of another (the Mann-Whitney
statistic, as a share) is one half where the kinds are alike and 0 or 1 where one is always slower. The bound is wide,
because the machine is nobody's own; a call that skips a statement, or makes one more, lies far outside of it.
"""

from __future__ import annotations

import gc
from random import Random
from time import perf_counter

import pytest

from admin_proxy.identity import Refused
from admin_proxy.impersonation.asking import ask
from admin_proxy.impersonation.explaining import why
from admin_proxy.impersonation.starting import start

CALLS = 400
ALIKE = (0.30, 0.70)


def slower(some: list[float], others: list[float]) -> float:
    """The share of pairs in which the one of `some` took longer."""
    return sum((one > other) + 0.5 * (one == other) for one in some for other in others) / (len(some) * len(others))


def asked(identity, number):
    with pytest.raises(Refused) as refusal:
        ask(identity, number)
    return refusal.value.sentence


def started(identity, number):
    with pytest.raises(Refused) as refusal:
        start(identity, number)
    return refusal.value.sentence


def explained(identity, number):
    return why(identity, number)


@pytest.mark.parametrize("verb", [asked, started, explained])
def test_missing_foreign_and_out_of_scope_are_the_same_to_an_hr_admin(cast, verb):
    hana = cast.identity("hana")
    kinds = {"missing": 999_999, "foreign": cast["emil"], "out of scope": cast["zoe"]}
    assert len({verb(hana, number) for number in kinds.values()}) == 1
    calls = [kind for kind in kinds for _ in range(CALLS // len(kinds) + 1)]
    Random(7).shuffle(calls)
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    gc.disable()
    try:
        for kind in calls:
            began = perf_counter()
            verb(hana, kinds[kind])
            took[kind].append(perf_counter() - began)
    finally:
        gc.enable()
    assert len(calls) >= CALLS
    shares = {(one, other): slower(took[one], took[other]) for one in kinds for other in kinds if one < other}
    assert all(ALIKE[0] < share < ALIKE[1] for share in shares.values()), shares
