"""How long groups of 100,000 people take, in an organization of a million: looking, adding, removing, deleting.

    python -m benchmarks.groups [--people 1000000] [--engine sqlite] [--engine postgresql]

Looking is asked often in one process, as `benchmarks.users` does; what changes something is done once.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from admin_proxy import bulk, db, schema
from admin_proxy.accounts.tables import GroupMember, ScopeGroup, UserGroup
from admin_proxy.directory import bulk_edit, group_deleting, group_list, group_page, group_pasting
from admin_proxy.directory.bulk_edit import Chosen, Join, Leave
from admin_proxy.directory.group_pasting import Way
from admin_proxy.directory.people_filters import Filters
from admin_proxy.directory.people_list import people
from admin_proxy.identity import Identity
from admin_proxy.impersonation import rehearsing
from benchmarks.users import fill, identity, measure
from tests import postgres

SIZES = {"a tenth": 10, "one in two hundred": 200, "one in ten thousand": 10_000}
"""The groups: one person of so many is in each."""
GROUPS = 500
"""Altogether; the others have a hundred members."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        run(engine, given.people)


def run(engine: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start() if engine == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{Path(folder) / 'benchmark.db'}"
        try:
            schema.upgrade(db.connect(url))
            fill(count)
            groups = fill_groups(count)
            olga = identity(1)
            print(f"\n{engine}, {count:,} people      p50 ms    p95 ms")
            for name, ask in questions(olga, groups, count):
                print(f"{name:<44}{measure(ask)}", flush=True)
            for name, do in changes(olga, groups["a tenth"]):
                start = time.perf_counter()
                do()
                print(f"{name:<44}{(time.perf_counter() - start) * 1_000:8.0f}", flush=True)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def questions(olga: Identity, groups: dict[str, int], count: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    yield "the list", lambda: group_list.groups(olga)
    yield "the list, filtered", lambda: group_list.groups(olga, "group 49")
    for size, group in groups.items():
        yield f"{size}: page", lambda group=group: group_page.group(olga, group)
        yield "  members", lambda group=group: people(olga, Filters(group_id=group))
        yield "  members further on", lambda group=group: people(olga, Filters(group_id=group), after=count // 2)
        for text in ("zoe", "zoe zizkova 77", "person.77777", "example", "xqzzyq"):
            yield (
                f"  members, text '{text}'",
                lambda group=group, text=text: people(olga, Filters(text, group_id=group)),
            )


def changes(olga: Identity, group: int) -> Iterator[tuple[str, Callable[[], Any]]]:
    outside = Chosen(ids=tuple(number for number in range(1_001, 5_000) if number % 10)[: bulk_edit.FEW])
    text = "\n".join(f"Somebody <person.{number}@big.example>" for number in range(10_000, 10_000 + group_pasting.MOST))
    yield "2,000 join", lambda: bulk_edit.apply(olga, outside, Join(group))
    yield "2,000 leave, preview", lambda: rehearsing.preview(olga, outside, Leave(group))
    yield "2,000 leave", lambda: bulk_edit.apply(olga, outside, Leave(group))
    yield "500 pasted, preview", lambda: rehearsing.pasted(olga, group, text, Way.ADD)
    yield "500 pasted", lambda: group_pasting.apply(olga, group, text, Way.ADD)
    yield "deleting it, foreseen", lambda: rehearsing.ended_by_deleting_group(olga, group)
    yield "deleting it, with an entry for each member", lambda: group_deleting.delete_group(olga, group)


def fill_groups(count: int) -> dict[str, int]:
    with db.writing() as tx:
        rows = [UserGroup(organization_id=1, name=name) for name in SIZES]
        others = [UserGroup(organization_id=1, name=f"Group {number}") for number in range(GROUPS - len(rows))]
        tx.add_all([*rows, *others])
        tx.flush()
        groups = {row.name: row.id or 0 for row in rows}
        for name, one_in in SIZES.items():
            members = ((groups[name], number) for number in range(one_in, count + 1, one_in))
            bulk.insert(tx, GroupMember, ("group_id", "person_id"), members)
        for number, other in enumerate(others):
            members = ((other.id or 0, 1 + (number * 100 + n) % count) for n in range(100))
            bulk.insert(tx, GroupMember, ("group_id", "person_id"), members)
        tx.add_all(ScopeGroup(person_id=2, group_id=group) for group in groups.values())
    return groups


if __name__ == "__main__":
    main()
