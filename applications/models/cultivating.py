"""What districts do before and beside a filing: scouting, workstations, incubation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant

from .application import Application, Unit


class Workstation(models.Model):
    """A brand cultivation workstation of a district."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    name = models.CharField(_("名称"), max_length=120)
    host = models.CharField(_("依托单位"), max_length=120)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    opened_on = models.DateField(_("设立日期"))
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        ordering = ("district__code", "name", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "district", "name"), name="workstation_once")]

    def __str__(self) -> str:
        return self.name


class ActivityKind(models.TextChoices):
    TRAINING = "training", _("培训")
    TUTORING = "tutoring", _("辅导")
    PLAN = "plan", _("一企一策方案")
    MATCHING = "matching", _("对接服务")
    OTHER = "other", _("其他")


class Activity(models.Model):
    """One line of the incubation log of a unit. Never edited: what was wrong is struck with a reason."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="activities")
    workstation = models.ForeignKey(Workstation, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("类型"), max_length=10, choices=ActivityKind)
    held_on = models.DateField(_("日期"))
    hours = models.DecimalField(_("时长（小时）"), max_digits=5, decimal_places=1)
    note = models.TextField(_("内容"))
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(_("登记时间"))
    struck_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    struck_reason = models.CharField(_("作废原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("unit", "held_on", "pk")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"


class Candidate(models.Model):
    """An enterprise or product that a district scouted for a programme, before it has filed (if it ever does)."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    programme_slug = models.SlugField(_("项目"), max_length=40)
    enterprise_name = models.CharField(_("企业名称"), max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    product = models.CharField(_("产品或服务"), max_length=160)
    tier = models.PositiveSmallIntegerField(_("培育梯队"), default=1)
    note = models.TextField(_("排摸情况"), blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("入库时间"))
    dropped_at = models.DateTimeField(_("出库时间"), null=True, blank=True)
    dropped_reason = models.CharField(_("出库原因"), max_length=300, blank=True)
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "programme_slug", "uscc", "product"),
                condition=models.Q(dropped_at__isnull=True),
                name="candidate_once",
            )
        ]
        indexes = [models.Index(fields=("tenant", "district", "-added_at", "-id"), name="candidate_list")]

    def __str__(self) -> str:
        return f"{self.enterprise_name} {self.product}"
