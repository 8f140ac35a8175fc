"""Certification by an outside body: accepted or refused, tested and audited, decided. The portal certifies nothing."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy
from applications.models import CertificationStep, Entrustment, Milestone, StepKind, StepOutcome, Unit
from applications.moving import missing_milestones, move
from applications.wording import staff_word
from applications.workflow import State, find
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, NotFound

from .certificate_decision import decide, refuse_certificate
from .certifying_rules import StepFacts, check_reason, check_resolution, check_step, lock_certification
from .telling_certification import tell_certification

__all__ = ["StepFacts", "accept", "decide", "record_step", "refuse", "refuse_certificate", "resolve_step"]
PASSED_AT = {StepKind.TYPE_TEST: "type_test_passed", StepKind.SITE_AUDIT: "site_audit_passed"}


@transaction.atomic
def accept(*, unit_id: int, actor: Actor) -> Unit:
    """Take the certification on. Raises NotFound (not entrusted to the actor's body), Conflict (not now), Denied."""
    held = lock_certification(actor, unit_id)
    move(held.unit, "accept_certification", actor=actor)
    tell_certification(held, "certification_accepted")
    _conclude_if_done(held.unit, actor)
    return held.unit


@transaction.atomic
def refuse(*, unit_id: int, reason: str, actor: Actor) -> Unit:
    """Do not take it on; the applicant reads why. Raises as accept; Invalid (no reason)."""
    held = lock_certification(actor, unit_id)
    check_reason(reason)
    move(held.unit, "refuse_certification", actor=actor, reason=reason)
    tell_certification(held, "certification_refused", reason=reason.strip())
    return held.unit


@transaction.atomic
def record_step(*, unit_id: int, facts: StepFacts, actor: Actor) -> CertificationStep:
    """Write down a type test or a site audit: passed, with nonconformities until a day, or failed.

    Raises  NotFound, Conflict (not being tested, passed already), Invalid (see StepFacts), Denied
    Lock    the application, the unit, the entrustment
    """
    held = lock_certification(actor, unit_id)
    unit = held.unit
    _demand_testing(unit)
    check_step(facts, edition=unit.edition, accepted_on=clock.day_of(unit.moved_at))
    if Milestone.objects.filter(unit=unit, key=PASSED_AT[StepKind(facts.kind)]).exists():
        raise Conflict(_("该环节已登记为通过，不能再次登记。"))
    is_open = facts.outcome == StepOutcome.NONCONFORMITY
    step = CertificationStep.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        kind=facts.kind,
        outcome=facts.outcome,
        performed_on=facts.performed_on,
        report_number=facts.report_number.strip(),
        findings=facts.findings.strip(),
        due_on=facts.due_on if is_open else None,
        recorded_by_id=policy.user_of(actor),
        recorded_at=clock.now(),
    )
    payload = {"kind": step.kind, "outcome": step.outcome, "report": step.report_number}
    _record(held, "record_certification_step", actor, step=step.pk, **payload)
    tell_certification(held, f"certification_step_{step.outcome}", step=step)
    if facts.outcome == StepOutcome.PASSED:
        _pass_step(unit, step, actor)
    elif facts.outcome == StepOutcome.FAILED:
        words = {"kind": step.get_kind_display(), "findings": step.findings}
        move(unit, "fail_tests", actor=actor, reason=_("%(kind)s不通过。%(findings)s") % words)
    return step


@transaction.atomic
def resolve_step(*, unit_id: int, step_id: int, resolved_on: date, resolution: str, actor: Actor) -> CertificationStep:
    """Close the nonconformities of a step, which then counts as passed.

    Raises  NotFound, Conflict (not being tested, not the newest of its kind, closed already, its last day is over),
            Invalid (a day outside performed_on to today, no words), Denied
    """
    held = lock_certification(actor, unit_id)
    unit = held.unit
    _demand_testing(unit)
    rows = CertificationStep.objects.filter(unit=unit, recorded_at__gte=held.entrusted_at)
    step = rows.filter(pk=step_id).first()
    if step is None:
        raise NotFound
    newest = rows.filter(kind=step.kind).order_by("-pk").first()
    if step.due_on is None or step.resolved_on is not None or newest != step:
        raise Conflict(_("该环节没有待关闭的不符合项，请刷新页面。"))
    if clock.today() > step.due_on:
        raise Conflict(_("整改期限（%s）已过，不能再关闭。请重新检测或审核后登记新的结果。") % step.due_on.isoformat())
    check_resolution(resolved_on, resolution, performed_on=step.performed_on)
    step.resolved_on, step.resolution = resolved_on, resolution.strip()
    step.save(update_fields=("resolved_on", "resolution"))
    _record(held, "resolve_certification_step", actor, step=step.pk, kind=step.kind)
    tell_certification(held, "certification_step_resolved", step=step)
    _pass_step(unit, step, actor)
    return step


def _demand_testing(unit: Unit) -> None:
    if unit.state != State.CERT_TESTING:
        raise Conflict(_("该申报现在的状态为“%s”，不能登记检测或审核结果。") % staff_word(unit.state))


def _pass_step(unit: Unit, step: CertificationStep, actor: Actor) -> None:
    Milestone.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        key=PASSED_AT[StepKind(step.kind)],
        at=clock.now(),
        ref=f"applications.certificationstep:{step.pk}",
    )
    _conclude_if_done(unit, actor)


def _conclude_if_done(unit: Unit, actor: Actor) -> None:
    """On to the decision as soon as everything that the edition asks for is passed."""
    onward = find(on="unit", frm=unit.state, name="conclude_tests")
    if onward is not None and not missing_milestones(unit, onward):
        move(unit, "conclude_tests", actor=actor)


def _record(held: Entrustment, act: str, actor: Actor, **payload: object) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.unit:{held.unit_id}",
        tenant_id=held.tenant_id,
        payload={"body": held.body.name, **payload},
    )
