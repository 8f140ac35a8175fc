"""`manage.py demo`: everything on one machine, in the foreground, with data that stay between runs."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal import embedded
from portal.celery import app
from portal.embedded_servers import EmbeddedError
from portal.startup import ANY_ADDRESS, demo_parser
from portal.supervisor import Program, Supervisor, say
from portal.tasks import probe

READY_SECONDS = 90
PROBE_SECONDS = 60
PROBE_TEXT = "品牌名录 样张"


class Command(BaseCommand):
    help = "Start web, worker, beat, rehearsals and their services in the foreground, with demo data"
    requires_system_checks: list[str] = []  # the children check themselves; a start should not pay twice

    def add_arguments(self, parser: ArgumentParser) -> None:
        demo_parser(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        port = int(os.environ["PORTAL_PORT"])
        base = f"http://{'127.0.0.1' if options['host'] == ANY_ADDRESS else options['host']}:{port}"
        prepare_rows_and_files()
        with TemporaryDirectory(prefix="pinbang-run-") as scratch:
            folder = Path(scratch)
            demo = programs(options["host"], port, folder, is_check=options["check"])
            with Supervisor(demo, revive=revive_services) as supervisor:
                if options["check"]:
                    failed = check(supervisor, base, folder)
                else:
                    failed = watch(supervisor, base)
        if options["check"]:
            verdict = f"{len(failed)} failed" if failed else "all passed"
            say(f"demo check: {verdict} in {time.monotonic() - started:.1f} s")
        if failed:
            raise CommandError("; ".join(failed))


def prepare_rows_and_files() -> None:
    """Migrate as owner, collect static files when they changed, fill in the demo data (a second time adds nothing)."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    collect_static()
    if "demo_data" in get_commands():
        call_command("demo_data")
    connections.close_all()


def collect_static() -> None:
    """Collect and compress, unless no source file has changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders

    lines = []
    for finder in get_finders():
        for name, storage in finder.list(None):
            path = storage.path(name)
            found = os.stat(path)
            lines.append(f"{path} {found.st_mtime_ns} {found.st_size}")
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text() == digest:
        return
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def check_queue() -> str:
    """A queue only this check's worker reads, so that a demo running beside it cannot answer in its place."""
    return f"check-{os.getpid()}"


