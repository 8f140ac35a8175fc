"""What an office gives out: units that wait for a body, and those that are in a body's hands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from applications import policy
from applications.models import Entrustment, Purpose, Unit, Version
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.kit.folding import fold_width
from portal.people.models import Body, BodyKind
from programmes.models import Edition

from .agencies import at_work, is_returned

PAGE_SIZE = 50
# In which state a unit is given out, and to which kind of body.
GIVEN_OUT_AT: dict[str, State] = {Purpose.SCREENING: State.SCREENING, Purpose.CERTIFICATION: State.CERT_APPLICATION}
BODY_KIND: dict[str, BodyKind] = {Purpose.SCREENING: BodyKind.AGENCY, Purpose.CERTIFICATION: BodyKind.CERTIFICATION}
# While a unit is in one of these, it may be taken back: later the body's word is given, or its certificate stands.
TAKEN_BACK_AT: dict[str, tuple[State, ...]] = {
    Purpose.SCREENING: (State.SCREENING, State.RETURNED),
    Purpose.CERTIFICATION: (
        State.CERT_APPLICATION,
        State.CERT_TESTING,
        State.LISTED,
        State.SUSPENDED,
        State.EXPIRING,
    ),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that no body has. named: the body that the applicant has named for it, where the register holds it."""

    unit: Unit
    named: Body | None


@dataclass(frozen=True, slots=True)
class WaitingPage:
    rows: list[Waiting]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Entrustments in force, with the unit, its edition and the body."""

    rows: list[Entrustment]
    next_after: int | None


def bodies_for_purpose(tenant_id: int, purpose: str) -> QuerySet[Body]:
    """Bodies in use that may be entrusted with it."""
    rows = Body.objects.filter(tenant_id=tenant_id, is_active=True, kind=BODY_KIND[purpose])
    return rows.order_by("name", "pk")


def waiting_page(actor: Actor, purpose: str, *, after: int = 0) -> WaitingPage:
    """One page of units that wait to be entrusted, oldest first, each with the body that its applicant has named."""
    rows = _waiting(actor, purpose).filter(pk__gt=after).select_related("application", "edition", "district")
    found = list(rows.order_by("pk")[: PAGE_SIZE + 1])
    page = found[:PAGE_SIZE]
    named = named_bodies(page, bodies_for_purpose(policy.tenant_of(actor), purpose))
    more = page[-1].pk if len(found) > PAGE_SIZE else None
    return WaitingPage([Waiting(unit, named.get(unit.pk)) for unit in page], more)


def named_bodies(units: Iterable[Unit], bodies: Iterable[Body]) -> dict[int, Body]:
    """Unit id -> the body whose full name stands as an answer in the unit's filing; two queries."""
    by_name = {_folded(body.name): body for body in bodies}
    wanted = {unit.application_id: [] for unit in units}  # type: dict[int, list[int]]
    for unit in units:
        wanted[unit.application_id].append(unit.pk)
    if not by_name or not wanted:
        return {}
    versions = Version.objects.filter(application_id__in=wanted, number=F("application__version_number"))
    found: dict[int, Body] = {}
    for version in versions.order_by("pk"):
        body = _named_in(version.content["answers"], by_name)
        if body is not None:
            found |= dict.fromkeys(wanted[version.application_id], body)
    return found


def _named_in(answers: Mapping[str, Any], by_name: Mapping[str, Body]) -> Body | None:
    texts = (_folded(value) for value in answers.values() if isinstance(value, str))
    return next((by_name[text] for text in texts if text in by_name), None)


def _folded(name: str) -> str:
    return fold_width(name).replace(" ", "")


def held_page(actor: Actor, *, after: int = 0) -> HeldPage:
    """One page of what is in a body's hands and not done, oldest first."""
    rows = _held(actor).filter(pk__gt=after).select_related("body", "unit__application", "unit__edition")
    found = list(rows.order_by("pk")[: PAGE_SIZE + 1])
    return HeldPage(found[:PAGE_SIZE], found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None)


def entrusting_counts(actor: Actor) -> dict[str, int]:
    """How many units wait by purpose, and how many are "held"."""
    counts = {str(purpose): _waiting(actor, purpose).count() for purpose in GIVEN_OUT_AT}
    return counts | {"held": _held(actor).count()}


def waiting_editions(actor: Actor) -> list[tuple[str, Edition, int]]:
    """(purpose, edition, units that wait to be entrusted), for the home of the office."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for purpose in GIVEN_OUT_AT:
        rows = _waiting(actor, purpose).order_by().values("edition_id").annotate(n=Count("pk"))
        for row in rows:
            counts[str(purpose), row["edition_id"]] += row["n"]
    ids = {edition_id for _purpose, edition_id in counts}
    editions = Edition.objects.in_bulk(ids) if ids else {}
    return [(purpose, editions[key], counts[purpose, key]) for purpose, key in sorted(counts)]


def office_entrustment(actor: Actor, entrustment_id: int) -> Entrustment:
    """One in force, of the actor's own organiser. Raises NotFound."""
    rows = Entrustment.objects.filter(tenant_id=policy.tenant_of(actor), ended_at__isnull=True)
    row = rows.select_related("body", "unit__application", "unit__edition", "unit__tenant").filter(pk=entrustment_id)
    found = row.first()
    if found is None:
        raise NotFound
    return found


def _waiting(actor: Actor, purpose: str) -> QuerySet[Unit]:
    held = Entrustment.objects.filter(unit_id=OuterRef("pk"), purpose=purpose, ended_at__isnull=True)
    rows = Unit.objects.filter(tenant_id=policy.tenant_of(actor), state=GIVEN_OUT_AT[purpose])
    return rows.filter(~Exists(held))


def _held(actor: Actor) -> QuerySet[Entrustment]:
    # A body that was switched off sees nothing more: what it still holds is to be taken back, whatever its state.
    open_ones = at_work() | is_returned() | Q(body__is_active=False)
    return Entrustment.objects.filter(open_ones, tenant_id=policy.tenant_of(actor), ended_at__isnull=True)


def tenants_testing(actor: Actor) -> list[int]:
    """Ids of the organisers at which a unit of the actor's enterprise is being tested."""
    rows = Unit.objects.filter(enterprise_id=actor.enterprise_id or 0, state=State.CERT_TESTING)
    return sorted(set(rows.order_by("tenant_id").values_list("tenant_id", flat=True)))
