"""The process that plays rehearsals is killed outright: nothing it held stays held, and the next one begins anew."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from portal.desks.rehearsal import waiting
from portal.desks.rehearsal.base import COPY, as_owner
from tests.portal.test_rehearsals_asked import SUMMARY, ask, copies, read

ROOT = Path(__file__).resolve().parent.parent.parent


def start_runner() -> subprocess.Popen[bytes]:
    """On this test's base."""
    name = connections["default"].settings_dict["NAME"]
    at_test = {key: f"{os.environ[key].rpartition('/')[0]}/{name}" for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    return subprocess.Popen(
        [sys.executable, "manage.py", "rehearse", "--waiting"],
        cwd=ROOT,
        env={**os.environ, **at_test, "PORTAL_BOOTSTRAP": "off"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until(is_true: Callable[[], bool], seconds: float = 120) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_true():
            return True
        time.sleep(0.2)
    return False


def bases_of(pid: int) -> list[str]:
    return [name for name in copies() if name.startswith(f"{COPY}{pid}_")]


def children_of(pid: int) -> list[str]:
    return subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_runner_killed_while_it_plays_is_followed_by_another(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(cast, enterprises=60)
    runner = start_runner()
    try:
        assert wait_until(lambda: bool(bases_of(runner.pid)))
        if (os.cpu_count() or 1) > 1:  # it plays on several of them
            assert wait_until(lambda: bool(children_of(runner.pid)))
        children = children_of(runner.pid)
    finally:
        runner.kill()
        runner.wait()
    assert [(row.state, row.attempts) for row in read(cast)] == [("running", 1)]
    assert wait_until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in children), seconds=10)

    monkeypatch.setattr(waiting, "rehearse", lambda **given: dict(SUMMARY))
    assert wait_until(lambda: waiting.play_waiting(lambda text: None) == 1, seconds=10)
    assert [(row.state, row.attempts) for row in read(cast)] == [("done", 2)]
    with as_owner() as cursor:  # what it left is free to be dropped by the next real rehearsal
        for name in bases_of(runner.pid):
            cursor.execute("select pg_try_advisory_lock(hashtext(%s))", [name])
            assert cursor.fetchone() == (True,)
            cursor.execute(f'drop database "{name}" with (force)')
