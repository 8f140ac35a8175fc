"""Runs: frozen, recomputable, approved by somebody else, refused when stale."""

from __future__ import annotations

import io
import random
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from applications.models import CheckFinding, Inspection, Outcome, StateChange, Unit, VerifiedFigure
from applications.moving import move
from portal.kit import clock
from portal.kit.actor import Actor, Grant, Role
from portal.kit.errors import Conflict, Denied, Invalid
from portal.notifications.models import Announcement
from portal.tenancy import fence
from reviews import actions, queries, running
from reviews.models import Run, RunState
from tests.cast import Cast
from tests.reviews.scene import accept_unit, calculate, fill_pool, review


@pytest.fixture
def unit(cast: Cast) -> Unit:
    fill_pool(cast)
    row = accept_unit(cast)
    review(cast, row)
    return row


def submitted(cast: Cast, *units: Unit) -> Run:
    run = calculate(cast, *units)
    with fence.entered(cast.city):
        return actions.submit_run(run_id=run.pk, actor=cast.city)


def approve(cast: Cast, run: Run, who: Actor, reason: str = "同意", digest: str = "") -> Run:
    with fence.entered(who):
        return actions.approve_run(run_id=run.pk, reason=reason, expected_digest=digest or run.digest, actor=who)


def verify_figure(cast: Cast, unit: Unit, key: str, verified: str) -> None:
    with fence.as_tenant(cast.tenant.pk):
        VerifiedFigure.objects.create(
            tenant=cast.tenant,
            enterprise_id=unit.enterprise_id,
            unit=unit,
            key=key,
            reported="38.9",
            verified=Decimal(verified),
            reason="统计口径调整",
            verified_by=cast.user("city"),
            verified_at=clock.now(),
        )


def a_unit(code: str, quantitative: str | None, totals: list[str], **over: Any) -> dict[str, Any]:
    lines = [{"key": "k", "label": "k", "value": "", "threshold": "", "score": quantitative, "weight": "1"}]
    experts = [{"field": "technology", "total": total, "points": {}} for total in totals]
    unit = {"code": code, "name": code, "facts_digest": "f" * 64, "quantitative": quantitative, "lines": lines}
    return {**unit, "experts": experts, "panel": totals[0], "passed": True, "failed": [], "inspection": "", **over}


PARAMETERS = {"pass_line": "70", "quantitative_weight": "0.60", "expert_weight": "0.40"}


def test_totals_causes_and_ranks_are_worked_by_hand() -> None:
    inputs = [
        a_unit("a", "81.2", ["89.6667"]),  # 0.6 x 81.2 + 0.4 x 89.6667 = 84.59 (domain.md 5)
        a_unit("b", "70", ["70"]),  # exactly on the line
        a_unit("c", "69.99", ["70"]),  # 69.994 -> 69.99
        a_unit("d", "95", ["95"], passed=False, failed=["占比"]),
        a_unit("e", None, ["90"], passed=None, failed=["增速"]),
        a_unit("f", "60", ["60"], inspection="refused_entry"),  # 36 + 24 = 60
    ]
    results = running.compute(inputs, PARAMETERS)
    assert [(one["code"], one["rank"], one["total"], one["is_proposed"], one["cause"]) for one in results] == [
        ("d", 1, "95.00", False, "unmet"),
        ("a", 2, "84.59", True, "passed"),
        ("b", 3, "70.00", True, "passed"),
        ("c", 4, "69.99", False, "below_line"),
        ("f", 5, "60.00", False, "refused_entry"),
        ("e", 6, None, False, "open"),
    ]


def test_ties_go_by_quantitative_then_median_then_indicators_then_share_a_rank() -> None:
    inputs = [
        a_unit("low", "70", ["85"]),  # 42 + 34 = 76
        a_unit("high", "80", ["70"]),  # 48 + 28 = 76: more quantitative
        a_unit("same_a", "75", ["77.5"]),  # 45 + 31 = 76
        a_unit("same_b", "75", ["77.5"]),
    ]
    results = running.compute(inputs, PARAMETERS)
    assert [(one["code"], one["rank"], one["is_shared"], one["decided_by"]) for one in results] == [
        ("high", 1, False, 0),
        ("same_a", 2, True, 2),
        ("same_b", 2, True, None),
        ("low", 4, False, 2),
    ]


