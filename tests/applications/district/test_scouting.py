"""The pool that a district scouts: taken in, dropped, and matched with the filing that comes of it."""

from __future__ import annotations

import pytest

from applications.actions import cultivating
from applications.actions.scouting import match_candidates
from applications.models import Candidate
from applications.queries import cultivating as queries
from applications.queries.cultivating import CandidateFilter
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from tests.applications.district.scene import ITEMISED, make_items
from tests.applications.filing.writing import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
CODE = "91310000631696382C"


def add(cast, **over) -> Candidate:
    given = {
        "district_id": cast.minhang.pk,
        "programme_slug": ITEMISED.slug,
        "enterprise_name": "示例集群运营公司",
        "uscc": CODE,
        "product": "示例产品1",
        "tier": 2,
    } | over
    actor = given.pop("actor", cast.officer)
    with fence.entered(actor):
        return cultivating.add_candidate(actor=actor, **given)


def applied(cast) -> dict[str, int | None]:
    with fence.as_tenant(cast.tenant.pk):
        return dict(Candidate.objects.order_by("pk").values_list("product", "application_id"))


def match(cast, application) -> list[int]:
    with fence.entered(cast.applicant):
        return match_candidates(application, actor=cast.applicant)


@pytest.mark.parametrize(
    ("over", "fields"),
    [
        ({"enterprise_name": "一"}, {"enterprise_name"}),
        ({"uscc": "91310000631696382D"}, {"uscc"}),
        ({"uscc": ""}, {"uscc"}),
        ({"product": "  "}, {"product"}),
        ({"tier": 0}, {"tier"}),
        ({"tier": 6}, {"tier"}),
        ({"note": "长" * 1001}, {"note"}),
        ({"programme_slug": "no_such"}, {"programme"}),
    ],
)
def test_candidate_is_checked(cast, over, fields):
    with pytest.raises(Invalid) as refused:
        add(cast, **over)
    assert set(refused.value.fields) == fields


def test_product_stands_in_the_pool_once_until_it_is_dropped(cast):
    row = add(cast, uscc="９１３１００００６３１６９６３８２c")
    assert row.uscc == CODE
    with pytest.raises(Conflict, match="已在本项目的培育库"):
        add(cast)
    with fence.entered(cast.officer):
        with pytest.raises(Invalid) as refused:
            cultivating.drop_candidate(candidate_id=row.pk, reason=" ", actor=cast.officer)
        assert set(refused.value.fields) == {"reason"}
        cultivating.drop_candidate(candidate_id=row.pk, reason="迁出本区", actor=cast.officer)
        with pytest.raises(Conflict, match="已经出库"):
            cultivating.drop_candidate(candidate_id=row.pk, reason="再次", actor=cast.officer)
    add(cast)
    with fence.as_tenant(cast.tenant.pk):
        acts = sorted(Event.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["add_candidate", "add_candidate", "drop_candidate"]


@pytest.mark.parametrize("who", ["other_officer", "leader", "city", "auditor"])
def test_only_an_officer_of_the_district_keeps_the_pool(cast, who):
    actor, row = getattr(cast, who), add(cast)
    with pytest.raises(Denied):
        add(cast, product="另一产品", actor=actor)
    with fence.entered(actor), pytest.raises(Denied):
        cultivating.drop_candidate(candidate_id=row.pk, reason="错误", actor=actor)


def test_filing_is_matched_with_the_products_that_it_names(cast):
    add(cast, product="示例产品２")
    add(cast, product="别的产品")
    add(cast, product="示例产品2", uscc="91310000132260250X")
    application, _units = make_items(cast, [State.WAITING] * 2, state=State.SUBMITTED)
    assert len(match(cast, application)) == 1
    with fence.as_tenant(cast.tenant.pk):
        rows = list(Candidate.objects.order_by("pk").values_list("uscc", "product", "application_id"))
    assert rows == [
        (CODE, "示例产品2", application.pk),
        (CODE, "别的产品", None),
        ("91310000132260250X", "示例产品2", None),
    ]
    assert match(cast, application) == []
    with fence.entered(cast.officer):
        filed = Candidate.objects.get(application=application)
        with pytest.raises(Conflict, match="已经申报"):
            cultivating.drop_candidate(candidate_id=filed.pk, reason="错误", actor=cast.officer)


def test_only_candidate_of_a_firm_is_matched_by_the_firm_and_one_of_two_is_not(cast):
    first, second = add(cast, product="甲"), add(cast, product="乙")
    application, _units = make_items(cast, [State.WAITING], state=State.SUBMITTED)
    assert match(cast, application) == []
    with fence.entered(cast.officer):
        cultivating.drop_candidate(candidate_id=second.pk, reason="停产", actor=cast.officer)
    assert match(cast, application) == [first.pk]


def test_first_submission_matches_by_itself(cast):
    row = add(cast, product="尚未定名")
    application = submitted(cast)
    assert applied(cast) == {row.product: application.pk}


def test_district_reads_its_own_pool_and_the_city_every_one(cast):
    own = add(cast)
    other = add(cast, district_id=cast.songjiang.pk, product="另一产品", tier=1, actor=cast.other_officer)
    for actor, expected in ((cast.officer, [own.pk]), (cast.city, [other.pk, own.pk]), (cast.leader, [own.pk])):
        with fence.entered(actor):
            assert [row.pk for row in queries.candidates(actor, CandidateFilter()).rows] == expected
    for wanted, expected in (
        (CandidateFilter(tier=1), [other.pk]),
        (CandidateFilter(show="applied"), []),
        (CandidateFilter(show="pool", text="示例集群"), [other.pk, own.pk]),
        (CandidateFilter(district_id=cast.minhang.pk), [own.pk]),
        (CandidateFilter(show="dropped"), []),
        (CandidateFilter(after=other.pk), [own.pk]),
    ):
        with fence.entered(cast.city):
            assert [row.pk for row in queries.candidates(cast.city, wanted).rows] == expected
