"""What a panel says of a unit's provisional place, and what the applicant reads of how its result came about."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit
from portal.people.models import Enterprise, Expert
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .run import Run


class VerificationDecision(models.TextChoices):
    CONFIRM = "confirm", _("确认")
    ADJUST = "adjust", _("调整")
    EXCLUDE = "exclude", _("不列入")


class Verification(models.Model):
    """One proposal on one unit of a run. To adjust and to exclude take a reason and a second expert's signature.

    needs_second  also true of a confirmation that sets an earlier adjustment or exclusion aside
    ratio         by which the figure is adjusted, e.g. -0.0500; 0 unless the decision is to adjust
    of_figure     the provisional figure that was verified: of another one it says nothing
    digest        SHA-256 of what was signed
    A refused proposal is kept, and the unit is open again.
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    run = models.ForeignKey(Run, models.PROTECT, related_name="verifications")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="verifications")
    decision = models.CharField(_("校验意见"), max_length=8, choices=VerificationDecision)
    ratio = models.DecimalField(_("调整比例"), max_digits=5, decimal_places=4, default=0)
    reason = models.TextField(_("理由"), blank=True)
    needs_second = models.BooleanField(_("须两人签名"))
    of_figure = models.DecimalField(_("所校验的数值"), max_digits=20, decimal_places=2)
    proposed_by = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    proposed_code = models.CharField(_("提出专家代码"), max_length=20)
    signed_at = models.DateTimeField(_("签名时间"))
    seconded_by = models.ForeignKey(Expert, models.PROTECT, null=True, blank=True, related_name="+")
    seconded_code = models.CharField(_("第二位专家代码"), max_length=20, blank=True)
    seconded_at = models.DateTimeField(_("第二签名时间"), null=True, blank=True)
    refused_by = models.ForeignKey(Expert, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(_("不同意时间"), null=True, blank=True)
    refused_reason = models.TextField(_("不同意的理由"), blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("run", "unit"), condition=models.Q(refused_at__isnull=True), name="one_verification_stands"
            ),
            models.CheckConstraint(
                condition=models.Q(needs_second=False) | ~models.Q(reason=""), name="verification_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="confirm") | models.Q(needs_second=True), name="one_alone_only_confirms"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="adjust") | models.Q(ratio=0), name="only_adjusting_has_ratio"
            ),
            models.CheckConstraint(
                condition=models.Q(seconded_by__isnull=True) | ~models.Q(seconded_by=models.F("proposed_by")),
                name="two_experts_verify",
            ),
        ]
        indexes = [models.Index(fields=("unit", "-id"), name="verification_newest")]
        triggers = [
            pgtrigger.Protect(
                name="signed_words_kept",
                operation=pgtrigger.UpdateOf(
                    "run_id",
                    "unit_id",
                    "decision",
                    "ratio",
                    "reason",
                    "needs_second",
                    "of_figure",
                    "proposed_by_id",
                    "digest",
                ),
            ),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__seconded_at__isnull=False) | pgtrigger.Q(old__refused_at__isnull=False),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.unit_id} {self.decision}"

    @property
    def is_complete(self) -> bool:
        """Whether everybody has signed who has to."""
        return self.refused_at is None and (not self.needs_second or self.seconded_at is not None)

    @property
    def signers(self) -> list[str]:
        return [code for code in (self.proposed_code, self.seconded_code) if code]


class Explanation(models.Model):
    """How a unit's result came about, frozen when the run was approved; content: see reviews.explaining."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="explanation")
    run_digest = models.CharField(max_length=64)
    content = models.JSONField(_("内容"))
    written_at = models.DateTimeField(_("形成时间"))

    class Meta:
        ordering = ("written_at", "pk")
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.unit_id}"
