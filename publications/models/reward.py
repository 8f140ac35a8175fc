"""Money for a new certificate, once for each product for ever: from eligible to paid, or refused."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition

from .frozen import keep
from .listing import ListEntry


class RewardState(models.TextChoices):
    ELIGIBLE = "eligible", _("可申领")
    APPLIED = "applied", _("待核对")
    CHECKED = "checked", _("待审批")
    APPROVED = "approved", _("待拨付")
    PAID = "paid", _("已拨付")
    REFUSED = "refused", _("不予奖励")


MOVES = [
    ("eligible", "applied"),
    ("applied", "checked"),
    ("checked", "approved"),
    ("approved", "paid"),
    ("applied", "refused"),
    ("checked", "refused"),
    ("approved", "refused"),
]
FREE = (
    *("state", "contact_name", "contact_phone", "statement", "applied_at", "applied_by"),
    *("checked_at", "checked_by", "check_note", "approved_at", "approved_by", "approval_note"),
    *("paid_on", "payment_reference", "paid_at", "paid_by", "refused_at", "refused_by", "reason"),
)


class Reward(models.Model):
    """The claim that came with one new certificate. Where it is paid to is told to the finance office, never here.

    identity     what the programme knows the product by; one claim for each, for ever, whichever body certified it
    edition      of the year of the certificate: its amount counts, and stays as it was on the day of release
    certified_on the day of the certificate; its year is the year of the claim
    """

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    entry = models.OneToOneField(ListEntry, models.PROTECT, related_name="reward")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="rewards")
    programme_slug = models.SlugField(_("项目"), max_length=40)
    identity = models.CharField(max_length=64)
    body_name = models.CharField(_("认证机构"), max_length=120)
    outside_number = models.CharField(_("认证证书编号"), max_length=80)
    certified_on = models.DateField(_("认证证书日期"))
    year = models.PositiveSmallIntegerField(_("奖励年度"))
    amount_yuan = models.PositiveIntegerField(_("奖励金额（元）"))
    clause = models.CharField(_("依据"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=RewardState, default=RewardState.ELIGIBLE)
    eligible_at = models.DateTimeField(_("产生时间"))
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    statement = models.TextField(_("申领说明"), blank=True)
    applied_at = models.DateTimeField(_("申领时间"), null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    check_note = models.CharField(_("核对意见"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approval_note = models.CharField(_("审批意见"), max_length=300, blank=True)
    paid_on = models.DateField(_("拨付日期"), null=True, blank=True)
    payment_reference = models.CharField(_("拨付凭证号"), max_length=80, blank=True)
    paid_at = models.DateTimeField(_("登记拨付时间"), null=True, blank=True)
    paid_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("不予奖励的理由"), max_length=500, blank=True)

    class Meta:
        ordering = ("-eligible_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("tenant", "programme_slug", "identity"), name="reward_once_per_product"),
            models.CheckConstraint(condition=~models.Q(identity=""), name="reward_knows_its_product"),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("checked_by")),
                name="reward_checked_and_approved_by_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="paid")
                | (models.Q(paid_on__isnull=False, approved_by__isnull=False) & ~models.Q(payment_reference="")),
                name="reward_paid_with_a_reference",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(reason=""), name="reward_refused_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=("tenant", "payment_reference"),
                condition=~models.Q(payment_reference=""),
                name="payment_reference_once",
            ),
        ]
        indexes = [
            models.Index(fields=("tenant", "year", "state", "-id"), name="reward_list"),
            models.Index(fields=("enterprise", "id"), name="reward_of_enterprise"),
        ]
        triggers = [
            pgtrigger.FSM(name="reward_moves", field="state", transitions=MOVES),
            keep("reward_stays", free=FREE),
            pgtrigger.Protect(name="reward_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.outside_number} {self.state}"
