"""Submissions: frozen versions, attachments, and returns for correction."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .application import Application


class Version(models.Model):
    """A frozen, numbered submission. digest: SHA-256 over the canonical JSON of content."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本号"))
    content = models.JSONField(_("内容"))
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("提交时间"))
    submitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signer_name = models.CharField(_("承诺人"), max_length=60, blank=True)

    class Meta:
        ordering = ("application", "number")
        constraints = [models.UniqueConstraint(fields=("application", "number"), name="version_number_once")]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"v{self.number}"


class Attachment(models.Model):
    """A file bound to a form field or an indicator. A file that a version names is kept even when replaced."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="attachments")
    key = models.CharField(_("对应指标"), max_length=60)
    name = models.CharField(_("文件名"), max_length=160)
    file = models.FileField(max_length=250)
    content_type = models.CharField(max_length=80)
    size_bytes = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("上传时间"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        ordering = ("key", "pk")
        indexes = [models.Index(fields=("application", "key", "id"), name="attachment_by_key")]

    def __str__(self) -> str:
        return self.name


class Correction(models.Model):
    """A return: which fields are open again, why, and until when."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    version_number = models.PositiveIntegerField(_("针对版本"))
    stage = models.CharField(_("环节"), max_length=30)
    reasons = models.JSONField(_("补正要求"))  # {field or indicator key: what to correct}
    note = models.TextField(_("总体说明"), blank=True)
    due_at = models.DateTimeField(_("补正截止"))
    returned_at = models.DateTimeField(_("退回时间"))
    returned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("补正时间"), null=True, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("application",), condition=models.Q(answered_at__isnull=True), name="one_open_correction"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version_number}"
