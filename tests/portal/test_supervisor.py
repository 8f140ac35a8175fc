"""The demo's supervisor: what dies is started again, and nothing outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
# writes its pid, starts a child that ignores SIGTERM, and sleeps
PARENT = """
import os, pathlib, subprocess, sys, time
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
child.stdout.readline()
path = pathlib.Path(sys.argv[1])
path.with_suffix(".draft").write_text(f"{os.getpid()} {child.pid}")
path.with_suffix(".draft").rename(path)
time.sleep(60)
"""
SUPERVISE = """
import pathlib, sys
from portal.supervisor import Program, Supervisor
folder = pathlib.Path(sys.argv[1])
command = [sys.executable, "-c", sys.argv[2], str(folder / "pids")]
with Supervisor([Program("web", command, {"PATH": "/usr/bin:/bin"}, folder)]) as supervisor:
    supervisor.run()
"""


def wait_for(is_true: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.05)
    return False


def is_alive(pid: int) -> bool:
    """A zombie has ended: its command line is empty."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def read_pids(folder: Path) -> list[int]:
    path = folder / "pids"
    assert wait_for(path.exists)
    return [int(pid) for pid in path.read_text().split()]


def supervise(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SUPERVISE, str(folder), PARENT], cwd=ROOT)


def test_interrupt_ends_every_program_and_what_it_started(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path)
    pids = read_pids(tmp_path)
    assert [is_alive(pid) for pid in pids] == [True, True]
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(timeout=25) == 0
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_a_killed_program_is_started_again_without_its_leftovers(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path)
    first = read_pids(tmp_path)
    (tmp_path / "pids").unlink()
    os.kill(first[0], signal.SIGKILL)
    second = read_pids(tmp_path)
    assert wait_for(lambda: not any(is_alive(pid) for pid in first))
    assert [is_alive(pid) for pid in second] == [True, True]
    supervisor.terminate()
    assert supervisor.wait(timeout=25) == 0


def test_programs_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    supervisor = supervise(tmp_path)
    leader, child = read_pids(tmp_path)
    supervisor.kill()
    supervisor.wait()
    assert wait_for(lambda: not is_alive(leader))
    os.kill(child, signal.SIGKILL)  # our test's stubborn one; gunicorn and celery end their own


def test_a_program_that_cannot_start_is_tried_at_growing_distances(tmp_path: Path) -> None:
    failing = Program("web", [sys.executable, "-c", "raise SystemExit(3)"], {}, tmp_path, log=tmp_path / "log")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with Supervisor([failing]) as supervisor:
            supervisor.wait_until(lambda: False, seconds=5, keep_alive=True)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert failing.exit_code == 3
    assert 2 <= failing.restarts <= 4  # at once, after 1 s, after 2 s


def test_what_the_programs_need_is_looked_after_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = ["postgres"]
    supervisor = Supervisor([], revive=lambda: [gone.pop()] if gone else [])
    supervisor.restart_dead()
    supervisor.restart_dead()
    assert capsys.readouterr().out == "postgres was gone; it runs again\n"


def test_a_check_does_not_wait_for_a_program_that_has_ended(tmp_path: Path) -> None:
    failing = Program("web", [sys.executable, "-c", "raise SystemExit(3)"], {}, tmp_path, log=tmp_path / "log")
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    started = time.monotonic()
    try:
        with Supervisor([failing]) as supervisor:
            assert supervisor.wait_until(lambda: False, seconds=60, keep_alive=False) is False
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    assert (failing.restarts, time.monotonic() - started < 10) == (0, True)
