"""What outside bodies are entrusted with, unit by unit: screening, certification. They see nothing else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Body, Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .application import Unit


class Purpose(models.TextChoices):
    SCREENING = "screening", _("初筛")
    CERTIFICATION = "certification", _("认证")


class Entrustment(models.Model):
    """A unit in an outside body's hands. ended_at: taken back, or given to another body."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="entrustments")
    purpose = models.CharField(_("事项"), max_length=16, choices=Purpose)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("受托机构"))
    entrusted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    entrusted_at = models.DateTimeField(_("委托时间"))
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("unit", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("unit", "purpose"), condition=models.Q(ended_at__isnull=True), name="one_body_per_purpose"
            )
        ]
        indexes = [models.Index(fields=("tenant", "body", "purpose", "id"), name="entrustment_desk")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.purpose}"


class ScreeningOutcome(models.TextChoices):
    PASSED = "passed", _("通过")
    RETURNED = "returned", _("退回补正")
    FAILED = "failed", _("不通过")


class Screening(models.Model):
    """An agency's word on one version of one unit. checks: {clause key: {"is_met": bool or null, "note": str}}."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="screenings")
    entrustment = models.ForeignKey(Entrustment, models.PROTECT, related_name="screenings")
    version_number = models.PositiveIntegerField(_("版本"))
    outcome = models.CharField(_("初筛结论"), max_length=10, choices=ScreeningOutcome)
    checks = models.JSONField(_("核对情况"), default=dict)
    report = models.TextField(_("初筛意见"))
    screened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    screened_at = models.DateTimeField(_("初筛时间"))

    class Meta:
        ordering = ("unit", "pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.outcome}"


class StepKind(models.TextChoices):
    TYPE_TEST = "type_test", _("型式试验")
    SITE_AUDIT = "site_audit", _("现场审核")


class StepOutcome(models.TextChoices):
    PASSED = "passed", _("通过")
    NONCONFORMITY = "nonconformity", _("有不符合项")
    FAILED = "failed", _("不通过")


class CertificationStep(models.Model):
    """A type test or a site audit as its body recorded it; the newest row of a kind counts.

    due_on        until when nonconformities are to be closed; resolved_on: when the body closed them
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="certification_steps")
    kind = models.CharField(_("环节"), max_length=12, choices=StepKind)
    outcome = models.CharField(_("结论"), max_length=14, choices=StepOutcome)
    performed_on = models.DateField(_("完成日期"))
    report_number = models.CharField(_("报告编号"), max_length=80)
    findings = models.TextField(_("情况说明"))
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    resolved_on = models.DateField(_("整改关闭日期"), null=True, blank=True)
    resolution = models.TextField(_("整改情况"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ("unit", "pk")
        indexes = [models.Index(fields=("unit", "kind", "-id"), name="certification_step_newest")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.outcome}"


class OutsideCertificate(models.Model):
    """The certificate that a certification body decided on, as it stands there.

    is_new      not a renewal, a change of scope, or another body's certificate for a product certified before
    identity    what Programme.identity_of knows the product by
    """

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="outside_certificate")
    body_name = models.CharField(_("认证机构"), max_length=120)
    number = models.CharField(_("认证证书编号"), max_length=80)
    standard = models.CharField(_("认证依据"), max_length=200)
    scope = models.CharField(_("认证范围"), max_length=400)
    issued_on = models.DateField(_("发证日期"))
    valid_to = models.DateField(_("有效期至"))
    is_new = models.BooleanField(_("新取得"))
    identity = models.CharField(max_length=64, db_index=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        ordering = ("issued_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=("tenant", "body_name", "number"), name="outside_number_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("issued_on")), name="outside_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.number
