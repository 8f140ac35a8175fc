"""What waits for an office, for a body and for an enterprise where outside bodies are at work."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.awaiting import Awaiting, OwnNeed
from applications.models import CertificationStep, Purpose
from applications.queries import entrusting
from applications.queries.agencies import is_open, newest_of_kind
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor, Role
from portal.tenancy import fence


def units_to_entrust(actor: Actor, slug: str) -> list[Awaiting]:
    """Units that no body has, by purpose and edition."""
    if not actor.has_role(Role.CITY_OFFICER):
        return []
    words = {Purpose.SCREENING.value: _("待委托初筛"), Purpose.CERTIFICATION.value: _("待委托认证")}
    url = reverse("entrusting", args=(slug,))
    return [
        Awaiting(words[purpose], count, edition, f"{url}?part={purpose}")
        for purpose, edition, count in entrusting.waiting_editions(actor)
    ]


def nonconformities_to_mend(actor: Actor) -> list[OwnNeed]:
    """The enterprise's own open nonconformities; steps lie inside the fence of each organiser."""
    tenants = entrusting.tenants_testing(actor)
    return [need for tenant_id in tenants for need in _needs_at(actor, tenant_id)]


def _needs_at(actor: Actor, tenant_id: int) -> list[OwnNeed]:
    with fence.widened(tenant_id=tenant_id):
        steps = CertificationStep.objects.filter(
            unit__enterprise_id=actor.enterprise_id or 0, unit__state=State.CERT_TESTING, tenant_id=tenant_id
        )
        rows = steps.select_related("unit__edition", "unit__tenant").order_by("pk")
        return [
            OwnNeed(
                title=step.unit.name,
                under=step.unit.edition.title,
                need=_("整改不符合项，由认证机构验证关闭"),
                url=reverse("application", args=(step.unit.tenant.slug, step.unit.application_id)),
                due_at=clock.end_of(step.due_on),
            )
            for step in newest_of_kind(rows)
            if is_open(step) and step.due_on is not None
        ]
