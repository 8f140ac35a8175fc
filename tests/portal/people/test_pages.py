"""Who may open which page, and that every page is there."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.people.models import Expert, Membership, User
from portal.tenancy import fence
from tests.cast import Cast, make_user
from tests.portal.people.papers import contest

OFFICE_PAGES = {
    "claims": ("/sheitc/office/claims/", {"city", "officer", "admin"}),
    "members": ("/sheitc/office/members/", {"admin"}),
    "experts": ("/sheitc/office/experts/", {"city", "admin"}),
    "add expert": ("/sheitc/office/experts/add/", {"city", "admin"}),
}
STAFF = ("officer", "leader", "city", "city_leader", "auditor", "admin", "expert1")


@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_only_the_named_roles_open_an_office_page(cast: Cast, page: str) -> None:
    address, allowed = OFFICE_PAGES[page]
    answers = {name: cast.client(name).get(address).status_code for name in STAFF}
    assert answers == {name: 200 if name in allowed else 403 for name in STAFF}


@pytest.mark.parametrize("page", OFFICE_PAGES)
def test_strangers_applicants_and_nobody_do_not_open_an_office_page(cast: Cast, page: str) -> None:
    address, _allowed = OFFICE_PAGES[page]
    answers = [cast.client(name).get(address).status_code for name in ("stranger", "applicant")]
    assert (*answers, Client().get(address).status_code) == (404, 404, 302)


@pytest.mark.parametrize("page", ["organisation/", "organisation/profile/", "organisation/register/"])
def test_the_applicant_opens_his_pages_and_nobody_else_is_let_in(cast: Cast, page: str) -> None:
    assert cast.client("applicant").get(f"/my/{page}").status_code == 200
    assert Client().get(f"/my/{page}").status_code == 302


def test_somebody_without_an_organisation_is_sent_to_register(cast: Cast) -> None:
    response = cast.client("city").get("/my/organisation/")
    assert (response.status_code, response.headers["Location"]) == (302, "/my/organisation/register/")


@pytest.mark.parametrize("page", ["", "calendar/", "organisers/add/", "calendar/2027/"])
def test_platform_pages_are_for_the_platform_administrator(cast: Cast, page: str) -> None:
    User.objects.filter(pk=cast.user("rival").pk).update(is_platform_admin=True)
    answers = {n: cast.client(n).get(f"/platform/{page}").status_code for n in ("rival", "admin", "city", "applicant")}
    assert answers == {"rival": 200, "admin": 404, "city": 404, "applicant": 404}


def test_single_rows_open_and_those_of_another_tenant_do_not_exist(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        member, expert = Membership.objects.order_by("pk").first(), Expert.objects.order_by("pk").first()
        assert member is not None
        assert expert is not None
    claim = contest(cast.tenant, make_user("challenger").pk)
    pages = [f"members/{member.pk}/", f"experts/{expert.pk}/", f"experts/{expert.pk}/availability/"]
    pages += [f"claims/{claim.pk}/", f"claims/{claim.pk}/licence/", f"claims/{claim.pk}/letter/"]
    with fence.as_tenant(cast.stranger_tenant.pk):
        Membership.objects.create(
            tenant=cast.stranger_tenant, user=cast.user("rival"), role="tenant_admin", state="active"
        )
    ours, theirs = cast.client("admin"), cast.client("rival")
    assert [ours.get(f"/sheitc/office/{page}").status_code for page in pages] == [200] * 6
    assert [theirs.get(f"/stranger/office/{page}").status_code for page in pages] == [404] * 6


def test_a_paper_is_served_inline_and_cannot_run(cast: Cast) -> None:
    claim = contest(cast.tenant, make_user("challenger").pk)
    response = cast.client("city").get(f"/sheitc/office/claims/{claim.pk}/licence/")
    headers = {name: response.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")}
    assert headers == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response.headers["Content-Disposition"].startswith("inline;")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert claim.licence_file.name.startswith(f"tenant/{cast.tenant.pk}/claims/")


def test_a_paper_lost_from_storage_is_a_404(cast: Cast) -> None:
    claim = contest(cast.tenant, make_user("challenger").pk)
    default_storage.delete(claim.licence_file.name)
    assert cast.client("city").get(f"/sheitc/office/claims/{claim.pk}/licence/").status_code == 404


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/sheitc/office/members/", "members"),
        ("/sheitc/office/experts/", "experts"),
        ("/sheitc/office/claims/", "claims"),
    ],
)
def test_one_and_three_rows_more_cost_the_same_queries(cast: Cast, address: str, rows: str) -> None:
    def add(number: int) -> None:
        user = make_user(f"more{number}")
        if rows == "claims":
            contest(cast.tenant, user.pk)
            return
        with fence.as_tenant(cast.tenant.pk):
            Membership.objects.create(tenant=cast.tenant, user=user, role="expert", state="active")
            Expert.objects.create(
                tenant=cast.tenant,
                user=user,
                name=f"多{number}",
                field="finance",
                employer_name="示例",
                employer_uscc="x",
            )

    def count() -> int:
        client = cast.client("admin")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    add(1)
    with_one = count()
    add(2)
    add(3)
    assert count() == with_one
