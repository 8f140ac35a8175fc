"""A private Pinbang of real processes: services, web, worker and beat, looked after as the demo looks after them.

`Stack` is used by the storm; the module itself is the program that a stack runs (`python -m tests.faults.stack`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

from portal import embedded
from portal.embedded_servers import free_port
from portal.supervisor import Program, Supervisor, _end_with_parent

from .size import Size

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 300
SWEEPS = (
    "portal.audit.tasks.seal_events",
    "portal.notifications.tasks.expand_announcements",
    "portal.notifications.tasks.send_messages",
    "applications.tasks.remind_deadlines",
    "publications.tasks.render_waiting",
)
# What a test run or a demo beside it has set for itself.
FOREIGN = (*embedded.ADDRESSES, "PORTAL_MODE", "PORTAL_SERVING", "PORTAL_CLOCK_FILE", "CACHE_DATABASE", "EMAIL_URL")


class Trouble(AssertionError):
    """What a storm must not show."""


def wait_until(is_true: Callable[[], object], *, seconds: float, what: str) -> float:
    """Seconds until it came true. Raises Trouble when it is not in time."""
    started = time.monotonic()
    while not is_true():
        if time.monotonic() - started > seconds:
            raise Trouble(f"not within {seconds} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - started


@dataclass
class Stack:
    """folder: state, logs and scenery. static: where collected files are kept from one run to the next."""

    folder: Path
    static: Path
    size: Size
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start everything and wait until the site is ready."""
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        with (self.folder / "stack.log").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.stack", str(self.folder), str(self.port)],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
            )
        wait_until(lambda: ready.exists() or self.has_ended, seconds=START_SECONDS, what="the stack is ready")
        if self.has_ended:
            raise Trouble(f"the stack ended:\n{self.tail()}")

    def environment(self) -> dict[str, str]:
        """Of a command that works on this stack."""
        return {key: value for key, value in os.environ.items() if key not in FOREIGN} | {
            "PINBANG_STATE": str(self.state),
            "STATIC_ROOT": str(self.static),
            "PORTAL_BASE_URL": self.base,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            # What a killed worker held comes again soon, also while the first delivery is still at work.
            "CELERY_VISIBILITY_TIMEOUT": "15",
        }

    @property
    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def change_worker(self, **extra: str) -> None:
        """Have the worker end its tasks and start again with more in its environment, e.g. a mail server."""
        assert self.running is not None
        (self.folder / "extra.json").write_text(json.dumps(extra))
        self.running.send_signal(signal.SIGUSR1)

    def stop(self) -> None:
        if self.running is None:
            return
        self.running.terminate()
        try:
            self.running.wait(timeout=90)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()
        self.running = None

    def is_ready(self) -> bool:
        with suppress(OSError, urllib.error.HTTPError), urllib.request.urlopen(f"{self.base}/readyz", timeout=5) as one:
            return bool(one.status == 200)
        return False

    def addresses(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.folder / "addresses.json").read_text())
        return found

    def sweep(self, *tasks: str) -> None:
        """Queue tasks for every tenant at once, as the clocks would in a while; all that the clocks know by default."""
        broker = Celery(broker=self.addresses()["REDIS_URL"], set_as_current=False)
        with broker.connection_for_write() as connection:
            for task in tasks or SWEEPS:
                with suppress(OSError, OperationalError):  # the clocks will
                    broker.send_task("portal.tenancy.tasks.fan_out", args=(task,), connection=connection, retry=False)

    def move_clock(self, step: timedelta) -> None:
        path = self.state / "clock"
        draft = path.with_suffix(".draft")
        draft.write_text(str(int(path.read_text()) + int(step.total_seconds())))
        draft.replace(path)

    def scenery(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "scenery.json").read_text())
        return found

    def tail(self) -> str:
        logs = sorted(self.folder.rglob("*.log"))
        return "\n".join(
            f"--- {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-40:]) for log in logs
        )


@contextmanager
def stack_of(size: Size, static: Path) -> Iterator[Stack]:
    """A started stack; its processes and its folder are gone afterwards, whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="pinbang-storm-")).resolve()
    folder.chmod(0o711)
    stack = Stack(folder, static, size)
    (folder / "size.json").write_text(json.dumps(asdict(size)))
    try:
        stack.start()
        yield stack
    except BaseException as error:
        error.add_note(stack.tail())
        raise
    finally:
        stack.stop()
        try:
            embedded.stop(stack.state)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def main(folder: Path, port: int) -> None:
    """Services, tables, scenery; then web, worker and beat until told to stop."""
    services = embedded.export_environment("demo")
    assert services is not None
    import django

    django.setup()
    prepare(folder)
    from portal.management.commands.demo import programs, revive_services

    logs = folder / "logs"
    logs.mkdir(exist_ok=True)
    with Supervisor(programs("127.0.0.1", port, logs, is_check=True), revive=revive_services) as supervisor:
        signal.signal(signal.SIGUSR1, lambda number, frame: change_worker(supervisor.programs, folder))
        stack = Stack(folder, folder, Size(**json.loads((folder / "size.json").read_text())), port)
        supervisor.wait_until(stack.is_ready, seconds=START_SECONDS, keep_alive=True)
        (folder / "addresses.json").write_text(json.dumps(services.environment()))
        (folder / "ready").touch()
        supervisor.run()


def change_worker(programs: list[Program], folder: Path) -> None:
    """The supervisor starts it again."""
    worker = next(program for program in programs if program.name == "worker")
    worker.environment = {**worker.environment, **json.loads((folder / "extra.json").read_text())}
    assert worker.running is not None
    worker.running.terminate()


def prepare(folder: Path) -> None:
    from django.core.management import call_command
    from django.db import connections

    from portal.management.commands.demo import collect_static

    collector = os.fork()  # both take long, and neither needs the other
    if collector == 0:
        with suppress(Exception):
            collect_static()
            os._exit(0)
        os._exit(1)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    from . import scenery

    scenery.build(Size(**json.loads((folder / "size.json").read_text())), folder)
    connections.close_all()
    if os.waitpid(collector, 0)[1] != 0:
        raise RuntimeError("static files could not be collected")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    main(Path(sys.argv[1]), int(sys.argv[2]))
