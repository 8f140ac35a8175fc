"""The clock of validity: warnings before the end, and the end."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from applications.moving import move
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.notifications.outbox import announce

from .. import policy
from ..models import ListEntry, Standing
from ..validity import due_warning
from ._common import note
from .certificates import change_standing

FARTHEST_WARNING = timedelta(days=400)
# Where nothing can be renewed a warning asks for nothing.
DEFAULT_WARN_DAYS = [180, 90, 30]


@transaction.atomic
def watch_validity(*, actor: Actor) -> tuple[int, int]:
    """Warn of honours that end soon and end those that are over. Safe to run twice. (newly warned units, ended)"""
    policy.demand_system(actor)
    today, warned, ended = clock.today(), 0, 0
    for entry in _running(actor, today):
        assert entry.valid_to is not None
        if today > entry.valid_to:
            ended += _lapse(entry, actor)
        else:
            warned += _warn(entry, today, actor)
    return warned, ended


def _running(actor: Actor, today: date) -> QuerySet[ListEntry]:
    rows = ListEntry.objects.filter(
        tenant_id=policy.own_tenant(actor),
        standing__in=(Standing.VALID, Standing.SUSPENDED),
        valid_to__lte=today + FARTHEST_WARNING,
    )
    related = ("unit", "tenant", "published_list__edition")
    return rows.select_related(*related).select_for_update(skip_locked=True, of=("self",)).order_by("valid_to", "pk")


def _warn(entry: ListEntry, today: date, actor: Actor) -> int:
    """Announce the tightest warning once; the first of them also moves the unit."""
    assert entry.valid_to is not None
    edition = entry.published_list.edition
    default = DEFAULT_WARN_DAYS if edition.has_stage("re_review") else []
    days = due_warning(today, entry.valid_to, list(edition.settings().get("warn_days", default)))
    if days is None:
        return 0
    url = reverse("honours")
    announce(
        tenant_id=entry.tenant_id,
        key=f"list_entry:{entry.pk}:warn:{days}",
        kind="validity_ending" if edition.has_stage("re_review") else "validity_closing",
        audience={"enterprise": entry.enterprise_id},
        context={"name": entry.name, "valid_to": str(entry.valid_to), "days": days, "url": url},
        enterprise_id=entry.enterprise_id,
        wording=edition.wording,
    )
    if entry.unit.state != State.LISTED or not edition.has_stage("re_review"):
        return 0
    move(entry.unit, "warn", actor=actor)
    return 1


def _lapse(entry: ListEntry, actor: Actor) -> int:
    """A unit whose re-review is under way keeps its state: that decision comes later; the honour itself is over."""
    change_standing(entry, Standing.EXPIRED)
    edition = entry.published_list.edition
    if entry.unit.state in {State.LISTED, State.EXPIRING} and edition.has_stage("re_review"):
        move(entry.unit, "lapse", actor=actor)
    note(entry, "end_validity", actor=actor, payload={"valid_to": entry.valid_to})
    url = reverse("honours")
    announce(
        tenant_id=entry.tenant_id,
        key=f"list_entry:{entry.pk}:ended",
        kind="validity_ended",
        audience={"enterprise": entry.enterprise_id},
        context={"name": entry.name, "valid_to": str(entry.valid_to), "url": url},
        enterprise_id=entry.enterprise_id,
        wording=edition.wording,
    )
    return 1
