"""What an outside body may read: the units entrusted to it, each in one frozen version, and nothing else.

Every read starts from the entrustments in force of the actor's own bodies; somebody else's key is not found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from applications import policy
from applications.models import (
    Application,
    Attachment,
    CertificationStep,
    CheckFinding,
    Correction,
    Entrustment,
    OutsideCertificate,
    Purpose,
    Screening,
    ScreeningOutcome,
    StepOutcome,
    Unit,
    Version,
)
from applications.workflow import State
from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound
from portal.tenancy import fence
from programmes.contract import Verdict

from .case import ShownField, ShownSection, counting, figures_of, shown_sections
from .facts import attachments_of, newest_findings, verdict_for
from .filing import correction_open_for
from .rows import version_of

PAGE_SIZE = 50
# Where a unit waits for its body, by what it was entrusted for.
AT_WORK: dict[str, tuple[State, ...]] = {
    Purpose.SCREENING: (State.SCREENING,),
    Purpose.CERTIFICATION: (State.CERT_APPLICATION, State.CERT_TESTING, State.CERT_DECISION),
}
ITEM_COLUMN = "item"
"""A table whose rows speak of an item by its number has it in a column of this key."""


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Entrustments with unit, application and edition. next_after: pk of the last row where there are more."""

    rows: list[Entrustment]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class EntrustedCase:
    """The page of one entrustment. version: the newest one, or the one that was screened once that is done.

    sections     without the rows of other items of the same filing
    steps        of certification since this entrustment, oldest first
    """

    entrustment: Entrustment
    unit: Unit
    version: Version
    sections: tuple[ShownSection, ...]
    verdict: Verdict
    findings: Mapping[str, CheckFinding]
    screenings: tuple[Screening, ...]
    steps: tuple[CertificationStep, ...]
    certificate: OutsideCertificate | None
    correction: Correction | None
    profile: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_at_work(self) -> bool:
        """Whether the body has something to do now."""
        return self.unit.state in AT_WORK[self.entrustment.purpose]

    @property
    def open_steps(self) -> list[CertificationStep]:
        """Nonconformities to be closed, at most one of each kind."""
        return [step for step in newest_of_kind(self.steps) if is_open(step)]

    @property
    def passed_kinds(self) -> frozenset[str]:
        """Kinds of steps that are passed, at once or after mending."""
        newest = newest_of_kind(self.steps)
        return frozenset(s.kind for s in newest if s.outcome == StepOutcome.PASSED or s.resolved_on is not None)


def own_entrustments(actor: Actor) -> QuerySet[Entrustment]:
    """Entrustments in force of the actor's bodies that are in use. Raises NotFound for whoever is no member."""
    rows = Entrustment.objects.filter(
        tenant_id=policy.tenant_of(actor),
        body__name__in=sorted(actor.bodies_for(Role.THIRD_PARTY_AGENCY)),
        body__is_active=True,
        ended_at__isnull=True,
    )
    return rows.select_related("body", "unit__application", "unit__edition", "unit__tenant")


def at_work() -> Q:
    """Entrustments whose unit lies with its body."""
    found = Q()
    for purpose, states in AT_WORK.items():
        found |= Q(purpose=purpose, unit__state__in=states)
    return found


def is_returned() -> Q:
    """Entrustments whose unit was returned by its body and has not come back."""
    return Q(purpose=Purpose.SCREENING, unit__state=State.RETURNED)


def desk_page(actor: Actor, *, is_done: bool = False, after: int = 0) -> DeskPage:
    """One page of what waits for the actor's bodies, returned ones included, oldest first; or of what is done."""
    open_ones = at_work() | is_returned()
    rows = own_entrustments(actor).filter(~open_ones if is_done else open_ones, pk__gt=after)
    found = list(rows.order_by("pk")[: PAGE_SIZE + 1])
    return DeskPage(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None)


def desk_counts(actor: Actor) -> dict[str, int]:
    """{"open": with the body or returned by it, "done": the rest}."""
    everything = own_entrustments(actor)
    open_count = everything.filter(at_work() | is_returned()).count()
    return {"open": open_count, "done": everything.count() - open_count}


def open_steps_of(rows: list[Entrustment]) -> dict[int, CertificationStep]:
    """Unit id -> the open nonconformity that is due first, of units that these bodies are testing."""
    since = {row.unit_id: row.entrusted_at for row in rows if row.unit.state == State.CERT_TESTING}
    steps = CertificationStep.objects.filter(unit_id__in=since).order_by("pk")
    found: dict[int, CertificationStep] = {}
    for step in newest_of_kind(row for row in steps if row.recorded_at >= since[row.unit_id]):
        if is_open(step) and (step.unit_id not in found or _due(step) < _due(found[step.unit_id])):
            found[step.unit_id] = step
    return found


def newest_of_kind(steps: Iterable[CertificationStep]) -> Iterator[CertificationStep]:
    """The newest of each kind of each unit. steps: oldest first."""
    newest: dict[tuple[int, str], CertificationStep] = {}
    for step in steps:
        newest[step.unit_id, step.kind] = step
    yield from newest.values()


def is_open(step: CertificationStep) -> bool:
    """Whether it has nonconformities that are not closed."""
    return step.due_on is not None and step.resolved_on is None


def _due(step: CertificationStep) -> date:
    return step.due_on or date.max


def entrustment_for(actor: Actor, entrustment_id: int) -> Entrustment:
    """Raises NotFound for another body's, and for one that was taken back."""
    row = own_entrustments(actor).filter(pk=entrustment_id).first()
    if row is None:
        raise NotFound
    return row


