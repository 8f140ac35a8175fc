"""The register of honours of an organiser, and which honours of others it takes for the same."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant


class ImportKind(models.TextChoices):
    HONOURS = "honours", _("荣誉资质")
    LISTS = "lists", _("往年名单")
    CERTIFICATES = "certificates", _("往年证书")


class Import(models.Model):
    """A workbook that was taken in as a whole. digest: SHA-256 of the file; summary: counts for the page."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    kind = models.CharField(_("类型"), max_length=14, choices=ImportKind)
    name = models.CharField(_("文件名"), max_length=160)
    digest = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField(_("行数"))
    summary = models.JSONField(default=dict, blank=True)
    source = models.CharField(_("来源"), max_length=200)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField(_("导入时间"))

    class Meta:
        ordering = ("-imported_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "kind", "digest"), name="workbook_imported_once")]

    def __str__(self) -> str:
        return self.name


class HonourRecord(models.Model):
    """One honour of one enterprise with its source. Never edited: a wrong row is withdrawn with a reason.

    honour     key of portal.kit.honours
    source     the document, list or register that says so
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    enterprise_name = models.CharField(_("企业名称"), max_length=120)
    honour = models.CharField(_("荣誉"), max_length=40)
    item = models.CharField(_("产品或服务"), max_length=160, blank=True)
    issuer = models.CharField(_("授予单位"), max_length=120)
    number = models.CharField(_("证书编号"), max_length=80, blank=True)
    issued_on = models.DateField(_("授予日期"))
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    batch = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="honours")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))
    withdrawn_at = models.DateTimeField(_("撤销登记时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤销登记原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("-issued_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "uscc", "honour", "item", "issued_on"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="honour_recorded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("issued_on")),
                name="honour_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=("tenant", "uscc", "honour"), name="honour_of_enterprise"),
            models.Index(fields=("tenant", "-issued_on", "-id"), name="honour_register"),
        ]

    def __str__(self) -> str:
        return f"{self.uscc} {self.honour}"


class Recognition(models.Model):
    """One honour that this organiser takes for another in its own rules (采信), and on what ground."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    honour = models.CharField(_("荣誉"), max_length=40)
    counts_as = models.CharField(_("视同"), max_length=40)
    basis = models.CharField(_("依据"), max_length=200)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        ordering = ("honour", "counts_as", "pk")
        constraints = [
            models.UniqueConstraint(fields=("tenant", "honour", "counts_as"), name="recognition_once"),
            models.CheckConstraint(condition=~models.Q(honour=models.F("counts_as")), name="recognition_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.honour}→{self.counts_as}"