def test_the_digest_is_the_same_for_every_order_and_another_for_one_figure() -> None:
    inputs = [a_unit(f"u{number}", f"{60 + number}", ["70", "80", "90"]) for number in range(8)]
    digest = running.digest_of(inputs, PARAMETERS, running.compute(inputs, PARAMETERS))
    for seed in range(20):
        shuffled = [{**unit, "experts": random.Random(seed).sample(unit["experts"], 3)} for unit in inputs]
        random.Random(seed).shuffle(shuffled)
        assert running.digest_of(shuffled, PARAMETERS, running.compute(shuffled, PARAMETERS)) == digest
    inputs[3]["lines"][0]["score"] = "63.01"
    assert running.digest_of(inputs, PARAMETERS, running.compute(inputs, PARAMETERS)) != digest


def test_a_run_holds_no_keys_and_no_times(cast: Cast, unit: Unit) -> None:
    first, second = calculate(cast, unit), calculate(cast, unit)
    assert (first.digest == second.digest, first.number, second.number) == (True, 1, 2)
    assert set(first.inputs[0]) == {
        *("code", "name", "facts_digest", "quantitative", "lines", "passed", "failed", "clauses"),
        *("experts", "panel", "is_spread_wide", "inspection"),
    }
    assert first.inputs[0]["code"].endswith("/1/示例集群一")


