"""How far a programme is from its targets: over all editions at one organiser, of what is listed and still valid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from applications.queries.progress import FilingCounts, filings_by_district
from portal.kit import clock
from portal.kit.actor import Actor
from programmes.contract import Programme
from programmes.models import Edition, EditionState

from ..models import ListEntry, ListState, Standing
from ..policy import own_tenant


@dataclass(frozen=True, slots=True)
class TargetReached:
    """goal: of the newest edition; 0 = its organiser set none. control_id: unique on a page."""

    control_id: str
    label: str
    unit: str
    goal: int
    reached: int

    @property
    def is_reached(self) -> bool:
        return 0 < self.goal <= self.reached


@dataclass(frozen=True, slots=True)
class DistrictProgress:
    """listed: ever; valid: of these, today; suspended and revoked too. things: distinct ones, target by target."""

    name: str
    listed: int
    valid: int
    suspended: int
    revoked: int
    things: tuple[int, ...]
    filings: FilingCounts = field(default_factory=FilingCounts)

    @property
    def listed_percent(self) -> int | None:
        """Of the units filed, those that were listed; None where none was filed. Half up."""
        return (200 * self.listed + self.filings.filed) // (2 * self.filings.filed) if self.filings.filed else None


@dataclass(frozen=True, slots=True)
class ProgrammeProgress:
    """districts: the one with most in force first, then by name. first_year and last_year: of the editions counted."""

    programme: Programme
    first_year: int
    last_year: int
    targets: tuple[TargetReached, ...]
    districts: tuple[DistrictProgress, ...]

    @property
    def valid(self) -> int:
        return sum(row.valid for row in self.districts)

    @property
    def listed(self) -> int:
        return sum(row.listed for row in self.districts)


def public_progress(tenant_id: int) -> list[ProgrammeProgress]:
    """For anybody: what was published, and nothing else. Two queries."""
    return [_progress(editions, entries, {}) for editions, entries in _with_targets(tenant_id)]


def office_progress(actor: Actor) -> list[ProgrammeProgress]:
    """With what was scouted, filed and recommended. Two queries, and three more for each programme."""
    tenant_id = own_tenant(actor)
    return [
        _progress(
            editions,
            entries,
            filings_by_district(tenant_id, editions[0].programme_slug, [row.pk for row in editions]),
        )
        for editions, entries in _with_targets(tenant_id)
    ]


def _with_targets(tenant_id: int) -> list[tuple[list[Edition], list[ListEntry]]]:
    """(editions, newest first; their entries) of each programme that has targets, in the order of slugs."""
    rows = Edition.objects.filter(tenant_id=tenant_id).exclude(state=EditionState.DRAFT)
    editions: dict[str, list[Edition]] = defaultdict(list)
    for row in rows.order_by("programme_slug", "-year", "-pk"):
        if row.programme.targets:
            editions[row.programme_slug].append(row)
    slugs = {row.pk: slug for slug, found in editions.items() for row in found}
    entries: dict[str, list[ListEntry]] = defaultdict(list)
    listed = ListEntry.objects.filter(
        tenant_id=tenant_id, published_list__state=ListState.RELEASED, published_list__edition_id__in=slugs
    )
    for entry in listed.select_related("published_list").order_by("pk"):
        entries[slugs[entry.published_list.edition_id]].append(entry)
    return [(found, entries[slug]) for slug, found in editions.items()]


def _progress(editions: list[Edition], entries: list[ListEntry], filings: dict[str, FilingCounts]) -> ProgrammeProgress:
    newest, today = editions[0], clock.today()
    of, settings = newest.programme, newest.settings()
    valid = [entry for entry in entries if is_in_force(entry, today)]
    names = {entry.district_name for entry in entries} | set(filings)
    districts = [
        _district(name, [entry for entry in entries if entry.district_name == name], of, today, filings.get(name))
        for name in names
    ]
    return ProgrammeProgress(
        programme=of,
        first_year=editions[-1].year,
        last_year=newest.year,
        targets=tuple(
            TargetReached(
                control_id=f"target-{of.slug}-{one.key}",
                label=_(one.label),
                unit=_(one.unit),
                goal=int(settings.get(one.parameter) or 0),
                reached=_distinct(valid, one.key),
            )
            for one in of.targets
        ),
        districts=tuple(sorted(districts, key=lambda row: (-row.valid, -row.listed, row.name))),
    )


def _district(
    name: str, entries: list[ListEntry], of: Programme, today: date, filings: FilingCounts | None
) -> DistrictProgress:
    valid = [entry for entry in entries if is_in_force(entry, today)]
    return DistrictProgress(
        name=name,
        listed=len(entries),
        valid=len(valid),
        suspended=sum(entry.standing == Standing.SUSPENDED for entry in entries),
        revoked=sum(entry.standing == Standing.REVOKED for entry in entries),
        things=tuple(_distinct(valid, one.key) for one in of.targets),
        filings=filings or FilingCounts(),
    )


def _distinct(entries: list[ListEntry], key: str) -> int:
    return len({thing for entry in entries for thing in entry.counted.get(key, ())})


def is_in_force(entry: ListEntry, today: date) -> bool:
    return entry.standing == Standing.VALID and (entry.valid_to is None or today <= entry.valid_to)
