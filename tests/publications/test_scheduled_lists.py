"""A list that is approved for a day: the clock releases it at 0:00 of that day, what was approved and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from applications.models import Outcome, Unit
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import lists
from publications.awaiting import publications_awaiting
from publications.models import Certificate, ListEntry, NumberSeries, PublishedList
from publications.tasks import release_due
from tests.cast import Cast
from tests.publications.ranked_stage import RANKED_WORDING, approve, decide, decide_three_lists, draft, turn_clock
from tests.publications.stage import at
from tests.ranked import open_ranked_edition

DAY = date(2026, 5, 10)


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return open_ranked_edition(cast)


def schedule(cast: Cast, edition: Edition, code: str = "L1") -> PublishedList:
    with clock.frozen(at(8, 15, month=5)):
        return approve(cast, draft(cast, edition, code, release_on=DAY))


def state_of(cast: Cast) -> str:
    with fence.entered(cast.city):
        return PublishedList.objects.get().state


def told(cast: Cast, kind: str) -> list[object]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Announcement.objects.filter(kind=kind).values_list("audience", flat=True))


def test_an_approval_before_the_day_schedules_and_takes_no_number(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = schedule(cast, edition)
    assert (row.state, row.approved_by_id, row.approved_at) == (
        "scheduled",
        cast.city_leader.user_id,
        at(8, 15, month=5),
    )
    with fence.entered(cast.city):
        counts = (ListEntry.objects.count(), Certificate.objects.count(), NumberSeries.objects.count())
        states = set(Unit.objects.values_list("state", flat=True))
        acts = Event.objects.filter(act="schedule_list").count()
    assert (counts, states, acts) == ((0, 0, 0), {"proposed"}, 1)
    assert told(cast, "list_scheduled") == [{"users": [cast.city.user_id]}]
    assert told(cast, "list_released") == []


@pytest.mark.parametrize(("seconds", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_the_clock_releases_at_the_first_instant_of_the_day(
    cast: Cast, edition: Edition, seconds: int, count: int
) -> None:
    decide_three_lists(cast, edition)
    row = schedule(cast, edition)
    base = f"/{cast.tenant.slug}/lists/{row.pk}"
    with clock.frozen(clock.start_of(DAY) + timedelta(seconds=seconds)):
        assert turn_clock(cast) == count
        pages = [Client().get(f"{base}{end}").status_code for end in ("/", ".json", ".xlsx")]
        api = Client().get(f"/api/{cast.tenant.slug}/lists/{row.pk}/").status_code
        members = cast.client("city").get(f"{base}/").status_code
    wanted = 200 if count else 404
    assert (*pages, api, members) == (wanted,) * 5
    assert state_of(cast) == ("released" if count else "scheduled")


def test_the_clock_releases_once_what_was_approved_by_the_same_code(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = schedule(cast, edition)
    with clock.frozen(clock.start_of(DAY)):
        assert [release_due(tenant_id=cast.tenant.pk) for _turn in range(2)] == [1, 0]
    with fence.entered(cast.city):
        row = PublishedList.objects.get()
        numbers = list(row.entries.values_list("position", "rank", "certificate_number"))
        states = sorted(Unit.objects.values_list("state", flat=True))
    assert (row.released_by_id, row.approved_by_id, row.published_on, row.released_at) == (
        None,
        cast.city_leader.user_id,
        DAY,
        clock.start_of(DAY),
    )
    assert numbers[0] == (1, 1, "SHBV-2024-L1-0001-H")
    assert ([n[:2] for n in numbers], states) == ([(1, 1), (2, 2), (3, 2)], ["listed"] * 3 + ["proposed"] * 2)
    assert len(told(cast, "list_released")) == 3


def test_a_clock_that_stood_still_releases_on_the_next_turn_and_says_that_day(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    schedule(cast, edition)
    with clock.frozen(clock.start_of(date(2026, 5, 12))):
        assert turn_clock(cast) == 1
    with fence.entered(cast.city):
        assert PublishedList.objects.get().published_on == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("rank", "内容有变化：示例品牌04。"),
        ("gone", "不能再公布：示例品牌04。"),
        ("new", "新增：示例品牌10。"),
    ],
)
def test_a_list_whose_units_changed_is_not_released_and_both_are_told_why(
    cast: Cast, edition: Edition, change: str, why: str
) -> None:
    units = decide_three_lists(cast, edition)
    schedule(cast, edition)
    with fence.as_tenant(cast.tenant.pk):
        if change == "rank":
            Outcome.objects.filter(unit=units[1]).update(rank=3)
        elif change == "gone":
            units[1].milestones.all().delete()
        else:
            decide(cast, edition, 10, "L1", 4, "900.00")
    with clock.frozen(clock.start_of(DAY)):
        assert [turn_clock(cast), turn_clock(cast)] == [0, 0]
    with fence.entered(cast.city):
        row = PublishedList.objects.get()
        assert (row.state, row.stopped_for, row.approved_by_id, row.approved_seen) == ("draft", why, None, [])
        assert (ListEntry.objects.count(), NumberSeries.objects.count()) == (0, 0)
        assert Event.objects.filter(act="stop_list", reason=why).count() == 1
    assert told(cast, "list_stopped") == [{"users": sorted([cast.city.user_id, cast.city_leader.user_id])}]
    with fence.entered(cast.city):
        waiting = [str(one.label) for one in publications_awaiting(cast.city, cast.tenant.slug)]
    assert waiting == ["已审定，待起草名单", "名单未公布，待核对"]
    assert why in cast.client("city").get(f"/{cast.tenant.slug}/office/lists/{row.pk}/").content.decode()


def test_one_list_that_cannot_go_out_does_not_hold_up_the_others(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    schedule(cast, edition)
    schedule(cast, edition, "L2")
    with fence.as_tenant(cast.tenant.pk):
        NumberSeries.objects.create(tenant=cast.tenant, programme="SHBV", year=2024, list_code="L1", last_sequence=9998)
    with clock.frozen(clock.start_of(DAY)):
        assert turn_clock(cast) == 1
    with fence.entered(cast.city):
        found = PublishedList.objects.order_by("code").values_list("code", "state", "stopped_for")
        assert list(found) == [
            ("L1", "draft", "本名单的证书编号已用完，请联系平台管理员。"),
            ("L2", "released", ""),
        ]
        assert NumberSeries.objects.get(list_code="L1").last_sequence == 9998


def test_a_scheduled_list_is_called_back_with_a_reason_and_stays_in(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = schedule(cast, edition)
    with clock.frozen(at(9, month=5)):
        for actor, error in ((cast.auditor, Denied), (cast.officer, Denied), (cast.stranger_leader, NotFound)):
            with fence.entered(actor), pytest.raises(error):
                lists.call_back_list(list_id=row.pk, reason="我不该能做", actor=actor)
        with fence.entered(cast.second_city):
            with pytest.raises(Invalid):
                lists.call_back_list(list_id=row.pk, reason="  ", actor=cast.second_city)
            back = lists.call_back_list(list_id=row.pk, reason="单位更名待核实", actor=cast.second_city)
            with pytest.raises(Conflict):
                lists.call_back_list(list_id=row.pk, reason="再来一次", actor=cast.second_city)
            acts = list(Event.objects.filter(act="call_back_list").values_list("reason", flat=True))
    assert (back.state, back.stopped_for, acts) == ("draft", "单位更名待核实", ["单位更名待核实"])
    assert told(cast, "list_called_back") == [{"users": sorted([cast.city.user_id, cast.city_leader.user_id])}]
    with clock.frozen(clock.start_of(DAY)):
        assert turn_clock(cast) == 0
        assert approve(cast, row).state == "released"


def test_a_scheduled_list_is_neither_changed_nor_discarded_nor_approved_again(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = schedule(cast, edition)
    with fence.entered(cast.city):
        for act in (
            lambda: lists.revise_list(list_id=row.pk, wording=RANKED_WORDING, actor=cast.city),
            lambda: lists.discard_list(list_id=row.pk, actor=cast.city),
            lambda: lists.draft_list(edition_id=edition.pk, wording=RANKED_WORDING, actor=cast.city),
        ):
            with pytest.raises(Conflict):
                act()
    with clock.frozen(at(9, month=5)), pytest.raises(Conflict):
        approve(cast, row)


def test_the_drafter_schedules_no_list_and_only_the_clock_turns(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with clock.frozen(at(8, month=5)):
        row = draft(cast, edition, release_on=DAY)
        both = replace(cast.city, grants=cast.city_leader.grants)
        with fence.entered(cast.city):
            seen = lists.fingerprint(queries.listable_units(edition, code="L1"))
        with fence.entered(both), pytest.raises(Denied):
            lists.release_list(list_id=row.pk, expected=seen, actor=both)
    with fence.entered(cast.city_leader), pytest.raises(Denied):
        lists.release_due_lists(actor=cast.city_leader)


@pytest.mark.parametrize(("day", "is_refused"), [(date(2026, 5, 7), True), (date(2026, 5, 8), False)])
def test_the_day_is_today_or_later_and_today_goes_out_at_once(
    cast: Cast, edition: Edition, day: date, is_refused: bool
) -> None:
    decide_three_lists(cast, edition)
    with clock.frozen(at(8, month=5)):
        if is_refused:
            with pytest.raises(Invalid) as refused:
                draft(cast, edition, release_on=day)
            assert list(refused.value.fields) == ["release_on"]
        else:
            assert approve(cast, draft(cast, edition, release_on=day)).state == "released"


def test_the_database_knows_no_scheduled_list_without_day_and_approval(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = draft(cast, edition)
    with fence.entered(cast.city), pytest.raises(IntegrityError), transaction.atomic():
        PublishedList.objects.filter(pk=row.pk).update(state="scheduled")


def test_another_tenants_clock_releases_nothing_of_this_one(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    schedule(cast, edition)
    with clock.frozen(clock.start_of(DAY)):
        with fence.as_tenant(cast.stranger_tenant.pk) as actor:
            assert lists.release_due_lists(actor=actor) == 0
        assert state_of(cast) == "scheduled"
