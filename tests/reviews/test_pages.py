"""Who gets which page, what lists cost, and the reminders of experts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.kit import clock
from portal.notifications.catalogue import kind_of
from portal.notifications.catalogue.reviewing import KINDS
from portal.notifications.models import Announcement
from portal.tenancy import fence
from reviews import queries
from reviews.tasks import remind_experts
from tests.cast import Cast
from tests.reviews.scene import (
    accept_unit,
    actor_of,
    calculate,
    draw_panel,
    fill_pool,
    form,
    review,
    sheets_of,
    sign,
    sign_all,
    start,
)

OFFICE_PAGES = ("panels", "runs")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("city", 200), ("city_leader", 200), ("auditor", 200), ("officer", 403), ("admin", 403), ("expert1", 403)),
        *(("stranger", 404), ("applicant", 404)),
    ],
)
def test_panels_and_runs_are_for_the_city_side(cast: Cast, who: str, status: int) -> None:
    client = cast.client(who)
    assert [client.get(reverse(name, args=("sheitc",))).status_code for name in OFFICE_PAGES] == [status] * 2


def test_nobody_of_another_tenant_finds_a_panel_or_a_run(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    panel = review(cast, unit)
    run = calculate(cast, unit)
    own = [reverse("panel", args=("sheitc", panel.pk)), reverse("run", args=("sheitc", run.pk))]
    under_other_slug = [reverse("panel", args=("stranger", panel.pk)), reverse("run", args=("stranger", run.pk))]
    assert [cast.client("city").get(url).status_code for url in own] == [200, 200]
    for who in ("stranger", "stranger_leader"):
        client = cast.client(who)
        assert [client.get(url).status_code for url in own + under_other_slug] == [404] * 4


def test_without_a_second_factor_no_page_of_a_panel_opens(cast: Cast) -> None:
    client = cast.client("city")
    session = client.session
    session["account_authentication_methods"] = [{"method": "password"}]
    session.save()
    answer = client.get(reverse("panels", args=("sheitc",)))
    assert (answer.status_code, answer["Location"]) == (302, reverse("second_factor_required"))


def count(read: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()  # type: ignore[operator]
    return len(captured)


def test_lists_cost_the_same_for_one_row_and_for_three(cast: Cast) -> None:
    fill_pool(cast)
    counts = []
    for number in (1, 2, 3):
        unit = accept_unit(cast, f"示例集群{number}", number)
        panel = start(cast, unit)
        if number == 2:
            continue
        first = sheets_of(cast, unit)[0]
        with fence.entered(cast.city):
            reads = [
                lambda: list(queries.panels_for(cast.city).rows),
                lambda panel=panel: queries.progress_of(panel),
                lambda panel=panel: queries.record_of(panel),
            ]
            counts.append([count(read) for read in reads])
        who = actor_of(cast, first)
        with fence.entered(who):
            counts[-1].append(count(lambda who=who: [one.unit.name for one in queries.desk_for(who).to_do]))
    assert counts == [[1, 3, 5, 4], [1, 3, 5, 4]]


def test_a_run_of_three_costs_what_a_run_of_one_costs(cast: Cast) -> None:
    fill_pool(cast)
    units = [accept_unit(cast, f"示例集群{number}", number) for number in (1, 2, 3)]
    panel = start(cast, *units)
    for unit in units:
        sign_all(cast, unit, [80] * 7)
    from reviews import actions

    with fence.entered(cast.city):
        actions.close_review(panel_id=panel.pk, actor=cast.city)
    counts = []
    for some in (units[:1], units):
        run = calculate(cast, *some)
        with fence.entered(cast.city):
            ready = [one for one in queries.ready_units(cast.city, cast.edition.pk) if one.pk in {u.pk for u in some}]
            counts.append(
                [
                    count(lambda ready=ready: queries.gather_inputs(ready)),
                    count(lambda run=run: [row.unit.district for row in queries.lines_of(run)]),
                    count(lambda: list(queries.runs_for(cast.city).rows)),
                    count(lambda: queries.approved_results(cast.edition)),
                ]
            )
    assert counts == [[7, 1, 1, 1], [7, 1, 1, 1]]


def test_pages_of_lists_turn_by_key(cast: Cast) -> None:
    fill_pool(cast)
    panels = [form(cast, accept_unit(cast, f"示例集群{number}", number)) for number in (1, 2, 3)]
    with fence.entered(cast.city):
        first = queries.panels_for(cast.city, page=2)
        second = queries.panels_for(cast.city, before=first.next_before, page=2)
    assert [row.pk for row in first.rows] == [panels[2].pk, panels[1].pk]
    assert ([row.pk for row in second.rows], second.next_before) == ([panels[0].pk], None)


@pytest.mark.parametrize(
    ("before_due", "days"),
    [
        (timedelta(days=3, seconds=1), []),
        (timedelta(days=3), ["3"]),
        (timedelta(days=1, seconds=1), ["3"]),
        (timedelta(days=1), ["1"]),
        (timedelta(seconds=1), ["1"]),
        (timedelta(0), []),
        (timedelta(seconds=-1), []),
    ],
)
def test_experts_are_reminded_three_days_and_one_day_before(cast: Cast, before_due: timedelta, days: list[str]) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    start(cast, unit)
    *first, left = sheets_of(cast, unit)
    for sheet in first:
        sign(cast, sheet)
    due_at = cast.edition.review_due_at
    assert due_at is not None
    with clock.frozen(due_at - before_due):
        remind_experts(tenant_id=cast.tenant.pk)
        remind_experts(tenant_id=cast.tenant.pk)
    with fence.entered(cast.city):
        told = Announcement.objects.filter(kind="review_due_soon").order_by("key")
        assert [(one.context["days"], one.context["count"]) for one in told] == [(day, "1") for day in days]
        assert {one.audience["user"] for one in told} == ({left.expert.user_id} if days else set())


def test_every_message_can_be_written_and_says_nothing_of_a_file(cast: Cast) -> None:
    assert all(kind.names() <= set(kind.sample) for kind in KINDS.values())
    fill_pool(cast)
    unit = accept_unit(cast)
    panel = draw_panel(cast, unit)
    with fence.entered(cast.city):
        from reviews import actions

        actions.start_review(panel_id=panel.pk, actor=cast.city)
        told = list(Announcement.objects.filter(kind="review_assigned").order_by("key"))
        written = {one.kind: str(kind_of(one.kind).body) % one.context for one in Announcement.objects.all()}
    assert len(told) == 7
    assert {one.context["count"] for one in told} == {"1"}
    assert set(written) == {"panel_drawn", "review_assigned"}
