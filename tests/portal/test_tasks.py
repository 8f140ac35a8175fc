"""The clocks: every one is there, asks each organiser, and survives a worker that dies in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from portal.audit.models import Seal
from portal.audit.record import record
from portal.audit.tasks import seal_events
from portal.celery import CLOCKS, PLATFORM_CLOCKS, app
from portal.kit import clock
from portal.notifications.models import Message
from portal.notifications.tasks import send_messages
from portal.tenancy import fence
from portal.tenancy.tasks import fan_out
from tests.cast import Cast

# The worker's clock is real, this test's is not.
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SETTINGS = "tests.portal.worker_settings"
ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_clock_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    named = {task for task, _schedule in (*CLOCKS.values(), *PLATFORM_CLOCKS.values())}
    assert named - app.tasks.keys() == set()


def test_the_schedule_holds_every_clock_and_lets_stale_sweeps_lapse() -> None:
    assert set(app.conf.beat_schedule) == {*CLOCKS, *PLATFORM_CLOCKS}
    assert {entry["options"]["expires"] for entry in app.conf.beat_schedule.values()} == {60}


def test_a_dead_workers_task_waits_no_longer_than_any_task_may_run() -> None:
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)


@pytest.mark.django_db
def test_a_sweep_runs_its_task_inside_each_organiser(cast: Cast) -> None:
    for tenant in (cast.tenant, cast.stranger_tenant):
        with fence.as_tenant(tenant.pk) as actor:
            record(actor=actor, act="test_act", subject="x.y:1", tenant_id=tenant.pk)
    assert [fan_out(seal_events.name) for _ in range(2)] == [2, 2]
    for tenant in (cast.tenant, cast.stranger_tenant):
        with fence.as_tenant(tenant.pk):
            assert [seal.sequence for seal in Seal.objects.all()] == [1]


@contextmanager
def worker(queue: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker on the test base, with its own queue; killed with its children when the block ends."""
    base = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{base[0]}/{connection.settings_dict['NAME']}",
        "CELERY_TASK_ALWAYS_EAGER": "0",
        "CELERY_VISIBILITY_TIMEOUT": "2",
        "SLOW_MAIL_FLAG": str(folder / "flag"),
        "PORTAL_SERVING": "1",
        "TEST_MAIL_FOLDER": str(folder / "mail"),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }
    environment.pop("DATABASE_OWNER_URL", None)
    command = [sys.executable, "-m", "celery", "--app", "portal.celery:app", "worker", "--concurrency", "1"]
    command += ["--queues", queue, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the worker and its children."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(is_so: Callable[[], bool], *, seconds: float, log: Path) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, log.read_text()[-3000:]
        time.sleep(0.1)


def message_row(cast: Cast) -> tuple[str, int]:
    with fence.as_tenant(cast.tenant.pk):
        return Message.objects.values_list("state", "tries").get()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:task_always_eager")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_mailing_is_replaced_and_one_mail_arrives(cast: Cast, tmp_path: Path) -> None:
    queue, log = f"kill-{uuid.uuid4().hex[:8]}", tmp_path / "worker.log"
    flag = tmp_path / "flag"
    flag.touch()
    with fence.as_tenant(cast.tenant.pk):
        Message.objects.create(
            tenant=cast.tenant,
            user=cast.user("city"),
            key="k:1",
            kind="test",
            subject="示例",
            body="正文",
            written_at=clock.now(),
            due_at=LONG_AGO,
        )
    with worker(queue, tmp_path) as first:
        sent = app.send_task(send_messages.name, kwargs={"tenant_id": cast.tenant.pk}, queue=queue)
        wait_until(lambda: flag.read_text() == "sending", seconds=20, log=log)
        assert message_row(cast) == ("sending", 1)
        kill(first)
    flag.unlink()
    with fence.as_tenant(cast.tenant.pk):  # the grace period passes
        Message.objects.update(sending_since=LONG_AGO)
    with worker(queue, tmp_path):
        wait_until(lambda: message_row(cast) == ("sent", 2), seconds=30, log=log)
    assert log.read_text().count(f"[{sent.id}] received") == 2
    assert len(list((tmp_path / "mail").iterdir())) == 1
