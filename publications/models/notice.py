"""Public notices: a term in which anybody may object, and the entries shown. Never edited once published."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit
from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition

from .frozen import keep


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    PUBLISHED = "published", _("公示中")
    ENDED = "ended", _("公示结束")


class Counting(models.TextChoices):
    INCL = "incl", _("发布当日计为第一日")
    EXCL = "excl", _("发布次日计为第一日")


class TermUnit(models.TextChoices):
    WORKING = "working", _("工作日")
    CALENDAR = "calendar", _("自然日")


class ListOrder(models.TextChoices):
    DISTRICT = "district", _("按区和名称")
    NAME = "name", _("按名称")
    RANK = "rank", _("按名次")


class Notice(models.Model):
    """corrects: the older notice that this one amends; changes: what it amends, while it is a draft.

    ends_at is the first instant that no longer belongs to the term.
    """

    fence = fence.shown("state <> 'draft'")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="notices")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    state = models.CharField(_("状态"), max_length=12, choices=NoticeState, default=NoticeState.DRAFT)
    title = models.CharField(_("公示标题"), max_length=160)
    text = models.TextField(_("公示内容"), max_length=4000)
    days = models.PositiveSmallIntegerField(_("公示天数"))
    counting = models.CharField(_("起算方式"), max_length=6, choices=Counting)
    unit = models.CharField(_("计日方式"), max_length=10, choices=TermUnit)
    order = models.CharField(_("名单排序"), max_length=10, choices=ListOrder, default=ListOrder.DISTRICT)
    changes = models.JSONField(_("变更内容"), default=list, blank=True)  # [{unit, change, name, note}]
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    first_on = models.DateField(_("公示首日"), null=True, blank=True)
    last_on = models.DateField(_("公示末日"), null=True, blank=True)
    ends_at = models.DateTimeField(_("公示截止"), null=True, blank=True)
    run_digests = models.JSONField(_("评审结果摘要"), default=list, blank=True)
    ended_at = models.DateTimeField(_("结束登记时间"), null=True, blank=True)

    class Meta:
        ordering = ("-drafted_at", "-pk")
        indexes = [
            models.Index(fields=("tenant", "-published_at", "-id"), name="notice_newest"),
            models.Index(fields=("tenant", "ends_at"), name="notice_running", condition=models.Q(state="published")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_on__isnull=False, ends_at__isnull=False),
                name="notice_published_has_a_term",
            )
        ]
        triggers = [
            keep("published_notice_stays", when="OLD.state <> 'draft'", free=("state", "ended_at")),
        ]

    def __str__(self) -> str:
        return self.title


class Change(models.TextChoices):
    PROPOSED = "proposed", _("拟认定")
    REMOVED = "removed", _("移出公示名单")
    CORRECTED = "corrected", _("名称更正")


class NoticeEntry(models.Model):
    """One line of a notice, frozen as it was shown; made only when the notice is published.

    list_code   the list that it is proposed for; "" = the programme's first
    """

    fence = fence.shown("true")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="notice_entries")
    position = models.PositiveIntegerField(_("序号"))
    list_code = models.CharField(_("名单代码"), max_length=4, blank=True)
    name = models.CharField(_("名称"), max_length=160)
    holder = models.CharField(_("申报主体"), max_length=120)
    district_name = models.CharField(_("所在区"), max_length=60, blank=True)
    change = models.CharField(_("内容"), max_length=12, choices=Change, default=Change.PROPOSED)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ("notice", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("notice", "position"), name="notice_position_once"),
            models.UniqueConstraint(fields=("notice", "unit"), name="notice_unit_once"),
        ]
        triggers = [pgtrigger.Protect(name="notice_entry_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
