"""Mail leaves once. A message is claimed and the claim committed, then it is sent, then marked as sent.

Whoever dies between claim and mark leaves a message in `sending`. After a grace period it becomes `uncertain` and
is not sent again by itself, because nobody can know whether the other server has taken it. A backend that writes the
same message only once (the demo's mailbox) has no such doubt: there it is simply sent again.
"""

from __future__ import annotations

import hashlib
import smtplib
from datetime import timedelta
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

from portal.kit import clock
from portal.tenancy import fence

from .models import TROUBLED, Message, MessageState

BATCH = 100
# Longer than any task may run (CELERY_TASK_TIME_LIMIT), so that nobody is still sending it.
GRACE = timedelta(minutes=15)
INTERRUPTED = "interrupted while sending"
BACKOFF = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))


def send_waiting(tenant_id: int) -> int:
    """Send up to a batch of what is due; how many were sent. Never call it inside a transaction of your own."""
    backend = get_connection()
    settle_doubtful(tenant_id, is_idempotent=is_idempotent(backend))
    sent = 0
    for _number in range(BATCH):
        message = claim(tenant_id)
        if message is None:
            break
        sent += deliver(message, backend)
    backend.close()
    return sent


def is_idempotent(backend: BaseEmailBackend) -> bool:
    """Whether sending the same message twice leaves one mail."""
    return bool(getattr(backend, "is_idempotent", False))


def settle_doubtful(tenant_id: int, *, is_idempotent: bool) -> int:
    """Messages that somebody died over: waiting again where that does no harm, else uncertain. How many."""
    with fence.as_tenant(tenant_id):
        left = Message.objects.filter(
            tenant_id=tenant_id, state=MessageState.SENDING, sending_since__lte=clock.now() - GRACE
        )
        if is_idempotent:
            return left.update(state=MessageState.WAITING, sending_since=None)
        return left.update(
            state=MessageState.UNCERTAIN, problem=INTERRUPTED, sending_since=None, stopped_at=clock.now()
        )


def claim(tenant_id: int) -> Message | None:
    """Take the next message that is due; committed when this returns. None: nothing left, or others have it."""
    with fence.as_tenant(tenant_id):
        due = Message.objects.filter(tenant_id=tenant_id, state=MessageState.WAITING, due_at__lte=clock.now())
        message = due.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk").first()
        if message is None:
            return None
        message.state, message.sending_since, message.tries = MessageState.SENDING, clock.now(), message.tries + 1
        message.save(update_fields=["state", "sending_since", "tries"])
        message.email = message.email or (message.user.email if message.user else "")
        return message


def deliver(message: Message, backend: BaseEmailBackend) -> bool:
    """Send a claimed message and write what came of it; whether it was sent."""
    is_open = False
    try:
        mail = mail_of(message)
        backend.open()
        is_open = True
        backend.send_messages([mail])
    except ValueError as error:  # an address or a subject that no mail may have
        finish(message, MessageState.FAILED, error)
    except (OSError, smtplib.SMTPException) as error:
        backend.close()
        if is_open:
            note_refusal(message, error, is_idempotent=is_idempotent(backend))
        else:
            postpone(message, error)
    else:
        finish(message, MessageState.SENT)
        return True
    return False


def note_refusal(message: Message, error: Exception, *, is_idempotent: bool) -> None:
    """Answered with 4xx: later. With 5xx: never. Connection lost while sending: nobody knows."""
    codes = [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    if is_idempotent or (codes and max(codes) < 500):
        postpone(message, error)
    else:
        finish(message, MessageState.FAILED if codes else MessageState.UNCERTAIN, error)


def postpone(message: Message, error: Exception) -> None:
    """Surely not sent: again after a growing pause, failed when the pauses are used up."""
    tries = message.tries - message.former_tries
    if tries > len(BACKOFF):
        finish(message, MessageState.FAILED, error)
        return
    message.due_at = clock.now() + BACKOFF[tries - 1]
    finish(message, MessageState.WAITING, error)


def finish(message: Message, state: MessageState, error: Exception | None = None) -> None:
    """Write the outcome, unless somebody has meanwhile decided otherwise about this claim."""
    with fence.as_tenant(message.tenant_id):
        claimed = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, tries=message.tries)
        stopped = {"stopped_at": clock.now()} if state in TROUBLED else {}
        claimed.update(
            state=state,
            due_at=message.due_at,
            sending_since=None,
            sent_at=clock.now() if state == MessageState.SENT else None,
            problem=f"{type(error).__name__}: {error}"[:300] if error else "",
            **stopped,
        )


def mail_of(message: Message) -> EmailMessage:
    """The mail of a message. Its Message-ID follows from the message, so that a repetition can be recognised."""
    language = message.user.language if message.user else settings.LANGUAGE_CODE
    body = message.body
    with translation.override(language):
        if message.url:
            body += "\n\n" + _("查看详情：%s") % absolute(message.url)
        body += "\n\n" + _("此邮件由系统自动发出，请勿直接回复。")
    headers = {
        "Message-ID": message_id(message),
        "Date": format_datetime(clock.now().astimezone(clock.SHANGHAI)),
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(message.subject, body, to=[message.email], headers=headers)


def message_id(message: Message) -> str:
    name = f"{message.tenant_id}:{message.key}:{message.user_id or message.email}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(name.encode()).hexdigest()[:32]}@{domain}>"


def absolute(url: str) -> str:
    return url if "://" in url else settings.BASE_URL + url
