"""The sealing tasks: they never stand in a writer's way."""

from __future__ import annotations

from celery import shared_task

from portal.kit.actor import system
from portal.tenancy import fence
from portal.tenancy.tasks import tenant_task

from .sealing import seal_next


@tenant_task
def seal_events(*, tenant_id: int) -> int:
    """Link new events of a tenant into its chain; how many."""
    return seal_next(tenant_id)


@shared_task(name="portal.audit.tasks.seal_platform_events")
def seal_platform_events() -> int:
    """The same for acts that belong to no tenant."""
    with fence.entered(system(tenant_id=None)):
        return seal_next(None)
