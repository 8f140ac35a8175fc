"""Who somebody is: memberships, organisations, claims, the expert pool."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.kit.actor import Actor, Grant, Role
from portal.kit.errors import NotFound
from portal.kit.workdays import Calendar
from portal.tenancy import fence
from portal.tenancy.models import CalendarDay, District, Tenant

from .ids import enterprise_of, tenant_of, user_of
from .models import (
    BODY_KINDS,
    Body,
    ClaimState,
    Enterprise,
    EnterpriseClaim,
    EnterpriseMember,
    Expert,
    Membership,
    MembershipState,
    User,
)
from .profile import REQUIRED_PROFILE

PAGE_SIZE = 50
OPEN_CLAIMS = (ClaimState.UNPROVEN, ClaimState.FILED)


def grants_for(*, user_id: int, tenant_id: int) -> list[Grant]:
    """The active grants of a user in one tenant, under the fence of that user."""
    rows = Membership.objects.filter(user_id=user_id, tenant_id=tenant_id, state=MembershipState.ACTIVE)
    return [Grant(Role(m.role), m.district_id, m.body) for m in rows.order_by("pk")]


def enterprise_for(*, user_id: int, chosen: int | None) -> EnterpriseMember | None:
    """The organisation a user acts for: the chosen one, else the first."""
    seats = list(EnterpriseMember.objects.filter(user_id=user_id, is_active=True).order_by("pk"))
    return next((seat for seat in seats if seat.enterprise_id == chosen), seats[0] if seats else None)


def is_code_taken(uscc: str) -> bool:
    """Whether an organisation is registered under a code; the only thing anybody outside it may learn."""
    with connection.cursor() as cursor:
        cursor.execute("select people_is_code_taken(%s)", [uscc])
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Workplace:
    """Somewhere a user may work. kind: office, one of DESKS or enterprise; slug or enterprise_id says where."""

    kind: str
    name: str
    roles: tuple[Role, ...] = ()
    slug: str = ""
    enterprise_id: int | None = None


# Whoever comes from outside has a desk of his own: role -> the part of its address.
DESKS = {Role.EXPERT: "review", Role.CONSULTED_DEPT: "consult", Role.THIRD_PARTY_AGENCY: "agency"}


def workplaces_of(user: User) -> list[Workplace]:
    """Every place the user may work, offices first. Needs the user's own fence."""
    rows = Membership.objects.filter(user_id=user.pk, state=MembershipState.ACTIVE).select_related("tenant")
    places: list[Workplace] = []
    by_tenant: dict[Tenant, set[Role]] = {}
    for row in rows.order_by("tenant__slug", "pk"):
        by_tenant.setdefault(row.tenant, set()).add(Role(row.role))
    for tenant, roles in by_tenant.items():
        if staff := roles - DESKS.keys():
            places.append(Workplace("office", tenant.name, tuple(sorted(staff)), slug=tenant.slug))
        desks = [(role, kind) for role, kind in DESKS.items() if role in roles]
        places += [Workplace(kind, tenant.name, (role,), slug=tenant.slug) for role, kind in desks]
    return places + _enterprise_places(user)


def _enterprise_places(user: User) -> list[Workplace]:
    seats = EnterpriseMember.objects.filter(user_id=user.pk, is_active=True).order_by("pk")
    return [
        Workplace("enterprise", enterprise_name(seat.enterprise_id), enterprise_id=seat.enterprise_id) for seat in seats
    ]


def enterprise_name(enterprise_id: int) -> str:
    """The present name, read inside the organisation's own fence; "" when there is none."""
    with fence.widened(enterprise_id=enterprise_id):
        return Enterprise.objects.filter(pk=enterprise_id).values_list("name", flat=True).first() or ""


def own_enterprise(actor: Actor) -> Enterprise:
    """The organisation the actor acts for. Raises NotFound."""
    row = Enterprise.objects.filter(pk=enterprise_of(actor)).first()
    if row is None:
        raise NotFound
    return row


