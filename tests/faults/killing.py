"""Kills by SIGKILL, in turn, of processes of one stack; every kill waits until the former one is made good."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .stack import Stack, wait_until

RECOVERY_SECONDS = 90


def parents() -> dict[int, int]:
    """pid -> its parent, of every process that runs."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                found[int(entry.name)] = int(parent)
    return found


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def children_of(pid: int) -> list[int]:
    return sorted(child for child, parent in parents().items() if parent == pid)


@dataclass
class Killer:
    """counts: kills by kind. slowest: the longest time from a kill until the site answered again, in seconds."""

    stack: Stack
    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def kinds(self) -> dict[str, Callable[[], Iterator[int]]]:
        return {
            "web worker": lambda: self._below("gunicorn"),
            "Celery pool process": lambda: self._below("worker"),
            "PostgreSQL": self._postmaster,
            "web master": lambda: self._programs("gunicorn"),
            "Celery worker": self.workers,
            "PostgreSQL connection": self._backends,
            "Celery beat": lambda: self._programs("beat"),
            "Redis": self._redis,
        }

    def workers(self) -> Iterator[int]:
        return self._programs("worker")

    def _programs(self, word: str) -> Iterator[int]:
        assert self.stack.running is not None
        for pid in children_of(self.stack.running.pid):
            if f" {word} " in command_of(pid):
                yield pid

    def _below(self, word: str) -> Iterator[int]:
        for pid in self._programs(word):
            yield from children_of(pid)

    def _postmaster(self) -> Iterator[int]:
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.stack.state / "pgdata" / "postmaster.pid").read_text().split()[0])
            if command_of(pid):
                yield pid

    def _backends(self) -> Iterator[int]:
        """Processes of the server that serve the application's role."""
        for postmaster in self._postmaster():
            yield from (pid for pid in children_of(postmaster) if "portal_app" in command_of(pid))

    def _redis(self) -> Iterator[int]:
        """The one whose working directory is the stack's own."""
        for pid in parents():
            with suppress(OSError):
                if Path(os.readlink(f"/proc/{pid}/cwd")) == self.stack.state / "redis":
                    yield pid

    def kill(self, kind: str) -> None:
        """Kill one process of a kind and wait until another does its work and the site is ready."""
        find = self.kinds()[kind]
        wait_until(lambda: list(find()), seconds=RECOVERY_SECONDS, what=f"{kind} to kill")
        victim = next(find())
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        self.counts[kind] += 1
        started = time.monotonic()
        wait_until(lambda: victim not in parents(), seconds=RECOVERY_SECONDS, what=f"{kind} {victim} is gone")
        if kind != "PostgreSQL connection":  # the next request opens one
            wait_until(lambda: list(find()), seconds=RECOVERY_SECONDS, what=f"{kind} runs again")
        wait_until(self.stack.is_ready, seconds=RECOVERY_SECONDS, what=f"the site is ready after {kind} was killed")
        self.slowest = max(self.slowest, time.monotonic() - started)
