"""Site inspections: a sample that nobody picks by taste, a team of at least two, findings beside reported figures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Inspection, Unit, VerifiedFigure
from applications.models.checks import InspectionOutcome
from applications.moving import move
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Invalid
from portal.notifications.outbox import announce

from .formal import parse_figure, reported_text

REPORT_MINIMUM = 30


def draw_sample(codes: Sequence[tuple[int, str]], *, share: Decimal, salt: str) -> list[int]:
    """The ids to be inspected: the share of cases (rounded up) whose SHA-256 over salt and code is lowest.

    codes  (unit id, stable code such as the digest of the submitted version); salt: e.g. the edition's title.
    The order is fixed by what was submitted, so an official cannot steer it and anyone can recompute it.
    """
    wanted = int((share * len(codes)).to_integral_value(rounding=ROUND_CEILING))
    ordered = sorted(codes, key=lambda item: (hashlib.sha256(f"{salt}\n{item[1]}".encode()).hexdigest(), item[1]))
    return [unit_id for unit_id, _code in ordered[:wanted]]


@transaction.atomic
def plan_inspection(*, unit_id: int, planned_on: date, team: Sequence[str], actor: Actor) -> Inspection:
    """Send a team to a reviewed case. Raises Invalid (a past date, fewer than two names), Conflict, Denied."""
    unit = _unit(actor, unit_id)
    names = list(dict.fromkeys(name.strip() for name in team if name.strip()))
    problems: dict[str, object] = {}
    if planned_on < clock.today():
        problems["planned_on"] = _("计划日期不能早于今天。")
    if len(names) < 2:
        problems["team"] = _("抽查须由两人以上进行，请每行填写一个姓名。")
    if problems:
        raise Invalid(_("抽查安排有误。"), fields=problems)
    move(unit, "begin_inspection", actor=actor)
    inspection = Inspection.objects.create(
        tenant_id=unit.tenant_id, unit=unit, planned_on=planned_on, team=names, planned_by_id=policy.user_of(actor)
    )
    announce(
        tenant_id=unit.tenant_id,
        key=f"unit:{unit.pk}:inspection_planned",
        kind="inspection_planned",
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": unit.name,
            "planned_on": planned_on.isoformat(),
            "url": f"/my/{unit.tenant.slug}/applications/{unit.application_id}/",
        },
        wording=unit.edition.wording,
    )
    return inspection


@transaction.atomic
def record_inspection(
    *,
    unit_id: int,
    inspected_on: date,
    outcome: str,
    report: str,
    differences: Sequence[tuple[str, str, str]] = (),
    actor: Actor,
) -> Inspection:
    """Write what the team found, once.

    differences  (form key, figure found as typed, note); each becomes a verified figure beside the reported one
    Raises       Invalid (date not between the plan's making and today, no outcome, report under 30 characters,
                 "differs" without a difference), Conflict, Denied
    """
    unit = _unit(actor, unit_id)
    inspection = Inspection.objects.select_for_update().filter(unit=unit).first()
    if inspection is None:
        raise Invalid(_("尚未安排抽查。"))
    planned_day = clock.day_of(unit.moved_at)
    _check_record(
        inspected_on=inspected_on, planned_day=planned_day, outcome=outcome, report=report, differences=differences
    )
    found = [_write_difference(unit, row, inspected_on=inspected_on, actor=actor) for row in differences]
    inspection.inspected_on, inspection.outcome = inspected_on, outcome
    inspection.report, inspection.differences = report.strip(), found
    inspection.recorded_by_id, inspection.recorded_at = actor.user_id, clock.now()
    inspection.save()
    move(unit, "record_inspection", actor=actor)
    record(
        actor=actor,
        act="record_inspection",
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        payload={"outcome": outcome, "differences": found},
    )
    return inspection


def _check_record(
    *,
    inspected_on: date,
    planned_day: date,
    outcome: str,
    report: str,
    differences: Sequence[tuple[str, str, str]],
) -> None:
    problems: dict[str, object] = {}
    if inspected_on > clock.today():
        problems["inspected_on"] = _("抽查日期不能晚于今天。")
    elif inspected_on < planned_day:
        problems["inspected_on"] = _("抽查日期不能早于安排抽查的当天（%s）。") % planned_day.isoformat()
    if outcome not in InspectionOutcome.values:
        problems["outcome"] = _("请选择抽查结论。")
    if len(report.strip()) < REPORT_MINIMUM:
        problems["report"] = _("请写明抽查情况，不少于%s字。") % REPORT_MINIMUM
    if outcome == InspectionOutcome.DIFFERS and not differences:
        problems["differences"] = _("结论为不一致时，请至少填写一项差异。")
    if problems:
        raise Invalid(_("抽查记录有误。"), fields=problems)


def _write_difference(unit: Unit, row: tuple[str, str, str], *, inspected_on: date, actor: Actor) -> dict[str, str]:
    key, typed, note = row
    field = unit.edition.programme.field_named(key)
    if field is None:
        raise Invalid(_("没有这样的字段。"), fields={"differences": _("没有这样的字段：%s") % key})
    try:
        value = parse_figure(field, typed)
    except Invalid as problem:
        message = f"{field.label}：{problem.message}"
        raise Invalid(message, fields={"differences": message}) from None
    reported = reported_text(unit, key)
    VerifiedFigure.objects.create(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        unit=unit,
        key=key,
        reported=reported,
        verified=value,
        reason=note.strip() or _("实地抽查发现"),
        source=_("实地抽查 %s") % inspected_on.isoformat(),
        verified_by_id=policy.user_of(actor),
        verified_at=clock.now(),
    )
    return {"key": key, "reported": reported, "found": str(value), "note": note.strip()}


def _unit(actor: Actor, unit_id: int) -> Unit:
    unit = queries.unit_for(actor, unit_id)
    policy.demand(actor.has_role(Role.CITY_OFFICER) and actor.tenant_id == unit.tenant_id, _("由市级经办人办理。"))
    return unit
