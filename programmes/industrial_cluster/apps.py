"""The programme as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndustrialClusterConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "programmes.industrial_cluster"
    label = "industrial_cluster"
    verbose_name = _("中小企业特色产业集群")
