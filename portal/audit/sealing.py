"""Seals: what links events into one chain per tenant, and one for the platform (tenant NULL)."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.kit import clock

from .models import Event, Seal

BATCH = 500
# What stands before the first link.
GENESIS = "0" * 64
# An event is written within one transaction, and none lasts longer (CELERY_TASK_TIME_LIMIT is 10 minutes). An event
# that turns up more than this behind an already sealed one was put there by somebody else: it is never sealed.
LATEST = timedelta(minutes=15)
LOCK_SPACE = 7001


def of_chain(tenant_id: int | None) -> Q:
    """The rows of one chain; None is the platform's."""
    return Q(tenant_id=tenant_id)


def link(previous: str, event_digest: str) -> str:
    """chain_digest of an event: SHA-256 over the previous chain digest and the event's own, both as hex text."""
    return hashlib.sha256(f"{previous}{event_digest}".encode()).hexdigest()


def instant_of(event_id: uuid.UUID) -> datetime:
    """The millisecond in which a UUIDv7 was made."""
    return datetime.fromtimestamp((event_id.int >> 80) / 1000, tz=UTC)


def first_id_at(instant: datetime) -> uuid.UUID:
    """The smallest UUIDv7 of that millisecond: a lower bound for ids made then or later."""
    return uuid.UUID(int=(int(instant.timestamp() * 1000) << 80) | (0x7 << 76) | (0x2 << 62))


def seal_next(tenant_id: int | None) -> int:
    """Seal the next unsealed events of a chain in id order; how many. 0 too when another worker is at it.

    Runs in a transaction inside the fence of that chain; the lock falls with the transaction.
    """
    if not take_lock(tenant_id):
        return 0
    last = Seal.objects.filter(of_chain(tenant_id)).order_by("-sequence").first()
    sequence, chain = (last.sequence, last.chain_digest) if last else (0, GENESIS)
    seals = []
    for event in unsealed(tenant_id)[:BATCH]:
        sequence, chain = sequence + 1, link(chain, event.digest)
        seals.append(
            Seal(
                tenant_id=tenant_id,
                sequence=sequence,
                event_id=event.pk,
                event_digest=event.digest,
                chain_digest=chain,
                sealed_at=clock.now(),
            )
        )
    Seal.objects.bulk_create(seals)
    return len(seals)


def unsealed(tenant_id: int | None) -> QuerySet[Event]:
    """Events that wait for their seal, in id order: those that are not hopelessly behind the newest sealed one."""
    waiting = Event.objects.filter(of_chain(tenant_id)).order_by("pk")
    newest = Seal.objects.filter(of_chain(tenant_id)).order_by("-event_id").values_list("event_id", flat=True).first()
    if newest is not None:
        waiting = waiting.filter(pk__gte=first_id_at(instant_of(newest) - LATEST))
    return waiting.filter(~Exists(Seal.objects.filter(event_id=OuterRef("pk"))))


def take_lock(tenant_id: int | None) -> bool:
    """One sealer per chain at a time; the platform's chain has key 0."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", (LOCK_SPACE, (tenant_id or 0) % 2**31))
        return bool(cursor.fetchone()[0])
