"""Experts whom an applicant asks to keep out: what he named, until when he may, and what an office sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from applications.models import Application
from applications.queries import own_for
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.people.models import Expert
from portal.tenancy import fence
from reviews.models import AvoidedExpert, Panel, PanelState, PanelUnit

from .panels import units_of
from .pool import fold, is_named

OVER = (State.WITHDRAWN, State.NOT_RECOMMENDED)


@dataclass(frozen=True, slots=True)
class AvoidanceLine:
    """One name as an office sees it. is_in_pool: whether an expert of the pool answers to it."""

    unit_name: str
    expert_name: str
    employer_name: str
    reason: str
    named_at: datetime
    is_in_pool: bool


def draws_experts(application: Application) -> bool:
    """Whether experts are ever drawn for this filing. Reads no row beside it and its edition."""
    return application.edition.has_stage("expert_review") and application.state not in OVER


def avoidable_for(actor: Actor, application_id: int) -> Application:
    """The actor's own filing for which experts are drawn. Raises NotFound."""
    application = own_for(actor, application_id)
    if not draws_experts(application):
        raise NotFound()
    return application


def avoided_by(application: Application) -> list[AvoidedExpert]:
    """What the applicant has named, at most two."""
    return list(AvoidedExpert.objects.filter(application_id=application.pk).order_by("position", "pk"))


def is_pool_settled(application: Application, *, is_locking: bool = False) -> bool:
    """Whether the pool of a panel of this filing is frozen: from then on nobody may be named.

    An applicant sees no panel, so the fence is widened for this one answer. is_locking: the panels stay locked until
    the transaction ends, so that no pool is frozen meanwhile.
    """
    with fence.widened(tenant_id=application.tenant_id):
        before = PanelUnit.objects.filter(unit__application_id=application.pk, is_active=True)
        panels = Panel.objects.filter(pk__in=before.values("panel_id")).order_by("pk")
        rows = list(panels.select_for_update() if is_locking else panels)
    return any(panel.state != PanelState.FORMING for panel in rows)


def avoidances_before(panel: Panel) -> list[AvoidanceLine]:
    """Every name that applicants of this panel's units gave, unit by unit."""
    units = {unit.application_id: unit.name for unit in units_of(panel)}
    rows = list(AvoidedExpert.objects.filter(application_id__in=units).order_by("application_id", "position", "pk"))
    pool = list(Expert.objects.filter(tenant_id=panel.tenant_id).order_by("pk")) if rows else []
    return [
        AvoidanceLine(
            unit_name=units[row.application_id],
            expert_name=row.expert_name,
            employer_name=row.employer_name,
            reason=row.reason,
            named_at=row.named_at,
            is_in_pool=any(is_named(one, [(fold(row.expert_name), fold(row.employer_name))]) for one in pool),
        )
        for row in rows
    ]
