"""The stage on which an edition is played: its people, its filings and how far each has come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from django.db.models import QuerySet

from applications.models import Application, Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.demonstration import DemoEdition, DemoFiling, ProgrammeDemo
from programmes.models import Edition

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

REFUSED = "not_accepted"


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
        return [self.filing.target, *self.filing.items.values()]

    def target_at(self, place: int) -> str:
        return self.filing.items.get(place, self.filing.target)


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
    return Unit.objects.select_related("edition", "application__tenant", "tenant", "district")


def fresh(unit: Unit, city: Actor) -> Unit:
    with fence.entered(city):
        return units_as_now().get(pk=unit.pk)


def read_again(application_id: int, city: Actor) -> Application:
    with fence.entered(city):
        return Application.objects.select_related("edition", "tenant", "district").get(pk=application_id)
