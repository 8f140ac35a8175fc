"""What one expert says about one unit: declaration, points, opinion, and the second look."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit, Version
from portal.people.models import Expert
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from reviews.wording import field_word

from .panel import Panel


class SheetState(models.TextChoices):
    WAITING = "waiting", _("待声明")
    OPEN = "open", _("评审中")
    SUBMITTED = "submitted", _("已提交")
    RECUSED = "recused", _("已回避")
    DECLINED = "declined", _("已谢绝")


class Joining(models.TextChoices):
    DRAWN = "drawn", _("抽取入席")
    REPLACING = "replacing", _("候补递补")
    ADDED = "added", _("复核增补")


class Sheet(models.Model):
    """One expert, one unit, one frozen version. A submitted row is never changed: a correction is a SecondLook.

    typed    what stands in the fields now, valid or not: {"points_<criterion>": text, "opinion": text}
    points   {criterion: points as text}, written on submission
    total    weighted by the programme's criteria, 0-100, two decimals
    digest   SHA-256 of what was signed
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    code = models.CharField(_("专家代码"), max_length=20)
    field = models.CharField(_("专业领域"), max_length=40)
    joining = models.CharField(_("入席方式"), max_length=10, choices=Joining, default=Joining.DRAWN)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=SheetState, default=SheetState.WAITING)
    assigned_at = models.DateTimeField(_("分配时间"))
    declared_at = models.DateTimeField(_("声明时间"), null=True, blank=True)
    declaration = models.TextField(_("回避或谢绝理由"), blank=True)
    typed = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("保存时间"), null=True, blank=True)
    points = models.JSONField(_("各项评分"), default=dict)
    opinion = models.TextField(_("评审意见"), blank=True)
    total = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True, blank=True)
    signer_name = models.CharField(_("签名"), max_length=60, blank=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("panel", "unit", "pk")
        constraints = [
            models.UniqueConstraint(fields=("unit", "panel", "expert"), name="sheet_once"),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(total__isnull=False), name="submitted_sheet_has_total"
            ),
        ]
        indexes = [
            models.Index(fields=("tenant", "expert", "state", "id"), name="sheet_desk"),
            models.Index(fields=("panel", "unit", "id"), name="sheet_by_unit"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_sheet_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="submitted"),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.code}"

    @property
    def field_word(self) -> str:
        return field_word(self.field)


class LookDecision(models.TextChoices):
    CONFIRM = "confirm", _("维持原评分")
    CHANGE = "change", _("调整评分")


class SecondLook(models.Model):
    """A deviating expert asked to justify or change. The sheet keeps the original; an answer is written once."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="second_look")
    asked_at = models.DateTimeField(_("提请时间"))
    decision = models.CharField(_("结论"), max_length=10, choices=LookDecision, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    points = models.JSONField(_("调整后评分"), default=dict)
    total = models.DecimalField(_("调整后总分"), max_digits=6, decimal_places=2, null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")
        triggers = [
            pgtrigger.Protect(
                name="answer_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.decision}"
