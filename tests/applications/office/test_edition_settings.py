"""An edition's parameters: typed by their defaults, checked, locked once results hang on them, on the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.actions.editions_settings import change_settings
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.tenancy import fence
from programmes.models import Edition, EditionState
from reviews.models import Run, RunState
from tests.applications.factories import make_application
from tests.applications.office.scene import make_rival

URL = "/sheitc/office/editions/{}/settings/"


def change(cast: Any, values: dict[str, Any], actor: Any = None, **over: Any) -> Edition:
    actor = actor or cast.city
    given = {"stages": ["certificate"], "reason": "", "expected_version": 1} | over
    with fence.entered(actor):
        return change_settings(edition_id=cast.edition.pk, values=values, actor=actor, **given)


def make_run(cast: Any, state: RunState) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Run.objects.filter(edition=cast.edition).delete()
        Run.objects.create(
            tenant=cast.tenant,
            edition=cast.edition,
            number=1,
            state=state,
            parameters={},
            inputs={},
            results=[],
            digest="0" * 64,
            code_version="test",
            calculated_by=cast.user("city"),
            calculated_at=cast.edition.opens_at,
        )


def stored(cast: Any) -> Edition:
    with fence.as_tenant(cast.tenant.pk):
        return Edition.objects.get(pk=cast.edition.pk)


def events(cast: Any) -> list[Event]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Event.objects.filter(act="change_settings").order_by("id"))


def test_only_what_differs_from_the_default_is_stored_and_the_record_has_both_values(cast):
    seats = {"technology": 1, "brand_quality": 1, "finance": 1}
    edition = change(cast, {"pass_line": 75, "sme_share_min_pct": "50.00", "panel_seats": seats}, stages=[])
    assert edition.parameters == {"pass_line": 75, "panel_seats": seats}
    assert (edition.switched_stages, edition.version) == ([], 2)
    (event,) = events(cast)
    assert event.payload == {
        "pass_line": {"before": "70", "after": "75"},
        "panel_seats.technology": {"before": "3", "after": "1"},
        "panel_seats.brand_quality": {"before": "2", "after": "1"},
        "panel_seats.finance": {"before": "2", "after": "1"},
        "stages": {"before": ["certificate"], "after": []},
    }
    assert change(cast, {"pass_line": 70}, stages=[], expected_version=2).parameters == {"panel_seats": seats}


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", Denied), ("city_leader", Denied), ("auditor", Denied), ("stranger", NotFound)]
)
def test_only_a_city_officer_or_administrator_sets_parameters(cast, who, refusal):
    with pytest.raises(refusal):
        change(cast, {"pass_line": 75}, getattr(cast, who))
    change(cast, {"pass_line": 75}, cast.admin)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"pass_line": 101}, {"pass_line"}),
        ({"pass_line": "viel"}, {"pass_line"}),
        ({"pass_line": True}, {"pass_line"}),
        ({"notice_days": 0}, {"notice_days"}),
        ({"correction_days": 366}, {"correction_days"}),
        ({"notice_unit": "weeks"}, {"notice_unit"}),
        ({"growth_steps": 4}, {"growth_steps"}),
        ({"quantitative_weight": "0.7"}, {"quantitative_weight", "expert_weight"}),
        ({"panel_seats": {"technology": 1, "brand_quality": 1, "finance": 0}}, {"panel_seats"}),
        ({"panel_seats": {"technology": -1, "brand_quality": 4, "finance": 4}}, {"panel_seats.technology"}),
        ({"panel_seats": 7}, {"panel_seats"}),
        ({"warn_days": [30, 90]}, {"warn_days"}),
        ({"warn_days": []}, {"warn_days"}),
        ({"output_min_yi": "0"}, {"output_min_yi"}),
        ({"sme_share_min_pct": "120"}, {"sme_share_min_pct"}),
        ({"threshold_points": "100"}, {"threshold_points"}),
        ({"nothing": 1}, {"nothing"}),
        ({"pass_line": 70}, {"reason"}),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_named(cast, values, wrong):
    with pytest.raises(Invalid) as refused:
        change(cast, values)
    assert set(refused.value.fields) == wrong
    assert stored(cast).version == 1


def test_both_weights_change_together(cast):
    parameters = change(cast, {"quantitative_weight": "0.7", "expert_weight": "0.3"}).parameters
    assert parameters == {"quantitative_weight": "0.7", "expert_weight": "0.3"}


def test_an_unknown_stage_and_an_obligatory_one_cannot_be_switched(cast):
    for stages in (["certificate", "formal_check"], ["no_such"]):
        with pytest.raises(Invalid) as refused:
            change(cast, {}, stages=stages)
        assert set(refused.value.fields) == {"stages"}


def test_after_the_first_submission_a_reason_is_needed_and_stages_stay(cast):
    make_application(cast)
    with pytest.raises(Invalid) as refused:
        change(cast, {"pass_line": 75}, reason="  ")
    assert set(refused.value.fields) == {"reason"}
    with pytest.raises(Conflict):
        change(cast, {"pass_line": 75}, stages=[], reason="专题会议决定。")
    change(cast, {"pass_line": 75}, reason=" 专题会议决定。 ")
    assert [event.reason for event in events(cast)] == ["专题会议决定。"]


def test_the_conditions_by_which_somebody_filed_stay(cast):
    make_application(cast)
    with pytest.raises(Conflict, match="按现在的条件提交申报"):
        change(cast, {"output_min_yi": "40"}, reason="专题会议决定。")
    assert change(cast, {"correction_days": 12}, reason="专题会议决定。").settings()["correction_days"] == 12


def test_a_draft_of_a_filing_locks_nothing(cast):
    make_application(cast, state=State.DRAFT)
    assert change(cast, {"pass_line": 75}, stages=[]).switched_stages == []


@pytest.mark.parametrize(("state", "is_locked"), [("calculated", False), ("submitted", True), ("approved", True)])
def test_what_scores_is_locked_once_a_result_was_put_forward(cast, state, is_locked):
    make_application(cast)
    make_run(cast, RunState(state))
    given = {"reason": "专题会议决定。"}
    if is_locked:
        with pytest.raises(Conflict, match="已提请审定"):
            change(cast, {"pass_line": 75}, **given)
    else:
        change(cast, {"pass_line": 75}, **given)
    assert change(cast, {"notice_days": 7}, **given, expected_version=stored(cast).version)


def test_a_result_sent_back_unlocks_and_an_archived_edition_stays_as_it_is(cast):
    make_run(cast, RunState.SENT_BACK)
    change(cast, {"pass_line": 75})
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=cast.edition.pk).update(state=EditionState.ARCHIVED)
    with pytest.raises(Conflict, match="已归档"):
        change(cast, {"notice_days": 7}, expected_version=2, reason="原因。")


def test_somebody_elses_change_is_not_overwritten(cast):
    change(cast, {"pass_line": 75})
    with pytest.raises(Conflict, match="他人修改"):
        change(cast, {"pass_line": 80})
    assert stored(cast).parameters == {"pass_line": 75}


def test_page_reads_full_width_digits_and_returns_to_the_default(cast):
    client, url = cast.client("city"), URL.format(cast.edition.pk)
    sent = {"expected_version": "1", "p.pass_line": "７５", "p.output_min_yi": "３５．５", "p.warn_days": "９０、３０"}
    assert client.post(url, sent).status_code == 302
    assert stored(cast).parameters == {"pass_line": 75, "output_min_yi": "35.5", "warn_days": [90, 30]}
    page = client.get(url).content.decode()
    assert ("默认 70" in page, 'name="default.pass_line"' in page, 'name="default.notice_days"' in page) == (
        True,
        True,
        False,
    )
    again = {"expected_version": "2", "p.pass_line": "xyz", "default.pass_line": "on", "p.output_min_yi": "35.5"}
    assert client.post(url, again).status_code == 302
    assert stored(cast).parameters == {"output_min_yi": "35.5", "warn_days": [90, 30]}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("p.pass_line", "", "不能为空。默认为 70。"),
        ("p.pass_line", "７０．５", "小数位过多，请按 70 的样子填写。"),
        ("p.pass_line", "101", "请填 0 至 100 之间的数。"),
        ("p.output_min_yi", "三十", "“三十”不是数字，请填数字，例如 30。"),
        ("p.output_min_yi", "30亿", "只填数字，不写单位，例如 30。"),
        ("p.output_min_yi", "9" * 12, "数字过大，最大为 1000000000。"),
        ("p.panel_seats.finance", "31", "请填 0 至 30 之间的数。"),
        ("p.warn_days", "30、九十", "“九十”不是数字，请填数字，例如 180、90、30。"),
        ("p.notice_unit", "weeks", "请从列出的选项中选择。"),
        ("p.quantitative_weight", "0.7", "之和须为 1，现为 1.1。"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(cast, name, typed, said):
    url = URL.format(cast.edition.pk)
    answer = cast.client("city").post(url, {"expected_version": "1", name: typed, "p.notice_days": "6"})
    page = answer.content.decode()
    kept = f'value="{typed}"' in page or name == "p.notice_unit" or not typed
    assert (answer.status_code, said in page, kept, 'value="6"' in page) == (422, True, True, True)
    assert stored(cast).version == 1


def test_page_shows_what_is_locked_with_the_reason_and_offers_the_rest(cast):
    make_application(cast)
    make_run(cast, RunState.SUBMITTED)
    url = URL.format(cast.edition.pk)
    page = cast.client("city").get(url).content.decode()
    offered = {
        name: f'name="{name}"' in page for name in ("p.pass_line", "stage.certificate", "p.notice_days", "reason")
    }
    assert offered == {"p.pass_line": False, "stage.certificate": False, "p.notice_days": True, "reason": True}
    assert ("已提请审定" in page, "环节不能再开关" in page) == (True, True)
    late = cast.client("city").post(url, {"expected_version": "1", "reason": "原因。", "p.pass_line": "75"})
    assert (late.status_code, "已提请审定" in late.content.decode()) == (409, True)


def test_stale_page_keeps_what_was_typed_and_can_be_sent_again(cast):
    change(cast, {"notice_days": 7})
    url, client = URL.format(cast.edition.pk), cast.client("city")
    stale = client.post(url, {"expected_version": "1", "p.pass_line": "75"})
    page = stale.content.decode()
    assert (stale.status_code, 'value="75"' in page, 'name="expected_version" value="2"' in page) == (409, True, True)
    assert client.post(url, {"expected_version": "2", "p.pass_line": "75"}).status_code == 302
    assert stored(cast).parameters == {"notice_days": 7, "pass_line": 75}


def test_stage_is_switched_on_the_page_and_the_cockpit_tells_what_differs(cast):
    url, client = URL.format(cast.edition.pk), cast.client("city")
    sent = {"expected_version": "1", "stage.certificate": "false", "p.panel_seats.technology": "4"}
    assert client.post(url, sent).status_code == 302
    assert stored(cast).switched_stages == []
    page = client.get(url.replace("settings/", "")).content.decode()
    assert ("专家组席位 · 技术" in page, "证书 未启用（默认）" in page, "修改参数与环节" in page) == (True, True, True)
    assert "修改参数与环节" not in cast.client("auditor").get(url.replace("settings/", "")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("city_leader", 403), ("stranger", 404), ("admin", 200)])
def test_the_page_is_for_whoever_may_save_it(cast, who, status):
    assert cast.client(who).get(URL.format(cast.edition.pk)).status_code == status


@pytest.mark.parametrize("filings", [0, 1, 3])
def test_the_page_costs_the_same_whatever_was_filed(cast, filings):
    for number in range(filings):
        make_application(cast) if number == 0 else make_rival(cast, number=number)
    client = cast.client("city")
    with CaptureQueriesContext(connection) as seen:
        client.get(URL.format(cast.edition.pk))
    assert len(seen) == 24
