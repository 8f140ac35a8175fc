"""The formal check: findings, verified figures, and what stands in the way of passing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from applications import queries
from applications.actions import formal
from applications.models import CheckFinding, Unit, VerifiedFigure
from applications.workflow import State
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from tests.applications.factories import make_unit_in
from tests.cast import Cast


def state_of(cast: Cast, unit: Unit) -> str:
    with fence.as_tenant(cast.tenant.pk):
        return Unit.objects.get(pk=unit.pk).state


def accept(unit: Unit, actor: Actor, **over) -> Unit:
    with fence.entered(actor):
        return formal.accept_unit(unit_id=unit.pk, **({"expected_version": 1} | over), actor=actor)


def find(unit: Unit, actor: Actor, **findings) -> int:
    with fence.entered(actor):
        return formal.record_findings(unit_id=unit.pk, findings=findings, actor=actor)


def verify(unit: Unit, actor: Actor, verified: str, **over) -> VerifiedFigure:
    given = {"key": "output_total_y0", "reason": "按统计年报"} | over
    with fence.entered(actor):
        return formal.verify_figure(unit_id=unit.pk, verified=verified, **given, actor=actor)


def test_case_with_every_clause_met_is_accepted_by_a_city_officer_only(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    for who in ("officer", "city_leader", "auditor"):
        with pytest.raises(Denied):
            accept(unit, getattr(cast, who))
    with pytest.raises(NotFound):
        accept(unit, cast.stranger)
    accept(unit, cast.city)
    assert state_of(cast, unit) == "accepted"


def test_open_clause_blocks_until_it_is_decided(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    find(unit, cast.city, c2_policy=(None, "等待回函"))
    with pytest.raises(Invalid, match="尚未核查"):
        accept(unit, cast.city)
    find(unit, cast.city, c2_policy=(True, "回函已到"))
    accept(unit, cast.city)


def test_failed_group_blocks_and_names_itself(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    find(unit, cast.city, c1_cyber=(False, "网信部门通报一起"))
    with pytest.raises(Invalid, match="不符合，不能通过形式审查：依法合规经营"):
        accept(unit, cast.city)
    assert state_of(cast, unit) == "formal_check"


def test_unmet_alternative_does_not_block(cast):
    """Group 4 is met by cooperation alone where the map is missing."""
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    find(unit, cast.city, c4_map=(False, "没有图谱"))
    accept(unit, cast.city)


def test_area_over_the_soft_limit_waits_for_an_official(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK, answers={"area_km2": Decimal(130)})
    with pytest.raises(Invalid, match="以下指标尚未核查：占地面积"):
        accept(unit, cast.city)
    find(unit, cast.city, c2_area=(True, "规划批复已核"))
    accept(unit, cast.city)


def test_figure_that_breaks_a_threshold_blocks(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    verify(unit, cast.city, "29.99")
    with pytest.raises(Invalid, match="核心竞争力"):
        accept(unit, cast.city)
    # 31.2 × 1.21 = 37.752: the lowest output with which growth over two years is 10 %.
    verify(unit, cast.city, "37.752")
    accept(unit, cast.city)


def test_refused_finding_needs_a_note_and_only_changes_are_written(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK, with_findings=False)
    with pytest.raises(Invalid) as refused:
        find(unit, cast.city, c1_accident=(False, " "), no_such=(True, ""), c1_cyber=(True, "长" * 1001))
    assert set(refused.value.fields) == {"c1_accident", "no_such", "c1_cyber"}
    assert find(unit, cast.city, c1_accident=(True, "已核"), c1_cyber=(None, "")) == 1
    assert find(unit, cast.city, c1_accident=(True, "已核"), c1_cyber=(None, "")) == 0
    with fence.as_tenant(cast.tenant.pk):
        assert [(f.key, f.is_met) for f in CheckFinding.objects.filter(unit=unit)] == [("c1_accident", True)]


@pytest.mark.parametrize("typed", ["", "   ", "三十八", "38.5亿元", "-1", "1e400", "9" * 30, "38.12345", "NaN", "38,5"])
def test_bad_figure_is_refused_with_a_right_example(cast, typed):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with pytest.raises(Invalid) as refused:
        verify(unit, cast.city, typed)
    assert set(refused.value.fields) == {"verified"}
    assert str(refused.value.fields["verified"])
    with fence.as_tenant(cast.tenant.pk):
        assert not VerifiedFigure.objects.exists()


@pytest.mark.parametrize(("typed", "value"), [("３８．５", "38.5"), (" 38.50 ", "38.50"), ("1,038.5", "1038.5")])
def test_figure_is_read_as_officials_type_it_and_the_reported_one_stays(cast, typed, value):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    figure = verify(unit, cast.city, typed)
    assert (figure.verified, figure.reported) == (Decimal(value), "38.9")
    with fence.as_tenant(cast.tenant.pk):
        facts = queries.facts_for(queries.unit_for(cast.city, unit.pk))
    assert (facts.answers["output_total_y0"], facts.verified["output_total_y0"]) == (Decimal("38.9"), Decimal(value))


@pytest.mark.parametrize(("over", "field"), [({"key": "cluster_name"}, "key"), ({"reason": " "}, "reason")])
def test_only_figures_are_verified_and_only_with_a_reason(cast, over, field):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with pytest.raises(Invalid) as refused:
        verify(unit, cast.city, "38.5", **over)
    assert set(refused.value.fields) == {field}


def test_refusal_names_clauses_and_reason_for_the_applicant(cast):
    unit = make_unit_in(cast, State.FORMAL_CHECK)
    with fence.entered(cast.city):
        with pytest.raises(Invalid) as refused:
            formal.refuse_unit(unit_id=unit.pk, clauses=[], reason=" ", expected_version=1, actor=cast.city)
        assert set(refused.value.fields) == {"clauses", "reason"}
        formal.refuse_unit(
            unit_id=unit.pk, clauses=["c2_growth"], reason="增速不足。", expected_version=1, actor=cast.city
        )
    assert state_of(cast, unit) == "not_accepted"


@pytest.mark.parametrize("state", [State.PROPOSED, State.PUBLIC_NOTICE, State.LISTED, State.RETURNED])
def test_nothing_is_checked_once_the_case_has_moved_on(cast, state):
    unit = make_unit_in(cast, state)
    with pytest.raises(Conflict):
        verify(unit, cast.city, "38.5")
    with pytest.raises(Conflict):
        find(unit, cast.city, c1_accident=(True, ""))
    with pytest.raises(Conflict):
        accept(unit, cast.city)
