"""Independent pieces of a rehearsal at the same time: forked processes, each with connections of its own."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from django.db import connections

Work = TypeVar("Work")
Result = TypeVar("Result")

MOST_PROCESSES = 4
PR_SET_PDEATHSIG = 1
# What the children do: a closure cannot be sent to them, but a fork inherits it.
_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []


def on_every_core(act: Callable[[Work], Result], items: Sequence[Work], /) -> list[Result]:
    """act(item) for every item; the results in the items' order. The first error of a child is raised here.

    One after the other where this process has threads: a fork takes over their locks and lines, and may wait for ever.
    """
    workers = min(os.cpu_count() or 1, MOST_PROCESSES, len(items))
    if workers < 2 or threading.active_count() > 1:
        return [act(item) for item in items]
    connections.close_all()  # a child would otherwise talk on its parent's line
    _inherited.append((act, items))
    try:
        with multiprocessing.get_context("fork").Pool(workers, initializer=_end_with_parent) as pool:
            return pool.map(_do, range(len(items)), chunksize=1)
    finally:
        _inherited.pop()


@contextmanager
def taken_by_every_core(task: Any) -> Iterator[None]:
    """Within the block the task, when it is queued, is run by a process per core, as by so many workers.

    For tasks that share what waits by skipping locked rows and queue themselves for the rest.
    """

    def apply_async(args: Any = None, kwargs: Any = None, **_options: Any) -> Any:
        if multiprocessing.current_process().daemon:  # one of these processes, queueing itself
            return task.apply(args, kwargs)
        return on_every_core(lambda _number: task.apply(args, kwargs).get(), range(os.cpu_count() or 1))

    task.apply_async = apply_async
    try:
        yield
    finally:
        del task.apply_async


def _end_with_parent() -> None:
    """In a child: die at once when the parent is killed outright, or the locks would live on in the lines it inherited.

    Linux only; elsewhere nothing happens.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _do(position: int) -> Any:
    act, items = _inherited[-1]
    return act(items[position])
