"""Certificates: a number taken in the release, a document rendered afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .listing import ListEntry


class NumberSeries(models.Model):
    """The last number taken of a series. Its row is locked while numbers are taken, so a series has no gaps."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    programme = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    list_code = models.CharField(max_length=4)
    last_sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("programme", "year", "list_code", "pk")
        constraints = [
            models.UniqueConstraint(fields=("tenant", "programme", "year", "list_code"), name="number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme}-{self.year}-{self.list_code}"


class Certificate(models.Model):
    """The paper for one honour. replaced_by: a newer paper for the same honour; this number then says so for ever.

    rendered_version: the standing version whose token the document carries; 0 = not rendered yet.
    """

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or tenant_id = {fence.PUBLIC} or enterprise_id = {fence.ENTERPRISE})",
        add=f"tenant_id = {fence.TENANT}",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    entry = models.ForeignKey(ListEntry, models.PROTECT, related_name="certificates")
    number = models.CharField(_("证书编号"), max_length=30)
    holder = models.CharField(_("持有主体"), max_length=120)
    issued_on = models.DateField(_("发证日期"))
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    replaced_on = models.DateField(_("换发日期"), null=True, blank=True)
    replacement_reason = models.CharField(_("换发理由"), max_length=300, blank=True)
    file = models.FileField(max_length=250, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    rendered_at = models.DateTimeField(_("生成时间"), null=True, blank=True)
    rendered_version = models.PositiveSmallIntegerField(default=0)
    render_tries = models.PositiveSmallIntegerField(default=0)
    render_error = models.CharField(_("生成失败原因"), max_length=200, blank=True)
    seal_sha256 = models.CharField(_("电子印章文件摘要"), max_length=64, blank=True)

    class Meta:
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "number"), name="certificate_number_once")]
        indexes = [
            models.Index(fields=("tenant", "id"), name="certificate_waiting", condition=models.Q(rendered_at=None)),
            models.Index(fields=("enterprise", "id"), name="certificate_of_enterprise"),
        ]

    def __str__(self) -> str:
        return self.number
