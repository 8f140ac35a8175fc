"""The fixed cast of the tests: two organisers, an applicant, officers of two districts, the city side, experts.

Rows are made as the application's role inside the right fence, so that set-up itself obeys row level security.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client

from portal.kit import clock
from portal.kit.actor import Actor, Grant, Role
from portal.people.models import Enterprise, EnterpriseMember, Expert, Membership, MembershipState, User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.models import Edition, EditionState

PASSWORD = "Cast-Password-2026"
USCCS = ("91310000631696382C", "91310000132260250X", "91310000759565082B", "91330106673959654P", "91100000100003962T")


@dataclass
class Member:
    """A person of the cast: the row, and the actor that the middleware would build."""

    user: User
    actor: Actor


@dataclass
class Cast:
    tenant: Tenant
    stranger_tenant: Tenant
    minhang: District
    songjiang: District
    edition: Edition
    enterprise_id: int
    other_enterprise_id: int
    people: dict[str, Member] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        """cast.officer, cast.leader, cast.other_officer, cast.city, … are actors."""
        people = self.__dict__.get("people", {})
        if name not in people:
            raise AttributeError(name)
        return people[name].actor

    def user(self, name: str) -> User:
        return self.people[name].user

    def client(self, name: str) -> Client:
        """A browser in which this person is logged in, second factor included."""
        client = Client()
        client.force_login(self.people[name].user, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session["account_authentication_methods"] = [{"method": "password"}, {"method": "mfa"}]
        session.save()
        return client


def make_user(name: str, **fields: object) -> User:
    user = User.objects.create_user(f"{name}@cast.example", PASSWORD, name=name, joined_at=clock.now(), **fields)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]
    return user


def make_enterprise(*, name: str, uscc: str, user: User) -> int:
    key = 1000 + USCCS.index(uscc)
    with fence.entered(Actor(user_id=user.pk, enterprise_id=key)):
        Enterprise.objects.create(id=key, uscc=uscc, name=name, registered_at=clock.now())
        EnterpriseMember.objects.create(enterprise_id=key, user=user, is_unit_admin=True, joined_at=clock.now())
    return key


def make_member(
    cast: Cast, key: str, role: Role, *, district: District | None = None, tenant: Tenant | None = None
) -> None:
    tenant = tenant or cast.tenant
    user = make_user(key)
    with fence.as_tenant(tenant.pk):
        Membership.objects.create(
            tenant=tenant, user=user, role=role.value, district=district, state=MembershipState.ACTIVE
        )
    grant = Grant(role, district.pk if district else None)
    actor = Actor(user_id=user.pk, name=user.name, tenant_id=tenant.pk, grants=(grant,), public_tenant_id=tenant.pk)
    cast.people[key] = Member(user, actor)


def make_edition(tenant: Tenant, *, year: int = 2026, slug: str = "industrial_cluster") -> Edition:
    now = clock.now()
    with fence.as_tenant(tenant.pk):
        return Edition.objects.create(
            tenant=tenant,
            programme_slug=slug,
            year=year,
            title=f"{year}年度市级中小企业特色产业集群（示例）",
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
            district_due_at=now + timedelta(days=30),
            review_due_at=now + timedelta(days=60),
            switched_stages=["certificate"],
        )


def make_cast() -> Cast:
    tenant = Tenant.objects.create(
        slug="sheitc", name="示例市经济信息化委", short_name="示例经信委", region_code="310000"
    )
    stranger = Tenant.objects.create(slug="stranger", name="陌生组织方", short_name="陌生", region_code="340200")
    with fence.as_tenant(tenant.pk):
        minhang = District.objects.create(tenant=tenant, code="310112", name="闵行区", office_name="闵行区经委（示例）")
        songjiang = District.objects.create(
            tenant=tenant, code="310117", name="松江区", office_name="松江区经委（示例）"
        )
    applicant, rival = make_user("applicant"), make_user("rival")
    cast = Cast(
        tenant=tenant,
        stranger_tenant=stranger,
        minhang=minhang,
        songjiang=songjiang,
        edition=make_edition(tenant),
        enterprise_id=make_enterprise(name="示例集群运营公司", uscc=USCCS[0], user=applicant),
        other_enterprise_id=make_enterprise(name="示例竞争集群公司", uscc=USCCS[1], user=rival),
    )
    for key, user, enterprise_id in (
        ("applicant", applicant, cast.enterprise_id),
        ("rival", rival, cast.other_enterprise_id),
    ):
        actor = Actor(
            user_id=user.pk, name=user.name, enterprise_id=enterprise_id, is_unit_admin=True, public_tenant_id=tenant.pk
        )
        cast.people[key] = Member(user, actor)
    _add_offices(cast)
    _add_experts(cast)
    return cast


def _add_offices(cast: Cast) -> None:
    make_member(cast, "officer", Role.DISTRICT_OFFICER, district=cast.minhang)
    make_member(cast, "leader", Role.DISTRICT_LEADER, district=cast.minhang)
    make_member(cast, "other_officer", Role.DISTRICT_OFFICER, district=cast.songjiang)
    make_member(cast, "other_leader", Role.DISTRICT_LEADER, district=cast.songjiang)
    make_member(cast, "city", Role.CITY_OFFICER)
    make_member(cast, "second_city", Role.CITY_OFFICER)
    make_member(cast, "city_leader", Role.CITY_LEADER)
    make_member(cast, "auditor", Role.SUPERVISOR)
    make_member(cast, "admin", Role.TENANT_ADMIN)
    make_member(cast, "stranger", Role.CITY_OFFICER, tenant=cast.stranger_tenant)
    make_member(cast, "stranger_leader", Role.CITY_LEADER, tenant=cast.stranger_tenant)


def _add_experts(cast: Cast) -> None:
    fields = ("technology", "brand_quality", "finance")
    for number, field_name in enumerate(fields, start=1):
        key = f"expert{number}"
        make_member(cast, key, Role.EXPERT)
        with fence.as_tenant(cast.tenant.pk):
            Expert.objects.create(
                tenant=cast.tenant,
                user=cast.user(key),
                name=f"专家{number}（示例）",
                field=field_name,
                employer_name=f"示例研究院{number}",
                employer_uscc=USCCS[1 + number],
                district_code="",
            )
