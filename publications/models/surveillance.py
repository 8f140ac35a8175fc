"""What a certification body says about its certificate after it was published."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .listing import ListEntry


class Finding(models.TextChoices):
    KEPT = "kept", _("保持")
    SUSPENDED = "suspended", _("暂停")
    RESUMED = "resumed", _("恢复")
    WITHDRAWN = "withdrawn", _("撤销")


class Surveillance(models.Model):
    """One decision of the body that issued the certificate. decided_on: the body's own date; reason: for the holder."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, models.PROTECT, related_name="surveillances")
    finding = models.CharField(_("监督结论"), max_length=10, choices=Finding)
    body_name = models.CharField(_("认证机构"), max_length=120)
    decided_on = models.DateField(_("决定日期"))
    reason = models.CharField(_("情况和理由"), max_length=1000)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ("-recorded_at", "-pk")
        indexes = [models.Index(fields=("entry", "-id"), name="surveillance_of_entry")]
        triggers = [pgtrigger.Protect(name="surveillance_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.finding}"
