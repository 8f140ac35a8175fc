"""The programme as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShanghaiBrandConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "programmes.shanghai_brand"
    label = "shanghai_brand"
    verbose_name = _("“上海品牌”培育试点")
