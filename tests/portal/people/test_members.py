"""Inviting, suspending and taking back members; roles that exclude each other; the pool."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from portal.audit.models import Event
from portal.kit.actor import Actor, Role
from portal.people import queries
from portal.people.actions.inviting import read_email
from portal.people.models import Expert, Membership, MembershipState, User
from portal.people.policy import conflict_between
from portal.tenancy import fence
from tests.cast import PASSWORD, USCCS, Cast, make_cast, make_user

ADDRESS = "/sheitc/office/members/"
NEW = {"email": "New.Officer@Cast.Example", "name": "新𠮷经办", "role": "city_officer", "body": "示例处"}


def memberships(cast: Cast, email: str) -> list[Membership]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Membership.objects.filter(user__email=email).order_by("pk"))


@pytest.mark.django_db(transaction=True)
def test_an_invited_person_follows_the_mail_sets_a_password_and_is_active_after_the_first_login() -> None:
    cast = make_cast()
    assert cast.client("admin").post(ADDRESS, NEW).status_code == 302
    (message,) = mail.outbox
    assert (message.to, cast.tenant.name in message.subject) == (["new.officer@cast.example"], True)
    (row,) = memberships(cast, "new.officer@cast.example")
    assert (row.state, row.role, row.body) == (MembershipState.INVITED, "city_officer", "示例处")
    link = re.search(r"http://[^/\s]+(/\S+)", message.body)
    assert link is not None
    client = Client()
    form = client.get(link[1], follow=True)
    action = form.redirect_chain[-1][0]
    assert client.post(action, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    client.post("/accounts/login/", {"login": "new.officer@cast.example", "password": PASSWORD})
    (row,) = memberships(cast, "new.officer@cast.example")
    assert row.state == MembershipState.ACTIVE
    assert client.get("/landing/").headers["Location"] == "/sheitc/office/"


def test_an_invitation_opens_nothing_before_the_first_login(cast: Cast) -> None:
    cast.client("admin").post(ADDRESS, NEW)
    (row,) = memberships(cast, "new.officer@cast.example")
    with fence.entered(Actor(user_id=row.user_id)):
        assert queries.grants_for(user_id=row.user_id, tenant_id=cast.tenant.pk) == []
        assert not User.objects.get(pk=row.user_id).has_usable_password()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c.cn"}, "email"),
        ({"email": "长" * 300}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"name": "名" * 61}, "name"),
        ({"role": "platform_admin"}, "role"),
        ({"role": "system"}, "role"),
        ({"role": "district_officer"}, "district"),
        ({"role": "district_officer", "district": "999999"}, "district"),
        ({"email": "city@cast.example"}, "email"),
        ({"email": "auditor@cast.example"}, "role"),
        ({"email": "expert1@cast.example"}, "role"),
        ({"email": "admin@cast.example", "role": "supervisor"}, "role"),
    ],
)
def test_a_bad_invitation_is_refused_in_its_field_and_what_was_typed_stays(
    cast: Cast, more: dict[str, str], field: str
) -> None:
    before = User.objects.count()
    response = cast.client("admin").post(ADDRESS, NEW | more)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"].data["body"] == "示例处"
    assert User.objects.count() == before


def test_a_district_role_takes_its_district(cast: Cast) -> None:
    cast.client("admin").post(ADDRESS, NEW | {"role": "district_leader", "district": str(cast.songjiang.pk)})
    (row,) = memberships(cast, "new.officer@cast.example")
    assert (row.role, row.district_id) == ("district_leader", cast.songjiang.pk)


@pytest.mark.parametrize(
    ("wanted", "held", "is_refused"),
    [
        (Role.SUPERVISOR, [Role.CITY_OFFICER], True),
        (Role.CITY_OFFICER, [Role.SUPERVISOR], True),
        (Role.EXPERT, [Role.SUPERVISOR], True),
        (Role.EXPERT, [Role.CITY_LEADER], True),
        (Role.TENANT_ADMIN, [Role.EXPERT], True),
        (Role.EXPERT, [], False),
        (Role.EXPERT, [Role.EXPERT], False),
        (Role.CITY_LEADER, [Role.CITY_OFFICER], False),
        (Role.TENANT_ADMIN, [Role.CITY_OFFICER], False),
    ],
)
def test_who_supervises_or_reviews_does_nothing_else(wanted: Role, held: list[Role], is_refused: bool) -> None:
    assert (conflict_between(wanted, held) is not None) is is_refused


def change(cast: Cast, key: str, **typed: str) -> int:
    (row,) = memberships(cast, f"{key}@cast.example")
    return cast.client("admin").post(f"{ADDRESS}{row.pk}/", typed).status_code


def test_a_suspended_member_is_out_with_his_next_request_and_may_come_back(cast: Cast) -> None:
    city = cast.client("city")
    assert city.get("/sheitc/office/claims/").status_code == 200
    assert change(cast, "city", act="suspend", reason="岗位调整") == 302
    assert city.get("/sheitc/office/claims/").status_code == 404
    assert change(cast, "city", act="suspend", reason="再停一次") == 409
    assert change(cast, "city", act="reactivate") == 302
    with fence.as_tenant(cast.tenant.pk):
        acts = set(Event.objects.filter(act__endswith="_member").values_list("act", "reason"))
    assert acts == {("suspend_member", "岗位调整"), ("reactivate_member", "")}


def test_suspending_needs_a_reason_and_never_takes_the_last_administrator(cast: Cast) -> None:
    assert change(cast, "city", act="suspend", reason=" ") == 422
    assert change(cast, "admin", act="suspend", reason="岗位调整") == 422
    assert {row.state for key in ("city", "admin") for row in memberships(cast, f"{key}@cast.example")} == {"active"}


def test_coming_back_is_refused_where_another_role_was_taken_up_meanwhile(cast: Cast) -> None:
    assert change(cast, "city", act="suspend", reason="岗位调整") == 302
    with fence.as_tenant(cast.tenant.pk):
        Membership.objects.create(tenant=cast.tenant, user=cast.user("city"), role="supervisor", state="active")
        row = Membership.objects.get(user=cast.user("city"), role="city_officer")
    assert cast.client("admin").post(f"{ADDRESS}{row.pk}/", {"act": "reactivate"}).status_code == 409


def test_an_address_is_folded(db: None) -> None:
    assert read_email(" ＺＨＡＮＧ＠example.cn ") == "zhang@example.cn"


EXPERT = {
    "email": "pool@cast.example",
    "name": "㛃专家",
    "field": "finance",
    "title": "教授",
    "employer_name": "示例大学",
}
EXPERT_CODE = {"employer_uscc": USCCS[4], "district_code": "310112"}
POOL = "/sheitc/office/experts/"


def test_an_expert_is_added_once_with_a_role_and_may_be_edited_paused_and_resumed(cast: Cast) -> None:
    client = cast.client("city")
    assert client.post(f"{POOL}add/", EXPERT | EXPERT_CODE).status_code == 302
    assert client.post(f"{POOL}add/", EXPERT | EXPERT_CODE).status_code == 422
    with fence.as_tenant(cast.tenant.pk):
        row = Expert.objects.get(user__email="pool@cast.example")
    assert [m.role for m in memberships(cast, "pool@cast.example")] == ["expert"]
    assert client.post(f"{POOL}{row.pk}/", EXPERT | EXPERT_CODE | {"name": "新名"}).status_code == 302
    assert client.post(f"{POOL}{row.pk}/availability/", {"reason": ""}).status_code == 422
    assert client.post(f"{POOL}{row.pk}/availability/", {"reason": "本人申请"}).status_code == 302
    with fence.as_tenant(cast.tenant.pk):
        row.refresh_from_db()
    assert (row.name, row.is_available, row.suspended_reason) == ("新名", False, "本人申请")
    assert client.post(f"{POOL}{row.pk}/availability/", {"confirm": "yes"}).status_code == 302


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"employer_uscc": "91310000132260205X"}, "employer_uscc"),
        ({"employer_uscc": ""}, "employer_uscc"),
        ({"field": "astrology"}, "field"),
        ({"district_code": "340202"}, "district_code"),
        ({"email": "auditor@cast.example"}, "email"),
        ({"email": "officer@cast.example"}, "email"),
    ],
)
def test_a_bad_expert_is_refused_in_its_field(cast: Cast, more: dict[str, str], field: str) -> None:
    response = cast.client("admin").post(f"{POOL}add/", EXPERT | EXPERT_CODE | more)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])


def test_the_pool_is_searched_by_name_field_and_employer(cast: Cast) -> None:
    client = cast.client("city")
    found = [
        client.get(POOL, query).context["rows"] for query in ({"field": "finance"}, {"word": "研究院2"}, {"word": "无"})
    ]
    assert [[row.name for row in rows] for rows in found] == [["专家3（示例）"], ["专家2（示例）"], []]


def test_a_member_of_nothing_is_made_by_no_page(cast: Cast) -> None:
    make_user("loner")
    assert memberships(cast, "loner@cast.example") == []
