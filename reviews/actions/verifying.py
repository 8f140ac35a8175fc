"""Verification by the panel: confirm, adjust within the limit, exclude; and its second signature. Domain rule 4.4."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people.models import Expert
from reviews import frozen, policy, queries
from reviews.models import Run, RunState, Verification, VerificationDecision
from reviews.queries.verifying import VerificationRow
from reviews.ratios import InvalidRatio, check_ratio
from reviews.telling import tell_to_second, tell_unseconded, tell_verification_opened, tell_verified
from reviews.wording import explain_ratio, explain_reason

from .deciding import demand_current

STAGE = "expert_verification"
CONFIRM, ADJUST = VerificationDecision.CONFIRM.value, VerificationDecision.ADJUST.value


@transaction.atomic
def open_verification(*, run_id: int, actor: Actor) -> Run:
    """Lay a calculated run before the experts who scored its units.

    Raises  Denied, NotFound, Conflict (not calculated, opened already, no such stage, nothing to verify, files changed)
    Lock    the run
    """
    run = queries.lock_run(actor, run_id)
    policy.demand(policy.may_organise(actor), _("只有市级经办人可以启动校验评审。"))
    if not run.edition.has_stage(STAGE):
        raise Conflict(_("本年度工作不设校验评审。"))
    if run.state != RunState.CALCULATED:
        raise Conflict(_("只有新计算的结果可以启动校验评审。"))
    if run.verification_opened_at is not None:
        raise Conflict(_("本次结果的校验评审已经启动。"))
    if Run.objects.filter(edition=run.edition, number__gt=run.number).exists():
        raise Conflict(_("本年度已有更新的计算结果，请在最近一次结果上启动校验评审。"))
    rows = queries.progress_of_run(run)
    if not rows:
        raise Conflict(_("本次结果没有需要校验的申报。"))
    demand_current(run)
    run.verification_opened_by_id, run.verification_opened_at = policy.user_of(actor), clock.now()
    run.save(update_fields=("verification_opened_by", "verification_opened_at"))
    _record(run, "open_verification", actor, units=len(rows), digest=run.digest)
    tell_verification_opened(run, queries.verifiers_of(run))
    return run


@transaction.atomic
def verify_unit(
    *, run_id: int, unit_id: int, decision: str, ratio: Decimal | None, reason: str, actor: Actor
) -> Verification:
    """Sign one opinion on the provisional figure of a unit.

    ratio   of an adjustment, e.g. Decimal("0.05"); None otherwise
    Raises  Denied, NotFound (no signed sheet of this unit, run not open), Conflict (verified in this run already),
            Invalid (no decision, a ratio that is none or beyond the limit, too short a reason)
    Lock    the run
    """
    run = queries.lock_open_run(actor, run_id)
    row = _own_rows(run, [unit_id], actor)[0]
    if row.standing is not None:
        raise Conflict(_("该申报的校验意见已由其他专家提出，请刷新页面查看。"))
    if decision not in VerificationDecision.values:
        raise Invalid(_("请选择一项校验意见。"), fields={"decision": _("请选择一项校验意见。")})
    needs_second = decision != CONFIRM or _sets_aside(row)
    faults: dict[str, object] = {}
    if decision == ADJUST and (words := _explain(run, ratio)):
        faults["ratio"] = words
    if needs_second and (words := explain_reason(reason)):
        faults["reason"] = words
    if faults:
        raise Invalid(_("校验意见没有保存，请按提示修改。"), fields=faults)
    own_ratio = ratio if decision == ADJUST and ratio is not None else Decimal(0)
    made = _sign(run, row, decision, own_ratio, reason.strip(), needs_second, queries.expert_of(actor))
    _record(run, "verify_unit", actor, reason=made.reason, unit=unit_id, decision=decision, digest=made.digest)
    if needs_second:
        tell_to_second(made, queries.colleagues_to_second(made))
    _tell_if_complete(run)
    return made


@transaction.atomic
def confirm_units(*, run_id: int, unit_ids: Sequence[int], actor: Actor) -> list[Verification]:
    """Confirm the provisional figures of several units with one signature.

    Raises  Denied, NotFound (not this expert's unit), Invalid (none chosen), Conflict (one has an opinion already, or
            an earlier adjustment or exclusion that a confirmation would set aside)
    Lock    the run
    """
    run = queries.lock_open_run(actor, run_id)
    wanted = sorted(set(unit_ids))
    if not wanted:
        raise Invalid(_("请至少勾选一个申报。"), fields={"units": _("请至少勾选一个申报。")})
    rows = _own_rows(run, wanted, actor)
    taken = [row.line.unit.name for row in rows if row.standing is not None or _sets_aside(row)]
    if taken:
        raise Conflict(_("以下申报已有校验意见，请单独办理：%s。") % "、".join(taken))
    expert = queries.expert_of(actor)
    made = [_sign(run, row, CONFIRM, Decimal(0), "", False, expert) for row in rows]
    _record(run, "confirm_units", actor, units=wanted, digests=[one.digest for one in made])
    _tell_if_complete(run)
    return made


@transaction.atomic
def second_verification(*, verification_id: int, is_agreed: bool, reason: str, actor: Actor) -> Verification:
    """Sign another expert's proposal, or refuse it with a reason: then the unit is open again.

    Raises  Denied (the proposer himself), NotFound, Conflict (answered already, needs none), Invalid (no reason)
    Lock    the run
    """
    found = queries.verification_for(actor, verification_id)
    run = queries.lock_open_run(actor, found.run_id)
    row = Verification.objects.select_for_update(of=("self",)).select_related("proposed_by", "unit").get(pk=found.pk)
    row.run = run
    expert = queries.expert_of(actor)
    policy.demand(row.proposed_by_id != expert.pk, _("须由另一位专家签名，不能由提出意见的本人签名。"))
    if not row.needs_second or row.seconded_at is not None or row.refused_at is not None:
        raise Conflict(_("该校验意见不需要或已经有第二位专家的答复，请刷新页面查看。"))
    if is_agreed:
        row.seconded_by, row.seconded_code, row.seconded_at = expert, queries.code_of(expert), clock.now()
    elif words := explain_reason(reason):
        raise Invalid(words, fields={"reason": words})
    else:
        row.refused_by, row.refused_at, row.refused_reason = expert, clock.now(), reason.strip()
    row.save(
        update_fields=("seconded_by", "seconded_code", "seconded_at", "refused_by", "refused_at", "refused_reason")
    )
    act = "second_verification" if is_agreed else "refuse_verification"
    _record(run, act, actor, reason=row.refused_reason, unit=row.unit_id, digest=row.digest)
    if not is_agreed:
        tell_unseconded(row)
    _tell_if_complete(run)
    return row


def _own_rows(run: Run, unit_ids: Sequence[int], actor: Actor) -> list[VerificationRow]:
    """Rows of units that this expert has scored. Raises NotFound where one is not among them."""
    own = set(queries.own_units(actor).filter(unit_id__in=unit_ids))
    rows = {row.line.unit_id: row for row in queries.progress_of_run(run, unit_ids=sorted(own))}
    if set(rows) != set(unit_ids):
        raise NotFound()
    return [rows[unit_id] for unit_id in unit_ids]


def _sets_aside(row: VerificationRow) -> bool:
    """Whether two experts adjusted or excluded this very figure before: one alone cannot undo that."""
    return row.counting is not None and row.counting.decision != CONFIRM


def _explain(run: Run, ratio: Decimal | None) -> str:
    """What is wrong with an adjustment; "" when nothing is."""
    model = run.edition.programme.model
    most = model.most_adjustment_ratio if model else Decimal(0)
    if ratio is None:
        return explain_ratio("empty", most)
    try:
        check_ratio(ratio, most)
    except InvalidRatio as error:
        return explain_ratio(error.reason, most)
    return ""


def _sign(
    run: Run, row: VerificationRow, decision: str, ratio: Decimal, reason: str, needs_second: bool, expert: Expert
) -> Verification:
    figure = row.line.figure
    if figure is None:
        raise NotFound()
    code = queries.code_of(expert)
    content = {
        "run": run.digest,
        "unit": row.line.code,
        "of_figure": figure,
        "decision": decision,
        "ratio": ratio,
        "reason": reason,
        "signer": code,
    }
    return Verification.objects.create(
        tenant_id=run.tenant_id,
        run=run,
        unit_id=row.line.unit_id,
        decision=decision,
        ratio=ratio,
        reason=reason,
        needs_second=needs_second,
        of_figure=figure,
        proposed_by=expert,
        proposed_code=code,
        signed_at=clock.now(),
        digest=frozen.facts_digest(content),
    )


def _tell_if_complete(run: Run) -> None:
    if not any(row.is_waiting for row in queries.progress_of_run(run)):
        tell_verified(run)


def _record(run: Run, act: str, actor: Actor, *, reason: str = "", **payload: object) -> None:
    subject = f"reviews.run:{run.pk}"
    record(actor=actor, act=act, subject=subject, tenant_id=run.tenant_id, reason=reason, payload=payload)
