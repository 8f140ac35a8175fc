"""What outside bodies of the demo do: an agency screens items, a certification body tests products and certifies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from applications import queries
from applications.actions import certificate_decision, certifying, entrusting, formal, screening
from applications.actions.certifying_rules import CertificateFacts, StepFacts
from applications.models import Entrustment, Purpose, ScreeningOutcome, StepKind, StepOutcome, Unit
from portal.kit import clock
from portal.kit.actor import Actor
from portal.people.models import Body, BodyKind
from portal.tenancy import fence
from programmes.contract import CheckKind
from programmes.demonstration import DemoFiling

KINDS = {Purpose.SCREENING: BodyKind.AGENCY, Purpose.CERTIFICATION: BodyKind.CERTIFICATION}
PASSED = "（演示）材料齐全，各项条件经逐条核对符合要求，同意进入专家评审。"
FAILED = "（演示）商标注册人与申请企业不一致，仅有许可使用合同，不符合权属要求。"
RETURNED = "（演示）请按要求补充后重新提交。"
TESTED = "（演示）样品按申报标准逐项检测，结果均符合标准要求，详见报告。"
AUDITED = "（演示）生产现场、检验记录与质量管理体系文件相符，具备持续生产能力。"
MENDED = "（演示）已补做复验并完善进货检验规程，见整改报告和复验记录。"
NOT_FIT = "（演示）现场审核发现关键工序外包且未受控，不具备持续满足标准的能力。"
NOT_GRANTED = "（演示）同类不符合项在整改期内重复出现，持续符合性不足，不予认证。"
MENDING_DAYS = 30


def bodies(purpose: Purpose, staff: Mapping[str, Actor], city: Actor) -> list[tuple[Body, Actor]]:
    """Bodies of the right kind, each with whoever works there."""
    with fence.entered(city):
        rows = Body.objects.filter(kind=KINDS[purpose]).order_by("name")
        return [(row, actor) for row in rows for actor in staff.values() if row.name in {g.body for g in actor.grants}]


def entrust(units: Sequence[Unit], purpose: Purpose, staff: dict[str, Actor]) -> None:
    """Each fourth unit goes to the second body where there is one, the others to the first."""
    city = staff["city"]
    held = [body for body, _actor in bodies(purpose, staff, city)]
    for place, body in enumerate(held[:2]):
        own = [unit.pk for number, unit in enumerate(units) if place == (number % 4 == 3 and len(held) > 1)]
        if own:
            with fence.entered(city):
                entrusting.entrust(unit_ids=own, body_id=body.pk, purpose=purpose, actor=city)


def holder_of(unit: Unit, purpose: Purpose, staff: dict[str, Actor]) -> Actor:
    """Who works where the unit is."""
    with fence.entered(staff["city"]):
        held = Entrustment.objects.select_related("body").get(unit=unit, purpose=purpose, ended_at=None)
    return next(actor for body, actor in bodies(purpose, staff, staff["city"]) if body == held.body)


def screen(unit: Unit, staff: dict[str, Actor], filing: DemoFiling, outcome: ScreeningOutcome) -> None:
    """Every clause that people decide is met; where the item fails, those that the filing names are not."""
    agency = holder_of(unit, Purpose.SCREENING, staff)
    refused = filing.refused_clauses if outcome == ScreeningOutcome.FAILED else ()
    with fence.entered(agency):
        asked = [c.key for c in unit.edition.programme.clauses if c.check != CheckKind.MACHINE]
        checks: dict[str, tuple[bool | None, str]] = dict.fromkeys(asked, (True, "经核对佐证材料"))
        checks |= dict.fromkeys(refused, (False, "经查询商标登记，权属不在申请企业"))
        screening.screen(
            unit_id=unit.pk,
            outcome=outcome.value,
            checks={} if outcome == ScreeningOutcome.RETURNED else checks,
            report={"passed": PASSED, "failed": FAILED, "returned": RETURNED}[outcome.value],
            reasons=filing.screening_returns if outcome == ScreeningOutcome.RETURNED else None,
            expected_version=unit.application.version_number,
            actor=agency,
        )


def find(unit: Unit, city: Actor) -> None:
    """Where nobody checks between the district and the experts, the city finds what only people can decide."""
    with fence.entered(city):
        asked = {line.key for _title, lines in queries.verdict_for(unit).groups for line in lines}
        clauses = [c.key for c in unit.edition.programme.clauses if c.check != CheckKind.MACHINE and c.key in asked]
        found: dict[str, tuple[bool | None, str]] = dict.fromkeys(clauses, (True, "经核对佐证材料"))
        formal.record_findings(unit_id=unit.pk, findings=found, actor=city)


def accept(unit: Unit, staff: dict[str, Actor]) -> None:
    body = holder_of(unit, Purpose.CERTIFICATION, staff)
    with fence.entered(body):
        certifying.accept(unit_id=unit.pk, actor=body)


def try_out(unit: Unit, staff: dict[str, Actor], filing: DemoFiling, *, is_fit: bool = True) -> None:
    """The type test passes; the site audit too, or names what is to be put right, or fails."""
    body = holder_of(unit, Purpose.CERTIFICATION, staff)
    audit = StepOutcome.PASSED if is_fit else StepOutcome.FAILED
    if filing.nonconformity and is_fit:
        audit = StepOutcome.NONCONFORMITY
    due_on = clock.today() + timedelta(days=MENDING_DAYS) if audit == StepOutcome.NONCONFORMITY else None
    words = {StepOutcome.PASSED: AUDITED, StepOutcome.FAILED: NOT_FIT, StepOutcome.NONCONFORMITY: filing.nonconformity}
    number = report_of(unit, filing)
    with fence.entered(body):
        for kind, outcome, text, due in (
            (StepKind.TYPE_TEST, StepOutcome.PASSED, TESTED, None),
            (StepKind.SITE_AUDIT, audit, words[audit], due_on),
        ):
            facts = StepFacts(kind.value, outcome.value, clock.today(), f"{kind.value[:1].upper()}-{number}", text, due)
            certifying.record_step(unit_id=unit.pk, facts=facts, actor=body)


def put_right(unit: Unit, staff: dict[str, Actor]) -> None:
    """What the audit named is closed."""
    body = holder_of(unit, Purpose.CERTIFICATION, staff)
    with fence.entered(body):
        step = unit.certification_steps.filter(outcome=StepOutcome.NONCONFORMITY, resolved_on=None).latest("pk")
        certifying.resolve_step(
            unit_id=unit.pk, step_id=step.pk, resolved_on=clock.today(), resolution=MENDED, actor=body
        )


def decide(unit: Unit, staff: dict[str, Actor], filing: DemoFiling, *, is_granted: bool = True) -> None:
    """A certificate for three years, or none."""
    body, today = holder_of(unit, Purpose.CERTIFICATION, staff), clock.today()
    with fence.entered(body):
        if not is_granted:
            certificate_decision.refuse_certificate(unit_id=unit.pk, reason=NOT_GRANTED, actor=body)
            return
        facts = CertificateFacts(
            number=f"示例证-{report_of(unit, filing)}",
            standard=str(filing.answers.get("standard_no") or "示例标准"),
            scope=unit.name,
            issued_on=today,
            valid_to=date(today.year + 3, today.month, 1) - timedelta(days=1),
        )
        certificate_decision.decide(unit_id=unit.pk, facts=facts, actor=body)


def report_of(unit: Unit, filing: DemoFiling) -> str:
    """The same in every play: made of the firm and the number of its filing."""
    return f"{unit.edition.year}-{filing.serial}-{filing.number}"
