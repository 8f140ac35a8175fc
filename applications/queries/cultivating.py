"""What districts do before and beside filings: workstations, scouted candidates, the incubation log of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from applications import policy
from applications.models import Activity, Application, Candidate, Unit, Workstation
from portal.kit.actor import Actor, Role
from portal.kit.errors import Denied, NotFound
from portal.kit.folding import fold_width
from portal.tenancy.models import District
from programmes.models import Edition

from .recommending import districts_of
from .rows import unit_for

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class CandidateFilter:
    """What the address asks for; empty = everything that is in the pool. after: pk of the last row of the page before.

    show  "" = in the pool or applied, "pool" = not applied yet, "applied", "dropped"
    """

    district_id: int | None = None
    programme: str = ""
    tier: int | None = None
    show: str = ""
    text: str = ""
    after: int = 0


@dataclass(frozen=True, slots=True)
class CandidatePage:
    rows: tuple[Candidate, ...]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Log:
    """The incubation log of a unit. total_hours: of the lines that stand."""

    unit: Unit
    lines: tuple[Activity, ...]
    total_hours: Decimal

    @property
    def standing(self) -> tuple[Activity, ...]:
        return tuple(line for line in self.lines if line.struck_at is None)


def own_districts(actor: Actor) -> list[District]:
    """The districts for which the actor writes."""
    rows = District.objects.filter(pk__in=sorted(actor.districts_for(Role.DISTRICT_OFFICER)))
    return list(rows.order_by("code", "pk"))


def readable_districts(actor: Actor) -> set[int]:
    return {district.pk for district in districts_of(actor)}


def workstations_of(actor: Actor) -> list[Workstation]:
    """Of the districts that the actor may read; open ones first. A district has a handful."""
    rows = Workstation.objects.filter(
        tenant_id=policy.tenant_of(actor), district__in=readable_districts(actor)
    ).select_related("district", "recorded_by")
    return sorted(
        rows.order_by("district__code", "name", "pk"), key=lambda row: (row.district.code, row.closed_on is not None)
    )


def workstation_for(actor: Actor, workstation_id: int) -> Workstation:
    """Raises NotFound, Denied (another district's)."""
    row = Workstation.objects.select_related("district").filter(pk=workstation_id).first()
    if row is None or row.tenant_id != actor.tenant_id:
        raise NotFound()
    if row.district_id not in readable_districts(actor):
        raise Denied()
    return row


def candidates(actor: Actor, wanted: CandidateFilter) -> CandidatePage:
    """Fifty of the candidates of the districts that the actor may read, newest first."""
    rows = _filtered(actor, wanted)
    rows = rows.filter(pk__lt=wanted.after) if wanted.after else rows
    found = list(rows.select_related("district", "added_by", "application__edition")[: PAGE_SIZE + 1])
    page = tuple(found[:PAGE_SIZE])
    return CandidatePage(page, page[-1].pk if len(found) > PAGE_SIZE else None)


def count_candidates(actor: Actor, wanted: CandidateFilter) -> int:
    return _filtered(actor, wanted).count()


def _filtered(actor: Actor, wanted: CandidateFilter) -> QuerySet[Candidate]:
    rows = Candidate.objects.filter(tenant_id=policy.tenant_of(actor), district__in=readable_districts(actor))
    if wanted.district_id is not None:
        rows = rows.filter(district_id=wanted.district_id)
    if wanted.programme:
        rows = rows.filter(programme_slug=wanted.programme)
    if wanted.tier is not None:
        rows = rows.filter(tier=wanted.tier)
    rows = rows.filter(dropped_at__isnull=wanted.show != "dropped")
    if wanted.show in {"pool", "applied"}:
        rows = rows.filter(application__isnull=wanted.show == "pool")
    if text := fold_width(wanted.text).strip():
        rows = rows.filter(enterprise_name__icontains=text) | rows.filter(uscc__iexact=text)
    return rows.order_by("-pk")


def candidate_for(actor: Actor, candidate_id: int) -> Candidate:
    """Raises NotFound, Denied (another district's)."""
    row = Candidate.objects.select_related("district").filter(pk=candidate_id).first()
    if row is None or row.tenant_id != actor.tenant_id:
        raise NotFound()
    if row.district_id not in readable_districts(actor):
        raise Denied()
    return row


def pool_of(application: Application) -> list[Candidate]:
    """Candidates that are this very enterprise's for this programme, whether they have been matched or not."""
    rows = Candidate.objects.filter(
        tenant_id=application.tenant_id,
        programme_slug=application.edition.programme_slug,
        uscc=application.enterprise_uscc,
        dropped_at=None,
    )
    return list(rows.order_by("pk"))


def log_for(actor: Actor, unit_id: int) -> Log:
    """The log of a unit whose filing the actor may read. Raises NotFound, Denied."""
    unit = unit_for(actor, unit_id)
    return log_of(unit)


def log_of(unit: Unit) -> Log:
    rows = Activity.objects.filter(unit_id=unit.pk).select_related("workstation", "logged_by")
    lines = tuple(rows.order_by("held_on", "pk"))
    return Log(unit, lines, sum((line.hours for line in lines if line.struck_at is None), Decimal(0)))


def open_workstations(unit: Unit) -> list[Workstation]:
    """Those of the unit's own district that are not closed."""
    rows = Workstation.objects.filter(tenant_id=unit.tenant_id, district=unit.district, closed_on=None)
    return list(rows.order_by("name", "pk"))


def programmes_scouted(editions: Iterable[Edition]) -> dict[str, str]:
    """Slug -> title of the organiser's programmes that scout or incubate, in the order of the editions."""
    found: dict[str, str] = {}
    for edition in editions:
        if set(edition.programme.stages) & {"scouting", "incubation"}:
            found.setdefault(edition.programme_slug, edition.programme.title)
    return found
