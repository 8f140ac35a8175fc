"""Targets: distinct things of what is listed and still valid, over all editions, district by district."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import InternalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from applications.models import Application, Candidate, Milestone
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from programmes.models import Edition, EditionState
from publications.actions.certificates import change_standing
from publications.models import ListEntry, Standing
from publications.queries.progress import office_progress, public_progress
from tests.applications.agencies.scene import items_examples, items_filing, make_filing
from tests.cast import USCCS, Cast
from tests.publications.after_stage import (
    UNTIL,
    certified,
    edition_of_certificates,
    edition_of_items,
    publish_certificate,
    publish_items,
    release,
)
from tests.publications.stage import listed


def reached(cast: Cast) -> dict[str, tuple[int, int]]:
    """Label of a target -> (reached, goal)."""
    with fence.as_tenant(cast.tenant.pk):
        return {one.label: (one.reached, one.goal) for row in public_progress(cast.tenant.pk) for one in row.targets}


def districts(cast: Cast) -> list[tuple[object, ...]]:
    with fence.as_tenant(cast.tenant.pk):
        (row,) = public_progress(cast.tenant.pk)
    return [(one.name, one.listed, one.valid, one.suspended, one.revoked, one.things) for one in row.districts]


def ask(client: Client, name: str, cast: Cast) -> HttpResponse:
    return client.get(reverse(name, kwargs={"tenant": cast.tenant.slug}))


def stand(cast: Cast, row: ListEntry, standing: Standing) -> None:
    with fence.as_tenant(cast.tenant.pk):
        change_standing(ListEntry.objects.get(pk=row.pk), standing)


def test_one_standard_that_several_items_follow_counts_once(cast: Cast) -> None:
    edition, names = edition_of_items(cast), ["示例甲", "示例乙", "示例丙"]
    rows = [
        items_examples.item_row(name, number=30_000_000 + place, standard_no="T/EXAMPLE 9—2026")
        for place, name in enumerate(names, start=1)
    ]
    answers = items_examples.complete_answers(items=rows)
    units = make_filing(cast, edition, answers, names, State.PUBLIC_NOTICE, with_findings=False)
    with fence.as_tenant(cast.tenant.pk):
        for unit in units:
            Milestone.objects.create(tenant=cast.tenant, unit=unit, key="notice_ended", at=clock.now())
    release(cast, edition)
    assert list(reached(cast).values()) == [(1, 40), (3, 100)]


def test_the_same_item_in_another_year_counts_once(cast: Cast) -> None:
    for year in (2025, 2026):
        publish_items(cast, edition_of_items(cast, year=year), "示例甲")
    assert [one[0] for one in reached(cast).values()] == [1, 1]
    assert districts(cast) == [("闵行区", 2, 2, 0, 0, (1, 1))]


def test_what_does_not_stand_does_not_count(cast: Cast) -> None:
    first, second, _third = publish_items(cast, edition_of_items(cast), "示例甲", "示例乙", "示例丙")
    stand(cast, first, Standing.REVOKED)
    stand(cast, second, Standing.SUSPENDED)
    assert [one[0] for one in reached(cast).values()] == [1, 1]
    assert districts(cast) == [("闵行区", 3, 1, 1, 1, (1, 1))]


def test_the_goal_is_that_of_the_newest_edition_that_is_announced(cast: Cast) -> None:
    edition_of_items(cast, year=2025, parameters={"goal_items": 60})
    edition_of_items(cast, year=2026, parameters={"goal_items": 80})
    draft = edition_of_items(cast, year=2027, parameters={"goal_items": 500})
    with fence.as_tenant(cast.tenant.pk):
        Edition.objects.filter(pk=draft.pk).update(state=EditionState.DRAFT)
    assert list(reached(cast).values()) == [(0, 40), (0, 80)]


def test_certificates_count_until_their_last_day(cast: Cast) -> None:
    publish_certificate(cast, edition_of_certificates(cast), "示例产品")
    counts = []
    for instant in (clock.start_of(UNTIL), clock.end_of(UNTIL)):
        with clock.frozen(instant):
            counts.append(list(reached(cast).values()))
    assert counts == [[(1, 100)], [(0, 100)]]


def test_the_same_name_at_two_firms_is_two_products(cast: Cast) -> None:
    edition = edition_of_certificates(cast)
    publish_certificate(cast, edition, "示例产品")
    certified(cast, edition, "示例产品", serial=2, enterprise_id=cast.other_enterprise_id, identity="b")
    with fence.as_tenant(cast.tenant.pk):
        Application.objects.filter(enterprise_id=cast.other_enterprise_id).update(enterprise_uscc=USCCS[1])
    release(cast, edition)
    assert list(reached(cast).values()) == [(2, 100)]


def test_a_programme_without_targets_is_not_on_the_page(cast: Cast) -> None:
    listed(cast)
    assert reached(cast) == {}
    assert "没有设定目标的项目" in ask(Client(), "progress_public", cast).content.decode()


def test_the_public_page_shows_targets_chart_and_table_and_nothing_inside(cast: Cast) -> None:
    publish_items(cast, edition_of_items(cast), "示例甲", "示例乙")
    page = ask(Client(), "progress_public", cast).content.decode()
    wanted = ("经过先进性评价的标准", "2 / 100 项", '<rect class="bars__fill" width="100.0"', "各区情况", "闵行区")
    assert [word for word in wanted if word not in page] == []
    assert [word for word in ("入库", "孵化小时", "占申报", "示例甲") if word in page] == []


def test_the_office_sees_how_far_districts_got(cast: Cast) -> None:
    edition = edition_of_items(cast)
    publish_items(cast, edition, "示例甲")
    items_filing(cast, edition, ["示例乙", "示例丙"], serial=2)
    with fence.as_tenant(cast.tenant.pk):
        for product, district in (("示例甲", cast.minhang), ("示例丁", cast.songjiang)):
            Candidate.objects.create(
                tenant=cast.tenant,
                district=district,
                programme_slug=edition.programme_slug,
                enterprise_name="示例企业",
                uscc="91310000631696382C",
                product=product,
                added_by=cast.user("officer"),
                added_at=clock.now(),
            )
    with fence.entered(cast.city):
        (row,) = office_progress(cast.city)
    found = [
        (one.name, one.filings.candidates, one.filings.filed, one.filings.recommended, one.listed, one.listed_percent)
        for one in row.districts
    ]
    # Three items were filed and recommended, one is listed: 33 %.
    assert found == [("闵行区", 1, 3, 3, 1, 33), ("松江区", 1, 0, 0, 0, None)]
    assert "占申报" in ask(cast.client("city"), "progress", cast).content.decode()


@pytest.mark.parametrize(("who", "code"), [("city", 200), ("auditor", 200), ("officer", 200), ("expert1", 403)])
def test_the_scorecard_is_for_the_offices(cast: Cast, who: str, code: int) -> None:
    assert ask(cast.client(who), "progress", cast).status_code == code


def test_another_organiser_counts_nothing_of_ours(cast: Cast) -> None:
    publish_items(cast, edition_of_items(cast), "示例甲")
    with fence.as_tenant(cast.stranger_tenant.pk):
        assert public_progress(cast.stranger_tenant.pk) == []
        assert public_progress(cast.tenant.pk) == []


def test_what_a_release_counted_is_never_edited(cast: Cast) -> None:
    (row,) = publish_items(cast, edition_of_items(cast), "示例甲")
    assert {key: len(things) for key, things in row.counted.items()} == {"standards": 1, "items": 1}
    with fence.as_tenant(cast.tenant.pk), pytest.raises(InternalError), transaction.atomic():
        ListEntry.objects.filter(pk=row.pk).update(counted={"standards": ["a", "b"]})


@pytest.mark.parametrize(("name", "who", "cost"), [("progress", "city", 23), ("progress_public", "", 11)])
def test_one_and_three_items_and_districts_cost_the_same_number_of_queries(
    cast: Cast, name: str, who: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    edition, client = edition_of_items(cast), cast.client(who) if who else Client()
    for serial, names in ((1, ["示例甲"]), (2, ["示例乙", "示例丙"])):
        publish_items(cast, edition, *names, serial=serial)
        ask(client, name, cast)
        with django_assert_num_queries(cost):
            assert ask(client, name, cast).status_code == 200
