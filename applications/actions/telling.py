"""Who hears of a filing: the applicant gets a receipt, the office that is next learns that there is work."""

from __future__ import annotations

from typing import Any

from applications.models import Application, Consultation, ConsultOutcome, Correction, Entrustment, Version
from applications.terms import say_instant
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Role
from portal.notifications.outbox import announce
from portal.tenancy import fence


def tell_submitted(application: Application, version: Version, correction: Correction | None) -> None:
    """A receipt to the enterprise; to the office that asked, or that is first, the news."""
    context = {
        **_context(application),
        "version": version.number,
        "digest": version.digest[:16],
        "submitted_at": say_instant(version.submitted_at),
    }
    _announce(
        application, "application_receipt", {"enterprise": application.enterprise_id}, context, _own_url(application)
    )
    if correction is not None and correction.stage == "screening":
        _tell_screeners(application)
        return
    audience = office_of(application, correction)
    occasion = "application_submitted" if correction is None else "correction_answered"
    is_first_with_city = correction is None and "district" not in audience
    kind = "application_to_check" if is_first_with_city else occasion
    _announce(application, kind, audience, context, _case_url(application), occasion=occasion)


def _tell_screeners(application: Application) -> None:
    """Every body that has one of its items. Entrustments lie inside the organiser's fence."""
    with fence.widened(tenant_id=application.tenant_id):
        rows = Entrustment.objects.filter(
            unit__application_id=application.pk, unit__state=State.SCREENING, ended_at__isnull=True
        )
        for row in rows.select_related("body", "unit").order_by("pk"):
            announce(
                tenant_id=application.tenant_id,
                key=f"entrustment:{row.pk}:answered:v{application.version_number}",
                kind="screening_answered",
                audience={"role": Role.THIRD_PARTY_AGENCY.value, "body": row.body.name},
                context={"title": row.unit.name, "url": f"/{application.tenant.slug}/agency/{row.pk}/"},
                wording=application.edition.wording,
            )


def office_of(application: Application, correction: Correction | None) -> dict[str, Any]:
    """The office whose desk the filing lies on: the district's before its word, the city's after it."""
    is_city = correction is not None and correction.stage != "district_review"
    if is_city or not application.edition.has_stage("district_review"):
        return {"role": Role.CITY_OFFICER.value}
    return {"role": Role.DISTRICT_OFFICER.value, "district": application.district_id}


def tell_withdrawn(application: Application) -> None:
    context = {**_context(application), "withdrawn_at": say_instant(clock.now())}
    _announce(application, "application_withdrawn", office_of(application, None), context, _case_url(application))
    if application.edition.has_stage("consult"):
        _tell_departments(application)


def _tell_departments(application: Application) -> None:
    """Whoever was asked and has not answered need not any more. Questions lie inside the organiser's fence."""
    with fence.widened(tenant_id=application.tenant_id):
        rows = Consultation.objects.filter(application_id=application.pk, outcome=ConsultOutcome.ASKED)
        for row in rows.select_related("body").order_by("pk"):
            announce(
                tenant_id=application.tenant_id,
                key=f"consultation:{row.pk}:dropped",
                kind="consultation_dropped",
                audience={"role": Role.CONSULTED_DEPT.value, "body": row.body.name},
                context={"title": application.title, "url": f"/{application.tenant.slug}/consult/{row.pk}/"},
                wording=application.edition.wording,
            )


def _announce(
    application: Application,
    kind: str,
    audience: dict[str, Any],
    context: dict[str, Any],
    url: str,
    *,
    occasion: str = "",
) -> None:
    """occasion: what the key names; the kind itself, unless one occasion is worded in several kinds."""
    announce(
        tenant_id=application.tenant_id,
        enterprise_id=application.enterprise_id,
        key=f"application:{application.pk}:{occasion or kind}:v{application.version_number}",
        kind=kind,
        audience=audience,
        context={**context, "url": url},
        wording=application.edition.wording,
    )


def _context(application: Application) -> dict[str, Any]:
    return {
        "title": application.title or application.enterprise_name,
        "enterprise": application.enterprise_name,
        "reference": application.reference,
        "edition": application.edition.title,
    }


def _own_url(application: Application) -> str:
    return f"/my/{application.tenant.slug}/applications/{application.pk}/"


def _case_url(application: Application) -> str:
    return f"/{application.tenant.slug}/office/cases/{application.pk}/"
