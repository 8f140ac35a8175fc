"""Announcing: one row per thing that happened, in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

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
    wording: Mapping[str, Any] | None = None,
) -> None:
    """Write an announcement once per key, and wake the expanding task after the commit, once per transaction.

    key      unique in the tenant, e.g. "application:12:submitted:v1"; a second call with it does nothing
    kind     key of portal.notifications.catalogue
    context  plain JSON values for the message's text, and "url" for its link
    enterprise_id  set when an applicant acts, so that the fence lets the row in
    wording  of the edition that it concerns: kind -> {"subject", "body"}; the text for this kind is kept as it is now
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
            wording=dict((wording or {}).get(kind, {})),
            written_at=clock.now(),
        )
    ]
    Announcement.objects.bulk_create(rows, ignore_conflicts=True)
    _wake_after_commit(_Waker(tenant_id))


@dataclass(frozen=True, slots=True)
class _Waker:
    """Equal for equal tenants, so that a transaction with hundreds of announcements queues one task, not hundreds."""

    tenant_id: int

    def __call__(self) -> None:
        from .tasks import expand_announcements

        expand_announcements.delay(tenant_id=self.tenant_id)


def _wake_after_commit(waker: _Waker) -> None:
    """One that waits already will do: its savepoints are over, or are rolled back only together with this one."""
    if waker not in [waiting[1] for waiting in connection.run_on_commit]:
        transaction.on_commit(waker, robust=True)
