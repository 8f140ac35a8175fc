"""Organisers, their districts, and the statutory calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import fence


class Tenant(models.Model):
    """An organising authority. Its slug is the first part of every address below it."""

    slug = models.SlugField(_("网址标识"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    short_name = models.CharField(_("简称"), max_length=40)
    region_code = models.CharField(_("行政区划"), max_length=12)
    is_demo = models.BooleanField(_("演示数据"), default=False)
    contact = models.CharField(_("咨询方式"), max_length=200, blank=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class DistrictKind(models.TextChoices):
    DISTRICT = "district", _("行政区")
    FUNCTIONAL_AREA = "functional_area", _("功能区")


class District(models.Model):
    """A recommending body of a tenant: a district department, a functional area, a zone committee."""

    fence = fence.shown("true")

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    code = models.CharField(_("代码"), max_length=12)
    name = models.CharField(_("名称"), max_length=60)
    office_name = models.CharField(_("主管部门"), max_length=120)
    kind = models.CharField(_("类型"), max_length=20, choices=DistrictKind, default=DistrictKind.DISTRICT)

    class Meta:
        ordering = ("code", "pk")
        constraints = [models.UniqueConstraint(fields=("tenant", "code"), name="district_code_once_per_tenant")]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """Overrides the calendar library: a decreed rest day or make-up working day, or a confirmed plain one."""

    day = models.DateField(_("日期"), primary_key=True)
    is_workday = models.BooleanField(_("是否工作日"))
    is_confirmed = models.BooleanField(_("已确认"), default=False)
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return self.day.isoformat()
