"""Recommending with priority: only on a registered honour, frozen, signed; a flag and an order, never points."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from applications.actions import district
from applications.actions.ranking import set_ranks
from applications.models import Application, DistrictReview, HonourRecord, Recognition
from applications.queries import office
from applications.queries.recommending import newest_recommendations
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Invalid
from portal.tenancy import fence
from programmes.models import Edition
from tests.applications.district.scene import add_honour, state_of
from tests.applications.factories import make_application
from tests.applications.office.scene import make_rival

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
# The cast's clock stands on 10 March 2026, the day of submission.
TODAY = date(2026, 3, 10)


def put_forward(cast, application: Application, **over) -> DistrictReview:
    given = {"is_recommended": True, "opinion": "拟重点推荐。", "is_priority": True, "expected_version": 1} | over
    with fence.entered(cast.officer):
        return district.put_forward(application_id=application.pk, actor=cast.officer, **given)


def sign(cast, review: DistrictReview) -> None:
    with fence.entered(cast.leader):
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=cast.leader)


def is_priority(cast, application: Application) -> bool:
    with fence.as_tenant(cast.tenant.pk):
        return Application.objects.get(pk=application.pk).is_priority


def test_priority_rests_on_a_frozen_honour_and_takes_effect_with_the_signature(cast):
    application, honour = make_application(cast), add_honour(cast, "gov_quality_award")
    review = put_forward(cast, application)
    assert review.priority_basis == [
        {
            "record": honour.pk,
            "honour": "gov_quality_award",
            "given_as": "gov_quality_award",
            "issuer": "示例市人民政府",
            "number": "示例-001",
            "issued_on": "2025-01-01",
            "valid_to": "",
            "source": "示例公告",
            "by_recognition": False,
        }
    ]
    assert not is_priority(cast, application)
    sign(cast, review)
    assert (is_priority(cast, application), state_of(cast, application)) == (True, "recommended")
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="recommend_with_priority")
    assert event.payload == {"review": review.pk, "basis": review.priority_basis}


@pytest.mark.parametrize(
    ("honour", "over", "is_taken"),
    [
        ("gov_quality_award", {"issued_on": TODAY}, True),
        ("gov_quality_award", {"issued_on": TODAY + timedelta(days=1)}, False),
        ("gov_quality_award", {"valid_to": TODAY}, True),
        ("gov_quality_award", {"valid_to": TODAY - timedelta(days=1)}, False),
        ("gov_quality_award", {"uscc": "91310000132260250X"}, False),
        ("hi_tech", {}, False),
        ("little_giant", {}, False),
    ],
)
def test_honour_counts_that_the_edition_names_and_the_firm_held_on_the_day_of_submission(cast, honour, over, is_taken):
    application = make_application(cast)
    add_honour(cast, honour, **over)
    if is_taken:
        assert put_forward(cast, application).is_priority
        return
    with pytest.raises(Invalid) as refused:
        put_forward(cast, application)
    assert set(refused.value.fields) == {"is_priority"}
    assert not put_forward(cast, application, is_priority=False).is_priority


def test_which_honours_count_is_the_editions_own(cast):
    application = make_application(cast)
    add_honour(cast, "hi_tech")
    with fence.as_tenant(cast.tenant.pk):
        own = {"priority_honours": {"gov_quality_award": False, "shanghai_fashion": False, "hi_tech": True}}
        Edition.objects.filter(pk=cast.edition.pk).update(parameters=own)
    assert [row["honour"] for row in put_forward(cast, application).priority_basis] == ["hi_tech"]


def test_honour_that_the_organiser_recognises_counts_as_the_other_and_says_so(cast):
    application = make_application(cast)
    add_honour(cast, "little_giant")
    with fence.as_tenant(cast.tenant.pk):
        Recognition.objects.create(
            tenant=cast.tenant,
            honour="little_giant",
            counts_as="shanghai_fashion",
            basis="示例采信规则",
            decided_by=cast.user("city"),
            decided_at=clock.now(),
        )
    basis = put_forward(cast, application).priority_basis
    assert [(row["honour"], row["given_as"], row["by_recognition"]) for row in basis] == [
        ("shanghai_fashion", "little_giant", True)
    ]


def test_nothing_that_is_not_recommended_gets_priority(cast):
    application = make_application(cast)
    add_honour(cast, "gov_quality_award")
    with pytest.raises(Invalid) as refused:
        put_forward(cast, application, is_recommended=False)
    assert set(refused.value.fields) == {"is_priority"}


def test_leader_cannot_sign_a_priority_whose_ground_was_struck_from_the_register(cast):
    application, honour = make_application(cast), add_honour(cast, "gov_quality_award")
    review = put_forward(cast, application)
    with fence.as_tenant(cast.tenant.pk):
        HonourRecord.objects.filter(pk=honour.pk).update(withdrawn_at=clock.now(), withdrawn_reason="登记错误")
    with pytest.raises(Conflict, match="已从登记中撤销"):
        sign(cast, review)
    assert (is_priority(cast, application), state_of(cast, application)) == (False, "awaiting_leader")


def test_priority_stands_before_every_rank_and_first_in_the_queue(cast):
    ordinary, favoured = make_application(cast), make_rival(cast)
    add_honour(cast, "gov_quality_award", uscc="91310000132260250X")
    plain = put_forward(cast, ordinary, is_priority=False, rank=1)
    first = put_forward(cast, favoured, rank=2)
    for review in (plain, first):
        sign(cast, review)
    with fence.entered(cast.officer):
        rows = newest_recommendations(cast.officer, cast.edition.pk, cast.minhang.pk)
        queued = office.queue_page(cast.officer, office.QueueFilter()).rows
    assert [row.application_id for row in rows] == [favoured.pk, ordinary.pk]
    assert [row.application.pk for row in queued] == [favoured.pk, ordinary.pk]
    with fence.entered(cast.officer):
        set_ranks(
            edition_id=cast.edition.pk,
            district_id=cast.minhang.pk,
            ranks={ordinary.pk: 2, favoured.pk: 1},
            actor=cast.officer,
        )


def test_pages_of_the_queue_go_on_where_priority_ends(cast, monkeypatch):
    rows = [make_application(cast), make_rival(cast), make_rival(cast, number=2)]
    with fence.as_tenant(cast.tenant.pk):
        Application.objects.filter(pk=rows[1].pk).update(is_priority=True)
    monkeypatch.setattr(office, "PAGE_SIZE", 1)
    seen, after = [], 0
    with fence.entered(cast.city):
        for _page in range(3):
            page = office.queue_page(cast.city, office.QueueFilter(after=after))
            seen.append((page.rows[0].application.pk, page.previous_after))
            after = page.next_after or 0
    assert seen == [(rows[1].pk, None), (rows[0].pk, 0), (rows[2].pk, rows[1].pk)]
    assert after == 0
