"""Who somebody is: memberships and organisations."""

from __future__ import annotations

from portal.kit.actor import Grant, Role

from .models import EnterpriseMember, Membership, MembershipState


def grants_for(*, user_id: int, tenant_id: int) -> list[Grant]:
    """The active grants of a user in one tenant, under the fence of that user."""
    rows = Membership.objects.filter(user_id=user_id, tenant_id=tenant_id, state=MembershipState.ACTIVE)
    return [Grant(Role(m.role), m.district_id, m.body) for m in rows.order_by("pk")]


def enterprise_for(*, user_id: int, chosen: int | None) -> EnterpriseMember | None:
    """The organisation a user acts for: the chosen one, else the first."""
    seats = list(EnterpriseMember.objects.filter(user_id=user_id, is_active=True).order_by("pk"))
    return next((seat for seat in seats if seat.enterprise_id == chosen), seats[0] if seats else None)
