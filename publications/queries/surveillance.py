"""Reads of surveillance: the certificates of one's own body, and what was decided on each."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, QuerySet

from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound

from ..models import ListEntry, Surveillance
from ..policy import own_tenant
from .paging import Page, page_by_newest


def _watched(actor: Actor) -> QuerySet[ListEntry]:
    """Published certificates that the actor's own body issued."""
    bodies = sorted(actor.bodies_for(Role.THIRD_PARTY_AGENCY))
    return ListEntry.objects.filter(tenant_id=own_tenant(actor), outside__body__in=bodies)


def watched_page(actor: Actor, *, text: str = "", after: str = "") -> Page[ListEntry]:
    """Newest first, with the day of the newest decision (watched_on). text: in name, holder or the body's number."""
    rows = _watched(actor).select_related("published_list")
    if text:
        rows = rows.filter(name__contains=text) | rows.filter(holder__contains=text)
    return page_by_newest(rows.annotate(watched_on=Max("surveillances__decided_on")), after=after)


def watched_for(actor: Actor, entry_id: int) -> ListEntry:
    """Raises NotFound, also for a certificate of another body."""
    rows = _watched(actor).select_related("published_list__edition", "unit", "tenant")
    row = rows.filter(pk=entry_id).first()
    if row is None:
        raise NotFound()
    return row


def lock_watched(actor: Actor, entry_id: int) -> ListEntry:
    found = watched_for(actor, entry_id)
    rows = ListEntry.objects.select_for_update(of=("self",))
    return rows.select_related("published_list__edition", "unit", "tenant").get(pk=found.pk)


def surveillances_of(entry: ListEntry) -> list[Surveillance]:
    """Newest first."""
    return list(entry.surveillances.select_related("recorded_by").order_by("-pk"))


def newest_day(entry: ListEntry) -> date | None:
    """The day of the newest decision on a certificate."""
    return Surveillance.objects.filter(entry=entry).aggregate(on=Max("decided_on"))["on"]
