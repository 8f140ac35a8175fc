"""Reads of runs: which units are ready, what goes into a run, what an approved one says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from applications.models import Inspection, Unit
from applications.queries import facts_for_all
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import Denied, NotFound
from programmes.contract import Facts, Line, Verdict
from programmes.models import Edition
from reviews import policy, running
from reviews.models import PanelUnit, Run, RunLine, RunState, SheetState
from reviews.rules import rules_from

from .panels import PAGE
from .sheets import live_sheets_of_units, points_of, total_of

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
    """What publications may know of a proposed unit."""

    unit_id: int
    name: str
    total: Decimal
    rank: int
    run_digest: str


def runs_for(actor: Actor, *, before: int | None = None, page: int = PAGE) -> RunPage:
    """Runs of the tenant, newest first."""
    _demand_watch(actor)
    rows = _runs().filter(tenant_id=policy.tenant_of(actor)).annotate(line_count=Count("lines"))
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


def parameters_of(edition: Edition) -> dict[str, Any]:
    """Everything the edition had set, and the three figures a run computes with."""
    rules = rules_from(edition.settings())
    figures = {
        "pass_line": rules.pass_line,
        "quantitative_weight": rules.quantitative_weight,
        "expert_weight": rules.expert_weight,
    }
    plain: dict[str, Any] = running.plain(
        {"settings": edition.settings(), "programme": edition.programme_slug, **figures}
    )
    return plain


def gather_inputs(units: Sequence[Unit]) -> list[dict[str, Any]]:
    """Inputs of a run as reviews.running wants them, in a fixed number of queries. units with edition, application."""
    ids = [unit.pk for unit in units]
    before_panels = {
        row.unit_id: row for row in PanelUnit.objects.filter(unit_id__in=ids, is_active=True).order_by("pk")
    }
    sheets = live_sheets_of_units({row.panel_id for row in before_panels.values()})
    inspections = {row.unit_id: row.outcome for row in Inspection.objects.filter(unit_id__in=ids).order_by("pk")}
    facts = facts_for_all(units)
    found = []
    for unit in units:
        row = before_panels.get(unit.pk)
        panel = None if row is None or row.value is None else row
        found.append(
            {
                **_file_part(unit, facts[unit.pk]),
                "experts": [
                    {"field": sheet.field, "total": total_of(sheet), "points": points_of(sheet)}
                    for sheet in sheets.get(unit.pk, [])
                    if sheet.state == SheetState.SUBMITTED
                ],
                "panel": panel and panel.value,
                "is_spread_wide": bool(panel and panel.is_spread_wide),
                "inspection": inspections.get(unit.pk, ""),
            }
        )
    plain: list[dict[str, Any]] = running.plain(found)
    return plain


def unit_code(unit: Unit) -> str:
    """What stands for a unit in a run: credit code, name, place in its application. unit with application."""
    return f"{unit.application.enterprise_uscc}/{unit.position}/{unit.name}"


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
            total = Decimal(result["total"])
            found.append(ApprovedResult(row.unit_id, result["name"], total, result["rank"], row.run.digest))
    return found


def _file_part(unit: Unit, facts: Facts) -> dict[str, Any]:
    """Code, facts, quantitative lines and verdict of a unit."""
    edition = unit.edition
    settings = edition.settings()
    quant = edition.programme.quantify(facts, settings)
    verdict = edition.programme.judge(facts, settings)
    return {
        "code": unit_code(unit),
        "name": unit.name,
        "facts_digest": running.facts_digest(facts),
        "quantitative": quant.value,
        "lines": [
            {
                "key": line.key,
                "group": line.group,
                "label": line.label,
                "value": line.value,
                "threshold": line.threshold,
                "score": line.score,
                "weight": line.weight_ratio,
            }
            for line in quant.lines
        ],
        "passed": verdict.passed,
        "failed": _failed(verdict),
        "clauses": [
            {"title": title, "passed": passed, "lines": {one.key: one.passed for one in group}}
            for title, passed, group in _groups_of(verdict)
        ],
    }


def _groups_of(verdict: Verdict) -> list[tuple[str, bool | None, tuple[Line, ...]]]:
    """(title, verdict, lines) of each group; a programme without alternatives leaves its groups' verdicts out."""
    given = verdict.group_verdicts or tuple(_all_of(group) for _title, group in verdict.groups)
    return [(str(title), passed, group) for (title, group), passed in zip(verdict.groups, given, strict=True)]


def _failed(verdict: Verdict) -> list[str]:
    """Labels of what stands in the way: lines that failed in failed groups, or else those still open in open ones."""
    wanted = False if verdict.passed is False else None
    groups = [] if verdict.passed else [group for _, passed, group in _groups_of(verdict) if passed is wanted]
    return [line.label for group in groups for line in group if line.passed is wanted]


def _all_of(group: Sequence[Line]) -> bool | None:
    verdicts = [line.passed for line in group]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _units(actor: Actor, edition_id: int, states: Sequence[str]) -> list[Unit]:
    _demand_watch(actor)
    rows = Unit.objects.filter(tenant_id=policy.tenant_of(actor), edition_id=edition_id, state__in=states)
    return list(rows.select_related("application", "district", "edition").order_by("pk"))


def _runs() -> QuerySet[Run]:
    return Run.objects.select_related("edition", "edition__tenant", "calculated_by", "submitted_by", "decided_by")


def _demand_watch(actor: Actor) -> None:
    if not policy.may_watch(actor):
        raise Denied(_("评审结果由市级经办人、市级审定和监督审计人员查看。"))