def lock_held(actor: Actor, unit_id: int, purpose: str) -> Entrustment:
    """The body's own entrustment with its unit, application, unit and entrustment locked in this order.

    The application is locked first, as whoever submits does, so that neither waits for the other. Raises NotFound.
    """
    wanted = own_entrustments(actor).filter(unit_id=unit_id, purpose=purpose)
    row = wanted.first()
    if row is None:
        raise NotFound
    list(Application.objects.select_for_update().filter(pk=row.unit.application_id).values_list("pk"))
    list(Unit.objects.select_for_update().filter(pk=unit_id).values_list("pk"))
    locked = wanted.select_for_update(of=("self",)).first()
    if locked is None:
        raise NotFound
    return locked


def entrusted_case(actor: Actor, entrustment_id: int) -> EntrustedCase:
    """Everything that the body's page of one case shows, in a fixed number of queries. Raises NotFound."""
    row = entrustment_for(actor, entrustment_id)
    unit = row.unit
    screenings = tuple(Screening.objects.filter(unit=unit, entrustment=row).order_by("pk"))
    version = _version_for(row, screenings)
    steps = CertificationStep.objects.filter(unit=unit, recorded_at__gte=row.entrusted_at)
    sections = shown_sections(unit.application, version, counting(figures_of(unit)))
    return EntrustedCase(
        entrustment=row,
        unit=unit,
        version=version,
        sections=tuple(_own_part(section, unit, version) for section in sections),
        verdict=verdict_for(unit),
        findings=newest_findings(unit),
        screenings=screenings,
        steps=tuple(steps.order_by("pk")),
        certificate=OutsideCertificate.objects.filter(unit=unit).first(),
        correction=correction_open_for(unit.application),
        profile=version.content.get("profile", {}),
    )


def _version_for(row: Entrustment, screenings: tuple[Screening, ...]) -> Version:
    """After its word a screening body keeps the version that it spoke of, whatever is filed later."""
    last = screenings[-1] if screenings else None
    is_over = row.purpose == Purpose.SCREENING and row.unit.state not in (State.SCREENING, State.RETURNED)
    if is_over and last is not None and last.outcome != ScreeningOutcome.RETURNED:
        return version_of(row.unit.application, last.version_number)
    return version_of(row.unit.application, row.unit.application.version_number)


def _own_part(section: ShownSection, unit: Unit, version: Version) -> ShownSection:
    """Without the rows that are about other items of the same filing: they may be another body's."""
    items = unit.edition.programme.items
    if not items:
        return section
    fields = tuple(_own_rows(shown, unit, version, items) for shown in section.fields)
    return replace(section, fields=fields)


def _own_rows(shown: ShownField, unit: Unit, version: Version, items: str) -> ShownField:
    is_by_item = ITEM_COLUMN in {column.key for column in shown.field.columns}
    if shown.field.key != items and not is_by_item:
        return shown
    stored = version.content["answers"].get(shown.field.key) or []
    numbers = (str(row.get(ITEM_COLUMN)) if is_by_item else str(place) for place, row in enumerate(stored, start=1))
    own = tuple(row for row, number in zip(shown.rows, numbers, strict=False) if number == str(unit.position))
    return replace(shown, rows=own, text="", before=None)


def entrusted_attachment(actor: Actor, entrustment_id: int, attachment_id: int) -> tuple[Entrustment, Attachment]:
    """A file of the version that the entrustment lets its body read. Raises NotFound."""
    row = entrustment_for(actor, entrustment_id)
    screenings = tuple(Screening.objects.filter(unit=row.unit, entrustment=row).order_by("pk"))
    for file in attachments_of(_version_for(row, screenings)):
        if file.pk == attachment_id:
            return row, file
    raise NotFound


@dataclass(frozen=True, slots=True)
class OwnBody:
    """What an applicant sees of an outside body's work on one of its units. certificate: as that body issued it."""

    unit: Unit
    body_name: str
    purpose: str
    entrusted_at: datetime
    steps: tuple[CertificationStep, ...]
    certificate: OutsideCertificate | None


def own_bodies(application: Application) -> list[OwnBody]:
    """Bodies at work on a filing, for the enterprise that filed it, by unit; three queries. Fetch by own_for first.

    Entrustments and steps lie inside the organiser's fence.
    """
    if not any(map(application.edition.has_stage, ("screening", "cert_application"))):
        return []
    with fence.widened(tenant_id=application.tenant_id):
        rows = list(
            Entrustment.objects.filter(unit__application_id=application.pk, ended_at__isnull=True)
            .select_related("unit", "body")
            .order_by("unit__position", "pk")
        )
        if not rows:
            return []
        steps = list(CertificationStep.objects.filter(unit__application_id=application.pk).order_by("pk"))
        issued = {one.unit_id: one for one in OutsideCertificate.objects.filter(unit__application_id=application.pk)}
    return [
        OwnBody(
            unit=row.unit,
            body_name=row.body.name,
            purpose=row.purpose,
            entrusted_at=row.entrusted_at,
            steps=_steps_under(row, steps),
            certificate=issued.get(row.unit_id) if row.purpose == Purpose.CERTIFICATION else None,
        )
        for row in rows
    ]


def _steps_under(row: Entrustment, steps: Iterable[CertificationStep]) -> tuple[CertificationStep, ...]:
    if row.purpose != Purpose.CERTIFICATION:
        return ()
    return tuple(one for one in steps if one.unit_id == row.unit_id and one.recorded_at >= row.entrusted_at)
