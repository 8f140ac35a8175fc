"""A panel of experts: its units, the frozen pool, two committed secrets, and the seats they drew."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Unit
from portal.people.models import Enterprise, Expert, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition
from reviews.wording import field_word


class PanelState(models.TextChoices):
    FORMING = "forming", _("组建中")
    POOL_FROZEN = "pool_frozen", _("专家库已锁定，待抽取")
    DRAWN = "drawn", _("已抽取，待启动评审")
    REVIEWING = "reviewing", _("评审中")
    CLOSED = "closed", _("评审已结束")
    DISSOLVED = "dissolved", _("已作废")


class Panel(models.Model):
    """seats, reserves: {field: how many}. Everything from pool_digest to draw_digest is written once."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("组号"))
    state = models.CharField(_("状态"), max_length=16, choices=PanelState, default=PanelState.FORMING)
    seats = models.JSONField(_("席位"))
    reserves = models.JSONField(_("候补"))
    pool_digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(_("锁定时间"), null=True, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    draw_digest = models.CharField(max_length=64, blank=True)
    missing_reserves = models.PositiveSmallIntegerField(_("候补缺额"), default=0)
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    started_at = models.DateTimeField(_("启动评审时间"), null=True, blank=True)
    formed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    formed_at = models.DateTimeField(_("组建时间"))
    dissolved_reason = models.TextField(_("作废理由"), blank=True)

    class Meta:
        ordering = ("-formed_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("edition", "number"), name="panel_number_once")]
        indexes = [models.Index(fields=("tenant", "-formed_at", "-id"), name="panel_list")]
        triggers = [
            pgtrigger.Protect(
                name="drawn_once",
                operation=pgtrigger.UpdateOf("pool_digest", "seed", "draw_digest", "seats", "reserves"),
                condition=~pgtrigger.Q(old__draw_digest=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"

    @property
    def total_seats(self) -> int:
        return sum(self.seats.values())


class PanelUnit(models.Model):
    """A unit before a panel. look_round: 0 first scores, 1 second look asked, 2 two more experts called.

    by_criterion: {criterion: {value, spread, is_wide}}, numbers as text, where each criterion is aggregated on its own;
    value is then their weighted sum and spread the widest of them.
    vacancies: seats that no reserve could take; with some, the scores are complete only once an officer accepts that.
    """

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="panel_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    look_round = models.PositiveSmallIntegerField(_("复核轮次"), default=0)
    vacancies = models.PositiveSmallIntegerField(_("空缺席位"), default=0)
    vacancy_reason = models.TextField(_("空缺处理理由"), blank=True)
    value = models.DecimalField(_("专家组得分"), max_digits=6, decimal_places=2, null=True, blank=True)
    by_criterion = models.JSONField(_("各项汇总"), default=dict)
    spread = models.DecimalField(_("极差"), max_digits=6, decimal_places=2, null=True, blank=True)
    is_spread_wide = models.BooleanField(_("分歧未消除"), default=False)
    completed_at = models.DateTimeField(_("评分齐备时间"), null=True, blank=True)

    class Meta:
        ordering = ("panel", "pk")
        constraints = [
            models.UniqueConstraint(fields=("unit",), condition=models.Q(is_active=True), name="unit_before_one_panel")
        ]

    def __str__(self) -> str:
        return f"{self.panel_id}:{self.unit_id}"


class PoolEntry(models.Model):
    """One expert of the frozen pool. excluded: keys of wording.EXCLUSIONS joined by commas; empty = may be drawn."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="pool")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    code = models.CharField(_("专家代码"), max_length=20)
    field = models.CharField(_("专业领域"), max_length=40)
    employer_uscc = models.CharField(_("工作单位代码"), max_length=18, blank=True)
    district_code = models.CharField(_("所在区"), max_length=12, blank=True)
    load = models.PositiveIntegerField(_("在手件数"), default=0)
    excluded = models.CharField(_("排除原因"), max_length=120, blank=True)

    class Meta:
        ordering = ("code", "field", "pk")
        constraints = [models.UniqueConstraint(fields=("panel", "code", "field"), name="pool_entry_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.code} {self.field}"


class CommitmentRole(models.TextChoices):
    ORGANISER = "organiser", _("组织方")
    WITNESS = "witness", _("见证方")


class Commitment(models.Model):
    """One person's committed secret; the secret is empty until it is revealed, and is written once."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="commitments")
    role = models.CharField(_("身份"), max_length=10, choices=CommitmentRole)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(_("姓名"), max_length=60)
    digest = models.CharField(_("承诺值"), max_length=64)
    committed_at = models.DateTimeField(_("承诺时间"))
    secret = models.CharField(_("口令"), max_length=200, blank=True)
    revealed_at = models.DateTimeField(_("公开时间"), null=True, blank=True)

    class Meta:
        ordering = ("panel", "role", "pk")
        constraints = [
            models.UniqueConstraint(fields=("panel", "role"), name="one_secret_per_role"),
            models.UniqueConstraint(fields=("panel", "user"), name="one_secret_per_person"),
        ]
        triggers = [
            pgtrigger.Protect(name="digest_kept", operation=pgtrigger.UpdateOf("digest", "user_id", "role")),
            pgtrigger.Protect(name="secret_kept", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__secret="")),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.role}"


class Seat(models.Model):
    """Somebody drawn, in drawn order: first the panel, then its reserves."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, models.CASCADE, related_name="drawn_seats")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    code = models.CharField(_("专家代码"), max_length=20)
    field = models.CharField(_("专业领域"), max_length=40)
    position = models.PositiveSmallIntegerField(_("次序"))
    is_reserve = models.BooleanField(_("候补"))

    class Meta:
        ordering = ("is_reserve", "position", "pk")
        constraints = [models.UniqueConstraint(fields=("panel", "code"), name="seat_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.code}"

    @property
    def field_word(self) -> str:
        return field_word(self.field)


class AvoidedExpert(models.Model):
    """An expert whom an applicant asks to keep out, with a reason; at most two for one application (domain.md 5)."""

    fence = fence.filed()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.CASCADE, related_name="avoided_experts")
    position = models.PositiveSmallIntegerField(_("序号"))
    expert_name = models.CharField(_("专家姓名"), max_length=60)
    employer_name = models.CharField(_("工作单位"), max_length=120, blank=True)
    reason = models.TextField(_("理由"))
    named_at = models.DateTimeField(_("提出时间"))

    class Meta:
        ordering = ("application", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("application", "position"), name="avoided_expert_once"),
            models.CheckConstraint(condition=models.Q(position__in=(1, 2)), name="avoided_experts_at_most_two"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.expert_name}"
