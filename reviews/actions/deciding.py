"""Runs: calculate, put forward, approve by somebody else or send back."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications.models import Milestone, Outcome, Unit
from applications.moving import move
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from programmes.models import Edition
from programmes.queries import edition_of
from reviews import modelling, policy, queries, running
from reviews.causes import REWORK
from reviews.frozen import number
from reviews.models import Run, RunLine, RunState
from reviews.telling import tell_of_run
from reviews.wording import cause_in_words, join_names

from .explaining import explain_units
from .reworking import rework_unit


@transaction.atomic
def calculate_run(*, edition_id: int, unit_ids: Sequence[int], actor: Actor) -> Run:
    """Freeze what is known of these units, score and rank them.

    Raises  Denied, NotFound, Invalid (no unit), Conflict (a unit is neither reviewed nor inspected, or was sampled for
            an inspection that is still to come)
    Lock    the edition, so that run numbers are without gaps
    """
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以计算评审结果。"))
    edition = edition_of(actor, edition_id)
    Edition.objects.select_for_update().get(pk=edition.pk)
    if not unit_ids:
        raise Invalid(_("请至少勾选一个申报。"), fields={"units": _("请至少勾选一个申报。")})
    units = [unit for unit in queries.ready_units(actor, edition.pk) if unit.pk in set(unit_ids)]
    if len(units) != len(set(unit_ids)):
        raise Conflict(_("所选申报中有的评审未结束，或已抽中实地抽查但尚未登记结果。请刷新后重选。"))
    parameters, inputs = queries.parameters_of(edition), running.in_order(queries.gather_inputs(units))
    results = running.compute(inputs, parameters)
    last = Run.objects.filter(edition=edition).aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        tenant_id=edition.tenant_id,
        edition=edition,
        number=last + 1,
        parameters=parameters,
        inputs=inputs,
        results=results,
        digest=running.digest_of(inputs, parameters, results),
        code_version=os.environ.get("PORTAL_CODE_VERSION", "")[:40],
        calculated_by_id=policy.user_of(actor),
        calculated_at=clock.now(),
    )
    _write_lines(run, units)
    _record(run, "calculate_run", actor, digest=run.digest, units=len(units))
    return run


def _write_lines(run: Run, units: Sequence[Unit]) -> None:
    by_code = {queries.unit_code(unit): unit for unit in units}
    is_modelled = run.edition.programme.model is not None
    RunLine.objects.bulk_create(
        RunLine(
            tenant_id=run.tenant_id,
            run=run,
            unit=by_code[one["code"]],
            position=place,
            code=one["code"],
            figure=number(one["figure"]) if is_modelled and modelling.needs_verification(one) else None,
        )
        for place, one in enumerate(run.results, start=1)
    )


@transaction.atomic
def submit_run(*, run_id: int, actor: Actor) -> Run:
    """Put a run forward for approval; one of an edition at a time.

    Raises  Denied, NotFound, Conflict (not calculated or sent back, another one waits, a unit is not verified, the
            files have changed since)
    """
    run = queries.lock_run(actor, run_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以提请审定。"))
    if run.state != RunState.CALCULATED:
        raise Conflict(_("只有新计算的结果可以提请审定。退回的结果请核实后重新计算。"))
    if Run.objects.filter(edition=run.edition, state=RunState.SUBMITTED).exists():
        raise Conflict(_("本年度已有一份结果待审定，请等待审定或退回后再提请。"))
    demand_verified(run)
    demand_current(run)
    run.state, run.submitted_by_id, run.submitted_at = RunState.SUBMITTED, actor.user_id, clock.now()
    run.save(update_fields=("state", "submitted_by", "submitted_at"))
    _record(run, "submit_run", actor, digest=run.digest)
    tell_of_run(run, {"role": Role.CITY_LEADER.value}, "run_submitted", key=f"run:{run.pk}:submitted")
    return run


@transaction.atomic
def approve_run(*, run_id: int, reason: str, expected_digest: str, actor: Actor) -> Run:
    """Decide on every unit of a run: outcomes, milestones, moves; whoever is declined or sent back is told why.

    A unit that goes back to be worked on has no outcome and no milestone: nothing is decided on it yet.

    Raises  Denied (not a leader, or one who calculated or submitted it), NotFound, Invalid (no reason), Conflict (not
            waiting, another run than the one shown, a file changed since)
    Lock    the run, then its units in the order of their keys
    """
    run = queries.lock_run(actor, run_id)
    _demand_decider(run, actor)
    if run.digest != expected_digest:
        raise Conflict(_("页面显示的不是这份结果，请刷新后再审定。"))
    if not reason.strip():
        raise Invalid(_("请填写审定意见。"), fields={"reason": _("请填写审定意见，例如“同意拟认定名单”。")})
    demand_current(run)
    _close(run, RunState.APPROVED, reason, actor)
    lines = sorted(queries.lines_of(run), key=lambda shown: shown.unit.pk)
    for shown in lines:
        _decide_unit(run, shown.line, shown.result, actor)
    explain_units(run, lines)
    _record(run, "approve_run", actor, reason=run.reason, digest=run.digest)
    author = run.submitted_by_id or run.calculated_by_id
    tell_of_run(run, {"user": author}, "run_approved", key=f"run:{run.pk}:approved", reason=run.reason)
    return run


@transaction.atomic
def send_back_run(*, run_id: int, reason: str, actor: Actor) -> Run:
    """Refuse a run, with a reason for its author. Raises as approve_run."""
    run = queries.lock_run(actor, run_id)
    _demand_decider(run, actor)
    if not reason.strip():
        raise Invalid(_("请填写退回理由。"), fields={"reason": _("请填写退回理由，经办人将据此核实。")})
    _close(run, RunState.SENT_BACK, reason, actor)
    _record(run, "send_back_run", actor, reason=run.reason, digest=run.digest)
    author = run.submitted_by_id or run.calculated_by_id
    tell_of_run(run, {"user": author}, "run_sent_back", key=f"run:{run.pk}:sent_back", reason=run.reason)
    return run


def demand_verified(run: Run) -> None:
    """Raise Conflict while the panel has not verified the present figure of a unit in the running, or this run does
    not yet count what it said."""
    if run.edition.programme.model is None or not run.edition.has_stage("expert_verification"):
        return
    missing = [row.line.unit.name for row in queries.unverified_in(run)]
    pending = [row.line.unit.name for row in queries.pending_of(run)]
    if missing or pending:
        raise Conflict(
            _("以下申报尚未完成校验评审：%s。请待全部校验完成后再提请审定。") % join_names([*missing, *pending])
        )
    if any(modelling.waits_for_verification(one) for one in run.results):
        raise Conflict(_("校验评审已完成，但本次结果尚未计入校验意见。请计算最终结果后再提请审定。"))


def demand_current(run: Run) -> None:
    """Raise Conflict when a unit has moved on, or when the same calculation would start from other facts today."""
    units = queries.units_of_run(run)
    list(Unit.objects.select_for_update().filter(pk__in=[unit.pk for unit in units]).order_by("pk").values_list("pk"))
    if any(unit.state not in {State.REVIEWED, State.INSPECTED} for unit in units):
        raise Conflict(_("结果中有申报的状态已经变化，请重新计算。"))
    if found := find_change(run):
        raise Conflict(_("计算之后有数据变化（%s），请重新计算后再提请审定。") % found, code="StaleRun")


def find_change(run: Run) -> str | None:
    """The first place where the facts of today differ from the frozen inputs."""
    inputs = running.in_order(queries.gather_inputs(queries.units_of_run(run)))
    return running.first_difference(run.inputs, inputs, "inputs")


def _decide_unit(run: Run, line: RunLine, result: dict[str, Any], actor: Actor) -> None:
    words = cause_in_words(result, run.parameters)
    if result["cause"] == REWORK:
        rework_unit(line.unit, words, actor)
        return
    is_proposed = bool(result["is_proposed"])
    Milestone.objects.create(
        tenant_id=run.tenant_id,
        unit_id=line.unit_id,
        key="run_approved",
        at=clock.now(),
        ref=f"reviews.run:{run.pk}",
        digest=run.digest,
    )
    Outcome.objects.create(
        tenant_id=run.tenant_id,
        unit_id=line.unit_id,
        quantitative=number(result["quantitative"]),
        panel=number(result["panel"]),
        total=number(result["total"]),
        rank=result["rank"],
        **placing_of(run, result),
        all_clauses_met=result["all_clauses_met"],
        is_proposed=is_proposed,
        reason=words,
        run_digest=run.digest,
        decided_at=clock.now(),
        decided_by_id=policy.user_of(actor),
    )
    onward = "begin_certification" if run.edition.has_stage("cert_application") else "propose"
    move(line.unit, onward if is_proposed else "decline", actor=actor, reason="" if is_proposed else words)
    if not is_proposed:
        _tell_declined(run, line.unit, words)


def placing_of(run: Run, result: Mapping[str, Any]) -> dict[str, Any]:
    """The list and, where a model ranks, figure, adjustment and the place before verification; fields of Outcome."""
    programme = run.edition.programme
    if programme.model is None:
        return {"list_code": programme.lists[0].code if programme.lists else ""}
    return {
        "list_code": result["list_code"],
        "figure": number(result["final_figure"]),
        "adjustment_ratio": number(result["ratio"]),
        "rank_before": result["rank_before"],
    }


def _tell_declined(run: Run, unit: Unit, words: str) -> None:
    announce(
        tenant_id=run.tenant_id,
        key=f"unit:{unit.pk}:not_proposed",
        kind="not_proposed",
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": unit.name,
            "edition": run.edition.title,
            "reason": words,
            "url": f"/my/{run.edition.tenant.slug}/applications/{unit.application_id}/",
        },
        wording=run.edition.wording,
    )


def _demand_decider(run: Run, actor: Actor) -> None:
    policy.demand(
        policy.may_decide(actor, run),
        _("审定须由市级审定人员进行，且不能是计算或提请本结果的本人。请联系另一位市级审定人员。"),
    )
    if run.state != RunState.SUBMITTED:
        raise Conflict(_("这份结果不在待审定状态，请刷新页面。"))


def _close(run: Run, state: str, reason: str, actor: Actor) -> None:
    run.state, run.reason = state, reason.strip()
    run.decided_by_id, run.decided_at = actor.user_id, clock.now()
    run.save(update_fields=("state", "reason", "decided_by", "decided_at"))


def _record(run: Run, act: str, actor: Actor, *, reason: str = "", **payload: object) -> None:
    subject = f"reviews.run:{run.pk}"
    record(actor=actor, act=act, subject=subject, tenant_id=run.tenant_id, reason=reason, payload=payload)
