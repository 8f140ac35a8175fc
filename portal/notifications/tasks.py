"""The clock's part of the outbox: expand announcements, send mail. Both may run twice, beside themselves, and die."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from portal.tenancy.tasks import tenant_task

from . import expanding, sending


@tenant_task
def expand_announcements(*, tenant_id: int) -> int:
    """Messages out of waiting announcements; how many announcements. Wakes the sender after the commit.

    After a full batch it queues itself for the rest: one act wakes it once, however much it announced.
    """
    expanded = expanding.expand_waiting(tenant_id)
    if expanded:
        transaction.on_commit(lambda: send_messages.delay(tenant_id=tenant_id), robust=True)
    if expanded == expanding.BATCH:
        transaction.on_commit(lambda: expand_announcements.delay(tenant_id=tenant_id), robust=True)
    return expanded


@shared_task(name="portal.notifications.tasks.send_messages")
def send_messages(*, tenant_id: int) -> int:
    """Mail what is due; how many were sent. Without a transaction: a claim is committed before its mail leaves."""
    sent = sending.send_waiting(tenant_id)
    if sent == sending.BATCH:
        send_messages.delay(tenant_id=tenant_id)
    return sent
