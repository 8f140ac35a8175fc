"""How far filings got, district by district: what an organiser's scorecard needs from below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from applications.models import Activity, Candidate, Unit
from applications.workflow import State


@dataclass(frozen=True, slots=True)
class FilingCounts:
    """Of one district. candidates: scouted and not dropped, or grown into a filing; the others count units.

    hours  of incubation that were logged and not struck
    """

    candidates: int = 0
    candidates_filed: int = 0
    filed: int = 0
    recommended: int = 0
    priority: int = 0
    hours: Decimal = Decimal(0)


def filings_by_district(tenant_id: int, slug: str, edition_ids: Collection[int]) -> dict[str, FilingCounts]:
    """Name of a district ("" = without one) -> counts of a programme over these editions. Three queries."""
    units = Unit.objects.filter(tenant_id=tenant_id, edition_id__in=edition_ids)
    submitted = units.exclude(application__submitted_at=None).exclude(application__state=State.WITHDRAWN)
    recommended = Q(application__state=State.RECOMMENDED)
    grouped = submitted.values("district__name").annotate(
        filed=Count("pk"),
        recommended=Count("pk", filter=recommended),
        priority=Count("pk", filter=recommended & Q(application__is_priority=True)),
    )
    found: dict[str, FilingCounts] = defaultdict(FilingCounts)
    for row in _plain(grouped.order_by("district__name")):
        name = row.pop("district__name") or ""
        found[name] = FilingCounts(**row)
    scouted = Candidate.objects.filter(tenant_id=tenant_id, programme_slug=slug)
    scouted = scouted.filter(Q(dropped_at=None) | Q(application__isnull=False))
    counts = scouted.values("district__name").annotate(
        candidates=Count("pk"), candidates_filed=Count("pk", filter=Q(application__isnull=False))
    )
    for row in _plain(counts.order_by("district__name")):
        name = row.pop("district__name")
        found[name] = replace(found[name], **row)
    logged = Activity.objects.filter(unit__in=units, struck_at=None)
    hours = logged.values("unit__district__name").annotate(hours=Sum("hours"))
    for row in _plain(hours.order_by("unit__district__name")):
        name = row["unit__district__name"] or ""
        found[name] = replace(found[name], hours=row["hours"])
    return dict(found)


def _plain(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]
