"""How long it takes the server to start and to stop an impersonation, and to resolve who is asking, on both engines.

    python -m benchmarks.sessions [--rounds 500] [--engine sqlite] [--engine postgresql]

A Super Admin, and an HR Admin whose scope is looked at too, each start and stop over and over on one login. Every
start and stop is a whole transaction with its entry in the record, as a tab would ask for it. The last column is the
process's own work (without PostgreSQL's), less disturbed by whatever else the machine does.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from admin_proxy import db, schema
from admin_proxy.impersonation.resolving import resolve
from admin_proxy.impersonation.starting import start
from admin_proxy.impersonation.stopping import stop
from tests import people, postgres

WARM_UP = 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    given = parser.parse_args()
    print(f"{given.rounds} rounds                              p50         p95    CPU, p50")
    for engine in given.engine or ("sqlite", "postgresql"):
        run(engine, given.rounds)


def run(engine: str, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start() if engine == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{Path(folder) / 'benchmark.db'}"
        try:
            schema.upgrade(db.connect(url))
            cast = people.arrive()
            measure(engine, "Super Admin", cast, "olga", "zoe", rounds)
            measure(engine, "HR Admin", cast, "hana", "fay", rounds)
        finally:
            db.engine().dispose()
            if server:
                server.stop()


def measure(engine: str, who: str, cast: people.Cast, actor: str, subject: str, rounds: int) -> None:
    identity = cast.identity(actor)
    steps: dict[str, Callable[[], object]] = {
        "start": lambda: start(identity, cast[subject]),
        "resolve": lambda: resolve(identity.login_id or "", identity.address),
        "stop": lambda: stop(identity),
    }
    taken: dict[str, list[float]] = {step: [] for step in steps}
    worked: dict[str, list[float]] = {step: [] for step in steps}
    for _ in range(WARM_UP + rounds):
        for step, act in steps.items():
            began, worked_before = time.perf_counter(), time.process_time()
            act()
            taken[step].append(time.perf_counter() - began)
            worked[step].append(time.process_time() - worked_before)
    for step, seconds in taken.items():
        ordered = sorted(seconds[WARM_UP:])
        p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        work = sorted(worked[step][WARM_UP:])[len(ordered) // 2]
        print(f"{engine:<12}{who:<13}{step:<9}{p50 * 1000:8.2f} ms {p95 * 1000:8.2f} ms {work * 1000:8.2f} ms")


if __name__ == "__main__":
    main()