def profile_snapshot(enterprise_id: int) -> dict[str, Any]:
    """The common profile of domain.md 1.0 as a frozen copy: plain JSON values, code and name first.

    Read inside the organisation's own fence. Raises NotFound.
    """
    with fence.widened(enterprise_id=enterprise_id):
        row = Enterprise.objects.filter(pk=enterprise_id).first()
    if row is None:
        raise NotFound
    return {"uscc": row.uscc, "org_name": row.name, "legal_form": row.legal_form, **row.profile}


def revision_of(enterprise: Enterprise) -> str:
    """Changes whenever anything of the profile does; a stale form shows an older one."""
    content = [enterprise.name, enterprise.legal_form, enterprise.profile]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def missing_profile_fields(enterprise: Enterprise) -> list[str]:
    """Keys of the profile that a submission needs and that are still empty."""
    return [key for key in REQUIRED_PROFILE if not enterprise.profile.get(key)]


def colleagues_of(actor: Actor) -> list[EnterpriseMember]:
    """Users who act, or acted, for the actor's organisation; administrators first."""
    rows = EnterpriseMember.objects.filter(enterprise_id=enterprise_of(actor)).select_related("user")
    return list(rows.order_by("-is_active", "-is_unit_admin", "pk"))


def own_claims(actor: Actor) -> list[EnterpriseClaim]:
    """Claims the user made, wherever; newest first."""
    rows = EnterpriseClaim.objects.filter(user_id=user_of(actor)).select_related("tenant")
    return list(rows.order_by("-pk"))


def filed_claims(actor: Actor) -> int:
    """How many claims the actor's office has to check."""
    return EnterpriseClaim.objects.filter(tenant_id=tenant_of(actor), state=ClaimState.FILED).count()


def claims_on(enterprise_id: int) -> list[EnterpriseClaim]:
    """Every claim on an organisation, oldest first; needs a fence that holds it."""
    rows = EnterpriseClaim.objects.filter(enterprise_id=enterprise_id).select_related("user", "tenant")
    return list(rows.order_by("pk"))


def submission_block(enterprise_id: int) -> Any:
    """Why this organisation may not submit yet, as lazy text; None when it may.

    Unproven claims may submit (the office checks meanwhile); a code that fails its check character may not, until
    an office accepted the exception with the licence image (domain.md 2).
    """
    with fence.widened(enterprise_id=enterprise_id):
        claims = EnterpriseClaim.objects.filter(enterprise_id=enterprise_id)
        waiting = claims.filter(code_override=True).exists() and not claims.filter(state=ClaimState.ACCEPTED).exists()
    if waiting:
        return _("统一社会信用代码未通过校验，正等待组织方核对营业执照。核对通过前可以填写和保存，不能提交。")
    return None


def claim_queue(actor: Actor, *, state: str = "", after: int = 0) -> list[EnterpriseClaim]:
    """One page of the tenant's claims, oldest first, plus one row where there is a next page."""
    rows = EnterpriseClaim.objects.filter(tenant_id=tenant_of(actor), pk__gt=after)
    rows = rows.filter(state=state) if state else rows
    return list(rows.select_related("user").order_by("pk")[: PAGE_SIZE + 1])


def claim_counts(actor: Actor) -> dict[str, int]:
    rows = EnterpriseClaim.objects.filter(tenant_id=tenant_of(actor)).order_by().values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def claim_for(actor: Actor, pk: int) -> EnterpriseClaim:
    """A claim of the actor's tenant. Raises NotFound."""
    rows = EnterpriseClaim.objects.filter(tenant_id=tenant_of(actor)).select_related("user", "decided_by")
    return _one(rows, pk)


def own_claim(actor: Actor, pk: int) -> EnterpriseClaim:
    """A claim the user made himself. Raises NotFound."""
    return _one(EnterpriseClaim.objects.filter(user_id=user_of(actor)), pk)


