"""Makes the people of the demo, and the actors as which the data are played. Safe to run again."""

from __future__ import annotations

from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from portal.kit import clock, regions
from portal.kit.actor import Actor, Grant
from portal.kit.samples import example_code
from portal.people.demo_codes import enrol_demo_totp
from portal.people.models import DISTRICT_ROLES, Body, Expert, Membership, MembershipState, User
from portal.tenancy import fence
from portal.tenancy.models import District, DistrictKind, Tenant

from .people import DOMAIN, ORGANISERS, OUTSIDERS, PASSWORD, STAFFED_ORGANISERS, Person, everybody, experts

PLATFORM = f"platform@{DOMAIN}"


def make_organisers() -> dict[str, Tenant]:
    """slug -> tenant, each with the districts of its city."""
    tenants = {}
    for row in ORGANISERS:
        fields = {
            "name": row.name,
            "name_en": row.name_en,
            "short_name": row.short_name,
            "region_code": row.region_code,
            "is_demo": True,
        }
        tenants[row.slug], _made = Tenant.objects.update_or_create(slug=row.slug, defaults=fields)
        _make_districts(tenants[row.slug], row.areas)
        _make_bodies(tenants[row.slug])
    return tenants


def _make_bodies(tenant: Tenant) -> None:
    with fence.as_tenant(tenant.pk):
        for one in OUTSIDERS.get(tenant.slug, ()):
            fields = {"kind": one.kind, "approval": one.approval}
            Body.objects.update_or_create(tenant=tenant, name=one.name, defaults=fields)


def _make_districts(tenant: Tenant, areas: tuple[str, ...]) -> None:
    with fence.as_tenant(tenant.pk):
        for area in regions.recommending_areas(tenant.region_code):
            if area.code in areas:
                fields = {
                    "name": area.name,
                    "office_name": f"{area.name}主管部门（示例）",
                    "kind": DistrictKind.FUNCTIONAL_AREA,
                }
                District.objects.update_or_create(tenant=tenant, code=area.code, defaults=fields)
        for region in regions.districts(tenant.region_code):
            fields = {
                "name": region.name,
                "office_name": f"{region.name}中小企业主管部门（示例）",
                "kind": DistrictKind.DISTRICT,
            }
            District.objects.update_or_create(tenant=tenant, code=region.code, defaults=fields)


@cache
def hashed_password() -> str:
    """Hashed once: a slow hash for each of fifty accounts would cost the first start half a minute."""
    return make_password(PASSWORD)


def make_user(email: str, name: str, *, is_platform_admin: bool = False) -> User:
    """A user with the demo's password, a verified mailbox, and, for staff, a second factor added by the caller."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User(email=email, name=name, joined_at=clock.now(), is_platform_admin=is_platform_admin)
        user.password = hashed_password()
        user.save()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def make_staff(tenant: Tenant) -> dict[str, Actor]:
    """part -> actor of everybody who works for an organiser, offices and experts; nobody where it is not staffed."""
    if tenant.slug not in STAFFED_ORGANISERS:
        return {}
    actors = {}
    for person in everybody(tenant.slug):
        user = make_user(person.email, person.name)
        enrol_demo_totp(user)
        actors[person.part] = _join(person, user, tenant)
    for number, person in enumerate(experts(tenant.slug), start=1):
        _enter_pool(person, User.objects.get(email=person.email), tenant, number)
    return actors


def make_platform_admin() -> None:
    """The account that says, by being there, that the demo is filled: it comes last."""
    enrol_demo_totp(make_user(PLATFORM, "平台管理员（示例）", is_platform_admin=True))


def _join(person: Person, user: User, tenant: Tenant) -> Actor:
    with fence.as_tenant(tenant.pk):
        district = None
        if person.role in DISTRICT_ROLES:
            district = District.objects.get(tenant=tenant, code=person.district)
        Membership.objects.update_or_create(
            tenant=tenant,
            user=user,
            role=person.role.value,
            district=district,
            defaults={"state": MembershipState.ACTIVE, "body": person.body},
        )
    grant = Grant(person.role, district.pk if district else None, person.body)
    return Actor(user_id=user.pk, name=user.name, tenant_id=tenant.pk, grants=(grant,), public_tenant_id=tenant.pk)


def _enter_pool(person: Person, user: User, tenant: Tenant, number: int) -> None:
    with fence.as_tenant(tenant.pk):
        fields = {
            "name": person.name,
            "field": person.field,
            "title": "研究员（示例）",
            "employer_name": person.body,
            "employer_uscc": example_code(70000 + number),
            "district_code": person.district,
        }
        Expert.objects.update_or_create(tenant=tenant, user=user, defaults=fields)
