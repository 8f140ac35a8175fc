"""Site inspections: the sample nobody steers, the plan, and what the team found."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications.actions import inspection
from applications.models import Unit, VerifiedFigure
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid
from portal.tenancy import fence
from tests.applications.factories import make_unit_in

REPORT = "查看运营机构台账、公共服务平台和三家重点企业现场，所报数据与现场情况一致。"
TEAM = ["示例甲", "示例乙"]


def plan(cast, unit, actor=None, **over):
    actor = actor or cast.city
    with fence.entered(actor):
        given = {"planned_on": clock.today(), "team": TEAM} | over
        return inspection.plan_inspection(unit_id=unit.pk, **given, actor=actor)


def record(cast, unit, actor=None, **over):
    actor = actor or cast.city
    with fence.entered(actor):
        given = {"inspected_on": clock.today(), "outcome": "confirmed", "report": REPORT} | over
        return inspection.record_inspection(unit_id=unit.pk, **given, actor=actor)


def test_sample_is_the_lowest_digests_rounded_up_whatever_the_order_of_the_list():
    codes = [(number, f"code{number}") for number in range(1, 8)]
    drawn = inspection.draw_sample(codes, share=Decimal("0.3"), salt="示例年度")
    lowest = sorted(codes, key=lambda item: hashlib.sha256(f"示例年度\n{item[1]}".encode()).hexdigest())
    assert drawn == [number for number, _code in lowest[:3]]  # 0.3 × 7 = 2.1, so 3
    assert inspection.draw_sample(codes[::-1], share=Decimal("0.3"), salt="示例年度") == drawn
    assert inspection.draw_sample([], share=Decimal("0.3"), salt="示例年度") == []


def test_two_people_go_and_what_they_find_is_kept_beside_the_report(cast):
    unit = make_unit_in(cast, State.REVIEWED)
    plan(cast, unit)
    with clock.frozen(clock.now() + timedelta(days=1)):
        done = record(cast, unit, outcome="differs", differences=[("output_total_y0", "38.5", "少计一家")])
    assert done.differences == [{"key": "output_total_y0", "reported": "38.9", "found": "38.5", "note": "少计一家"}]
    with fence.as_tenant(cast.tenant.pk):
        assert Unit.objects.get(pk=unit.pk).state == "inspected"
        figure = VerifiedFigure.objects.get(unit=unit)
    assert (figure.reported, figure.verified, figure.source) == ("38.9", Decimal("38.5"), "实地抽查 2026-03-11")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"planned_on": date(2026, 3, 9)}, "planned_on"),
        ({"team": ["示例甲"]}, "team"),
        ({"team": ["示例甲", " 示例甲 "]}, "team"),
        ({"team": ["", " "]}, "team"),
    ],
)
def test_plan_needs_two_different_people_and_a_day_to_come(cast, over, field):
    unit = make_unit_in(cast, State.REVIEWED)
    with pytest.raises(Invalid) as refused:
        plan(cast, unit, **over)
    assert set(refused.value.fields) == {field}
    plan(cast, unit)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"inspected_on": date(2026, 3, 11)}, "inspected_on"),
        ({"inspected_on": date(2026, 3, 9)}, "inspected_on"),
        ({"outcome": "fine"}, "outcome"),
        ({"report": "一致"}, "report"),
        ({"outcome": "differs"}, "differences"),
        ({"outcome": "differs", "differences": [("output_total_y0", "38.5亿元", "")]}, "differences"),
        ({"outcome": "differs", "differences": [("no_such", "1", "")]}, "differences"),
    ],
)
def test_record_keeps_to_the_day_the_outcome_and_the_figures(cast, over, field):
    unit = make_unit_in(cast, State.REVIEWED)
    plan(cast, unit)
    with pytest.raises(Invalid) as refused:
        record(cast, unit, **over)
    assert set(refused.value.fields) == {field}
    record(cast, unit)
    with pytest.raises(Conflict):
        record(cast, unit)


def test_only_a_city_officer_plans_and_only_what_was_reviewed(cast):
    unit, early = (
        make_unit_in(cast, State.REVIEWED),
        make_unit_in(cast, State.ACCEPTED, enterprise_id=cast.other_enterprise_id),
    )
    for who in ("officer", "city_leader", "auditor"):
        with pytest.raises(Denied):
            plan(cast, unit, getattr(cast, who))
    with pytest.raises(Conflict):
        plan(cast, early)
    plan(cast, unit)


def test_pages_of_an_inspection_lead_from_the_sample_to_the_result(cast):
    unit = make_unit_in(cast, State.REVIEWED)
    client, board = cast.client("city"), "/sheitc/office/inspections/"
    assert "建议抽查" in client.get(board).content.decode()
    one = client.post(f"{board}{unit.pk}/plan/", {"planned_on": "2026-03-10", "team": "示例甲"})
    assert (one.status_code, "示例甲" in one.content.decode()) == (422, True)
    assert (
        client.post(f"{board}{unit.pk}/plan/", {"planned_on": "2026-03-10", "team": "示例甲\n示例乙"}).status_code
        == 302
    )
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-key": "firms_total", "rows-0-found": "四百"}
    typed = {"inspected_on": "2026-03-10", "outcome": "differs", "report": REPORT}
    grown = client.post(f"{board}{unit.pk}/record/", typed | rows | {"add_row": "rows"}).content.decode()
    assert ("rows-1-found" in grown, "四百" in grown, REPORT in grown) == (True, True, True)
    wrong = client.post(f"{board}{unit.pk}/record/", typed | rows)
    assert (wrong.status_code, "四百" in wrong.content.decode()) == (422, True)
    assert client.post(f"{board}{unit.pk}/record/", typed | rows | {"rows-0-found": "419"}).status_code == 302
    assert [cast.client(who).get(board).status_code for who in ("auditor", "officer", "stranger")] == [200, 403, 404]
    assert cast.client("auditor").post(f"{board}{unit.pk}/plan/", {}).status_code == 403
