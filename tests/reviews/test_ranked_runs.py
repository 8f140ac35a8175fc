"""Runs with a model in the base: frozen, recomputed, cut, approved, explained to the firm."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from applications.models import CheckFinding, Outcome, StateChange, Unit, VerifiedFigure
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.tenancy import fence
from reviews import queries
from reviews.models import Explanation, Run
from tests.cast import Cast
from tests.reviews.ranked_scene import (
    approved,
    checked_units,
    confirm,
    experts_of,
    open_ranked,
    opened_run,
    propose,
    ranked_run,
    reviewed,
    second,
    submit,
)


@pytest.fixture
def units(cast: Cast) -> list[Unit]:
    """Three firms of one list, two places: 3 before 6 before 9."""
    open_ranked(cast, list_lengths={"L1": 0, "L2": 0, "L3": 2})
    rows = checked_units(cast, 3, 6, 9)
    reviewed(cast, rows)
    return rows


def final_run(cast: Cast, units: list[Unit]) -> Run:
    """9 is lifted by a tenth past the two others, 6 is confirmed, 3 left out."""
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    second(cast, propose(cast, run, units[2], one, ratio="0.10"), other)
    second(cast, propose(cast, run, units[0], one, decision="exclude"), other)
    confirm(cast, run, units[1:2], one)
    return ranked_run(cast, units)


def verify(run: Run) -> str:
    out = io.StringIO()
    call_command("ranking_verify", str(run.pk), stdout=out)
    return out.getvalue()


def is_the_same(run: Run) -> str:
    return f"Recomputed from the frozen content: the same. Digest {run.digest}\nAgainst the files of today: the same.\n"


def tamper(cast: Cast, run: Run, **change: Any) -> None:
    """As somebody would who got past the trigger."""
    with fence.as_tenant(cast.tenant.pk), pgtrigger.ignore("reviews.Run:content_frozen"):
        Run.objects.filter(pk=run.pk).update(**change)


def test_the_same_facts_give_the_same_digest_and_hold_no_keys(cast: Cast, units: list[Unit]) -> None:
    first, again = ranked_run(cast, units), ranked_run(cast, list(reversed(units)))
    assert (first.digest == again.digest, first.number, again.number) == (True, 1, 2)
    assert set(first.inputs[0]) == {
        *("code", "name", "facts_digest", "facts", "quantitative", "passed", "failed", "clauses"),
        *("experts", "panel", "is_spread_wide", "inspection", "verification"),
    }
    assert set(first.inputs[0]["facts"]) == {"answers", "verified", "findings", "honours", "closing_on"}
    assert "contact_mobile" not in json.dumps(first.inputs)
    assert verify(first) == is_the_same(first)


def test_a_firm_whose_tier_was_found_not_to_be_held_is_ranked_in_the_list_below(cast: Cast) -> None:
    """Firm 1 claims to be a little giant and a specialised firm; the register knows of the second only."""
    open_ranked(cast)
    (unit,) = checked_units(cast, 1)
    with fence.as_tenant(cast.tenant.pk):
        CheckFinding.objects.create(
            tenant=cast.tenant,
            unit=unit,
            key="tier_little_giant",
            is_met=False,
            found_by=cast.user("city"),
            found_at=clock.now(),
        )
    reviewed(cast, [unit])
    run = ranked_run(cast, [unit])
    assert [one["list_code"] for one in run.results] == ["L2"]
    assert verify(run) == is_the_same(run)


def test_ranking_verify_names_a_changed_input_with_both_values(cast: Cast, units: list[Unit]) -> None:
    run = ranked_run(cast, units)
    inputs = json.loads(json.dumps(run.inputs))
    own = inputs[1]["facts"]["answers"]
    kept, own["rd_expense_y0"] = own["rd_expense_y0"], "1"
    tamper(cast, run, inputs=inputs)
    with pytest.raises(CommandError) as refused:
        verify(run)
    frozen, today = str(refused.value).split("\n")
    assert frozen.startswith("Recomputed from the frozen content: results[")
    assert f" The digest is {run.digest}, recomputed " in frozen
    path = f"inputs[{inputs[1]['code']}].facts.answers.rd_expense_y0: '1', now {kept!r}"
    assert today == f"Against the files of today: {path} (for information: this run has not been put forward)"


def test_what_experts_sign_on_a_provisional_run_is_no_error_of_it_and_no_change_of_the_final_one(
    cast: Cast, units: list[Unit]
) -> None:
    final = final_run(cast, units)
    with fence.as_tenant(cast.tenant.pk):
        provisional = Run.objects.get(number=1)
    frozen, today = verify(provisional).splitlines()
    assert frozen == f"Recomputed from the frozen content: the same. Digest {provisional.digest}"
    assert today.startswith(
        f"Against the files of today: inputs[{provisional.inputs[0]['code']}].verification: None, now "
    )
    assert today.endswith(" (for information: this run has not been put forward)")
    assert verify(final) == is_the_same(final)


@pytest.mark.parametrize("put_forward", [submit, approved])
def test_a_file_that_changes_under_a_run_put_forward_is_an_error(
    cast: Cast, units: list[Unit], put_forward: Callable[[Cast, Run], Run]
) -> None:
    run = final_run(cast, units)
    put_forward(cast, run)
    assert verify(run) == is_the_same(run)
    with fence.as_tenant(cast.tenant.pk):
        VerifiedFigure.objects.create(
            tenant=cast.tenant,
            enterprise_id=units[0].enterprise_id,
            unit=units[0],
            key="revenue_y0",
            reported="1",
            verified=Decimal(2),
            reason="示例",
            verified_by=cast.user("city"),
            verified_at=clock.now(),
        )
    with pytest.raises(CommandError) as refused:
        verify(run)
    frozen, today = str(refused.value).split("\n")
    assert frozen == f"Recomputed from the frozen content: the same. Digest {run.digest}"
    assert (today.startswith("Against the files of today: inputs["), "for information" in today) == (True, False)


def test_ranking_verify_names_a_changed_result_and_reads_a_downloaded_run(
    cast: Cast, units: list[Unit], tmp_path: Path
) -> None:
    run = ranked_run(cast, units)
    page = cast.client("city").get(reverse("run_json", args=("sheitc", run.pk)))
    path = tmp_path / "run.json"
    path.write_bytes(page.content)
    out = io.StringIO()
    call_command("ranking_verify", str(path), stdout=out)
    assert out.getvalue().endswith(f"Digest {run.digest}\n")
    results = json.loads(json.dumps(run.results))
    kept, results[0]["rank"] = results[0]["rank"], 7
    tamper(cast, run, results=results)
    with pytest.raises(CommandError) as refused:
        verify(run)
    where = f"results[{results[0]['code']}].rank: 7, now {kept}."
    told = f"Recomputed from the frozen content: {where}\nAgainst the files of today: the same."
    assert str(refused.value) == told


def test_an_approval_writes_place_figure_and_adjustment_and_declines_with_a_reason(
    cast: Cast, units: list[Unit]
) -> None:
    run = approved(cast, final_run(cast, units))
    figures = {one["code"]: one["figure"] for one in run.results}
    with fence.entered(cast.city_leader):
        rows = {row.unit_id: row for row in Outcome.objects.filter(unit__in=units)}
        lifted, kept, left_out = (rows[units[at].pk] for at in (2, 1, 0))
        assert [(row.rank, row.rank_before, row.list_code, row.is_proposed) for row in (lifted, kept, left_out)] == [
            (1, 3, "L3", True),
            (2, 2, "L3", True),
            (None, 1, "L3", False),
        ]
        before = Decimal(figures[queries.unit_code(units[2])])
        assert (lifted.figure, lifted.adjustment_ratio) == (
            (before * Decimal("1.1")).quantize(Decimal("0.01")),
            Decimal("0.1000"),
        )
        assert (kept.figure, kept.adjustment_ratio, kept.total) == (
            Decimal(figures[queries.unit_code(units[1])]),
            Decimal(0),
            None,
        )
        states = dict(Unit.objects.filter(pk__in=[unit.pk for unit in units]).values_list("pk", "state"))
        assert [states[unit.pk] for unit in units] == [State.NOT_PROPOSED, State.PROPOSED, State.PROPOSED]
        told = StateChange.objects.get(unit=units[0], name="decline").reason
        assert told == "经专家校验评审，不列入名单：财务数据受一次性订单影响，须作调整"
        found = [(one.unit_id, one.rank, one.list_code, one.figure) for one in queries.approved_results(cast.edition)]
        assert found == [(units[2].pk, 1, "L3", lifted.figure), (units[1].pk, 2, "L3", kept.figure)]


def test_whoever_is_below_the_cut_reads_place_and_length(cast: Cast, units: list[Unit]) -> None:
    run = opened_run(cast, units)
    confirm(cast, run, units, experts_of(cast, units[0])[0])
    approved(cast, ranked_run(cast, units))
    with fence.entered(cast.city):
        reason = StateChange.objects.get(unit=units[2], name="decline").reason
    assert reason == "在所属名单中排第 3 名，名单取前 2 名，未能列入。"


def firm(unit: Unit) -> Actor:
    return Actor(enterprise_id=unit.enterprise_id, public_tenant_id=unit.tenant_id)


def read_own(unit: Unit) -> Explanation | None:
    with fence.entered(firm(unit)):
        try:
            return queries.explanation_for(firm(unit), unit.application_id)
        except NotFound:
            return None


def test_a_firm_reads_its_explanation_once_listed_or_declined_and_never_anothers(cast: Cast, units: list[Unit]) -> None:
    final = final_run(cast, units)
    assert [read_own(unit) for unit in units] == [None, None, None]
    approved(cast, final)
    told = read_own(units[0])
    assert told is not None
    assert (told.content["words"], told.content["rank"], told.run_digest) == (
        "经专家校验评审，不列入名单：财务数据受一次性订单影响，须作调整",
        None,
        final.digest,
    )
    assert [read_own(unit) for unit in units[1:]] == [None, None]  # proposed, not yet released
    with fence.as_tenant(cast.tenant.pk), pgtrigger.ignore():
        Unit.objects.filter(pk=units[2].pk).update(state=State.LISTED)
    listed = read_own(units[2])
    assert listed is not None
    assert (listed.content["rank"], listed.content["ranked"], listed.content["ratio"]) == (1, 2, "0.1000")
    shown = json.dumps(listed.content, ensure_ascii=False)
    assert all(unit.name not in shown and "E-" not in shown for unit in units[:2])
    with fence.entered(firm(units[1])), pytest.raises(NotFound):
        queries.explanation_for(firm(units[1]), units[2].application_id)
