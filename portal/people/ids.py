"""Ids that an actor must have by the time a query is asked; without one there is no such row."""

from __future__ import annotations

from portal.kit.actor import Actor
from portal.kit.errors import NotFound


def tenant_of(actor: Actor) -> int:
    return _present(actor.tenant_id)


def user_of(actor: Actor) -> int:
    return _present(actor.user_id)


def enterprise_of(actor: Actor) -> int:
    return _present(actor.enterprise_id)


def _present(key: int | None) -> int:
    if key is None:
        raise NotFound
    return key
