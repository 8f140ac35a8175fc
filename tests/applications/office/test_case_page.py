"""The case page: who may open it, what it shows, and what a decision or a stale form answers."""

from __future__ import annotations

import re

import pytest

from applications.models import Application, Receipt, StateChange, Unit
from applications.workflow import State
from portal.audit.models import Event
from portal.kit import clock
from portal.tenancy import fence
from tests.applications.factories import make_application, make_unit_in
from tests.applications.office.scene import add_file, add_version
from tests.cast import Cast

OPINION = "材料齐全，主要数据有统计部门证明。"


def case_url(application: Application | Unit, rest: str = "") -> str:
    pk = application.application_id if isinstance(application, Unit) else application.pk
    return f"/sheitc/office/cases/{pk}/{rest}"


def state_of(cast: Cast, row: Application | Unit) -> str:
    with fence.as_tenant(cast.tenant.pk):
        return str(type(row).objects.get(pk=row.pk).state)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("leader", 200),
        ("city", 200),
        ("city_leader", 200),
        ("auditor", 200),
        ("other_officer", 403),
        ("other_leader", 403),
        ("expert1", 403),
        ("stranger", 404),
        ("applicant", 404),
    ],
)
def test_case_is_open_to_its_own_offices_only(cast, who, status):
    application = make_application(cast)
    answer = cast.client(who).get(case_url(application))
    assert answer.status_code == status
    if who == "other_officer":
        assert "该申报不属于您负责的区" in answer.content.decode()


def test_draft_is_no_case_for_anybody(cast):
    application = make_application(cast, state=State.DRAFT)
    assert [cast.client(who).get(case_url(application)).status_code for who in ("other_officer", "city")] == [404, 404]


def test_what_the_clock_did_is_not_said_of_a_person(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with fence.as_tenant(cast.tenant.pk):
        StateChange.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            application_id=unit.application_id,
            unit=unit,
            name="accept",
            frm="formal_check",
            to="accepted",
            at=clock.now(),
            actor_name="system",
            actor_role="system",
        )
    page = cast.client("city").get(case_url(unit)).content.decode()
    assert ("系统自动" in page, "system" in re.sub(r"<[^>]*>", "", page)) == (True, False)


@pytest.mark.parametrize(
    "rest", ["put-forward/", "sign/", "receipt/", "return/", "findings/", "figure/", "accept/", "refuse/"]
)
def test_supervisor_reads_and_writes_nothing(cast, rest):
    application = make_application(cast)
    client = cast.client("auditor")
    page = client.get(case_url(application)).content.decode()
    assert 'action="/sheitc/office/cases' not in page
    assert client.post(case_url(application, rest), {}).status_code == 403
    assert cast.client("stranger").post(case_url(application, rest), {}).status_code == 404
    assert state_of(cast, application) == "submitted"


def test_officer_puts_forward_and_leader_signs_on_the_page(cast):
    application = make_application(cast)
    officer, leader = cast.client("officer"), cast.client("leader")
    sent = {"is_recommended": "yes", "opinion": OPINION, "rank": "1", "checked": ["seal"], "expected_version": "1"}
    assert officer.post(case_url(application, "put-forward/"), sent).url == case_url(application)
    page = leader.get(case_url(application)).content.decode()
    assert (OPINION in page, "同意后即推荐至市级" in page) == (True, True)
    assert leader.post(case_url(application, "sign/"), {"decision": "confirm", "note": ""}).status_code == 302
    assert state_of(cast, application) == "recommended"
    with fence.as_tenant(cast.tenant.pk):
        review = application.district_reviews.get()
    assert review.checklist == {"materials": False, "seal": True, "paper": False, "figures": False, "district": False}


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"opinion": OPINION}, "请选择拟推荐或拟不推荐"),
        ({"is_recommended": "maybe", "opinion": OPINION}, OPINION),
        ({"is_recommended": "yes", "opinion": ""}, "请填写初审意见"),
        ({"is_recommended": "yes", "opinion": OPINION, "rank": "第一"}, "推荐排序请填1至999之间的整数"),
    ],
)
def test_refused_form_keeps_what_was_typed(cast, sent, text):
    application = make_application(cast)
    answer = cast.client("officer").post(case_url(application, "put-forward/"), sent | {"expected_version": "1"})
    page = answer.content.decode()
    assert (answer.status_code, text in page, sent["opinion"] in page) == (422, True, True)
    assert state_of(cast, application) == "submitted"


def test_stale_form_says_what_changed_and_keeps_the_opinion(cast):
    application = make_application(cast)
    add_version(cast, application)
    sent = {"is_recommended": "yes", "opinion": OPINION, "expected_version": "1"}
    answer = cast.client("officer").post(case_url(application, "put-forward/"), sent)
    page = answer.content.decode()
    assert (answer.status_code, "已提交第2版" in page, OPINION in page) == (409, True, True)
    assert 'name="expected_version" value="2"' in page


def test_decision_taken_meanwhile_gives_back_what_was_typed(cast):
    application = make_application(cast)
    sent = {"is_recommended": "yes", "opinion": "先办的意见", "expected_version": "1"}
    cast.client("officer").post(case_url(application, "put-forward/"), sent)
    answer = cast.client("officer").post(case_url(application, "put-forward/"), sent | {"opinion": OPINION})
    page = answer.content.decode()
    assert (answer.status_code, OPINION in page, "最近一次变化" in page) == (409, True, True)


