"""What a district recommends in an edition, in its order; and an edition as its leaders see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from applications import policy
from applications.models import Correction, DistrictReview
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Denied
from portal.tenancy.models import District
from programmes.models import Edition, EditionDistrict

from .office import count_by_station, visible_to

# What lies on a district's desk until its leader has signed.
ON_DISTRICT_DESK = (State.SUBMITTED, State.CONSULTING, State.AWAITING_LEADER)
PUT_FORWARD = (State.AWAITING_LEADER, State.RECOMMENDED)


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """One district in an edition. overdue: not decided after the deadline, or corrections not answered in time."""

    district: District
    received: int
    waiting: int
    returned: int
    recommended: int
    refused: int
    overdue: int
    quota: int | None
    closes_at: datetime | None


def districts_of(actor: Actor) -> list[District]:
    """The districts whose filings the actor may read, in the order of their codes."""
    rows = District.objects.filter(tenant_id=policy.tenant_of(actor))
    if not actor.has_role(*policy.CITY_SIDE):
        rows = rows.filter(pk__in=sorted(actor.districts_for(*policy.DISTRICT_SIDE)))
    return list(rows.order_by("code", "pk"))


def newest_recommendations(actor: Actor, edition_id: int, district_id: int) -> list[DistrictReview]:
    """The newest opinion on each filing that the district recommends: with priority first, then in its order.

    Unranked ones come last among their like.

    Raises Denied for a district that is not the actor's.
    """
    if district_id not in {district.pk for district in districts_of(actor)}:
        raise Denied()
    reviews = DistrictReview.objects.filter(
        application__edition_id=edition_id, application__district_id=district_id, application__state__in=PUT_FORWARD
    ).exclude(is_confirmed=False)
    newest = {row.application_id: row for row in reviews.select_related("application").order_by("pk")}
    kept = [row for row in newest.values() if row.is_recommended]
    return sorted(kept, key=lambda row: (not row.is_priority, row.rank is None, row.rank or 0, row.application_id))


def district_lines(actor: Actor, edition: Edition) -> list[DistrictLine]:
    """One line for each district that the actor may read, in four queries for any number of districts."""
    filed = visible_to(actor).filter(edition_id=edition.pk).order_by()
    counted = filed.values("district_id").annotate(
        received=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=ON_DISTRICT_DESK)),
        returned=Count("pk", filter=Q(state=State.RETURNED)),
        recommended=Count("pk", filter=Q(state=State.RECOMMENDED)),
        refused=Count("pk", filter=Q(state=State.NOT_RECOMMENDED)),
    )
    numbers: dict[int | None, Any] = {row["district_id"]: row for row in counted}
    late = Correction.objects.filter(
        application__in=filed.values("pk"), answered_at__isnull=True, due_at__lte=clock.now()
    )
    corrections = dict(late.order_by().values_list(F("application__district_id")).annotate(n=Count("pk")))
    terms = {row.district_id: row for row in EditionDistrict.objects.filter(edition_id=edition.pk)}
    is_due = edition.district_due_at is not None and clock.now() >= edition.district_due_at
    return [
        _line(district, numbers.get(district.pk, {}), corrections.get(district.pk, 0), terms.get(district.pk), is_due)
        for district in districts_of(actor)
    ]


def _line(
    district: District, numbers: dict[str, int], late: int, terms: EditionDistrict | None, is_due: bool
) -> DistrictLine:
    waiting = numbers.get("waiting", 0)
    return DistrictLine(
        district=district,
        received=numbers.get("received", 0),
        waiting=waiting,
        returned=numbers.get("returned", 0),
        recommended=numbers.get("recommended", 0),
        refused=numbers.get("refused", 0),
        overdue=late + (waiting if is_due else 0),
        quota=terms.quota if terms else None,
        closes_at=terms.closes_at if terms else None,
    )


def counts_by_edition(actor: Actor) -> list[dict[str, object]]:
    """Rows {edition_id, station, number, since}: how many filings wait where, and since when the oldest does."""
    found: dict[tuple[int, str], dict[str, object]] = {}
    for row in count_by_station(visible_to(actor), "edition_id"):
        station = row["station"]
        line = found.setdefault(
            (row["edition_id"], station), {"edition_id": row["edition_id"], "station": station, "number": 0}
        )
        line["number"] = int(str(line["number"])) + row["number"]
    return list(found.values())


def overdue_corrections(actor: Actor) -> int:
    """Returned filings of the actor's offices whose term has passed without an answer."""
    late = Correction.objects.filter(answered_at__isnull=True, due_at__lte=clock.now())
    rows = visible_to(actor).exclude(state=State.WITHDRAWN)
    return rows.filter(pk__in=late.values("application_id")).count()
