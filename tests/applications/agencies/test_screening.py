"""Screening item by item by the agency that was entrusted, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from applications.actions import entrusting, screening
from applications.actions.filing import save_section
from applications.actions.submission import submit_application
from applications.models import Application, CheckFinding, Correction, Screening, StateChange, Unit
from applications.queries import agencies
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Closed, Conflict, Denied, Invalid, NotFound, PortalError
from portal.notifications.models import Announcement
from portal.people.models import Body
from portal.tenancy import fence
from programmes import registry
from programmes.models import Edition
from tests.cast import Cast

from .scene import (
    BEARING,
    REPORT,
    SENSOR,
    all_met,
    entrust,
    items_filing,
    make_bodies,
    make_edition_of,
    programme_of_items,
    state_of,
)


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return make_edition_of(cast, programme_of_items())


@pytest.fixture
def bodies(cast: Cast) -> tuple[Body, Body]:
    return make_bodies(cast, "agency")


@pytest.fixture
def units(cast: Cast, edition: Edition, bodies: tuple[Body, Body]) -> list[Unit]:
    """Two items of one filing, both with the inspector's agency."""
    found = items_filing(cast, edition, [SENSOR, BEARING])
    entrust(cast, found, bodies[0], "screening")
    return found


def screen(cast: Cast, unit: Unit, outcome: str, who: str = "inspector", **over: Any) -> Screening:
    actor = cast.people[who].actor
    said = {"checks": all_met(unit.edition.programme), "report": REPORT, "expected_version": 1} | over
    with fence.entered(actor):
        return screening.screen(unit_id=unit.pk, outcome=outcome, actor=actor, **said)


def told(cast: Cast) -> list[tuple[str, dict[str, Any]]]:
    """(kind, audience) of what was announced after the entrusting, by kind."""
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.exclude(kind="screening_entrusted").order_by("kind", "key")
        return [(row.kind, row.audience) for row in rows]


def test_each_item_has_its_own_fate(cast: Cast, units: list[Unit]) -> None:
    passed, failed = units
    row = screen(cast, passed, "passed")
    checks = all_met(failed.edition.programme)
    key = next(iter(checks))
    screen(
        cast, failed, "failed", checks=checks | {key: (False, "材料显示不符合。")}, report="核心指标没有检测报告支持。"
    )
    assert [state_of(cast, unit) for unit in units] == ["accepted", "screened_out"]
    with fence.as_tenant(cast.tenant.pk):
        reason = StateChange.objects.get(unit=failed, name="fail_screening").reason
        label = next(c.label for c in failed.edition.programme.clauses if c.key == key)
        found = dict(CheckFinding.objects.filter(unit=failed).values_list("key", "is_met"))
    assert reason == f"不符合：{label}。核心指标没有检测报告支持。"
    assert found == {**dict.fromkeys(checks, True), key: False}
    assert (row.version_number, row.outcome, row.checks[key]) == (1, "passed", {"is_met": True, "note": ""})
    owner, office = {"enterprise": cast.enterprise_id}, {"role": "city_officer"}
    assert told(cast) == [
        ("screening_done", office),
        ("screening_done", office),
        ("screening_failed", owner),
        ("screening_passed", owner),
    ]


def test_the_acts_are_on_the_record(cast: Cast, units: list[Unit]) -> None:
    screen(cast, units[0], "passed")
    with fence.as_tenant(cast.tenant.pk):
        events = Event.objects.filter(subject=f"applications.unit:{units[0].pk}").order_by("act", "pk")
        acts = list(events.values_list("act", "actor_id"))
    inspector = cast.user("inspector").pk
    assert acts == [("entrust", cast.user("city").pk), ("pass_screening_unit", inspector), ("screen", inspector)]


@pytest.mark.parametrize(
    ("who", "error"), [("outsider", NotFound), ("city", Denied), ("officer", Denied), ("applicant", Denied)]
)
def test_nobody_else_may_screen(cast: Cast, units: list[Unit], who: str, error: type[PortalError]) -> None:
    with pytest.raises(error):
        screen(cast, units[0], "passed", who=who)
    assert state_of(cast, units[0]) == "screening"


