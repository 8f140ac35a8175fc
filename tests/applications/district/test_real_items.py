"""Items of the cultivation pilot on the case page: each judged on its own row, found by its own station."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from applications.actions import cultivating, district
from applications.models import Application, Unit, Version
from applications.queries.case import case_for
from applications.views.several import item_rows
from applications.workflow import State
from portal.audit.record import canonical_json
from portal.kit import clock
from portal.tenancy import fence
from programmes.fields import to_json
from programmes.models import Edition, EditionState
from programmes.shanghai_brand.examples import complete_answers, example_profile, item_row
from programmes.shanghai_brand.programme import PROGRAMME
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CODE = "91310000631696382C"


def file_items(cast: Cast) -> Application:
    """A submitted filing of two products, of which the first has a trademark of somebody else's."""
    now = clock.now()
    items = [item_row("示例借牌轴承", owner="示例他人公司"), item_row("示例自有轴承", number=30_000_002)]
    content = {
        "programme": PROGRAMME.slug,
        "edition": "示例",
        "answers": to_json(PROGRAMME.fields(), complete_answers(items=items)),
        "attachments": [],
        "profile": example_profile(CODE),
        "signer": "示例签署人",
    }
    with fence.as_tenant(cast.tenant.pk, enterprise_id=cast.enterprise_id):
        edition = Edition.objects.create(
            tenant=cast.tenant,
            programme_slug=PROGRAMME.slug,
            year=2026,
            title="2026年度示例培育试点",
            state=EditionState.OPEN,
            opens_at=now - timedelta(days=10),
            closes_at=now + timedelta(days=20),
            district_due_at=now + timedelta(days=30),
            review_due_at=now + timedelta(days=60),
        )
        common = {"tenant": cast.tenant, "enterprise_id": cast.enterprise_id}
        row = Application.objects.create(
            **common,
            edition=edition,
            district=cast.minhang,
            state=State.SUBMITTED,
            title="示例精密轴承有限公司",
            enterprise_name="示例精密轴承有限公司",
            enterprise_uscc=CODE,
            version_number=1,
            created_at=now,
            saved_at=now,
            submitted_at=now,
            moved_at=now,
            created_by=cast.user("applicant"),
        )
        Version.objects.create(
            **common,
            application=row,
            number=1,
            content=json.loads(canonical_json(content)),
            digest="0" * 64,
            submitted_at=now,
            submitted_by=cast.user("applicant"),
        )
        for position, item in enumerate(items, start=1):
            Unit.objects.create(
                **common,
                edition=edition,
                application=row,
                district=cast.minhang,
                position=position,
                name=item["name"],
                moved_at=now,
            )
    return row


def shown(cast: Cast, application: Application) -> list[tuple[str, str, str, bool]]:
    with fence.entered(cast.officer):
        case = case_for(cast.officer, application.pk)
        rows = item_rows(case, case.application.edition)
    return [(row["unit"].name, str(row["word"]), str(row["verdict"]), bool(row["log_url"])) for row in rows]


def test_each_item_has_its_own_verdict_state_and_log(cast):
    application = file_items(cast)
    assert shown(cast, application) == [
        ("示例借牌轴承", "待区级初审", "不符合", False),
        ("示例自有轴承", "待区级初审", "未核", False),
    ]
    with fence.entered(cast.officer):
        review = district.put_forward(
            application_id=application.pk,
            is_recommended=True,
            opinion="拟推荐。",
            expected_version=1,
            actor=cast.officer,
        )
    with fence.entered(cast.leader):
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=cast.leader)
    with fence.entered(cast.officer):
        first, second = Unit.objects.filter(application=application).order_by("position")
        cultivating.end_incubation(unit_id=first.pk, reason="商标不属于本企业。", actor=cast.officer)
        cultivating.finish_incubation(unit_id=second.pk, actor=cast.officer)
    assert shown(cast, application) == [
        ("示例借牌轴承", "培育终止", "不符合", True),
        ("示例自有轴承", "待初筛", "未核", True),
    ]


def test_pages_of_a_real_filing_of_two_items_open_for_everybody_concerned(cast):
    application = file_items(cast)
    case = f"/sheitc/office/cases/{application.pk}/"
    for who, address in (
        ("officer", case),
        ("officer", f"{case}consult/"),
        ("city", f"{case}?item=1"),
        ("city", "/sheitc/office/queue/"),
        ("applicant", f"/my/sheitc/applications/{application.pk}/"),
        ("applicant", f"/my/sheitc/applications/{application.pk}/print/"),
    ):
        assert cast.client(who).get(address).status_code == 200, address
