"""What stands beside the product's journey: its edition, a district with two people, a certification body with one."""

from __future__ import annotations

from datetime import timedelta

from portal.kit import clock
from portal.kit.actor import Role
from portal.people.models import Body, BodyKind, Membership
from portal.tenancy import fence
from portal.tenancy.models import District
from programmes.models import Edition, EditionState
from tests.cast import Cast, make_member
from tests.journeys.product_filing import DISTRICT, FILING

TITLE = "2026年“芜湖智造”品牌认证（接续方案，示例）"
BODY = "示例认证有限公司"


def open_edition(cast: Cast) -> Edition:
    """Of 2026, all settings as the programme has them; it closes on 30 March."""
    now = clock.now()
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=FILING.programme.slug,
            year=2026,
            title=TITLE,
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
            district_due_at=now + timedelta(days=30),
            review_due_at=now + timedelta(days=60),
        )


def staff_district(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        district = District.objects.create(
            tenant=cast.tenant, code="340207", name=DISTRICT, office_name="鸠江区市场监管部门（示例）"
        )
    make_member(cast, "jiujiang_officer", Role.DISTRICT_OFFICER, district=district)
    make_member(cast, "jiujiang_leader", Role.DISTRICT_LEADER, district=district)


def staff_body(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Body.objects.create(
            tenant=cast.tenant, kind=BodyKind.CERTIFICATION, name=BODY, approval="CNCA-示例-001", is_active=True
        )
    make_member(cast, "certifier", Role.THIRD_PARTY_AGENCY)
    with fence.as_tenant(cast.tenant.pk):
        Membership.objects.filter(user=cast.user("certifier")).update(body=BODY)
