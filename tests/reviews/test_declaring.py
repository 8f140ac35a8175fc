"""Nothing of a file opens before the declaration; whoever leaves is replaced by the reserve of his field."""

from __future__ import annotations

import pytest
from django.urls import reverse

from applications.models import Attachment
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from reviews import actions, queries
from reviews.models import PanelUnit, Seat, Sheet, SheetState
from tests.cast import Cast
from tests.reviews.scene import (
    accept_unit,
    actor_of,
    declare,
    fill_pool,
    key_of,
    sheets_of,
    sign,
    sign_all,
    start,
    typed,
)

RULE = "请先在“评审任务”中声明有无利益冲突"


@pytest.fixture
def sheet(cast: Cast) -> Sheet:
    fill_pool(cast)
    unit = accept_unit(cast)
    start(cast, unit)
    return sheets_of(cast, unit)[0]


def urls_of(sheet: Sheet, attachment_id: int = 1) -> list[str]:
    """Every address that gives out something of the file."""
    named = [reverse(name, args=("sheitc", sheet.pk)) for name in ("sheet", "sheet_sign")]
    return [*named, reverse("sheet_attachment", args=("sheitc", sheet.pk, attachment_id))]


def test_no_address_of_a_file_opens_before_the_declaration(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    for url in urls_of(sheet):
        answer = client.get(url)
        assert (url, answer.status_code, RULE in answer.content.decode()) == (url, 403, True)
    for url in (urls_of(sheet)[0], reverse("sheet_autosave", args=("sheitc", sheet.pk))):
        answer = client.post(url, typed(80))
        assert (answer.status_code, RULE in answer.content.decode()) == (403, True)
    actor = actor_of(cast, sheet)
    with fence.entered(actor), pytest.raises(Denied, match="请先在"):
        queries.document_of(queries.sheet_for(actor, sheet.pk))


def test_the_declaration_page_shows_the_organisations_and_nothing_of_the_answers(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    page = client.get(reverse("sheet_declare", args=("sheitc", sheet.pk))).content.decode()
    assert all(text in page for text in ("示例集群一", "示例传感器产业园管理有限公司", "示例企业1", "应当回避"))
    assert "38.9" not in page
    desk = client.get(reverse("review_desk", args=("sheitc",))).content.decode()
    assert ("示例集群一" in desk, "38.9" in desk) == (True, False)


def test_after_declaring_none_the_file_opens(cast: Cast, sheet: Sheet) -> None:
    client = cast.client(key_of(cast, sheet))
    answer = client.post(reverse("sheet_declare", args=("sheitc", sheet.pk)), {"declaration": "none"})
    assert (answer.status_code, answer["Location"]) == (302, reverse("sheet", args=("sheitc", sheet.pk)))
    page = client.get(answer["Location"])
    assert (page.status_code, "38.9" in page.content.decode()) == (200, True)


def test_another_experts_sheet_is_not_found_by_anybody(cast: Cast, sheet: Sheet) -> None:
    other = sheets_of(cast, sheet.unit)[1]
    declare(cast, sheet)
    client = cast.client(key_of(cast, other))
    posts = [reverse(name, args=("sheitc", sheet.pk)) for name in ("sheet_autosave", "sheet_declare", "sheet_sign")]
    assert [client.get(url).status_code for url in urls_of(sheet)] == [404] * 3
    assert [client.post(url, typed(80)).status_code for url in posts] == [404] * 3
    with fence.as_tenant(cast.tenant.pk):
        reserve = Seat.objects.filter(panel=sheet.panel, is_reserve=True).select_related("expert").first()
    assert reserve is not None
    key = next(key for key, member in cast.people.items() if member.user.pk == reserve.expert.user_id)
    assert cast.client(key).get(urls_of(sheet)[0]).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("city", 403), ("city_leader", 403), ("auditor", 403), ("officer", 403), ("stranger", 404)]
)
def test_offices_do_not_reach_a_score_sheet(cast: Cast, sheet: Sheet, who: str, status: int) -> None:
    declare(cast, sheet)
    assert [cast.client(who).get(url).status_code for url in urls_of(sheet)] == [status] * 3


def test_an_attachment_of_another_file_is_not_found(cast: Cast, sheet: Sheet) -> None:
    declare(cast, sheet)
    with fence.as_tenant(cast.tenant.pk):
        other = Attachment.objects.create(
            tenant=cast.tenant,
            enterprise_id=sheet.unit.enterprise_id,
            application=sheet.unit.application,
            key="c3_top",
            name="不在本版.pdf",
            file="tenant/0/none.pdf",
            content_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
            uploaded_at=sheet.assigned_at,
            uploaded_by=cast.user("applicant"),
        )
    url = reverse("sheet_attachment", args=("sheitc", sheet.pk, other.pk))
    assert cast.client(key_of(cast, sheet)).get(url).status_code == 404


