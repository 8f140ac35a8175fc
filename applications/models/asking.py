"""What enterprises ask about a clause of an edition, and what the organiser answers beside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Enterprise, User
from portal.tenancy import fence
from portal.tenancy.models import Tenant
from programmes.models import Edition


class ClauseQuestion(models.Model):
    """A question about one clause ("" = the edition as a whole). Once published everybody reads both, nobody's name.

    public_question   the question as it is shown: the organiser takes out what names anybody
    """

    fence = fence.custom(
        read=(
            f"(tenant_id = {fence.TENANT} or enterprise_id = {fence.ENTERPRISE}"
            f" or (tenant_id = {fence.PUBLIC} and published_at is not null))"
        ),
        add=f"(tenant_id = {fence.TENANT} or enterprise_id = {fence.ENTERPRISE})",
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="clause_questions")
    clause = models.CharField(_("条款"), max_length=40, blank=True)
    question = models.TextField(_("问题"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("提问时间"))
    public_question = models.TextField(_("公开的问题"), blank=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = [
            models.Index(fields=("tenant", "edition", "-asked_at", "-id"), name="clause_question_list"),
            models.Index(fields=("enterprise", "-asked_at", "-id"), name="clause_question_own"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | (~models.Q(answer="") & ~models.Q(public_question="")),
                name="clause_question_published_is_answered",
            )
        ]

    def __str__(self) -> str:
        return self.question[:40]
