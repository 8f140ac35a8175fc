"""One message per person, once, whatever dies or runs twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from portal.kit import clock
from portal.notifications import catalogue, expanding, sending
from portal.notifications.catalogue import Kind, base
from portal.notifications.models import Announcement, Message
from portal.notifications.outbox import announce
from portal.notifications.tasks import expand_announcements, send_messages
from portal.people.models import Membership, MembershipState, User
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = {
    "test_returned": Kind(subject="《%(title)s》退回补正", body="请补正《%(title)s》。"),
    "test_reminder": Kind(subject="《%(title)s》即将截止", body="请抓紧。", is_reminder=True),
}


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of this test's own: the texts of others may change."""
    every = {**catalogue.all_kinds(), **KINDS}
    monkeypatch.setattr(base, "all_kinds", lambda: every)


def write(
    cast: Cast, audience: dict[str, Any], *, key: str = "k:1", kind: str = "test_returned", **context: Any
) -> None:
    """An announcement as it lies there before any task ran."""
    with fence.as_tenant(cast.tenant.pk):
        Announcement.objects.create(
            id=f"00000000-0000-7000-8000-{Announcement.objects.count():012d}",
            tenant=cast.tenant,
            key=key,
            kind=kind,
            audience=audience,
            context={"title": "示例集群", "url": "/x/"},
            written_at=clock.now(),
        )


def messages_in(cast: Cast) -> list[tuple[int | None, str, str]]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Message.objects.order_by("pk").values_list("user_id", "subject", "state"))


def only_message(cast: Cast) -> Message:
    with fence.as_tenant(cast.tenant.pk):
        return Message.objects.get()


def run(cast: Cast) -> None:
    expand_announcements(tenant_id=cast.tenant.pk)
    send_messages(tenant_id=cast.tenant.pk)


def test_an_act_wakes_both_tasks_after_its_commit(cast: Cast) -> None:
    with fence.entered(cast.applicant):
        for _ in range(2):
            announce_submission(cast, "k:1")
        assert mail.outbox == []
    assert [(m.to, m.subject) for m in mail.outbox] == [(["officer@cast.example"], "《示例集群》退回补正")]
    assert messages_in(cast) == [(cast.user("officer").pk, "《示例集群》退回补正", "sent")]


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (lambda c: {"enterprise": c.enterprise_id}, ["applicant"]),
        (lambda c: {"role": "district_officer"}, ["officer", "other_officer"]),
        (lambda c: {"role": "district_officer", "district": c.songjiang.pk}, ["other_officer"]),
        (lambda c: {"roles": ["city_leader", "supervisor"]}, ["auditor", "city_leader"]),
        (lambda c: {"user": c.user("city").pk}, ["city"]),
        (lambda c: {"users": [c.user("city").pk, c.user("city").pk, c.user("admin").pk]}, ["admin", "city"]),
    ],
)
def test_an_audience_is_looked_up_inside_the_tenant(cast: Cast, audience: Any, names: list[str]) -> None:
    write(cast, audience(cast))
    run(cast)
    assert sorted(user for user, _subject, _state in messages_in(cast)) == sorted(cast.user(n).pk for n in names)
    assert sorted(m.to[0] for m in mail.outbox) == [f"{name}@cast.example" for name in names]


def test_somebody_without_an_account_gets_a_mail(cast: Cast) -> None:
    write(cast, {"email": "objector@cast.example"})
    run(cast)
    run(cast)
    assert [m.to for m in mail.outbox] == [["objector@cast.example"]]
    assert messages_in(cast) == [(None, "《示例集群》退回补正", "sent")]


def test_suspended_members_and_closed_accounts_get_nothing(cast: Cast) -> None:
    with fence.as_tenant(cast.tenant.pk):
        Membership.objects.filter(user=cast.user("city")).update(state=MembershipState.SUSPENDED)
    User.objects.filter(pk=cast.user("second_city").pk).update(is_active=False)
    write(cast, {"role": "city_officer"})
    run(cast)
    assert messages_in(cast) == []


