"""The pages of districts and departments: who may open them, what they show, what a refused form keeps."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from applications.actions import cultivating
from applications.models import Application, Candidate, Consultation, Workstation
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.tenancy import fence
from tests.applications.district.scene import (
    ITEMISED,
    QUESTION,
    add_department,
    add_honour,
    ask,
    give_answer,
    make_items,
    state_of,
)
from tests.applications.factories import make_application
from tests.applications.office.scene import add_file, add_version, make_rival

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
DESK = "/sheitc/consult/"


def case_url(application: Application, rest: str = "") -> str:
    return f"/sheitc/office/cases/{application.pk}/{rest}"


@pytest.fixture
def body(cast):
    return add_department(cast, "economy", "示例区经委")


def test_officer_asks_from_the_case_and_reads_the_answers_there(cast, body):
    application, officer = make_application(cast), cast.client("officer")
    assert case_url(application, "consult/") in officer.get(case_url(application)).content.decode()
    sent = {"bodies": [body.pk], "question": QUESTION, "expected_version": "1"}
    assert officer.post(case_url(application, "consult/"), sent).url == case_url(application)
    page = officer.get(case_url(application)).content.decode()
    assert ("征求意见中" in page, "待答复" in page, "提请审签" in page) == (True, True, False)
    with fence.as_tenant(cast.tenant.pk):
        row = Consultation.objects.get()
    give_answer(cast, row, cast.economy, "objection", "上年度有一次监督抽查不合格。")
    page = officer.get(case_url(application)).content.decode()
    assert page.count("上年度有一次监督抽查不合格。") == 2  # beside the question, and in the timeline
    assert ("示例区经委：有异议" in page, "提请审签" in page) == (True, True)


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ({"bodies": []}, "请至少选择一个部门"),
        ({"question": ""}, "请写明征求意见的事项"),
        ({"bodies": ["99"]}, "请从部门名录中选择"),
    ],
)
def test_refused_question_keeps_what_was_typed(cast, body, over, text):
    application = make_application(cast)
    sent = {"bodies": [body.pk], "question": QUESTION, "expected_version": "1"} | over
    answer = cast.client("officer").post(case_url(application, "consult/"), sent)
    page = answer.content.decode()
    assert (answer.status_code, text in page, sent["question"] in page) == (422, True, True)


def test_question_about_a_version_that_was_overtaken_is_kept_and_not_sent(cast, body):
    application = make_application(cast)
    add_version(cast, application)
    sent = {"bodies": [body.pk], "question": QUESTION, "expected_version": "1"}
    answer = cast.client("officer").post(case_url(application, "consult/"), sent)
    page = answer.content.decode()
    assert (answer.status_code, "已提交第2版" in page, QUESTION in page) == (409, True, True)
    assert state_of(cast, application) == "submitted"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("economy", 200),
        ("science", 404),
        ("officer", 403),
        ("city", 403),
        ("auditor", 403),
        ("applicant", 404),
        ("stranger", 404),
    ],
)
def test_question_opens_for_the_department_that_was_asked_only(cast, body, who, status):
    add_department(cast, "science", "示例区科委")
    (row,) = ask(cast, make_application(cast), body)
    assert cast.client(who).get(f"{DESK}{row.pk}/").status_code == status


def test_department_sees_the_version_it_was_asked_about_and_nothing_else(cast, body):
    application = make_application(cast)
    file = add_file(cast, application)
    add_version(cast, application, files=[file], area_km2="77.5")
    (row,) = ask(cast, application, body, expected_version=2)
    later = add_file(cast, application, name="另一附件.pdf", content=b"%PDF-1.4 other")
    client = cast.client("economy")
    page = client.get(f"{DESK}{row.pk}/").content.decode()
    assert (QUESTION in page, "77.5" in page, "上一版" in page) == (True, True, False)
    profile = client.get(f"{DESK}{row.pk}/?section=profile").content.decode()
    assert ("13800001234" in profile, "contact@cast.example" in profile) == (False, False)
    assert client.get(f"{DESK}{row.pk}/attachments/{file.pk}/").status_code == 200
    assert client.get(f"{DESK}{row.pk}/attachments/{later.pk}/").status_code == 404
    assert client.get(case_url(application)).status_code == 403
    assert client.get(f"/sheitc/office/attachments/{file.pk}/").status_code == 403
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="read_asked_attachment")
    assert event.payload["consultation"] == row.pk


def test_desk_lists_what_waits_and_what_is_over(cast, body):
    first, second = make_application(cast, title="甲示例集群"), make_rival(cast)
    rows = [ask(cast, application, body)[0] for application in (first, second)]
    give_answer(cast, rows[0], cast.economy)
    client = cast.client("economy")
    waiting, over = client.get(DESK).content.decode(), client.get(f"{DESK}?show=over").content.decode()
    assert ("甲示例集群" in waiting, second.title in waiting) == (False, True)
    assert ("甲示例集群" in over, "无异议" in over, second.title in over) == (True, True, False)


def test_department_answers_on_the_page_and_a_refused_answer_stays_typed(cast, body):
    application = make_application(cast)
    (row,) = ask(cast, application, body)
    client, url = cast.client("economy"), f"{DESK}{row.pk}/"
    refused = client.post(url, {"outcome": "objection", "answer": " "})
    assert (refused.status_code, "请写明事实和依据" in refused.content.decode()) == (422, True)
    refused = client.post(url, {"answer": "没有发现问题。"})
    assert (refused.status_code, "没有发现问题。" in refused.content.decode()) == (422, True)
    with clock.frozen(row.due_at + timedelta(seconds=1)):
        client = cast.client("economy")
        late = client.post(url, {"outcome": "no_objection", "answer": "没有发现问题。"})
    assert (late.status_code, "答复期限已于" in late.content.decode(), "没有发现问题。" in late.content.decode()) == (
        409,
        True,
        True,
    )
    client = cast.client("economy")
    assert client.post(url, {"outcome": "no_objection", "answer": ""}).url == DESK
    assert state_of(cast, application) == "submitted"


def test_priority_is_offered_only_where_the_register_holds_a_ground(cast):
    application, officer = make_application(cast), cast.client("officer")
    page = officer.get(case_url(application)).content.decode()
    assert ("提交日荣誉登记中没有该单位可作依据的荣誉" in page, 'name="is_priority"' in page) == (True, False)
    sent = {"is_recommended": "yes", "opinion": "拟推荐。", "is_priority": "on", "expected_version": "1"}
    assert officer.post(case_url(application, "put-forward/"), sent).status_code == 422
    add_honour(cast, "gov_quality_award")
    page = officer.get(case_url(application)).content.decode()
    assert ('name="is_priority"' in page, "政府质量奖（示例市人民政府，示例-001，2025-01-01）" in page) == (True, True)
    assert officer.post(case_url(application, "put-forward/"), sent).status_code == 302
    leader = cast.client("leader")
    page = leader.get(case_url(application)).content.decode()
    assert ("审签：拟重点推荐" in page, "进入培育孵化" in page, "政府质量奖" in page) == (True, True, True)
    leader.post(case_url(application, "sign/"), {"decision": "confirm", "note": ""})
    edition = f"/sheitc/office/editions/{cast.edition.pk}/recommendations/"
    for address in ("/sheitc/office/queue/?station=", edition, case_url(application)):
        assert "重点推荐" in officer.get(address).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(officer.get(f"{edition}summary.xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[-2:] for row in rows[1:]] == [
        ["重点推荐", "重点推荐依据"],
        ["是", "政府质量奖（示例市人民政府，示例-001，2025-01-01）"],
    ]
    assert officer.get(f"{edition}letter/").content[:5] == b"%PDF-"


def test_log_is_written_struck_and_finished_on_its_page(cast):
    _application, (unit, other) = make_items(cast, [State.INCUBATION] * 2)
    officer, url = cast.client("officer"), f"/sheitc/office/units/{unit.pk}/incubation/"
    sent = {"kind": "training", "held_on": "2026-03-10", "hours": "2.5", "note": "制度培训", "workstation": ""}
    assert officer.post(url, sent).url == url
    refused = officer.post(url, sent | {"hours": "百"})
    page = refused.content.decode()
    assert (refused.status_code, "请填写数字，例如 2.5" in page, 'value="百"' in page) == (422, True, True)
    page = officer.get(url).content.decode()
    assert "有效记录 1 条，共 2.5 小时" in page
    with fence.as_tenant(cast.tenant.pk):
        line = unit.activities.get()
    strike = f"{url}strike/{line.pk}/"
    assert officer.post(strike, {f"strike-{line.pk}-reason": ""}).status_code == 422
    assert officer.post(strike, {f"strike-{line.pk}-reason": "登记重复"}).url == url
    city = cast.client("city").get(url).content.decode()
    assert ("登记重复" in city, '<form method="post" action="/sheitc/office/units' in city) == (True, False)
    assert cast.client("city").post(url, sent).status_code == 403
    assert officer.post(f"{url}finish/").url == url
    stale = officer.post(url, sent)
    assert (stale.status_code, "不在培育孵化环节" in stale.content.decode()) == (409, True)
    end = f"/sheitc/office/units/{other.pk}/incubation/end/"
    assert officer.post(end, {"end-reason": ""}).status_code == 422
    assert officer.post(end, {"end-reason": "尚未建立制度"}).status_code == 302


def test_workstations_and_candidates_are_kept_on_their_pages(cast):
    officer, stations, pool = cast.client("officer"), "/sheitc/office/workstations/", "/sheitc/office/candidates/"
    sent = {"district": cast.minhang.pk, "name": "示例工作站", "host": "示例产业园", "opened_on": "2026-03-01"}
    assert officer.post(stations, sent).url == stations
    again = officer.post(stations, sent)
    assert (again.status_code, "同名" in again.content.decode(), "示例产业园" in again.content.decode()) == (
        409,
        True,
        True,
    )
    with fence.as_tenant(cast.tenant.pk):
        row = Workstation.objects.get()
    assert officer.post(f"{stations}{row.pk}/close/", {"closed_on": "2026-02-01"}).status_code == 422
    assert officer.post(f"{stations}{row.pk}/close/", {"closed_on": "2026-03-10"}).url == stations
    found = {
        "district": cast.minhang.pk,
        "programme": ITEMISED.slug,
        "enterprise_name": "示例集群运营公司",
        "uscc": "91310000631696382C",
        "product": "示例产品",
        "tier": "1",
    }
    wrong = officer.post(f"{pool}add/", found | {"uscc": "123"})
    assert (wrong.status_code, 'value="123"' in wrong.content.decode()) == (422, True)
    assert officer.post(f"{pool}add/", found).url == pool
    assert "示例产品" in cast.client("city").get(pool).content.decode()
    assert "示例产品" not in cast.client("other_officer").get(pool).content.decode()
    assert cast.client("city").post(f"{pool}add/", found).status_code == 403
    with fence.as_tenant(cast.tenant.pk):
        candidate = Candidate.objects.get()
    assert officer.post(f"{pool}{candidate.pk}/drop/", {"reason": ""}).status_code == 422
    assert officer.post(f"{pool}{candidate.pk}/drop/", {"reason": "迁出"}).url == pool
    assert "迁出" in officer.get(f"{pool}?show=dropped").content.decode()


@pytest.mark.parametrize(
    ("path", "number"),
    [(DESK, 21), ("/sheitc/office/candidates/", 24), ("/sheitc/office/workstations/", 21)],
)
def test_page_costs_the_same_for_one_row_and_for_three(cast, body, path, number, django_assert_num_queries):
    who = "economy" if path == DESK else "officer"

    def add(place: int) -> None:
        application = make_application(cast) if place == 1 else make_rival(cast, number=place - 1)
        ask(cast, application, body)
        with fence.entered(cast.officer):
            cultivating.open_workstation(
                district_id=cast.minhang.pk,
                name=f"示例工作站{place}",
                host="示例产业园",
                opened_on=clock.today(),
                actor=cast.officer,
            )
            cultivating.add_candidate(
                district_id=cast.minhang.pk,
                programme_slug=ITEMISED.slug,
                enterprise_name="示例集群运营公司",
                uscc="91310000631696382C",
                product=f"示例产品{place}",
                actor=cast.officer,
            )

    client = cast.client(who)
    add(1)
    client.get(path)  # the first answer also writes the session
    for rows in (1, 3):
        with django_assert_num_queries(number):
            page = client.get(path).content.decode()
        assert page.count("<tr>") == rows + 1
        if rows == 1:
            add(2)
            add(3)
