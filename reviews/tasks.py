"""Clockwork of reviews: reminding experts before the review is due."""

from __future__ import annotations

from datetime import timedelta

from portal.kit import clock
from portal.tenancy.tasks import tenant_task

from . import queries
from .telling import tell_due

REMIND_DAYS = (1, 3)


@tenant_task
def remind_experts(*, tenant_id: int) -> int:
    """Tell every expert with work left, three days and one day before the due instant, once each; how many reminders.

    Safe to run twice: the key of an announcement holds panel, expert, due instant and days.
    """
    now, told = clock.now(), 0
    for panel, user_id, count in queries.work_left(tenant_id, due_before=now + timedelta(days=max(REMIND_DAYS))):
        due_at = panel.edition.review_due_at
        if due_at is None or due_at <= now:
            continue
        days = next(days for days in REMIND_DAYS if due_at - now <= timedelta(days=days))
        tell_due(panel, user_id, count=count, days=days, due_at=due_at)
        told += 1
    return told
