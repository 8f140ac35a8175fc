"""The outbox. An announcement says what happened and to whom it matters; messages are what each person gets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant


class Announcement(models.Model):
    """Written in the transaction of the act itself; a task expands it into messages after the commit.

    audience: see portal.notifications.audience. The writer need not be allowed to see who that is: the task looks
    it up inside the tenant.

    wording: an organiser's subject and body for the kind as they were when it was written; {} = the catalogue's
    """

    fence = fence.dropped_in(enterprise="enterprise_id")

    id = models.UUIDField(primary_key=True, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise_id = models.BigIntegerField(null=True, blank=True)
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=60)
    audience = models.JSONField()
    context = models.JSONField(default=dict)
    wording = models.JSONField(default=dict, blank=True)
    written_at = models.DateTimeField()
    expanded_at = models.DateTimeField(null=True, blank=True)
    # An announcement that cannot be expanded waits behind the others, and says here why.
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("tenant", "key"), name="announcement_once")]
        indexes = [
            models.Index(
                fields=("tenant", "tries", "id"),
                name="announcement_waiting",
                condition=models.Q(expanded_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key


class MessageState(models.TextChoices):
    WAITING = "waiting", _("待发送")
    SENDING = "sending", _("发送中")
    SENT = "sent", _("已发送")
    UNCERTAIN = "uncertain", _("结果不明")
    FAILED = "failed", _("发送失败")
    SET_ASIDE = "set_aside", _("不再发送")


# Somebody has to decide about these: the system does not send them again by itself.
TROUBLED = (MessageState.UNCERTAIN, MessageState.FAILED)


class Message(models.Model):
    """One message to one person, once: in the inbox at once, by e-mail through the sending task.

    email stands in the place of user for somebody without an account (an objector).
    due_at: not mailed before; the morning for reminders, later after a failure.
    tries: never counts down, so that it names one attempt; former_tries of them were made before a person decided
    that it be sent again. stopped_at: since when it is uncertain or failed.
    """

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or user_id = {fence.USER})", add=f"tenant_id = {fence.TENANT}"
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"))
    url = models.CharField(_("链接"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True, blank=True)
    state = models.CharField(_("发送状态"), max_length=12, choices=MessageState, default=MessageState.WAITING)
    due_at = models.DateTimeField()
    sending_since = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    former_tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(_("失败原因"), max_length=300, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(_("不再发送的理由"), max_length=300, blank=True)

    class Meta:
        ordering = ("-written_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "key", "user", "email"), name="message_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, email="") | (models.Q(user__isnull=True) & ~models.Q(email="")),
                name="message_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=("user", "-written_at", "-id"), name="message_inbox"),
            models.Index(fields=("user",), name="message_unread", condition=models.Q(read_at__isnull=True)),
            models.Index(
                fields=("tenant", "due_at", "id"),
                name="message_unsent",
                condition=models.Q(state__in=("waiting", "sending")),
            ),
            models.Index(
                fields=("tenant", "id"),
                name="message_unsettled",
                condition=models.Q(state__in=("uncertain", "failed", "set_aside")),
            ),
        ]

    def __str__(self) -> str:
        return self.key
