"""Reminders about what outside bodies wait for: nonconformities before their last day, and once after it."""

from __future__ import annotations

from collections.abc import Iterator

from applications.models import CertificationStep, Correction, Entrustment, Purpose
from applications.queries.agencies import newest_of_kind
from applications.reminding import Reminder, step_due
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Role
from portal.tenancy.models import Tenant

NONCONFORMITY_STEPS = (14, 7, 3, 1)


def due_reminders(tenant_id: int) -> list[Reminder]:
    """Everything that is due now at one organiser, inside its fence."""
    tenant = Tenant.objects.get(pk=tenant_id)
    return [*nonconformities(tenant), *overdue_corrections(tenant)]


def nonconformities(tenant: Tenant) -> Iterator[Reminder]:
    """To the enterprise that mends and to the body that verifies, while the unit is being tested. Two queries."""
    now = clock.now()
    steps = CertificationStep.objects.filter(tenant_id=tenant.pk, unit__state=State.CERT_TESTING)
    held = Entrustment.objects.filter(tenant_id=tenant.pk, purpose=Purpose.CERTIFICATION, ended_at__isnull=True)
    rows = {row.unit_id: row for row in held.select_related("body").order_by("pk")}
    for step in newest_of_kind(steps.select_related("unit").order_by("pk")):
        row = rows.get(step.unit_id)
        if row is None or step.recorded_at < row.entrusted_at or step.due_on is None or step.resolved_on is not None:
            continue
        deadline = clock.end_of(step.due_on)
        days = step_due(deadline, now, NONCONFORMITY_STEPS)
        if days is None and now < deadline:
            continue
        kind = "nonconformity_due_soon" if days else "nonconformity_overdue"
        context = {
            "title": step.unit.name,
            "report": step.report_number,
            "due_on": step.due_on.isoformat(),
            "reason": step.findings,
            "days": days or 0,
        }
        own = {**context, "url": f"/my/{tenant.slug}/applications/{step.unit.application_id}/"}
        there = {**context, "url": f"/{tenant.slug}/agency/{row.pk}/"}
        subject = f"step:{step.pk}"
        yield Reminder(kind, f"{subject}:owner", deadline, days or 0, {"enterprise": step.unit.enterprise_id}, own)
        body = {"role": Role.THIRD_PARTY_AGENCY.value, "body": row.body.name}
        yield Reminder(kind, f"{subject}:body", deadline, days or 0, body, there)


def overdue_corrections(tenant: Tenant) -> Iterator[Reminder]:
    """To the body that returned an item, once its correction has not come in time."""
    late = Correction.objects.filter(
        tenant_id=tenant.pk, stage="screening", answered_at__isnull=True, due_at__lte=clock.now()
    )
    due = {row.application_id: row for row in late.order_by("pk")}
    held = Entrustment.objects.filter(
        unit__application_id__in=due, unit__state=State.RETURNED, purpose=Purpose.SCREENING, ended_at__isnull=True
    )
    for row in held.select_related("body", "unit__edition").order_by("pk"):
        deadline = due[row.unit.application_id].due_at
        audience = {"role": Role.THIRD_PARTY_AGENCY.value, "body": row.body.name}
        context = {"title": row.unit.name, "url": f"/{tenant.slug}/agency/{row.pk}/"}
        words = row.unit.edition.wording
        yield Reminder("screening_unanswered", f"entrustment:{row.pk}", deadline, 0, audience, context, wording=words)
