"""The city's formal check: findings clause by clause, figures verified beside the reported ones, the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from applications import policy, queries
from applications.models import Correction, Unit, VerifiedFigure
from applications.moving import move
from applications.queries import paper
from applications.queries.paper import Paper
from applications.workflow import State
from portal.audit.record import record
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from programmes.contract import CheckKind, Field, FieldKind, Programme, Verdict
from programmes.fields.figures import read_figure
from programmes.fields.problems import Problem

from .corrections import open_correction
from .findings import write_findings

# Until the decision is frozen in a run, an official may still put a finding or a figure right.
OPEN_STATES = frozenset(
    {
        State.FORMAL_CHECK,
        State.ACCEPTED,
        State.DATA_CHECKED,
        State.EXPERT_REVIEW,
        State.REVIEWED,
        State.SITE_INSPECTION,
        State.INSPECTED,
    }
)


@transaction.atomic
def record_findings(
    *,
    unit_id: int,
    findings: Mapping[str, tuple[bool | None, str]],
    expected_version: int | None = None,
    actor: Actor,
) -> int:
    """Write what was found for several clauses; only what differs from the newest row is written.

    findings  {clause key: (is it met, note)}; None = open again. "Not met" needs a note.
    Returns   the number of rows written
    Raises    Invalid (unknown clause, a refusal without a note), Conflict (decided already, stale), Denied
    """
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    rows = write_findings(unit, findings, actor=actor)
    if rows:
        _record(unit, "record_findings", actor, payload={row.key: row.is_met for row in rows})
    return len(rows)


@transaction.atomic
def verify_figure(
    *,
    unit_id: int,
    key: str,
    verified: str,
    reason: str,
    source: str = "",
    expected_version: int | None = None,
    actor: Actor,
) -> VerifiedFigure:
    """Put a verified figure beside the reported one; both stay.

    verified  as typed, in the unit of the form's field
    Raises    Invalid (not a figure of the form, not a number, no reason), Conflict, Denied
    """
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    field = unit.edition.programme.field_named(key)
    if field is None or field.kind not in {FieldKind.INTEGER, FieldKind.DECIMAL}:
        raise Invalid(_("该字段不是数值。"), fields={"key": _("请选择一个数值字段。")})
    if not reason.strip():
        raise Invalid(_("请写明核定理由。"), fields={"reason": _("请写明核定理由。")})
    figure = VerifiedFigure.objects.create(
        tenant_id=unit.tenant_id,
        enterprise_id=unit.enterprise_id,
        unit=unit,
        key=key,
        reported=reported_text(unit, key),
        verified=parse_figure(field, verified),
        reason=reason.strip(),
        source=source.strip()[:200],
        verified_by_id=policy.user_of(actor),
        verified_at=clock.now(),
    )
    _record(unit, "verify_figure", actor, payload={"key": key, "verified": figure.verified}, reason=figure.reason)
    return figure


def parse_figure(field: Field, typed: str) -> Decimal:
    """The typed figure within the field's bounds; full-width digits are read. Raises Invalid on "verified"."""
    try:
        return Decimal(read_figure(field, typed))
    except Problem as wrong:
        raise Invalid(str(wrong), fields={"verified": str(wrong)}) from None


def reported_text(unit: Unit, key: str) -> str:
    """What the enterprise reported in the newest version, as text."""
    version = queries.latest_version(unit.application)
    value = version.content["answers"].get(key) if version else None
    return "" if value is None else str(value)[:60]


@transaction.atomic
def return_unit(
    *, unit_id: int, reasons: Mapping[str, str], note: str = "", expected_version: int, actor: Actor
) -> Correction:
    """Send a case in formal check back to the enterprise. Raises as open_correction; Conflict when stale."""
    return send_back(
        unit_id=unit_id,
        stage="formal_check",
        by="return",
        reasons=reasons,
        note=note,
        expected_version=expected_version,
        actor=actor,
    )


def send_back(
    *, unit_id: int, stage: str, by: str, reasons: Mapping[str, str], note: str, expected_version: int, actor: Actor
) -> Correction:
    """Ask the applicant about some fields in a stage of the city's, by one move of the workflow; in a transaction."""
    unit = lock_with_application(actor, unit_id)
    demand_version(unit, expected_version)
    correction = open_correction(unit.application, stage=stage, reasons=reasons, note=note, actor=actor)
    move(unit, by, actor=actor, reason=note.strip() or "；".join(correction.reasons.values()))
    return correction


