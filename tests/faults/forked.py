"""Real processes that die at a point of a verb: forks of this one, which has prepared what the verb needs.

`python -m tests.faults.forked CASE URL` prepares the case in the empty database at URL, and says `ready`. Each line
`URL POINT` on its standard input then is one life: a fork does the verb there and ends at that point by `os._exit`, as
abruptly as by `kill -9`; its exit status is the answer.
"""

from __future__ import annotations

import os
import sys

from admin_proxy import clock, db
from tests import people
from tests.faults.crash_points import Life, Verb, living
from tests.faults.writing_verbs import CASES

DEAD, DONE = 9, 0


def main() -> None:
    _, name, url = sys.argv
    db.connect(url)
    time = clock.ManualClock()
    clock.use(time)
    verb = next(case for case in CASES.values() if case.__name__ == name)(people.arrive(), time)
    db.engine().dispose()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        where, point = line.split()
        pid = os.fork() or _live(where, int(point), verb)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201


def _live(url: str, point: int, verb: Verb) -> int:
    """Never returns."""
    try:
        with living(db.connect(url), Life(point, die=lambda: os._exit(DEAD))):
            verb()
        os._exit(DONE)
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
