"""The application, the unit that is judged, and the record of their moves."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import workflow
from applications.wording import STAFF_WORDS
from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import District, Tenant
from programmes.models import Edition

APPLICATION_STATES = [(s.value, STAFF_WORDS[s]) for s in workflow.states("application")]
UNIT_STATES = [(s.value, STAFF_WORDS[s]) for s in workflow.states("unit")]


class Application(models.Model):
    """One filing of an enterprise in an edition. revision: counts saves, so that a stale form is noticed.

    serial       which of the enterprise's filings in the edition; most programmes have one
    is_priority  its district recommended it with priority: a flag and an order, no points
    """

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("状态"), max_length=30, choices=APPLICATION_STATES, default=workflow.State.DRAFT)
    title = models.CharField(_("名称"), max_length=160, blank=True)
    enterprise_name = models.CharField(_("申报主体"), max_length=120)
    enterprise_uscc = models.CharField(_("统一社会信用代码"), max_length=18)
    profile_snapshot = models.JSONField(_("主体档案快照"), default=dict)
    search_text = models.CharField(max_length=400, blank=True, db_index=False)
    revision = models.PositiveIntegerField(default=0)
    version_number = models.PositiveIntegerField(_("版本"), default=0)
    created_at = models.DateTimeField(_("创建时间"))
    saved_at = models.DateTimeField(_("保存时间"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    moved_at = models.DateTimeField(_("进入当前环节"))
    serial = models.PositiveSmallIntegerField(default=1)
    is_priority = models.BooleanField(_("重点推荐"), default=False)
    returns_used = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "enterprise", "serial"),
                condition=~models.Q(state__in=("withdrawn", "not_recommended")),
                name="application_once_per_edition",
            )
        ]
        indexes = [
            models.Index(fields=("tenant", "edition", "district", "state", "id"), name="application_queue"),
            models.Index(fields=("enterprise", "-created_at", "-id"), name="application_desk"),
        ]
        triggers = [pgtrigger.FSM(name="application_moves", field="state", transitions=workflow.jumps("application"))]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def reference(self) -> str:
        """What people quote on the telephone."""
        return f"{self.edition_id:03d}-{self.pk:06d}"


class Draft(models.Model):
    """What was typed and is not (yet) a valid answer: {section: {field: text}}. Nothing typed is ever lost."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.OneToOneField(Application, models.CASCADE, related_name="draft")
    typed = models.JSONField(default=dict)
    sections_done = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.application_id)


class Unit(models.Model):
    """What is judged: a firm, a cluster, a product, an item."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="units")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("名称"), max_length=160)
    state = models.CharField(_("状态"), max_length=30, choices=UNIT_STATES, default=workflow.State.WAITING)
    moved_at = models.DateTimeField(_("进入当前环节"))

    class Meta:
        ordering = ("application", "position")
        constraints = [models.UniqueConstraint(fields=("application", "position"), name="unit_position_once")]
        indexes = [models.Index(fields=("tenant", "edition", "state", "id"), name="unit_queue")]
        triggers = [pgtrigger.FSM(name="unit_moves", field="state", transitions=workflow.jumps("unit"))]

    def __str__(self) -> str:
        return self.name


class StateChange(models.Model):
    """One move. reason is what the applicant reads; office_note stays inside."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="changes")
    name = models.CharField(_("操作"), max_length=30)
    frm = models.CharField(_("原状态"), max_length=30)
    to = models.CharField(_("新状态"), max_length=30)
    at = models.DateTimeField(_("时间"))
    actor_user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("操作人"), max_length=60, blank=True)
    actor_role = models.CharField(_("角色"), max_length=30, blank=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=("application", "at", "id"), name="change_timeline")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.frm}→{self.to}"


class Milestone(models.Model):
    """What a lower app must know of a higher one, written down by the higher one."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    ref = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=("unit", "key"), name="milestone_once")]

    def __str__(self) -> str:
        return self.key
