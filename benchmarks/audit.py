"""What the chain of the audit log costs, on both engines.

    python -m benchmarks.audit [--entries 1000000] [--changes 2000] [--engine sqlite] [--engine postgresql]

A change is a transaction that updates a person: alone, and with its entry, the link of that and a letter in the outbox.
Then the record is filled, verified as the command does it, and exported in each format. Processor time tells the work
apart from waiting for a busy machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from admin_proxy import db, mail, schema
from admin_proxy.accounts.tables import Person
from admin_proxy.audit import exporting, trail
from admin_proxy.audit.filters import EVERYTHING
from admin_proxy.audit.tags import Tag
from admin_proxy.audit.trail import Deed, Thing
from admin_proxy.audit.verifying import verify
from tests import people, postgres

AT_ONCE = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=2_000)
    parser.add_argument("--export", action="append", choices=("csv", "ndjson", "xlsx"), help="Only these, unverified.")
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    for engine in given.engine or ("sqlite", "postgresql"):
        run(engine, given.entries, given.changes, given.export)


def run(engine: str, entries: int, changes: int, exports: list[str] | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start() if engine == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{Path(folder) / 'benchmark.db'}"
        try:
            schema.upgrade(db.connect(url))
            cast = people.arrive()
            compare(engine, cast, changes)
            fill(engine, cast, entries)
            for processes in () if exports else sorted({1, os.cpu_count() or 1}):
                began = time.perf_counter()
                assert all(verdict.is_sound for verdict in verify(processes=processes))
                took = time.perf_counter() - began
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(
                    f"{engine:<12}verify {entries:,}, {processes} at once{took:8.2f} s   peak {peak:.0f} MB", flush=True
                )
            for form in exports or ("csv", "ndjson", "xlsx"):
                write_out(engine, cast, form, entries)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def compare(engine: str, cast: people.Cast, changes: int) -> None:
    """Turn by turn, so that what else the machine does disturbs both alike."""
    identity = cast.identity("olga")

    def change(turn: int, *, recorded: bool) -> None:
        with db.writing(cast.acme) as tx:
            tx.get_one(Person, cast["zoe"]).title = f"Engineer {turn} {recorded}"
            if recorded:
                before, after = {"title": f"{turn - 1}"}, {"title": f"{turn}"}
                done_to = Thing("person", str(cast["zoe"]), "Zoë Žižková")
                trail.record(tx, identity, Tag.PERSON_CHANGED, done_to=done_to, before=before, after=after)
                mail.post(
                    tx, organization_id=cast.acme, kind="benchmark", to_person_id=cast["zoe"], to_name="Zoë Žižková",
                    to_email="zoe@acme.example", subject="Something was changed", body="Your title was changed.",
                )  # fmt: skip

    alone: list[float] = []
    recorded: list[float] = []
    for turn in range(changes):
        alone.append(timed(partial(change, turn, recorded=False)))
        recorded.append(timed(partial(change, turn, recorded=True)))
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        without, with_entry = (sorted(times)[int(len(times) * share)] * 1000 for times in (alone, recorded))
        more = with_entry - without
        print(
            f"{engine:<12}change {name}: {without:.2f} ms alone, {with_entry:.2f} ms recorded, {more:+.2f} ms",
            flush=True,
        )


def timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def fill(engine: str, cast: people.Cast, entries: int) -> None:
    identity = cast.identity("olga")
    began, worked = time.perf_counter(), time.process_time()
    for start in range(0, entries, AT_ONCE):
        with db.writing(cast.acme) as tx:
            trail.record_all(tx, identity, deeds(start, min(start + AT_ONCE, entries)))
    took, work = time.perf_counter() - began, time.process_time() - worked
    print(f"{engine:<12}record {entries:,} in bulk{took:8.1f} s, processor {work:.1f} s", flush=True)


def write_out(engine: str, cast: people.Cast, form: str, entries: int) -> None:
    """In a process of its own, whose memory is only that of the export."""
    url = db.engine().url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=db.connect, initargs=(url,)) as pool:
        size, first, took, before, peak = pool.submit(written, cast, form).result()
    print(
        f"{engine:<12}export {entries:,} as {form:<7}{took:8.1f} s, first bytes {first:.2f} s, {size / 1e6:.0f} MB, "
        f"peak {peak:.0f} MB of which {before:.0f} MB before",
        flush=True,
    )


def written(cast: people.Cast, form: str) -> tuple[int, float, float, float, float]:
    identity = cast.identity("olga")
    before = most = own_memory()
    began, size, first = time.perf_counter(), 0, 0.0
    for number, piece in enumerate(exporting.export(identity, EVERYTHING, form).pieces):
        size += len(piece)
        if piece and not first:
            first = time.perf_counter() - began
        if number % 1_000 == 0:
            most = max(most, own_memory())
    return size, first, time.perf_counter() - began, before, max(most, own_memory())


def own_memory() -> float:
    """MB that are the process's own: not the pages of SQLite's file, which it maps and the system takes back."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) / 1024


def deeds(start: int, end: int) -> Iterator[Deed]:
    for number in range(start, end):
        thing = Thing("person", str(number), f"Somebody {number}")
        yield Deed(Tag.PERSON_CHANGED, thing, {"title": f"Engineer {number}"}, {"title": f"Senior Engineer {number}"})


if __name__ == "__main__":
    main()