@pytest.mark.parametrize(("kind", "state"), [("conflict", SheetState.RECUSED), ("decline", SheetState.DECLINED)])
def test_whoever_gives_up_is_replaced_by_the_first_reserve_of_his_field(
    cast: Cast, sheet: Sheet, kind: str, state: str
) -> None:
    client = cast.client(key_of(cast, sheet))
    said = {"declaration": kind, "reason": "三年内曾任该单位顾问"}
    assert client.post(reverse("sheet_declare", args=("sheitc", sheet.pk)), said).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        left = Sheet.objects.get(pk=sheet.pk)
        came = Sheet.objects.get(replaces=sheet)
        reserves = Seat.objects.filter(panel=sheet.panel, is_reserve=True, field=sheet.field).order_by("position")
        expected = reserves[0].code
    assert (left.state, left.declaration) == (state, "三年内曾任该单位顾问")
    assert (came.code, came.field, came.state, came.joining) == (expected, sheet.field, SheetState.WAITING, "replacing")
    assert len(sheets_of(cast, sheet.unit)) == 7
    assert [client.get(url).status_code for url in urls_of(sheet)] == [403] * 3


def test_a_conflict_found_after_opening_may_be_declared_until_the_sheet_is_signed(cast: Cast, sheet: Sheet) -> None:
    declare(cast, sheet)
    actor = actor_of(cast, sheet)
    with fence.entered(actor):
        actions.give_up(sheet_id=sheet.pk, kind="conflict", reason="评审中发现亲属任职", actor=actor)
    second = sheets_of(cast, sheet.unit)[0]
    sign(cast, second)
    who = actor_of(cast, second)
    with fence.entered(who), pytest.raises(Conflict, match="已提交评分"):
        actions.give_up(sheet_id=second.pk, kind="conflict", reason="评审后发现亲属任职", actor=who)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "请选择一项声明"),
        ({"declaration": "perhaps"}, "请选择一项声明"),
        ({"declaration": "conflict"}, "请写明理由，不少于 5 个字"),
        ({"declaration": "decline", "reason": " 忙 "}, "请写明理由，不少于 5 个字"),
    ],
)
def test_a_declaration_that_says_too_little_is_shown_again(
    cast: Cast, sheet: Sheet, said: dict[str, str], words: str
) -> None:
    answer = cast.client(key_of(cast, sheet)).post(reverse("sheet_declare", args=("sheitc", sheet.pk)), said)
    page = answer.content.decode()
    assert (answer.status_code, words in page) == (422, True)
    assert said.get("reason", "").strip() in page
    assert sheets_of(cast, sheet.unit)[0].state == SheetState.WAITING


def test_giving_up_the_whole_panel_leaves_signed_sheets_alone(cast: Cast) -> None:
    fill_pool(cast)
    units = [accept_unit(cast, f"示例集群{number}", number) for number in (1, 2, 3)]
    start(cast, *units)
    own = [sheets_of(cast, unit)[0] for unit in units]
    sign(cast, own[0])
    actor = actor_of(cast, own[1])
    with fence.entered(actor):
        actions.give_up(sheet_id=own[1].pk, kind="decline", reason="出国，无法评审", actor=actor, is_for_panel=True)
        states = list(
            Sheet.objects.filter(pk__in=[one.pk for one in own]).order_by("pk").values_list("state", flat=True)
        )
    assert states == ["submitted", "declined", "declined"]
    assert [len(sheets_of(cast, unit)) for unit in units] == [7, 7, 7]


def test_with_the_reserves_used_up_the_vacancy_waits_for_an_officer(cast: Cast, sheet: Sheet) -> None:
    for _ in range(3):  # two finance reserves, then nobody
        leaver = next(one for one in sheets_of(cast, sheet.unit) if one.field == "finance")
        who = actor_of(cast, leaver)
        with fence.entered(who):
            actions.give_up(sheet_id=leaver.pk, kind="decline", reason="时间冲突，不能评审", actor=who)
    assert len(sheets_of(cast, sheet.unit)) == 6
    sign_all(cast, sheet.unit, [80] * 6)
    with fence.entered(cast.city):
        row = PanelUnit.objects.get(unit=sheet.unit)
        assert (row.vacancies, row.completed_at) == (1, None)
        with pytest.raises(Invalid):
            actions.accept_vacancy(panel_id=row.panel_id, unit_id=row.unit_id, reason=" ", actor=cast.city)
        row = actions.accept_vacancy(
            panel_id=row.panel_id, unit_id=row.unit_id, reason="候补用完，六人仍够", actor=cast.city
        )
        assert (str(row.value), row.completed_at is not None) == ("80.00", True)
