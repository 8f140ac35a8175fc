"""Lists and certificates of the years before the portal, as they were taken in: no workflow ran here for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Import
from portal.people.models import User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .frozen import keep
from .listing import Standing


class PastKind(models.TextChoices):
    LIST = "list", _("历史名单")
    CERTIFICATES = "certificates", _("历史证书")


class PastList(models.Model):
    """One list, or one batch of certificates, of a programme and year. Never edited: a wrong one is withdrawn.

    source           the document it was published in
    withdrawn_reason why it is no longer shown; whoever follows an old address reads it
    """

    fence = fence.shown("true")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    kind = models.CharField(_("类型"), max_length=14, choices=PastKind)
    programme_slug = models.SlugField(_("项目"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=160)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    published_on = models.DateField(_("公布日期"))
    source = models.CharField(_("来源"), max_length=200)
    entry_count = models.PositiveIntegerField(_("项数"))
    batch = models.OneToOneField(Import, models.PROTECT, related_name="past_list")
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤下原因"), max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-published_on", "-pk")
        indexes = [models.Index(fields=("tenant", "-published_on", "-id"), name="past_list_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=("tenant", "kind", "programme_slug", "year", "title"),
                condition=models.Q(withdrawn_at__isnull=True),
                name="past_list_taken_in_once",
            )
        ]
        triggers = [keep("past_list_stays", free=("withdrawn_at", "withdrawn_reason", "withdrawn_by"))]

    def __str__(self) -> str:
        return self.title


class PastEntry(models.Model):
    """One honour as it was published then. Whoever held it need not be known to the portal.

    honour       in the words of the paper
    number_key   the certificate's number without width, case and space; a number stands once in an organiser's past
    standing     as imported, or revoked later; whether it has run out the day says
    """

    fence = fence.shown("is_shown")

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    past_list = models.ForeignKey(PastList, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("名称"), max_length=160)
    holder = models.CharField(_("持有主体"), max_length=120)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    district_name = models.CharField(_("所在区"), max_length=60, blank=True)
    honour = models.CharField(_("荣誉"), max_length=160)
    certificate_number = models.CharField(_("证书编号"), max_length=80, blank=True)
    number_key = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(_("发证日期"), null=True, blank=True)
    valid_from = models.DateField(_("有效期起"), null=True, blank=True)
    valid_to = models.DateField(_("有效期止"), null=True, blank=True)
    is_shown = models.BooleanField(default=True)
    standing = models.CharField(_("现状"), max_length=10, choices=Standing, default=Standing.VALID)
    standing_on = models.DateField(_("现状日期"), null=True, blank=True)
    standing_reason = models.CharField(_("撤销原因"), max_length=300, blank=True)

    class Meta:
        ordering = ("past_list", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("past_list", "position"), name="past_entry_position_once"),
            models.UniqueConstraint(
                fields=("tenant", "number_key"),
                condition=~models.Q(number_key="") & models.Q(is_shown=True),
                name="past_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="past_entry_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=("tenant", "-id"), name="past_entry_newest", condition=models.Q(is_shown=True)),
            models.Index(fields=("tenant", "uscc"), name="past_entry_of_code"),
        ]
        triggers = [keep("past_entry_stays", free=("is_shown", "standing", "standing_on", "standing_reason"))]

    def __str__(self) -> str:
        return self.name
