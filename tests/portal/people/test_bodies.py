"""The register of bodies: entered, switched off and on; whoever works there is invited to one of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.audit.models import Event
from portal.kit.actor import Role
from portal.people.models import Body, Membership
from portal.people.policy import conflict_between
from portal.tenancy import fence
from tests.cast import Cast

ADDRESS = "/sheitc/office/bodies/"
AGENCY = {"kind": "agency", "name": "示例品牌评价中心", "approval": ""}
CERTIFIER = {"kind": "certification", "name": "示例认证有限公司", "approval": "CNCA-示例-001"}


def add(cast: Cast, **over: str) -> Body:
    typed = AGENCY | over
    assert cast.client("admin").post(ADDRESS, typed).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        return Body.objects.get(name=typed["name"])


def test_the_administrator_enters_a_body_and_it_is_on_the_record(cast: Cast) -> None:
    row = add(cast, **CERTIFIER)
    assert (row.kind, row.name, row.approval, row.is_active) == (*CERTIFIER.values(), True)
    with fence.as_tenant(cast.tenant.pk):
        event = Event.objects.get(act="add_body")
    assert (event.subject, event.payload) == (f"people.body:{row.pk}", CERTIFIER)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "bakery"}, "kind"),
        ({"name": "短名字"}, "name"),
        ({"name": "长" * 121}, "name"),
        ({"kind": "certification"}, "approval"),
        ({"approval": "号" * 81}, "approval"),
        ({}, "name"),
    ],
)
def test_a_bad_body_is_refused_in_its_field(cast: Cast, over: dict[str, str], field: str) -> None:
    if not over:
        add(cast)
    response = cast.client("admin").post(ADDRESS, AGENCY | over)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("city", 403), ("officer", 403), ("stranger", 404)])
def test_only_the_administrator_keeps_the_register(cast: Cast, who: str, status: int) -> None:
    row = add(cast)
    client = cast.client(who)
    assert [client.get(address).status_code for address in (ADDRESS, f"{ADDRESS}{row.pk}/")] == [status, status]


def test_a_body_is_switched_off_with_a_reason_and_on_again(cast: Cast) -> None:
    row, client = add(cast), cast.client("admin")
    assert client.post(f"{ADDRESS}{row.pk}/", {"reason": " "}).status_code == 422
    assert client.post(f"{ADDRESS}{row.pk}/", {"reason": "委托期满"}).status_code == 302
    assert client.get(f"{ADDRESS}{row.pk}/").status_code == 200
    with fence.as_tenant(cast.tenant.pk):
        assert not Body.objects.get(pk=row.pk).is_active
    assert client.post(f"{ADDRESS}{row.pk}/").status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        assert Body.objects.get(pk=row.pk).is_active
        acts = list(Event.objects.filter(act__startswith="switch_").order_by("act", "pk").values_list("act", "reason"))
    assert acts == [("switch_off_body", "委托期满"), ("switch_on_body", "")]


def invite(cast: Cast, role: str, of_body: Body | None) -> tuple[int, list[str]]:
    typed = {"email": "new@cast.example", "name": "示例经办", "role": role, "body": "随意填写"}
    typed |= {"of_body": str(of_body.pk)} if of_body else {}
    response = cast.client("admin").post("/sheitc/office/members/", typed)
    return response.status_code, list(response.context["form"].errors) if response.context else []


def test_whoever_works_for_a_body_is_invited_to_one_of_the_register_of_the_right_kind(cast: Cast) -> None:
    agency, department = add(cast), add(cast, kind="department", name="示例区经济信息化部门")
    assert invite(cast, "third_party_agency", None) == (422, ["of_body"])
    assert invite(cast, "third_party_agency", department) == (422, ["of_body"])
    assert invite(cast, "consulted_dept", agency) == (422, ["of_body"])
    assert invite(cast, "third_party_agency", agency) == (302, [])
    with fence.as_tenant(cast.tenant.pk):
        row = Membership.objects.get(user__email="new@cast.example")
    assert (row.role, row.body) == ("third_party_agency", "示例品牌评价中心")


def test_nobody_is_invited_to_a_body_that_is_switched_off(cast: Cast) -> None:
    row = add(cast)
    cast.client("admin").post(f"{ADDRESS}{row.pk}/", {"reason": "委托期满"})
    assert invite(cast, "third_party_agency", row) == (422, ["of_body"])


@pytest.mark.parametrize(
    ("wanted", "held", "is_refused"),
    [
        (Role.THIRD_PARTY_AGENCY, [Role.CITY_OFFICER], True),
        (Role.CITY_LEADER, [Role.THIRD_PARTY_AGENCY], True),
        (Role.CONSULTED_DEPT, [Role.DISTRICT_OFFICER], True),
        (Role.CONSULTED_DEPT, [Role.THIRD_PARTY_AGENCY], True),
        (Role.THIRD_PARTY_AGENCY, [Role.EXPERT], True),
        (Role.THIRD_PARTY_AGENCY, [], False),
        (Role.CONSULTED_DEPT, [Role.CONSULTED_DEPT], False),
    ],
)
def test_who_entrusts_or_decides_is_not_who_is_entrusted(wanted: Role, held: list[Role], is_refused: bool) -> None:
    assert (conflict_between(wanted, held) is not None) is is_refused


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_costs_the_same_whatever_its_length(cast: Cast, count: int) -> None:
    for number in range(count):
        add(cast, name=f"示例评价中心{number}")
    client = cast.client("admin")
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as made:
        assert len(client.get(ADDRESS).context["rows"]) == count
    assert len(made) == 20
