"""The special mark: who may use it for what, its files, and who took which of them for what use."""

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


class MarkRight(models.Model):
    """The right to use an edition's mark for one listed unit and nothing else; it stands as its entry stands."""

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or tenant_id = {fence.PUBLIC} or enterprise_id = {fence.ENTERPRISE})",
        add=f"tenant_id = {fence.TENANT}",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="mark_rights")
    entry = models.OneToOneField(ListEntry, models.PROTECT, related_name="mark_right")
    number = models.CharField(_("标志使用编号"), max_length=30)
    granted_on = models.DateField(_("授予日期"))

    class Meta:
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "number"), name="mark_number_once")]
        indexes = [models.Index(fields=("enterprise", "id"), name="mark_right_of_enterprise")]
        triggers = [
            keep("mark_right_stays"),
            pgtrigger.Protect(name="mark_right_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


HELD_BY = "select held.edition_id from publications_markright held where held.enterprise_id ="
EDITIONS_HELD = f"{HELD_BY} {fence.ENTERPRISE}"


class MarkAsset(models.Model):
    """One file of an edition's mark. withdrawn_at: no longer offered; what was taken of it stays in the log.

    Only the organiser and whoever holds a right of the edition know of it.
    """

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or edition_id in ({EDITIONS_HELD}))",
        add=f"tenant_id = {fence.TENANT}",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="mark_assets")
    title = models.CharField(_("说明"), max_length=80)
    name = models.CharField(_("文件名"), max_length=160)
    file = models.FileField(max_length=250)
    extension = models.CharField(_("格式"), max_length=8)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))
    withdrawn_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        ordering = ("edition", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "sha256"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="mark_asset_once_per_edition",
            )
        ]
        triggers = [keep("mark_asset_stays", free=("withdrawn_at",))]

    def __str__(self) -> str:
        return self.name


class UseForm(models.TextChoices):
    PRODUCT = "product", _("产品本体")
    PACKAGE = "package", _("产品包装、标签或说明书")
    ADVERTISING = "advertising", _("广告和宣传材料")
    WEBSITE = "website", _("网站和新媒体")
    PREMISES = "premises", _("经营场所或服务现场")
    OTHER = "other", _("其他")


class MarkDownload(models.Model):
    """One file of the mark handed to a holder. rules_sha256: of the rules that were accepted for it."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    right = models.ForeignKey(MarkRight, models.PROTECT, related_name="downloads")
    asset = models.ForeignKey(MarkAsset, models.PROTECT, related_name="downloads")
    form_of_use = models.CharField(_("使用形式"), max_length=12, choices=UseForm)
    place = models.CharField(_("使用说明"), max_length=200)
    first_use_on = models.DateField(_("首次使用日期"))
    rules_sha256 = models.CharField(max_length=64)
    downloaded_at = models.DateTimeField(_("下载时间"))
    downloaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-downloaded_at", "-pk")
        indexes = [
            models.Index(fields=("tenant", "-id"), name="mark_download_newest"),
            models.Index(fields=("right", "-id"), name="mark_download_of_right"),
        ]
        triggers = [pgtrigger.Protect(name="mark_download_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.right_id} {self.asset_id}"
