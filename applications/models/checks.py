"""What offices found: district reviews, formal checks, verified figures, inspections, the outcome."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .application import Application, Unit


class DistrictReview(models.Model):
    """The district's word on one version: put forward by an officer, signed by a leader (four eyes).

    priority_basis   the rows of the register of honours that a recommendation with priority rests on
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="district_reviews")
    version_number = models.PositiveIntegerField(_("版本"))
    is_recommended = models.BooleanField(_("拟推荐"))
    is_priority = models.BooleanField(_("重点推荐"), default=False)
    priority_basis = models.JSONField(_("重点推荐依据"), default=list)
    opinion = models.TextField(_("初审意见"))
    rank = models.PositiveSmallIntegerField(_("推荐排序"), null=True, blank=True)
    checklist = models.JSONField(_("核对情况"), default=dict)
    put_forward_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    put_forward_at = models.DateTimeField(_("提请时间"))
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("审签时间"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("审签同意"), null=True, blank=True)
    leader_note = models.TextField(_("审签意见"), blank=True)

    class Meta:
        ordering = ("application", "pk")

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version_number}"


class ReceiptKind(models.TextChoices):
    PAPER = "paper", _("纸质材料")
    DISC = "disc", _("电子版光盘")


class ReceiptOutcome(models.TextChoices):
    MATCHED = "matched", _("收到，与电子申报一致")
    MISMATCH = "mismatch", _("收到，与电子申报不一致")
    MISSING = "missing", _("未收到")


class Receipt(models.Model):
    """Paper copies or discs counted in at the counter. postmarked_on: where the post counts and not the arrival."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="receipts")
    kind = models.CharField(_("类型"), max_length=10, choices=ReceiptKind)
    count = models.PositiveSmallIntegerField(_("份数"))
    outcome = models.CharField(_("核对结果"), max_length=10, choices=ReceiptOutcome, default=ReceiptOutcome.MATCHED)
    postmarked_on = models.DateField(_("邮戳日期"), null=True, blank=True)
    received_on = models.DateField(_("收到日期"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ("application", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class CheckFinding(models.Model):
    """What an official found or attested for one clause. is_met None = still open. The newest row of a key counts."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    key = models.CharField(_("指标"), max_length=40)
    is_met = models.BooleanField(_("是否符合"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ("unit", "key", "pk")
        indexes = [models.Index(fields=("unit", "key", "-id"), name="finding_newest")]

    def __str__(self) -> str:
        return f"{self.key}={self.is_met}"


class VerifiedFigure(models.Model):
    """What an official put beside the reported figure. Both stay; the newest row of a key counts.

    verified       the figure; verified_word: the key of a choice instead. Neither: looked up and not found, so that the
                   reported figure stands
    """

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="verified_figures")
    key = models.CharField(_("字段"), max_length=60)
    reported = models.CharField(_("申报值"), max_length=60, blank=True)
    verified = models.DecimalField(_("核定值"), max_digits=20, decimal_places=4, null=True, blank=True)
    verified_word = models.CharField(_("核定选项"), max_length=40, blank=True)
    reason = models.TextField(_("理由"))
    source = models.CharField(_("依据"), max_length=200, blank=True)
    verified_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(_("核定时间"))

    class Meta:
        ordering = ("unit", "key", "pk")
        indexes = [models.Index(fields=("unit", "key", "-id"), name="figure_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified__isnull=True) | models.Q(verified_word=""), name="figure_or_word"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}={self.value}"

    @property
    def value(self) -> Decimal | str | None:
        """The figure, the key of the choice, or None where the register has no entry."""
        return self.verified if self.verified is not None else self.verified_word or None


class InspectionOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("与申报一致")
    DIFFERS = "differs", _("与申报不一致")
    REFUSED_ENTRY = "refused_entry", _("拒绝抽查")


class Inspection(models.Model):
    """A site inspection by a team of at least two."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="inspection")
    planned_on = models.DateField(_("计划日期"))
    team = models.JSONField(_("抽查人员"))  # names of at least two officials
    inspected_on = models.DateField(_("抽查日期"), null=True, blank=True)
    outcome = models.CharField(_("结论"), max_length=16, choices=InspectionOutcome, blank=True)
    report = models.TextField(_("抽查记录"), blank=True)
    differences = models.JSONField(_("差异"), default=list)  # [{key, reported, found, note}]
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"), null=True, blank=True)

    class Meta:
        ordering = ("planned_on", "pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.outcome}"


class Outcome(models.Model):
    """The scores and the decision on a unit, written once when a run is approved; never inside an applicant's fence.

    list_code     the list that the unit competes in; rank is its place there, rank_before the one before verification
    figure        what a model ranks the list by, after the panel's adjustment (a ratio, -0.10 to 0.10); None = total is
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.OneToOneField(Unit, models.PROTECT, related_name="outcome")
    quantitative = models.DecimalField(_("定量得分"), max_digits=6, decimal_places=2, null=True)
    panel = models.DecimalField(_("专家得分"), max_digits=6, decimal_places=2, null=True)
    total = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True)
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    list_code = models.CharField(_("名单代码"), max_length=4, blank=True)
    figure = models.DecimalField(_("排名依据"), max_digits=20, decimal_places=2, null=True, blank=True)
    adjustment_ratio = models.DecimalField(_("校验调整"), max_digits=5, decimal_places=4, null=True, blank=True)
    rank_before = models.PositiveIntegerField(_("校验前名次"), null=True, blank=True)
    all_clauses_met = models.BooleanField(_("指标全部符合"), null=True)
    is_proposed = models.BooleanField(_("拟认定"))
    reason = models.TextField(_("理由"), blank=True)
    run_digest = models.CharField(max_length=64)
    decided_at = models.DateTimeField(_("决定时间"))
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-total", "pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.total}"
