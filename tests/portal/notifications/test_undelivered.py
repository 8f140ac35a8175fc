"""Mail that stayed uncertain or failed: who sees it, how much of it, and what may be decided, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from applications.awaiting import awaiting_for
from portal.audit.models import Event
from portal.kit import clock
from portal.kit.errors import Conflict, Denied, Invalid, NotFound
from portal.notifications import sending
from portal.notifications.models import Message
from portal.notifications.undelivered import PAGE, explain, send_again, set_aside, undelivered_counts, undelivered_page
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

from .post_office import opened

pytestmark = pytest.mark.django_db
ADDRESS = "/sheitc/office/mails/"
REFUSED = "SMTPRecipientsRefused: {'zhang@firm.example': (550, b'no such user zhang@firm.example')}"


def write(cast: Cast, number: int = 1, **fields: Any) -> int:
    """A message that failed an hour ago, unless fields say otherwise; its key."""
    given = {
        "tenant": cast.tenant,
        "email": "zhang@firm.example",
        "key": f"k:{number}",
        "kind": "test",
        "subject": f"第{number}号通知",
        "body": "正文",
        "written_at": NOON - timedelta(hours=2),
        "due_at": NOON - timedelta(hours=2),
        "state": "failed",
        "tries": 1,
        "problem": REFUSED,
        "stopped_at": NOON - timedelta(hours=1),
    }
    with fence.as_tenant(cast.tenant.pk):
        return Message.objects.create(**given | fields).pk


def read(cast: Cast, pk: int) -> Message:
    with fence.as_tenant(cast.tenant.pk):
        return Message.objects.get(pk=pk)


def acts(cast: Cast) -> list[tuple[str, str, str, dict[str, Any]]]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Event.objects.order_by("pk").values_list("act", "actor_name", "reason", "payload"))


def test_an_empty_list_says_what_would_stand_here(cast: Cast) -> None:
    page = cast.client("admin").get(ADDRESS).content.decode()
    assert ("没有未送达的邮件" in page, page.count("<h1")) == (True, 1)


def test_only_the_administrator_of_the_organiser_sees_it(cast: Cast) -> None:
    pk = write(cast)
    for name, status in (("admin", 200), ("city", 403), ("auditor", 403), ("stranger", 404), ("applicant", 404)):
        client = cast.client(name)
        assert [client.get(path).status_code for path in (ADDRESS, f"{ADDRESS}{pk}/")] == [status, status]
    assert Client().get(ADDRESS).status_code == 302
    with fence.entered(cast.city), pytest.raises(Denied):
        undelivered_page(cast.city)
    with fence.entered(cast.city), pytest.raises(Denied):
        send_again(message_id=pk, attempt=1, actor=cast.city)


def test_the_page_tells_what_to_whom_when_and_why_and_never_the_address(cast: Cast) -> None:
    pk = write(cast)
    for path in (ADDRESS, f"{ADDRESS}{pk}/"):
        page = cast.client("admin").get(path).content.decode()
        for said in ("第1号通知", "z***@firm.example", "2026年3月10日 (周二) 09:00", "发送失败", "拒收这个地址", "550"):
            assert said in page
        assert "zhang" not in page


def test_a_message_of_a_member_shows_his_masked_address_and_name(cast: Cast) -> None:
    write(cast, email="", user=cast.user("city"), state="uncertain", problem=sending.INTERRUPTED)
    with fence.entered(cast.admin):
        [[row], has_more] = undelivered_page(cast.admin)
    assert (row.to, row.name, row.state_word, has_more) == ("c***@cast.example", "c**", "结果不明", False)


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("", ""),
        ("interrupted while sending", "发送途中系统中断，不知道对方是否已经收到。"),
        (REFUSED, "对方邮件服务器拒收这个地址，多半是地址写错或已停用。（应答码 550）"),
        ("SMTPDataError: (554, b'spam')", "对方邮件服务器拒收这封邮件。（应答码 554）"),
        ("SMTPNotSupportedError: x", "邮件服务器的应答有误。"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "多次连接邮件服务器，都没有成功。"),
    ],
)
def test_a_problem_is_said_in_words(problem: str, words: str) -> None:
    assert explain(problem) == words


def test_sending_again_puts_it_back_once_however_often_it_is_pressed(cast: Cast) -> None:
    pk = write(cast)
    client = cast.client("admin")
    answers = [client.post(f"{ADDRESS}{pk}/", {"act": "again", "attempt": "1"}, follow=True) for _press in (1, 2)]
    assert ["已重新排入发送" in answer.content.decode() for answer in answers] == [True, False]
    assert "已经处理过" in answers[1].content.decode()
    row = read(cast, pk)
    assert (row.state, row.due_at, row.tries, row.former_tries) == ("waiting", NOON, 1, 1)
    assert acts(cast) == [("send_mail_again", "admin", "", {"attempt": 1, "kind": "test", "was": "failed"})]


def test_an_old_page_does_not_send_a_later_attempt_again(cast: Cast) -> None:
    pk = write(cast, tries=2)
    with fence.entered(cast.admin), pytest.raises(Conflict):
        send_again(message_id=pk, attempt=1, actor=cast.admin)
    assert (read(cast, pk).state, acts(cast)) == ("failed", [])


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "set_aside"])
def test_what_is_not_in_doubt_cannot_be_decided(cast: Cast, state: str) -> None:
    pk = write(cast, state=state)
    with fence.entered(cast.admin):
        with pytest.raises(Conflict):
            send_again(message_id=pk, attempt=1, actor=cast.admin)
        with pytest.raises(Conflict):
            set_aside(message_id=pk, attempt=1, reason="已电话告知", actor=cast.admin)
    assert (read(cast, pk).state, acts(cast)) == (state, [])


def test_a_message_of_another_organiser_is_not_there(cast: Cast) -> None:
    pk = write(cast)
    strange = cast.stranger_leader
    with fence.entered(strange), pytest.raises(Denied):
        undelivered_counts(strange)
    with fence.as_tenant(cast.stranger_tenant.pk):
        fields = {"tenant": cast.stranger_tenant, "email": "a@b.example", "key": "k", "kind": "test", "subject": "外"}
        other = Message.objects.create(**fields, state="failed", written_at=NOON, due_at=NOON)
    with fence.entered(cast.admin):
        assert [row.pk for row in undelivered_page(cast.admin)[0]] == [pk]
        with pytest.raises(NotFound):
            send_again(message_id=other.pk, attempt=0, actor=cast.admin)


@pytest.mark.parametrize("reason", ["", "不", "三个字", "长" * 301])
def test_setting_aside_needs_a_reason_and_keeps_what_was_typed(cast: Cast, reason: str) -> None:
    pk = write(cast)
    sent = {"act": "aside", "attempt": "1", "reason": reason}
    answer = cast.client("admin").post(f"{ADDRESS}{pk}/", sent)
    assert (answer.status_code, "4 到 300 字写明" in answer.content.decode()) == (422, True)
    assert (f'value="{reason}"' in answer.content.decode()) == bool(reason)
    assert (read(cast, pk).state, acts(cast)) == ("failed", [])
    with fence.entered(cast.admin), pytest.raises(Invalid):
        set_aside(message_id=pk, attempt=1, reason=reason, actor=cast.admin)


def test_what_is_set_aside_leaves_the_list_and_stays_findable_with_its_reason(cast: Cast) -> None:
    pk = write(cast, state="uncertain")
    client = cast.client("admin")
    client.post(f"{ADDRESS}{pk}/", {"act": "aside", "attempt": "1", "reason": " 已电话告知 "})
    assert read(cast, pk).state == "set_aside"
    assert "没有未送达的邮件" in client.get(ADDRESS).content.decode()
    assert "已电话告知" in client.get(ADDRESS, {"state": "set_aside"}).content.decode()
    assert acts(cast) == [("set_mail_aside", "admin", "已电话告知", {"attempt": 1, "kind": "test", "was": "uncertain"})]


def test_the_home_of_the_administrator_counts_them_and_nobody_elses(cast: Cast) -> None:
    for number, state in enumerate(("failed", "uncertain", "sent", "set_aside", "waiting")):
        write(cast, number, state=state)
    with fence.entered(cast.admin):
        rows = [(row.label, row.count, row.url) for row in awaiting_for(cast.admin, "sheitc")]
        assert rows == [("邮件未送达，待处理", 2, ADDRESS)]
        assert undelivered_counts(cast.admin) == {"failed": 1, "uncertain": 1}
    with fence.entered(cast.city):
        assert awaiting_for(cast.city, "sheitc") == []
    assert "邮件未送达，待处理" in cast.client("admin").get("/sheitc/office/").content.decode()


def test_pages_show_every_message_once_oldest_first(cast: Cast) -> None:
    keys = [write(cast, number) for number in range(PAGE * 2 + 1)]
    seen: list[int] = []
    with fence.entered(cast.admin):
        for count in (PAGE, PAGE, 1):
            rows, has_more = undelivered_page(cast.admin, after=seen[-1] if seen else 0)
            assert (len(rows), has_more) == (count, count == PAGE)
            seen += [row.pk for row in rows]
    assert seen == keys
    page = cast.client("admin").get(ADDRESS).content.decode()
    assert f"?state=&amp;after={keys[PAGE - 1]}" in page


@pytest.mark.parametrize("query", [{"after": "x"}, {"after": "９" * 3}, {"state": "sent"}, {"state": "'"}])
def test_nonsense_in_the_address_shows_what_waits(cast: Cast, query: dict[str, str]) -> None:
    write(cast)
    assert "第1号通知" in cast.client("admin").get(ADDRESS, query).content.decode()


def test_the_page_costs_the_same_for_one_row_and_for_three(
    cast: Cast, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = cast.client("admin")
    for count in (1, 2):
        for number in range(count):
            write(cast, count * 10 + number, email="", user=cast.user("city"))
        with fence.entered(cast.admin), django_assert_num_queries(2):
            undelivered_page(cast.admin)
            undelivered_counts(cast.admin)
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_message_sent_again_gets_all_its_tries_anew_and_leaves_in_the_end(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    pk = write(cast, tries=7, problem="ConnectionRefusedError: x")
    with opened(on_recipient=450) as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        with fence.entered(cast.admin):
            send_again(message_id=pk, attempt=7, actor=cast.admin)  # wakes the sender when it commits
    row = read(cast, pk)
    assert (row.state, row.tries, row.due_at) == ("waiting", 8, NOON + timedelta(minutes=1))
    with clock.frozen(row.due_at), opened() as office:
        settings.EMAIL_PORT = office.port
        assert sending.send_waiting(cast.tenant.pk) == 1
        assert read(cast, pk).state == "sent"
    assert len(office.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_when_it_stopped_is_written_down(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    pk = write(cast, state="waiting", tries=0, problem="", stopped_at=None)
    with opened(on_recipient=550) as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        sending.send_waiting(cast.tenant.pk)
    assert (read(cast, pk).state, read(cast, pk).stopped_at) == ("failed", NOON)
