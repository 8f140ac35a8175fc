"""The clockwork of publications. Every task runs inside one tenant and is safe to run twice."""

from __future__ import annotations

from django.db import transaction

from portal.kit.actor import system
from portal.tenancy.tasks import tenant_task

from . import rendering
from .actions.lists import release_due_lists
from .actions.notices import end_due_notices
from .actions.watching import watch_validity as watch


@tenant_task
def end_notices(tenant_id: int) -> int:
    return end_due_notices(actor=system(tenant_id=tenant_id))


@tenant_task
def release_due(tenant_id: int) -> int:
    return release_due_lists(actor=system(tenant_id=tenant_id))


@tenant_task
def render_waiting(tenant_id: int) -> int:
    """Render what waits, some at a time; what is left goes into the next task, so that a kill loses little."""
    rendered, is_more = rendering.render_batch(tenant_id)
    if is_more:
        transaction.on_commit(lambda: render_waiting.delay(tenant_id=tenant_id), robust=True)
    return rendered


@tenant_task
def watch_validity(tenant_id: int) -> tuple[int, int]:
    return watch(actor=system(tenant_id=tenant_id))
