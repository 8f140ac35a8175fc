"""Walks a chain from its first link and says what does not hold. Run as owner: it trusts neither fence nor trigger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef

from portal.kit import clock

from .models import Event, Seal
from .record import digest_of
from .sealing import GENESIS, LATEST, instant_of, link, of_chain

BATCH = 1000


class Fault(StrEnum):
    CHANGED = "changed"  # the content no longer gives the digest that was written and sealed
    REMOVED = "removed"  # sealed, but gone
    INSERTED = "inserted"  # came in behind later events, or waits for a seal far too long
    UNSEALED = "unsealed"  # a seal is missing from the chain, or was altered


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one event. tenant_id None = the platform's chain."""

    tenant_id: int | None
    event_id: UUID
    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """findings in event order; sealed: links walked; head: the last chain digest, to be noted outside the base."""

    findings: tuple[Finding, ...]
    sealed: int
    head: str


def verify_chain(tenant_id: int | None, *, using: str = "owner") -> Report:
    """Recompute every event's digest and every link of one chain."""
    findings: list[Finding] = []
    previous, expected = GENESIS, 1
    for seal, event in sealed_events(tenant_id, using=using):
        for fault, detail in problems_of(seal, event, previous=previous, expected=expected):
            findings.append(Finding(tenant_id, seal.event_id, fault, detail))
        previous, expected = seal.chain_digest, seal.sequence + 1
    findings += unsealed_events(tenant_id, using=using)
    findings.sort(key=lambda finding: finding.event_id)
    return Report(tuple(findings), expected - 1, previous)


def sealed_events(tenant_id: int | None, *, using: str) -> Iterator[tuple[Seal, Event | None]]:
    """Every seal of a chain in order, with its event or None."""
    last = None
    while True:
        seals = Seal.objects.using(using).filter(of_chain(tenant_id)).order_by("sequence")
        if last is not None:
            seals = seals.filter(sequence__gt=last)
        batch = list(seals[:BATCH])
        if not batch:
            return
        events = Event.objects.using(using).in_bulk([seal.event_id for seal in batch])
        yield from ((seal, events.get(seal.event_id)) for seal in batch)
        last = batch[-1].sequence


def problems_of(seal: Seal, event: Event | None, *, previous: str, expected: int) -> Iterator[tuple[Fault, str]]:
    if seal.sequence != expected:
        yield Fault.UNSEALED, f"the seals {expected} to {seal.sequence - 1} before it are missing"
    elif seal.chain_digest != link(previous, seal.event_digest):
        yield Fault.UNSEALED, f"seal {seal.sequence} does not follow from the seal before it and its event's digest"
    if event is None:
        yield Fault.REMOVED, f"sealed as number {seal.sequence}, but no longer there"
    elif digest_of(event) != event.digest:
        yield Fault.CHANGED, "its columns do not give its digest"
    elif event.digest != seal.event_digest:
        yield Fault.CHANGED, f"its digest is not the one that seal {seal.sequence} was made over"


def unsealed_events(tenant_id: int | None, *, using: str) -> Iterator[Finding]:
    """Events without a seal that should have one, or whose content is already changed."""
    sealed = Seal.objects.using(using).filter(event_id=OuterRef("pk"))
    newest = Seal.objects.using(using).filter(of_chain(tenant_id)).order_by("-event_id").first()
    waiting = Event.objects.using(using).filter(of_chain(tenant_id), ~Exists(sealed)).order_by("pk")
    for event in waiting.iterator(chunk_size=BATCH):
        made_at = instant_of(event.pk)
        if digest_of(event) != event.digest:
            yield Finding(tenant_id, event.pk, Fault.CHANGED, "not sealed, and its columns do not give its digest")
        elif newest is not None and made_at < instant_of(newest.event_id) - LATEST:
            yield Finding(tenant_id, event.pk, Fault.INSERTED, "not sealed, though events long after it are")
        elif made_at < clock.now() - LATEST:
            minutes = int((clock.now() - made_at).total_seconds() // 60)
            yield Finding(tenant_id, event.pk, Fault.INSERTED, f"not sealed for {minutes} minutes")
