"""Workstations, the incubation log of a unit, and how an incubation ends."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications.actions import cultivating
from applications.models import Activity, Workstation
from applications.queries import cultivating as queries
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from tests.applications.district.scene import make_items, told, unit_states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("itemised")]
TODAY = date(2026, 3, 10)


def log(cast, unit, **over) -> Activity:
    given = {"kind": "training", "held_on": TODAY, "hours": Decimal("2.5"), "note": "首席质量官制度培训。"} | over
    actor = given.pop("actor", cast.officer)
    with fence.entered(actor):
        return cultivating.log_activity(unit_id=unit.pk, actor=actor, **given)


def open_station(cast, **over) -> Workstation:
    given = {"district_id": cast.minhang.pk, "name": "示例工作站", "host": "示例产业园", "opened_on": TODAY} | over
    actor = given.pop("actor", cast.officer)
    with fence.entered(actor):
        return cultivating.open_workstation(actor=actor, **given)


def acts(cast) -> list[str]:
    with fence.as_tenant(cast.tenant.pk):
        return sorted(Event.objects.order_by("pk").values_list("act", flat=True))


def test_log_adds_up_what_has_not_been_struck(cast):
    _application, (unit,) = make_items(cast, [State.INCUBATION])
    station = open_station(cast)
    first = log(cast, unit, workstation_id=station.pk)
    log(cast, unit, kind="tutoring", hours=Decimal("4"))
    log(cast, unit, kind="plan", hours=Decimal("0"), note="一企一策方案第一稿。")
    with fence.entered(cast.officer):
        cultivating.strike_activity(activity_id=first.pk, reason=" 登记重复 ", actor=cast.officer)
        found = queries.log_for(cast.officer, unit.pk)
    assert ([line.kind for line in found.standing], found.total_hours) == (["tutoring", "plan"], Decimal("4.0"))
    assert [(line.kind, line.struck_reason) for line in found.lines] == [
        ("training", "登记重复"),
        ("tutoring", ""),
        ("plan", ""),
    ]
    assert acts(cast) == ["log_activity", "log_activity", "log_activity", "open_workstation", "strike_activity"]
    with fence.entered(cast.officer), pytest.raises(Conflict, match="已经作废"):
        cultivating.strike_activity(activity_id=first.pk, reason="再次", actor=cast.officer)


@pytest.mark.parametrize(
    ("over", "fields"),
    [
        ({"kind": "party"}, {"kind"}),
        ({"held_on": TODAY + timedelta(days=1)}, {"held_on"}),
        ({"held_on": TODAY - timedelta(days=1)}, {"held_on"}),  # before it was submitted
        ({"hours": Decimal("0")}, {"hours"}),
        ({"hours": Decimal("24.1")}, {"hours"}),
        ({"hours": Decimal("0.25")}, {"hours"}),
        ({"kind": "plan", "hours": Decimal("-1")}, {"hours"}),
        ({"note": "  "}, {"note"}),
        ({"workstation_id": 999_999}, {"workstation"}),
    ],
)
def test_line_keeps_its_bounds(cast, over, fields):
    _application, (unit,) = make_items(cast, [State.INCUBATION])
    with pytest.raises(Invalid) as refused:
        log(cast, unit, **over)
    assert set(refused.value.fields) == fields
    log(cast, unit, hours=Decimal("24"))


def test_each_item_ends_its_incubation_for_itself(cast):
    application, (ready, failing, running) = make_items(cast, [State.INCUBATION] * 3)
    with fence.entered(cast.officer):
        cultivating.finish_incubation(unit_id=ready.pk, actor=cast.officer)
        with pytest.raises(Invalid) as refused:
            cultivating.end_incubation(unit_id=failing.pk, reason=" ", actor=cast.officer)
        assert set(refused.value.fields) == {"reason"}
        cultivating.end_incubation(unit_id=failing.pk, reason="尚未建立制度。", actor=cast.officer)
    assert unit_states(cast, application) == ["screening", "not_accepted", "incubation"]
    assert told(cast) == [
        ("incubation_ended", "enterprise"),
        ("incubation_finished", "enterprise"),
        ("unit_to_screen", "city_officer"),
    ]
    log(cast, running)
    for over in (ready, failing):
        with pytest.raises(Conflict):
            log(cast, over)
        with fence.entered(cast.officer), pytest.raises(Conflict):
            cultivating.finish_incubation(unit_id=over.pk, actor=cast.officer)


@pytest.mark.parametrize("who", ["other_officer", "leader", "city", "auditor", "stranger"])
def test_only_an_officer_of_the_district_keeps_the_log(cast, who):
    application, (unit,) = make_items(cast, [State.INCUBATION])
    line, actor = log(cast, unit), getattr(cast, who)
    refused = (Denied, NotFound)
    with pytest.raises(refused):
        log(cast, unit, actor=actor)
    with fence.entered(actor):
        with pytest.raises(refused):
            cultivating.strike_activity(activity_id=line.pk, reason="错误", actor=actor)
        with pytest.raises(refused):
            cultivating.finish_incubation(unit_id=unit.pk, actor=actor)
        with pytest.raises(refused):
            cultivating.end_incubation(unit_id=unit.pk, reason="错误", actor=actor)
    assert unit_states(cast, application) == ["incubation"]


def test_workstation_is_registered_once_and_closed_once(cast):
    row = open_station(cast)
    with pytest.raises(Conflict, match="同名"):
        open_station(cast)
    for over, fields in (
        ({"name": "一"}, {"name"}),
        ({"host": " "}, {"host"}),
        ({"opened_on": TODAY + timedelta(days=1)}, {"opened_on"}),
    ):
        with pytest.raises(Invalid) as refused:
            open_station(cast, **({"name": "另一工作站"} | over))
        assert set(refused.value.fields) == fields
    with pytest.raises(Denied):
        open_station(cast, district_id=cast.songjiang.pk)
    with fence.entered(cast.other_officer), pytest.raises(Denied):
        cultivating.close_workstation(workstation_id=row.pk, closed_on=TODAY, actor=cast.other_officer)
    with fence.entered(cast.officer):
        for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
            with pytest.raises(Invalid):
                cultivating.close_workstation(workstation_id=row.pk, closed_on=day, actor=cast.officer)
        cultivating.close_workstation(workstation_id=row.pk, closed_on=TODAY, actor=cast.officer)
        with pytest.raises(Conflict):
            cultivating.close_workstation(workstation_id=row.pk, closed_on=TODAY, actor=cast.officer)


def test_closed_or_foreign_workstation_cannot_be_chosen(cast):
    _application, (unit,) = make_items(cast, [State.INCUBATION])
    own = open_station(cast)
    foreign = open_station(cast, district_id=cast.songjiang.pk, actor=cast.other_officer)
    with fence.entered(cast.officer):
        cultivating.close_workstation(workstation_id=own.pk, closed_on=TODAY, actor=cast.officer)
    for row in (own, foreign):
        with pytest.raises(Invalid) as refused:
            log(cast, unit, workstation_id=row.pk)
        assert set(refused.value.fields) == {"workstation"}