def test_both_tasks_run_twice_write_and_send_once(cast: Cast) -> None:
    write(cast, {"enterprise": cast.enterprise_id})
    for _ in range(2):
        run(cast)
    with fence.as_tenant(cast.tenant.pk):
        Announcement.objects.update(expanded_at=None)  # as if the worker had died before its commit was noted
    run(cast)
    assert len(mail.outbox) == 1
    assert messages_in(cast) == [(cast.user("applicant").pk, "《示例集群》退回补正", "sent")]


def test_an_announcement_nobody_can_read_says_so_and_stops_no_other(cast: Cast) -> None:
    write(cast, {"user": cast.user("city").pk}, key="k:1", kind="unheard_of")
    write(cast, {"nobody": 1}, key="k:2")
    write(cast, {"user": cast.user("city").pk}, key="k:3")
    run(cast)
    with fence.as_tenant(cast.tenant.pk):
        rows = Announcement.objects.order_by("key").values_list("key", "problem", "tries")
        assert list(rows) == [
            ("k:1", "UnknownKind: unheard_of", 1),
            ("k:2", "UnknownAudience: nobody", 1),
            ("k:3", "", 0),
        ]
    assert len(mail.outbox) == 1


def test_the_mail_links_to_the_portal_and_can_be_recognised_when_repeated(cast: Cast) -> None:
    write(cast, {"user": cast.user("city").pk})
    run(cast)
    sent = mail.outbox[0]
    assert sent.body.splitlines() == [
        "请补正《示例集群》。",
        "",
        "查看详情：http://localhost:8000/x/",
        "",
        "此邮件由系统自动发出，请勿直接回复。",
    ]
    assert sent.extra_headers["Message-ID"] == sending.message_id(only_message(cast))
    assert sent.extra_headers["Date"] == "Tue, 10 Mar 2026 10:00:00 +0800"


def test_a_reminder_written_at_night_is_mailed_in_the_morning_and_an_urgent_message_at_once(cast: Cast) -> None:
    with clock.frozen(NOON.replace(hour=23)):
        write(cast, {"user": cast.user("city").pk}, key="k:1", kind="test_reminder")
        write(cast, {"user": cast.user("city").pk}, key="k:2")
        run(cast)
        assert [m.subject for m in mail.outbox] == ["《示例集群》退回补正"]
    with clock.frozen(NOON.replace(day=11, hour=6, minute=59)):
        run(cast)
        assert len(mail.outbox) == 1
    with clock.frozen(NOON.replace(day=11, hour=7)):
        run(cast)
        assert [m.subject for m in mail.outbox] == ["《示例集群》退回补正", "《示例集群》即将截止"]


def test_an_act_that_announces_much_queues_one_task_which_comes_back_until_all_is_sent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expanding, "BATCH", 2)
    monkeypatch.setattr(sending, "BATCH", 2)
    with fence.entered(cast.applicant):
        for number in range(5):
            announce_submission(cast, f"k:{number}")
        with transaction.atomic():
            announce_submission(cast, "k:rolled back")
            transaction.set_rollback(True)
        announce_submission(cast, "k:last")
        assert len(connection.run_on_commit) == 1
    assert len(mail.outbox) == 6
    assert [state for _user, _subject, state in messages_in(cast)] == ["sent"] * 6


def test_an_announcement_after_one_that_was_rolled_back_wakes_the_task_itself(cast: Cast) -> None:
    with fence.entered(cast.applicant):
        with transaction.atomic():
            announce_submission(cast, "k:rolled back")
            transaction.set_rollback(True)
        announce_submission(cast, "k:stays")
    assert len(mail.outbox) == 1


def announce_submission(cast: Cast, key: str) -> None:
    announce(
        tenant_id=cast.tenant.pk,
        key=key,
        kind="test_returned",
        audience={"role": "district_officer", "district": cast.minhang.pk},
        context={"title": "示例集群"},
        enterprise_id=cast.enterprise_id,
    )
