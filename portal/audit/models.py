"""The append-only record: events as they are written, and the seals that chain them afterwards."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.tenancy import fence
from portal.tenancy.models import Tenant


class Event(models.Model):
    """One act. Inserted unchained with its own digest, so that writers never queue behind one another."""

    # Outsiders (an applicant, an objector) leave events for a tenant that only the tenant reads;
    # tenant NULL is the platform's chain.
    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or (tenant_id is null and {fence.TENANT} is null and {fence.USER} is null))",
        add=(
            f"(tenant_id is null or tenant_id = {fence.TENANT} or tenant_id = {fence.PUBLIC} "
            f"or enterprise_id = {fence.ENTERPRISE})"
        ),
    )

    # UUIDv7 made in Python: ordered by time, and no read back of a row that the writer may not see.
    id = models.UUIDField(primary_key=True, editable=False)
    tenant = models.ForeignKey(Tenant, models.PROTECT, null=True, blank=True, related_name="+")
    enterprise_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(_("操作人"), max_length=60, blank=True)
    roles = models.CharField(_("角色"), max_length=200, blank=True)
    act = models.CharField(_("操作"), max_length=60)
    subject = models.CharField(_("对象"), max_length=80)
    reason = models.TextField(_("理由"), blank=True)
    payload = models.JSONField(_("内容"), default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("tenant", "id"), name="event_by_tenant"),
            models.Index(fields=("tenant", "subject", "id"), name="event_by_subject"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"


class Seal(models.Model):
    """Links one event into its tenant's chain: chain_digest = SHA-256(previous chain digest, event digest)."""

    fence = fence.custom(
        read=f"(tenant_id = {fence.TENANT} or (tenant_id is null and {fence.TENANT} is null and {fence.USER} is null))"
    )

    tenant = models.ForeignKey(Tenant, models.PROTECT, null=True, blank=True, related_name="+")
    sequence = models.BigIntegerField()
    event_id = models.UUIDField(unique=True)
    event_digest = models.CharField(max_length=64)
    chain_digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ("sequence",)
        constraints = [
            models.UniqueConstraint(fields=("tenant", "sequence"), name="seal_sequence_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=("tenant", "event_id"), name="seal_newest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.sequence)