def programs(host: str, port: int, folder: Path, *, is_check: bool) -> list[Program]:
    """Web, worker, beat, and what plays rehearsals: it alone gets the owner's address, as it makes databases.

    What serves people never holds that login.
    """
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_OWNER_URL"}
    environment |= {"PORTAL_SERVING": "1", "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    celery = ["-m", "celery", "--quiet", "--app", "portal.celery:app"]
    queues = ["celery", check_queue()] if is_check else ["celery"]
    web = ["-m", "gunicorn", "portal.wsgi:application", "--bind", f"{host}:{port}", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    worker = [*celery, "worker", "--concurrency", "2", "--queues", ",".join(queues), "--loglevel", "WARNING"]
    worker += ["--hostname", f"demo-{os.getpid()}@%h", "--without-gossip", "--without-mingle"]
    beat = [*celery, "beat", "--schedule", str(folder / "beat"), "--pidfile", "", "--loglevel", "WARNING"]
    rehearsal = ["manage.py", "rehearse", "--waiting"]
    return [
        Program(
            name=name,
            command=[sys.executable, *command],
            environment=given,
            folder=settings.BASE_DIR,
            log=folder / f"{name}.log" if is_check else None,
        )
        for name, command, given in (
            ("web", web, environment),
            ("worker", worker, environment),
            ("beat", beat, environment),
            ("rehearsal", rehearsal, dict(os.environ)),
        )
    ]


def revive_services() -> list[str]:
    """The embedded servers that were killed and run again; none where the services are somebody else's."""
    revived: list[str] = []
    for folder in embedded.held_folders():
        try:
            revived += embedded.revive(folder)
        except EmbeddedError as error:
            say(f"[services] {error}")
    return revived


def fetch(url: str) -> tuple[int, str]:
    """Status and text of a page; (0, reason) when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 (our own address)
            return answer.status, answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode("utf-8", "replace")
    except OSError as error:
        return 0, str(error)


def watch(supervisor: Supervisor, base: str) -> list[str]:
    """Say where the demo is once it answers, then keep it running until it is told to stop."""
    is_ready = supervisor.wait_until(lambda: fetch(f"{base}/readyz")[0] == 200, seconds=READY_SECONDS, keep_alive=True)
    if supervisor.is_stopping:
        return []
    if not is_ready:
        return [f"web did not become ready within {READY_SECONDS} s"]
    say(f"\nPinbang is running at {settings.BASE_URL}/   (Ctrl-C stops it; the data stay)")
    if "demo_accounts" in get_commands():
        call_command("demo_accounts")
    supervisor.run()
    say("stopping")
    return []


def check_page(url: str) -> str:
    status, text = fetch(url)
    if status != 200:
        raise CommandError(f"answered {status}: {text[:200]}")
    if text.count("<h1") != 1:
        raise CommandError(f"has {text.count('<h1')} main headings instead of one")
    for sheet in re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', text):
        sheet_status, _ = fetch("/".join(url.split("/")[:3]) + sheet)
        if sheet_status != 200:
            raise CommandError(f"its style sheet {sheet} answered {sheet_status}")
    return f"{len(text.encode()):,} bytes"


def check_ready(supervisor: Supervisor, base: str) -> str:
    def is_ready() -> bool:
        return fetch(f"{base}/readyz")[0] == 200

    if not supervisor.wait_until(is_ready, seconds=READY_SECONDS, keep_alive=False):
        raise CommandError(f"not ready within {READY_SECONDS} s: {fetch(f'{base}/readyz')[1][:200]}")
    return "web, database and Redis answer"


def check_worker() -> str:
    """One round trip through broker, worker and result store, with a PDF made there."""
    made = probe.apply_async((PROBE_TEXT,), queue=check_queue(), expires=PROBE_SECONDS).get(timeout=PROBE_SECONDS)
    if made["head"] != "%PDF-" or made["size_bytes"] < 1000 or made["pid"] == os.getpid():
        raise CommandError(f"unexpected answer {made}")
    return f"a PDF of {made['size_bytes']:,} bytes came back from process {made['pid']}"


def check_beat(supervisor: Supervisor, folder: Path) -> str:
    """Beat has opened its schedule, and all programs are still alive."""
    if not supervisor.wait_until(lambda: any(folder.glob("beat*")), seconds=30, keep_alive=False):
        raise CommandError("beat has opened no schedule")
    if supervisor.dead():
        raise CommandError(f"{', '.join(p.name for p in supervisor.dead())} ended")
    return f"{len(app.conf.beat_schedule)} clocks"


def check(supervisor: Supervisor, base: str, folder: Path) -> list[str]:
    """Smoke-test what runs; one line each. The names of what failed."""
    steps: list[tuple[str, Callable[[], str]]] = [
        ("readiness", lambda: check_ready(supervisor, base)),
        ("home page", lambda: check_page(f"{base}/")),
        ("login page", lambda: check_page(f"{base}/accounts/login/")),
        ("worker round trip with a PDF", check_worker),
        ("beat", lambda: check_beat(supervisor, folder)),
    ]
    failed: list[str] = []
    for name, step in steps:
        if supervisor.is_stopping:
            return [*failed, "interrupted"]
        try:
            say(f"ok      {name}: {step()}")
        except Exception as error:  # whatever breaks, the other steps still tell more
            say(f"FAILED  {name}: {type(error).__name__}: {error}")
            failed.append(name)
    for program in supervisor.programs:
        if failed and program.tail():
            say(f"--- last lines of {program.name}\n{program.tail()}")
    return failed
