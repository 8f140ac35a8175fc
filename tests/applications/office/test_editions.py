"""Leading an edition: the cockpit, its dates, a district's recommendations on paper and as a workbook."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from applications.actions import district
from applications.actions.editions import change_dates
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, EditionState
from tests.applications.factories import make_application
from tests.applications.office.scene import make_rival
from tests.ranked import open_ranked_edition

DAY = timedelta(days=1)


def change(cast, actor=None, **over):
    e, actor = cast.edition, actor or cast.city
    given = {
        "opens_at": e.opens_at,
        "closes_at": e.closes_at + DAY,
        "district_due_at": e.district_due_at,
        "review_due_at": e.review_due_at,
        "reason": "多个申报主体反映材料准备时间不足。",
        "expected_version": 1,
    }
    with fence.entered(actor):
        return change_dates(edition_id=e.pk, **(given | over), actor=actor)


def test_new_deadline_is_recorded_with_the_old_one(cast):
    before = cast.edition.closes_at
    assert change(cast).closes_at == before + DAY
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="change_dates")
    assert list(event.payload) == ["closes_at"]
    assert event.reason == "多个申报主体反映材料准备时间不足。"


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("auditor", Denied), ("stranger", NotFound)]
)
def test_only_a_city_officer_or_administrator_changes_dates(cast, who, refusal):
    with pytest.raises(refusal):
        change(cast, getattr(cast, who))
    change(cast, cast.admin)


def test_dates_keep_their_order_and_lie_ahead(cast):
    e, now = cast.edition, clock.now()
    for over, field in (
        ({"closes_at": e.opens_at}, "closes_at"),
        ({"closes_at": now}, "closes_at"),
        ({"closes_at": e.district_due_at + DAY}, "district_due_at"),
        ({"review_due_at": e.district_due_at - DAY}, "review_due_at"),
        ({"opens_at": e.opens_at - DAY}, "opens_at"),
        ({"reason": "  "}, "reason"),
        ({"closes_at": e.closes_at}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            change(cast, **over)
        assert field in refused.value.fields
    with pytest.raises(Conflict):
        change(cast, expected_version=7)
    change(cast, closes_at=now + timedelta(seconds=1))


def test_closed_edition_is_not_reopened_by_a_date(cast):
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(state=EditionState.CLOSED)
    with pytest.raises(Invalid) as refused:
        change(cast)
    assert set(refused.value.fields) == {"closes_at"}
    change(cast, closes_at=cast.edition.closes_at, review_due_at=cast.edition.review_due_at + DAY)


def test_dates_page_keeps_what_was_typed(cast):
    url = f"/sheitc/office/editions/{cast.edition.pk}/dates/"
    sent = {"opens_at": "2026-02-28T10:00", "closes_at": "三月底", "reason": "原因还在", "expected_version": "1"}
    answer = cast.client("city").post(url, sent)
    page = answer.content.decode()
    assert (answer.status_code, "三月底" in page, "原因还在" in page) == (422, True, True)
    assert [cast.client(who).get(url).status_code for who in ("officer", "auditor", "stranger")] == [403, 403, 404]


def test_cockpit_counts_by_district_and_says_whose_settings_these_are(cast):
    make_application(cast)
    make_application(cast, state=State.RECOMMENDED, enterprise_id=cast.other_enterprise_id)
    url = f"/sheitc/office/editions/{cast.edition.pk}/"
    page = cast.client("city").get(url).content.decode()
    assert ("松江区" in page, "不是法律规定" in page, "修改日期" in page) == (True, True, True)
    own = cast.client("officer").get(url).content.decode()
    assert ("闵行区" in own, "松江区" in own, "修改日期" in own) == (True, False, False)
    assert cast.client("stranger").get(url).status_code == 404
    assert cast.client("auditor").get("/sheitc/office/editions/").status_code == 200


def test_cockpit_without_a_district_stage_has_no_table_of_districts_and_quotas(cast):
    pages = {
        stages: cast.client("city")
        .get(f"/sheitc/office/editions/{open_ranked_edition(cast, year=year, stages=stages).pk}/")
        .content.decode()
        for year, stages in ((2024, ()), (2025, ("district_review",)))
    }
    shown = [[word in page for word in ("各区", "松江区", "名额</th>", "各环节")] for page in pages.values()]
    assert shown == [[False, False, False, True], [True] * 4]


def recommend(cast):
    """Two recommendations of Minhang: the second one ranked first, only the first one signed."""
    first, second = make_application(cast, title="=1+1示例集群"), make_rival(cast)
    with fence.entered(cast.officer):
        given = {"is_recommended": True, "opinion": "拟推荐。", "expected_version": 1, "actor": cast.officer}
        review = district.put_forward(application_id=first.pk, rank=2, **given)
        district.put_forward(application_id=second.pk, rank=1, **given)
    with fence.entered(cast.leader):
        district.sign_review(review_id=review.pk, is_confirmed=True, actor=cast.leader)
    return first, second


def test_summary_workbook_is_the_ranked_list_without_formulas(cast):
    first, second = recommend(cast)
    url = f"/sheitc/office/editions/{cast.edition.pk}/recommendations/"
    content = cast.client("officer").get(f"{url}summary.xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [(row[0], row[1]) for row in rows[2:]] == [(1.0, second.title), (2.0, first.title)]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert cast.client("officer").get(f"{url}letter/").content.startswith(b"%PDF")
    other = f"{url}?district={cast.minhang.pk}"
    assert [cast.client(who).get(other).status_code for who in ("other_officer", "stranger", "city")] == [403, 404, 200]


def test_ranks_are_changed_on_the_page_before_the_deadline(cast):
    first, second = recommend(cast)
    url = f"/sheitc/office/editions/{cast.edition.pk}/recommendations/"
    client = cast.client("officer")
    twice = client.post(url, {f"rank-{first.pk}": "1", f"rank-{second.pk}": "1"})
    assert (twice.status_code, "重复" in twice.content.decode()) == (422, True)
    assert client.post(url, {f"rank-{first.pk}": "1", f"rank-{second.pk}": "2"}).status_code == 302
    assert cast.client("leader").post(url, {f"rank-{first.pk}": "2", f"rank-{second.pk}": "1"}).status_code == 403
    with clock.frozen(cast.edition.district_due_at):
        late = cast.client("officer").post(url, {f"rank-{first.pk}": "2", f"rank-{second.pk}": "1"})
    assert (late.status_code, "排序不能再调整" in late.content.decode()) == (409, True)
