"""Mail that was surely not delivered, or perhaps: what a person sees of it and decides about it.

Nobody sees the address or the answer of the other server in full: the answer often repeats the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.audit.record import record
from portal.kit import clock, masking
from portal.kit.actor import Actor
from portal.kit.errors import Conflict, Invalid, NotFound

from .models import TROUBLED, Message, MessageState
from .policy import kept_tenant
from .sending import INTERRUPTED

PAGE = 50
REASON_LENGTH = range(4, 301)
SHOWN_STATES = (*TROUBLED, MessageState.SET_ASIDE)
TONES = {MessageState.UNCERTAIN: "soon", MessageState.FAILED: "refused", MessageState.SET_ASIDE: "closed"}
# Beginnings of Message.problem, which is the class of the error and its text.
PROBLEMS = {
    INTERRUPTED: gettext_lazy("发送途中系统中断，不知道对方是否已经收到。"),
    "SMTPServerDisconnected": gettext_lazy("发送途中连接中断，不知道对方是否已经收到。"),
    "SMTPRecipientsRefused": gettext_lazy("对方邮件服务器拒收这个地址，多半是地址写错或已停用。"),
    "SMTPSenderRefused": gettext_lazy("邮件服务器拒绝了发件地址，请联系平台管理员。"),
    "SMTPDataError": gettext_lazy("对方邮件服务器拒收这封邮件。"),
    "SMTPAuthenticationError": gettext_lazy("邮件服务器不接受本系统的登录，请联系平台管理员。"),
    "SMTP": gettext_lazy("邮件服务器的应答有误。"),
    "ValueError": gettext_lazy("收件地址或标题不合邮件的格式。"),
    "BadHeaderError": gettext_lazy("收件地址或标题不合邮件的格式。"),
    "HeaderParseError": gettext_lazy("收件地址或标题不合邮件的格式。"),
}
OTHERWISE = gettext_lazy("多次连接邮件服务器，都没有成功。")
_CODE = re.compile(r"\(([45]\d\d), ")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One message as its keeper sees it. to, name: masked; attempt: names the attempt that a decision is about."""

    pk: int
    subject: str
    to: str
    name: str
    state: MessageState
    state_word: str
    tone: str
    why: str
    written_at: datetime
    stopped_at: datetime | None
    attempt: int
    set_aside_reason: str

    @property
    def is_open(self) -> bool:
        return self.state in TROUBLED


def undelivered_page(actor: Actor, *, state: str = "", after: int = 0) -> tuple[list[Undelivered], bool]:
    """(one page, whether there is another), oldest first. state: one of SHOWN_STATES, else all that wait for a person.

    Raises Denied.
    """
    wanted = [state] if state in SHOWN_STATES else list(TROUBLED)
    rows = Message.objects.filter(tenant_id=kept_tenant(actor), state__in=wanted, pk__gt=after)
    found = list(rows.select_related("user").order_by("pk")[: PAGE + 1])
    return [_shown(row) for row in found[:PAGE]], len(found) > PAGE


def undelivered_counts(actor: Actor) -> dict[str, int]:
    """How many are uncertain, how many failed. Raises Denied."""
    rows = Message.objects.filter(tenant_id=kept_tenant(actor), state__in=TROUBLED).order_by()
    return rows.aggregate(**{state.value: Count("pk", filter=Q(state=state)) for state in TROUBLED})


def undelivered(actor: Actor, pk: int) -> Undelivered:
    """One message, also one that was sent again meanwhile. Raises Denied, NotFound."""
    rows = Message.objects.filter(tenant_id=kept_tenant(actor), pk=pk).select_related("user")
    found = rows.filter(Q(state__in=SHOWN_STATES) | Q(stopped_at__isnull=False)).first()
    if found is None:
        raise NotFound
    return _shown(found)


@transaction.atomic
def send_again(*, message_id: int, attempt: int, actor: Actor) -> Message:
    """Put a message back among those that wait. Once per attempt: a second press changes nothing and says so.

    attempt  Undelivered.attempt of the page that was pressed
    Raises   Denied, NotFound, Conflict (decided already, or sent meanwhile)
    Lock     takes the message's row FOR UPDATE
    """
    message = _lock(message_id, attempt, actor)
    before = message.state
    message.state, message.due_at, message.former_tries = MessageState.WAITING, clock.now(), message.tries
    message.save(update_fields=["state", "due_at", "former_tries"])
    _note(message, "send_mail_again", actor, was=before)
    transaction.on_commit(lambda: _wake(message.tenant_id), robust=True)
    return message


@transaction.atomic
def set_aside(*, message_id: int, attempt: int, reason: str, actor: Actor) -> Message:
    """Decide that a message is not sent again. Raises as send_again, and Invalid (reason: 4 to 300 characters)."""
    message = _lock(message_id, attempt, actor)
    reason = reason.strip()
    if len(reason) not in REASON_LENGTH:
        raise Invalid(fields={"reason": _("请用 4 到 300 字写明不再发送的理由，例如“已电话告知收件人”。")})
    before = message.state
    message.state, message.set_aside_reason = MessageState.SET_ASIDE, reason
    message.save(update_fields=["state", "set_aside_reason"])
    _note(message, "set_mail_aside", actor, reason=reason, was=before)
    return message


def _lock(message_id: int, attempt: int, actor: Actor) -> Message:
    rows = Message.objects.filter(tenant_id=kept_tenant(actor), pk=message_id)
    message = rows.select_for_update(of=("self",)).first()
    if message is None:
        raise NotFound
    if message.state not in TROUBLED or message.tries != attempt:
        raise Conflict(_("这封邮件已经处理过，没有再做改变。"))
    return message


def _note(message: Message, act: str, actor: Actor, *, reason: str = "", was: str) -> None:
    record(
        actor=actor,
        act=act,
        subject=f"notifications.message:{message.pk}",
        tenant_id=message.tenant_id,
        reason=reason,
        payload={"kind": message.kind, "was": was, "attempt": message.tries},
    )


def _wake(tenant_id: int) -> None:
    from .tasks import send_messages

    send_messages.delay(tenant_id=tenant_id)


def _shown(row: Message) -> Undelivered:
    state = MessageState(row.state)
    return Undelivered(
        pk=row.pk,
        subject=row.subject,
        to=masking.mask_email(row.email or (row.user.email if row.user else "")),
        name=masking.mask_name(row.user.name) if row.user else "",
        state=state,
        state_word=str(state.label),
        tone=TONES.get(state, "open"),
        why=explain(row.problem),
        written_at=row.written_at,
        stopped_at=row.stopped_at,
        attempt=row.tries,
        set_aside_reason=row.set_aside_reason,
    )


def explain(problem: str) -> str:
    """Message.problem in words, with the code of the other server's answer where it gave one; "" for none."""
    if not problem:
        return ""
    words = next((str(words) for start, words in PROBLEMS.items() if problem.startswith(start)), str(OTHERWISE))
    code = _CODE.search(problem)
    return f"{words}{_('（应答码 %s）') % code[1]}" if code else words
