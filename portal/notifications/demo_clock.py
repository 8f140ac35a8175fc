"""Moving the demo's clock: forward only, for every process, and what became due is done at once."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.db import transaction

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from portal.kit.workdays import last_day
from portal.tenancy.tasks import sweep_now


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKDAYS = "workdays"


def length_of(step: Step) -> timedelta:
    """An hour, a day, or to the same time of day after five working days."""
    if step == Step.WORKDAYS:
        return last_day(clock.today(), 5, counting="excl") - clock.today()
    return timedelta(hours=1) if step == Step.HOUR else timedelta(days=1)


@transaction.atomic
def move_clock(length: timedelta, *, actor: Actor) -> None:
    """Move the clock, note it in the platform's chain, wake every sweep after the commit. Raises Invalid backwards."""
    if length <= timedelta(0):
        raise Invalid
    before = clock.now()
    clock.move_by(length)
    record(
        actor=actor,
        act="move_demo_clock",
        subject="portal.clock:demo",
        tenant_id=None,
        payload={"from": before, "seconds": int(length.total_seconds())},
    )
    transaction.on_commit(lambda: sweep_now(), robust=True)