def test_a_frozen_run_cannot_be_changed_in_the_base(cast: Cast, unit: Unit) -> None:
    run = calculate(cast, unit)
    with fence.entered(cast.city):
        for change in ({"results": []}, {"inputs": []}, {"digest": "0" * 64}, {"parameters": {}}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Run.objects.filter(pk=run.pk).update(**change)


def test_ranking_verify_names_the_first_figure_that_changed(cast: Cast, unit: Unit) -> None:
    run = calculate(cast, unit)
    out = io.StringIO()
    call_command("ranking_verify", str(run.pk), stdout=out)
    same = f"Recomputed from the frozen content: the same. Digest {run.digest}\nAgainst the files of today: "
    assert out.getvalue() == f"{same}the same.\n"
    verify_figure(cast, unit, "output_total_y0", "30.5")
    out = io.StringIO()
    call_command("ranking_verify", str(run.pk), stdout=out)
    assert out.getvalue().startswith(f"{same}inputs[")


def test_a_unit_under_review_or_sampled_for_inspection_holds_the_run_up(cast: Cast, unit: Unit) -> None:
    other = accept_unit(cast, "示例集群二", 2)
    with pytest.raises(Conflict, match="评审未结束"):
        calculate(cast, unit, other)
    with fence.entered(cast.city):
        move(unit, "begin_inspection", actor=cast.city)
        Inspection.objects.create(
            tenant=cast.tenant,
            unit=unit,
            planned_on=clock.today(),
            team=["示例甲", "示例乙"],
            planned_by=cast.user("city"),
        )
        with pytest.raises(Conflict, match="实地抽查"):
            actions.calculate_run(edition_id=cast.edition.pk, unit_ids=[unit.pk], actor=cast.city)
        move(unit, "record_inspection", actor=cast.city)
        Inspection.objects.filter(unit=unit).update(outcome="confirmed")
    assert calculate(cast, unit).inputs[0]["inspection"] == "confirmed"


def test_whoever_calculated_or_submitted_a_run_cannot_approve_it(cast: Cast, unit: Unit) -> None:
    both = Actor(
        user_id=cast.city.user_id,
        name="city",
        tenant_id=cast.tenant.pk,
        grants=(Grant(Role.CITY_OFFICER), Grant(Role.CITY_LEADER)),
    )
    run = submitted(cast, unit)
    with pytest.raises(Denied, match="不能是计算或提请本结果的本人"):
        approve(cast, run, both)
    with pytest.raises(Denied):
        approve(cast, run, cast.second_city)
    assert approve(cast, run, cast.city_leader).state == RunState.APPROVED


def test_an_approval_needs_a_reason_and_the_digest_that_was_shown(cast: Cast, unit: Unit) -> None:
    run = submitted(cast, unit)
    with pytest.raises(Invalid):
        approve(cast, run, cast.city_leader, reason="  ")
    with pytest.raises(Conflict, match="不是这份结果"):
        approve(cast, run, cast.city_leader, digest="0" * 64)


def test_a_run_is_stale_once_a_figure_changed(cast: Cast, unit: Unit) -> None:
    run = submitted(cast, unit)
    verify_figure(cast, unit, "output_total_y0", "30.5")
    with pytest.raises(Conflict, match="请重新计算"):
        approve(cast, run, cast.city_leader)
    with fence.entered(cast.city_leader):
        assert Outcome.objects.count() == 0


def test_one_run_of_an_edition_waits_at_a_time_and_a_returned_one_is_calculated_anew(cast: Cast, unit: Unit) -> None:
    run, second = submitted(cast, unit), calculate(cast, unit)
    with fence.entered(cast.city), pytest.raises(Conflict, match="已有一份结果待审定"):
        actions.submit_run(run_id=second.pk, actor=cast.city)
    with fence.entered(cast.city_leader):
        sent_back = actions.send_back_run(run_id=run.pk, reason="请核实产值", actor=cast.city_leader)
    assert (sent_back.state, sent_back.reason) == (RunState.SENT_BACK, "请核实产值")
    with fence.entered(cast.city):
        assert actions.submit_run(run_id=second.pk, actor=cast.city).state == RunState.SUBMITTED
        with pytest.raises(Conflict, match="重新计算"):
            actions.submit_run(run_id=run.pk, actor=cast.city)


def test_whoever_is_declined_reads_which_clause_or_which_total(cast: Cast) -> None:
    fill_pool(cast)
    unmet, low = accept_unit(cast, "示例集群一", 1), accept_unit(cast, "示例集群二", 2)
    with fence.as_tenant(cast.tenant.pk):
        CheckFinding.objects.create(
            tenant=cast.tenant,
            unit=unmet,
            key="c9_appeal",
            is_met=False,
            found_by=cast.user("city"),
            found_at=clock.now(),
        )
    review(cast, unmet, 90)
    review(cast, low, 20)
    run = submitted(cast, unmet, low)
    approve(cast, run, cast.city_leader)
    total = next(one["total"] for one in run.results if one["name"] == "示例集群二")
    with fence.entered(cast.city):
        words = {unit.pk: StateChange.objects.get(unit=unit, name="decline").reason for unit in (unmet, low)}
        told = Announcement.objects.filter(kind="not_proposed").order_by("key")
        audiences = sorted(one.audience["enterprise"] for one in told)
        assert queries.approved_results(cast.edition) == []
    assert words == {
        unmet.pk: "未满足以下指标：建立诉求协调处理机制，保护中小企业合法权益。",
        low.pk: f"综合得分 {total} 分，未达到合格线 70 分。",
    }
    assert audiences == sorted([unmet.enterprise_id, low.enterprise_id])


def test_the_board_explains_every_line_and_moves_the_cut_line_on_paper_only(cast: Cast, unit: Unit) -> None:
    run = submitted(cast, unit)
    client = cast.client("city_leader")
    url = reverse("run", args=("sheitc", run.pk))
    page = client.get(url).content.decode()
    assert all(text in page for text in (run.digest, "示例集群一", "80.00", "审定通过"))
    assert "以下总分低于" not in page
    tried = client.get(url, {"line": "99"}).content.decode()
    assert all(text in tried for text in ("拟认定 0 个，现行 1 个", "以下总分低于 99 分"))
    assert "合格线是 0 至 100 的数" in client.get(url, {"line": "很高"}).content.decode()
    with fence.entered(cast.city):
        line_id = queries.lines_of(run)[0].line.pk
    explained = client.get(reverse("run_line", args=("sheitc", run.pk, line_id))).content.decode()
    assert all(text in explained for text in ("去掉一个最低分", "80.00", "符合", "60%", "40%"))
    no_reason = client.post(
        reverse("run_decide", args=("sheitc", run.pk)), {"decision": "approve", "digest": run.digest}
    )
    assert (no_reason.status_code, "请填写理由" in no_reason.content.decode()) == (422, True)
    sent = {"decision": "approve", "digest": run.digest, "reason": "同意"}
    assert client.post(reverse("run_decide", args=("sheitc", run.pk)), sent).status_code == 302
    assert client.post(reverse("run_decide", args=("sheitc", run.pk)), sent).status_code == 409
