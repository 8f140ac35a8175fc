"""A unit near the pass line goes back with its experts' opinions, comes back, and is judged again by another panel."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from applications.actions import submission
from applications.actions.filing import save_section
from applications.models import Application, Correction, Milestone, Outcome, StateChange, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Closed, Conflict
from portal.notifications.models import Announcement
from portal.tenancy import fence
from reviews import actions, queries, running
from reviews.models import Panel, PanelUnit, Run, RunLine
from tests.applications.agencies import scene as agencies
from tests.cast import Cast
from tests.reviews import scene
from tests.reviews.scene import calculate, fill_pool, sheets_of, sign, start

# The example answers score 81.83: 0.3 × 81.83 = 24.549. Five experts at 70 → 24.549 + 49 = 73.55, at 80 → 80.55,
# at 50 → 59.55. The edition's lines are 60 and 75.
NEAR, GOOD, POOR = 70, 80, 50
OPINION = "温度指标先进，但长期稳定性的试验数据不足，建议补充一年期的测试报告后再评。"


@pytest.fixture
def stage(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A pool, and an edition with certification in place of the cast's own."""
    programme = agencies.certified_programme()
    cast.edition = agencies.make_edition_of(cast, programme)
    monkeypatch.setattr(scene, "PLAIN", {one.key: 80 for one in programme.criteria})
    monkeypatch.setattr(submission, "find_gaps", lambda *_args, **_rest: [])
    fill_pool(cast)
    return cast


def product(cast: Cast, name: str = agencies.SENSOR, serial: int = 1) -> Unit:
    with fence.as_tenant(cast.tenant.pk):
        unit = agencies.product_filing(cast, cast.edition, name, state=State.ACCEPTED, serial=serial)
        Milestone.objects.filter(unit=unit).delete()
    return unit


def judge(cast: Cast, *pairs: tuple[Unit, int]) -> Panel:
    """One panel for these units, every expert giving the unit's points."""
    panel = start(cast, *(unit for unit, _points in pairs))
    for unit, points in pairs:
        for sheet in sheets_of(cast, unit):
            if sheet.panel_id == panel.pk:
                sign(cast, sheet, points, OPINION if points < 75 else "")
    with fence.entered(cast.city):
        actions.close_review(panel_id=panel.pk, actor=cast.city)
    return panel


def decide(cast: Cast, *units: Unit) -> Run:
    run = calculate(cast, *units)
    with fence.entered(cast.second_city):
        actions.submit_run(run_id=run.pk, actor=cast.second_city)
    with fence.entered(cast.city_leader):
        return actions.approve_run(run_id=run.pk, reason="同意", expected_digest=run.digest, actor=cast.city_leader)


def hand_in(cast: Cast, unit: Unit, at: datetime) -> None:
    """The applicant changes the standard's title, which no office named, and hands in again."""
    actor = cast.applicant
    with clock.frozen(at), fence.entered(actor):
        row = Application.objects.get(pk=unit.application_id)
        row = save_section(
            application_id=row.pk,
            section_key="standard",
            answers={"standard_title": "高精度传感器（修订）"},
            typed={},
            expected_revision=row.revision,
            actor=actor,
        )
        submission.submit_application(
            application_id=row.pk,
            expected_revision=row.revision,
            signer_name="示例签署人",
            is_declared=True,
            actor=actor,
        )


def states(cast: Cast, *units: Unit) -> list[str]:
    return [agencies.state_of(cast, unit) for unit in units]


