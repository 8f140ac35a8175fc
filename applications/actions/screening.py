"""Screening by an outside agency: clause by clause, then passed, returned for correction, or failed with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Entrustment, Purpose, Screening, ScreeningOutcome, Unit
from applications.moving import move
from applications.queries import agencies
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce

from .corrections import add_to_correction, clean_reasons, open_correction
from .findings import write_findings
from .formal import demand_version, doubts_of

REPORT_MINIMUM = 10
LONGEST_REPORT = 2000
Checks = Mapping[str, tuple[bool | None, str]]


@transaction.atomic
def screen(
    *,
    unit_id: int,
    outcome: str,
    checks: Checks,
    report: str = "",
    reasons: Mapping[str, str] | None = None,
    expected_version: int | None = None,
    actor: Actor,
) -> Screening:
    """Write an agency's word on the newest version of a unit that was entrusted to it.

    outcome  key of ScreeningOutcome
    checks   {clause key: (is it met, note)}, None = still open; they count as findings from now on
    report   what the agency says; with "failed" the applicant reads it
    reasons  with "returned" only: {field or clause key: what to correct}
    Raises   NotFound (not entrusted to the actor's body), Conflict (not waiting, stale, returned too often), Invalid
             (a clause open or not met with "passed", none named with "failed", no reason, no report), Denied
    Lock     the application, the unit, the entrustment
    """
    held = _lock(actor, unit_id, expected_version)
    unit = held.unit
    _check_words(outcome, report)
    write_findings(unit, checks, actor=actor)
    row = _write(held, outcome, checks, report, actor=actor)
    if outcome == ScreeningOutcome.PASSED:
        _pass(unit, actor)
    elif outcome == ScreeningOutcome.FAILED:
        _fail(unit, row, actor)
    else:
        _return(unit, reasons or {}, report, actor)
    return row


def _write(held: Entrustment, outcome: str, checks: Checks, report: str, *, actor: Actor) -> Screening:
    unit = held.unit
    row = Screening.objects.create(
        tenant_id=unit.tenant_id,
        unit=unit,
        entrustment=held,
        version_number=unit.application.version_number,
        outcome=outcome,
        checks={key: {"is_met": is_met, "note": note.strip()} for key, (is_met, note) in checks.items()},
        report=report.strip(),
        screened_by_id=policy.user_of(actor),
        screened_at=clock.now(),
    )
    record(
        actor=actor,
        act="screen",
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        payload={"outcome": outcome, "version": row.version_number, "body": held.body.name},
    )
    return row


@transaction.atomic
def save_checks(*, unit_id: int, checks: Checks, expected_version: int | None = None, actor: Actor) -> int:
    """Keep what was found so far, without a word on the whole; the number of rows written. Raises as screen."""
    unit = _lock(actor, unit_id, expected_version).unit
    rows = write_findings(unit, checks, actor=actor)
    if rows:
        record(
            actor=actor,
            act="record_findings",
            subject=f"applications.unit:{unit.pk}",
            tenant_id=unit.tenant_id,
            payload={row.key: row.is_met for row in rows},
        )
    return len(rows)


def _lock(actor: Actor, unit_id: int, expected_version: int | None) -> Entrustment:
    policy.demand(actor.has_role(Role.THIRD_PARTY_AGENCY), _("初筛由受托的第三方专业机构办理。"))
    held = agencies.lock_held(actor, unit_id, Purpose.SCREENING)
    demand_version(held.unit, expected_version)
    if held.unit.state not in agencies.AT_WORK[Purpose.SCREENING]:
        raise Conflict(_("该申报现在不在初筛环节，请刷新页面查看最新情况。"))
    return held


def _check_words(outcome: str, report: str) -> None:
    problems: dict[str, object] = {}
    if outcome not in ScreeningOutcome.values:
        problems["outcome"] = _("请选择初筛结论。")
    if len(report.strip()) > LONGEST_REPORT:
        problems["report"] = _("初筛意见请控制在 %s 字以内。") % LONGEST_REPORT
    elif outcome != ScreeningOutcome.RETURNED and len(report.strip()) < REPORT_MINIMUM:
        problems["report"] = _("请写明初筛意见，不少于 %s 字；不通过的，申报主体将看到。") % REPORT_MINIMUM
    if problems:
        raise Invalid(_("初筛结论还不能提交。"), fields=problems)


def _pass(unit: Unit, actor: Actor) -> None:
    failed, still_open = doubts_of(queries.verdict_for(unit))
    if failed:
        text = _("以下方面不符合，不能通过初筛：%s。请退回补正，或作出不通过的结论。") % "、".join(failed)
        raise Invalid(text, fields={"outcome": text})
    if still_open:
        text = _("以下条件尚未核对：%s。") % "、".join(still_open)
        raise Invalid(text, fields={"outcome": text})
    move(unit, "pass_screening", actor=actor)
    _tell(unit, "screening_passed", {"enterprise": unit.enterprise_id})
    _tell(unit, "screening_done", {"role": Role.CITY_OFFICER.value}, to_office=True)


def _fail(unit: Unit, row: Screening, actor: Actor) -> None:
    """Clauses that are not met are named before the agency's own words."""
    labels = [
        line.label for _title, lines in queries.verdict_for(unit).groups for line in lines if line.passed is False
    ]
    if not labels:
        text = _("作出不通过的结论前，请在逐条核对中至少指明一条不符合的条件，并写明依据。")
        raise Invalid(text, fields={"outcome": text})
    reason = _("不符合：%(clauses)s。%(reason)s") % {"clauses": "；".join(labels), "reason": row.report}
    move(unit, "fail_screening", actor=actor, reason=reason)
    _tell(unit, "screening_failed", {"enterprise": unit.enterprise_id}, reason=reason)
    _tell(unit, "screening_done", {"role": Role.CITY_OFFICER.value}, to_office=True)


def _return(unit: Unit, reasons: Mapping[str, str], note: str, actor: Actor) -> None:
    """Each item may be returned as often as the edition allows, whatever happened to the others of its filing."""
    application = unit.application
    cleaned = clean_reasons(reasons, application.edition.programme)
    said = {key: _named(unit, text) for key, text in cleaned.items()}
    asked = queries.correction_open_for(application)
    words = _named(unit, note.strip()) if note.strip() else ""
    if asked is None:
        open_correction(application, unit=unit, stage="screening", reasons=said, note=words, actor=actor)
    else:
        add_to_correction(asked, unit=unit, stage="screening", reasons=said, note=words)
    move(unit, "return", actor=actor, reason=note.strip() or "；".join(cleaned.values()))


def _named(unit: Unit, text: str) -> str:
    """Where items are judged one by one, which of them is meant."""
    return (
        text if unit.edition.programme.is_single_unit else _("%(item)s：%(text)s") % {"item": unit.name, "text": text}
    )


def _tell(unit: Unit, kind: str, audience: dict[str, object], *, reason: str = "", to_office: bool = False) -> None:
    slug, key = unit.tenant.slug, unit.application_id
    announce(
        tenant_id=unit.tenant_id,
        key=f"unit:{unit.pk}:{kind}:v{unit.application.version_number}",
        kind=kind,
        audience=audience,
        context={
            "title": unit.name,
            "reason": reason,
            "url": f"/{slug}/office/cases/{key}/" if to_office else f"/my/{slug}/applications/{key}/",
        },
        wording=unit.edition.wording,
    )
