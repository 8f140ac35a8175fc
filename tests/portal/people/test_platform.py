"""Organisers and the statutory calendar; the demo's codes."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

from portal.kit import workdays
from portal.people import demo_codes
from portal.people.models import Membership
from portal.tenancy import fence
from portal.tenancy.calendar import read_calendar, statutory_calendar
from portal.tenancy.models import CalendarDay, District, Tenant
from tests.cast import Cast, make_user

ADD = "/platform/organisers/add/"
TENANT = {
    "name": "示例市场监管局",
    "short_name": "示例市监",
    "slug": "wuhu-scjg",
    "region_code": "340200",
    "admin_name": "芜示例",
    "email": "first@cast.example",
}


@pytest.fixture
def root(cast: Cast) -> Client:
    cast.people["root"] = type(cast.people["admin"])(make_user("root", is_platform_admin=True), cast.admin)
    return cast.client("root")


def test_an_organiser_is_made_with_its_districts_and_its_first_administrator(root: Client) -> None:
    assert root.post(ADD, TENANT).status_code == 302
    tenant = Tenant.objects.get(slug="wuhu-scjg")
    with fence.as_tenant(tenant.pk):
        districts = list(District.objects.order_by("code", "pk").values_list("code", "kind"))
        member = Membership.objects.select_related("user").get()
    plain = ["340202", "340207", "340209", "340210", "340212", "340223", "340281"]
    assert [code for code, kind in districts if kind == "district"] == plain
    assert len(districts) == 19
    assert (member.user.email, member.role, member.state) == ("first@cast.example", "tenant_admin", "invited")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "platform"),
        ("slug", "sheitc"),
        ("slug", "Wuhu"),
        ("slug", "a/b"),
        ("slug", ""),
        ("region_code", "000000"),
        ("email", "x"),
        ("name", ""),
    ],
)
def test_a_bad_organiser_is_refused_in_its_field(root: Client, field: str, value: str) -> None:
    before = Tenant.objects.count()
    response = root.post(ADD, TENANT | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Tenant.objects.count() == before


DAYS = "2027-02-06 休 春节\n２０２７年2月20日 班 春节调休\n\n2027/10/01,休"
CALENDAR = "/platform/calendar/?year=2027"


def test_a_year_is_provisional_until_somebody_confirms_it(root: Client) -> None:
    assert statutory_calendar().is_provisional(date(2027, 6, 1))
    assert root.post(CALENDAR, {"days": DAYS}).status_code == 302
    calendar = read_calendar()
    days = [date(2027, 2, 6), date(2027, 2, 20), date(2027, 10, 1)]
    assert dict(calendar.overrides) == dict(zip(days, [False, True, False], strict=True))
    assert [calendar.is_provisional(day) for day in (*days, date(2027, 6, 1))] == [True] * 4
    assert root.post("/platform/calendar/2027/", {"act": "confirm"}).status_code == 302
    calendar = read_calendar()
    assert [calendar.is_provisional(day) for day in (*days, date(2027, 6, 1))] == [False] * 4
    assert workdays.last_day(date(2027, 2, 19), 2, calendar=calendar) == date(2027, 2, 20)


def test_a_day_entered_later_makes_the_year_provisional_again(root: Client) -> None:
    root.post(CALENDAR, {"days": DAYS})
    root.post("/platform/calendar/2027/", {"act": "confirm"})
    root.post(CALENDAR, {"days": "2027-05-03 休 劳动节"})
    assert read_calendar().is_provisional(date(2027, 6, 1))
    assert root.post("/platform/calendar/2027/", {"act": "remove", "day": "2027-05-03"}).status_code == 302
    assert not read_calendar().is_provisional(date(2027, 6, 1))
    assert root.post("/platform/calendar/2027/", {"act": "remove", "day": "2027-05-03"}).status_code == 409


@pytest.mark.parametrize(
    "days", ["", "明天 休", "2027-02-30 休", "2026-02-06 休", "2027-02-06 也许", "2027-02-06 休\n😀", "x" * 10_001]
)
def test_days_that_cannot_be_read_are_refused_whole(root: Client, days: str) -> None:
    response = root.post(CALENDAR, {"days": days})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["days"])
    assert CalendarDay.objects.count() == 0


def test_a_year_without_days_is_not_confirmed(root: Client) -> None:
    assert root.post("/platform/calendar/2027/", {"act": "confirm"}).status_code == 409


@pytest.mark.parametrize("year", ["2027", "1", "99999", "x", ""])
def test_any_year_in_the_address_is_answered(root: Client, year: str) -> None:
    assert root.get("/platform/calendar/", {"year": year}).status_code == 200


def test_a_year_beyond_all_reason_is_not_found(root: Client) -> None:
    assert [root.get(f"/platform/calendar/{year}/").status_code for year in (1999, 2000, 99999)] == [404, 200, 404]


def test_demo_codes_name_the_roles_and_open_the_account(cast: Cast, settings: LazySettings) -> None:
    settings.IS_DEMO = True
    for _ in range(2):
        demo_codes.enrol_demo_totp(cast.user("officer"))
    ((email, name, roles, code),) = demo_codes.current_codes()
    assert (email, name, roles) == ("officer@cast.example", "officer", "区级主管部门经办人（闵行区）")
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": "Cast-Password-2026"})
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).headers["Location"] == "/landing/"


def test_demo_codes_are_refused_outside_the_demo(cast: Cast) -> None:
    with pytest.raises(demo_codes.OnlyInDemo):
        demo_codes.current_codes()
    with pytest.raises(demo_codes.OnlyInDemo):
        demo_codes.enrol_demo_totp(cast.user("officer"))
