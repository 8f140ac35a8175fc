"""The pages of the paper receipt and of the data check: typed values, wrong entries, other tenants, the tasks."""

from __future__ import annotations

import pytest

from applications.models import Receipt, Unit
from applications.workflow import State
from portal.tenancy import fence
from tests.cast import Cast
from tests.ranked import make_ranked_unit, open_ranked_edition

PAPER = {"paper-expected_version": "1", "paper-received_on": "2026-03-10", "paper-postmarked_on": "2026-03-09"}


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return make_ranked_unit(cast, open_ranked_edition(cast), number=1, state=State.ACCEPTED)


def case_url(unit: Unit, rest: str = "") -> str:
    return f"/sheitc/office/cases/{unit.application_id}/{rest}"


def record_of(unit: Unit, key: str, **over: str) -> dict[str, str]:
    fields = {"expected_version": "1", "key": key, "is_found": "found", "source": "系统查询", "reason": "以登记为准"}
    return {f"r-{key}-{name}": value for name, value in (fields | over).items()}


@pytest.mark.parametrize("rest", ["paper/", "data/", "data/confirm/", "data/figures/revenue_y0/"])
def test_only_the_citys_officer_writes_and_other_tenants_find_nothing(cast: Cast, unit: Unit, rest: str) -> None:
    for who, status in (("officer", 403), ("applicant", 404), ("stranger", 404)):
        assert cast.client(who).post(case_url(unit, rest), {}).status_code == status
    for who in ("auditor", "city_leader"):
        assert cast.client(who).post(case_url(unit, rest), {}).status_code == (405 if rest == "data/" else 403)


def test_readers_see_the_data_sheet_without_its_controls(cast: Cast, unit: Unit) -> None:
    url = case_url(unit, "data/")
    pages = {who: cast.client(who).get(url) for who in ("city", "city_leader", "auditor", "officer", "stranger")}
    assert {who: page.status_code for who, page in pages.items()} == {
        "city": 200,
        "city_leader": 200,
        "auditor": 200,
        "officer": 403,
        "stranger": 404,
    }
    assert ["确认数据" in pages[who].content.decode() for who in ("city", "city_leader", "auditor")] == [
        True,
        False,
        False,
    ]


def test_a_paper_form_is_matched_on_the_case_page_and_a_wrong_day_keeps_what_was_typed(cast: Cast, unit: Unit) -> None:
    client = cast.client("city")
    wrong = client.post(
        case_url(unit, "paper/"), PAPER | {"paper-outcome": "matched", "paper-postmarked_on": "2026-03-31"}
    )
    page = wrong.content.decode()
    assert (wrong.status_code, "邮戳日期不能晚于今天" in page, 'value="2026-03-31"' in page) == (422, True, True)
    stale = client.post(case_url(unit, "paper/"), PAPER | {"paper-outcome": "matched", "paper-expected_version": "9"})
    assert stale.status_code == 409
    assert client.post(case_url(unit, "paper/"), PAPER | {"paper-outcome": "matched"}).status_code == 302
    page = client.get(case_url(unit)).content.decode()
    assert ("收到，与电子申报一致（收到 2026年3月10日，邮戳 2026年3月9日）" in page, "正式报名" in page) == (True, True)


def test_many_numbers_are_typed_and_the_wrong_ones_stay_in_the_box(cast: Cast, unit: Unit) -> None:
    client, url = cast.client("city"), "/sheitc/office/paper/"
    with fence.as_tenant(cast.tenant.pk):
        reference = unit.application.reference
    empty = client.post(url, {"references": "", "received_on": "2026-03-10"})
    assert (empty.status_code, "请填写编号，每行一个" in empty.content.decode()) == (422, True)
    sent = {"references": f"{reference}\r\n000-999999\r\n", "received_on": "2026-03-10", "postmarked_on": "2026-03-09"}
    answer = client.post(url, sent)
    page = answer.content.decode()
    assert (answer.status_code, "2 行中 1 行已登记" in page, "没有这个编号的申报" in page) == (200, True, True)
    assert page.count("000-999999") == 2  # in the results and in the box
    assert 'value="2026-03-09"' in page
    with fence.as_tenant(cast.tenant.pk):
        assert Receipt.objects.get().application_id == unit.application_id
    assert cast.client("stranger").get(url).status_code == 404
    assert cast.client("leader").get(url).status_code == 403


