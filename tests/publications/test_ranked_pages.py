"""Pages of an edition with several lists: drafting, approval with its effect, the public pages, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.kit import clock
from portal.tenancy import fence
from programmes.models import Edition
from publications.models import PublishedList
from publications.rendering import render_batch
from tests.cast import Cast
from tests.publications.ranked_stage import approve, decide, decide_three_lists, draft
from tests.publications.stage import at
from tests.ranked import open_ranked_edition


@pytest.fixture
def edition(cast: Cast) -> Edition:
    return open_ranked_edition(cast)


def url(name: str, cast: Cast, **keys: object) -> str:
    return reverse(name, kwargs={"tenant": cast.tenant.slug, **keys})


def typed(code: str, **over: object) -> dict[str, object]:
    return {
        "code": code,
        "title": "2024示例榜单",
        "text": "现予公布（示例）。",
        "document_number": "",
        "issuers": "示例市中小企业服务中心",
        "order": "rank",
        "release_on": "",
        **over,
    }


def test_only_lists_that_hold_something_can_be_drafted_and_each_begins_with_its_own_title(
    cast: Cast, edition: Edition
) -> None:
    decide(cast, edition, 1, "L1", 1, "12323.73")
    decide(cast, edition, 3, "L3", 1, "61.20")
    client = cast.client("city")
    first, third, unknown = (
        client.get(url("list_new", cast, pk=edition.pk) + query).context["form"]
        for query in ("", "?list=L3", "?list=X")
    )
    assert [code for code, _title in first.fields["code"].choices] == ["L1", "L3"]
    assert [form.initial["title"] for form in (first, third, unknown)] == [
        "2024上海专精特新“小巨人”企业品牌价值榜",
        "2024上海中小企业最具成长品牌榜",
        "2024上海专精特新“小巨人”企业品牌价值榜",
    ]
    refused = client.post(url("list_new", cast, pk=edition.pk), typed("L2", title="请保留这一标题"))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["code"])
    assert "请保留这一标题" in refused.content.decode()
    done = client.post(url("list_new", cast, pk=edition.pk), typed("L3", release_on="2026-05-10"))
    assert done.status_code == 302
    with fence.entered(cast.city):
        assert PublishedList.objects.values_list("code", "release_on").get() == ("L3", date(2026, 5, 10))


def test_a_day_that_has_passed_is_told_beside_the_box_and_stays_in_it(cast: Cast, edition: Edition) -> None:
    decide(cast, edition, 1, "L1", 1, "12323.73")
    page = cast.client("city").post(url("list_new", cast, pk=edition.pk), typed("L1", release_on="2026-03-09"))
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["release_on"])
    assert 'value="2026-03-09"' in page.content.decode()


def test_the_leader_approves_for_the_day_and_takes_back_from_the_page(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    with clock.frozen(at(8, month=5)):
        row = draft(cast, edition, release_on=date(2026, 5, 10))
        leader, officer = cast.client("city_leader"), cast.client("city")
        page = leader.get(url("list", cast, pk=row.pk))
        assert [
            word for word in ("审定并定期公布", "SHBV-2024-L1-0001-H", "2（并列）", "2024年度") if word in page.text
        ] == [
            "审定并定期公布",
            "SHBV-2024-L1-0001-H",
            "2（并列）",
            "2024年度",
        ]
        assert officer.post(url("list_release", cast, pk=row.pk), {"expected": "x"}).status_code == 403
        expected = page.context["form"].initial["expected"]
        assert leader.post(url("list_release", cast, pk=row.pk), {"expected": expected}).status_code == 302
        assert "已审定，系统将于" in officer.get(url("list", cast, pk=row.pk)).text
        assert officer.get(url("list_edit", cast, pk=row.pk)).status_code == 409
        assert cast.client("auditor").post(url("list_call_back", cast, pk=row.pk), {"reason": "x"}).status_code == 403
        empty = officer.post(url("list_call_back", cast, pk=row.pk), {"reason": ""})
        assert (empty.status_code, list(empty.context["call_back"].errors)) == (422, ["reason"])
        assert officer.post(url("list_call_back", cast, pk=row.pk), {"reason": "待核实"}).status_code == 302
    with fence.entered(cast.city):
        assert PublishedList.objects.values_list("state", "stopped_for").get() == ("draft", "待核实")


def test_the_office_sees_a_released_list_with_ranks_and_figures_and_can_do_nothing_to_it(
    cast: Cast, edition: Edition
) -> None:
    decide_three_lists(cast, edition)
    row = approve(cast, draft(cast, edition))
    page = cast.client("city").get(url("list", cast, pk=row.pk))
    wanted = ["2（并列）", "1,052.22", "SHBV-2024-L1-0001-H", "2024年度", row.digest]
    assert (page.status_code, [word for word in wanted if word in page.text]) == (200, wanted)
    assert [word for word in ("确认公布", "撤回名单", "删除草稿") if word in page.text] == []


def test_the_page_of_the_edition_shows_its_lists_in_order_with_their_numbers(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    for code in ("L3", "L1", "L2"):
        approve(cast, draft(cast, edition, code))
    page = Client().get(url("edition_public", cast, pk=edition.pk))
    found = [(one.row.title, one.entry_count, [e.name for e in one.entries]) for one in page.context["lists"]]
    assert found == [
        ("2024示例榜单L1", 3, ["示例品牌01", "示例品牌04", "示例品牌07"]),
        ("2024示例榜单L2", 1, ["示例品牌02"]),
        ("2024示例榜单L3", 1, ["示例品牌03"]),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("榜单L1", ["示例品牌01", "示例品牌04", "示例品牌07"]),
        ("品牌企业02", ["示例品牌02"]),
        ("shbv-2024-l3", ["示例品牌03"]),
        ("没有的", []),
    ],
)
def test_a_search_finds_entries_by_list_holder_and_number(
    cast: Cast, edition: Edition, text: str, names: list[str]
) -> None:
    decide_three_lists(cast, edition)
    for code in ("L1", "L2", "L3"):
        approve(cast, draft(cast, edition, code))
    for address in (url("lists_public", cast), url("edition_public", cast, pk=edition.pk)):
        found = Client().get(address, {"q": text}).context["found"]
        assert sorted(entry.name for entry in found.rows) == names
    assert Client().get(reverse("lists_public", kwargs={"tenant": "stranger"}), {"q": text}).context["found"].rows == []
    office = cast.client("city").get(url("certificates", cast), {"q": text}).context["page"]
    assert sorted(entry.name for entry in office.rows) == names


@pytest.mark.parametrize(
    ("name", "who", "cost"),
    [
        ("lists", "city", 22),
        ("list_new", "city", 21),
        ("list", "city_leader", 25),
    ],
)
def test_one_and_three_units_to_be_listed_cost_the_same_number_of_queries(
    cast: Cast, edition: Edition, name: str, who: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    decide(cast, edition, 1, "L1", 1, "12323.73")
    row = draft(cast, edition) if name == "list" else None
    keys = {"lists": {}, "list_new": {"pk": edition.pk}, "list": {"pk": row.pk if row else 0}}[name]
    client = cast.client(who)
    client.get(url(name, cast, **keys))
    with django_assert_num_queries(cost):
        client.get(url(name, cast, **keys))
    decide(cast, edition, 4, "L1", 2, "1052.22")
    decide(cast, edition, 7, "L1", 2, "1052.22")
    with django_assert_num_queries(cost):
        assert client.get(url(name, cast, **keys)).status_code == 200


@pytest.mark.parametrize(
    ("name", "cost"),
    [("list_public", 11), ("list_xlsx", 11), ("list_json", 11), ("edition_public", 15), ("lists_public", 11)],
)
def test_one_and_three_published_entries_cost_the_same_number_of_queries(
    cast: Cast, name: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    small, large = open_ranked_edition(cast), open_ranked_edition(cast, year=2025)
    decide(cast, small, 1, "L1", 1, "12323.73")
    for number, rank in ((4, 1), (7, 2), (10, 2)):
        decide(cast, large, number, "L1", rank, "1052.22")
    rows = [approve(cast, draft(cast, one)) for one in (small, large)]
    for one, row in zip((small, large), rows, strict=True):
        keys = {"edition_public": {"pk": one.pk}, "lists_public": {}}.get(name, {"pk": row.pk})
        client, address = Client(), url(name, cast, **keys)
        client.get(address)
        with django_assert_num_queries(cost):
            assert client.get(address, {"q": f"{one.year}"} if name == "lists_public" else {}).status_code == 200


def test_the_paper_of_a_list_is_made_with_the_honour_of_the_list(cast: Cast, edition: Edition) -> None:
    decide_three_lists(cast, edition)
    approve(cast, draft(cast, edition))
    with fence.as_tenant(cast.tenant.pk):
        assert render_batch(cast.tenant.pk) == (3, False)
