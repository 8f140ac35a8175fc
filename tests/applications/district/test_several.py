"""A filing with several items: found at every station, counted once, each item with its own word and verdict."""

from __future__ import annotations

import pytest

from applications import stations
from applications.actions import cultivating
from applications.models import Application, StateChange
from applications.queries import office
from applications.queries.case import case_for
from applications.queries.recommending import counts_by_edition
from applications.views import case_parts, shown, steps
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from tests.applications.district.scene import make_items
from tests.applications.factories import make_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
REVIEW, OUT, LOG, LISTED = State.EXPERT_REVIEW, State.SCREENED_OUT, State.INCUBATION, State.LISTED


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([REVIEW], "专家评审中"),
        ([REVIEW, REVIEW, REVIEW], "3 项：专家评审中"),
        ([REVIEW, OUT, REVIEW], "3 项：2 项专家评审中，1 项初筛未通过"),
        ([OUT, LOG, LISTED], "3 项：1 项初筛未通过，1 项培育孵化中，1 项已公布"),
    ],
)
def test_queue_says_how_many_items_are_where(cast, states, said):
    make_items(cast, states)
    page = cast.client("city").get("/sheitc/office/queue/").content.decode()
    assert said in page


@pytest.mark.parametrize(
    ("states", "at", "place"),
    [([OUT, REVIEW, LOG], "", 2), ([OUT, LISTED], "", 1), ([OUT, REVIEW, LOG], LOG, 3), ([OUT, REVIEW], LOG, 2)],
)
def test_filing_is_ranged_by_the_item_asked_for_or_the_first_that_goes_on(cast, states, at, place):
    _application, units = make_items(cast, states)
    assert stations.leading(units, at=at) == units[place - 1]


def test_filing_is_found_at_each_station_of_its_items_and_counted_once_in_all(cast):
    mixed, _units = make_items(cast, [REVIEW, OUT, REVIEW])
    plain = make_application(cast, enterprise_id=cast.other_enterprise_id)
    with fence.entered(cast.city):
        asked = (REVIEW, OUT, LOG, State.SUBMITTED, State.RECOMMENDED)
        pages = {station: office.queue_page(cast.city, office.QueueFilter(station=station)) for station in asked}
        counts = office.station_counts(cast.city, office.QueueFilter())
        lines = counts_by_edition(cast.city)
    assert {station: [row.application.pk for row in page.rows] for station, page in pages.items()} == {
        REVIEW: [mixed.pk],
        OUT: [mixed.pk],
        LOG: [],
        State.SUBMITTED: [plain.pk],
        State.RECOMMENDED: [mixed.pk],
    }
    assert (dict(counts), counts.total) == ({"expert_review": 1, "screened_out": 1, "submitted": 1}, 2)
    assert sorted((row["station"], row["number"]) for row in lines) == [
        ("expert_review", 1),
        ("screened_out", 1),
        ("submitted", 1),
    ]


def test_withdrawn_filing_with_items_in_two_states_is_counted_once(cast):
    make_items(cast, [State.WAITING, State.NOT_ACCEPTED], state=State.WITHDRAWN)
    with fence.entered(cast.city):
        counts = office.station_counts(cast.city, office.QueueFilter())
        rows = office.queue_page(cast.city, office.QueueFilter(station="withdrawn")).rows
    assert (dict(counts), counts.total, [row.stations for row in rows]) == ({"withdrawn": 1}, 1, [("withdrawn",)])


def test_page_costs_three_queries_for_one_row_and_for_three(cast, django_assert_num_queries):
    make_items(cast, [REVIEW, OUT, LOG])
    with fence.entered(cast.city), django_assert_num_queries(3):
        assert len(office.queue_page(cast.city, office.QueueFilter(station=LOG)).rows) == 1
    make_items(cast, [REVIEW, OUT, LOG], enterprise_id=cast.other_enterprise_id)
    make_application(cast, state=State.WITHDRAWN)
    with fence.entered(cast.city), django_assert_num_queries(3):
        assert len(office.queue_page(cast.city, office.QueueFilter()).rows) == 3


