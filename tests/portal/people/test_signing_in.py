"""Logging in with a password and a second factor, enrolling, and where it leads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core import mail
from django.test import Client

from portal.kit import clock
from portal.people.models import Membership, User
from portal.tenancy import fence
from tests.cast import PASSWORD, Cast, make_cast, make_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


def enter_password(user: User, client: Client | None = None) -> tuple[Client, str]:
    client = client or Client()
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302, response.context["form"].errors
    return client, response.headers["Location"]


@pytest.mark.parametrize(
    ("who", "lands"),
    [
        ("applicant", "/accounts/organisation/?organisation=1000"),
        ("city", "/sheitc/office/"),
        ("expert1", "/sheitc/review/"),
    ],
)
def test_a_login_lands_where_the_person_works(cast: Cast, who: str, lands: str) -> None:
    client, after = enter_password(cast.user(who))
    assert after == "/landing/"
    assert client.get(after).headers["Location"] == lands


def test_somebody_with_nothing_yet_registers_an_organisation(cast: Cast) -> None:
    client, after = enter_password(make_user("newcomer"))
    assert client.get(after).headers["Location"] == "/my/organisation/register/"


def test_the_platform_administrator_lands_on_the_platform(cast: Cast) -> None:
    client, after = enter_password(make_user("root", is_platform_admin=True))
    assert client.get(after).headers["Location"] == "/platform/"


def test_somebody_with_several_places_chooses(cast: Cast) -> None:
    with fence.as_tenant(cast.stranger_tenant.pk):
        user = cast.user("city")
        Membership.objects.create(tenant=cast.stranger_tenant, user=user, role="expert", state="active")
    client, after = enter_password(cast.user("city"))
    places = client.get(after).context["places"]
    assert [place["url"] for place in places] == ["/sheitc/office/", "/stranger/review/"]


@pytest.mark.parametrize("address", ["/sheitc/office/claims/", "/platform/"])
def test_without_a_second_factor_no_office_page_opens(cast: Cast, address: str) -> None:
    User.objects.filter(pk=cast.user("city").pk).update(is_platform_admin=True)
    client, _after = enter_password(cast.user("city"))
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/second-factor/")
    assert "/accounts/2fa/totp/activate/" in client.get("/accounts/second-factor/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_enrolling_counts_at_once_without_logging_in_again() -> None:
    cast = make_cast()
    client, _after = enter_password(cast.user("city"))
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/sheitc/office/claims/").status_code == 200
    assert "/landing/" in client.get("/accounts/second-factor/").content.decode()


def test_a_login_with_the_code_opens_the_office_and_a_code_works_once(cast: Cast) -> None:
    TOTP.activate(cast.user("city"), SECRET)
    client, after = enter_password(cast.user("city"))
    assert after.startswith("/accounts/2fa/authenticate/")
    assert client.get("/sheitc/office/claims/").status_code == 302
    code = code_of(SECRET)
    assert client.post(after, {"code": code}).headers["Location"] == "/landing/"
    assert client.get("/sheitc/office/claims/").status_code == 200
    other, after = enter_password(cast.user("city"))
    assert other.post(after, {"code": code}).status_code == 200


def test_moving_the_demo_clock_logs_nobody_out_and_lets_people_in(
    cast: Cast, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_frozen_at", None)
    monkeypatch.setenv("PORTAL_CLOCK_FILE", f"{tmp_path}/clock")
    TOTP.activate(cast.user("city"), SECRET)
    client, after = enter_password(cast.user("city"))
    client.post(after, {"code": code_of(SECRET)})
    clock.move_by(timedelta(days=40))
    assert client.get("/sheitc/office/claims/").status_code == 200
    assert enter_password(cast.user("applicant"))[1] == "/landing/"


def test_an_idle_login_ends_and_a_second_earlier_it_lives(cast: Cast) -> None:
    client, _after = enter_password(cast.user("applicant"))
    start = clock.now()
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    client.get("/my/organisation/")
    with clock.frozen(start + idle):
        assert client.get("/my/organisation/").status_code == 200
    with clock.frozen(start + idle + idle + timedelta(seconds=1)):
        assert client.get("/my/organisation/").headers["Location"].startswith("/accounts/login/")


def test_a_form_sent_after_the_login_idled_away_shows_what_was_typed(cast: Cast) -> None:
    client, _after = enter_password(cast.user("applicant"))
    client.get("/my/organisation/")
    late = clock.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1)
    with clock.frozen(late):
        response = client.post("/my/organisation/profile/", {"org_name": "写了很久的𠮷名称", "password": "secret"})
    page = response.content.decode()
    assert (response.status_code, "写了很久的𠮷名称" in page, "secret" in page) == (403, True, False)


@pytest.mark.django_db(transaction=True)
def test_signing_up_needs_the_mailed_confirmation() -> None:
    client = Client()
    typed = {"email": "Neu@Cast.Example", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", typed).status_code == 302
    user = User.objects.get()
    assert (user.email, EmailAddress.objects.get().verified) == ("neu@cast.example", False)
    (message,) = mail.outbox
    link = re.search(r"/accounts/confirm-email/[^\s]+", message.body)
    assert link is not None
    assert client.post(link[0]).status_code == 302
    assert EmailAddress.objects.get().verified
    assert enter_password(user)[1] == "/landing/"


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123"])
def test_a_weak_password_is_refused_in_words(db: None, password: str) -> None:
    typed = {"email": "neu@cast.example", "password1": password, "password2": password}
    response = Client().post("/accounts/signup/", typed)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["password1"])
    assert User.objects.count() == 0


def test_account_pages_are_there_in_both_languages(cast: Cast) -> None:
    client = cast.client("applicant")
    anonymous = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
    own = [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/me/",
        "/accounts/second-factor/",
    ]
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert [Client().get(page).status_code for page in anonymous] == [200, 200, 200]
        assert [client.get(page).status_code for page in own] == [200] * 5


def test_large_type_is_kept_and_leads_back_only_to_us(cast: Cast) -> None:
    client = Client()
    assert (
        client.post("/large-type/", {"on": "1", "next": "/accounts/login/"}).headers["Location"] == "/accounts/login/"
    )
    assert client.session["large_type"] is True
    assert client.post("/large-type/", {"on": "0", "next": "https://evil.example/"}).headers["Location"] == "/"


def test_saving_the_account_keeps_name_and_language(cast: Cast) -> None:
    client = cast.client("applicant")
    assert client.post("/accounts/me/", {"name": "𠮷〇", "language": "en"}).status_code == 302
    user = User.objects.get(pk=cast.user("applicant").pk)
    assert (user.name, user.language, client.cookies["django_language"].value) == ("𠮷〇", "en", "en")
    assert client.post("/accounts/me/", {"name": "", "language": "klingon"}).status_code == 422


def test_somebody_may_not_act_for_an_organisation_that_is_not_his(cast: Cast) -> None:
    client = cast.client("applicant")
    for typed in (str(cast.other_enterprise_id), "x", "9" * 30, ""):
        client.get("/accounts/organisation/", {"organisation": typed})
        assert client.session.get("enterprise_id") is None
    client.get("/accounts/organisation/", {"organisation": str(cast.enterprise_id)})
    assert client.session["enterprise_id"] == cast.enterprise_id


def test_recovery_codes_are_made_with_the_first_factor(cast: Cast) -> None:
    client, _after = enter_password(cast.user("city"))
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    kinds = set(Authenticator.objects.filter(user=cast.user("city")).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
