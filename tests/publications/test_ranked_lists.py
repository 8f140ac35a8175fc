"""An edition that ends in several ranked lists, without a notice: each list on its own, ranks frozen, shown or not."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import InternalError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from applications.models import Outcome, Unit
from applications.workflow import State
from portal.kit import clock
from portal.kit.errors import Conflict, Invalid
from portal.notifications.models import Announcement
from portal.tenancy import fence
from programmes.models import Edition
from publications import queries
from publications.actions import lists
from publications.actions.watching import watch_validity
from publications.awaiting import publications_awaiting
from publications.forms import list_defaults
from publications.models import Certificate, ListEntry, PublishedList
from publications.numbering import certificate_number
from publications.presenting import verdict_document, verdict_on
from tests.cast import Cast
from tests.publications.ranked_stage import RANKED_WORDING, approve, decide, decide_three_lists, draft
from tests.publications.stage import at
from tests.ranked import open_ranked_edition


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return open_ranked_edition(cast)


def codes(cast: Cast, edition: Edition) -> dict[str | None, list[str]]:
    with fence.entered(cast.city):
        return {
            code: [unit.name for unit in queries.listable_units(edition, "rank", code)]
            for code in ("L1", "L2", "L3", None)
        }


def test_each_list_holds_the_units_decided_for_it_straight_from_the_decision(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    assert codes(cast, edition) == {
        "L1": ["示例品牌01", "示例品牌04", "示例品牌07"],
        "L2": ["示例品牌02"],
        "L3": ["示例品牌03"],
        None: ["示例品牌01", "示例品牌02", "示例品牌03", "示例品牌04", "示例品牌07"],
    }


def test_an_edition_with_a_notice_lists_nothing_before_it(cast: Cast) -> None:
    edition = open_ranked_edition(cast, stages=("public_notice",))
    decide_three_lists(cast, edition)
    assert set(map(tuple, codes(cast, edition).values())) == {()}
    with pytest.raises(Conflict):
        draft(cast, edition)
    with fence.entered(cast.city):
        assert [(e.pk, e.unit_count) for e in queries.editions_with_proposed(cast.city)] == [(edition.pk, 5)]
        assert queries.editions_to_list(cast.city) == []


def test_an_edition_without_a_notice_is_offered_for_lists_and_never_for_a_notice(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with fence.entered(cast.city):
        assert queries.editions_with_proposed(cast.city) == []
        (ready,) = queries.editions_to_list(cast.city)
        found = [(form.code, count) for form, count in ready.ready_lists]  # type: ignore[attr-defined]
        assert found == [("L1", 3), ("L2", 1), ("L3", 1)]
    draft(cast, edition)
    with fence.entered(cast.city):
        (ready,) = queries.editions_to_list(cast.city)
        assert [form.code for form, _count in ready.ready_lists] == ["L2", "L3"]  # type: ignore[attr-defined]
        assert [form.code for form, _count in queries.lists_to_draft(edition)] == ["L2", "L3"]
        waiting = [(str(row.label), row.count) for row in publications_awaiting(cast.city, cast.tenant.slug)]
        assert waiting == [("已审定，待起草名单", 2)]


def test_a_unit_whose_decision_names_no_list_belongs_to_the_first(cast: Cast, edition: Edition) -> None:
    decide(cast, edition, 1, "", 1, "12323.73")
    assert codes(cast, edition) == {"L1": ["示例品牌01"], "L2": [], "L3": [], None: ["示例品牌01"]}


def test_a_release_lists_one_list_and_leaves_the_others(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = approve(cast, draft(cast, edition))
    with fence.entered(cast.city):
        shown = list(row.entries.values_list("position", "rank", "is_rank_shared", "figure", "name", "holder"))
        numbers = list(row.entries.values_list("certificate_number", flat=True))
        honours = set(row.entries.values_list("honour", "valid_from", "valid_to"))
        states = dict(Unit.objects.values_list("name", "state"))
    assert shown == [
        (1, 1, False, Decimal("12323.73"), "示例品牌01", "示例品牌企业01有限公司"),
        (2, 2, True, Decimal("1052.22"), "示例品牌04", "示例品牌企业04有限公司"),
        (3, 2, True, Decimal("1052.22"), "示例品牌07", "示例品牌企业07有限公司"),
    ]
    assert numbers[0] == "SHBV-2024-L1-0001-H"  # the worked number of domain rule 9
    assert [number[:-2] for number in numbers] == [f"SHBV-2024-L1-000{n}" for n in (1, 2, 3)]
    honour = "2024上海专精特新“小巨人”企业品牌价值榜入榜企业"
    assert honours == {(honour, date(2024, 1, 1), date(2024, 12, 31))}
    assert states == {
        "示例品牌01": "listed",
        "示例品牌02": "proposed",
        "示例品牌03": "proposed",
        "示例品牌04": "listed",
        "示例品牌07": "listed",
    }
    assert codes(cast, edition)["L1"] == []


def test_every_list_has_a_series_of_its_own(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    for code in ("L3", "L1", "L2"):
        approve(cast, draft(cast, edition, code))
    with fence.entered(cast.city):
        numbers = set(Certificate.objects.values_list("number", flat=True))
    wanted = {("L1", 1), ("L1", 2), ("L1", 3), ("L2", 1), ("L3", 1)}
    assert numbers == {certificate_number(programme="SHBV", year=2024, list_code=c, sequence=n) for c, n in wanted}


def test_one_draft_for_each_list_and_no_second_one(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    draft(cast, edition)
    second = draft(cast, edition, "L2")
    with pytest.raises(Conflict):
        draft(cast, edition)
    with fence.entered(cast.city):
        with pytest.raises(Conflict):
            lists.revise_list(list_id=second.pk, wording=RANKED_WORDING, actor=cast.city)
        assert sorted(PublishedList.objects.values_list("code", flat=True)) == ["L1", "L2"]


def test_what_one_list_was_seen_to_hold_releases_no_other(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    first, second = draft(cast, edition), draft(cast, edition, "L2")
    with fence.entered(cast.city_leader):
        seen = lists.fingerprint(queries.listable_units(edition, code="L1"))
        with pytest.raises(Conflict):
            lists.release_list(list_id=second.pk, expected=seen, actor=cast.city_leader)
        assert lists.release_list(list_id=first.pk, expected=seen, actor=cast.city_leader).state == "released"


def test_a_rank_that_changed_since_it_was_seen_is_not_released(cast: Cast, edition: Edition) -> None:
    unit = decide(cast, edition, 1, "L1", 1, "12323.73")
    row = draft(cast, edition)
    with fence.entered(cast.city_leader):
        seen = lists.fingerprint(queries.listable_units(edition, code="L1"))
        Outcome.objects.filter(unit=unit).update(rank=2)
        with pytest.raises(Conflict):
            lists.release_list(list_id=row.pk, expected=seen, actor=cast.city_leader)


def test_drafts_start_with_the_lists_own_title_and_the_order_of_ranks(cast: Cast, edition: Edition) -> None:
    with fence.entered(cast.city):
        first = list_defaults(edition, edition.programme.lists[2])
        cluster = list_defaults(cast.edition, cast.edition.programme.lists[0])
    assert (first["title"], first["order"], first["text"]) == (
        "2024上海中小企业最具成长品牌榜",
        "rank",
        "经申报、形式审查、数据核验、专家评审、专家校验和审定，现予公布。",
    )
    assert (cluster["title"], cluster["order"], cluster["text"]) == (
        "2026年度市级中小企业特色产业集群（示例）名单",
        "district",
        "经申报推荐、形式审查、专家评审、审定和公示，现予公布。",
    )


def downloads(cast: Cast, row: PublishedList) -> tuple[list[dict[str, object]], list[tuple[object, ...]], str]:
    """(JSON entries, rows of the workbook from its heads on, text of the public page)."""
    base, client = f"/{cast.tenant.slug}/lists/{row.pk}", Client()
    body = json.loads(client.get(f"{base}.json").content)
    text = json.dumps(body["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == body["digest_sha256"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{base}.xlsx").content))
    rows = [tuple(line) for line in book.get_sheet_by_index(0).to_python()][4:]
    return body["content"]["entries"], rows, client.get(f"{base}/").content.decode()


@pytest.mark.parametrize(
    ("settings", "keys", "heads"),
    [
        ({}, {"rank": 2, "is_rank_shared": True}, ("名次",)),
        ({"list_shows_rank": False}, {}, ()),
        (
            {"list_shows_figure": True},
            {"rank": 2, "is_rank_shared": True, "figure": "1052.22"},
            ("名次", "品牌价值 (万元)"),
        ),
        ({"list_shows_rank": False, "list_shows_figure": True}, {"figure": "1052.22"}, ("品牌价值 (万元)",)),
    ],
)
def test_the_editions_settings_decide_whether_ranks_and_figures_are_shown(
    cast: Cast, settings: dict[str, bool], keys: dict[str, object], heads: tuple[str, ...]
) -> None:
    edition = open_ranked_edition(cast, parameters=settings)
    decide_three_lists(cast, edition)
    row = approve(cast, draft(cast, edition))
    entries, rows, page = downloads(cast, row)
    assert {k: v for k, v in entries[1].items() if k in {"rank", "is_rank_shared", "figure"}} == keys
    assert rows[0][8:] == heads
    shown = {"名次": "2（并列）", "品牌价值 (万元)": 1052.22}
    assert rows[2][8:] == tuple(shown[head] for head in heads)
    assert ("2（并列）" in page, "1,052.22" in page) == ("名次" in heads, "品牌价值 (万元)" in heads)


def test_what_a_list_shows_stays_whatever_the_edition_says_later(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    row = approve(cast, draft(cast, edition))
    with fence.as_tenant(cast.tenant.pk):
        edition.parameters = {"list_shows_rank": False, "list_shows_figure": True}
        edition.save()
        for change in ({"rank": 9}, {"figure": Decimal(1)}):
            with pytest.raises(InternalError), transaction.atomic():
                ListEntry.objects.update(**change)
    entries, _rows, page = downloads(cast, row)
    assert ([entry["rank"] for entry in entries], "figure" in entries[0], "1,052.22" in page) == (
        [1, 2, 2],
        False,
        False,
    )


def test_a_shared_rank_is_shared_no_more_when_the_other_was_struck(cast: Cast, edition: Edition) -> None:
    decide(cast, edition, 1, "L1", 1, "12323.73")
    decide(cast, edition, 4, "L1", 1, "12323.73", state=State.NOT_LISTED)
    decide(cast, edition, 7, "L1", 3, "1052.22")
    decide(cast, edition, 2, "L2", 1, "12323.73")  # the same rank in another list
    decide(cast, edition, 10, "L1", 3, "1052.22")
    with fence.as_tenant(cast.tenant.pk):
        lines = queries.list_lines(queries.listable_units(edition, "rank", "L1"))
    assert [(line.name, line.rank, line.is_rank_shared) for line in lines] == [
        ("示例品牌01", 1, False),
        ("示例品牌07", 3, True),
        ("示例品牌10", 3, True),
    ]


def test_the_verify_answer_names_list_and_year(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with clock.frozen(at(17, 9)):
        row = approve(cast, draft(cast, edition))
        with fence.entered(cast.city):
            paper = queries.certificate_by_number(cast.tenant.pk, "SHBV-2024-L1-0001-H")
            answer = verdict_document(verdict_on(paper, ""))
        page = Client().get(f"/{cast.tenant.slug}/verify/SHBV-2024-L1-0001-H/").content.decode()
    assert (answer["list"], answer["year"], answer["valid_to"]) == (row.title, 2024, date(2024, 12, 31))
    assert [word for word in ("2024示例榜单L1", "<dd>2024年度</dd>", "<dd>2024</dd>") if word in page] == [
        "2024示例榜单L1",
        "<dd>2024年度</dd>",
        "<dd>2024</dd>",
    ]


def test_the_honour_of_a_year_ends_with_it_and_nobody_is_sent_to_a_re_review_that_there_is_not(cast: Cast) -> None:
    edition = open_ranked_edition(cast, year=2026)
    decide(cast, edition, 1, "L1", 1, "12323.73")
    approve(cast, draft(cast, edition))
    turns = []
    for day in (date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)):
        with clock.frozen(clock.start_of(day)), fence.as_tenant(cast.tenant.pk) as actor:
            turns.append(watch_validity(actor=actor))
    assert turns == [(0, 0), (0, 0), (0, 1), (0, 0)]
    with fence.as_tenant(cast.tenant.pk):
        kinds = sorted(Announcement.objects.filter(kind__startswith="validity").values_list("kind", flat=True))
        assert (kinds, Unit.objects.get().state) == (["validity_closing", "validity_ended"], "listed")


def test_a_list_of_the_programme_is_chosen_and_no_other(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with pytest.raises(Invalid) as refused:
        draft(cast, edition, "K1")
    assert list(refused.value.fields) == ["code"]
