"""What an enterprise reads about itself: certificates, questions put to it, revocations."""

from __future__ import annotations

from portal.kit.actor import Actor
from portal.kit.errors import NotFound

from ..models import Certificate, Inquiry, ListEntry, Revocation
from .marks import rights_of
from .rewards import rewards_of


def honours_of(actor: Actor) -> list[ListEntry]:
    """Everything the enterprise was listed for, at all organisers, newest first, with its papers.

    mark and claim: the right to a mark and the reward that it came with, None where there is none.
    """
    if actor.enterprise_id is None:
        return []
    rows = ListEntry.objects.filter(enterprise_id=actor.enterprise_id).select_related("tenant")
    found = list(rows.prefetch_related("certificates").order_by("-valid_from", "-pk"))
    marks, claims = rights_of(actor), rewards_of(actor)
    for row in found:
        row.mark, row.claim = marks.get(row.pk), claims.get(row.pk)  # type: ignore[attr-defined]
    return found


def certificates_of(actor: Actor) -> list[Certificate]:
    """The enterprise's papers that are in force, at all organisers, newest first; entry and tenant come along."""
    if actor.enterprise_id is None:
        return []
    rows = Certificate.objects.filter(enterprise_id=actor.enterprise_id, replaced_by=None)
    return list(rows.select_related("entry", "tenant").order_by("-issued_on", "-pk"))


def certificate_of(actor: Actor, certificate_id: int) -> Certificate:
    """Raises NotFound, also for another enterprise's."""
    rows = Certificate.objects.filter(enterprise_id=actor.enterprise_id or 0, tenant_id=actor.public_tenant_id or 0)
    row = rows.select_related("entry").filter(pk=certificate_id).first()
    if actor.enterprise_id is None or row is None:
        raise NotFound()
    return row


def inquiries_of(actor: Actor) -> list[Inquiry]:
    """Open questions first by due day, at all organisers."""
    if actor.enterprise_id is None:
        return []
    rows = Inquiry.objects.filter(enterprise_id=actor.enterprise_id, closed_at=None, answered_at=None)
    return list(rows.select_related("tenant").order_by("due_on", "pk"))


def inquiry_of(actor: Actor, inquiry_id: int) -> Inquiry:
    rows = Inquiry.objects.filter(enterprise_id=actor.enterprise_id or 0, tenant_id=actor.public_tenant_id or 0)
    row = rows.select_related("unit", "tenant").filter(pk=inquiry_id).first()
    if actor.enterprise_id is None or row is None:
        raise NotFound()
    return row


def revocations_of(actor: Actor) -> list[Revocation]:
    if actor.enterprise_id is None:
        return []
    rows = Revocation.objects.filter(enterprise_id=actor.enterprise_id)
    return list(rows.select_related("entry", "tenant").order_by("-found_at", "-pk"))


def revocation_of(actor: Actor, revocation_id: int) -> Revocation:
    rows = Revocation.objects.filter(enterprise_id=actor.enterprise_id or 0, tenant_id=actor.public_tenant_id or 0)
    row = rows.select_related("entry", "tenant").filter(pk=revocation_id).first()
    if actor.enterprise_id is None or row is None:
        raise NotFound()
    return row
