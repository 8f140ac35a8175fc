"""Returning a filing: which fields open again, why, and until when. Shared by the district and the city."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from applications import policy
from applications.models import Application, Correction, Unit
from applications.queries import correction_open_for, returns_of
from portal.kit import clock, workdays
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid
from portal.notifications.outbox import announce
from portal.tenancy.calendar import statutory_calendar
from programmes.contract import Programme

LONGEST_REASON = 500


def open_correction(
    application: Application,
    *,
    stage: str,
    reasons: Mapping[str, str],
    note: str,
    actor: Actor,
    unit: Unit | None = None,
) -> Correction:
    """Write the return and tell the enterprise; the caller moves the state.

    reasons  {field or indicator key: what to correct}, at least one, keys known to the programme
    unit     where the items of a filing are returned one by one: then its own returns count
    due      the edition's correction_days working days, not counting today, until 24:00 of the last day
    Raises   Invalid (no reason, unknown key), Conflict (already returned, or as often as the edition allows)
    """
    if correction_open_for(application) is not None:
        raise Conflict(_("该申报已经退回，正在等待申报主体补正。"))
    _demand_returns_left(application, unit)
    cleaned = clean_reasons(reasons, application.edition.programme)
    last_on = last_day_for(application)
    correction = Correction.objects.create(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        application=application,
        version_number=application.version_number,
        stage=stage,
        reasons=cleaned,
        note=note.strip(),
        due_at=clock.end_of(last_on),
        returned_at=clock.now(),
        returned_by_id=policy.user_of(actor),
    )
    Application.objects.filter(pk=application.pk).update(returns_used=F("returns_used") + 1)
    _tell_enterprise(application, correction, last_on=last_on)
    return correction


def add_to_correction(
    correction: Correction, *, stage: str, reasons: Mapping[str, str], note: str, unit: Unit
) -> Correction:
    """Ask about another item of a filing that is with its applicant already; the later due instant holds for both.

    Raises  Invalid as open_correction, Conflict (returned in another stage, or as often as the edition allows)
    """
    application = correction.application
    if correction.stage != stage:
        raise Conflict(_("该申报已在另一环节退回，正在等待申报主体补正。"))
    _demand_returns_left(application, unit)
    cleaned = clean_reasons(reasons, application.edition.programme)
    last_on = last_day_for(application)
    asked = correction.reasons
    correction.reasons = asked | {k: f"{asked[k]}；{text}" if k in asked else text for k, text in cleaned.items()}
    correction.note = "；".join(filter(None, (correction.note, note.strip())))
    correction.due_at = max(correction.due_at, clock.end_of(last_on))
    correction.save(update_fields=("reasons", "note", "due_at"))
    Application.objects.filter(pk=application.pk).update(returns_used=F("returns_used") + 1)
    _tell_enterprise(application, correction, last_on=last_on, occasion=f":{unit.pk}")
    return correction


def last_day_for(application: Application) -> date:
    """The last day of a correction that is asked for today."""
    days = int(application.edition.settings()["correction_days"])
    return workdays.last_day(clock.today(), days, counting="excl", calendar=statutory_calendar())


def _demand_returns_left(application: Application, unit: Unit | None) -> None:
    used = application.returns_used if unit is None else returns_of(unit)
    if used >= int(application.edition.settings()["max_returns"]):
        raise Conflict(_("该申报已退回%s次，达到本年度上限，不能再退回，请直接作出决定。") % used)


def _tell_enterprise(application: Application, correction: Correction, *, last_on: date, occasion: str = "") -> None:
    announce(
        tenant_id=application.tenant_id,
        key=f"application:{application.pk}:returned:{correction.pk}{occasion}",
        kind="application_returned",
        audience={"enterprise": application.enterprise_id},
        context={
            "title": application.title,
            "count": len(correction.reasons),
            "due_on": last_on.isoformat(),
            "url": f"/my/{application.tenant.slug}/applications/{application.pk}/",
        },
        wording=application.edition.wording,
    )


def clean_reasons(reasons: Mapping[str, str], programme: Programme) -> dict[str, str]:
    """The reasons that say something, for keys that exist. Raises Invalid."""
    cleaned = {key: text.strip() for key, text in reasons.items() if text.strip()}
    known = {field.key for section in programme.sections for field in section.fields}
    known |= {clause.key for clause in programme.clauses} | {item.indicator for item in programme.evidence}
    if unknown := sorted(set(cleaned) - known):
        raise Invalid(_("没有这样的字段：%s") % "、".join(unknown))
    if not cleaned:
        text = _("请至少选择一项，并写明需要补正的内容。")
        raise Invalid(text, fields={"reasons": text})
    if any(len(text) > LONGEST_REASON for text in cleaned.values()):
        text = _("每项补正要求请控制在500字以内。")
        raise Invalid(text, fields={"reasons": text})
    return cleaned