@pytest.mark.parametrize(
    ("panel", "may_rework", "cause"),
    [
        ("59.99", True, "below_line"),
        ("60.00", True, "rework"),
        ("74.99", True, "rework"),
        ("75.00", True, "passed"),
        ("74.99", False, "below_line"),
    ],
)
def test_the_lines_part_declined_reworked_and_proposed(panel: str, may_rework: bool, cause: str) -> None:
    unit = {
        "code": "A",
        "name": "A",
        "quantitative": "0",
        "panel": panel,
        "experts": [],
        "lines": [],
        "passed": True,
        "failed": [],
        "inspection": "",
        "may_rework": may_rework,
    }
    parameters = {"pass_line": 75, "rework_line": 60, "quantitative_weight": "0", "expert_weight": "1"}
    (result,) = running.compute_totals([unit], parameters)
    assert (result["cause"], result["is_proposed"]) == (cause, cause == "passed")


def test_without_a_rework_line_a_unit_below_the_line_is_declined() -> None:
    unit = {"code": "A", "name": "A", "quantitative": "0", "panel": "74", "experts": [], "lines": [], "passed": True}
    unit |= {"failed": [], "inspection": ""}
    parameters = {"pass_line": 75, "quantitative_weight": "0", "expert_weight": "1"}
    assert running.compute_totals([unit], parameters)[0]["cause"] == "below_line"


def test_a_run_proposes_one_sends_one_back_and_declines_one(stage: Cast) -> None:
    names = [agencies.SENSOR, agencies.BEARING, "示例智能阀门"]
    good, near, poor = (product(stage, name, place) for place, name in enumerate(names, start=1))
    judge(stage, (good, GOOD), (near, NEAR), (poor, POOR))
    run = decide(stage, good, near, poor)
    assert states(stage, good, near, poor) == ["cert_application", "returned_for_correction", "not_proposed"]
    with fence.as_tenant(stage.tenant.pk):
        outcomes = {row.unit_id: (row.total, row.is_proposed) for row in Outcome.objects.all()}
        keys = set(Milestone.objects.filter(unit=near).values_list("key", flat=True))
        (correction,) = Correction.objects.all()
        active = list(PanelUnit.objects.filter(is_active=True).order_by("pk").values_list("unit_id", flat=True))
        moved = StateChange.objects.get(unit=near, name="rework")
    assert outcomes == {good.pk: (Decimal("80.55"), True), poor.pk: (Decimal("59.55"), False)}
    assert (keys, active) == (set(), [good.pk, poor.pk])
    words = "综合得分 73.55 分，未达到合格线 75 分，不低于 60 分，可完善后再评。"
    assert correction.note == f"{words}专家意见：\n1. {OPINION}"
    assert (moved.reason, correction.reasons, correction.stage) == (correction.note, {}, "expert_review")
    assert {line["name"]: line["cause"] for line in run.results} == {
        agencies.SENSOR: "passed",
        agencies.BEARING: "rework",
        "示例智能阀门": "below_line",
    }


def test_the_applicant_is_told_what_the_experts_think_and_until_when(stage: Cast) -> None:
    unit = product(stage)
    judge(stage, (unit, NEAR))
    decide(stage, unit)
    with fence.as_tenant(stage.tenant.pk):
        told = Announcement.objects.get(kind="unit_reworked")
    # Tuesday 10 March and five working days: Tuesday 17 March.
    assert (told.audience, told.context["due_on"]) == ({"enterprise": stage.enterprise_id}, "2026-03-17")
    page = stage.client("applicant").get(f"/my/sheitc/applications/{unit.application_id}/").content.decode()
    assert (OPINION in page, "全部内容都可以修改" in page) == (True, True)


