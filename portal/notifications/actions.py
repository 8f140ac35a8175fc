"""Reading: the only thing a person does to his messages."""

from __future__ import annotations

from django.db import transaction

from portal.kit import clock
from portal.kit.actor import Actor
from portal.tenancy import fence

from .models import Message
from .queries import message_for, own_id


@transaction.atomic
def mark_read(pk: int, *, actor: Actor) -> Message:
    """Note when a message was first opened. Raises NotFound unless it is the actor's own."""
    message = message_for(actor, pk)
    if message.read_at is None:
        message.read_at = clock.now()
        _write(message.tenant_id, [message.pk], message)
    return message


@transaction.atomic
def mark_all_read(*, actor: Actor) -> int:
    """Note the same for everything unread; how many."""
    unread = Message.objects.filter(user_id=own_id(actor), read_at__isnull=True).order_by("pk")
    by_tenant: dict[int, list[int]] = {}
    for tenant_id, pk in unread.values_list("tenant_id", "pk"):
        by_tenant.setdefault(tenant_id, []).append(pk)
    return sum(_write(tenant_id, keys) for tenant_id, keys in by_tenant.items())


def _write(tenant_id: int, keys: list[int], message: Message | None = None) -> int:
    # The row is its tenant's: a person sees it, and for this one note about his own row the fence is widened.
    read_at = message.read_at if message else clock.now()
    with fence.widened(tenant_id=tenant_id):
        return Message.objects.filter(pk__in=keys, read_at__isnull=True).update(read_at=read_at)
