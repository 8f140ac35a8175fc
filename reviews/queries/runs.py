"""Reads of runs: which units are ready, what the board of a run shows, what an approved one says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Unit
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound
from programmes.models import Edition
from reviews import policy
from reviews.frozen import number
from reviews.models import Run, RunLine, RunState

from .panels import PAGE

READY = (State.REVIEWED, State.INSPECTED)
ON_THE_WAY = (State.EXPERT_REVIEW, State.SITE_INSPECTION)


@dataclass(frozen=True, slots=True)
class RunPage:
    rows: Sequence[Run]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A line of the board: the unit, and its frozen result."""

    line: RunLine
    unit: Unit
    result: dict[str, Any]
    totals: list[Decimal]
    is_spread_wide: bool


@dataclass(frozen=True, slots=True)
class ApprovedResult:
    """What publications may know of a proposed unit. figure: what a model ranks its list by; total is None then."""

    unit_id: int
    name: str
    total: Decimal | None
    rank: int
    run_digest: str
    list_code: str = ""
    figure: Decimal | None = None


def runs_for(actor: Actor, *, before: int | None = None, page: int = PAGE) -> RunPage:
    """Runs of the tenant, newest first."""
    _demand_watch(actor)
    rows = _runs().filter(tenant_id=policy.tenant_of(actor)).defer("parameters", "inputs", "results")
    rows = rows.annotate(line_count=Count("lines"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: page + 1])
    return RunPage(found[:page], found[page - 1].pk if len(found) > page else None)


def submitted_runs(actor: Actor) -> list[Run]:
    """Waiting for a decision by somebody else than who calculated or submitted them."""
    _demand_watch(actor)
    rows = _runs().filter(tenant_id=policy.tenant_of(actor), state=RunState.SUBMITTED)
    own = Q(calculated_by_id=actor.user_id) | Q(submitted_by_id=actor.user_id)
    return list(rows.exclude(own).order_by("pk"))


def run_for(actor: Actor, run_id: int) -> Run:
    """Raises NotFound (another tenant's), Denied (right tenant, wrong role)."""
    row = _runs().filter(pk=run_id, tenant_id=policy.tenant_of(actor)).first()
    if row is None:
        raise NotFound()
    _demand_watch(actor)
    return row


def lock_run(actor: Actor, run_id: int) -> Run:
    """As run_for, with the row locked FOR UPDATE until the transaction ends."""
    run_for(actor, run_id)
    return _runs().select_for_update(of=("self",)).get(pk=run_id)


def ready_editions(actor: Actor) -> list[Edition]:
    """Editions that have units ready for a run or on the way to one."""
    _demand_watch(actor)
    ids = Unit.objects.filter(tenant_id=policy.tenant_of(actor), state__in=READY + ON_THE_WAY).values("edition_id")
    return list(Edition.objects.filter(pk__in=ids).order_by("-year", "programme_slug", "pk"))


def ready_units(actor: Actor, edition_id: int) -> list[Unit]:
    return _units(actor, edition_id, READY)


def units_on_the_way(actor: Actor, edition_id: int) -> list[Unit]:
    """Units that a run must wait for: still before a panel, or sampled and not yet inspected."""
    return _units(actor, edition_id, ON_THE_WAY)


def units_of_run(run: Run) -> list[Unit]:
    rows = (
        RunLine.objects.filter(run=run)
        .select_related("unit", "unit__edition", "unit__application")
        .order_by("position", "pk")
    )
    return [row.unit for row in rows]


def lines_of(run: Run) -> list[ShownResult]:
    """The board in its frozen order."""
    rows = RunLine.objects.filter(run=run).select_related("unit", "unit__district").order_by("position", "pk")
    inputs = {unit["code"]: unit for unit in run.inputs}
    found = []
    for row, result in zip(rows, run.results, strict=True):
        unit = inputs[row.code]
        totals = sorted(Decimal(sheet["total"]) for sheet in unit["experts"])
        found.append(ShownResult(row, row.unit, result, totals, bool(unit.get("is_spread_wide"))))
    return found


def line_for(run: Run, line_id: int) -> tuple[ShownResult, dict[str, Any]]:
    """One line of the board and its frozen input. Raises NotFound."""
    for shown in lines_of(run):
        if shown.line.pk == line_id:
            return shown, next(unit for unit in run.inputs if unit["code"] == shown.line.code)
    raise NotFound()


def approved_results(edition: Edition) -> list[ApprovedResult]:
    """Units that an approved run proposed, run by run, in ranked order: the frozen results, for publications."""
    rows = RunLine.objects.filter(run__edition=edition, run__state=RunState.APPROVED).select_related("run")
    found = []
    for row in rows.order_by("run__decided_at", "run_id", "position", "pk"):
        result = row.run.results[row.position - 1]
        if result["is_proposed"]:
            found.append(
                ApprovedResult(
                    unit_id=row.unit_id,
                    name=result["name"],
                    total=number(result["total"]),
                    rank=result["rank"],
                    run_digest=row.run.digest,
                    list_code=result.get("list_code", ""),
                    figure=number(result.get("final_figure")),
                )
            )
    return found


def _units(actor: Actor, edition_id: int, states: Sequence[str]) -> list[Unit]:
    _demand_watch(actor)
    rows = Unit.objects.filter(tenant_id=policy.tenant_of(actor), edition_id=edition_id, state__in=states)
    return list(rows.select_related("application", "district", "edition").order_by("pk"))


def _runs() -> QuerySet[Run]:
    return Run.objects.select_related("edition", "edition__tenant", "calculated_by", "submitted_by", "decided_by")


def _demand_watch(actor: Actor) -> None:
    if not policy.may_watch(actor):
        raise Denied(_("评审结果由市级经办人、市级审定和监督审计人员查看。"))
