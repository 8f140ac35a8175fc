"""Editions: one year of a programme at one organiser, with everything the organiser may set."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant

from .contract import Programme
from .questions import asked_too
from .registry import programme


class EditionState(models.TextChoices):
    DRAFT = "draft", _("筹备中")
    ANNOUNCED = "announced", _("未开始")
    OPEN = "open", _("申报中")
    CLOSED = "closed", _("申报已截止")
    ARCHIVED = "archived", _("已归档")


class Edition(models.Model):
    """One year of a programme. closes_at is the first instant that is too late.

    questions    what this organiser asks beyond the programme's form, see programmes.questions; not in rows of their
                 own, because every page of a filing needs them, and a version, a copy and an exported file hold all
    wording      kind of message -> {"subject", "body"} in place of the catalogue's
    copied_from  the edition of another year that it began as
    """

    fence = fence.shown("state <> 'draft'")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    programme_slug = models.SlugField(_("项目"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=120)
    state = models.CharField(_("状态"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    opens_at = models.DateTimeField(_("开始申报"))
    closes_at = models.DateTimeField(_("截止申报"))
    district_due_at = models.DateTimeField(_("区级推荐截止"), null=True, blank=True)
    review_due_at = models.DateTimeField(_("评审截止"), null=True, blank=True)
    document_number = models.CharField(_("通知文号"), max_length=80, blank=True)
    parameters = models.JSONField(_("参数"), default=dict, blank=True)
    switched_stages = models.JSONField(_("可选环节"), default=list, blank=True)
    questions = models.JSONField(_("补充问题"), default=list, blank=True)
    wording = models.JSONField(_("消息文字"), default=dict, blank=True)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "programme_slug", "pk")
        constraints = [
            models.UniqueConstraint(fields=("tenant", "programme_slug", "year", "title"), name="edition_once"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="edition_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def programme(self) -> Programme:
        """The programme, with this edition's own questions on its pages."""
        return asked_too(programme(self.programme_slug), self.questions)

    @property
    def latest_year(self) -> int:
        """The year that the latest figures of a filing (Field.year=0) are of."""
        return self.year - self.programme.years_back

    def settings(self) -> dict[str, Any]:
        """The programme's defaults with what this organiser set on top."""
        return {**self.programme.defaults, **self.parameters}

    def has_stage(self, key: str) -> bool:
        """Whether this edition goes through a stage: an obligatory one, or an optional one that is switched on."""
        of = self.programme
        return key in of.stages and (key not in of.optional_stages or key in self.switched_stages)


class EditionVersion(models.Model):
    """What an edition's settings were from one change to the next. content: as programmes.editionfile writes it."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    content = models.JSONField(_("设置"))
    reason = models.CharField(_("原因"), max_length=500, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ("edition", "-number")
        constraints = [models.UniqueConstraint(fields=("edition", "number"), name="edition_version_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} v{self.number}"


class EditionDistrict(models.Model):
    """What one district sets for itself: an earlier deadline, other copy counts, a quota."""

    fence = fence.shown("true")

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="district_settings")
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    closes_at = models.DateTimeField(_("本区截止"), null=True, blank=True)
    paper_copies = models.PositiveSmallIntegerField(_("纸质份数"), null=True, blank=True)
    discs = models.PositiveSmallIntegerField(_("光盘份数"), null=True, blank=True)
    quota = models.PositiveSmallIntegerField(_("推荐名额"), null=True, blank=True)
    note = models.CharField(_("本区要求"), max_length=300, blank=True)

    class Meta:
        ordering = ("district__code", "pk")
        constraints = [models.UniqueConstraint(fields=("edition", "district"), name="edition_district_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.district_id}"


class RehearsalState(models.TextChoices):
    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")


class Rehearsal(models.Model):
    """An edition played through with invented enterprises by the settings that it had when somebody asked.

    parameters  every one as it was, defaults included; switched_stages likewise
    attempts    how often a process began; runner: which one has it now
    summary     states, returns, lists, digests and seconds; {} until it is done
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="rehearsals")
    enterprises = models.PositiveSmallIntegerField(_("虚构企业数"))
    seed = models.PositiveIntegerField(_("种子"))
    state = models.CharField(_("状态"), max_length=8, choices=RehearsalState, default=RehearsalState.WAITING)
    parameters = models.JSONField(_("参数"))
    switched_stages = models.JSONField(_("可选环节"), default=list)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    runner = models.CharField(max_length=32, blank=True)
    summary = models.JSONField(_("结果"), default=dict, blank=True)
    error = models.CharField(_("未完成的原因"), max_length=500, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("edition",),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_rehearsal_of_an_edition_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=("tenant", "edition", "-asked_at", "-id"), name="rehearsal_list")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.pk}"
