"""The base of every task that touches fenced rows, and the sweep that queues one task per tenant."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import current_app, shared_task

from . import fence
from .models import Tenant


def tenant_task(function: Callable[..., Any]) -> Any:
    """A Celery task that runs in its own transaction inside one tenant's fence. Call it with tenant_id=…

    Every such task is safe to run twice: it is redelivered when a worker dies.
    """

    @wraps(function)
    def run(*, tenant_id: int, **rest: Any) -> Any:
        with fence.as_tenant(tenant_id):
            return function(tenant_id=tenant_id, **rest)

    return shared_task(name=f"{function.__module__}.{function.__name__}")(run)


@shared_task(name="portal.tenancy.tasks.fan_out")
def fan_out(task_name: str) -> int:
    """Queue a task for every tenant; the number of tenants."""
    ids = list(Tenant.objects.order_by("pk").values_list("pk", flat=True))
    for tenant_id in ids:
        current_app.tasks[task_name].delay(tenant_id=tenant_id)
    return len(ids)
