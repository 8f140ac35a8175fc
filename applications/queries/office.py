"""The queue of an office: filings it may see, filtered, in keyset pages, with one count per station."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from applications import policy
from applications.models import Application, Consultation, ConsultOutcome, Correction, DistrictReview, Unit
from applications.stations import hangs_on_unit, is_at, leading, station_in, station_of, stations_of
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.folding import fold_width
from portal.people.models import ClaimState, EnterpriseClaim
from programmes.models import Edition, EditionState
from programmes.queries import sees_drafts

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
    """One line of the queue. station: see applications.stations; of several units, the leading one's.

    stations  one for each unit where the units say where the filing is
    due_at  the first instant too late for whoever must act at this station; None where no date is set
    proof   accepted, filed (this organiser has still to check it) or unproven: who speaks for the enterprise here
    """

    application: Application
    unit: Unit | None
    station: str
    stations: tuple[str, ...]
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
    """The filter without its page, in queue order: recommended with priority first, then the oldest filing."""
    rows = _without_station(actor, wanted)
    if wanted.station:
        rows = rows.filter(is_at(wanted.station))
    return rows.order_by("-is_priority", "pk")


def _beyond(after: int) -> Q:
    """What comes after a row in queue order. after: its pk; a filing that is gone counts as one without priority."""
    flag = Coalesce(Subquery(Application.objects.filter(pk=after).values("is_priority")[:1]), Value(False))
    return Q(is_priority__lt=flag) | Q(is_priority=flag, pk__gt=after)


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
    rows = filtered(actor, wanted)
    found = list(_detailed(rows.filter(_beyond(wanted.after)) if wanted.after else rows)[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    more = page[-1].pk if len(found) > PAGE_SIZE else None
    lines = tuple(_row(application, at=wanted.station) for application in page)
    return QueuePage(lines, more, _previous_after(actor, wanted))


def _previous_after(actor: Actor, wanted: QueueFilter) -> int | None:
    """One more query, on later pages only: the keyset with which the page before begins."""
    if not wanted.after:
        return None
    earlier = filtered(actor, wanted).exclude(_beyond(wanted.after)).order_by("is_priority", "-pk")
    keys = list(earlier.values_list("pk", flat=True)[: PAGE_SIZE + 1])
    return keys[PAGE_SIZE] if len(keys) > PAGE_SIZE else 0


def queue_rows(actor: Actor, wanted: QueueFilter) -> list[QueueRow]:
    """Every row of the filter, for the export of exactly what is shown. Bounded by the edition."""
    return [_row(application, at=wanted.station) for application in _detailed(filtered(actor, wanted))]


def _detailed(rows: QuerySet[Application]) -> QuerySet[Application]:
    waiting = Correction.objects.filter(application=OuterRef("pk"), answered_at__isnull=True).order_by("-pk")
    asked = Consultation.objects.filter(application=OuterRef("pk"), outcome=ConsultOutcome.ASKED).order_by("-due_at")
    reviews = DistrictReview.objects.order_by("pk")
    claims = EnterpriseClaim.objects.filter(tenant_id=OuterRef("tenant_id"), enterprise_id=OuterRef("enterprise_id"))
    return (
        rows.select_related("edition", "district")
        .annotate(correction_due_at=Subquery(waiting.values("due_at")[:1]))
        .annotate(consultation_due_at=Subquery(asked.values("due_at")[:1]))
        .annotate(is_proven=Exists(claims.filter(state=ClaimState.ACCEPTED)))
        .annotate(is_claim_filed=Exists(claims.filter(state=ClaimState.FILED)))
        .prefetch_related(Prefetch("units", Unit.objects.order_by("position")))
        .prefetch_related(Prefetch("district_reviews", reviews))
    )


def _row(application: Application, *, at: str = "") -> QueueRow:
    units = list(application.units.all())
    unit = leading(units, at=at)
    reviews = list(application.district_reviews.all())
    station, since = station_of(application, unit), application.moved_at
    if unit is not None and hangs_on_unit(application.state, unit.state):
        since = unit.moved_at
    due_at = _due_at(application, station)
    return QueueRow(
        application=application,
        unit=unit,
        station=station,
        stations=stations_of(application, units),
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
    if station == State.CONSULTING:
        answered_by: datetime | None = getattr(application, "consultation_due_at", None)
        return answered_by
    if station in {State.SUBMITTED, State.AWAITING_LEADER}:
        return application.edition.district_due_at
    if station in {State.FORMAL_CHECK, State.ACCEPTED, State.DATA_CHECKED, State.EXPERT_REVIEW}:
        return application.edition.review_due_at
    return None


class StationCounts(dict[str, int]):
    """station -> filings with any unit there; total counts each filing once."""

    total = 0


def station_counts(actor: Actor, wanted: QueueFilter) -> StationCounts:
    """Under every filter but the station itself, in one query."""
    counts = StationCounts()
    for row in count_by_station(_without_station(actor, wanted)):
        counts[row["station"]] = counts.get(row["station"], 0) + row["number"]
        counts.total += row["firsts"]
    return counts


def count_by_station(rows: QuerySet[Application], *by: str) -> list[dict[str, Any]]:
    """Rows {station, number, firsts} and the columns of by; number: filings there; firsts: each filing once in all.

    A filing's own station is counted by its first unit, so that several units do not make it several filings.
    """
    is_first = Q(units__position=1) | Q(units__isnull=True)
    grouped = rows.order_by().values(*by, "state", "units__state")
    counted = grouped.annotate(number=Count("pk", distinct=True), firsts=Count("pk", distinct=True, filter=is_first))
    found = []
    for row in counted:
        unit_state = row.pop("units__state")
        station = station_in(row["state"], unit_state)
        is_unit = unit_state is not None and hangs_on_unit(row["state"], unit_state)
        found.append({**row, "station": station, "number": row["number"] if is_unit else row["firsts"]})
    return [row for row in found if row["number"] or row["firsts"]]


def editions_of(actor: Actor) -> list[Edition]:
    """The tenant's editions, newest first, for the filter and the cockpit; drafts for the city only."""
    rows = Edition.objects.filter(tenant_id=policy.tenant_of(actor))
    if not sees_drafts(actor):
        rows = rows.exclude(state=EditionState.DRAFT)
    return list(rows.order_by("-year", "programme_slug", "pk"))
