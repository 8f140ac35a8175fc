"""What a district asks of other departments before it recommends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Body, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant

from .application import Application


class ConsultOutcome(models.TextChoices):
    ASKED = "", _("待答复")
    NO_OBJECTION = "no_objection", _("无异议")
    OBJECTION = "objection", _("有异议")
    NO_ANSWER = "no_answer", _("逾期未答复")


class Consultation(models.Model):
    """One department asked about one version of a filing. due_at is the first instant that is too late."""

    fence = fence.inner()

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, models.PROTECT, related_name="consultations")
    version_number = models.PositiveIntegerField(_("版本"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("征求意见部门"))
    question = models.TextField(_("征求意见事项"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("发出时间"))
    due_at = models.DateTimeField(_("答复截止"))
    outcome = models.CharField(
        _("答复"), max_length=16, choices=ConsultOutcome, default=ConsultOutcome.ASKED, blank=True
    )
    answer = models.TextField(_("答复内容"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("application", "body"), condition=models.Q(outcome=""), name="one_open_consultation"
            )
        ]
        indexes = [
            models.Index(fields=("tenant", "body", "outcome", "id"), name="consultation_desk"),
            models.Index(fields=("tenant", "due_at"), name="consultation_due", condition=models.Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"
