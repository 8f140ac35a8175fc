"""A notice of an edition with several lists: grouped list by list, frozen so, corrected and objected to as ever."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.test import Client

from applications.models import Unit
from portal.kit import clock
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import notices
from publications.models import Notice, NoticeEntry
from tests.cast import Cast
from tests.publications.ranked_stage import approve, decide_three_lists, draft
from tests.publications.stage import WORDING, at, end
from tests.ranked import open_ranked_edition


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return open_ranked_edition(cast, stages=("public_notice",))


def publish(cast: Cast, draft_row: Notice) -> Notice:
    with fence.entered(cast.city):
        term = notices.notice_term(draft_row, clock.today())
        return notices.publish_notice(notice_id=draft_row.pk, expected_last_on=term.last_on, actor=cast.city)


def show(cast: Cast, edition: Edition, order: str = "rank") -> Notice:
    decide_three_lists(cast, edition)
    with fence.entered(cast.city):
        row = notices.draft_notice(edition_id=edition.pk, wording=replace(WORDING, order=order), actor=cast.city)
    return publish(cast, row)


def shown(cast: Cast, notice: Notice) -> list[tuple[int, str, str]]:
    with fence.entered(cast.city):
        rows = NoticeEntry.objects.filter(notice=notice).order_by("position")
        return list(rows.values_list("position", "list_code", "name"))


def test_a_notice_goes_list_by_list_in_the_order_of_ranks(cast: Cast, edition: Edition) -> None:
    notice = show(cast, edition)
    assert shown(cast, notice) == [
        (1, "L1", "示例品牌01"),
        (2, "L1", "示例品牌04"),
        (3, "L1", "示例品牌07"),
        (4, "L2", "示例品牌02"),
        (5, "L3", "示例品牌03"),
    ]
    page = Client().get(f"/{cast.tenant.slug}/notices/{notice.pk}/")
    assert [(title, len(rows)) for title, rows in page.context["groups"]] == [
        ("上海专精特新“小巨人”企业品牌价值榜", 3),
        ("上海专精特新企业品牌价值榜", 1),
        ("上海中小企业最具成长品牌榜", 1),
    ]
    body = json.loads(Client().get(f"/{cast.tenant.slug}/notices/{notice.pk}.json").content)
    assert [entry["list"] for entry in body["entries"]] == ["L1", "L1", "L1", "L2", "L3"]
    assert Client().get(f"/{cast.tenant.slug}/notices/{notice.pk}.xlsx").status_code == 200


def test_a_notice_says_no_rank_and_a_draft_shows_the_same_groups(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with fence.entered(cast.city):
        row = notices.draft_notice(edition_id=edition.pk, wording=WORDING, actor=cast.city)
    page = cast.client("city").get(f"/{cast.tenant.slug}/office/notices/{row.pk}/")
    assert [len(rows) for _title, rows in page.context["groups"]] == [3, 1, 1]
    text = page.content.decode()
    assert ("并列" in text, "名次" in text, "12,323.73" in text) == (False, False, False)


def test_each_list_is_drawn_from_the_notice_with_the_name_shown_last(cast: Cast, edition: Edition) -> None:
    notice = show(cast, edition)
    with fence.entered(cast.city):
        entry = NoticeEntry.objects.get(name="示例品牌04")
        row = notices.draft_correction(
            notice_id=notice.pk,
            wording=WORDING,
            renamed={"entry": entry.pk, "name": "示例品牌零四", "note": "更名"},
            actor=cast.city,
        )
    correction = publish(cast, row)
    assert shown(cast, correction) == [(1, "L1", "示例品牌零四")]
    with clock.frozen(at(17, 9)):
        end(cast)
        released = approve(cast, draft(cast, edition))
    with fence.entered(cast.city):
        found = list(released.entries.values_list("rank", "is_rank_shared", "name"))
        others = [queries.listable_units(edition, code=code) for code in ("L2", "L3")]
    assert found == [(1, False, "示例品牌01"), (2, True, "示例品牌零四"), (2, True, "示例品牌07")]
    assert [[unit.name for unit in units] for units in others] == [["示例品牌02"], ["示例品牌03"]]


def test_an_entry_that_is_held_is_withheld_from_its_own_list_alone(cast: Cast, edition: Edition) -> None:
    show(cast, edition)
    with clock.frozen(at(17, 9)):
        end(cast)
        with fence.entered(cast.city):
            Unit.objects.filter(name="示例品牌04").update(state="objection_hold")
            found = {
                code: (
                    [unit.name for unit in queries.listable_units(edition, "rank", code)],
                    [unit.name for unit in queries.withheld_units(edition, code)],
                )
                for code in ("L1", "L2")
            }
    assert found == {"L1": (["示例品牌01", "示例品牌07"], ["示例品牌04"]), "L2": (["示例品牌02"], [])}
