"""Plays the rehearsals that organisers asked for, one after another, in a process that holds the owner's login.

Whoever plays one holds a lock of the server's on it. A rehearsal that is running while nobody holds its lock was left
by a process that is gone: it is begun anew once, and given up when that one is gone too.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import Error, close_old_connections, connections

from portal.audit.record import record
from portal.kit import clock
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Rehearsal, RehearsalState

from .base import NoRehearsal, as_owner
from .playing import rehearse

PAUSE_SECONDS = 2.0
MOST_ATTEMPTS = 2
MOST_ENTRIES = 50
UNDER_WAY = (RehearsalState.WAITING, RehearsalState.RUNNING)
Say = Callable[[str], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rehearsal that waits, or that somebody plays or has left."""

    asked_at: datetime
    pk: int
    tenant_id: int

    @property
    def lock(self) -> str:
        return f"rehearsal {connections['default'].settings_dict['NAME']} {self.pk}"


def keep_playing(say: Say) -> None:
    """Until the process is told to end. A database that does not answer is asked again."""
    while True:
        try:
            close_old_connections()
            play_waiting(say)
        except (Error, NoRehearsal) as error:
            log.warning("no rehearsal can be played now: %s", error)
            connections.close_all()
        time.sleep(PAUSE_SECONDS)


def play_waiting(say: Say) -> int:
    """Play whatever waits now, the oldest first; how many were played."""
    return sum(play_alone(one, say) for one in candidates())


def candidates() -> list[Candidate]:
    found = []
    for tenant in Tenant.objects.order_by("pk"):
        with fence.as_tenant(tenant.pk):
            rows = Rehearsal.objects.filter(tenant=tenant, state__in=UNDER_WAY).order_by("asked_at", "pk")
            found += [Candidate(row.asked_at, row.pk, tenant.pk) for row in rows]
    return sorted(found, key=lambda one: (one.asked_at, one.pk))


def play_alone(one: Candidate, say: Say) -> bool:
    """Play it unless another process has it. The lock lies in a connection of its own and goes with it."""
    with as_owner() as cursor:
        cursor.execute("select pg_try_advisory_lock(hashtext(%s))", [one.lock])
        if not cursor.fetchone()[0]:
            return False
        row = claim(one)
        if row is None:
            return False
        say(f"rehearsal {row.pk}: {row.edition.programme_slug}, {row.enterprises} enterprises, seed {row.seed}")
        play(row, say)
        return True


def claim(one: Candidate) -> Rehearsal | None:
    """The row marked as running here; None when it is over, taken, or was given up."""
    with fence.as_tenant(one.tenant_id):
        rows = Rehearsal.objects.select_for_update(skip_locked=True, of=("self",)).select_related("edition")
        row = rows.filter(pk=one.pk, state__in=UNDER_WAY).first()
        if row is None:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            end(row, RehearsalState.FAILED, error="interrupted")
            return None
        row.state, row.attempts, row.runner = RehearsalState.RUNNING, row.attempts + 1, uuid.uuid4().hex
        row.started_at = clock.now()
        row.save(update_fields=("state", "attempts", "runner", "started_at"))
        return row


def play(row: Rehearsal, say: Say) -> None:
    """Whatever happens, the row says so; a process that is told to end puts it back into the queue."""
    try:
        with TemporaryDirectory(prefix="rehearsal-out-") as out:
            found = rehearse(
                programme=row.edition.programme_slug,
                enterprises=row.enterprises,
                number=row.seed,
                out=Path(out),
                say=say,
                parameters=row.parameters,
                switched_stages=row.switched_stages,
            )
    except NoRehearsal as error:
        finish(row, RehearsalState.FAILED, error=str(error))
    except Exception as error:  # a fault in one rehearsal must not end those behind it
        log.exception("rehearsal %s broke off", row.pk)
        finish(row, RehearsalState.FAILED, error=f"{type(error).__name__}: {error}")
    except BaseException:
        put_back(row)
        raise
    else:
        finish(row, RehearsalState.DONE, summary=without_certificates(found))


def without_certificates(found: dict[str, Any]) -> dict[str, Any]:
    """The summary as it is kept: how many stood on each list and the first of them; numbers of samples mean nothing."""
    lists = [
        {
            **one,
            "count": len(one["entries"]),
            "entries": [
                {key: value for key, value in entry.items() if key != "certificate_number"}
                for entry in one["entries"][:MOST_ENTRIES]
            ],
        }
        for one in found["lists"]
    ]
    return {**found, "lists": lists}


def held(row: Rehearsal) -> Rehearsal | None:
    """The row while it is still this process's to write to."""
    return Rehearsal.objects.select_for_update().filter(pk=row.pk, runner=row.runner, state="running").first()


def finish(row: Rehearsal, state: RehearsalState, *, summary: dict[str, Any] | None = None, error: str = "") -> None:
    with fence.as_tenant(row.tenant_id):
        if now := held(row):
            end(now, state, summary=summary, error=error)


def end(row: Rehearsal, state: RehearsalState, *, summary: dict[str, Any] | None = None, error: str = "") -> None:
    row.state, row.finished_at, row.error = state, clock.now(), error[: Rehearsal._meta.get_field("error").max_length]
    row.summary = summary or {}
    row.save(update_fields=("state", "finished_at", "error", "summary"))
    record(
        actor=fence.current(),
        act="finish_rehearsal",
        subject=f"programmes.rehearsal:{row.pk}",
        tenant_id=row.tenant_id,
        payload={"state": str(state), "ranking_digest": row.summary.get("ranking_digest", "")},
    )


def put_back(row: Rehearsal) -> None:
    """As if it had not begun: being stopped is no fault of the rehearsal's."""
    with fence.as_tenant(row.tenant_id):
        if now := held(row):
            now.state, now.attempts, now.runner, now.started_at = RehearsalState.WAITING, now.attempts - 1, "", None
            now.save(update_fields=("state", "attempts", "runner", "started_at"))
