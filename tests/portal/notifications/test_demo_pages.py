"""The demo's post and clock; neither exists outside the demo."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.mail import EmailMessage
from django.test import Client

from portal.audit.models import Event
from portal.kit import clock
from portal.notifications.demo_mail import PAGE, MailboxBackend
from portal.people.demo_codes import enrol_demo_totp
from portal.tenancy import fence

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.IS_DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path / "mail")
    monkeypatch.setenv("PORTAL_CLOCK_FILE", str(tmp_path / "clock"))
    monkeypatch.setattr(clock, "_frozen_at", None)  # what moves here is the demo's clock, not one held by a test
    return Client()


def post_mail(to: str, subject: str, body: str = "正文") -> None:
    MailboxBackend().send_messages([EmailMessage(subject, body, to=[to])])


@pytest.mark.parametrize("address", ["/demo/mailbox/", "/demo/mailbox/abc/", "/demo/clock/"])
def test_none_of_it_exists_outside_the_demo(address: str) -> None:
    assert Client().get(address).status_code == 404
    assert Client().post(address).status_code == 404


def test_the_mailbox_shows_mail_newest_first_page_by_page_and_by_address(demo: Client) -> None:
    for number in range(PAGE + 2):
        post_mail("a@demo.example" if number % 2 else "b@demo.example", f"信件{number}号")
    page = demo.get("/demo/mailbox/").content.decode()
    assert re.findall(r"信件(\d+)号", page) == [str(n) for n in reversed(range(2, PAGE + 2))]
    page = demo.get("/demo/mailbox/?page=2").content.decode()
    assert re.findall(r"信件(\d+)号", page) == ["1", "0"]
    page = demo.get("/demo/mailbox/?to=A@demo").content.decode()
    assert set(re.findall(r"信件(\d+)号", page)) == {str(n) for n in range(1, PAGE + 2, 2)}
    assert "没有寄给这个地址的邮件" in demo.get("/demo/mailbox/?to=nobody").content.decode()


def test_an_empty_mailbox_says_what_will_be_there(demo: Client) -> None:
    assert "还没有邮件" in demo.get("/demo/mailbox/").content.decode()


def test_a_mail_opens_with_links_to_click_and_its_text_stays_text(demo: Client) -> None:
    post_mail("a@demo.example", "验证邮箱", "请打开 http://localhost:8000/accounts/confirm-email/K1:x/ 完成。<b>粗</b>")
    page = demo.get("/demo/mailbox/").content.decode()
    [address] = re.findall(r'href="(/demo/mailbox/[0-9a-f]+/)"', page)
    page = demo.get(address).content.decode()
    assert 'href="http://localhost:8000/accounts/confirm-email/K1:x/"' in page
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert demo.get("/demo/mailbox/0000/").status_code == 404


@pytest.mark.parametrize(
    ("step", "length"), [("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("workdays", timedelta(days=7))]
)
def test_a_button_moves_the_clock_of_every_process_and_is_recorded(demo: Client, step: str, length: timedelta) -> None:
    # 2026-03-10 is a Tuesday: five working days later is the next Tuesday.
    with clock.frozen(datetime(2026, 3, 10, 2, 0, tzinfo=UTC)):
        answer = demo.post("/demo/clock/", {"step": step}, follow=True)
    assert "演示时钟已向后调" in answer.content.decode()
    assert clock.shift() == length
    with fence.entered(fence.system(tenant_id=None)):
        assert [event.payload["seconds"] for event in Event.objects.filter(act="move_demo_clock")] == [
            int(length.total_seconds())
        ]


def test_the_clock_goes_to_a_given_instant_of_shanghai_time(demo: Client) -> None:
    wanted = (clock.now() + timedelta(days=40)).astimezone(clock.SHANGHAI).replace(second=0, microsecond=0)
    assert demo.post("/demo/clock/", {"to": wanted.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert timedelta(0) <= clock.now() - wanted < timedelta(seconds=20)
    assert "实际时间" in demo.get("/demo/clock/").content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2001-01-01T00:00", "演示时钟只能向后调"),
        ("2999-01-01T00:00", "一次最远调五年"),
        ("明天", "无法识别这个时间"),
        ("", "请填写要调到的时间"),
    ],
)
def test_a_wrong_instant_is_explained_and_kept(demo: Client, typed: str, message: str) -> None:
    answer = demo.post("/demo/clock/", {"to": typed})
    page = answer.content.decode()
    assert (answer.status_code, message in page, clock.shift()) == (422, True, timedelta(0))
    assert not typed or f'value="{typed}"' in page


def test_the_mailbox_shows_the_code_that_logs_an_account_in_now(demo: Client, cast: Any) -> None:
    enrol_demo_totp(cast.user("city"))
    page = demo.get("/demo/mailbox/").content.decode()
    [code] = re.findall(r"<strong>(\d{6})</strong>", page)
    totp = Authenticator.objects.get(user=cast.user("city")).wrap()
    assert (totp.validate_code(code), "city@cast.example" in page) == (True, True)


def test_moving_the_clock_logs_nobody_out(demo: Client, cast: Any) -> None:
    client = cast.client("city")
    assert client.get("/accounts/inbox/").status_code == 200
    clock.move_by(timedelta(days=30))
    assert client.get("/accounts/inbox/").status_code == 200
