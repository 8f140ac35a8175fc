"""Taking an honour away: a finding, the holder's answer, a decision by somebody else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .listing import Ground, ListEntry


class RevocationState(models.TextChoices):
    NOTICED = "noticed", _("已告知，待陈述申辩")
    REVOKED = "revoked", _("决定撤销")
    DROPPED = "dropped", _("决定不撤销")


class Revocation(models.Model):
    """facts and reason are what the holder reads. No decision before the answer, or before answer_due_on has passed."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, models.PROTECT, related_name="revocations")
    state = models.CharField(_("状态"), max_length=10, choices=RevocationState, default=RevocationState.NOTICED)
    ground = models.CharField(_("理由类别"), max_length=30, choices=Ground)
    facts = models.TextField(_("查明的事实"))
    is_suspended_meanwhile = models.BooleanField(_("期间暂停使用"), default=False)
    found_at = models.DateTimeField(_("告知时间"))
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_due_on = models.DateField(_("陈述申辩期限"))
    answer = models.TextField(_("陈述申辩"), blank=True)
    answered_at = models.DateTimeField(_("陈述申辩时间"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("决定理由"), blank=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("entry",), condition=models.Q(state="noticed"), name="one_open_revocation_per_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.state}"
