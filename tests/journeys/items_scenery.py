"""What stands beside the journey of several items: its edition, people of two departments and two agencies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from applications.models import Unit
from portal.kit import clock
from portal.kit.actor import Role
from portal.people.models import Membership
from portal.tenancy import fence
from programmes.models import Edition, EditionState
from reviews import actions
from reviews.models import SheetState
from tests.cast import Cast, make_member
from tests.journeys.items_filing import FILING
from tests.reviews.scene import actor_of, declare, sheets_of

TITLE = "2026年“上海品牌”培育试点（示例）"
HEALTH, LABOUR = "示例区生态环境部门", "示例区应急管理部门"
AGENCY, OTHER_AGENCY = "示例品牌评价中心", "示例质量服务机构"
PEOPLE = {
    "department": (Role.CONSULTED_DEPT, HEALTH),
    "late_department": (Role.CONSULTED_DEPT, LABOUR),
    "inspector": (Role.THIRD_PARTY_AGENCY, AGENCY),
    "outsider": (Role.THIRD_PARTY_AGENCY, OTHER_AGENCY),
}
"""Who works where. The bodies themselves are entered on their page; inviting is told in tests/portal/people."""


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


def staff_bodies(cast: Cast) -> None:
    for key, (role, body) in PEOPLE.items():
        make_member(cast, key, role)
        with fence.as_tenant(cast.tenant.pk):
            Membership.objects.filter(user=cast.user(key)).update(body=body)


def score_behind(cast: Cast, edition: Edition, points: Mapping[str, tuple[int, ...]]) -> None:
    """The sheets that no page of the journey signs, in the order of the draw. points: of each, by the item's name."""
    cast.edition = edition
    for name, given in points.items():
        with fence.as_tenant(cast.tenant.pk):
            unit = Unit.objects.get(edition=edition, name=name)
        for sheet, own in zip(sheets_of(cast, unit, SheetState.WAITING), given, strict=True):
            who = actor_of(cast, declare(cast, sheet))
            typed = {f"points_{one.key}": str(own) for one in FILING.programme.criteria} | {"opinion": ""}
            with fence.entered(who):
                saved = actions.save_sheet(sheet_id=sheet.pk, typed=typed, expected_revision=None, actor=who)
                actions.submit_sheet(
                    sheet_id=sheet.pk, signer_name=sheet.expert.name, expected_revision=saved.revision, actor=who
                )