def rivals_of(claim: EnterpriseClaim) -> list[EnterpriseClaim]:
    """Other claims on the same organisation, in any tenant: what the office weighs before it decides."""
    with fence.widened(enterprise_id=claim.enterprise_id):
        rows = EnterpriseClaim.objects.filter(enterprise_id=claim.enterprise_id).exclude(pk=claim.pk)
        return list(rows.select_related("user", "tenant").order_by("pk"))


def members_page(actor: Actor, *, after: int = 0, state: str = "") -> list[Membership]:
    """One page of the tenant's memberships, plus one row where there is a next page."""
    rows = Membership.objects.filter(tenant_id=tenant_of(actor), pk__gt=after)
    rows = rows.filter(state=state) if state else rows
    return list(rows.select_related("user", "district").order_by("pk")[: PAGE_SIZE + 1])


def member_for(actor: Actor, pk: int) -> Membership:
    return _one(Membership.objects.filter(tenant_id=tenant_of(actor)).select_related("user", "district"), pk)


def roles_held(*, tenant_id: int, user_id: int) -> list[Role]:
    """Roles a user holds or is invited to in a tenant; suspended ones do not count."""
    rows = Membership.objects.filter(tenant_id=tenant_id, user_id=user_id).exclude(state=MembershipState.SUSPENDED)
    return [Role(role) for role in rows.order_by("pk").values_list("role", flat=True)]


def districts_of(tenant_id: int) -> QuerySet[District]:
    return District.objects.filter(tenant_id=tenant_id).order_by("code", "pk")


def bodies_of(tenant_id: int, *kinds: str) -> QuerySet[Body]:
    """Bodies in use, of these kinds where any are named, by kind and name."""
    rows = Body.objects.filter(tenant_id=tenant_id, is_active=True)
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by("kind", "name", "pk")


def body_page(actor: Actor, *, after: int = 0) -> list[tuple[Body, int]]:
    """One page of the register with how many people each body has, plus one row where there is a next page."""
    rows = list(Body.objects.filter(tenant_id=tenant_of(actor), pk__gt=after).order_by("pk")[: PAGE_SIZE + 1])
    seats = Membership.objects.filter(tenant_id=tenant_of(actor), role__in=BODY_KINDS, body__in=[b.name for b in rows])
    counted = seats.exclude(state=MembershipState.SUSPENDED).order_by().values("body").annotate(n=Count("pk"))
    people = {row["body"]: row["n"] for row in counted}
    return [(row, people.get(row.name, 0)) for row in rows]


def body_for(actor: Actor, pk: int) -> Body:
    return _one(Body.objects.filter(tenant_id=tenant_of(actor)), pk)


def expert_page(actor: Actor, *, field: str = "", word: str = "", after: int = 0) -> list[Expert]:
    """One page of the pool, plus one row where there is a next page. word: part of a name or an employer."""
    rows = Expert.objects.filter(tenant_id=tenant_of(actor), pk__gt=after)
    rows = rows.filter(field=field) if field else rows
    rows = rows.filter(Q(name__icontains=word) | Q(employer_name__icontains=word)) if word else rows
    return list(rows.select_related("user").order_by("pk")[: PAGE_SIZE + 1])


def expert_for(actor: Actor, pk: int) -> Expert:
    return _one(Expert.objects.filter(tenant_id=tenant_of(actor)).select_related("user"), pk)


def tenants() -> QuerySet[Tenant]:
    return Tenant.objects.order_by("slug", "pk")


def _one(rows: QuerySet[Any], pk: int) -> Any:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def calendar_days(year: int) -> list[CalendarDay]:
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


def year_standing(year: int, rows: list[CalendarDay]) -> str:
    """library (decided by the published calendar), open (nobody confirmed it) or confirmed."""
    if rows:
        return "confirmed" if all(row.is_confirmed for row in rows) else "open"
    return "open" if Calendar().is_provisional(date(year, 1, 1)) else "library"
