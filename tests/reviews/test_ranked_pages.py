"""Pages of a ranked review: what they say, whom they let in, what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.models import Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.actor import Actor
from portal.kit.errors import Conflict
from portal.people.models import EnterpriseMember
from portal.tenancy import fence
from reviews import actions, queries
from reviews.awaiting import reviews_awaiting
from reviews.models import PanelUnit, Run, RunLine, SecondLook
from tests.cast import Cast
from tests.ranked import make_ranked_unit
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
    sign_ranked,
    submit,
)
from tests.reviews.scene import form, key_of, sheets_of, start


def key_for(cast: Cast, who: Actor) -> str:
    return next(key for key, member in cast.people.items() if member.actor == who)


def count(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def awaited(cast: Cast, who: Actor) -> list[tuple[str, int]]:
    with fence.entered(who):
        return [(str(row.label), row.count) for row in reviews_awaiting(who, "sheitc")]


def test_the_office_is_led_from_step_to_step(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3, 6)
    reviewed(cast, units)
    assert awaited(cast, cast.city) == []
    ranked_run(cast, units)
    assert awaited(cast, cast.city) == [("初步排名：待启动校验评审", 2)]
    run = opened_run(cast, units)
    assert awaited(cast, cast.city) == []
    confirm(cast, run, units, experts_of(cast, units[0])[0])
    assert awaited(cast, cast.city) == [("校验已完成：待计算最终结果", 2)]
    final = ranked_run(cast, units)
    assert awaited(cast, cast.city) == []
    submit(cast, final)
    assert awaited(cast, cast.city_leader) == [("评审结果待审定", 2)]


def test_the_board_shows_places_ties_cut_and_how_the_panel_stands(cast: Cast) -> None:
    open_ranked(cast, list_lengths={"L1": 0, "L2": 0, "L3": 1})
    units = checked_units(cast, 1, 3, 6)
    reviewed(cast, units)
    run = opened_run(cast, units)
    one = experts_of(cast, units[2])[0]
    propose(cast, run, units[2], one)
    client = cast.client("city")
    page = client.get(reverse("run", args=("sheitc", run.pk))).content.decode()
    for words in ("以下在前 1 名之外", "待第二位专家签名", "待校验", "3 个申报中拟列入 2 个", units[0].name):
        assert words in page
    only = client.get(reverse("run", args=("sheitc", run.pk)) + "?list=L3").content.decode()
    assert (units[0].name in only, units[1].name in only, units[2].name in only) == (False, True, True)


def test_a_line_shows_every_step_and_each_experts_points_under_a_code(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3)
    reviewed(cast, units, {"Q5": 81, "N5": 82, "S4": 83, "I6": 84})
    run = ranked_run(cast, units)
    with fence.entered(cast.city):
        line = RunLine.objects.get(run=run)
    page = cast.client("city").get(reverse("run_line", args=("sheitc", run.pk, line.pk))).content.decode()
    codes = [sheet.code for sheet in sheets_of(cast, units[0])]
    assert all(f"{code}（" in page for code in codes)
    assert all(sheet.expert.name not in page for sheet in sheets_of(cast, units[0]))
    for words in ("质量管理成熟度", "去掉一个最低分 81 和一个最高分 81", "本次结果没有计入校验意见", "成长性得分"):
        assert words in page
    assert {key: one["value"] for key, one in run.results[0]["criteria"].items()} == {
        "Q5": "81.00",
        "N5": "82.00",
        "S4": "83.00",
        "I6": "84.00",
    }


def test_criteria_are_looked_at_one_by_one_where_the_total_hides_a_deviation(cast: Cast) -> None:
    open_ranked(cast)
    (unit,) = checked_units(cast, 3)
    start(cast, unit)
    first, *others = sheets_of(cast, unit)
    # totals: 0.2 x 60 + 0.25 x 80 x 2 + 0.3 x 80 = 76 and 80: within every limit; Q5 alone is 20 from the median
    sign_ranked(cast, first, {"Q5": 60, "N5": 80, "S4": 80, "I6": 80})
    for sheet in others:
        sign_ranked(cast, sheet, 80)
    with fence.as_tenant(cast.tenant.pk):
        look = SecondLook.objects.get()
    assert look.sheet_id == first.pk
    url, client = reverse("second_look", args=("sheitc", look.pk)), cast.client(key_of(cast, first))
    assert "60.00、80.00、80.00、80.00、80.00" in client.get(url).content.decode()
    sent = {"decision": "change", "reason": "重新核对体系文件后调整评分", "points_Q5": "75", "points_N5": "80"}
    client.post(url, sent | {"points_S4": "80", "points_I6": "80"})
    with fence.as_tenant(cast.tenant.pk):
        row = PanelUnit.objects.get(unit=unit)
    # Q5: 75 80 80 80 80 -> drop 75 and 80 -> 80; all criteria 80 -> 80
    assert (row.by_criterion["Q5"], str(row.value), str(row.spread), row.is_spread_wide) == (
        {"value": "80.00", "spread": "5", "is_wide": False},
        "80.00",
        "5.00",
        False,
    )


def test_a_calculation_leads_to_the_panel_while_provisional_and_then_to_the_approval(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3, 6)
    reviewed(cast, units)
    client, url = cast.client("city"), reverse("run_new", args=("sheitc", cast.edition.pk))

    def calculate() -> str:
        page = client.post(url, {"units": [unit.pk for unit in units]}, follow=True).content.decode()
        return next(words for words in ("启动校验评审。", "提请审定。") if f"请核对后{words}" in page)

    assert calculate() == "启动校验评审。"
    with fence.as_tenant(cast.tenant.pk):
        run = Run.objects.get()
    with fence.entered(cast.city):
        actions.open_verification(run_id=run.pk, actor=cast.city)
    confirm(cast, run, units, experts_of(cast, units[0])[0])
    assert calculate() == "提请审定。"


def test_an_expert_verifies_in_the_browser(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3, 6)
    reviewed(cast, units)
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    client, colleague = cast.client(key_for(cast, one)), cast.client(key_for(cast, other))
    page = reverse("verification", args=("sheitc", run.pk))
    assert "2 个待校验" in client.get(reverse("review_desk", args=("sheitc",))).content.decode()
    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"units": [units[0].pk]}).status_code == 302
    unit_page = reverse("verification_unit", args=("sheitc", run.pk, units[1].pk))
    wrong = client.post(unit_page, {"decision": "adjust", "ratio": "＋１０．０１％", "reason": "短"})
    shown = wrong.content.decode()
    assert wrong.status_code == 422
    assert all(words in shown for words in ("不超过 ±10%", "不少于 10 个字", "＋１０．０１％"))
    sent = {"decision": "adjust", "ratio": "－５％", "reason": "财务数据受一次性订单影响，须作调整"}
    assert client.post(unit_page, sent).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        row = units[1].verifications.get()
    assert (str(row.ratio), row.is_complete) == ("-0.0500", False)
    answer = reverse("verification_second", args=("sheitc", run.pk, row.pk))
    assert client.post(answer, {"answer": "agree"}).status_code == 403
    assert colleague.post(answer, {"answer": "refuse", "reason": ""}).status_code == 422
    assert colleague.post(answer, {"answer": "agree"}).status_code == 302
    done = client.get(unit_page).content.decode()
    assert "第二位专家签名" in done


def test_only_units_that_did_every_step_before_review_are_offered_to_a_panel(cast: Cast) -> None:
    open_ranked(cast)
    accepted = make_ranked_unit(cast, cast.edition, number=1, state=State.ACCEPTED)
    (checked,) = checked_units(cast, 2)
    page = cast.client("city").get(reverse("panel_new", args=("sheitc", cast.edition.pk))).content.decode()
    assert (accepted.name in page, checked.name in page) == (False, True)
    with pytest.raises(Conflict, match=f"尚未完成，不能编组：{accepted.name}"):
        form(cast, checked, accepted)
    with fence.entered(cast.city):
        assert [(edition.pk, n) for edition, n in queries.waiting_editions(cast.city)] == [(cast.edition.pk, 1)]
    assert form(cast, checked).number == 1


def test_pages_of_a_ranked_run_cost_the_same_for_one_unit_and_for_three(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3, 6, 9)
    reviewed(cast, units)
    one, other = experts_of(cast, units[0])[:2]
    city, expert = cast.client("city"), cast.client(key_for(cast, other))
    counts = [costs_of(cast, some, one, other, city, expert) for some in (units[:1], units)]
    assert counts == [[8, 5, 4, 23, 25], [8, 5, 4, 23, 25]]


def costs_of(cast: Cast, units: list[Unit], one: Actor, other: Actor, city: Client, expert: Client) -> list[int]:
    """Queries of the inputs, of what awaits the office and an expert, and of two pages; every unit has a proposal."""
    run = opened_run(cast, units)
    for unit in units:
        propose(cast, run, unit, one)
    board, own = (reverse(name, args=("sheitc", run.pk)) for name in ("run", "verification"))
    with fence.entered(cast.city):
        ready = [unit for unit in queries.ready_units(cast.city, cast.edition.pk) if unit in units]
        office = [count(lambda: queries.gather_inputs(ready)), count(lambda: reviews_awaiting(cast.city, "sheitc"))]
    with fence.entered(other):
        tasks = count(lambda: queries.own_tasks(other))
    for client, page in ((city, board), (expert, own)):  # a session's first page reads more
        client.get(page)
    return [*office, tasks, count(lambda: city.get(board)), count(lambda: expert.get(own))]


def test_the_firm_reads_its_result_on_its_own_page_only_once_it_is_out(cast: Cast) -> None:
    open_ranked(cast)
    units = checked_units(cast, 3, 6)
    with fence.entered(Actor(user_id=cast.user("rival").pk, enterprise_id=units[0].enterprise_id)):
        EnterpriseMember.objects.create(
            enterprise_id=units[0].enterprise_id, user=cast.user("rival"), is_unit_admin=True, joined_at=clock.now()
        )
    reviewed(cast, units)
    run = opened_run(cast, units)
    one, other, *_ = experts_of(cast, units[0])
    second(cast, propose(cast, run, units[0], one, ratio="0.1"), other)
    confirm(cast, run, units[1:], one)
    approved(cast, ranked_run(cast, units))
    client = cast.client("rival")
    session = client.session
    session["enterprise_id"] = units[0].enterprise_id
    session.save()
    url, case = (
        reverse(name, args=("sheitc", units[0].application_id)) for name in ("application_result", "application")
    )
    assert (client.get(url).status_code, url in client.get(case).content.decode()) == (404, False)
    with fence.as_tenant(cast.tenant.pk), pgtrigger.ignore():
        Unit.objects.filter(pk=units[0].pk).update(state=State.LISTED)
    page = client.get(url)
    shown = page.content.decode()
    assert (page.status_code, url in client.get(case).content.decode()) == (200, True)
    for words in (
        "第 1 名（共 2 个参加排名）",
        "经专家校验评审调整 +10%",
        "请求人工复核",
        "示例市经济信息化委",
        "质量管理成熟度",
    ):
        assert words in shown
    assert units[1].name not in shown
    other_url = reverse("application_result", args=("sheitc", units[1].application_id))
    assert [client.get(other_url).status_code, cast.client("applicant").get(url).status_code] == [404, 404]
