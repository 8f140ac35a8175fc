"""The stage on which an edition is played: its people, its filings and how far each has come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    "awaiting_leader",
    "not_recommended",
    "formal_check",
    "not_accepted",
    "accepted",
    "data_checked",
    "expert_review",
    "reviewed",
    "site_inspection",
    "inspected",
    "not_proposed",
    "proposed",
    "public_notice",
    "objection_hold",
    "listed",
    "expiring",
    "lapsed",
    "revoked",
)

REFUSED = "not_accepted"

Work = TypeVar("Work")
Result = TypeVar("Result")


class Each(Protocol):
    """Does something for every item, in any order and perhaps at the same time; the results in the items' order."""

    def __call__(self, act: Callable[[Work], Result], items: Sequence[Work], /) -> list[Result]: ...


def one_by_one(act: Callable[[Work], Result], items: Sequence[Work], /) -> list[Result]:
    return [act(item) for item in items]


@dataclass
class Played:
    """One filing on its way."""

    filing: DemoFiling
    actor: Actor
    application: Application
    unit: Unit | None = None

    def is_past(self, station: str) -> bool:
        return COURSE.index(self.filing.target) >= COURSE.index(station)


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
        wanted = [p for p in self.cast if p.filing.target in targets or (past and p.is_past(past))]
        keys = [p.unit.pk for p in wanted if p.unit is not None]
        with fence.entered(self.staff["city"]):
            found = units_as_now().in_bulk(keys)
        is_refused = {key for key in keys if found[key].state == State.NOT_ACCEPTED}
        return [
            found[p.unit.pk] for p in wanted if p.unit and (p.unit.pk not in is_refused or p.filing.target == REFUSED)
        ]

    def filing_of(self, unit_id: int) -> DemoFiling:
        return self.played(unit_id).filing

    def played(self, unit_id: int) -> Played:
        return self._by_unit[unit_id]

    @cached_property
    def _by_unit(self) -> dict[int, Played]:
        """Asked for once the city has the cases: from then on no unit joins."""
        return {p.unit.pk: p for p in self.cast if p.unit is not None}

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
