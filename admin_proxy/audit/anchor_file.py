"""The file that anchors are kept in: a line each, added at the end and never changed.

A process that dies while it writes leaves half a line, and a full disk leaves less than was to be written. What is left
of such a line is no anchor, and stands in nobody's way: it is passed over, and what is added next begins a new line.
Nothing is cut, because where anchors are kept nothing may be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Each line with its number, but for those that were never written to their end.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not _is_torn(line):
                yield number, line


@contextmanager
def adding(path: Path) -> Iterator[int]:
    """Have the file to oneself, among the servers that share it; yields what `add` writes to.

    Raises:
        OSError: it cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    opened = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        with suppress(OSError):  # a folder of another machine may know no locks
            flock(opened, LOCK_EX)
        yield opened
    finally:
        os.close(opened)
    if is_new:
        _keep_the_name(path.parent)


def add(opened: int, added: Sequence[str]) -> None:
    """All of the lines at the end of the file, on the disk before anybody counts on them.

    Raises:
        OSError: not all of them could be written.
    """
    end = os.fstat(opened).st_size
    begun = end > 0 and os.pread(opened, 1, end - 1) != b"\n"
    left = ("\n" * begun + "".join(f"{line}\n" for line in added)).encode()
    while left:
        left = left[os.write(opened, left) :]
    os.fsync(opened)


def _is_torn(line: str) -> bool:
    """Half of a JSON object is none, and a disk that lost its power may have kept a line's length and not its bytes."""
    said = line.rstrip("\n")
    return "\0" in said or (said.startswith("{") and not said.endswith("}"))


def _keep_the_name(folder: Path) -> None:
    """A file that was just made is there after a power cut only once its folder is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
