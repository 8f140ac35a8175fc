"""The queue of an office: filings it may see, filtered, in keyset pages, with one count per station."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from applications import policy
from applications.models import Application, Correction, DistrictReview, Unit
from applications.stations import hangs_on_unit, is_at, station_in, station_of
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.folding import fold_width
from portal.people.models import ClaimState, EnterpriseClaim
from programmes.models import Edition

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the address asks for; empty = everything. after: pk of the last row of the page before."""

    edition_id: int | None = None
    station: str = ""
    district_id: int | None = None
    text: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue. station: see applications.stations.

    due_at  the first instant too late for whoever must act at this station; None where no date is set
    proof   accepted, filed (this organiser has still to check it) or unproven: who speaks for the enterprise here
    """

    application: Application
    unit: Unit | None
    station: str
    since: datetime
    rank: int | None
    due_at: datetime | None
    is_overdue: bool
    proof: str

    @property
    def age_days(self) -> int:
        return (clock.now() - self.since).days


@dataclass(frozen=True, slots=True)
class QueuePage:
    """previous_after: keyset of the page before, 0 for the first page, None on the first page itself."""

    rows: tuple[QueueRow, ...]
    next_after: int | None
    previous_after: int | None = None


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Every filing that was ever submitted and that this office may read."""
    filed = Application.objects.filter(tenant_id=policy.tenant_of(actor), version_number__gt=0)
    if actor.is_system or actor.has_role(*policy.CITY_SIDE):
        return filed
    return filed.filter(district_id__in=sorted(actor.districts_for(*policy.DISTRICT_SIDE)))


def filtered(actor: Actor, wanted: QueueFilter) -> QuerySet[Application]:
    """The filter without its page, in queue order (oldest filing first)."""
    rows = _without_station(actor, wanted)
    if wanted.station:
        rows = rows.filter(is_at(wanted.station))
    return rows.order_by("pk").distinct()


def _without_station(actor: Actor, wanted: QueueFilter) -> QuerySet[Application]:
    rows = visible_to(actor)
    if wanted.edition_id is not None:
        rows = rows.filter(edition_id=wanted.edition_id)
    if wanted.district_id is not None:
        rows = rows.filter(district_id=wanted.district_id)
    if text := fold_width(wanted.text).strip().lower():
        rows = rows.filter(Q(search_text__icontains=text) | Q(enterprise_uscc__iexact=text))
    return rows


def queue_page(actor: Actor, wanted: QueueFilter) -> QueuePage:
    """Fifty rows after the keyset, in three queries whatever their number."""
    found = list(_detailed(filtered(actor, wanted).filter(pk__gt=wanted.after))[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    more = page[-1].pk if len(found) > PAGE_SIZE else None
    return QueuePage(tuple(_row(application) for application in page), more, _previous_after(actor, wanted))


def _previous_after(actor: Actor, wanted: QueueFilter) -> int | None:
    """One more query, on later pages only: the keyset with which the page before begins."""
    if not wanted.after:
        return None
    earlier = filtered(actor, wanted).filter(pk__lte=wanted.after).order_by("-pk")
    keys = list(earlier.values_list("pk", flat=True)[: PAGE_SIZE + 1])
    return keys[PAGE_SIZE] if len(keys) > PAGE_SIZE else 0


def queue_rows(actor: Actor, wanted: QueueFilter) -> list[QueueRow]:
    """Every row of the filter, for the export of exactly what is shown. Bounded by the edition."""
    return [_row(application) for application in _detailed(filtered(actor, wanted))]


def _detailed(rows: QuerySet[Application]) -> QuerySet[Application]:
    waiting = Correction.objects.filter(application=OuterRef("pk"), answered_at__isnull=True).order_by("-pk")
    reviews = DistrictReview.objects.order_by("pk")
    claims = EnterpriseClaim.objects.filter(tenant_id=OuterRef("tenant_id"), enterprise_id=OuterRef("enterprise_id"))
    return (
        rows.select_related("edition", "district")
        .annotate(correction_due_at=Subquery(waiting.values("due_at")[:1]))
        .annotate(is_proven=Exists(claims.filter(state=ClaimState.ACCEPTED)))
        .annotate(is_claim_filed=Exists(claims.filter(state=ClaimState.FILED)))
        .prefetch_related(Prefetch("units", Unit.objects.order_by("position")))
        .prefetch_related(Prefetch("district_reviews", reviews))
    )


def _row(application: Application) -> QueueRow:
    unit = next(iter(application.units.all()), None)
    reviews = list(application.district_reviews.all())
    station, since = station_of(application, unit), application.moved_at
    if unit is not None and hangs_on_unit(application.state, unit.state):
        since = unit.moved_at
    due_at = _due_at(application, station)
    return QueueRow(
        application=application,
        unit=unit,
        station=station,
        since=since,
        rank=reviews[-1].rank if reviews else None,
        due_at=due_at,
        is_overdue=due_at is not None and due_at <= clock.now(),
        proof=_proof(application),
    )


def _proof(application: Application) -> str:
    if getattr(application, "is_proven", False):
        return ClaimState.ACCEPTED.value
    is_filed = getattr(application, "is_claim_filed", False)
    return ClaimState.FILED.value if is_filed else ClaimState.UNPROVEN.value


def _due_at(application: Application, station: str) -> datetime | None:
    if station == State.RETURNED:
        due_at: datetime | None = getattr(application, "correction_due_at", None)
        return due_at
    if station in {State.SUBMITTED, State.AWAITING_LEADER}:
        return application.edition.district_due_at
    if station in {State.FORMAL_CHECK, State.ACCEPTED, State.DATA_CHECKED, State.EXPERT_REVIEW}:
        return application.edition.review_due_at
    return None


def station_counts(actor: Actor, wanted: QueueFilter) -> dict[str, int]:
    """station -> number of filings, under every filter but the station itself, in one query."""
    rows = _without_station(actor, wanted).order_by().values("state", "units__state")
    counts: dict[str, int] = {}
    for row in rows.annotate(number=Count("pk", distinct=True)):
        station = station_in(row["state"], row["units__state"])
        counts[station] = counts.get(station, 0) + row["number"]
    return counts


def editions_of(actor: Actor) -> list[Edition]:
    """The tenant's editions, newest first, for the filter and the cockpit."""
    return list(Edition.objects.filter(tenant_id=policy.tenant_of(actor)).order_by("-year", "programme_slug", "pk"))
