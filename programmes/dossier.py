"""The abstract dossier: where a programme keeps an application's typed answers."""

from __future__ import annotations

from django.db import models

from portal.tenancy import fence


class Dossier(models.Model):
    """One row per application. A programme adds typed columns whose names are the keys of its form fields.

    Rows of tables are kept in JSON columns, validated row by row by programmes.fields.
    """

    fence = fence.filed()

    tenant = models.ForeignKey("tenancy.Tenant", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("people.Enterprise", models.PROTECT, related_name="+")
    application = models.OneToOneField("applications.Application", models.CASCADE, related_name="%(app_label)s_dossier")

    class Meta:
        abstract = True
