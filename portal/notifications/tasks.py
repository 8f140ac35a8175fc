"""The clock's part of the outbox: expand announcements, send mail. Both may run twice, beside themselves, and die."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from portal.tenancy.tasks import tenant_task

from .expanding import expand_waiting
from .sending import send_waiting


@tenant_task
def expand_announcements(*, tenant_id: int) -> int:
    """Messages out of waiting announcements; how many announcements. Wakes the sender after the commit."""
    expanded = expand_waiting(tenant_id)
    if expanded:
        transaction.on_commit(lambda: send_messages.delay(tenant_id=tenant_id), robust=True)
    return expanded


@shared_task(name="portal.notifications.tasks.send_messages")
def send_messages(*, tenant_id: int) -> int:
    """Mail what is due; how many were sent. Without a transaction: a claim is committed before its mail leaves."""
    return send_waiting(tenant_id)
