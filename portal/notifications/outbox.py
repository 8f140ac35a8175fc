"""Announcing: one row per thing that happened, in the transaction in which it happened."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.audit.record import new_event_id
from portal.kit import clock

from .models import Announcement


def announce(
    *,
    tenant_id: int,
    key: str,
    kind: str,
    audience: dict[str, Any],
    context: dict[str, Any] | None = None,
    enterprise_id: int | None = None,
) -> None:
    """Write an announcement once per key, and wake the expanding task after the commit.

    key      unique in the tenant, e.g. "application:12:submitted:v1"; a second call with it does nothing
    kind     key of portal.notifications.catalogue
    context  plain JSON values for the message's text, and "url" for its link
    enterprise_id  set when an applicant acts, so that the fence lets the row in
    """
    rows = [
        Announcement(
            id=new_event_id(),
            tenant_id=tenant_id,
            enterprise_id=enterprise_id,
            key=key,
            kind=kind,
            audience=audience,
            context=context or {},
            written_at=clock.now(),
        )
    ]
    Announcement.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: _wake(tenant_id), robust=True)


def _wake(tenant_id: int) -> None:
    from .tasks import expand_announcements

    expand_announcements.delay(tenant_id=tenant_id)
