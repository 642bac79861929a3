"""Passwords: argon2id, whose work is the same whoever asks, and never more than four at once.

Each verification takes 19 MiB and some 30 ms of a core, on purpose. `off_loop` runs what checks or hashes a password
in threads of its own, so that a queue of sign-ins keeps neither the event loop nor the database's threads waiting.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any, ParamSpec, TypeVar

from passlib.hash import argon2
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from admin_proxy.identity import Invalid
from admin_proxy.words import say

P = ParamSpec("P")
R = TypeVar("R")

SHORTEST = 8
LONGEST = 256
AT_ONCE = 4

# Left to itself, passlib looks for it at the first password; two first ones at once fail then.
argon2.set_backend("argon2_cffi")
_hasher: Any = argon2.using(type="ID", memory_cost=19 * 1024, rounds=2, parallelism=1)  # type: ignore[no-untyped-call]
_slots = threading.BoundedSemaphore(AT_ONCE)
_threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="passwords")
_common = frozenset(FREQUENCY_LISTS["passwords"])


def check(password: str, *, email: str = "", field: str = "password") -> None:
    """Refuse a password that nobody should choose.

    Args:
        email: whose password it is to be; the address itself is no secret.
        field: where it was typed, for the sentence to show beside it.

    Raises:
        Invalid: it is too short, too long, or easily guessed.
    """
    if len(password) < SHORTEST:
        raise Invalid(field, say("Use at least {count} characters.", count=SHORTEST))
    if len(password) > LONGEST:
        raise Invalid(field, say("Use at most {count} characters.", count=LONGEST))
    if not _encodes(password):
        raise Invalid(field, say("This contains a character that cannot be used."))
    guess = password.casefold().strip()
    if guess in _common or len(set(guess)) < 3:
        raise Invalid(field, say("This is one of the passwords that are guessed first. Choose another one."))
    if email and guess in (email.casefold(), email.casefold().partition("@")[0]):
        raise Invalid(field, say("Your e-mail address is easily guessed. Choose another password."))


def hash(password: str) -> str:  # noqa: A001 - read as `passwords.hash`
    with _slots:
        return str(_hasher.hash(_normal(password)))


def verify(password: str, hashed: str | None) -> bool:
    """Whether `hashed` was made from `password`; without a usable hash the same work is done, and the answer is no."""
    usable = hashed is not None and _is_readable(hashed) and _encodes(password)
    candidate = password[: LONGEST + 1] if _encodes(password) else ""
    with _slots:
        matches = bool(_hasher.verify(_normal(candidate), hashed if usable else _nobodys_hash(_hasher)))
    return matches and usable and len(password) <= LONGEST


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return bool(_hasher.needs_update(hashed))


async def off_loop(verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a verb that checks or hashes a password in one of four threads kept for that."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(context.run, verb, *args, **kwargs))


def warm_up() -> None:
    """Make the hash that stands in for a missing one, so that not even the first sign-in is told apart by it."""
    _nobodys_hash(_hasher)


@cache
def _nobodys_hash(hasher: Any) -> str:
    return str(hasher.hash("nobody has this password"))


def _is_readable(hashed: str) -> bool:
    try:
        argon2.from_string(hashed)
    except ValueError:
        return False
    return True


def _normal(password: str) -> str:
    """An é typed on one keyboard is the é typed on another."""
    return unicodedata.normalize("NFKC", password)


def _encodes(password: str) -> bool:
    try:
        password.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: no keyboard sends it
        return False
    return True
