"""An applicant names up to two experts to keep out: who may, until when, whom it hits, and who learns of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from applications.models import Unit
from applications.workflow import State
from portal.audit.models import Event
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound
from portal.people.models import Expert
from portal.tenancy import fence
from reviews import actions, queries
from reviews.actions.avoiding import Avoidance, name_avoided_experts
from reviews.models import AvoidedExpert
from reviews.queries.avoiding import avoidances_before, draws_experts
from tests.applications.factories import make_unit_in
from tests.cast import Cast
from tests.fixtures import NOON
from tests.reviews.scene import accept_unit, add_expert, draw_panel, fill_pool, form, freeze, sheets_of, start

pytestmark = pytest.mark.django_db
REASON = "三年内曾与本单位有合同纠纷"
WANG = Avoidance("王示例", "示例大学", REASON)
LI = Avoidance("李示例", "", REASON)


def owner_of(cast: Cast, unit: Unit) -> Actor:
    user = cast.user("applicant")
    tenant_id = cast.tenant.pk
    return Actor(user_id=user.pk, name=user.name, enterprise_id=unit.enterprise_id, public_tenant_id=tenant_id)


def name(cast: Cast, unit: Unit, *named: Avoidance, actor: Actor | None = None) -> list[AvoidedExpert]:
    who = actor or owner_of(cast, unit)
    with fence.entered(who):
        return name_avoided_experts(application_id=unit.application_id, named=named, actor=who)


def stored(cast: Cast) -> list[tuple[int, str, str, str]]:
    with fence.as_tenant(cast.tenant.pk):
        rows = AvoidedExpert.objects.order_by("application_id", "position")
        return list(rows.values_list("position", "expert_name", "employer_name", "reason"))


def pool_expert(cast: Cast, key: str, person: str, employer: str) -> Expert:
    expert = add_expert(cast, key, "technology")
    with fence.as_tenant(cast.tenant.pk):
        Expert.objects.filter(pk=expert.pk).update(name=person, employer_name=employer)
    return expert


def test_naming_replaces_what_was_named_before_and_is_recorded_without_names(cast: Cast) -> None:
    unit = accept_unit(cast)
    name(cast, unit, WANG, LI)
    assert stored(cast) == [(1, "王示例", "示例大学", REASON), (2, "李示例", "", REASON)]
    name(cast, unit, LI)
    assert stored(cast) == [(1, "李示例", "", REASON)]
    name(cast, unit)
    assert stored(cast) == []
    with fence.as_tenant(cast.tenant.pk):
        events = Event.objects.filter(act="name_avoided_experts").order_by("payload__count")
        assert list(events.values_list("subject", "payload", "reason", "at")) == [
            (f"applications.application:{unit.application_id}", {"count": count}, "", NOON) for count in range(3)
        ]


@pytest.mark.parametrize(
    ("named", "faults"),
    [
        ([Avoidance("王", "", REASON)], {"expert_name_1"}),
        ([Avoidance(" ", "示例大学", REASON)], {"expert_name_1"}),
        ([Avoidance("王" * 61, "", REASON)], {"expert_name_1"}),
        ([Avoidance("王示例", "校" * 121, REASON)], {"employer_name_1"}),
        ([WANG, Avoidance("李示例", "", "理" * 9)], {"reason_2"}),
        ([WANG, Avoidance("李示例", "", "理" * 501)], {"reason_2"}),
        ([WANG, Avoidance("王 示例", "示例大学 ", REASON)], {"expert_name_2"}),
        ([WANG, LI, Avoidance("赵示例", "", REASON)], set()),
    ],
)
def test_what_is_no_name_or_no_reason_is_refused_whole(cast: Cast, named: list[Avoidance], faults: set[str]) -> None:
    unit = accept_unit(cast)
    with pytest.raises(Invalid) as refused:
        name(cast, unit, *named)
    assert (set(refused.value.fields), stored(cast)) == (faults, [])


@pytest.mark.parametrize("length", [10, 500])
def test_a_reason_of_ten_to_five_hundred_characters_is_enough(cast: Cast, length: int) -> None:
    name(cast, accept_unit(cast), Avoidance("王示例", "", "理" * length))
    assert len(stored(cast)) == 1


def test_nobody_but_the_enterprise_that_filed_may_name_anybody(cast: Cast) -> None:
    unit = accept_unit(cast)
    for actor in (cast.rival, cast.city, cast.expert1, cast.officer, Actor(public_tenant_id=cast.tenant.pk)):
        with pytest.raises(NotFound):
            name(cast, unit, WANG, actor=actor)
    assert stored(cast) == []


def test_names_are_taken_until_the_pool_is_frozen_and_not_after(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    panel = form(cast, unit)
    name(cast, unit, LI)
    freeze(cast, panel)
    with pytest.raises(Conflict, match="专家库已经锁定"):
        name(cast, unit, WANG)
    with pytest.raises(Conflict):
        name(cast, unit)
    assert stored(cast) == [(1, "李示例", "", REASON)]


def test_the_frozen_pool_of_another_filing_and_of_a_dropped_panel_does_not_matter(cast: Cast) -> None:
    fill_pool(cast)
    unit, other = accept_unit(cast), accept_unit(cast, "示例集群二", 2)
    panel = freeze(cast, form(cast, other))
    name(cast, unit, WANG)
    with fence.entered(cast.city):
        actions.dissolve_panel(panel_id=panel.pk, reason="一方遗失口令", actor=cast.city)
    name(cast, other, LI)
    assert [row[1] for row in stored(cast)] == ["王示例", "李示例"]


def test_a_filing_that_is_withdrawn_or_never_reviewed_has_no_such_page(cast: Cast) -> None:
    unit = accept_unit(cast)
    assert draws_experts(unit.application) is True
    for state in ("withdrawn", "not_recommended"):
        unit.application.state = state
        assert draws_experts(unit.application) is False


def test_a_name_hits_everybody_of_it_and_with_an_employer_only_those_there(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    there = pool_expert(cast, "there", "王示例", "示例大学")
    elsewhere = pool_expert(cast, "elsewhere", "王示例", "示例研究所")
    spelled = pool_expert(cast, "spelled", "李 示例", "示例学院")
    name(cast, unit, WANG, LI)
    panel = draw_panel(cast, unit)
    with fence.entered(cast.city):
        excluded = {row.expert_id: row.excluded for row in queries.frozen_pool(panel)}
        drawn = {seat.expert_id for seat in queries.seats_of(panel)}
    assert [excluded[one.pk] for one in (there, elsewhere, spelled)] == ["avoided", "", "avoided"]
    assert drawn.isdisjoint({there.pk, spelled.pk})


def test_the_officer_sees_who_was_named_why_and_whether_the_pool_holds_him(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    pool_expert(cast, "there", "王示例", "示例大学")
    name(cast, unit, WANG, LI)
    panel = form(cast, unit)
    with fence.entered(cast.city):
        lines = [(one.unit_name, one.expert_name, one.reason, one.is_in_pool) for one in avoidances_before(panel)]
    assert lines == [(unit.name, "王示例", REASON, True), (unit.name, "李示例", REASON, False)]
    page = cast.client("city").get(reverse("panel", args=("sheitc", panel.pk))).content.decode()
    assert [page.count(words) for words in ("申报主体申请回避的专家", "库中无此人", "库中有此人")] == [2, 1, 1]


def test_no_page_of_an_expert_and_no_record_names_whoever_was_named(cast: Cast) -> None:
    fill_pool(cast)
    unit = accept_unit(cast)
    name(cast, unit, WANG, LI)
    panel = start(cast, unit)
    sheet = sheets_of(cast, unit)[0]
    key = next(key for key, member in cast.people.items() if member.user.pk == sheet.expert.user_id)
    pages = [reverse("review_desk", args=("sheitc",)), reverse("sheet_declare", args=("sheitc", sheet.pk))]
    said = "".join(cast.client(key).get(page).content.decode() for page in pages)
    said += cast.client("city").get(reverse("panel_record_json", args=("sheitc", panel.pk))).content.decode()
    assert ("王示例" in said, REASON in said, unit.name in said) == (False, False, True)
    office = [reverse("panel", args=("sheitc", panel.pk)), reverse("panel_record_json", args=("sheitc", panel.pk))]
    assert [cast.client(key).get(page).status_code for page in office] == [403, 403]


class TestPage:
    @pytest.fixture
    def unit(self, cast: Cast) -> Unit:
        """A filing of the applicant's own enterprise."""
        return make_unit_in(cast, State.ACCEPTED, enterprise_id=cast.enterprise_id)

    def address(self, unit: Unit) -> str:
        return reverse("application_avoid", args=("sheitc", unit.application_id))

    def test_it_is_linked_saves_and_shows_what_was_saved(self, cast: Cast, unit: Unit) -> None:
        client, address = cast.client("applicant"), self.address(unit)
        own = reverse("application", args=("sheitc", unit.application_id))
        assert f'href="{address}"' in client.get(own).content.decode()
        sent = {"expert_name_1": " 王示例", "employer_name_1": "示例大学", "reason_1": REASON}
        answer = client.post(address, sent, follow=True)
        assert (answer.redirect_chain, "共 1 名专家" in answer.content.decode()) == ([(own, 302)], True)
        assert stored(cast) == [(1, "王示例", "示例大学", REASON)]
        page = client.get(address).content.decode()
        assert ('value="王示例"' in page, page.count("<h1")) == (True, 1)
        assert "已撤回回避申请" in client.post(address, {}, follow=True).content.decode()
        assert stored(cast) == []

    def test_a_fault_stands_where_it_was_typed_and_nothing_typed_is_lost(self, cast: Cast, unit: Unit) -> None:
        sent: dict[str, Any] = {"expert_name_2": "李示例", "employer_name_2": "示例学院", "reason_2": "太短"}
        answer = cast.client("applicant").post(self.address(unit), sent)
        page = answer.content.decode()
        assert (answer.status_code, 'href="#id_reason_2"' in page, "太短" in page) == (422, True, True)
        assert ('value="李示例"' in page, 'value="示例学院"' in page, stored(cast)) == (True, True, [])

    def test_it_is_read_only_once_the_pool_is_frozen(self, cast: Cast, unit: Unit) -> None:
        fill_pool(cast)
        name(cast, unit, WANG)
        freeze(cast, form(cast, unit))
        client = cast.client("applicant")
        page = client.get(self.address(unit)).content.decode()
        assert ("专家库已锁定" in page, "王示例" in page, 'name="expert_name_1"' in page) == (True, True, False)
        assert client.post(self.address(unit), {"expert_name_1": "李示例", "reason_1": REASON}).status_code == 409

    def test_it_is_not_there_for_others(self, cast: Cast, unit: Unit) -> None:
        for who in ("rival", "city", "expert1", "stranger"):
            assert cast.client(who).get(self.address(unit)).status_code in {302, 404}
