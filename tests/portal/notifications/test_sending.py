"""What came of a mail: sent, later, never, or nobody knows. Against a real mail server that answers as told."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection

from portal.kit import clock
from portal.notifications import sending
from portal.notifications.demo_mail import MailboxBackend, letter, letters
from portal.notifications.models import Message, MessageState
from portal.tenancy import fence
from tests.cast import Cast
from tests.fixtures import NOON

from .post_office import opened

pytestmark = pytest.mark.django_db(transaction=True)
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def write(cast: Cast, *names: str, **fields: Any) -> None:
    with fence.as_tenant(cast.tenant.pk):
        for number, name in enumerate(names):
            Message.objects.create(
                **{
                    "tenant": cast.tenant,
                    "user": cast.user(name),
                    "key": f"k:{number}",
                    "kind": "test",
                    "subject": "示例通知",
                    "body": "正文",
                    "written_at": clock.now(),
                    "due_at": clock.now(),
                    **fields,
                }
            )


def rows(cast: Cast) -> list[tuple[str, int, str]]:
    with fence.as_tenant(cast.tenant.pk):
        return list(Message.objects.order_by("pk").values_list("state", "tries", "problem"))


def send(cast: Cast) -> int:
    return sending.send_waiting(cast.tenant.pk)


def point_to(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port


def test_mail_is_taken_by_the_server_and_marked_as_sent(cast: Cast, settings: Any) -> None:
    write(cast, "city", "admin")
    with opened() as office:
        point_to(settings, office.port)
        assert (send(cast), send(cast)) == (2, 0)
    assert rows(cast) == [("sent", 1, ""), ("sent", 1, "")]
    assert ["To: city@cast.example" in text for text in office.letters] == [True, False]


def test_a_closed_server_means_again_after_a_growing_pause_and_failed_in_the_end(cast: Cast, settings: Any) -> None:
    with opened() as office:
        point_to(settings, office.port)
    write(cast, "city")
    at = NOON
    for attempt in range(7):
        with clock.frozen(at - timedelta(seconds=1)):
            assert (send(cast), rows(cast)[0][1]) == (0, attempt)
        with clock.frozen(at):
            assert (send(cast), rows(cast)[0][1]) == (0, attempt + 1)
            with fence.as_tenant(cast.tenant.pk):
                at = Message.objects.get().due_at
    with clock.frozen(at + timedelta(days=9)):
        assert send(cast) == 0
    state, tries, problem = rows(cast)[0]
    assert (state, tries, problem.split(":")[0]) == ("failed", 7, "ConnectionRefusedError")
    assert at == NOON + timedelta(minutes=1 + 5 + 15 + 60 + 240 + 720)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"on_recipient": 450}, "waiting"),
        ({"on_recipient": 550}, "failed"),
        ({"on_letter": 451}, "waiting"),
        ({"on_letter": 554}, "failed"),
        ({"on_letter": 0}, "uncertain"),
    ],
)
def test_what_the_server_answers_decides(cast: Cast, settings: Any, answers: dict[str, int], state: str) -> None:
    write(cast, "city")
    with opened(**answers) as office:
        point_to(settings, office.port)
        assert send(cast) == 0
        assert [(row[0], row[1]) for row in rows(cast)] == [(state, 1)]
        assert send(cast) == 0  # not yet, or not by itself
    assert len(office.letters) == (1 if "on_letter" in answers else 0)


def test_an_impossible_address_fails_alone(cast: Cast, settings: Any) -> None:
    write(cast, "city", "admin")
    cast.user("city").email = "bad\nBcc: x@y.example"
    cast.user("city").save()
    with opened() as office:
        point_to(settings, office.port)
        assert send(cast) == 1
    assert [row[0] for row in rows(cast)] == ["failed", "sent"]
    assert "Bcc" not in "".join(office.letters)


def test_a_claim_is_committed_before_the_mail_leaves(cast: Cast) -> None:
    """A second worker that looks while the first is talking to the server finds nothing to send."""
    write(cast, "city")
    message = sending.claim(cast.tenant.pk)
    assert message is not None
    seen: list[Any] = []

    def look() -> None:
        seen.extend([rows(cast), sending.claim(cast.tenant.pk)])
        connection.close()

    with clock.frozen(NOON):
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [[("sending", 1, "")], None]


def test_a_worker_that_died_while_sending_leaves_a_message_that_is_not_sent_again(cast: Cast, settings: Any) -> None:
    write(cast, "city")
    sending.claim(cast.tenant.pk)
    with opened() as office:
        point_to(settings, office.port)
        with clock.frozen(NOON + timedelta(minutes=14)):
            assert (send(cast), rows(cast)[0][0]) == (0, "sending")
        with clock.frozen(NOON + timedelta(minutes=15)):
            assert (send(cast), rows(cast)) == (0, [("uncertain", 1, "interrupted while sending")])
    assert office.letters == []


def test_a_late_outcome_does_not_overwrite_a_newer_claim(cast: Cast) -> None:
    write(cast, "city")
    first = sending.claim(cast.tenant.pk)
    assert first is not None
    with clock.frozen(NOON + timedelta(minutes=20)):
        assert sending.settle_doubtful(cast.tenant.pk, is_idempotent=True) == 1
        sending.claim(cast.tenant.pk)
        sending.finish(first, MessageState.FAILED, OSError("late"))
    assert rows(cast) == [("sending", 2, "")]


def test_the_demo_mailbox_sends_again_after_a_crash_and_holds_one_mail(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "portal.notifications.demo_mail.MailboxBackend", str(tmp_path)
    write(cast, "city")
    message = sending.claim(cast.tenant.pk)
    assert message is not None
    get_connection().send_messages([sending.mail_of(message)])  # … and here the worker died
    with clock.frozen(NOON + timedelta(minutes=15)):
        assert send(cast) == 1
    found, has_older = letters()
    assert [(mail.to, mail.subject, mail.sent_at) for mail in found] == [("city@cast.example", "示例通知", NOON)]
    assert (has_older, len(list(tmp_path.iterdir()))) == (False, 1)
    assert letter(found[0].key).body.splitlines()[0] == "正文"  # type: ignore[union-attr]


def test_a_mail_of_the_login_library_carries_the_demos_time(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for number in (1, 2):
        MailboxBackend().send_messages([EmailMessage(f"验证 {number}", "链接", to=["a@cast.example"])])
    assert [(mail.subject, mail.sent_at) for mail in letters()[0]] == [("验证 2", NOON), ("验证 1", NOON)]
    assert letters(to="B@cast")[0] == []
    assert letter("../../etc/passwd") is None
