"""Verification by the panel: one signature confirms, two and a reason adjust or exclude; stale ones do not count."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from applications.models import Unit, VerifiedFigure
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from reviews import actions, queries
from reviews.models import Verification
from tests.cast import Cast
from tests.reviews.ranked_scene import (
    REASON,
    checked_units,
    confirm,
    experts_of,
    open_ranked,
    opened_run,
    propose,
    ranked_run,
    reviewed,
    second,
    sign_ranked,
    submit,
)
from tests.reviews.scene import actor_of, sheets_of, start


@pytest.fixture
def units(cast: Cast) -> list[Unit]:
    open_ranked(cast)
    rows = checked_units(cast, 3, 6)
    reviewed(cast, rows)
    return rows


def waiting(cast: Cast, who: object) -> list[tuple[int, int]]:
    with fence.entered(who):  # type: ignore[arg-type]
        return [(task.to_verify, task.to_second) for task in queries.own_tasks(who)]  # type: ignore[arg-type]


def told(cast: Cast) -> list[str]:
    """Kinds of messages in the order of the course, each as often as it was sent."""
    kinds = ("verification_opened", "verification_to_second", "verification_refused", "verification_complete")
    with fence.as_tenant(cast.tenant.pk):
        found = Announcement.objects.filter(kind__in=kinds).order_by("key").values_list("kind", flat=True)
        return sorted(found, key=kinds.index)


def test_experts_confirm_many_with_one_signature_and_the_office_hears_when_all_is_verified(
    cast: Cast, units: list[Unit]
) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    assert waiting(cast, one) == [(2, 0)]
    made = confirm(cast, run, units, one)
    assert [(row.decision, row.needs_second, row.is_complete) for row in made] == [("confirm", False, True)] * 2
    assert (waiting(cast, one), waiting(cast, other)) == ([], [])
    assert told(cast) == ["verification_opened", "verification_complete"]


def test_an_adjustment_counts_once_a_second_expert_has_signed(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, third, *_ = experts_of(cast, units[1])
    row = propose(cast, run, units[1], one, ratio="0.1")
    assert (waiting(cast, one), waiting(cast, other)) == ([(1, 0)], [(1, 1)])
    confirm(cast, run, units[:1], third)
    before = ranked_run(cast, units)
    assert [result["verification"] for result in before.results] == ["confirm", "none"]
    second(cast, row, other)
    after = ranked_run(cast, units)
    figures = {result["code"]: Decimal(result["figure"]) for result in run.results}
    lifted = next(result for result in after.results if result["verification"] == "adjust")
    assert Decimal(lifted["final_figure"]) == (figures[lifted["code"]] * Decimal("1.1")).quantize(Decimal("0.01"))
    assert [(one["rank"], one["rank_before"]) for one in after.results] == [(1, 2), (2, 1)]


def test_whoever_proposed_cannot_sign_a_second_time(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    row = propose(cast, run, units[0], one, decision="exclude")
    with pytest.raises(Denied, match="另一位专家"):
        second(cast, row, one)
    assert second(cast, row, other).is_complete
    with pytest.raises(Conflict, match="已经有第二位专家的答复"):
        second(cast, row, experts_of(cast, units[0])[2])


def test_a_refused_proposal_is_kept_and_the_unit_is_open_again(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    row = propose(cast, run, units[0], one)
    with pytest.raises(Invalid, match="不少于 10 个字"):
        second(cast, row, other, is_agreed=False, reason="不同意")
    refused = second(cast, row, other, is_agreed=False, reason="一次性订单已在非经常性损益中扣除")
    assert (refused.is_complete, waiting(cast, one)) == (False, [(2, 0)])
    assert propose(cast, run, units[0], other, ratio="-0.02").pk != row.pk
    assert told(cast) == ["verification_opened", *["verification_to_second"] * 2, "verification_refused"]


@pytest.mark.parametrize(
    ("decision", "ratio", "reason", "field"),
    [
        ("adjust", "0.1001", REASON, "ratio"),
        ("adjust", "-0.1001", REASON, "ratio"),
        ("adjust", "0", REASON, "ratio"),
        ("adjust", "0.05", "理由不足十个字", "reason"),
        ("exclude", "0", "", "reason"),
        ("drop", "0", REASON, "decision"),
    ],
)
def test_an_opinion_beyond_the_limit_or_without_a_reason_is_refused(
    cast: Cast, units: list[Unit], decision: str, ratio: str, reason: str, field: str
) -> None:
    run, who = opened_run(cast, units), experts_of(cast, units[0])[0]
    with pytest.raises(Invalid) as refused:
        propose(cast, run, units[0], who, decision=decision, ratio=ratio, reason=reason)
    assert list(refused.value.fields) == [field]
    assert propose(cast, run, units[0], who, ratio="-0.10").ratio == Decimal("-0.10")


def test_an_expert_who_recused_himself_never_sees_the_unit(cast: Cast) -> None:
    open_ranked(cast)
    rows = checked_units(cast, 3, 6)
    panel = start(cast, *rows)
    recused = actor_of(cast, sheets_of(cast, rows[0])[0])
    with fence.entered(recused):
        sheet = queries.desk_for(recused).to_do[0]
        actions.give_up(sheet_id=sheet.pk, kind="conflict", reason="曾任该企业顾问", actor=recused)
    for row in rows:
        for one in sheets_of(cast, row):
            sign_ranked(cast, one, 80)
    with fence.entered(cast.city):
        actions.close_review(panel_id=panel.pk, actor=cast.city)
    run, hidden, seen = opened_run(cast, rows), sheet.unit, next(row for row in rows if row.pk != sheet.unit_id)
    assert waiting(cast, recused) == [(1, 0)]
    with pytest.raises(NotFound):
        confirm(cast, run, rows, recused)
    row = propose(cast, run, hidden, experts_of(cast, hidden)[0])
    with pytest.raises(NotFound):
        second(cast, row, recused)
    pages = [reverse("verification_unit", args=("sheitc", run.pk, one.pk)) for one in (hidden, seen)]
    client = cast.client(next(key for key, member in cast.people.items() if member.actor == recused))
    listed = client.get(reverse("verification", args=("sheitc", run.pk))).content.decode()
    assert ([client.get(page).status_code for page in pages], hidden.name in listed) == ([404, 200], False)
    with pytest.raises(Denied), fence.entered(cast.city):
        actions.confirm_units(run_id=run.pk, unit_ids=[seen.pk], actor=cast.city)
    assert len(confirm(cast, run, [seen], recused)) == 1


def test_a_run_is_put_forward_only_when_everything_is_verified_and_counted(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    with pytest.raises(Conflict, match=f"尚未完成校验评审：{units[0].name}、{units[1].name}"):
        submit(cast, run)
    confirm(cast, run, units[:1], one)
    row = propose(cast, run, units[1], one)
    with pytest.raises(Conflict, match=f"尚未完成校验评审：{units[1].name}。"):
        submit(cast, run)
    second(cast, row, other)
    with pytest.raises(Conflict, match="请计算最终结果"):
        submit(cast, run)
    assert submit(cast, ranked_run(cast, units)).state == "submitted"


def test_a_verification_of_another_figure_is_stale_and_must_be_given_again(cast: Cast, units: list[Unit]) -> None:
    run, who = opened_run(cast, units), experts_of(cast, units[0])[0]
    confirm(cast, run, units, who)
    change_revenue(cast, units[0])
    later = ranked_run(cast, units)
    assert sorted(one["verification"] for one in later.results) == ["confirm", "stale"]
    with pytest.raises(Conflict, match=f"尚未完成校验评审：{units[0].name}。"):
        submit(cast, later)
    with fence.entered(cast.city):
        actions.open_verification(run_id=later.pk, actor=cast.city)
    assert waiting(cast, who) == [(1, 0)]
    confirm(cast, later, units[:1], who)
    assert submit(cast, ranked_run(cast, units)).state == "submitted"


def test_one_expert_alone_cannot_undo_what_two_decided(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    second(cast, propose(cast, run, units[0], one, decision="exclude"), other)
    confirm(cast, run, units[1:], one)
    later = opened_run(cast, units)
    with pytest.raises(Conflict, match=f"已有校验意见，请单独办理：{units[0].name}"):
        confirm(cast, later, units[:1], one)
    with pytest.raises(Invalid):
        propose(cast, later, units[0], one, decision="confirm", reason="")
    row = propose(cast, later, units[0], one, decision="confirm")
    assert (row.needs_second, row.is_complete) == (True, False)
    with pytest.raises(Conflict, match="尚未完成校验评审"):
        submit(cast, later)
    second(cast, row, other)
    assert {result["verification"] for result in ranked_run(cast, units).results} == {"confirm"}


def test_verification_opens_once_on_the_newest_run_by_the_city(cast: Cast, units: list[Unit]) -> None:
    first, run = ranked_run(cast, units), ranked_run(cast, units)
    with fence.entered(cast.city), pytest.raises(Conflict, match="更新的计算结果"):
        actions.open_verification(run_id=first.pk, actor=cast.city)
    with fence.entered(cast.city_leader), pytest.raises(Denied):
        actions.open_verification(run_id=run.pk, actor=cast.city_leader)
    with fence.entered(cast.city):
        actions.open_verification(run_id=run.pk, actor=cast.city)
        with pytest.raises(Conflict, match="已经启动"):
            actions.open_verification(run_id=run.pk, actor=cast.city)


def test_what_was_signed_cannot_be_changed_in_the_base(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    row = propose(cast, run, units[0], one)
    with fence.as_tenant(cast.tenant.pk):
        for change in (
            {"ratio": Decimal("0.09")},
            {"reason": "改"},
            {"of_figure": 1},
            {"decision": "exclude", "ratio": 0},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Verification.objects.filter(pk=row.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Verification.objects.filter(pk=row.pk).delete()
    second(cast, row, other)
    with fence.as_tenant(cast.tenant.pk), pytest.raises(DatabaseError), transaction.atomic():
        Verification.objects.filter(pk=row.pk).update(seconded_at=None)


def change_revenue(cast: Cast, unit: Unit) -> None:
    with fence.as_tenant(cast.tenant.pk):
        VerifiedFigure.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            unit=unit,
            key="revenue_y0",
            reported="1",
            verified=Decimal("20000"),
            reason="按审计报告核定",
            verified_by=cast.user("city"),
            verified_at=clock.now(),
        )