@pytest.mark.parametrize(
    ("late_by", "is_taken"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_it_comes_back_until_the_end_of_the_last_day(stage: Cast, late_by: timedelta, is_taken: bool) -> None:
    unit, end = product(stage), datetime(2026, 3, 18, tzinfo=clock.SHANGHAI)
    judge(stage, (unit, NEAR))
    decide(stage, unit)
    if is_taken:
        hand_in(stage, unit, end + late_by)
    else:
        with pytest.raises(Closed):
            hand_in(stage, unit, end + late_by)
    assert states(stage, unit) == ["accepted" if is_taken else "returned_for_correction"]


def test_it_is_judged_again_by_another_panel_and_the_second_run_judges_it_alone(stage: Cast) -> None:
    near, good = product(stage), product(stage, agencies.BEARING, 2)
    judge(stage, (near, NEAR), (good, GOOD))
    first = decide(stage, near, good)
    hand_in(stage, near, clock.now() + timedelta(hours=1))
    with fence.entered(stage.city):
        assert [unit.pk for unit in queries.waiting_units(stage.city, stage.edition.pk)] == [near.pk]
    with pytest.raises(Conflict):
        calculate(stage, near)
    panel = judge(stage, (near, GOOD))
    second = decide(stage, near)
    assert (states(stage, near, good), first.number, second.number) == (["cert_application"] * 2, 1, 2)
    with fence.as_tenant(stage.tenant.pk):
        judged = list(RunLine.objects.filter(run=second).values_list("unit_id", flat=True))
        (outcome,) = Outcome.objects.filter(unit=near)
        (active,) = PanelUnit.objects.filter(unit=near, is_active=True)
        approved = Milestone.objects.get(unit=near, key="run_approved")
    assert (judged, outcome.total, active.panel_id) == ([near.pk], Decimal("80.55"), panel.pk)
    assert approved.ref == f"reviews.run:{second.pk}"
    # Five sheets of the second panel on the second version, none of the first panel's.
    (inputs,) = second.inputs
    assert [sheet["total"] for sheet in inputs["experts"]] == ["80.00"] * 5


def test_a_unit_of_a_panel_under_way_leaves_it_for_good(stage: Cast) -> None:
    """The first panel still reviews another unit when the reworked one stands before the second panel."""
    near, slow = product(stage), product(stage, agencies.BEARING, 2)
    panel = start(stage, near, slow)
    for sheet in sheets_of(stage, near):
        sign(stage, sheet, NEAR, OPINION)
    with fence.entered(stage.city):
        actions.close_review(panel_id=panel.pk, actor=stage.city)
    decide(stage, near)
    hand_in(stage, near, clock.now() + timedelta(hours=1))
    again = start(stage, near)
    for sheet in sheets_of(stage, slow):
        sign(stage, sheet, GOOD)
    with fence.entered(stage.city):
        closed = actions.close_review(panel_id=panel.pk, actor=stage.city)
    assert [row.unit_id for row in closed] == [slow.pk]
    assert states(stage, near, slow) == ["expert_review", "reviewed"]
    for sheet in sheets_of(stage, near):
        if sheet.panel_id == again.pk:
            sign(stage, sheet, GOOD)
    with fence.entered(stage.city):
        actions.close_review(panel_id=again.pk, actor=stage.city)
    run = calculate(stage, near, slow)
    totals: dict[str, Any] = {line["name"]: line["total"] for line in run.results}
    assert totals == {agencies.SENSOR: "80.55", agencies.BEARING: "80.55"}


def test_it_goes_back_as_often_as_the_edition_allows_and_is_declined_then(stage: Cast) -> None:
    unit, now = product(stage), clock.now()
    for hours in (1, 2):
        judge(stage, (unit, NEAR))
        decide(stage, unit)
        hand_in(stage, unit, now + timedelta(hours=hours))
    judge(stage, (unit, NEAR))
    decide(stage, unit)
    assert states(stage, unit) == ["not_proposed"]


def test_the_board_names_what_goes_back_before_it_is_approved(stage: Cast) -> None:
    near, good = product(stage), product(stage, agencies.BEARING, 2)
    judge(stage, (near, NEAR), (good, GOOD))
    run = calculate(stage, near, good)
    with fence.entered(stage.second_city):
        actions.submit_run(run_id=run.pk, actor=stage.second_city)
    page = stage.client("city_leader").get(f"/sheitc/office/runs/{run.pk}/")
    assert (page.status_code, page.context["reworked"], page.context["proposed"]) == (200, 1, 1)
    assert "完善后再评" in page.content.decode()
