"""A ranking run: frozen inputs, parameters, results, and the decision on it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit
from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition


class RunState(models.TextChoices):
    CALCULATED = "calculated", _("已计算")
    SUBMITTED = "submitted", _("待审定")
    APPROVED = "approved", _("已审定")
    SENT_BACK = "sent_back", _("已退回")


class Run(models.Model):
    """parameters, inputs, results: see reviews.running. digest covers these three and nothing else."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("序号"))
    state = models.CharField(_("状态"), max_length=12, choices=RunState, default=RunState.CALCULATED)
    parameters = models.JSONField(_("参数"))
    inputs = models.JSONField(_("输入"))
    results = models.JSONField(_("结果"))
    digest = models.CharField(max_length=64)
    code_version = models.CharField(_("程序版本"), max_length=40, blank=True)
    calculated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    calculated_at = models.DateTimeField(_("计算时间"))
    verification_opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verification_opened_at = models.DateTimeField(_("校验开启时间"), null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("提请时间"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    reason = models.TextField(_("审定意见"), blank=True)

    class Meta:
        ordering = ("-calculated_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=("edition", "number"), name="run_number_once"),
            models.UniqueConstraint(
                fields=("edition",), condition=models.Q(state="submitted"), name="one_run_awaits_approval"
            ),
        ]
        indexes = [models.Index(fields=("tenant", "-calculated_at", "-id"), name="run_list")]
        triggers = [
            pgtrigger.Protect(
                name="content_frozen",
                operation=pgtrigger.UpdateOf(
                    "parameters", "inputs", "results", "digest", "edition_id", "calculated_by_id"
                ),
            ),
            pgtrigger.Protect(
                name="approved_frozen", operation=pgtrigger.Update, condition=pgtrigger.Q(old__state="approved")
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"


class RunLine(models.Model):
    """Which unit a line of the results is about.

    position  place in the results, from 1
    figure    the provisional figure that a panel has to verify; None where there is nothing to verify
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, models.PROTECT, related_name="lines")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("序"))
    code = models.CharField(_("代码"), max_length=200)
    figure = models.DecimalField(_("待校验的数值"), max_digits=20, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("run", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("run", "unit"), name="run_line_once"),
            models.UniqueConstraint(fields=("run", "position"), name="run_position_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.position}"
