"""Lists of items: several of one enterprise, the holder beside each, each with a fate of its own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from applications.models import Unit
from applications.workflow import State
from portal.kit import clock
from portal.tenancy import fence
from publications import pdf
from publications.actions import revocations
from publications.content import content_of_list
from publications.models import Certificate, ListEntry
from publications.numbering import certificate_number
from publications.queries.public import all_list_entries
from publications.rendering import certificate_facts
from tests.applications.agencies.scene import items_examples
from tests.cast import Cast
from tests.publications.after_stage import edition_of_items, entries_of, publish_items, release, shown_items
from tests.publications.stage import at, listed

FIRM = items_examples.FIRM


def page(client: Client, name: str, cast: Cast, **keys: object) -> str:
    return client.get(reverse(name, kwargs={"tenant": cast.tenant.slug, **keys})).content.decode()


def test_items_of_one_enterprise_stand_in_one_list_each_with_a_paper_of_its_own(cast: Cast) -> None:
    edition = edition_of_items(cast, switched_stages=["certificate"])
    shown_items(cast, edition, "示例轴承", "示例传感器", "示例检测服务")
    row = release(cast, edition)
    numbers = [certificate_number(programme="SHBP", year=2026, list_code="P1", sequence=number) for number in (1, 2, 3)]
    with fence.as_tenant(cast.tenant.pk):
        shown = list(row.entries.values_list("position", "name", "holder", "certificate_number"))
        papers = list(Certificate.objects.order_by("number").values_list("number", "entry__name"))
    names = ["示例轴承", "示例传感器", "示例检测服务"]
    assert shown == [(place, name, FIRM, numbers[place - 1]) for place, name in enumerate(names, start=1)]
    assert papers == list(zip(numbers, names, strict=True))


def test_an_item_that_is_held_or_struck_stays_out_and_the_others_go_on(cast: Cast) -> None:
    edition = edition_of_items(cast)
    first, held, struck = shown_items(cast, edition, "示例甲", "示例乙", "示例丙")
    with fence.as_tenant(cast.tenant.pk):
        Unit.objects.filter(pk__in=(held.pk, struck.pk)).update(state=State.OBJECTION_HOLD)
        Unit.objects.filter(pk=struck.pk).update(state=State.NOT_LISTED)
    row = release(cast, edition)
    assert [one.name for one in entries_of(cast, row)] == ["示例甲"]
    with fence.as_tenant(cast.tenant.pk):
        states = dict(Unit.objects.values_list("name", "state"))
    assert states == {"示例甲": "listed", "示例乙": "objection_hold", "示例丙": "not_listed"}
    assert first.pk


def test_items_of_one_firm_stand_together_in_the_order_of_their_filing(cast: Cast) -> None:
    edition = edition_of_items(cast)
    shown_items(cast, edition, "示例丁", "示例甲")
    shown_items(cast, edition, "示例丙", "示例乙", enterprise_id=cast.other_enterprise_id)
    assert [one.name for one in entries_of(cast, release(cast, edition))] == ["示例丁", "示例甲", "示例丙", "示例乙"]


def test_one_item_revoked_leaves_the_other_in_force(cast: Cast) -> None:
    first, second = publish_items(cast, edition_of_items(cast), "示例甲", "示例乙")
    with clock.frozen(at(18)):
        with fence.entered(cast.city):
            row = revocations.find_ground(
                entry_id=first.pk, ground="misuse", facts="用于其他产品。", suspends=False, actor=cast.city
            )
        with fence.entered(cast.applicant):
            revocations.answer_revocation(revocation_id=row.pk, answer="已整改。", actor=cast.applicant)
        with fence.entered(cast.city_leader):
            revocations.decide_revocation(revocation_id=row.pk, revokes=True, reason="属实。", actor=cast.city_leader)
    with fence.as_tenant(cast.tenant.pk):
        fates = list(ListEntry.objects.order_by("position").values_list("name", "standing", "unit__state"))
    assert fates == [("示例甲", "revoked", "revoked"), ("示例乙", "valid", "listed")]
    assert second.pk


def test_every_output_names_the_item_and_its_holder(cast: Cast) -> None:
    edition = edition_of_items(cast, switched_stages=["certificate"])
    shown_items(cast, edition, "示例轴承", "示例传感器")
    row = release(cast, edition)
    html = page(Client(), "list_public", cast, pk=row.pk)
    assert '<th scope="col">产品或服务</th><th scope="col">申报主体</th>' in html
    assert (html.count(FIRM), html.count("示例轴承")) == (2, 1)
    sheet = Client().get(reverse("list_xlsx", kwargs={"tenant": cast.tenant.slug, "pk": row.pk})).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    cells = [line[:3] for line in lines]
    assert cells[4:] == [["序号", "产品或服务", "申报主体"], [1, "示例轴承", FIRM], [2, "示例传感器", FIRM]]
    with fence.as_tenant(cast.tenant.pk):
        content = content_of_list(row, all_list_entries(row))
        facts = [certificate_facts(paper) for paper in Certificate.objects.select_related("entry", "tenant")]
        document = pdf._render("pdf/list.html", {"list": row, "entries": all_list_entries(row), "name_head": "产品"})
    assert [(line["name"], line["holder"]) for line in content["entries"]] == [("示例轴承", FIRM), ("示例传感器", FIRM)]
    assert [(one.subject, one.holder) for one in facts] == [("示例轴承", FIRM), ("示例传感器", FIRM)]
    assert f"<td>示例轴承</td><td>{FIRM}</td>" in document
    honours = cast.client("applicant").get(reverse("honours"))
    assert [name for name in ("示例轴承", "示例传感器") if name not in honours.content.decode()] == []


def test_a_programme_of_one_unit_keeps_the_words_of_its_list(cast: Cast) -> None:
    html = page(Client(), "list_public", cast, pk=listed(cast).pk)
    assert '<th scope="col">名称</th><th scope="col">申报主体</th>' in html


@pytest.mark.parametrize(("name", "cost"), [("honours", 23), ("list_public", 11), ("list_xlsx", 11)])
def test_one_and_three_items_cost_the_same_number_of_queries(
    cast: Cast, name: str, cost: int, django_assert_num_queries: Callable[..., object]
) -> None:
    edition = edition_of_items(cast)
    client = cast.client("applicant") if name == "honours" else Client()
    for names in (["示例甲"], ["示例乙", "示例丙", "示例丁"]):
        shown_items(cast, edition, *names, serial=len(names))
        row = release(cast, edition)
        keys = {} if name == "honours" else {"tenant": cast.tenant.slug, "pk": row.pk}
        client.get(reverse(name, kwargs=keys))
        with django_assert_num_queries(cost):
            assert client.get(reverse(name, kwargs=keys)).status_code == 200
