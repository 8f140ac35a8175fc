"""Domain rule 5: a wide spread is looked at again, then two more experts, then the scores stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from applications.models import Milestone, Unit
from portal.kit.errors import Conflict
from portal.tenancy import fence
from reviews import actions
from reviews.models import PanelUnit, SecondLook, Sheet
from tests.cast import Cast
from tests.reviews.scene import accept_unit, actor_of, fill_pool, key_of, sheets_of, sign, sign_all, start, typed

WORKED = [92, 95, 60, 90, 94, 91, 93]  # domain.md 5: range 35, 60 is 32 from the median 92


@pytest.fixture
def unit(cast: Cast) -> Unit:
    fill_pool(cast)
    row = accept_unit(cast)
    start(cast, row)
    sign_all(cast, row, WORKED)
    return row


def row_of(cast: Cast, unit: Unit) -> PanelUnit:
    with fence.as_tenant(cast.tenant.pk):
        return PanelUnit.objects.get(unit=unit)


def open_looks(cast: Cast, unit: Unit) -> list[SecondLook]:
    with fence.as_tenant(cast.tenant.pk):
        rows = SecondLook.objects.filter(sheet__unit=unit, answered_at__isnull=True)
        return list(rows.select_related("sheet", "sheet__expert", "sheet__unit").order_by("pk"))


def answer(cast: Cast, look: SecondLook, decision: str, points: object = "") -> SecondLook:
    who = actor_of(cast, look.sheet)
    with fence.entered(who):
        return actions.answer_second_look(
            look_id=look.pk,
            decision=decision,
            reason="已重新核对材料，理由如下所述",
            typed=typed(points),
            actor=who,
        )


def test_only_the_deviating_expert_is_asked_and_sees_the_totals_without_names(cast: Cast, unit: Unit) -> None:
    looks = open_looks(cast, unit)
    assert [look.sheet.total for look in looks] == [Decimal("60.00")]
    row = row_of(cast, unit)
    assert (row.look_round, row.completed_at) == (1, None)
    page = cast.client(key_of(cast, looks[0].sheet)).get(reverse("second_look", args=("sheitc", looks[0].pk)))
    text = page.content.decode()
    assert all(f"{total}.00" in text for total in WORKED)
    names = [sheet.expert.name for sheet in sheets_of(cast, unit) if sheet.pk != looks[0].sheet_id]
    assert [name for name in names if name in text] == []


def test_a_changed_score_completes_the_unit_and_keeps_the_original(cast: Cast, unit: Unit) -> None:
    look = answer(cast, open_looks(cast, unit)[0], "change", 88)
    with fence.as_tenant(cast.tenant.pk):
        sheet = Sheet.objects.get(pk=look.sheet_id)
        milestone = Milestone.objects.get(unit=unit, key="scores_complete")
    # 88 90 91 92 93 94 95: drop 88 and 95, mean of the rest 92
    row = row_of(cast, unit)
    assert (sheet.total, look.total) == (Decimal("60.00"), Decimal("88.00"))
    assert (row.value, row.is_spread_wide, row.completed_at is not None) == (Decimal("92.00"), False, True)
    assert len(milestone.digest) == 64


def test_a_confirmed_deviation_calls_two_more_experts_after_whom_the_scores_stand(cast: Cast, unit: Unit) -> None:
    answer(cast, open_looks(cast, unit)[0], "confirm")
    assert row_of(cast, unit).look_round == 2
    added = [sheet for sheet in sheets_of(cast, unit) if sheet.joining == "added"]
    assert len(added) == 2
    for sheet in added:
        sign(cast, sheet, 90)
    # 60 90 90 90 91 92 93 94 95: drop 60 and 95, (90*3 + 91 + 92 + 93 + 94) / 7 = 91.43
    row = row_of(cast, unit)
    assert (row.value, row.spread, row.is_spread_wide) == (Decimal("91.43"), Decimal("35.00"), True)
    assert open_looks(cast, unit) == []


def test_an_answer_is_given_once_and_by_the_expert_who_was_asked(cast: Cast, unit: Unit) -> None:
    look = open_looks(cast, unit)[0]
    other = next(sheet for sheet in sheets_of(cast, unit) if sheet.pk != look.sheet_id)
    url = reverse("second_look", args=("sheitc", look.pk))
    assert [cast.client(who).get(url).status_code for who in (key_of(cast, other), "city", "stranger")] == [
        404,
        403,
        404,
    ]
    answer(cast, look, "confirm")
    with pytest.raises(Conflict, match="不能更改"):
        answer(cast, look, "change", 90)
    with fence.as_tenant(cast.tenant.pk), pytest.raises(DatabaseError), transaction.atomic():
        SecondLook.objects.filter(pk=look.pk).update(total=90)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "请选择维持或调整"),
        ({"decision": "confirm", "reason": "同意"}, "不少于 10 个字"),
        ({"decision": "change", "reason": "已重新核对材料，理由如下", **typed("八十")}, "这不是一个数"),
        ({"decision": "change", "reason": "已重新核对材料，理由如下", **typed(101)}, "评分不能大于 100"),
    ],
)
def test_an_answer_that_says_too_little_is_shown_again(
    cast: Cast, unit: Unit, sent: dict[str, str], words: str
) -> None:
    look = open_looks(cast, unit)[0]
    got = cast.client(key_of(cast, look.sheet)).post(reverse("second_look", args=("sheitc", look.pk)), sent)
    page = got.content.decode()
    assert (got.status_code, words in page, sent.get("reason", "") in page) == (422, True, True)
    assert len(open_looks(cast, unit)) == 1


def test_within_the_limits_nobody_is_asked(cast: Cast) -> None:
    fill_pool(cast)
    row = accept_unit(cast, "示例集群二", 2)
    start(cast, row)
    sign_all(cast, row, [88, 90, 91, 85, 79, 86, 84])
    # drop 79 and 91: (88+90+85+86+84)/5 = 86.60
    assert (row_of(cast, row).value, open_looks(cast, row)) == (Decimal("86.60"), [])
