"""The base of every task that touches fenced rows, and the sweep that queues one task per tenant."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import current_app, shared_task

from . import fence
from .models import Tenant

# How long a task queued by a sweep is worth running.
SWEEP_SECONDS = 300


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
    """Queue a task for every tenant; the number of tenants. What waits too long is left to the next sweep."""
    ids = list(Tenant.objects.order_by("pk").values_list("pk", flat=True))
    for tenant_id in ids:
        current_app.tasks[task_name].apply_async(kwargs={"tenant_id": tenant_id}, expires=SWEEP_SECONDS)
    return len(ids)


def sweep_now() -> list[str]:
    """Queue every clock of the beat schedule at once, because the demo's clock was moved; their names."""
    current_app.loader.import_default_modules()  # the web process has not yet read every app's tasks
    for entry in current_app.conf.beat_schedule.values():
        current_app.tasks[entry["task"]].apply_async(args=entry.get("args", ()))
    return sorted(current_app.conf.beat_schedule)
