"""Reads of editions for whoever works for an organiser."""

from __future__ import annotations

from portal.kit.actor import Actor, Role
from portal.kit.errors import NotFound

from .models import Edition, EditionState

# Who sees an edition before it is announced.
MAKERS = (Role.CITY_OFFICER, Role.CITY_LEADER, Role.SUPERVISOR, Role.TENANT_ADMIN)


def edition_of(actor: Actor, edition_id: int) -> Edition:
    """An edition of the actor's own organiser, its tenant along with it; a draft for the city only. Raises NotFound."""
    found = _found(Edition.objects.select_related("tenant").filter(pk=edition_id, tenant_id=_tenant(actor)).first())
    return _found(found if found.state != EditionState.DRAFT or sees_drafts(actor) else None)


def sees_drafts(actor: Actor) -> bool:
    return actor.is_system or actor.has_role(*MAKERS)


def lock_edition(actor: Actor, edition_id: int) -> Edition:
    """As edition_of, with the row locked FOR UPDATE until the transaction ends."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("tenant")
    return _found(rows.filter(pk=edition_id, tenant_id=_tenant(actor)).first())


def _tenant(actor: Actor) -> int:
    if actor.tenant_id is None:
        raise NotFound()
    return actor.tenant_id


def _found(row: Edition | None) -> Edition:
    if row is None:
        raise NotFound()
    return row
