"""The stage on which an edition is played: its people, its filings and how far each has come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Protocol, TypeVar

from django.db.models import QuerySet

from applications.models import Application, Correction, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo
from programmes.models import Edition

from . import filing as filings

# Stations in the order in which a filing passes them; a target behind a step has gone through it.
COURSE = (
    "draft",
    "withdrawn",
    "submitted",
    "returned_for_correction",
    "consulting",
    "awaiting_leader",
    "not_recommended",
    "incubation",
    "screening",
    "screened_out",
    "formal_check",
    "not_accepted",
    "accepted",
    "data_checked",
    "expert_review",
    "reviewed",
    "site_inspection",
    "inspected",
    "not_proposed",
    "cert_application",
    "cert_testing",
    "cert_decision",
    "not_certified",
    "proposed",
    "public_notice",
    "objection_hold",
    "listed",
    "suspended",
    "expiring",
    "lapsed",
    "revoked",
)

REFUSED, RETURNED = "not_accepted", "returned_for_correction"


def is_past(target: str, station: str) -> bool:
    return COURSE.index(target) >= COURSE.index(station)


Work = TypeVar("Work")
Result = TypeVar("Result")


class Each(Protocol):
    """Does something for every item, in any order and perhaps at the same time; the results in the items' order."""

    def __call__(self, act: Callable[[Work], Result], items: Sequence[Work], /) -> list[Result]: ...


def one_by_one(act: Callable[[Work], Result], items: Sequence[Work], /) -> list[Result]:
    return [act(item) for item in items]


@dataclass
class Played:
    """One filing on its way. units: keys by place, once the offices behind the district have them."""

    filing: DemoFiling
    actor: Actor
    application: Application
    units: dict[int, int] = field(default_factory=dict)

    def is_past(self, station: str) -> bool:
        """Whether any of its items goes so far."""
        return any(is_past(target, station) for target in self.targets())

    def targets(self) -> list[str]:
        return [self._aim(target) for target in (self.filing.target, *self.filing.items.values())]

    def target_at(self, place: int) -> str:
        """Of one item. What is sent back on its way and stays so has got as far as where it was sent back."""
        return self._aim(self.filing.items.get(place, self.filing.target))

    def _aim(self, target: str) -> str:
        if target == RETURNED and self.filing.screening_returns:
            return "screening"
        return "not_proposed" if target == RETURNED and self.filing.is_reworked else target


@dataclass
class Stage:
    """What the player holds while it plays one edition."""

    tenant: Tenant
    staff: dict[str, Actor]
    experts: dict[int, Actor]
    edition: Edition
    demo: ProgrammeDemo
    plan: DemoEdition
    filings: Sequence[DemoFiling]
    each: Each = one_by_one
    cast: list[Played] = field(default_factory=list)

    def units(self, *targets: str, past: str = "") -> list[Unit]:
        """Units of filings with one of these targets, or whose target lies at or behind a station.

        Those that were refused against their target are left out: an edition's settings may be stricter.
        """
        aims = {key: target for key, target in self._targets() if target in targets or (past and is_past(target, past))}
        with fence.entered(self.staff["city"]):
            found = units_as_now().in_bulk(list(aims))
        is_refused = {key for key in aims if found[key].state == State.NOT_ACCEPTED}
        return [found[key] for key, target in aims.items() if key not in is_refused or target == REFUSED]

    def _targets(self) -> Iterator[tuple[int, str]]:
        for played in self.cast:
            for place, key in sorted(played.units.items()):
                yield key, played.target_at(place)

    def filing_of(self, unit_id: int) -> DemoFiling:
        return self.played(unit_id).filing

    def target_of(self, unit: Unit) -> str:
        return self.played(unit.pk).target_at(unit.position)

    def played(self, unit_id: int) -> Played:
        return self._by_unit[unit_id]

    def learn_units(self, applications: Collection[int] | None = None) -> None:
        """Look up the units of these filings, or of all of them; what the district has not passed on has none."""
        with fence.entered(self.staff["city"]):
            rows = Unit.objects.filter(edition=self.edition).exclude(state=State.WAITING).order_by("pk")
            units = list(rows.values_list("application_id", "position", "pk"))
        for played in self.cast:
            own = {place: key for application, place, key in units if application == played.application.pk}
            if applications is None or played.application.pk in applications:
                played.units = own
        self.__dict__.pop("_by_unit", None)

    @cached_property
    def _by_unit(self) -> dict[int, Played]:
        return {key: played for played in self.cast for key in played.units.values()}

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Serial -> the number in its applicant's mailbox."""
        return self.demo.numbers()


def units_as_now() -> QuerySet[Unit]:
    return Unit.objects.select_related("edition", "application__tenant", "application__district", "tenant", "district")


def fresh(unit: Unit, city: Actor) -> Unit:
    with fence.entered(city):
        return units_as_now().get(pk=unit.pk)


def read_again(application_id: int, city: Actor) -> Application:
    with fence.entered(city):
        return Application.objects.select_related("edition", "tenant", "district").get(pk=application_id)


def at_step(stage: Stage, step: str) -> datetime:
    """The step's instant, or now when that lies ahead: nothing in the demo comes from the future."""
    return min(stage.plan.steps.get(step, clock.now()), clock.now())


def may_return(stage: Stage) -> bool:
    """Nothing is sent back in an edition that allows no return."""
    return int(stage.edition.settings().get("max_returns", 1)) > 0


def correct_all(stage: Stage, answered: Sequence[Played], step: str) -> None:
    """The answers, each before it is due: the edition may give fewer days than its plan took."""
    with clock.frozen(min(at_step(stage, step), before_corrections_are_due(stage, answered))):
        stage.each(lambda one: filings.correct(one.filing, one.application, one.actor), answered)
        for played in answered:
            played.application = read_again(played.application.pk, stage.staff["city"])


def before_corrections_are_due(stage: Stage, answered: Sequence[Played]) -> datetime:
    """An hour before the first of theirs is."""
    with fence.as_tenant(stage.tenant.pk):
        theirs = Correction.objects.filter(application__in=[one.application.pk for one in answered], answered_at=None)
        first_due_at = theirs.order_by("due_at").values_list("due_at", flat=True).first()
    return first_due_at - timedelta(hours=1) if first_due_at else clock.now()