@transaction.atomic
def accept_unit(*, unit_id: int, expected_version: int, actor: Actor) -> Unit:
    """Pass the formal check. Raises Invalid while a clause is open that no expert decides, or a group is not met."""
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    failed, still_open = doubts_of(queries.verdict_for(unit))
    if failed:
        raise Invalid(_("以下方面不符合，不能通过形式审查：%s。请退回补正或不予受理。") % "、".join(failed))
    if still_open:
        raise Invalid(_("以下指标尚未核查：%s。") % "、".join(still_open))
    moved = move(unit, "accept", actor=actor)
    is_checked_next = unit.edition.has_stage("data_check")
    _tell_enterprise(unit, "case_accepted_for_checking" if is_checked_next else "case_accepted", reason="")
    return moved


def doubts_of(verdict: Verdict) -> tuple[list[str], list[str]]:
    """(titles of the groups that fail, labels of the clauses still to be decided before experts may look).

    A figure that the machine cannot judge (a zero base year, a soft limit passed) waits for an official too. A line
    that is not met fails its group only where the group has no alternative to it.
    """
    failed: list[str] = []
    still_open: list[str] = []
    for (title, lines), passed in zip(verdict.groups, _group_verdicts(verdict), strict=True):
        if passed is False:
            failed.append(title)
        elif passed is None:
            waiting = [line for line in lines if line.passed is None]
            still_open += [line.label for line in waiting if line.check is not CheckKind.EXPERT]
    return failed, still_open


def _group_verdicts(verdict: Verdict) -> Sequence[bool | None]:
    if verdict.group_verdicts:
        return verdict.group_verdicts
    every = [[line.passed for line in lines] for _title, lines in verdict.groups]
    return [False if False in passed else None if None in passed else True for passed in every]


@transaction.atomic
def refuse_unit(*, unit_id: int, clauses: list[str], reason: str, expected_version: int, actor: Actor) -> Unit:
    """Refuse a case, naming the clauses; after the last day of posting also because the paper form is not in.

    Raises Invalid (no clause, one that may not be named yet, no reason), Conflict, Denied.
    """
    unit = lock_open(actor, unit_id)
    demand_version(unit, expected_version)
    titles = refusal_grounds(unit.edition.programme, paper.paper_of(unit.application))
    problems: dict[str, object] = {}
    if not clauses or any(key not in titles for key in clauses):
        problems["clauses"] = _("请选择不符合的条件。")
    if not reason.strip():
        problems["reason"] = _("请填写理由，申报主体将看到该理由。")
    if problems:
        raise Invalid(_("不予受理须写明条款和理由。"), fields=problems)
    text = _("不符合：%(clauses)s。%(reason)s") % {
        "clauses": "；".join(titles[key] for key in clauses),
        "reason": reason.strip(),
    }
    moved = move(unit, "refuse", actor=actor, reason=text)
    _tell_enterprise(unit, "case_refused", reason=text)
    return moved


def refusal_grounds(programme: Programme, sheet: Paper | None) -> dict[str, str]:
    """What a case may be refused for: every clause, and the paper form once it is too late to post it."""
    grounds = {clause.key: f"{clause.clause} {_(clause.label)}".strip() for clause in programme.clauses}
    if sheet is not None and sheet.is_late:
        grounds[paper.ENTERED] = _("纸质申报表未按期寄达或与电子申报不一致，未完成正式报名")
    return grounds


def lock_open(actor: Actor, unit_id: int) -> Unit:
    unit = queries.lock_unit_for(actor, unit_id)
    policy.demand(actor.has_role(Role.CITY_OFFICER) and actor.tenant_id == unit.tenant_id, _("由市级经办人办理。"))
    if State(unit.state) not in OPEN_STATES:
        raise Conflict(_("该申报已进入后续环节，不能再修改核查结果。"))
    return unit


def lock_with_application(actor: Actor, unit_id: int) -> Unit:
    """As lock_open, the application locked first as whoever submits does, so that neither waits for the other."""
    queries.lock_for(actor, queries.unit_for(actor, unit_id).application_id)
    return lock_open(actor, unit_id)


def demand_version(unit: Unit, expected_version: int | None) -> None:
    """None: the caller has just read the newest version itself."""
    if expected_version is not None and unit.application.version_number != expected_version:
        raise Conflict(_("申报主体已提交第%s版，请查看新版本后再办理。") % unit.application.version_number)


def _record(unit: Unit, act: str, actor: Actor, *, payload: dict[str, object], reason: str = "") -> None:
    record(
        actor=actor,
        act=act,
        subject=f"applications.unit:{unit.pk}",
        tenant_id=unit.tenant_id,
        reason=reason,
        payload=payload,
    )


def _tell_enterprise(unit: Unit, kind: str, *, reason: str) -> None:
    announce(
        tenant_id=unit.tenant_id,
        key=f"unit:{unit.pk}:{kind}:v{unit.application.version_number}",
        kind=kind,
        audience={"enterprise": unit.enterprise_id},
        context={
            "title": unit.name,
            "reason": reason,
            "url": f"/my/{unit.tenant.slug}/applications/{unit.application_id}/",
        },
        wording=unit.edition.wording,
    )
