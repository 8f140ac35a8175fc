"""Who hears of a certification: the applicant of every step, the office of what is decided."""

from __future__ import annotations

from applications.models import CertificationStep, Entrustment
from portal.kit.actor import Role
from portal.notifications.outbox import announce

# What the office needs to hear of too: its list grows, or a unit is over.
OF_THE_OFFICE = frozenset(
    {"certification_refused", "certification_step_failed", "certificate_decided", "certificate_refused"}
)


def tell_certification(
    held: Entrustment, kind: str, *, step: CertificationStep | None = None, reason: str = "", number: str = ""
) -> None:
    """One announcement to the enterprise, and where it concerns the office one to its officers."""
    unit, slug = held.unit, held.unit.tenant.slug
    subject = f"step:{step.pk}" if step is not None else f"entrustment:{held.pk}"
    context = {
        "title": unit.name,
        "edition": unit.edition.title,
        "body": held.body.name,
        "reason": reason or (step.findings if step is not None else ""),
        "number": number,
        "due_on": step.due_on.isoformat() if step is not None and step.due_on else "",
        "report": step.report_number if step is not None else "",
    }
    key = unit.application_id
    _announce(held, f"{subject}:{kind}", kind, {"enterprise": unit.enterprise_id}, context, _own(slug, key))
    if kind in OF_THE_OFFICE:
        url = f"/{slug}/office/cases/{key}/"
        audience: dict[str, object] = {"role": Role.CITY_OFFICER.value}
        _announce(held, f"{subject}:{kind}:office", f"{kind}_office", audience, context, url)


def _own(slug: str, application_id: int) -> str:
    return f"/my/{slug}/applications/{application_id}/"


def _announce(
    held: Entrustment, key: str, kind: str, audience: dict[str, object], context: dict[str, str], url: str
) -> None:
    announce(
        tenant_id=held.tenant_id,
        key=key,
        kind=kind,
        audience=audience,
        context={**context, "url": url},
        wording=held.unit.edition.wording,
    )
