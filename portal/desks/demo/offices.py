"""What the offices of the demo do with a filing: pre-review by four eyes, formal check, site inspection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from applications import queries
from applications.actions import district, formal, inspection
from applications.models import Application, DistrictReview, Unit
from applications.models.checks import InspectionOutcome
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Invalid
from portal.tenancy import fence
from programmes.contract import CheckKind

from .people import LOGINS


def officer_of(application: Application, staff: dict[str, Actor]) -> Actor:
    assert application.district is not None
    return staff[f"officer.{LOGINS[application.district.code]}"]


def leader_of(application: Application, staff: dict[str, Actor]) -> Actor:
    assert application.district is not None
    return staff[f"leader.{LOGINS[application.district.code]}"]


def return_filing(application: Application, staff: dict[str, Actor], reasons: Mapping[str, str]) -> None:
    officer = officer_of(application, staff)
    with fence.entered(officer):
        district.return_for_correction(
            application_id=application.pk,
            reasons=reasons,
            note="请按要求补正后重新提交。",
            expected_version=application.version_number,
            actor=officer,
        )


def return_unit(unit: Unit, city: Actor, reasons: Mapping[str, str]) -> None:
    """Sent back in the formal check, where no district has looked before."""
    with fence.entered(city):
        formal.return_unit(
            unit_id=unit.pk,
            reasons=reasons,
            note="请按要求补正后重新提交。",
            expected_version=unit.application.version_number,
            actor=city,
        )


def put_forward(
    application: Application, staff: dict[str, Actor], *, is_recommended: bool = True, is_priority: bool = False
) -> None:
    officer = officer_of(application, staff)
    more: dict[str, Any] = {"is_priority": True} if is_priority else {}
    opinion = "材料齐全，指标数据与本区掌握情况一致，拟推荐。"
    if not is_recommended:
        opinion = "不属于本区重点培育方向，所附材料尚不能支撑所报情况，建议培育成熟后再申报。"
    with fence.entered(officer):
        district.put_forward(
            application_id=application.pk,
            is_recommended=is_recommended,
            opinion=opinion,
            **more,
            expected_version=application.version_number,
            actor=officer,
        )


def sign(application: Application, staff: dict[str, Actor]) -> None:
    leader = leader_of(application, staff)
    with fence.entered(leader):
        review = DistrictReview.objects.get(application=application, signed_at__isnull=True)
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=leader)


def check(unit: Unit, city: Actor, *, refused_clauses: Sequence[str] = ()) -> None:
    """Every clause that an official decides is found met, and the case accepted; or it is refused for some clauses."""
    with fence.entered(city):
        if refused_clauses:
            formal.refuse_unit(
                unit_id=unit.pk,
                clauses=list(refused_clauses),
                reason="所附证明材料经核查不足以认定。",
                expected_version=unit.application.version_number,
                actor=city,
            )
            return
        decided_by_people = (CheckKind.OFFICIAL, CheckKind.ATTESTATION, CheckKind.EXPERT)
        asked = {line.key for _title, lines in queries.verdict_for(unit).groups for line in lines}
        clauses = [c for c in unit.edition.programme.clauses if c.check in decided_by_people and c.key in asked]
        found: dict[str, tuple[bool | None, str]] = {c.key: (True, "经核对佐证材料") for c in clauses}
        formal.record_findings(unit_id=unit.pk, findings=found, actor=city)
        try:
            formal.accept_unit(unit_id=unit.pk, expected_version=unit.application.version_number, actor=city)
        except Invalid:  # a rehearsed edition may ask for more than its filings were made for
            refuse_for_what_fails(unit, city)


def refuse_for_what_fails(unit: Unit, city: Actor) -> None:
    """Raises Invalid where nothing fails and only something is open."""
    lines = [line for _title, group in queries.verdict_for(unit).groups for line in group]
    formal.refuse_unit(
        unit_id=unit.pk,
        clauses=list(dict.fromkeys(line.key for line in lines if line.passed is False)),
        reason="经核对，所报数据未达到本年度的条件。",
        expected_version=unit.application.version_number,
        actor=city,
    )


def plan_inspection(unit: Unit, city: Actor) -> None:
    with fence.entered(city):
        inspection.plan_inspection(
            unit_id=unit.pk,
            planned_on=clock.today() + timedelta(days=2),
            team=["示例抽查员甲", "示例抽查员乙"],
            actor=city,
        )


def record_inspection(unit: Unit, city: Actor) -> None:
    with fence.entered(city):
        inspection.record_inspection(
            unit_id=unit.pk,
            inspected_on=clock.today(),
            outcome=InspectionOutcome.CONFIRMED.value,
            report="（演示）查看运营机构台账、公共服务平台和三家重点企业现场，所报数据与现场情况一致。",
            actor=city,
        )
