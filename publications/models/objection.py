"""Objections: what somebody outside says against one entry, and what the office makes of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit
from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .notice import Notice, NoticeEntry


class ObjectorKind(models.TextChoices):
    PERSON = "person", _("个人")
    ORGANISATION = "organisation", _("单位")


class ObjectionState(models.TextChoices):
    RECEIVED = "received", _("已收到，待受理")
    ACCEPTED = "accepted", _("已受理")
    NOT_ACCEPTED = "not_accepted", _("不予受理")
    INVESTIGATING = "investigating", _("核查中")
    UPHELD = "upheld", _("异议成立")
    PARTLY_UPHELD = "partly_upheld", _("异议部分成立")
    DISMISSED = "dismissed", _("异议不成立")
    WITHDRAWN = "withdrawn", _("已撤回")


class RefusalGround(models.TextChoices):
    OUT_OF_TIME = "out_of_time", _("超过公示期提出")
    NO_FACTS = "no_facts", _("没有具体事实或线索")
    NOT_ON_LIST = "not_on_list", _("所指对象不在公示名单中")


class Objection(models.Model):
    """Filed without login. withdrawn_at without the state: asked to withdraw after the inquiry had begun."""

    fence = fence.dropped_in()

    id = models.UUIDField(primary_key=True, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    entry = models.ForeignKey(NoticeEntry, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="objections")
    receipt_number = models.CharField(_("回执编号"), max_length=30)
    token_digest = models.CharField(max_length=64)
    objector_kind = models.CharField(_("异议人类型"), max_length=12, choices=ObjectorKind)
    objector_name = models.CharField(_("异议人名称"), max_length=120)
    objector_code = models.CharField(_("证件号码或统一社会信用代码"), max_length=30)
    objector_phone = models.CharField(_("联系电话"), max_length=30)
    objector_email = models.EmailField(_("电子邮箱"), blank=True)
    is_confidential = models.BooleanField(_("请求保密"), default=True)
    facts = models.TextField(_("事实与理由"))
    request = models.TextField(_("异议请求"))
    state = models.CharField(_("状态"), max_length=16, choices=ObjectionState, default=ObjectionState.RECEIVED)
    received_at = models.DateTimeField(_("收到时间"))
    accept_due_on = models.DateField(_("受理期限"))
    answer_due_on = models.DateField(_("答复期限"))
    is_extended = models.BooleanField(_("已延期"), default=False)
    handler = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(_("受理决定时间"), null=True, blank=True)
    refusal_ground = models.CharField(_("不予受理理由"), max_length=16, choices=RefusalGround, blank=True)
    finding = models.TextField(_("核查情况"), blank=True)
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("决定理由"), blank=True)
    withdrawn_at = models.DateTimeField(_("申请撤回时间"), null=True, blank=True)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = [models.UniqueConstraint(fields=("tenant", "token_digest"), name="objection_token_once")]
        indexes = [
            models.Index(fields=("tenant", "-received_at", "-id"), name="objection_newest"),
            models.Index(fields=("unit", "state"), name="objection_of_unit"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class ObjectionFile(models.Model):
    """Evidence that came with an objection."""

    fence = fence.dropped_in()

    id = models.UUIDField(primary_key=True, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=160)
    file = models.FileField(max_length=250)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Inquiry(models.Model):
    """What the office puts to the enterprise: facts only, never who said them. The enterprise answers once."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inquiries")
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="inquiry")
    name = models.CharField(_("名称"), max_length=160)
    facts = models.TextField(_("需要说明的事实"))
    asked_at = models.DateTimeField(_("发出时间"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField(_("答复期限"))
    answer = models.TextField(_("说明"), blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.name
