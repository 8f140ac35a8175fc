"""The district's word: returns, recommendations, signatures, ranks; who may, until when, how many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from applications.actions import district
from applications.actions.ranking import set_ranks
from applications.models import Application, Correction, DistrictReview, Unit
from applications.moving import move
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import EditionDistrict
from tests.applications.factories import make_application
from tests.applications.office.scene import add_version, make_rival
from tests.cast import Cast

OPINION = "材料齐全，拟推荐。"


def put_forward(cast: Cast, application: Application, actor: Actor, **over) -> DistrictReview:
    given = {"is_recommended": True, "opinion": OPINION, "expected_version": 1} | over
    with fence.entered(actor):
        return district.put_forward(application_id=application.pk, actor=actor, **given)


def send_back(cast: Cast, application: Application, actor: Actor, **over) -> Correction:
    given = {"reasons": {"output_total_y0": "请附统计部门证明。"}, "expected_version": 1} | over
    with fence.entered(actor):
        return district.return_for_correction(application_id=application.pk, actor=actor, **given)


def sign(cast: Cast, review: DistrictReview, actor: Actor, **over) -> Application:
    with fence.entered(actor):
        return district.sign_review(review_id=review.pk, actor=actor, **({"is_confirmed": True} | over))


def states(cast: Cast, application: Application) -> tuple[str, list[str]]:
    with fence.as_tenant(cast.tenant.pk):
        units = Unit.objects.filter(application=application).order_by("position")
        return Application.objects.get(pk=application.pk).state, list(units.values_list("state", flat=True))


def kinds(cast: Cast) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        return sorted(Announcement.objects.values_list("kind", flat=True))


def test_recommendation_signed_by_another_person_opens_the_case(cast):
    application = make_application(cast)
    review = put_forward(cast, application, cast.officer, rank=2)
    sign(cast, review, cast.leader)
    assert states(cast, application) == ("recommended", ["formal_check"])
    assert kinds(cast) == ["application_recommended", "case_to_check", "review_put_forward"]


def test_filing_that_is_not_recommended_ends_with_the_opinion_as_reason(cast):
    application = make_application(cast)
    review = put_forward(cast, application, cast.officer, is_recommended=False, opinion="产值不足。", rank=1)
    assert review.rank is None
    sign(cast, review, cast.leader)
    assert states(cast, application) == ("not_recommended", ["not_accepted"])


@pytest.mark.parametrize("who", ["other_officer", "leader", "city", "auditor", "stranger"])
def test_only_an_officer_of_the_district_puts_forward_or_returns(cast, who):
    application = make_application(cast)
    actor = getattr(cast, who)
    refusal = NotFound if who == "stranger" else Denied
    with pytest.raises(refusal):
        put_forward(cast, application, actor)
    with pytest.raises(refusal):
        send_back(cast, application, actor)
    assert states(cast, application) == ("submitted", ["waiting"])
    put_forward(cast, application, cast.officer)


def test_nobody_signs_what_he_put_forward_himself(cast):
    application = make_application(cast)
    both = Actor(
        user_id=cast.officer.user_id,
        name="both",
        tenant_id=cast.tenant.pk,
        grants=(*cast.officer.grants, *cast.leader.grants),
        public_tenant_id=cast.tenant.pk,
    )
    review = put_forward(cast, application, both)
    with pytest.raises(Denied, match="经办人不能审签自己提出的意见"):
        sign(cast, review, both)
    with pytest.raises(Denied):
        sign(cast, review, cast.other_leader)
    assert states(cast, application) == ("awaiting_leader", ["waiting"])
    sign(cast, review, cast.leader)


def test_leader_sends_back_with_a_note_and_signs_only_once(cast):
    application = make_application(cast)
    review = put_forward(cast, application, cast.officer)
    with pytest.raises(Invalid) as refused:
        sign(cast, review, cast.leader, is_confirmed=False, note="  ")
    assert set(refused.value.fields) == {"note"}
    sign(cast, review, cast.leader, is_confirmed=False, note="请补充数据来源。")
    assert states(cast, application) == ("submitted", ["waiting"])
    with pytest.raises(Conflict):
        sign(cast, review, cast.leader)
    assert kinds(cast) == ["review_put_forward", "review_sent_back"]


@pytest.mark.parametrize(("seconds", "is_taken"), [(-1, True), (0, False), (1, False)])
def test_district_is_late_from_its_due_instant_on(cast, seconds, is_taken):
    application, second = make_application(cast), make_rival(cast)
    review = put_forward(cast, second, cast.officer)
    with clock.frozen(cast.edition.district_due_at + timedelta(seconds=seconds)):
        if is_taken:
            put_forward(cast, application, cast.officer)
            sign(cast, review, cast.leader)
            return
        with pytest.raises(Closed):
            put_forward(cast, application, cast.officer)
        with pytest.raises(Closed):
            sign(cast, review, cast.leader)
    assert states(cast, second) == ("awaiting_leader", ["waiting"])


def test_quota_counts_what_is_put_forward_and_frees_what_was_sent_back(cast):
    first, second = make_application(cast), make_rival(cast)
    with fence.as_tenant(cast.tenant.pk):
        EditionDistrict.objects.create(tenant=cast.tenant, edition=cast.edition, district=cast.minhang, quota=1)
    review = put_forward(cast, first, cast.officer)
    with pytest.raises(Invalid) as refused:
        put_forward(cast, second, cast.officer)
    assert str(refused.value.fields["is_recommended"]) == "本区推荐名额为1个，已经用完。"
    put_forward(cast, second, cast.officer, is_recommended=False)
    sign(cast, review, cast.leader, is_confirmed=False, note="不推荐。")
    put_forward(cast, first, cast.officer, is_recommended=False)
    third = make_rival(cast, number=2)
    put_forward(cast, third, cast.officer)


def test_return_opens_named_fields_for_five_working_days(cast):
    application = make_application(cast)
    correction = send_back(cast, application, cast.officer)
    # Tuesday 10 March; five working days after it end with Tuesday 17 March.
    assert correction.due_at.astimezone(clock.SHANGHAI).isoformat() == "2026-03-18T00:00:00+08:00"
    assert correction.reasons == {"output_total_y0": "请附统计部门证明。"}
    assert states(cast, application) == ("returned_for_correction", ["waiting"])


@pytest.mark.parametrize(
    "reasons", [{}, {"output_total_y0": "  "}, {"no_such_field": "请补充"}, {"output_total_y0": "长" * 501}]
)
def test_return_needs_a_reason_for_a_field_that_exists(cast, reasons):
    application = make_application(cast)
    with pytest.raises(Invalid):
        send_back(cast, application, cast.officer, reasons=reasons)
    assert states(cast, application) == ("submitted", ["waiting"])
    send_back(cast, application, cast.officer)


def test_third_return_is_refused(cast):
    application = make_application(cast)
    for version in (1, 2):
        send_back(cast, application, cast.officer, expected_version=version)
        add_version(cast, application)
        with fence.as_tenant(cast.tenant.pk):
            Correction.objects.update(answered_at=clock.now())
        with fence.entered(cast.applicant):
            move(Application.objects.get(pk=application.pk), "resubmit", actor=cast.applicant)
    with pytest.raises(Conflict, match="已退回2次"):
        send_back(cast, application, cast.officer, expected_version=3)


def test_version_that_was_not_seen_cannot_be_decided(cast):
    application = make_application(cast)
    add_version(cast, application)
    with pytest.raises(Conflict, match="已提交第2版"):
        put_forward(cast, application, cast.officer)
    put_forward(cast, application, cast.officer, expected_version=2)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"opinion": "   "}, "opinion"),
        ({"opinion": "长" * 2001}, "opinion"),
        ({"rank": 0}, "rank"),
        ({"rank": 1000}, "rank"),
    ],
)
def test_opinion_and_rank_keep_their_bounds(cast, over, field):
    application = make_application(cast)
    with pytest.raises(Invalid) as refused:
        put_forward(cast, application, cast.officer, **over)
    assert set(refused.value.fields) == {field}


def test_receipts_are_counted_within_reason(cast):
    application = make_application(cast)
    good = {"kind": "paper", "count": 5, "received_on": clock.today()}
    with fence.entered(cast.officer):
        for wrong in (
            {"kind": "tape"},
            {"count": 0},
            {"count": 100},
            {"received_on": clock.today() + timedelta(days=1)},
        ):
            with pytest.raises(Invalid) as refused:
                district.record_receipt(application_id=application.pk, **(good | wrong), actor=cast.officer)
            assert set(refused.value.fields) == set(wrong)
        district.record_receipt(application_id=application.pk, **good, actor=cast.officer)
    with fence.entered(cast.auditor), pytest.raises(Denied):
        district.record_receipt(application_id=application.pk, **good, actor=cast.auditor)


def rank(cast: Cast, actor: Actor, ranks: dict[int, int | None]) -> int:
    with fence.entered(actor):
        return set_ranks(edition_id=cast.edition.pk, district_id=cast.minhang.pk, ranks=ranks, actor=actor)


def test_officer_orders_the_recommendations_until_the_deadline(cast):
    first, second = make_application(cast), make_rival(cast)
    put_forward(cast, first, cast.officer, rank=1)
    put_forward(cast, second, cast.officer, rank=2)
    assert rank(cast, cast.officer, {first.pk: 2, second.pk: 1}) == 2
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="set_ranks")
    assert event.payload == {str(first.pk): {"before": 1, "after": 2}, str(second.pk): {"before": 2, "after": 1}}
    for ranks in ({first.pk: 1}, {first.pk: 0}, {first.pk + 900: 3}):
        with pytest.raises(Invalid):
            rank(cast, cast.officer, ranks)
    for actor in (cast.leader, cast.other_officer, cast.city):
        with pytest.raises(Denied):
            rank(cast, actor, {first.pk: 5})
    with clock.frozen(cast.edition.district_due_at), pytest.raises(Closed):
        rank(cast, cast.officer, {first.pk: 5})
