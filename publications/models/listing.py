"""Published lists, and where each listed honour stands today. The list itself is never edited."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Unit
from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition

from .frozen import keep
from .notice import ListOrder


class ListState(models.TextChoices):
    DRAFT = "draft", _("待发布")
    SCHEDULED = "scheduled", _("已审定，待公布")
    RELEASED = "released", _("已公布")


OPEN_LISTS = (ListState.DRAFT, ListState.SCHEDULED)


class PublishedList(models.Model):
    """Drafted by one person, approved by another, released at once or by the clock on a set day.

    code           the programme's list code, as in the certificate's number
    release_on     the day on which it goes out, at 0:00; None = as soon as it is approved
    approved_seen  what was approved, a row for each entry (queries.seen_in); the clock releases these and nothing else
    released_by    None where the clock released it
    stopped_for    why an approved list did not go out; "" unless that is what last happened to it
    The three show_ columns are the edition's settings of the day of release: what was said stays as it was said.
    """

    fence = fence.shown("state = 'released'")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="lists")
    state = models.CharField(_("状态"), max_length=12, choices=ListState, default=ListState.DRAFT)
    code = models.CharField(_("名单代码"), max_length=4)
    title = models.CharField(_("名单标题"), max_length=160)
    text = models.TextField(_("公布内容"), max_length=4000)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    order = models.CharField(_("名单排序"), max_length=10, choices=ListOrder, default=ListOrder.DISTRICT)
    issuers = models.JSONField(_("发证单位"), default=list)
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    release_on = models.DateField(_("定期公布日"), null=True, blank=True)
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_seen = models.JSONField(default=list, blank=True)
    stopped_for = models.CharField(_("未按期公布的原因"), max_length=300, blank=True)
    released_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    shows_rank = models.BooleanField(_("公布名次"), default=False)
    shows_figure = models.BooleanField(_("公布排名依据"), default=False)
    shows_rank_on_paper = models.BooleanField(_("证书印名次"), default=False)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    file = models.FileField(max_length=250, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-drafted_at", "-pk")
        indexes = [
            models.Index(fields=("tenant", "-released_at", "-id"), name="list_newest"),
            models.Index(fields=("tenant", "release_on"), name="list_due", condition=models.Q(state="scheduled")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("edition", "code"),
                condition=models.Q(state__in=("draft", "scheduled")),
                name="one_open_list_per_code",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="scheduled")
                | models.Q(release_on__isnull=False, approved_by__isnull=False, approved_at__isnull=False),
                name="list_scheduled_is_approved_for_a_day",
            ),
        ]
        triggers = [
            keep("released_list_stays", when="OLD.state = 'released'", free=("file", "file_sha256")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_numbered(self) -> bool:
        """Whether entries are shown with their position; where ranks are the order, the rank says it."""
        return not (self.shows_rank and self.order == ListOrder.RANK)


class Standing(models.TextChoices):
    VALID = "valid", _("有效")
    EXPIRED = "expired", _("已到期")
    SUSPENDED = "suspended", _("暂停使用")
    REVOKED = "revoked", _("已撤销")


class Ground(models.TextChoices):
    """Ground classes of domain rule 9: what the public page says, and nothing more."""

    FALSE_MATERIAL = "false_material", _("申报材料不实")
    LOST_CLAUSE = "lost_clause", _("不再符合认定条件")
    ACCIDENT = "accident", _("发生较大及以上事故")
    MISUSE = "misuse", _("违规使用称号或标志")
    CERTIFICATION_WITHDRAWN = "certification_withdrawn", _("认证被撤销")
    FAILED_RE_REVIEW = "failed_re_review", _("复核未通过")
    CERTIFICATION_SUSPENDED = "certification_suspended", _("认证被暂停")  # of a suspension only


REVOKING = tuple(ground for ground in Ground if ground != Ground.CERTIFICATION_SUSPENDED)


class ListEntry(models.Model):
    """One honour: name, holder, rank and validity as published; beside them where it stands now.

    Made only by a release. standing_version counts changes of standing; a certificate's token carries it.
    rank, figure     as decided; whether they are shown is the list's to say
    is_rank_shared   another one that was decided with it has the same rank in the same list
    outside          what an outside body's certificate says: body, number, standard, scope, issued_on; {} = own honour
    counted          target of the programme -> what the unit adds to it, as filed
    """

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or tenant_id = {fence.PUBLIC} or enterprise_id = {fence.ENTERPRISE})",
        add=f"tenant_id = {fence.TENANT}",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    published_list = models.ForeignKey(PublishedList, models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_entries")
    position = models.PositiveIntegerField(_("序号"))
    rank = models.PositiveIntegerField(_("名次"), null=True, blank=True)
    is_rank_shared = models.BooleanField(_("并列"), default=False)
    figure = models.DecimalField(_("排名依据"), max_digits=20, decimal_places=2, null=True, blank=True)
    name = models.CharField(_("名称"), max_length=160)
    holder = models.CharField(_("持有主体"), max_length=120)
    district_name = models.CharField(_("所在区"), max_length=60, blank=True)
    honour = models.CharField(_("荣誉"), max_length=160)
    valid_from = models.DateField(_("有效期起"))
    valid_to = models.DateField(_("有效期止"), null=True, blank=True)
    certificate_number = models.CharField(_("证书编号"), max_length=30, blank=True)
    outside = models.JSONField(_("认证证书"), default=dict, blank=True)
    counted = models.JSONField(_("计入目标"), default=dict, blank=True)
    standing = models.CharField(_("现状"), max_length=10, choices=Standing, default=Standing.VALID)
    standing_on = models.DateField(_("现状日期"))
    standing_version = models.PositiveSmallIntegerField(default=1)
    ground = models.CharField(_("理由类别"), max_length=30, choices=Ground, blank=True)

    class Meta:
        ordering = ("published_list", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("published_list", "position"), name="list_position_once"),
            models.UniqueConstraint(fields=("published_list", "unit"), name="list_unit_once"),
        ]
        indexes = [models.Index(fields=("tenant", "valid_to", "id"), name="list_entry_by_end")]
        triggers = [
            keep("list_entry_stays", free=("standing", "standing_on", "standing_version", "ground")),
            pgtrigger.Protect(name="list_entry_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name