def test_case_costs_the_same_for_one_item_and_for_three(cast, django_assert_num_queries):
    one, _units = make_items(cast, [REVIEW])
    three, units = make_items(cast, [REVIEW, OUT, REVIEW], enterprise_id=cast.other_enterprise_id)
    for application, number in ((one, 1), (three, 3)):
        with fence.entered(cast.city), django_assert_num_queries(19):
            case = case_for(cast.city, application.pk)
        assert (len(case.units), len(case.verdicts)) == (number, number)
    assert [row["title"] for row in case_parts.timeline(case)] == []
    assert case.unit == units[0]


def test_case_page_is_about_the_item_that_is_asked_for(cast):
    application, units = make_items(cast, [OUT, REVIEW, LOG])
    client, url = cast.client("city"), f"/sheitc/office/cases/{application.pk}/"
    assert "以下核查与办理针对：示例产品2" in client.get(url).content.decode()
    page = client.get(url + "?item=3").content.decode()
    assert ("以下核查与办理针对：示例产品3" in page, "申报的 3 项" in page) == (True, True)
    assert "version=1&amp;item=3" in page
    for senseless in ("?item=9", "?item=x", "?item=-1"):
        assert "以下核查与办理针对：示例产品2" in client.get(url + senseless).content.decode()
    sent = {"expected_version": "1", "met-c1_accident": "met", "note-c1_accident": "经核对"}
    answer = client.post(f"{url}findings/?item=2", sent)
    assert answer.url == f"{url}?item=2"
    with fence.as_tenant(cast.tenant.pk):
        assert [unit.findings.count() for unit in units] == [0, 1, 0]


def test_timeline_names_the_item(cast):
    application, (first, _second) = make_items(cast, [LOG, LOG])
    with fence.entered(cast.officer):
        cultivating.finish_incubation(unit_id=first.pk, actor=cast.officer)
        case = case_for(cast.officer, application.pk)
    assert [row["title"] for row in case_parts.timeline(case)] == ["示例产品1：待初筛"]


def test_a_word_that_the_applicant_has_read_of_an_item_is_not_said_again_of_it(cast):
    application, units = make_items(cast, [REVIEW, REVIEW])
    with fence.as_tenant(cast.tenant.pk):
        edition = application.edition
    moves = [
        StateChange(name="step", to=to.value, unit=unit, at=clock.now())
        for to in (REVIEW, State.REVIEWED, State.NOT_PROPOSED)
        for unit in units
    ]
    assert [row["title"] for row in shown.timeline_items(moves, edition)] == [
        "示例产品1：评审中",
        "示例产品2：评审中",
        "示例产品1：不予认定",
        "示例产品2：不予认定",
    ]


def test_applicant_sees_each_item_and_what_it_waits_for(cast):
    application, units = make_items(cast, [LOG, OUT, OUT])
    page = cast.client("applicant").get(f"/my/sheitc/applications/{application.pk}/").content.decode()
    for text in ("3 项：1 项培育孵化中，2 项初筛未通过", "1. 示例产品1", "3. 示例产品3", "所在区正在组织培育孵化。"):
        assert text in page
    with fence.entered(cast.applicant):
        row = Application.objects.select_related("edition", "tenant").get(pk=application.pk)
        assert steps.waiting_for(row, units) == ("1 项：所在区正在组织培育孵化。2 项：初筛未通过，理由见办理经过。")
        assert [item["unit"].position for item in shown.unit_rows(row, units)] == [1, 2, 3]


def test_print_of_several_items_and_of_a_draft_are_papers(cast):
    application, _units = make_items(cast, [LOG, OUT])
    answer = cast.client("applicant").get(f"/my/sheitc/applications/{application.pk}/print/")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_filing_of_one_item_reads_as_a_filing_of_one(cast):
    application, units = make_items(cast, [REVIEW])
    with fence.entered(cast.applicant):
        row = Application.objects.select_related("edition").get(pk=application.pk)
        assert str(shown.station_of(row, units)[0]) == "评审中"
    case = f"/sheitc/office/cases/{application.pk}/"
    assert "以下核查与办理针对" not in cast.client("city").get(case).content.decode()
