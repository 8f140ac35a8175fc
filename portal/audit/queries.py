"""Reading the record: newest first, by keyset, with the seal of each event."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import NotFound

from .models import Event, Seal
from .policy import readable_tenant
from .record import digest_of
from .sealing import first_id_at

PAGE = 50
EXPORTED = 20_000
WALKED = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show. person: part of a name; days are Shanghai days, both included.

    subject: "app.model:pk", or the beginning of one without the pk.
    """

    act: str = ""
    person: str = ""
    subject: str = ""
    since_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class SealedEvent:
    event: Event
    seal: Seal | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """older, newer: the event ids to go on from, None at the ends; head: the newest seal of the chain."""

    rows: list[SealedEvent]
    older: uuid.UUID | None
    newer: uuid.UUID | None
    head: Seal | None


def log_page(
    actor: Actor, wanted: Wanted, *, before: uuid.UUID | None = None, after: uuid.UUID | None = None
) -> LogPage:
    """One page of the actor's tenant, newest first. Raises Denied."""
    rows = matching(actor, wanted)
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
        has_newer, has_older = len(found) > PAGE, True
        found = found[:PAGE][::-1]
    else:
        found = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1])
        has_newer, has_older = before is not None, len(found) > PAGE
        found = found[:PAGE]
    return LogPage(
        rows=with_seals(found),
        older=found[-1].pk if found and has_older else None,
        newer=found[0].pk if found and has_newer else None,
        head=Seal.objects.filter(tenant_id=readable_tenant(actor)).order_by("-sequence").first(),
    )


def matching(actor: Actor, wanted: Wanted) -> QuerySet[Event]:
    """Events of the actor's tenant that are wanted, in no order. Raises Denied."""
    rows = Event.objects.filter(tenant_id=readable_tenant(actor))
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.person:
        rows = rows.filter(actor_name__icontains=wanted.person)
    if wanted.subject:
        # "app.model:12" is one thing, not also the hundred and twentieth.
        rows = rows.filter(**{"subject" if ":" in wanted.subject else "subject__startswith": wanted.subject})
    # Ids begin with their instant, so that a range of days is a range of the primary key.
    if wanted.since_on:
        rows = rows.filter(pk__gte=first_id_at(clock.start_of(wanted.since_on)))
    if wanted.until_on:
        rows = rows.filter(pk__lt=first_id_at(clock.end_of(wanted.until_on)))
    return rows


def with_seals(events: list[Event]) -> list[SealedEvent]:
    seals = {seal.event_id: seal for seal in Seal.objects.filter(event_id__in=[event.pk for event in events])}
    return [SealedEvent(event, seals.get(event.pk)) for event in events]


def exported(actor: Actor, wanted: Wanted) -> Iterator[SealedEvent]:
    """Everything that is wanted, newest first, at most 20,000 events. Raises Denied."""
    rows, before, left = matching(actor, wanted).order_by("-pk"), None, EXPORTED
    while left > 0:
        found = list((rows.filter(pk__lt=before) if before else rows)[: min(WALKED, left)])
        if not found:
            return
        yield from with_seals(found)
        before, left = found[-1].pk, left - len(found)


@dataclass(frozen=True, slots=True)
class EventDetail:
    """is_whole: whether the columns still give the digest that was written, and the seal was made over it."""

    event: Event
    seal: Seal | None
    is_whole: bool


def event_detail(actor: Actor, pk: uuid.UUID) -> EventDetail:
    """Raises Denied, NotFound."""
    event = Event.objects.filter(tenant_id=readable_tenant(actor), pk=pk).first()
    if event is None:
        raise NotFound
    seal = Seal.objects.filter(event_id=pk).first()
    is_whole = digest_of(event) == event.digest and (seal is None or seal.event_digest == event.digest)
    return EventDetail(event, seal, is_whole)
