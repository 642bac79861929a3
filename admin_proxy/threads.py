"""Database work and hashing run in threads, so that the event loop goes on serving everybody else."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WORKERS = 8
_threads = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="verb")


async def off_loop(verb: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a verb in a worker thread and wait for it without blocking the loop; it speaks the caller's language."""
    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(context.run, verb, *args, **kwargs))
