"""Keeps a handful of programs running in the foreground: starts, restarts, stops them all. POSIX only."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 20
STEADY_SECONDS = 10  # a program that lived this long starts again at once
LONGEST_PAUSE_SECONDS = 30.0


def _end_with_parent() -> None:
    """In the child: be told to end when the supervisor is killed outright. Linux only; elsewhere nothing happens."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Program:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path | None = None  # None: the terminal
    running: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause_seconds: float = 0.0
    restarts: int = 0

    def start(self) -> None:
        out = self.log.open("ab") if self.log else None
        try:
            self.running = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out or sys.stderr,
                stderr=out or sys.stderr,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which then stops each once
                preexec_fn=_end_with_parent,  # no thread runs when programs are started
            )
        finally:
            if out:
                out.close()
        self.started = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        return self.running.poll() if self.running else None

    def kill_group(self) -> None:
        """End whatever the program left behind, for instance the pool of a killed worker."""
        if self.running:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def tail(self, lines: int = 15) -> str:
        if not self.log or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


@dataclass
class Supervisor:
    """revive: starts again whatever else the programs need, and returns the names of what it started."""

    programs: list[Program]
    revive: Callable[[], Sequence[str]] | None = None
    is_stopping: bool = field(default=False, init=False)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        for program in self.programs:
            program.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def dead(self) -> list[Program]:
        return [program for program in self.programs if program.exit_code is not None]

    def restart_dead(self) -> None:
        for name in self.revive() if self.revive else ():
            say(f"{name} was gone; it runs again")
        now = time.monotonic()
        for program in self.dead():
            lived = now - program.started
            if lived >= STEADY_SECONDS:
                program.pause_seconds = 0.0
            if lived < program.pause_seconds:
                continue
            program.kill_group()
            say(f"{program.name} ended with status {program.exit_code}; starting it again")
            program.pause_seconds = min(max(1.0, program.pause_seconds * 2), LONGEST_PAUSE_SECONDS)
            program.restarts += 1
            program.start()

    def wait_until(self, is_true: Callable[[], bool], *, seconds: float, keep_alive: bool) -> bool:
        """Poll until true, stopped or late. Without `keep_alive` a dead program ends the wait."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.is_stopping:
            if is_true():
                return True
            if keep_alive:
                self.restart_dead()
            elif self.dead():
                return False
            time.sleep(0.1)
        return False

    def run(self) -> None:
        """Watch until SIGINT, SIGTERM or SIGHUP."""
        while not self.is_stopping:
            self.restart_dead()
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask each leader to end, later the stubborn ones' whole groups with force."""
        for program in self.programs:
            if program.running and program.exit_code is None:
                program.running.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for program in self.programs:
            if program.running is None:
                continue
            try:
                program.running.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{program.name} did not stop in {STOP_SECONDS} s; killed")
            program.kill_group()
            program.running.wait()
