"""An organisation's profile and its colleagues."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.kit.actor import Actor
from portal.kit.errors import NotFound
from portal.people import queries
from portal.people.models import Enterprise, EnterpriseMember
from portal.tenancy import fence
from tests.cast import USCCS, Cast

PROFILE = {
    "established_on": "2010-05-04",
    "reg_region": "310112",
    "mgmt_region": "SH-LG",
    "reg_address": "示例路1号",
    "biz_address": "",
    "legal_rep": "㛃示例",
    "contact_name": "𠮷示例",
    "contact_title": "主任",
    "contact_mobile": "13812341234",
    "contact_tel": "021-12345678",
    "contact_email": "lxr@cast.example",
}
EDIT = "/my/organisation/profile/"


def form(cast: Cast, **more: str) -> dict[str, str]:
    with fence.entered(Actor(enterprise_id=cast.enterprise_id)):
        revision = queries.revision_of(Enterprise.objects.get())
    return PROFILE | {"org_name": "示例集群运营公司", "legal_form": "committee", "revision": revision} | more


def seat_of(cast: Cast, email: str) -> EnterpriseMember:
    with fence.entered(Actor(enterprise_id=cast.enterprise_id)):
        return EnterpriseMember.objects.get(user__email=email)


def test_the_snapshot_holds_code_names_and_the_whole_profile(cast: Cast) -> None:
    typed = form(cast, contact_mobile="+86 138-1234-1234")
    assert cast.client("applicant").post(EDIT, typed).status_code == 302
    head = {"uscc": USCCS[0], "org_name": "示例集群运营公司", "legal_form": "committee"}
    with fence.entered(Actor()):
        assert queries.profile_snapshot(cast.enterprise_id) == head | PROFILE
        with pytest.raises(NotFound):
            queries.profile_snapshot(1)


def test_the_page_masks_personal_values(cast: Cast) -> None:
    client = cast.client("applicant")
    client.post(EDIT, form(cast))
    page = client.get("/my/organisation/").content.decode()
    shown = ["138****1234", "021-****5678", "l***@cast.example", "𠮷**", "㛃**", "闵行区", "临港新片区"]
    assert [text for text in shown if text not in page] == []
    assert "13812341234" not in page


def test_a_colleagues_newer_save_is_not_overwritten_unseen(cast: Cast) -> None:
    stale = form(cast, contact_title="总监")
    client = cast.client("applicant")
    client.post(EDIT, form(cast))
    response = client.post(EDIT, stale)
    assert (response.status_code, 'value="总监"' in response.content.decode()) == (422, True)
    assert queries.profile_snapshot(cast.enterprise_id)["contact_title"] == "主任"
    again = stale | {"revision": response.context["form"]["revision"].value()}
    assert client.post(EDIT, again).status_code == 302
    assert queries.profile_snapshot(cast.enterprise_id)["contact_title"] == "总监"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("established_on", "2026-03-11"),
        ("established_on", "1899-12-31"),
        ("established_on", "昨天"),
        ("reg_region", "999999"),
        ("contact_mobile", "12345"),
        ("contact_mobile", "٣" * 11),
        ("contact_tel", "电话"),
        ("contact_email", "x"),
        ("reg_address", "长" * 201),
        ("org_name", "x"),
    ],
)
def test_a_bad_profile_value_is_refused_in_its_field_and_stays(cast: Cast, field: str, value: str) -> None:
    response = cast.client("applicant").post(EDIT, form(cast, **{field: value}))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"][field].value() == value


def test_today_is_an_allowed_founding_day(cast: Cast) -> None:
    assert cast.client("applicant").post(EDIT, form(cast, established_on="2026-03-10")).status_code == 302


def test_what_a_submission_still_needs_is_listed(cast: Cast) -> None:
    with fence.entered(Actor(enterprise_id=cast.enterprise_id)):
        missing = queries.missing_profile_fields(Enterprise.objects.get())
    keys = [
        "established_on",
        "reg_region",
        "reg_address",
        "legal_rep",
        "contact_name",
        "contact_mobile",
        "contact_email",
    ]
    assert missing == keys


def test_a_colleague_is_added_handed_the_administration_and_removes_the_former(cast: Cast) -> None:
    first = cast.client("applicant")
    address = "/my/organisation/colleagues/"
    assert first.post(address, {"email": "RIVAL@cast.example"}).status_code == 302
    assert first.post(address, {"email": "rival@cast.example"}).status_code == 422
    seat = seat_of(cast, "rival@cast.example")
    assert first.post(f"{address}{seat.pk}/", {"act": "hand_over"}).status_code == 302
    assert first.post(address, {"email": "x@cast.example"}).status_code == 403
    rival = cast.client("rival")
    rival.get("/accounts/organisation/", {"organisation": str(cast.enterprise_id)})
    former = seat_of(cast, "applicant@cast.example")
    assert rival.post(f"{address}{former.pk}/", {"act": "remove"}).status_code == 302
    states = [
        (s.is_active, s.is_unit_admin)
        for s in (seat_of(cast, "rival@cast.example"), seat_of(cast, "applicant@cast.example"))
    ]
    assert states == [(True, True), (False, False)]
    assert first.get("/my/organisation/").headers["Location"] == "/my/organisation/register/"


@pytest.mark.parametrize("email", ["", "nobody", "长@例", "a" * 300 + "@x.cn"])
def test_a_bad_address_of_a_colleague_is_refused(cast: Cast, email: str) -> None:
    response = cast.client("applicant").post("/my/organisation/colleagues/", {"email": email})
    assert (response.status_code, list(response.context["colleague_form"].errors)) == (422, ["email"])


def test_a_seat_of_another_organisation_is_not_found(cast: Cast) -> None:
    with fence.entered(Actor(enterprise_id=cast.other_enterprise_id)):
        foreign = EnterpriseMember.objects.get()
    client = cast.client("applicant")
    assert client.post(f"/my/organisation/colleagues/{foreign.pk}/", {"act": "remove"}).status_code == 404
    with fence.entered(Actor(enterprise_id=cast.other_enterprise_id)):
        foreign.refresh_from_db()
    assert (foreign.is_active, foreign.is_unit_admin) == (True, True)


def test_one_and_three_colleagues_cost_the_same_queries(cast: Cast) -> None:

    client = cast.client("applicant")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get("/my/organisation/").status_code == 200
        return len(queries_made)

    client.get("/my/organisation/")
    with_one = count()
    for number in range(2):
        client.post("/my/organisation/colleagues/", {"email": f"c{number}@cast.example"})
    client.get("/my/organisation/")
    assert count() == with_one
