"""To whom an announcement matters. Looked up inside the tenant, after the act, by the expanding task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from portal.people.models import EnterpriseMember, Membership, MembershipState, User
from portal.tenancy import fence


class UnknownAudience(LookupError):
    """The audience of an announcement has none of the known shapes."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A user, or the address of somebody without an account."""

    user_id: int | None
    email: str
    language: str


def recipients(audience: Mapping[str, Any], *, tenant_id: int) -> list[Recipient]:
    """Who gets it, each person once, in a fixed order. Runs inside the tenant's fence.

    {"enterprise": id}                  active users of the organisation
    {"role": key, "district": id?}      active members holding the role, of that district if one is named
    {"role": key, "body": name}         as above, of that department, agency or certification body
    {"roles": [key, …], "district": id?}
    {"user": id}, {"users": [id, …]}
    {"email": address, "language"?}     somebody without an account
    Raises UnknownAudience.
    """
    if "email" in audience:
        return [Recipient(None, str(audience["email"]), str(audience.get("language", settings.LANGUAGE_CODE)))]
    if "enterprise" in audience:
        ids = enterprise_users(audience["enterprise"])
    elif "role" in audience or "roles" in audience:
        ids = member_users(audience, tenant_id)
    elif "user" in audience or "users" in audience:
        ids = list(audience.get("users", [])) or [audience["user"]]
    else:
        raise UnknownAudience(", ".join(sorted(audience)) or "empty")
    users: QuerySet[User] = User.objects.filter(pk__in=ids, is_active=True).order_by("pk")
    return [Recipient(user.pk, "", user.language) for user in users]


def enterprise_users(enterprise_id: int) -> list[int]:
    with fence.widened(enterprise_id=enterprise_id):
        seats = EnterpriseMember.objects.filter(enterprise_id=enterprise_id, is_active=True)
        return list(seats.order_by("pk").values_list("user_id", flat=True))


def member_users(audience: Mapping[str, Any], tenant_id: int) -> list[int]:
    roles = audience.get("roles") or [audience["role"]]
    rows = Membership.objects.filter(tenant_id=tenant_id, role__in=roles, state=MembershipState.ACTIVE)
    if audience.get("district") is not None:
        rows = rows.filter(district_id=audience["district"])
    if audience.get("body") is not None:
        rows = rows.filter(body=audience["body"])
    return list(rows.order_by("pk").values_list("user_id", flat=True))
