"""Score sheets: what is typed is kept, what is wrong is said, what is signed stays."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied
from portal.tenancy import fence
from reviews import actions
from reviews.models import Sheet, SheetState
from tests.cast import Cast
from tests.reviews.scene import accept_unit, actor_of, declare, fill_pool, key_of, sheets_of, sign, start, typed


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    fill_pool(cast)
    unit = accept_unit(cast)
    start(cast, unit)
    first = sheets_of(cast, unit)[0]
    declare(cast, first)
    return first


def url(sheet: Sheet, name: str = "sheet") -> str:
    return reverse(name, args=("sheitc", sheet.pk))


def stored(cast: Cast, sheet: Sheet) -> Sheet:
    with fence.as_tenant(cast.tenant.pk):
        return Sheet.objects.get(pk=sheet.pk)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请填写评分，0 至 100"),
        ("   ", "请填写评分，0 至 100"),
        ("很好", "这不是一个数"),
        ("-1", "评分不能小于 0"),
        ("－１", "评分不能小于 0"),
        ("100.1", "评分不能大于 100"),
        ("9" * 60, "评分不能大于 100"),
        ("85.55", "评分最多保留一位小数"),
        ("85%", "请只填写数字"),
        ("8,5", "评分里不要用逗号"),
        ("1e2", "这不是一个数"),
        ("NaN", "这不是一个数"),
        ("<script>alert(1)</script>", "这不是一个数"),
    ],
)
def test_points_that_are_no_points_are_said_so_and_kept(cast: Cast, sheet: Sheet, text: str, words: str) -> None:
    client = cast.client(key_of(cast, sheet))
    answer = client.post(url(sheet), {**typed(80), "points_chain": text, "go": "sign"})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "<script>alert(1)" in page) == (422, True, False)
    assert stored(cast, sheet).typed["points_chain"] == text
    assert stored(cast, sheet).state == SheetState.OPEN


@pytest.mark.parametrize(("text", "kept"), [("８５．５", "85.5"), (" 85 ", "85"), ("0", "0"), ("100.0", "100.0")])
def test_points_as_chinese_keyboards_type_them_are_understood(cast: Cast, sheet: Sheet, text: str, kept: str) -> None:
    client = cast.client(key_of(cast, sheet))
    sent = {**typed(80), "points_chain": text, "go": "sign"}
    assert client.post(url(sheet), sent).status_code == 302
    signed = client.post(url(sheet, "sheet_sign"), {"signer_name": sheet.expert.name, "revision": 1})
    assert signed.status_code == 302
    assert stored(cast, sheet).points["chain"] == kept


@pytest.mark.parametrize(
    ("points", "signs", "status"), [(59.9, 29, 422), (59.9, 30, 302), (60, 0, 302), (95, 0, 302), (95.1, 29, 422)]
)
def test_very_low_and_very_high_totals_need_an_opinion(
    cast: Cast, sheet: Sheet, points: float, signs: int, status: int
) -> None:
    sent = {**typed(points, "评 " * signs), "go": "sign"}
    answer = cast.client(key_of(cast, sheet)).post(url(sheet), sent)
    assert answer.status_code == status
    assert ("评审意见不少于 30 字" in answer.content.decode()) == (status == 422)


def test_what_is_typed_is_kept_by_itself_right_or_wrong(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    answer = client.post(url(sheet, "sheet_autosave"), {**typed("八十"), "revision": 0})
    assert (answer.status_code, answer.json()) == (200, {"revision": 1, "saved_at": "10:00"})
    assert 'value="八十"' in client.get(url(sheet)).content.decode()
    same = client.post(url(sheet, "sheet_autosave"), {**typed("八十"), "revision": 1})
    assert same.json()["revision"] == 1


def test_a_second_window_overwrites_nothing_and_shows_both(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    client.post(url(sheet), {**typed(70), "revision": 0})
    assert client.post(url(sheet, "sheet_autosave"), {**typed(90), "revision": 0}).status_code == 409
    answer = client.post(url(sheet), {**typed(90), "revision": 0})
    page = answer.content.decode()
    assert (answer.status_code, "<del>70</del>" in page, 'value="90"' in page) == (409, True, True)
    assert stored(cast, sheet).typed["points_chain"] == "70"
    assert client.post(url(sheet), {**typed(90), "revision": 1}).status_code == 302


def sign_page(client: Client, sheet: Sheet, name: str, revision: int) -> tuple[int, str]:
    answer = client.post(url(sheet, "sheet_sign"), {"signer_name": name, "revision": revision})
    return answer.status_code, answer.content.decode()


def test_a_signature_is_the_experts_own_name_under_what_was_shown(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    client.post(url(sheet), {**typed(80), "go": "sign"})
    for name, words in (("", "请输入您的姓名"), ("别人", "签名须与专家库中的姓名一致")):
        status, page = sign_page(client, sheet, name, 1)
        assert (status, words in page) == (422, True)
    client.post(url(sheet), {**typed(81)})
    assert sign_page(client, sheet, sheet.expert.name, 1)[0] == 409
    assert sign_page(client, sheet, sheet.expert.name, 2)[0] == 302
    row = stored(cast, sheet)
    assert (row.state, str(row.total), row.signer_name) == (SheetState.SUBMITTED, "81.00", sheet.expert.name)
    with fence.entered(cast.city):
        assert Event.objects.filter(act="submit_sheet", subject=f"reviews.sheet:{sheet.pk}").count() == 1


def test_a_signed_sheet_is_frozen_by_the_database_and_by_every_address(cast: Cast, sheet: Sheet) -> None:
    sign(cast, stored_open(cast, sheet))
    actor = actor_of(cast, sheet)
    with fence.entered(actor):
        with pytest.raises(Conflict, match="已签名提交"):
            actions.save_sheet(sheet_id=sheet.pk, typed=typed(99), expected_revision=None, actor=actor)
        for change in ({"total": 99}, {"points": {}}, {"state": "open"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Sheet.objects.filter(pk=sheet.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Sheet.objects.filter(pk=sheet.pk).delete()
    assert cast.client(key_of(cast, sheet)).post(url(sheet), typed(99)).status_code == 409


def stored_open(cast: Cast, sheet: Sheet) -> Sheet:
    return next(one for one in sheets_of(cast, sheet.unit) if one.pk == sheet.pk)


def test_save_and_next_goes_to_the_next_file_with_work_left(cast: Cast) -> None:
    fill_pool(cast)
    units = [accept_unit(cast, f"示例集群{number}", number) for number in (1, 2)]
    start(cast, *units)
    first, second = (sheets_of(cast, unit)[0] for unit in units)
    declare(cast, first)
    client = cast.client(key_of(cast, first))
    answer = client.post(url(first), {**typed(80), "go": "next"})
    assert (answer.status_code, answer["Location"]) == (302, url(second, "sheet_declare"))
    assert stored(cast, first).typed["points_chain"] == "80"


def test_scores_are_hidden_from_everybody_until_all_are_in(cast: Cast, sheet: Sheet) -> None:
    sign(cast, stored_open(cast, sheet))
    office = reverse("panel_unit", args=("sheitc", sheet.panel_id, sheet.unit_id))
    for who in ("city", "city_leader", "auditor"):
        answer = cast.client(who).get(office)
        assert (answer.status_code, "评分齐备前" in answer.content.decode()) == (403, True)
    for other in sheets_of(cast, sheet.unit)[1:]:
        sign(cast, other)
    page = cast.client("auditor").get(office)
    assert (page.status_code, page.content.decode().count("80.00")) == (200, 8)


def test_a_colleagues_totals_are_refused_without_a_second_look(cast: Cast, sheet: Sheet) -> None:
    from reviews import queries

    actor = actor_of(cast, sheet)
    with fence.entered(actor), pytest.raises(Denied, match="不公开"):
        queries.colleagues_of(queries.sheet_for(actor, sheet.pk))
