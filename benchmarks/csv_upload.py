"""How long a CSV upload takes and how much memory it needs, on both engines.

    python -m benchmarks.csv_upload [--rows 100000] [--engine sqlite] [--engine postgresql]

Three files, one after the other, each checked and applied by a process of its own: everybody is new, nothing has
changed, everybody has another title and manager. Peak memory is that of the process (on PostgreSQL without the server).
Processor time, with the server's, tells the work apart from waiting for a busy machine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from admin_proxy import clock, db, schema
from admin_proxy.directory import uploads
from admin_proxy.identity import operator
from admin_proxy.organizations.tables import Organization
from tests import postgres

FIRST = ("Zoë", "José", "Anna", "Łukasz", "Mehmet", "Chloé", "Søren", "Иван", "Grace", "Wei", "Fatima", "Ewa", "Kofi")
LAST = ("Žižková", "García", "Müller", "Kowalski", "Yılmaz", "Dubois", "Ångström", "Петров", "Hopper", "Zhang", "Khan")
TITLES = ("Engineer", "Account Executive", "Analyst", "Specialist", "Coordinator", "Designer", "Buyer", "Technician")
SCENARIOS = ("new", "identical", "changed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    parser.add_argument("--scenario", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.scenario:
        print(json.dumps(measure(given.url, export(given.rows, changed=given.scenario == "changed"))))
        return
    print(f"{given.rows:,} people            file     check     apply     total   processor   peak memory")
    for engine in given.engine or ("sqlite", "postgresql"):
        run(engine, given.rows)


def run(engine: str, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = postgres.start() if engine == "postgresql" else None
        url = server.url("postgres") if server else f"sqlite:///{Path(folder) / 'benchmark.db'}"
        try:
            prepare(url)
            for scenario in SCENARIOS:
                command = [sys.executable, "-m", "benchmarks.csv_upload"]
                command += ["--scenario", scenario, "--url", url, "--rows", str(rows)]
                before = processor_time(server)
                figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                work = figures["work"] + processor_time(server) - before
                total = figures["check"] + figures["apply"]
                print(
                    f"{engine:<12}{scenario:<10}{figures['file']:6.1f} MB{figures['check']:8.1f} s"
                    f"{figures['apply']:8.1f} s{total:8.1f} s{work:10.1f} s{figures['peak']:11.0f} MB"
                    f"   {figures['new']:,} new, {figures['changed']:,} changed, {figures['unchanged']:,} unchanged",
                    flush=True,
                )
        finally:
            if server:
                server.stop()


def processor_time(server: postgres.PostgresServer | None) -> float:
    """What the server has used so far, with all who have worked for it."""
    if server is None:
        return 0
    process = psutil.Process(int((server.folder / "data" / "postmaster.pid").read_text().split()[0]))
    times = [one.cpu_times() for one in (process, *process.children())]
    return sum(one.user + one.system for one in times) + times[0].children_user + times[0].children_system


def prepare(url: str) -> None:
    schema.upgrade(db.connect(url))
    with db.writing() as tx:
        tx.add(Organization(slug="big", name="Big", created_at=clock.now()))
    db.engine().dispose()


def measure(url: str, content: bytes) -> dict[str, float]:
    db.connect(url)
    identity = operator(1)
    start, worked = time.perf_counter(), time.process_time()
    checked = uploads.check(identity, "export.csv", content)
    assert checked.ok, checked.errors
    between = time.perf_counter()
    applied = uploads.apply(identity, checked.upload_id)
    end = time.perf_counter()
    return {
        "file": len(content) / 1e6,
        "check": between - start,
        "apply": end - between,
        "work": time.process_time() - worked,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "new": applied.new,
        "changed": applied.changed,
        "unchanged": applied.unchanged,
    }


def export(rows: int, changed: bool) -> bytes:
    """An HR export as large companies have it: a tree of departments, ten reports to a manager, in no order."""
    dice = random.Random(4711)
    lines = []
    for number in range(rows):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        division, team = number % 12, number % 240
        manager = "" if number == 0 else f"person.{(number - 1) // (9 if changed else 10)}@big.example"
        lines.append(
            f"E{number:06},person.{number}@big.example,{first},{last} {number},"
            f"{'Senior ' if changed else ''}{dice.choice(TITLES)},Division {division} > Team {team},"
            f"Site {number % 40},{manager},20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02},"
        )
    dice.shuffle(lines)
    headings = (
        "employee_id,email,first_name,last_name,title,department,location,manager_email,hire_date,deactivation_date"
    )
    return "\r\n".join((headings, *lines, "")).encode()


if __name__ == "__main__":
    main()