def test_a_body_that_was_switched_off_or_relieved_screens_nothing(
    cast: Cast, units: list[Unit], bodies: tuple[Body, Body]
) -> None:
    with fence.entered(cast.city):
        row = agencies.Entrustment.objects.get(unit=units[0])
        entrusting.take_back(entrustment_id=row.pk, reason="利害关系", actor=cast.city)
    with fence.as_tenant(cast.tenant.pk):
        Body.objects.filter(pk=bodies[0].pk).update(is_active=False)
    for unit in units:
        with pytest.raises(NotFound):
            screen(cast, unit, "passed")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"outcome": "passed", "report": "短"}, "report"),
        ({"outcome": "failed", "report": " " * 20}, "report"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "passed", "checks": {}}, "outcome"),
        ({"outcome": "failed"}, "outcome"),
        ({"outcome": "returned", "reasons": {}}, "reasons"),
        ({"outcome": "passed", "checks": {"no_such": (True, "")}}, "no_such"),
        ({"outcome": "passed", "report": "长" * 2001}, "report"),
    ],
)
def test_a_word_that_is_not_founded_is_refused(cast: Cast, units: list[Unit], over: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        screen(cast, units[0], **over)
    assert list(refused.value.fields) == [field]
    with fence.as_tenant(cast.tenant.pk):
        assert (Screening.objects.count(), CheckFinding.objects.count()) == (0, 0)


def test_a_clause_that_is_not_met_cannot_pass(cast: Cast, units: list[Unit]) -> None:
    checks = all_met(units[0].edition.programme)
    with pytest.raises(Invalid):
        screen(cast, units[0], "passed", checks=checks | {next(iter(checks)): (False, "没有依据。")})
    assert state_of(cast, units[0]) == "screening"


def test_a_newer_version_is_noticed(cast: Cast, units: list[Unit]) -> None:
    with pytest.raises(Conflict):
        screen(cast, units[0], "passed", expected_version=2)


def test_a_second_word_is_refused(cast: Cast, units: list[Unit]) -> None:
    screen(cast, units[0], "passed")
    with pytest.raises(Conflict):
        screen(cast, units[0], "passed")


def test_checks_are_kept_without_a_word(cast: Cast, units: list[Unit]) -> None:
    actor, checks = cast.inspector, all_met(units[0].edition.programme)
    with fence.entered(actor):
        first = screening.save_checks(unit_id=units[0].pk, checks=checks, expected_version=1, actor=actor)
        again = screening.save_checks(unit_id=units[0].pk, checks=checks, expected_version=1, actor=actor)
    assert (first, again, state_of(cast, units[0])) == (len(checks), 0, "screening")


REASONS = {"items": "执行标准编号与标准文本不一致。"}


def answer(cast: Cast, application_id: int, at: datetime, rows: list[dict[str, Any]] | None = None) -> None:
    """The applicant corrects the table of items and hands in again."""
    actor: Actor = cast.applicant
    with clock.frozen(at), fence.entered(actor):
        row = Application.objects.get(pk=application_id)
        if rows is not None:
            row = save_section(
                application_id=row.pk,
                section_key="items",
                answers={"items": rows},
                typed={},
                expected_revision=row.revision,
                actor=actor,
            )
        submit_application(
            application_id=row.pk,
            expected_revision=row.revision,
            signer_name="示例签署人",
            is_declared=True,
            actor=actor,
        )


@pytest.fixture
def no_files_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence is tested elsewhere."""
    from applications.actions import submission

    monkeypatch.setattr(submission, "find_gaps", lambda *_args, **_rest: [])


def rows_of(cast: Cast, application_id: int) -> list[dict[str, Any]]:
    with fence.as_tenant(cast.tenant.pk):
        row = Application.objects.get(pk=application_id)
        return [dict(one) for one in registry.read_answers(row)["items"]]


def test_an_item_is_returned_corrected_and_screened_again(cast: Cast, units: list[Unit], no_files_needed: None) -> None:
    screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS)
    with fence.as_tenant(cast.tenant.pk):
        correction = Correction.objects.get()
    # Tuesday 10 March and five working days: the last instant is the end of Tuesday 17 March.
    assert correction.due_at == datetime(2026, 3, 18, tzinfo=clock.SHANGHAI)
    assert (correction.stage, correction.reasons) == ("screening", {"items": f"{SENSOR}：{REASONS['items']}"})
    assert [state_of(cast, unit) for unit in units] == ["returned_for_correction", "screening"]
    rows = rows_of(cast, units[0].application_id)
    rows[0]["standard_no"] = "Q/EXAMPLE 002-2026"
    answer(cast, units[0].application_id, correction.due_at - timedelta(seconds=1), rows)
    assert [state_of(cast, unit) for unit in units] == ["screening", "screening"]
    assert ("screening_answered", {"role": "third_party_agency", "body": "示例品牌评价中心"}) in told(cast)
    screen(cast, units[0], "passed", expected_version=2)
    assert state_of(cast, units[0]) == "accepted"


@pytest.mark.parametrize("late_by", [timedelta(0), timedelta(seconds=1)])
def test_a_correction_that_comes_too_late_is_refused(
    cast: Cast, units: list[Unit], no_files_needed: None, late_by: timedelta
) -> None:
    screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS)
    with fence.as_tenant(cast.tenant.pk):
        due_at = Correction.objects.get().due_at
    with pytest.raises(Closed):
        answer(cast, units[0].application_id, due_at + late_by)
    assert state_of(cast, units[0]) == "returned_for_correction"


def test_a_second_item_is_returned_into_the_same_correction(
    cast: Cast, units: list[Unit], no_files_needed: None
) -> None:
    screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS)
    screen(cast, units[1], "returned", checks={}, report="请一并核对", reasons=REASONS | {"plan_text": "请写明目标。"})
    with fence.as_tenant(cast.tenant.pk):
        (correction,) = Correction.objects.all()
    assert correction.reasons == {
        "items": f"{SENSOR}：{REASONS['items']}；{BEARING}：{REASONS['items']}",
        "plan_text": f"{BEARING}：请写明目标。",
    }
    assert correction.note == f"{BEARING}：请一并核对"
    answer(cast, units[0].application_id, clock.now() + timedelta(minutes=1))
    assert [state_of(cast, unit) for unit in units] == ["screening", "screening"]


def test_each_item_may_be_returned_as_often_as_the_edition_allows(
    cast: Cast, units: list[Unit], no_files_needed: None
) -> None:
    for number in (1, 2):
        screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS, expected_version=number)
        answer(cast, units[0].application_id, clock.now() + timedelta(minutes=number))
    with pytest.raises(Conflict):
        screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS, expected_version=3)
    screen(cast, units[1], "returned", checks={}, report="", reasons=REASONS, expected_version=3)
    assert [state_of(cast, unit) for unit in units] == ["screening", "returned_for_correction"]


@pytest.mark.parametrize("change", ["drop", "rename", "add"])
def test_the_items_that_were_not_returned_stay_as_they_were_filed(
    cast: Cast, units: list[Unit], no_files_needed: None, change: str
) -> None:
    screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS)
    rows = rows_of(cast, units[0].application_id)
    if change == "drop":
        rows.pop()
    elif change == "add":
        rows.append(rows[1] | {"name": "临时加入的产品", "tm_reg_no": "30000009"})
    else:
        rows[1]["name"] = "悄悄换掉的产品"
    with pytest.raises(Invalid) as refused:
        answer(cast, units[0].application_id, clock.now() + timedelta(minutes=1), rows)
    assert list(refused.value.fields) == ["items"]
    assert [state_of(cast, unit) for unit in units] == ["returned_for_correction", "screening"]


def test_the_page_names_the_table_that_went_beyond_what_was_returned(
    cast: Cast, units: list[Unit], no_files_needed: None
) -> None:
    screen(cast, units[0], "returned", checks={}, report="", reasons=REASONS)
    rows, pk = rows_of(cast, units[0].application_id), units[0].application_id
    rows[1]["name"] = "悄悄换掉的产品"
    with fence.entered(cast.applicant):
        now = Application.objects.get(pk=pk).revision
        over = {"answers": {"items": rows}, "typed": {}, "expected_revision": now, "actor": cast.applicant}
        saved = save_section(application_id=pk, section_key="items", **over)
    typed = {"revision": saved.revision, "signer_name": "示例签署人", "is_declared": "on"}
    page = cast.client("applicant").post(f"/my/sheitc/applications/{pk}/review/", typed)
    assert page.status_code == 422
    assert "申请培育的产品或服务：补正期间不能增加、删除项目，也不能改动没有退回的项目。" in page.content.decode()
