"""Every address with a tenant or a key in it, asked by everybody who has no business there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from applications.models import Unit
from portal.kit.access import Kind
from portal.kit.actor import Role
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition
from publications.models import Notice, PublishedList
from tests.extras import AWAY, HERE, STRANGER_ROLES
from tests.seeded import client_of
from tests.urls.keys import KEYS, WITHOUT_ROWS, Key, Seed
from tests.urls.table import Address, addresses

# One person of the demo for each role of its organiser.
STAFF = {
    Role.DISTRICT_OFFICER: "officer.minhang",
    Role.DISTRICT_LEADER: "leader.minhang",
    Role.CITY_OFFICER: "city",
    Role.CITY_LEADER: "cityleader",
    Role.SUPERVISOR: "auditor",
    Role.TENANT_ADMIN: "admin",
    Role.EXPERT: "expert01",
    Role.CONSULTED_DEPT: "extra.consulted_dept",
    Role.THIRD_PARTY_AGENCY: "extra.third_party_agency",
}
OF_A_KIND = {"audit_export", "past_import", "past_template"}  # the address names a kind of file and no row
STRANGERS = {role: f"stranger.{role.value}" for role in STRANGER_ROLES}
OUTSIDERS = ("cluster01", "stranger.enterprise", "newcomer", "platform")
KEYED = [a for a in addresses() if set(a.keys) - {"tenant"} and a.name not in WITHOUT_ROWS]
OFFICE = [a for a in addresses() if a.audience and a.audience.kind == Kind.MEMBER]
PUBLIC = [a for a in KEYED if a.audience and a.audience.kind == Kind.PUBLIC]


def named(found: list[Address]) -> Any:
    return pytest.mark.parametrize("address", found, ids=[a.name for a in found])


@dataclass
class World:
    """Browsers by login, made once; each request is rolled back."""

    seed: Seed
    clients: dict[str, Client]

    def key(self, address: Address) -> Key | None:
        return KEYS[address.name](self.seed) if address.name in KEYS else None

    def ask(self, login: str, url: str, method: str = "get") -> HttpResponse:
        if login not in self.clients:
            self.clients[login] = client_of(login)
        with transaction.atomic():
            response = getattr(self.clients[login], method)(url)
            transaction.set_rollback(True)
        return response

    def answers(self, login: str, url: str) -> set[int]:
        """The statuses of GET and of an empty POST; a GET that only leads elsewhere, as to a list, shows nothing."""
        return {self.ask(login, url).status_code, self.ask(login, url, "post").status_code} - {302}


@pytest.fixture(scope="module")
def world(seeded: str) -> World:
    return World(Seed(), {})


def url_of(address: Address, key: Key | None, tenant: str = HERE) -> str:
    kwargs = dict(key.kwargs) if key else {}
    if "tenant" in address.keys:
        kwargs["tenant"] = tenant
    return reverse(address.name, kwargs=kwargs) + (key.query if key else "")


def test_every_address_with_a_key_has_a_real_key_in_these_tests() -> None:
    assert {a.name for a in KEYED} == set(KEYS)
    assert {a.name for a in addresses()} >= WITHOUT_ROWS


@named(KEYED)
def test_a_row_is_there_for_its_own_side_and_not_for_anothers(world: World, address: Address) -> None:
    key = world.key(address)
    assert key is not None
    response = world.ask(key.by, url_of(address, key))
    if response.status_code == 405:  # asked by POST only: an empty one is refused in words, which proves the row is met
        response = world.ask(key.by, url_of(address, key), "post")
        assert response.status_code in {200, 302, 303, 409, 422}
    else:
        assert response.status_code in {200, 302}
    if key.part:
        away = Tenant.objects.get(slug=AWAY)
        with fence.as_tenant(away.pk):
            assert not type(key.row)._default_manager.filter(pk=key.row.pk).exists()  # type: ignore[attr-defined]


@named(OFFICE)
def test_strangers_of_every_role_are_told_that_there_is_nothing(world: World, address: Address) -> None:
    url = url_of(address, world.key(address))
    answers = {login: world.ask(login, url).status_code for login in (*STRANGERS.values(), *OUTSIDERS)}
    assert answers == dict.fromkeys(answers, 404)
    assert world.answers("stranger.city_officer", url) == {404}


@named([a for a in OFFICE if set(a.keys) - {"tenant"} and a.name not in OF_A_KIND])
def test_a_key_carried_to_another_tenants_address_finds_nothing(world: World, address: Address) -> None:
    """The colleague of another tenant passes the gate of his own; the row behind is not his."""
    key = world.key(address)
    assert key is not None
    assert address.audience is not None
    url, allowed = url_of(address, key, AWAY), address.audience.roles
    found = {role: world.answers(login, url) - {405} for role, login in STRANGERS.items() if role in allowed}
    assert found == {role: {404} for role in found}
    refused = {role: world.ask(login, url).status_code for role, login in STRANGERS.items() if role not in allowed}
    assert refused == dict.fromkeys(refused, 403)


@named(OFFICE)
def test_a_colleague_of_another_role_reads_which_roles_the_page_is_for(world: World, address: Address) -> None:
    assert address.audience is not None
    url = url_of(address, world.key(address))
    for role in set(STAFF) - address.audience.roles:
        response = world.ask(STAFF[role], url)
        assert (role, response.status_code) == (role, 403)
        assert "此页面供以下角色使用" in response.content.decode()
    assert {world.ask(STAFF[role], url, "post").status_code for role in set(STAFF) - address.audience.roles} == {403}


@named([a for a in addresses() if a.audience and a.audience.kind in {Kind.MEMBER, Kind.ENTERPRISE, Kind.PLATFORM}])
def test_nobody_gets_past_the_login(world: World, address: Address) -> None:
    key = world.key(address)
    url = url_of(address, key) if key or address.name not in WITHOUT_ROWS else reverse(address.name, args=[2027])
    response = world.ask("", url)
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, reverse("account_login"))
    posted = world.ask("", url, "post")
    assert posted.status_code == 403
    assert "页面已过期" in posted.content.decode()


@named([a for a in OFFICE if not set(a.keys) - {"tenant"}])
def test_a_list_of_another_tenant_names_none_of_ours(world: World, address: Address) -> None:
    assert address.audience is not None
    with fence.as_tenant(world.seed.tenant.pk):
        names = [name for name in Unit.objects.values_list("name", flat=True) if name]
    assert len(names) > 60  # of the demo, and of the editions of other programmes beside it
    for role in address.audience.roles & set(STRANGERS):
        response = world.ask(STRANGERS[role], url_of(address, None, AWAY))
        assert response.status_code in {200, 302, 405}
        assert [name for name in names if name in body_of(response)] == []


def body_of(response: HttpResponse) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return raw.decode("utf-8", "replace")


@named([a for a in OFFICE if set(a.keys) - {"tenant"}])
def test_a_colleague_of_another_district_finds_no_case_of_ours(world: World, address: Address) -> None:
    key = world.key(address)
    if key is None or not key.by.startswith(("officer.", "leader.")) or isinstance(key.row, Edition):
        return
    rank, _, district = key.by.partition(".")
    other = next(name for name in ("minhang", "songjiang", "jiading") if name != district)
    answers = world.answers(f"{rank}.{other}", url_of(address, key))
    assert answers - {405} <= {403, 404}
    assert answers != {405}


@named([a for a in KEYED if a.audience and a.audience.kind in {Kind.ENTERPRISE, Kind.ACCOUNT}])
def test_another_organisation_finds_nothing(world: World, address: Address) -> None:
    key = world.key(address)
    assert key is not None
    if address.name in {"apply", "clause_ask"}:  # an edition is open to every organisation of its organiser
        assert world.ask("stranger.enterprise", url_of(address, key)).status_code == 200
    else:
        for login in {"stranger.enterprise", "cluster02", "cluster15"} - {key.by}:
            assert (login, world.answers(login, url_of(address, key)) - {405}) == (login, {404})
            assert world.ask(login, url_of(address, key), "post").status_code in {404, 405}
    if "tenant" in address.keys:
        assert world.answers(key.by, url_of(address, key, AWAY)) - {405} == {404}


def unreleased(seed: Seed) -> Iterator[tuple[str, Any]]:
    draft = make_draft_edition(seed)
    yield from (("edition_public", draft), ("self_check", draft))
    for name in ("notice_public", "notice_xlsx", "notice_json", "object_to_notice", "api:notice"):
        yield name, seed.one(Notice, state="draft")
    for name in ("list_public", "list_pdf", "list_xlsx", "list_json", "api:list"):
        yield name, seed.one(PublishedList, state="draft")


def make_draft_edition(seed: Seed) -> Edition:
    open_one = seed.one(Edition, year=2026)
    with fence.as_tenant(seed.tenant.pk):
        open_one.pk, open_one.year, open_one.state = None, 2031, "draft"
        open_one.save()
    return open_one


def test_what_is_not_released_is_nowhere_in_public_even_for_its_office(world: World) -> None:
    with transaction.atomic():
        found = list(unreleased(world.seed))
        assert {name for name, _row in found} == {a.name for a in PUBLIC} - {"verify", "api:verify", "past_list_public"}
        for name, row in found:
            url = reverse(name, kwargs={"tenant": HERE, "pk": row.pk})
            answers = {login: world.ask(login, url).status_code for login in ("", "city", "cluster01", "admin")}
            assert (name, answers) == (name, dict.fromkeys(answers, 404))
        transaction.set_rollback(True)


@named(PUBLIC)
def test_the_published_row_of_one_tenant_is_not_found_under_anothers_name(world: World, address: Address) -> None:
    key = world.key(address)
    url = url_of(address, key, AWAY)
    for login in ("", "stranger.city_officer", "city"):
        if address.name == "verify":  # an unknown number is answered on a page of its own
            response = world.ask(login, url)
            assert response.status_code in {200, 404}
            assert key is not None
            assert not re.search(r"示例\S+(集群|有限公司)", body_of(response))
        else:
            assert world.ask(login, url).status_code == 404
