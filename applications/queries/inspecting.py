"""Site inspections: which cases may be inspected, which the sample names, what was planned and found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from applications import policy
from applications.models import Inspection, Unit, Version
from applications.workflow import State
from portal.kit.actor import Actor
from programmes.models import Edition

# While a case is in one of these the sample counts it; the decision takes it out.
SAMPLED = (State.REVIEWED, State.SITE_INSPECTION, State.INSPECTED)


@dataclass(frozen=True, slots=True)
class Inspectable:
    unit: Unit
    digest: str
    inspection: Inspection | None


@dataclass(frozen=True, slots=True)
class Board:
    """One edition's cases after their review. share: the part that is to be inspected."""

    edition: Edition
    share: Decimal
    rows: tuple[Inspectable, ...]


def inspection_boards(actor: Actor) -> list[Board]:
    """Editions that have cases to inspect, newest first; three queries for any number of cases."""
    units = list(
        Unit.objects.filter(tenant_id=policy.tenant_of(actor), state__in=SAMPLED)
        .select_related("application", "edition", "district")
        .order_by("-edition__year", "edition_id", "district__code", "pk")
    )
    ids = [unit.application_id for unit in units]
    versions = Version.objects.filter(application_id__in=ids, number=F("application__version_number"))
    digests = dict(versions.order_by("pk").values_list("application_id", "digest"))
    planned = {row.unit_id: row for row in Inspection.objects.filter(unit__in=units).order_by("planned_on", "pk")}
    boards: dict[int, list[Inspectable]] = {}
    for unit in units:
        row = Inspectable(unit, digests.get(unit.application_id, ""), planned.get(unit.pk))
        boards.setdefault(unit.edition_id, []).append(row)
    return [
        Board(rows[0].unit.edition, Decimal(str(rows[0].unit.edition.settings()["inspection_share"])), tuple(rows))
        for rows in boards.values()
        if rows[0].unit.edition.has_stage("site_inspection")
    ]


def inspection_of(unit: Unit) -> Inspection | None:
    return Inspection.objects.filter(unit=unit).first()
