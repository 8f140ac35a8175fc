"""The register of honours: added with a source, withdrawn with a reason, never edited; what counts as what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from applications.actions import registering_honours as acts
from applications.models import HonourRecord, Recognition
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from tests.cast import USCCS, Cast

from .making import put

PAGE = "/sheitc/office/register/"


def test_an_honour_is_recorded_with_its_source(cast: Cast) -> None:
    row = put(cast, code=" ９１310000-631696382c ", number="示专001", item="示例压力表")
    assert (row.uscc, row.honour, row.item, row.number) == (USCCS[0], "little_giant", "示例压力表", "示专001")
    with fence.entered(cast.city):
        event = Event.objects.get(act="record_honour")
        assert event.payload == {"honour": "little_giant", "issued_on": "2024-07-01", "uscc": USCCS[0]}


def test_every_wrong_value_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        put(
            cast,
            code="91310000631696382D",
            honour="nobel",
            enterprise_name=" ",
            issuer="甲" * 121,
            issued_on=date(2026, 3, 11),
            valid_to=date(2026, 3, 10),
            source="",
        )
    assert refused.value.fields == {
        "code": "统一社会信用代码的校验位不符：有一位填错，或者有两位颠倒，请对照营业执照逐位核对。",
        "honour": "请从列出的荣誉中选择一项。",
        "enterprise_name": "请填写企业名称，与营业执照一致。",
        "issuer": "最多 120 字，现有 121 字，请删减 1 字。",
        "issued_on": "授予日期不能晚于今天（2026-03-10）。",
        "valid_to": "有效期至不能早于授予日期（2026-03-11）。",
        "source": "请写明依据，例如公布文件的标题和文号。",
    }


def test_the_same_honour_is_recorded_once_until_it_is_withdrawn(cast: Cast) -> None:
    row = put(cast)
    with pytest.raises(Invalid, match="已经登记"):
        put(cast)
    with fence.entered(cast.admin):
        gone = acts.withdraw_honour(record_id=row.pk, reason="  授予日期\n录入有误 ", actor=cast.admin)
        assert (gone.withdrawn_reason, gone.withdrawn_at is not None) == ("授予日期 录入有误", True)
        with pytest.raises(Conflict):
            acts.withdraw_honour(record_id=row.pk, reason="再次", actor=cast.admin)
    assert put(cast).pk != row.pk


@pytest.mark.parametrize("who", ["officer", "leader", "auditor", "city_leader", "expert1"])
def test_only_those_who_keep_the_register_write_in_it(cast: Cast, who: str) -> None:
    row, actor = put(cast), getattr(cast, who)
    with fence.entered(actor):
        with pytest.raises(Denied):
            acts.withdraw_honour(record_id=row.pk, reason="试", actor=actor)
        with pytest.raises(Denied):
            acts.recognise(honour="srdi_sme", counts_as="little_giant", basis="试", actor=actor)


def test_a_stranger_finds_nothing(cast: Cast) -> None:
    row = put(cast)
    with fence.entered(cast.stranger):
        assert list(HonourRecord.objects.all()) == []
        with pytest.raises(NotFound):
            acts.withdraw_honour(record_id=row.pk, reason="试", actor=cast.stranger)
    assert cast.client("stranger").get(PAGE).status_code == 404


def test_a_withdrawal_needs_a_reason(cast: Cast) -> None:
    row = put(cast)
    page = cast.client("city").post(f"{PAGE}{row.pk}/", {"reason": " "})
    assert page.status_code == 422
    assert "请写明原因，例如" in page.content.decode()
    done = cast.client("city").post(f"{PAGE}{row.pk}/", {"reason": "重复登记"}, follow=True)
    assert "重复登记" in done.content.decode()
    with fence.entered(cast.city):
        assert HonourRecord.objects.get().withdrawn_reason == "重复登记"


def test_a_recognition_is_decided_once_and_may_end(cast: Cast) -> None:
    with fence.entered(cast.city):
        with pytest.raises(Invalid) as refused:
            acts.recognise(honour="srdi_sme", counts_as="srdi_sme", basis=" ", actor=cast.city)
        assert set(refused.value.fields) == {"counts_as", "basis"}
        row = acts.recognise(honour="srdi_sme", counts_as="innovative_sme", basis="示例办法第六条", actor=cast.city)
        with pytest.raises(Invalid, match="采信关系有误"):
            acts.recognise(honour="srdi_sme", counts_as="innovative_sme", basis="又一次", actor=cast.city)
        acts.end_recognition(recognition_id=row.pk, reason="办法已废止", actor=cast.city)
        assert list(Recognition.objects.all()) == []
        event = Event.objects.get(act="end_recognition")
        assert (event.reason, event.payload["basis"]) == ("办法已废止", "示例办法第六条")


@pytest.mark.parametrize("who", ["officer", "leader", "city", "city_leader", "auditor", "admin"])
def test_offices_read_the_register_and_its_keepers_find_the_buttons(cast: Cast, who: str) -> None:
    row = put(cast)
    keeps = who in {"city", "admin"}
    browser = cast.client(who)
    for path in ("", f"{row.pk}/", f"enterprises/{USCCS[0]}/", "recognitions/"):
        assert browser.get(PAGE + path).status_code == 200
    assert ("登记一项" in browser.get(PAGE).content.decode()) == keeps
    assert ("撤销这项登记" in browser.get(f"{PAGE}{row.pk}/").content.decode()) == keeps
    assert browser.get(f"{PAGE}add/").status_code == (200 if keeps else 403)


def test_the_list_is_filtered_and_paged_by_day(cast: Cast) -> None:
    put(cast)
    put(cast, code=USCCS[1], enterprise_name="示例竞争集群公司", honour="hi_tech", valid_to=date(2025, 1, 1))
    browser = cast.client("city")

    def shown(query: str) -> list[bool]:
        page = browser.get(f"{PAGE}?{query}").content.decode()
        return [name in page for name in ("示例集群运营公司", "示例竞争集群公司")]

    assert shown("") == [True, True]
    assert shown("honour=hi_tech") == [False, True]
    assert shown("standing=ended") == [False, True]
    assert shown("standing=in_force") == [True, False]
    assert shown("standing=withdrawn") == [False, False]
    assert shown("text=竞争") == [False, True]
    assert shown(f"text={USCCS[0].lower()}") == [True, False]
    assert shown("after=2024-07-01_1&honour=nothing") == [False, False]
    assert shown("after=nonsense") == [True, True]


@pytest.mark.parametrize("path", ["", f"enterprises/{USCCS[0]}/"])
def test_pages_cost_the_same_for_one_row_and_for_three(
    cast: Cast, path: str, django_assert_num_queries: Callable[..., object]
) -> None:
    browser, cost = cast.client("city"), {"": 19}.get(path, 20)
    put(cast)
    browser.get(PAGE + path)
    for _round in range(2):
        with django_assert_num_queries(cost):
            assert browser.get(PAGE + path).status_code == 200
        put(cast, honour="hi_tech") if _round == 0 else None
        put(cast, honour="srdi_sme") if _round == 0 else None