def test_corrected_version_stands_beside_the_one_before(cast):
    application = make_application(cast)
    add_version(cast, application, firms_total=421)
    page = cast.client("officer").get(case_url(application)).content.decode()
    assert ("<del>420 家</del>" in page, "<ins>421 家</ins>" in page) == (True, True)
    old = cast.client("officer").get(case_url(application, "?version=1")).content.decode()
    assert ("<ins>" in old, "这是较早的版本" in old) == (False, True)
    assert cast.client("officer").get(case_url(application, "?version=9")).status_code == 404


def test_return_page_opens_named_fields_and_keeps_typed_reasons(cast):
    application = make_application(cast)
    client, url = cast.client("officer"), case_url(application, "return/")
    assert client.get(url).status_code == 200
    empty = client.post(url, {"expected_version": "1", "note": "总体说明还在"})
    assert (empty.status_code, "总体说明还在" in empty.content.decode()) == (422, True)
    assert client.post(url, {"expected_version": "1", "reason-output_total_y0": "请附证明"}).status_code == 302
    assert client.get(url).status_code == 409
    again = client.post(url, {"expected_version": "1", "reason-output_total_y0": "再补一次"})
    assert (again.status_code, "再补一次" in again.content.decode()) == (409, True)
    assert state_of(cast, application) == "returned_for_correction"


def test_city_checks_verifies_and_accepts_on_the_page(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    client = cast.client("city")
    version = {"expected_version": "1"}
    wrong = client.post(case_url(unit, "findings/"), version | {"met-c1_cyber": "not_met", "note-c1_cyber": ""})
    assert (wrong.status_code, "认定不符合时，请写明依据" in wrong.content.decode()) == (422, True)
    figure = {"figure-expected_version": "1", "figure-key": "output_total_y0", "figure-reason": "按年报"}
    refused = client.post(case_url(unit, "figure/"), figure | {"figure-verified": "38.5亿元"})
    assert (refused.status_code, "38.5亿元" in refused.content.decode()) == (422, True)
    assert client.post(case_url(unit, "figure/"), figure | {"figure-verified": "３８．５"}).status_code == 302
    page = client.get(case_url(unit, "?section=group2")).content.decode()
    assert ("<del>38.9</del>" in page, "<ins>38.5</ins>" in page) == (True, True)
    assert client.post(case_url(unit, "accept/"), version).status_code == 302
    assert state_of(cast, unit) == "accepted"


def test_refusal_page_names_clauses_and_confirms(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    client, url = cast.client("city"), case_url(unit, "refuse/")
    assert "确认不予受理" in client.get(url).content.decode()
    empty = client.post(url, {"expected_version": "1", "reason": "理由还在"})
    assert (empty.status_code, "理由还在" in empty.content.decode()) == (422, True)
    sent = {"expected_version": "1", "clauses": ["c2_growth"], "reason": "增速不足"}
    assert client.post(url, sent).status_code == 302
    assert state_of(cast, unit) == "not_accepted"


def test_receipt_is_counted_against_what_the_organiser_wants(cast):
    application = make_application(cast)
    client = cast.client("officer")
    sent = {"receipt-kind": "paper", "receipt-count": "5", "receipt-received_on": "2026-03-10", "receipt-note": ""}
    wrong = client.post(case_url(application, "receipt/"), sent | {"receipt-received_on": "2026-03-11"})
    assert (wrong.status_code, "收到日期不能晚于今天" in wrong.content.decode()) == (422, True)
    assert client.post(case_url(application, "receipt/"), sent).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        assert [(r.kind, r.count) for r in Receipt.objects.all()] == [("paper", 5)]


def test_personal_value_is_masked_until_a_reason_is_given_and_recorded(cast):
    application = make_application(cast)
    add_version(cast, application)
    client, url = cast.client("officer"), case_url(application, "reveal/contact_mobile/")
    page = client.get(case_url(application, "?section=profile")).content.decode()
    assert ("138****1234" in page, "13800001234" in page) == (True, False)
    assert client.post(url, {"reason": " "}).status_code == 422
    assert "13800001234" in client.post(url, {"reason": "电话通知补正"}).content.decode()
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="reveal_personal")
    assert (event.reason, event.payload, event.actor_id) == (
        "电话通知补正",
        {"key": "contact_mobile"},
        cast.officer.user_id,
    )
    answers = [
        cast.client(who).post(url, {"reason": "看看"}).status_code for who in ("other_officer", "auditor", "stranger")
    ]
    assert answers == [403, 403, 404]
    assert client.post(case_url(application, "reveal/uscc/"), {"reason": "看看"}).status_code == 404


def test_attachment_is_served_to_its_own_offices_and_the_reading_recorded(cast):
    application = make_application(cast)
    file = add_file(cast, application)
    add_version(cast, application, files=[file])
    url = f"/sheitc/office/attachments/{file.pk}/"
    answer = cast.client("officer").get(url)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "application/pdf",
        "nosniff",
    )
    assert [cast.client(who).get(url).status_code for who in ("other_officer", "stranger", "expert1")] == [
        403,
        404,
        403,
    ]
    with fence.as_tenant(cast.tenant.pk):
        assert [e.actor_id for e in Event.objects.filter(act="read_attachment")] == [cast.officer.user_id]
    assert url in cast.client("officer").get(case_url(application, f"?section=files&file={file.pk}")).content.decode()