def test_a_look_up_is_recorded_and_a_wrong_one_keeps_what_was_typed(cast: Cast, unit: Unit) -> None:
    client, url = cast.client("city"), case_url(unit, "data/figures/revenue_y0/")
    wrong = client.post(url, record_of(unit, "revenue_y0", verified="两万八"))
    assert (wrong.status_code, 'value="两万八"' in wrong.content.decode()) == (422, True)
    stale = client.post(url, record_of(unit, "revenue_y0", verified="27500", expected_version="9"))
    assert (stale.status_code, 'value="27500"' in stale.content.decode()) == (409, True)
    assert client.post(url, record_of(unit, "revenue_y0", verified="２７５００")).status_code == 302
    page = client.get(case_url(unit, "data/")).content.decode()
    assert ("<del>28,000</del>" in page, "<ins>27,500</ins>" in page, "−1.8 %" in page) == (True, True, True)
    assert client.post(case_url(unit, "data/figures/brand_name_zh/"), {}).status_code == 404


def test_confirming_lists_what_is_open_and_then_goes_on(cast: Cast, unit: Unit) -> None:
    client = cast.client("city")
    refused = client.post(case_url(unit, "data/confirm/"), {"expected_version": "1"})
    assert (refused.status_code, "尚未办结：信用等级、纸质申报表" in refused.content.decode()) == (422, True)
    grade = record_of(unit, "credit_grade", is_found="not_found", verified="")
    assert client.post(case_url(unit, "data/figures/credit_grade/"), grade).status_code == 302
    assert client.post(case_url(unit, "paper/"), PAPER | {"paper-outcome": "matched"}).status_code == 302
    assert client.post(case_url(unit, "data/confirm/"), {"expected_version": "9"}).status_code == 409
    assert client.post(case_url(unit, "data/confirm/"), {"expected_version": "1"}).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        assert Unit.objects.get(pk=unit.pk).state == State.DATA_CHECKED
    page = client.get(case_url(unit, "data/")).content.decode()
    assert ("查无记录" in page, "确认数据" in page) == (True, False)


def test_a_register_without_an_entry_strikes_nothing_out(cast: Cast, unit: Unit) -> None:
    client = cast.client("city")
    missing = record_of(unit, "revenue_y0", is_found="not_found", verified="")
    assert client.post(case_url(unit, "data/figures/revenue_y0/"), missing).status_code == 302
    page = client.get(case_url(unit, "?section=finance")).content.decode()
    assert ("查无记录" in page, "<del>" in page, "核定 查无记录" in page) == (True, False, False)


def test_asking_the_applicant_from_the_case_returns_it(cast: Cast, unit: Unit) -> None:
    client, url = cast.client("city"), case_url(unit, "return/")
    assert client.get(url).status_code == 200
    assert client.post(url, {"expected_version": "1", "reason-revenue_y0": "请附审计报告"}).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        assert Unit.objects.get(pk=unit.pk).state == State.RETURNED
    assert client.get(url).status_code == 409


def test_the_home_of_the_city_counts_paper_and_data_apart(cast: Cast, unit: Unit) -> None:
    edition = open_ranked_edition(cast, year=2025)
    make_ranked_unit(cast, edition, number=2, state=State.DATA_CHECKED)
    page = cast.client("city").get("/sheitc/office/").content.decode()
    assert ("待核对纸质申报表" in page, "待核对数据" in page, "待组织专家评审" in page) == (True, True, True)
    page = cast.client("city_leader").get("/sheitc/office/").content.decode()
    assert "待核对纸质申报表" not in page
